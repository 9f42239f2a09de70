/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which interface is meant: the one that has the name, from then on that one whatever it is called, until it goes.
 * Says what becomes of it.
 */
#ifndef UCGATE_RUN_FOLLOW_H
#define UCGATE_RUN_FOLLOW_H

#include <stdbool.h>

#include "attach/interface.h"
#include "run/links.h"

struct follow {
	const char *name;
	struct interface interface; /* as it was last seen; ifindex 0: there is none */
	uint32_t lost;		    /* ifindex of the one that went last */
};

enum followed {
	FOLLOWED_NONE,	  /* no interface has the name */
	FOLLOWED_SAME,	  /* the one that was there before, changed or not */
	FOLLOWED_ANOTHER, /* one that has come */
};

/* Looks what there is now. */
enum followed follow_look(struct follow *follow);

/* Whether the one that was last seen is still there. */
bool follow_there(const struct follow *follow);

/* What the kernel says. False: it is about another interface. */
bool follow_tell(struct follow *follow, const struct link_news *news);

#endif
