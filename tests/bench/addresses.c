// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/addresses.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>

static const uint32_t SENDER = 0xcb00714d; /* of frame.h */

static uint64_t seed_next(uint64_t seed)
{
	return seed * 6364136223846793005ull + 1442695040888963407ull;
}

uint32_t *addresses_make(size_t count)
{
	uint32_t *list = calloc(count, sizeof(*list));
	uint64_t seed = 7;

	if (!list)
		err(1, "addresses");
	for (size_t i = 0; i + 1 < count; i++) {
		do {
			seed = seed_next(seed);
			list[i] = (uint32_t)(seed >> 32);
		} while (list[i] >> 8 == STRANGER >> 8 || list[i] >> 24 == 0);
	}
	list[count - 1] = SENDER;
	return list;
}

void address_text(uint32_t address, char ret_text[16])
{
	snprintf(ret_text, 16, "%u.%u.%u.%u", address >> 24, address >> 16 & 0xff, address >> 8 & 0xff,
		 address & 0xff);
}

void addresses_print(const uint32_t *list, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		bool network = i % 5 == 4 && i + 1 < count;
		char text[16];

		address_text(network ? list[i] & ~0xffu : list[i], text);
		fprintf(out, "%s%s\n", text, network ? "/24" : "");
	}
}

void addresses_v6_print(size_t count, FILE *out)
{
	uint64_t seed = 7;

	for (size_t i = 0; i + 1 < count; i++) {
		seed = seed_next(seed);
		fprintf(out, "2a%02x:%x:%x::/48\n", (unsigned int)(seed >> 56),
			(unsigned int)(seed >> 40 & 0xffff), (unsigned int)(seed >> 24 & 0xffff));
	}
	fprintf(out, "2001:db8:203::/48\n");
}
