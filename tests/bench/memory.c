// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/memory.h"

#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "abi/limits.h"
#include "abi/rules.h"

#include "attach/object.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "tests/bench/contender.h"

enum { FLOWS_SMALL = 4096, SHOWN_BYTES = 100000, RULES_HELD = 2 };

static size_t memory_of(const struct ingress_bpf *maps, const char *name)
{
	const struct bpf_map *map = bpf_object__find_map_by_name(maps->obj, name);

	return map ? map_memory(bpf_map__fd(map)) : 0;
}

static void line_print(const char *name, size_t all, size_t small)
{
	printf("  %-44s%10.2f%14.2f\n", name, (double)all / 1e6, (double)small / 1e6);
}

void memory_print(void)
{
	_cleanup_(object_free) struct ingress_bpf *all = NULL, *small = NULL;
	size_t total = 0, total_small = 0, rules = RULES_HELD * sizeof(struct rules);
	const struct bpf_map *map;

	if (object_make_maps(FLOWS_MAX, &all) || object_make_maps(FLOWS_SMALL, &small))
		errx(1, "cannot make maps");
	printf("\n%-46s%10s%14s\n", "memory, MB", "default", "--flows 4096");
	bpf_object__for_each_map(map, all->obj)
	{
		size_t here = map_memory(bpf_map__fd(map)), less = memory_of(small, bpf_map__name(map));

		total += here;
		total_small += less;
		if (here >= SHOWN_BYTES)
			line_print(bpf_map__name(map), here, less);
	}
	line_print("rules in force and previous", rules, rules);
	line_print("all of an interface", total + rules, total_small + rules);
}
