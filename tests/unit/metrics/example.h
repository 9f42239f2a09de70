/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One interface as literal values, and what a renderer makes of it as a string.
 */
#ifndef UCGATE_TESTS_METRICS_EXAMPLE_H
#define UCGATE_TESTS_METRICS_EXAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/metrics/report.h"

enum { EXAMPLE_SERVICES = 3 };

struct example {
	struct snapshot_service services[EXAMPLE_SERVICES];
	struct snapshot snapshot;
	struct report report;
};

/* SIP passes, one service is gone from the rules, a little ARP, two reasons of drops. It points into itself. */
static inline void example_fill(struct example *example)
{
	*example = (struct example){
		.services =
			{
				{.name = "sip",
				 .live = true,
				 .stats = {.in_pass = {1234, 567890},
					   .in_drop = {7, 420},
					   .out_pass = {999, 99949}}},
				{.name = "tls", .live = true},
				{.name = "old-sip", .stats = {.in_pass = {3, 180}}},
			},
		.snapshot =
			{
				.interface = "wan0",
				.attached = true,
				.file = "/etc/ucgate/ucgate.yaml",
				.instance = {.mode = INSTANCE_NATIVE},
				.rules = {.generation = 3,
					  .mode = MODE_ENFORCE,
					  .applied_at_ns = 1767225600000000000, /* 2026-01-01 */
					  .hash = {0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, [31] = 0xff}},
				.taken_at_ns = 1767225600000000000 + 7800ULL * 1000000000,
				.services_count = EXAMPLE_SERVICES,
				.essential = {[ESSENTIAL_ARP] = {.in_pass = {12, 504}}},
				.reason = {[REASON_BOGON] = {.in_drop = {5, 300}},
					   [REASON_NOT_ALLOWED] = {.in_drop = {81234, 5118000}},
					   [REASON_RATE_LIMIT] = {.in_drop = {7, 420}}},
				.table = {{.name = "limits", .used = 12, .max = 16384}},
				.tables_count = 1,
			},
		.report = {.count = 1},
	};
	example->snapshot.services = example->services;
	example->report.list = &example->snapshot;
}

/* As after `seconds` in which SIP got 20 packets of 4,000 bytes more, and 5 were dropped as bogon. */
static inline void example_change(struct example *example, double seconds)
{
	example_fill(example);
	for (int i = 0; i < EXAMPLE_SERVICES; i++)
		example->services[i].stats = (struct service_stats){};
	example->services[0].stats.in_pass = (struct traffic){20, 4000};
	memset(example->snapshot.essential, 0, sizeof(example->snapshot.essential));
	memset(example->snapshot.reason, 0, sizeof(example->snapshot.reason));
	example->snapshot.reason[REASON_BOGON].in_drop = (struct traffic){5, 300};
	example->report.seconds = seconds;
}

/* What was printed; to be freed. */
#define RENDERED(call)                                      \
	({                                                  \
		char *_text = NULL;                         \
		size_t _size;                               \
		FILE *out = open_memstream(&_text, &_size); \
		assert_non_null(out);                       \
		assert_int_equal(call, 0);                  \
		assert_int_equal(fclose(out), 0);           \
		_text;                                      \
	})

#endif
