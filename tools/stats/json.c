// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/json.h"

#include <errno.h>

#include <jansson.h>

#include "base/moment.h"
#include "change/trial_text.h"
#include "render.h"
#include "tools/metrics/words.h"

/* A snapshot and its change; change NULL: no rates. */
struct view {
	const struct snapshot *now, *change;
	double seconds;
};

/* Takes over list and item; each may be NULL for want of memory, and then so is what it gives back. */
static json_t *list_add(json_t *list, json_t *item)
{
	if (json_array_append_new(list, item) == 0)
		return list;
	json_decref(list);
	return NULL;
}

/* For json_pack()'s `o*`: NULL leaves the key out. */
static json_t *rate_json(const __u64 *added, double seconds)
{
	return added ? json_real((double)*added / seconds) : NULL;
}

/* reason NULL: no such key. */
static json_t *traffic_json(const char *reason, const struct traffic *count, const struct traffic *change,
			    double seconds)
{
	return json_pack("{s:s*, s:I, s:I, s:o*, s:o*}", "reason", reason, "packets",
			 (json_int_t)count->packets, "bytes", (json_int_t)count->bytes, "packets_per_second",
			 rate_json(change ? &change->packets : NULL, seconds), "bytes_per_second",
			 rate_json(change ? &change->bytes : NULL, seconds));
}

/* name NULL: no such key. */
static json_t *stats_json(const char *name, const struct service_stats *count,
			  const struct service_stats *change, double seconds)
{
	return json_pack(
		"{s:s*, s:{s:o, s:o}, s:{s:o, s:o}}", "name", name, "in", "pass",
		traffic_json(NULL, &count->in_pass, change ? &change->in_pass : NULL, seconds), "drop",
		traffic_json(NULL, &count->in_drop, change ? &change->in_drop : NULL, seconds), "out", "pass",
		traffic_json(NULL, &count->out_pass, change ? &change->out_pass : NULL, seconds), "drop",
		traffic_json(NULL, &count->out_drop, change ? &change->out_drop : NULL, seconds));
}

static json_t *services_json(const struct view *view)
{
	json_t *list = json_array();

	for (size_t i = 0; i < view->now->services_count; i++) {
		const struct snapshot_service *service = &view->now->services[i];
		const struct service_stats *change = view->change ? &view->change->services[i].stats : NULL;

		list = list_add(list, stats_json(service->name, &service->stats, change, view->seconds));
	}
	return list;
}

static json_t *essentials_json(const struct view *view)
{
	json_t *list = json_array();

	for (int i = 0; i < ESSENTIALS_COUNT; i++) {
		const struct service_stats *change = view->change ? &view->change->essential[i] : NULL;

		list = list_add(list, stats_json(essential_words[i], &view->now->essential[i], change,
						 view->seconds));
	}
	return list;
}

/* Every reason, so that a script needs no case for one that never happened. */
static json_t *drops_json(const struct view *view)
{
	json_t *list = json_array();

	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++)
		list = list_add(
			list,
			traffic_json(reason->name, &view->now->reason[reason->number].in_drop,
				     view->change ? &view->change->reason[reason->number].in_drop : NULL,
				     view->seconds));
	return list;
}

static json_t *would_drop_json(const struct view *view)
{
	json_t *list = json_array();

	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++) {
		const struct reason_stats *stats = &view->now->reason[reason->number];
		const struct reason_stats *change =
			view->change ? &view->change->reason[reason->number] : NULL;

		list = list_add(list, traffic_json(reason->name, &stats->in_would_drop,
						   change ? &change->in_would_drop : NULL, view->seconds));
	}
	return list;
}

/* Outbound packets that neither a service nor an essential has. */
static json_t *outbound_json(const struct view *view)
{
	const struct reason_stats *now = &view->now->reason[REASON_OUTBOUND];
	const struct reason_stats *change = view->change ? &view->change->reason[REASON_OUTBOUND] : NULL;

	return json_pack("{s:o, s:o, s:o}", "pass",
			 traffic_json(NULL, &now->out_pass, change ? &change->out_pass : NULL, view->seconds),
			 "drop",
			 traffic_json(NULL, &now->out_drop, change ? &change->out_drop : NULL, view->seconds),
			 "would_drop",
			 traffic_json(NULL, &now->out_would_drop, change ? &change->out_would_drop : NULL,
				      view->seconds));
}

static json_t *totals_json(const struct view *view)
{
	struct service_stats totals = snapshot_totals(view->now), change;

	if (view->change)
		change = snapshot_totals(view->change);
	return stats_json(NULL, &totals, view->change ? &change : NULL, view->seconds);
}

static json_t *tables_json(const struct snapshot *snapshot)
{
	json_t *tables = json_object();

	for (size_t i = 0; i < snapshot->tables_count; i++) {
		const struct snapshot_table *table = &snapshot->table[i];
		json_t *evicted = table->evicts ? json_integer((json_int_t)table->evicted) : NULL;
		json_t *fill = json_pack("{s:I, s:I, s:o*}", "used", (json_int_t)table->used, "max",
					 (json_int_t)table->max, "evicted", evicted);

		if (json_object_set_new(tables, table->name, fill) < 0) {
			json_decref(tables);
			return NULL;
		}
	}
	return tables;
}

static json_t *interface_json(const struct view *view)
{
	const struct snapshot *now = view->now;
	char hash[HASH_WORD_SIZE], reloaded[MOMENT_SIZE];

	hash_word(&now->rules, hash);
	moment_format(now->rules.applied_at_ns, reloaded);
	return json_pack(
		"{s:o, s:b, s:s, s:I, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"interface", json_text(now->interface), "attached", now->attached, "mode",
		xdp_mode_word(&now->instance), "generation", (json_int_t)now->rules.generation, "hash", hash,
		"rules_mode", rules_mode_word(&now->rules), "last_reload", reloaded, "pending_confirm_s",
		now->trial.pending ? json_integer(now->trial.left_s) : json_null(), "confirm_expired",
		expired_json(&now->trial), "services", services_json(view), "essentials",
		essentials_json(view), "drops", drops_json(view), "would_drop", would_drop_json(view),
		"outbound", outbound_json(view), "totals", totals_json(view), "tables", tables_json(now));
}

int render_json(const struct report *now, const struct report *change, FILE *out)
{
	json_t *list = json_array(), *document;

	for (size_t i = 0; i < now->count; i++) {
		struct view view = {.now = &now->list[i]};

		if (change && change->seconds > 0) {
			view.change = &change->list[i];
			view.seconds = change->seconds;
		}
		list = list_add(list, interface_json(&view));
	}
	document = json_pack("{s:o}", "interfaces", list);
	if (!document)
		return -ENOMEM;
	(void)json_print(document, out);
	json_decref(document);
	return 0;
}
