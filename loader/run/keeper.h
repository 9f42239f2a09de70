/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Keeps one interface filtered: follows it from the time it has its name until it goes, whatever it is called by then,
 * and waits for the name again. What the kernel says by rtnetlink is only the occasion: how things are is looked up,
 * so that a lost message costs time, and no more.
 */
#ifndef UCGATE_RUN_KEEPER_H
#define UCGATE_RUN_KEEPER_H

#include <stdbool.h>
#include <stdint.h>

#include "attach/xdp.h"
#include "run/follow.h"
#include "run/hold.h"
#include "run/rule_source.h"

/* What to keep, and how. */
struct keeper_order {
	const char *interface; /* its name */
	const char *file;      /* absolute; NULL: the default one */
	struct terms terms;
	enum xdp_choice xdp;
	uint32_t flows; /* entries of each flow table; 0: as many as is usual */
};

enum keeper_state {
	KEEPER_ABSENT, /* no interface has the name */
	KEEPER_ON,
	KEEPER_OFF,   /* somebody has detached it on purpose */
	KEEPER_STUCK, /* it cannot be attached to now, and is tried again */
};

struct keeper {
	const struct loop *loop;
	struct keeper_order order;
	struct rule_source source;
	bool refused; /* the file, as it was last read */
	bool due;     /* what was accepted last is not in force yet */
	bool begun;   /* what comes from now on has come while we were watching */
	enum keeper_state state;
	struct follow follow;
	struct hold hold;
	uint64_t open_since; /* us; 0: it is not open */
	uint32_t expired;    /* generation of the last trial that was said to have expired; 0: none */
	struct timer retry;
	unsigned int tries;
	bool missed; /* its filter, at the last look, while it was down */
	void (*changed)(void *self);
	void *self;
};

/*
 * Reads the rules and attaches to the interface if it is there. *keeper stays where it is until keeper_close(). changed:
 * told when keeper_status() may say something else. OUTCOME_REFUSED, OUTCOME_KERNEL: said, and the interface is as it
 * was; rules that are refused are no error where others are in force.
 */
enum outcome keeper_open(const struct loop *loop, const struct keeper_order *order,
			 void (*changed)(void *self), void *self, struct keeper *keeper);

/* Leaves the filter where it is. */
void keeper_close(struct keeper *keeper);

/* What the kernel says of an interface; NULL: something that was lost. */
void keeper_tell(struct keeper *keeper, const struct link_news *news);

/* Looks whether all is as it should be. */
void keeper_look(struct keeper *keeper);

/* Reads the rules, and puts them in force where the filter is on. */
void keeper_reload(struct keeper *keeper);

/* In one line, for people. */
void keeper_status(const struct keeper *keeper, char *ret, size_t size);

#endif
