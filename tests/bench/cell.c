// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/cell.h"

#include <err.h>

#include <bpf/bpf.h>

enum { PACKETS_WARMING = 1000 };

static uint32_t frame_run(const char *name, int program, const struct frame *frame, int packets)
{
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame->data, .data_size_in = frame->length,
		    .repeat = packets);

	if (bpf_prog_test_run_opts(program, &options))
		err(1, "%s: %s", name, frame->name);
	return options.retval;
}

void cell_measure(const char *name, int program, const struct frame *frame, struct cell *cell)
{
	double start = cpu_ns();

	cell->action = frame_run(name, program, frame, PACKETS);
	samples_add(&cell->ns, (cpu_ns() - start) / PACKETS);
}

void cell_warm(const char *name, int program, const struct frame *frame, struct cell *cell)
{
	cell->action = frame_run(name, program, frame, PACKETS_WARMING);
}
