// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/ports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file may hold a million ranges, which must not cost a million times the length of a range. */
static void ports_count(const struct port_list *ports, struct port_set *ret)
{
	/* How many ranges begin less how many end. */
	int32_t change[65536 + 1] = {0}, depth = 0;

	for (size_t i = 0; i < ports->count; i++) {
		change[ports->list[i].first]++;
		change[ports->list[i].last + 1]--;
	}
	for (uint32_t port = 0; port < 65536; port++) {
		depth += change[port];
		if (depth > 0)
			port_set_add(ret, (uint16_t)port);
	}
}

void port_set_add_range(struct port_set *set, const struct port_range *range)
{
	uint32_t first = range->first / 64, last = range->last / 64;
	uint64_t head = ~(uint64_t)0 << range->first % 64, tail = ~(uint64_t)0 >> (63 - range->last % 64);

	for (uint32_t i = first; i <= last; i++)
		set->words[i] |= (i == first ? head : ~(uint64_t)0) & (i == last ? tail : ~(uint64_t)0);
}

void port_set_fill(const struct port_list *ports, struct port_set *ret)
{
	enum { FEW = 64 };

	memset(ret, 0, sizeof(*ret));
	if (ports->count > FEW)
		ports_count(ports, ret);
	else
		for (size_t i = 0; i < ports->count; i++)
			port_set_add_range(ret, &ports->list[i]);
}

void port_set_add(struct port_set *set, uint16_t port)
{
	set->words[port / 64] |= (uint64_t)1 << port % 64;
}

bool port_set_has(const struct port_set *set, uint16_t port)
{
	return set->words[port / 64] >> port % 64 & 1;
}

/* The first port at or after `from` that is in the set, or (wanted false) is not; above `last`: none is up to there. */
static uint32_t port_find(const struct port_set *set, uint32_t from, uint32_t last, bool wanted)
{
	while (from <= last) {
		uint64_t word = (wanted ? set->words[from / 64] : ~set->words[from / 64]) >> from % 64;

		if (word)
			return from + (uint32_t)__builtin_ctzll(word);
		from = (from | 63) + 1;
	}
	return 65536;
}

bool port_set_meets(const struct port_set *set, const struct port_range *range, uint16_t *ret_port)
{
	uint32_t port = port_find(set, range->first, range->last, true);

	if (port > range->last)
		return false;
	*ret_port = (uint16_t)port;
	return true;
}

bool port_set_next(const struct port_set *set, uint32_t from, struct port_range *ret)
{
	uint32_t first = port_find(set, from, 65535, true);

	if (first == 65536)
		return false;
	*ret = (struct port_range){
		.first = (uint16_t)first,
		.last = (uint16_t)(port_find(set, first, 65535, false) - 1),
	};
	return true;
}

void port_range_format(const struct port_range *range, char ret_text[PORT_RANGE_TEXT_SIZE])
{
	if (range->first == range->last)
		snprintf(ret_text, PORT_RANGE_TEXT_SIZE, "%u", range->first);
	else
		snprintf(ret_text, PORT_RANGE_TEXT_SIZE, "%u-%u", range->first, range->last);
}

int port_set_list(const struct port_set *set, struct port_list *ret)
{
	struct port_list ports = {0};
	struct port_range run;

	for (uint32_t from = 0; port_set_next(set, from, &run); from = run.last + 1u)
		ports.count++;
	if (ports.count) {
		ports.list = calloc(ports.count, sizeof(*ports.list));
		if (!ports.list)
			return -ENOMEM;
	}
	ports.count = 0;
	for (uint32_t from = 0; port_set_next(set, from, &run); from = run.last + 1u)
		ports.list[ports.count++] = run;
	*ret = ports;
	return 0;
}
