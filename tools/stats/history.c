// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct history_row *row_find(const struct history *history, const char *interface, const char *name)
{
	for (size_t i = 0; i < history->count; i++)
		if (strcmp(history->row[i].interface, interface) == 0 &&
		    strcmp(history->row[i].name, name) == 0)
			return &history->row[i];
	return NULL;
}

/* NULL: no memory. */
static struct history_row *row_of(struct history *history, const char *interface, const char *name)
{
	struct history_row *row = row_find(history, interface, name), *grown;

	if (row)
		return row;
	grown = reallocarray(history->row, history->count + 1, sizeof(*grown));
	if (!grown)
		return NULL;
	history->row = grown;
	row = &grown[history->count++];
	memset(row, 0, sizeof(*row));
	strncpy(row->interface, interface, sizeof(row->interface) - 1);
	strncpy(row->name, name, sizeof(row->name) - 1);
	return row;
}

static int rate_add(struct history *history, const char *interface, const char *name, double rate)
{
	struct history_row *row = row_of(history, interface, name);

	if (!row)
		return -ENOMEM;
	row->rate[history->looks % HISTORY_LOOKS] = rate;
	return 0;
}

static double passed(const struct service_stats *stats, double seconds)
{
	return (double)(stats->in_pass.packets + stats->out_pass.packets) / seconds;
}

static int interface_add(struct history *history, const struct snapshot *change, double seconds)
{
	struct service_stats totals = snapshot_totals(change);
	int r = rate_add(history, change->interface, HISTORY_TOTAL, passed(&totals, seconds));

	if (r == 0)
		r = rate_add(history, change->interface, HISTORY_DROPPED,
			     (double)(totals.in_drop.packets + totals.out_drop.packets) / seconds);
	for (size_t i = 0; r == 0 && i < change->services_count; i++)
		r = rate_add(history, change->interface, change->services[i].name,
			     passed(&change->services[i].stats, seconds));
	return r;
}

int history_add(struct history *history, const struct report *change)
{
	int r = 0;

	for (size_t i = 0; i < history->count; i++)
		history->row[i].rate[history->looks % HISTORY_LOOKS] = 0;
	for (size_t i = 0; r == 0 && i < change->count; i++)
		r = interface_add(history, &change->list[i], change->seconds);
	history->looks++;
	return r;
}

size_t history_last(const struct history *history, const char *interface, const char *name, size_t most,
		    double *ret)
{
	const struct history_row *row = row_find(history, interface, name);
	size_t count = history->looks < HISTORY_LOOKS ? history->looks : HISTORY_LOOKS;

	count = count < most ? count : most;
	for (size_t i = 0; i < count; i++)
		ret[i] = row ? row->rate[(history->looks - count + i) % HISTORY_LOOKS] : 0;
	return count;
}

void history_free(struct history *history)
{
	free(history->row);
	*history = (struct history){};
}
