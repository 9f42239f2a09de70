// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/top.h"

#include <string.h>

/* Each of the last packets of the reason stands for as many; what cannot be divided falls to the latest. */
static void left_out_share(struct top *top, enum reason reason, uint64_t packets)
{
	const struct top_window *window = &top->window[reason];

	top->left_out += packets;
	top->told[reason] += packets;
	for (size_t i = 0; i < window->count; i++) {
		size_t at = (window->next + EVENT_WINDOW_MAX - 1 - i) % EVENT_WINDOW_MAX;
		uint64_t share = packets / window->count + (i < packets % window->count);

		if (share)
			sketch_add(&top->sketch, &window->last[at].remote, &window->last[at].habit, share);
	}
}

static void window_add(struct top_window *window, const struct remote *remote,
		       const struct remote_habit *habit)
{
	window->last[window->next].remote = *remote;
	window->last[window->next].habit = *habit;
	window->next = (window->next + 1) % EVENT_WINDOW_MAX;
	if (window->count < EVENT_WINDOW_MAX)
		window->count++;
}

void top_add(struct top *top, const struct sighting *sighting)
{
	const struct packet_view *view = &sighting->view;
	struct remote remote = {.family = (uint8_t)view->family};
	struct remote_habit habit = {.reason = sighting->reason, .protocol = view->protocol};

	if (sighting->passed && !sighting_would_drop(sighting))
		return;
	/* Left out before this one: among those before it. */
	if (sighting->suppressed)
		left_out_share(top, sighting->reason, sighting->suppressed);
	top->seen++;
	if (!view->family)
		return;
	memcpy(remote.address, sighting_peer(sighting), view->family == 4 ? 4 : 16);
	if (view->ports)
		habit.port = sighting->outbound ? view->source_port : view->destination_port;
	window_add(&top->window[sighting->reason], &remote, &habit);
	sketch_add(&top->sketch, &remote, &habit, 1);
}

void top_end(struct top *top, const struct listener_totals *totals)
{
	for (int reason = 0; reason < REASON_MAX; reason++)
		if (top->window[reason].count && totals->left_out[reason] > top->told[reason])
			left_out_share(top, reason, totals->left_out[reason] - top->told[reason]);
	sketch_sort(&top->sketch);
}
