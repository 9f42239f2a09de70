// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/listen/sighting.h"

#include <string.h>

#include "abi/essential.h"
#include "abi/judgement.h"

#include "tools/metrics/words.h"

/* Empty: none. Counter 0 is the pseudo-service. */
static const char *concern_name(const struct event *event, const struct counter_names *names)
{
	if (event->concern == CONCERN_ESSENTIAL && event->number < ESSENTIALS_COUNT)
		return essential_words[event->number];
	if (event->concern != CONCERN_SERVICE || event->number >= SERVICE_COUNTERS_MAX)
		return "";
	return event->number ? names->name[event->number] : "other";
}

void sighting_read(const struct event *event, const char *name, const struct counter_names *names,
		   uint64_t clock_ns, struct sighting *ret)
{
	size_t captured = event->captured < EVENT_BYTES_MAX ? event->captured : EVENT_BYTES_MAX;

	*ret = (struct sighting){
		.time_ns = event->at_ns + clock_ns,
		.outbound = event->flags & EVENT_OUTBOUND,
		.passed = event->flags & EVENT_PASS,
		.reason = event->reason,
		.suppressed = event->suppressed,
		.frame = {event->bytes, captured, event->length > captured ? event->length : captured},
	};
	snprintf(ret->interface, sizeof(ret->interface), "%s", name);
	snprintf(ret->service, sizeof(ret->service), "%s", concern_name(event, names));
	packet_view_read(&ret->frame, &ret->view);
}
