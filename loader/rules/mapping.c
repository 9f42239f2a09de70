// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <stdio.h>

#include "rules/nearest.h"
#include "rules/schema.h"
#include "rules/yaml.h"

enum { ERRORS_MAX = 10000 };

static const struct {
	const char *of, *in; /* in words */
} scopes[] = {
	[SCOPE_FILE] = {"of a rule file", "at the top level"},
	[SCOPE_ESSENTIALS] = {"of `essentials`", "in `essentials`"},
	[SCOPE_SERVICE] = {"of a service", "in a service"},
	[SCOPE_LIMIT] = {"of `limit`", "in `limit`"},
	[SCOPE_BLOCKLIST] = {"of a blocklist", "in a blocklist"},
};

static const struct key_row *row_find(enum scope scope, struct slice name)
{
	for (const struct key_row *row = schema; row->name; row++)
		if (row->scope == scope && slice_is(name, row->name))
			return row;
	return NULL;
}

static const struct key_row *row_elsewhere(struct slice name)
{
	for (const struct key_row *row = schema; row->name; row++)
		if (slice_is(name, row->name))
			return row;
	return NULL;
}

static const struct key_row *row_nearest(enum scope scope, struct slice name)
{
	const struct key_row *nearest = NULL;
	unsigned int best = NEAREST_FAR;

	for (const struct key_row *row = schema; row->name; row++) {
		unsigned int distance = row->scope == scope ? word_distance(name, row->name) : NEAREST_FAR;

		if (distance < best) {
			best = distance;
			nearest = row;
		}
	}
	return nearest;
}

static void keys_list(enum scope scope, char *ret, size_t size)
{
	size_t used = 0;

	for (const struct key_row *row = schema; row->name; row++)
		if (row->scope == scope && used < size)
			used += (size_t)snprintf(ret + used, size - used, "%s`%s`", used ? ", " : "",
						 row->name);
}

static void unknown_diagnose(struct reader *reader, enum scope scope, const struct node *key)
{
	struct place place = node_place(reader->tree, key);
	const struct key_row *nearest = row_nearest(scope, node_text(key));
	const struct key_row *elsewhere = row_elsewhere(node_text(key));
	char known[512] = "";

	if (elsewhere)
		diagnose_suggest(reader->d, SEVERITY_ERROR, place, nearest ? nearest->name : NULL,
				 "unknown key `%s` %s: it is a key %s", elsewhere->name, scopes[scope].in,
				 scopes[elsewhere->scope].of);
	else if (nearest)
		diagnose_suggest(reader->d, SEVERITY_ERROR, place, nearest->name,
				 "unknown key `%s` %s, did you mean `%s`?", QUOTED(node_text(key)),
				 scopes[scope].in, nearest->name);
	if (elsewhere || nearest)
		return;
	keys_list(scope, known, sizeof(known));
	diagnose(reader->d, SEVERITY_ERROR, place, "unknown key `%s` %s, the keys are %s",
		 QUOTED(node_text(key)), scopes[scope].in, known);
}

/* YAML takes `- 2001:db8::` for a mapping whose key is `2001:db8:`. */
static bool address_torn(struct reader *reader, const struct node *value)
{
	const struct node *key = value->kind == NODE_MAPPING ? node_first(value) : NULL;
	char whole[64], quoted[sizeof(whole) + 2];

	if (!key || key->kind != NODE_SCALAR || !key->plain || value->length != 2 ||
	    !node_is_null(node_next(key)))
		return false;
	snprintf(whole, sizeof(whole), "%.*s:", (int)key->length, key->text);
	if (key->length >= sizeof(whole) - 1 || !yaml_tears_address(slice_of(whole)))
		return false;
	snprintf(quoted, sizeof(quoted), "\"%s\"", whole);
	diagnose_suggest(reader->d, SEVERITY_ERROR, node_place(reader->tree, value), quoted,
			 "quote the address: YAML reads the colons of `%s` as its own", whole);
	return true;
}

static const char *kind_name(const struct node *value)
{
	switch (value->kind) {
	case NODE_SEQUENCE:
		return "a list";
	case NODE_MAPPING:
		return "a mapping";
	default:
		return "one value";
	}
}

static enum node_kind kind_wanted(const struct key_row *row)
{
	switch (row->kind) {
	case KEY_SCALAR:
		return NODE_SCALAR;
	case KEY_MAPPING:
		return NODE_MAPPING;
	default:
		return NODE_SEQUENCE;
	}
}

