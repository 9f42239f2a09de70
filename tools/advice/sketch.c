// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/sketch.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool remote_equal(const struct remote *a, const struct remote *b)
{
	return a->family == b->family && memcmp(a->address, b->address, sizeof(a->address)) == 0;
}

/* The remote's entry; else a free one, or the one met least, which it takes over. */
static struct sketch_entry *entry_for(struct sketch *sketch, const struct remote *remote)
{
	struct sketch_entry *least = sketch->entry;

	for (size_t i = 0; i < sketch->count; i++) {
		if (remote_equal(&sketch->entry[i].remote, remote))
			return &sketch->entry[i];
		if (sketch->entry[i].count < least->count)
			least = &sketch->entry[i];
	}
	if (sketch->count < SKETCH_SIZE)
		least = &sketch->entry[sketch->count++];
	*least = (struct sketch_entry){.remote = *remote, .count = least->count, .error = least->count};
	return least;
}

static bool habit_equal(const struct remote_habit *a, const struct remote_habit *b)
{
	return a->reason == b->reason && a->protocol == b->protocol && a->port == b->port;
}

/* Boyer and Moore's majority vote. */
static void habit_vote(struct sketch_entry *entry, const struct remote_habit *habit, uint64_t votes)
{
	if (habit_equal(&entry->habit, habit)) {
		entry->votes += votes;
	} else if (entry->votes >= votes) {
		entry->votes -= votes;
	} else {
		entry->habit = *habit;
		entry->votes = votes - entry->votes;
	}
}

void sketch_add(struct sketch *sketch, const struct remote *remote, const struct remote_habit *habit,
		uint64_t packets)
{
	struct sketch_entry *entry = entry_for(sketch, remote);

	entry->count += packets;
	habit_vote(entry, habit, packets);
}

static int entry_compare(const void *a, const void *b)
{
	const struct sketch_entry *left = a, *right = b;

	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return memcmp(&left->remote, &right->remote, sizeof(left->remote));
}

void sketch_sort(struct sketch *sketch)
{
	qsort(sketch->entry, sketch->count, sizeof(sketch->entry[0]), entry_compare);
}
