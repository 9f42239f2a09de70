// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/harness/naive_list.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/* What is compared: byte by byte. */
struct naive_prefix {
	uint8_t family, length;
	uint8_t address[16];
};

struct naive_list {
	struct naive_prefix *list; /* sorted */
	size_t count;
	bool has[2][129];
};

static int naive_compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct naive_prefix));
}

static void *need(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

struct naive_list *naive_list_make(const struct prefix_list *prefixes)
{
	struct naive_list *list = need(calloc(1, sizeof(*list)));

	list->list = need(calloc(prefixes->count + 1, sizeof(*list->list)));
	for (size_t i = 0; i < prefixes->count; i++) {
		const struct prefix *prefix = &prefixes->list[i];
		struct naive_prefix *naive = &list->list[list->count++];

		naive->family = prefix->family;
		naive->length = prefix->length;
		memcpy(naive->address, prefix->address, sizeof(naive->address));
		list->has[prefix->family == 6][prefix->length] = true;
	}
	qsort(list->list, list->count, sizeof(*list->list), naive_compare);
	return list;
}

void naive_list_free(struct naive_list *list)
{
	free(list->list);
	free(list);
}

static void bits_keep(uint8_t address[16], unsigned int length)
{
	for (unsigned int bit = length; bit < 128; bit++)
		address[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

bool naive_list_holds(const struct naive_list *list, uint8_t family, const uint8_t address[16])
{
	for (unsigned int length = 0; length <= 128; length++) {
		struct naive_prefix wanted = {.family = family, .length = (uint8_t)length};

		if (!list->has[family == 6][length])
			continue;
		memcpy(wanted.address, address, sizeof(wanted.address));
		bits_keep(wanted.address, length);
		if (bsearch(&wanted, list->list, list->count, sizeof(wanted), naive_compare))
			return true;
	}
	return false;
}
