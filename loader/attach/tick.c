// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/tick.h"

#include <time.h>

#include <bpf/bpf.h>

#include "bpf/tick.skel.h"
#include "cleanup.h"

enum { FRAME_SMALLEST = 14 };

static void tick_object_free(struct tick_bpf **object)
{
	tick_bpf__destroy(*object);
}

/* The resolution of the coarse clocks is a tick: they stand still from one to the next. */
static uint64_t tick_length_ns(void)
{
	struct timespec tick;

	if (clock_getres(CLOCK_MONOTONIC_COARSE, &tick) < 0 || tick.tv_sec)
		return 0;
	return (uint64_t)tick.tv_nsec;
}

struct tick_clock tick_clock_read(void)
{
	_cleanup_(tick_object_free) struct tick_bpf *object = tick_bpf__open_and_load();
	const uint8_t frame[FRAME_SMALLEST] = {0};
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = sizeof(frame), .repeat = 1);
	uint64_t tick_ns = tick_length_ns();

	/* Short of memory, libbpf loads what it cannot map. */
	if (!object || !object->bss ||
	    bpf_prog_test_run_opts(bpf_program__fd(object->progs.ucgate_tick), &options) < 0)
		return (struct tick_clock){0};
	return (struct tick_clock){
		.tick_ns = tick_ns,
		.origin_ns = object->bss->tick_now_ns - object->bss->tick_jiffies * tick_ns,
	};
}
