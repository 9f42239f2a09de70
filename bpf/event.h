/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Tells a listener what became of a packet, as often as a flood allows. */
#ifndef UCGATE_BPF_EVENT_H
#define UCGATE_BPF_EVENT_H

#include "maps/events.bpf.h"

#include "bpf/clock.h"
#include "bpf/packet.h"

/* False: enough of this reason were told in this window. */
static __always_inline _Bool event_window_takes(struct event_window *window, __u64 now)
{
	if (now - window->start_ns >= EVENT_WINDOW_NS) {
		window->start_ns = now;
		window->told = 0;
	}
	if (window->told >= EVENT_WINDOW_MAX)
		return 0;
	window->told++;
	return 1;
}

static __always_inline void event_fill(struct event *event, struct event_window *window, opinion said)
{
	event->at_ns = clock_ns();
	event->number = OPINION_NUMBER(said);
	event->reason = OPINION_REASON(said);
	event->concern = OPINION_CONCERN(said);
	event->suppressed = window->suppressed;
	window->suppressed = 0;
}

/*
 * Global, so it is verified once. said: an opinion; length: of the frame; flags: enum event_flag; now: of the coarse
 * clock, which who calls has read. A ring without room counts as a flood.
 */
__noinline int event_write(packet_context *ctx, __u32 said, __u32 length, __u32 flags, __u64 now)
{
	__u32 why = OPINION_REASON(said);
	struct event_window *window = bpf_map_lookup_elem(&event_windows, &why);
	struct event *event;

	if (!window)
		return 0;
	event = event_window_takes(window, now) ? bpf_ringbuf_reserve(&events, sizeof(*event), 0) : NULL;
	if (!event) {
		window->suppressed++;
		return 0;
	}
	event_fill(event, window, said);
	event->length = length;
	event->flags = flags;
	event->captured = frame_copy(ctx, event->bytes, length);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

static __always_inline const struct event_control *event_control_of(void)
{
	__u32 first = 0;

	return bpf_map_lookup_elem(&event_control, &first);
}

/* flags: enum event_flag, of what does not pass by the rules. */
static __always_inline void event_drop(const struct packet *packet, opinion said, __u32 flags)
{
	const struct event_control *control = event_control_of();
	__u64 now;

	if (likely(!control || !control->drops_until_ns))
		return;
	now = clock_coarse_ns();
	if (control->drops_until_ns >= now)
		event_write(packet->ctx, said, packet->length, flags, now);
}

static __always_inline void event_pass(const struct packet *packet, opinion said, __u32 flags)
{
	const struct event_control *control = event_control_of();
	__u64 now;

	if (likely(!control || !control->passes_until_ns))
		return;
	now = clock_coarse_ns();
	if (control->passes_until_ns < now)
		return;
	if (control->pass_sample > 1 && bpf_get_prandom_u32() % control->pass_sample)
		return;
	event_write(packet->ctx, said, packet->length, flags | EVENT_PASS, now);
}

#endif