static void kind_diagnose(struct reader *reader, const struct key_row *row, const struct node *value)
{
	static const char *const wanted[] = {
		[NODE_SCALAR] = "one value", [NODE_SEQUENCE] = "a list", [NODE_MAPPING] = "a mapping"};
	struct place place = node_place(reader->tree, value);
	char suggestion[96];

	if (row->kind == KEY_SCALAR && address_torn(reader, value))
		return;
	snprintf(suggestion, sizeof(suggestion), "[%.*s]", (int)value->length, value->text);
	if (row->kind == KEY_LIST && value->kind == NODE_SCALAR && value->length < sizeof(suggestion) - 3 &&
	    value->text[0] <= '9' && value->text[0] >= '0')
		diagnose_suggest(reader->d, SEVERITY_ERROR, place, suggestion,
				 "`%s` takes a list: write `%s`", row->name, row->form);
	else
		diagnose(reader->d, SEVERITY_ERROR, place, "`%s` takes %s, not %s: write `%s`", row->name,
			 wanted[kind_wanted(row)], kind_name(value), row->form);
}

/* False: it was diagnosed that the value has not the shape of the row. */
static bool shape_check(struct reader *reader, const struct key_row *row, const struct node *key,
			const struct node *value)
{
	if (value->kind == NODE_REFUSED)
		return false;
	if (node_is_null(value)) {
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, value->length ? value : key),
			 "`%s` has no value: write `%s`", row->name, row->form);
		return false;
	}
	if (value->kind != kind_wanted(row)) {
		kind_diagnose(reader, row, value);
		return false;
	}
	if (value->kind != NODE_SCALAR && !value->length && !(row->flags & KEY_MAY_BE_EMPTY)) {
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, value),
			 "`%s` is empty: write `%s`", row->name, row->form);
		return false;
	}
	return true;
}

static bool entry_check(struct reader *reader, const struct key_row *row, const struct node *entry)
{
	enum node_kind wanted = row->kind == KEY_LIST ? NODE_SCALAR : NODE_MAPPING;
	struct place place = node_place(reader->tree, entry);

	if (entry->kind == NODE_REFUSED)
		return false;
	if (node_is_null(entry))
		diagnose(reader->d, SEVERITY_ERROR, place, "an entry of `%s` without a value: write `%s`",
			 row->name, row->form);
	else if (entry->kind != wanted && !(wanted == NODE_SCALAR && address_torn(reader, entry)))
		diagnose(reader->d, SEVERITY_ERROR, place, "an entry of `%s` is %s, not %s: write `%s`",
			 row->name, wanted == NODE_SCALAR ? "one value" : "a mapping", kind_name(entry),
			 row->form);
	else if (entry->kind == NODE_MAPPING && !entry->length)
		diagnose(reader->d, SEVERITY_ERROR, place, "an entry of `%s` is empty: write `%s`", row->name,
			 row->form);
	else
		return entry->kind == wanted;
	return false;
}

/* Nobody reads ten thousand errors, and finding a million takes long. */
static bool reader_weary(struct reader *reader, const struct node *next)
{
	if (!reader->weary && reader->d->errors >= ERRORS_MAX) {
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, next),
			 "more than %d errors: the rest is not read", ERRORS_MAX - 1);
		reader->weary = true;
	}
	return reader->weary;
}

static int entries_read(struct reader *reader, const struct key_row *row, const struct node *value,
			void *field)
{
	for (const struct node *entry = node_first(value); entry; entry = node_next(entry)) {
		int r;

		if (reader_weary(reader, entry))
			return -E2BIG;
		r = entry_check(reader, row, entry) ? row->read(reader, row, entry, field) : 0;
		if (r < 0)
			return r;
	}
	return 0;
}

static void pair_read(struct reader *reader, const struct key_row *row, const struct node *key, char *object)
{
	const struct node *value = node_next(key);
	void *field = object + row->offset;
	int r;

	if (row->place != NO_PLACE)
		*(struct place *)(void *)(object + row->place) =
			node_place(reader->tree, row->flags & KEY_PLACE_IS_VALUE ? value : key);
	if (!shape_check(reader, row, key, value))
		return;
	if (row->kind == KEY_LIST || row->kind == KEY_LIST_OF_MAPPINGS)
		r = entries_read(reader, row, value, field);
	else
		r = row->read(reader, row, value, field);
	if (r == -ENOMEM)
		reader->no_memory = true;
}

static void missing_diagnose(struct reader *reader, enum scope scope, const struct node *mapping,
			     struct place place)
{
	for (const struct key_row *row = schema; row->name; row++) {
		if (row->scope != scope || !(row->flags & KEY_REQUIRED) || node_key(mapping, row->name))
			continue;
		diagnose(reader->d, SEVERITY_ERROR, place, "missing key `%s` %s: write `%s`", row->name,
			 scopes[scope].in, row->form);
	}
}

void mapping_read(struct reader *reader, enum scope scope, const struct node *mapping, struct place place,
		  void *object)
{
	for (const struct node *key = node_first(mapping); key; key = node_next(node_next(key))) {
		const struct key_row *row;

		if (reader_weary(reader, key))
			return;
		if (key->kind == NODE_REFUSED)
			continue;
		row = row_find(scope, node_text(key));
		if (row)
			pair_read(reader, row, key, object);
		else
			unknown_diagnose(reader, scope, key);
	}
	missing_diagnose(reader, scope, mapping, place);
}
