/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Putting ucgate on an interface: rules, maps, programs, in an order that leaves it without ucgate or wholly filtered
 * wherever it is stopped: make the maps, fill and pin them, attach the program for outbound packets, which only
 * learns, and last the one that filters. Rules under which outbound packets are dropped as well come into force when
 * both are in place, everything passes until then.
 */
#ifndef UCGATE_CHANGE_ATTACHMENT_H
#define UCGATE_CHANGE_ATTACHMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/instance.h"

#include "apply/apply.h"
#include "attach/interface.h"
#include "attach/xdp.h"
#include "change/prepared.h"

/* What to attach to, and how. */
struct attach_order {
	struct interface interface;
	enum xdp_choice xdp;
	uint32_t flows;	 /* entries of each flow table; 0: as many as is usual */
	int patience_ms; /* for the lock */
	/*
	 * The pins of an interface that is gone, held by the caller (pins_hold()): the filter goes on with its maps and
	 * programs where that is possible, with its flows, bans and counters and within milliseconds. NULL: none.
	 */
	const struct pins *left;
	bool keep; /* with `left`: its rules stay in force, trial or panic and all */
};

/* What came of it. */
struct attachment {
	char name[16]; /* the interface's first name */
	bool again;    /* it was attached, so this was a change of its rules */
	struct pins pins;
	struct instance instance;
	struct applied applied;
};

/*
 * Attaches, or changes the rules of an interface that is attached. Takes the lock. Errors are said. Rules of NULL: those
 * of the pins that are there.
 */
enum outcome interface_attach(const struct attach_order *order, const struct prepared *prepared,
			      struct attachment *ret);

#endif
