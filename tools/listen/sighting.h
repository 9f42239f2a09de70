/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One packet of an interface and what became of it, as the filter told it (abi/event.h), in terms that people use.
 */
#ifndef UCGATE_LISTEN_SIGHTING_H
#define UCGATE_LISTEN_SIGHTING_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "abi/event.h"
#include "abi/reason.h"

#include "maps/counters.h"

#include "tools/packet/view.h"

struct sighting {
	uint64_t time_ns; /* CLOCK_REALTIME */
	char interface[16];
	bool outbound;
	bool passed; /* with a reason that drops: `mode: monitor` */
	enum reason reason;
	char service[SERVICE_NAME_SIZE]; /* or the essential; empty: none is concerned */
	uint64_t suppressed;		 /* others of this reason that were left out before it */
	struct packet_bytes frame;	 /* not owned; no bytes when it was read from JSON */
	struct packet_view view;
};

/*
 * name: of the interface; clock_ns: what CLOCK_REALTIME is ahead of CLOCK_MONOTONIC. *ret points into the event.
 */
void sighting_read(const struct event *event, const char *name, const struct counter_names *names,
		   uint64_t clock_ns, struct sighting *ret);

/* It would have been dropped but for `mode: monitor`. */
static inline bool sighting_would_drop(const struct sighting *sighting)
{
	return sighting->passed && sighting->reason >= REASON_DROP;
}

/* The address at the far end; network order. */
static inline const uint8_t *sighting_peer(const struct sighting *sighting)
{
	return sighting->outbound ? sighting->view.destination : sighting->view.source;
}

/* One JSON object on one line. 0, -ENOMEM, or -EIO when out does not take it. */
int sighting_print_json(const struct sighting *sighting, FILE *out);

/* Such a line again, but for the frame. Returns 0, -EINVAL when it is none, or -ENOENT: a summary. */
int sighting_parse_json(const char *line, struct sighting *ret);

#endif
