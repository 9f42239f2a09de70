// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate bans: who is banned, since when and until when.
 */
#include "maps/bans.h"

#include <errno.h>
#include <string.h>

#include <libsmartcols/libsmartcols.h>

#include "apply/ban_clock.h"
#include "apply/ban_prefix.h"
#include "base/json.h"
#include "base/moment.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/verbs.h"
#include "rules/address.h"

#define NS_PER_S 1000000000ull

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

/* A ban as text. */
struct view {
	char prefix[PREFIX_TEXT_SIZE];
	char since[MOMENT_SIZE], until[MOMENT_SIZE]; /* until: empty when there is no end */
	uint64_t left_s;
};

static struct view view_of(const struct ban_entry *entry, struct ban_clock now)
{
	struct prefix prefix = ban_prefix_of(&entry->key);
	uint64_t until = ban_clock_until(now, &entry->ban);
	struct view view = {.left_s = until ? until - now.real_s : 0};

	prefix_format(&prefix, view.prefix);
	moment_format(entry->ban.added_s * NS_PER_S, view.since);
	if (until)
		moment_format(until * NS_PER_S, view.until);
	return view;
}

static json_t *view_json(const struct view *view)
{
	bool ends = view->until[0];

	return json_pack("{s:s,s:s,s:o,s:o}", "prefix", view->prefix, "since", view->since, "until",
			 ends ? json_string(view->until) : json_null(), "left_s",
			 ends ? json_integer((json_int_t)view->left_s) : json_null());
}

static int bans_find(const struct attached *attached, struct ban_clock now, struct ban_list *ret)
{
	_cleanup_close_ int fd = attached->known ? pin_open_readonly(&attached->pins, "bans") : -EPROTO;
	size_t kept = 0;
	int r = fd < 0 ? fd : bans_read(fd, ret);

	if (r < 0)
		return r;
	for (size_t i = 0; i < ret->count; i++) {
		if (!ban_expired(&ret->list[i].ban, now.monotonic_ns))
			ret->list[kept++] = ret->list[i];
	}
	ret->count = kept;
	if (kept)
		qsort(ret->list, kept, sizeof(*ret->list), ban_compare);
	return 0;
}

static json_t *interface_json(const char *interface, const struct ban_list *bans, struct ban_clock now)
{
	json_t *array = json_array();

	for (size_t i = 0; i < bans->count; i++) {
		struct view view = view_of(&bans->list[i], now);

		json_array_append_new(array, view_json(&view));
	}
	return json_pack("{s:o,s:o}", "interface", json_text(interface), "bans", array);
}

static void row_add(struct libscols_table *table, const char *interface, const struct view *view)
{
	const char *cells[] = {interface, view->prefix, view->since,
			       view->until[0] ? view->until : "unbanned"};
	struct libscols_line *line = scols_table_new_line(table, NULL);

	for (size_t i = 0; line && i < sizeof(cells) / sizeof(cells[0]); i++)
		scols_line_set_data(line, i, cells[i]);
}

static struct libscols_table *table_make(void)
{
	static const char *const heads[] = {"INTERFACE", "BANNED", "SINCE", "UNTIL"};
	struct libscols_table *table = scols_new_table();

	for (size_t i = 0; table && i < sizeof(heads) / sizeof(heads[0]); i++)
		scols_table_new_column(table, heads[i], 0, 0);
	return table;
}

static enum outcome show(const struct attached_list *list, struct libscols_table *table, json_t *array)
{
	struct ban_clock now = ban_clock_now();

	for (size_t i = 0; i < list->count; i++) {
		_cleanup_(ban_list_free) struct ban_list bans = {};
		const struct attached *attached = &list->list[i];
		int r = bans_find(attached, now, &bans);

		if (r < 0)
			return attached_failed(r, attached, "read the bans");
		for (size_t b = 0; table && b < bans.count; b++) {
			struct view view = view_of(&bans.list[b], now);

			row_add(table, attached->name, &view);
		}
		if (!table)
			json_array_append_new(array, interface_json(attached->name, &bans, now));
	}
	return OUTCOME_DONE;
}

static enum outcome bans_list(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	struct libscols_table *table = request->json ? NULL : table_make();
	enum outcome outcome = attached_find(request->interface, &list);
	json_t *array = json_array();

	if (outcome == OUTCOME_DONE)
		outcome = show(&list, table, array);
	if (outcome == OUTCOME_DONE && request->json)
		*ret = json_pack("{s:O}", "interfaces", array);
	if (outcome == OUTCOME_DONE && table)
		scols_print_table(table);
	scols_unref_table(table);
	json_decref(array);
	return outcome;
}

const struct command command_bans = {
	.name = "bans",
	.summary = "who is banned, since when and until when",
	.description = "Lists the bans in force on the interface, or on all that are attached.",
	.options = options,
	.run = bans_list,
};
