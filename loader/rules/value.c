// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/value.h"

#include <errno.h>
#include <stdlib.h>

#include "rules/address.h"
#include "rules/duration.h"
#include "rules/nearest.h"
#include "rules/port_range.h"
#include "rules/prefix.h"
#include "rules/protocol.h"
#include "rules/rate.h"
#include "rules/utf8.h"
#include "rules/word.h"
#include "rules/yaml.h"

enum {
	DESCRIPTION_MAX = 200, /* characters */
	PORT_ENTRIES_MAX = 65536,
	PROTOCOL_ENTRIES_MAX = 256,
};

static const struct {
	const char *key;
	size_t max;
} limits[] = {
	[USE_PEERS] = {"`peers`", PEER_PREFIXES_MAX},
	[USE_LOCAL] = {"`local`", LOCAL_PREFIXES_MAX},
	[USE_NEVER_BLOCK] = {"`never_block`", NEVER_BLOCK_PREFIXES_MAX},
	[USE_BLOCKLIST] = {"`blocklists`", BLOCKLIST_PREFIXES_MAX},
};

int version_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct place place = node_place(reader->tree, value);
	unsigned int number;

	(void)field;
	if (slice_is(node_text(value), "1"))
		return 0;
	if (slice_number(node_text(value), &number))
		diagnose_suggest(reader->d, SEVERITY_ERROR, place, "1",
				 "version %u is not known: this is `%s`", number, row->form);
	else
		diagnose_suggest(reader->d, SEVERITY_ERROR, place, "1", "`%s` is no version: write `%s`",
				 QUOTED(node_text(value)), row->form);
	return 0;
}

static const char *word_nearest(const char *const *words, struct slice text)
{
	unsigned int best = NEAREST_FAR;
	const char *nearest = NULL;

	for (; *words; words++) {
		unsigned int distance = word_distance(text, *words);

		if (distance < best) {
			best = distance;
			nearest = *words;
		}
	}
	return nearest;
}

static void words_list(const char *const *words, char *ret, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; words[i] && used < size; i++)
		used += (size_t)snprintf(ret + used, size - used, "%s`%s`",
					 !i		? ""
					 : words[i + 1] ? ", "
							: " or ",
					 words[i]);
}

int enumeration_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	char known[128] = "";

	for (unsigned int i = 0; row->words[i]; i++) {
		if (slice_is(node_text(value), row->words[i])) {
			*(unsigned int *)field = i;
			return 0;
		}
	}
	words_list(row->words, known, sizeof(known));
	diagnose_suggest(reader->d, SEVERITY_ERROR, node_place(reader->tree, value),
			 word_nearest(row->words, node_text(value)), "`%s` is no `%s`: it is %s",
			 QUOTED(node_text(value)), row->name, known);
	return 0;
}

static bool boolean_parse(struct reader *reader, const struct key_row *row, const struct node *value,
			  bool *ret)
{
	static const char *const yes[] = {"yes", "on", "y", "1", NULL}, *const no[] = {"no", "off", "n", "0",
										       NULL};
	static const char *const words[] = {"false", "true", NULL};
	struct slice text = node_text(value);
	const char *meant;

	*ret = slice_is(text, "true");
	if (*ret || slice_is(text, "false"))
		return true;
	meant = word_nearest(words, text);
	for (size_t i = 0; yes[i]; i++) {
		if (word_distance(text, yes[i]) == 0)
			meant = "true";
		if (word_distance(text, no[i]) == 0)
			meant = "false";
	}
	diagnose_suggest(reader->d, SEVERITY_ERROR, node_place(reader->tree, value), meant,
			 "`%s` is neither `true` nor `false`, which `%s` takes", QUOTED(text), row->name);
	return false;
}

int boolean_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	bool flag;

	if (boolean_parse(reader, row, value, &flag))
		*(bool *)field = flag;
	return 0;
}

int essential_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	uint16_t *essentials = field;
	bool let_in;

	if (!boolean_parse(reader, row, value, &let_in))
		return 0;
	*essentials &= (uint16_t) ~(1u << row->number);
	*essentials |= (uint16_t)((unsigned int)let_in << row->number);
	return 0;
}

/* False: it was diagnosed that YAML 1.1 takes the text for something else. */
static bool text_check(struct reader *reader, const struct key_row *row, const struct node *value)
{
	const char *type = value->plain ? word_type(node_text(value)) : NULL;
	char suggestion[QUOTE_SIZE + 2];

	if (!type)
		return true;
	snprintf(suggestion, sizeof(suggestion), "\"%s\"", QUOTED(node_text(value)));
	diagnose_suggest(reader->d, SEVERITY_ERROR, node_place(reader->tree, value), suggestion,
			 "`%s` is %s in YAML 1.1, and `%s` takes text: quote it as %s",
			 QUOTED(node_text(value)), type, row->name, suggestion);
	return false;
}

static bool name_sound(struct slice name)
{
	if (!name.length || name.length >= SERVICE_NAME_SIZE || name.start[0] < 'a' || name.start[0] > 'z')
		return false;
	for (size_t i = 0; i < name.length; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.start[i]))
			return false;
	return true;
}

int name_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct slice name = node_text(value);
	char *ret = field;

	if (!name_sound(name)) {
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, value),
			 "`%s` is no name: a letter a-z, then up to 30 of a-z, 0-9 and -", QUOTED(name));
		return 0;
	}
	if (!text_check(reader, row, value))
		return 0;
	memcpy(ret, name.start, name.length);
	ret[name.length] = '\0';
	return 0;
}

static int text_keep(struct slice text, char **field)
{
	char *copy = slice_dup(text);

	if (!copy)
		return -ENOMEM;
	free(*field);
	*field = copy;
	return 0;
}

/* What is wrong with a description; NULL: nothing. */
static const char *description_problem(struct slice text)
{
	size_t characters = 0;
	uint32_t code;

	for (size_t i = 0; i < text.length; characters++) {
		i += utf8_decode(text.start + i, text.length - i, &code);
		if (code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029)
			return "more than one line";
		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			return "a control character";
	}
	return characters > DESCRIPTION_MAX ? "more than 200 characters" : NULL;
}

int description_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	const char *problem = description_problem(node_text(value));

	if (problem) {
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, value), "a `%s` with %s",
			 row->name, problem);
		return 0;
	}
	return text_check(reader, row, value) ? text_keep(node_text(value), field) : 0;
}

int path_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	if (!value->length) {
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, value),
			 "`%s` is empty: write `%s`", row->name, row->form);
		return 0;
	}
	return text_check(reader, row, value) ? text_keep(node_text(value), field) : 0;
}

/* False: it was diagnosed that a list is longer than it can mean anything. */
static bool entries_left(struct reader *reader, const struct key_row *row, const struct node *value,
			 size_t count, size_t max)
{
	if (count < max)
		return true;
	diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, value),
		 "more than %zu entries in `%s`: that is the limit of a list", max, row->name);
	return false;
}

/* Room for one more in an array that grows at powers of two, so that it needs no capacity of its own. */
static void *array_grow(void *list, size_t count, size_t size)
{
	if (count & (count - 1))
		return list;
	return reallocarray(list, count ? 2 * count : 1, size);
}

int port_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct port_list *ports = field;
	struct port_range range, *list;
	struct complaint why;

	if (!entries_left(reader, row, value, ports->count, PORT_ENTRIES_MAX))
		return -E2BIG;
	if (port_range_parse(node_text(value), &range, &why) < 0) {
		complaint_diagnose(&why, node_place(reader->tree, value), reader->d);
		return 0;
	}
	range.place = node_place(reader->tree, value);
	list = array_grow(ports->list, ports->count, sizeof(*list));
	if (!list)
		return -ENOMEM;
	ports->list = list;
	ports->list[ports->count++] = range;
	return 0;
}

int protocol_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct protocol_entry entry = {.place = node_place(reader->tree, value)}, *list;
	struct service *service = field;
	struct complaint why;

	if (!entries_left(reader, row, value, service->protocols_count, PROTOCOL_ENTRIES_MAX))
		return -E2BIG;
	if (protocol_parse(node_text(value), &entry.number, &why) < 0) {
		complaint_diagnose(&why, entry.place, reader->d);
		return 0;
	}
	list = array_grow(service->protocols, service->protocols_count, sizeof(*list));
	if (!list)
		return -ENOMEM;
	service->protocols = list;
	service->protocols[service->protocols_count++] = entry;
	return 0;
}

int prefix_keep(struct reader *reader, enum prefix_use use, const struct prefix *prefix,
		struct prefix_list *list)
{
	if (reader->prefixes_count[use] >= limits[use].max) {
		diagnose(
			reader->d, SEVERITY_ERROR, prefix->place,
			"more than %zu prefixes in %s: that is the limit of a rule file, counted before merging",
			limits[use].max, limits[use].key);
		return -E2BIG;
	}
	reader->prefixes_count[use]++;
	return prefix_list_add(list, prefix);
}

/* Its colons make YAML 1.1 take it for something else, or take it apart in another place. */
static bool address_needs_quotes(const struct node *value)
{
	struct slice text = node_text(value);

	if (!value->plain)
		return false;
	return slice_has_prefix(text, "::") || slice_has_suffix(text, "::") || word_is_sexagesimal(text);
}

int prefix_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct place place = node_place(reader->tree, value);
	char suggestion[QUOTE_SIZE + 2];
	struct complaint why;
	struct prefix prefix;

	if (prefix_parse(node_text(value), &prefix, &why) < 0) {
		complaint_diagnose(&why, place, reader->d);
		return 0;
	}
	if (address_needs_quotes(value)) {
		snprintf(suggestion, sizeof(suggestion), "\"%s\"", QUOTED(node_text(value)));
		diagnose_suggest(reader->d, SEVERITY_ERROR, place, suggestion,
				 "quote the address: YAML 1.1 may read the colons of `%s` as its own",
				 QUOTED(node_text(value)));
		return 0;
	}
	prefix.place = place;
	return prefix_keep(reader, row->number, &prefix, field);
}

int timeout_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct complaint why = {};

	(void)row;
	if (duration_parse(node_text(value), &duration_idle, field, &why) < 0)
		complaint_diagnose(&why, node_place(reader->tree, value), reader->d);
	return 0;
}

int rate_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct rate *rate = field;
	struct complaint why = {};

	(void)row;
	if (rate_parse(node_text(value), rate, &why) < 0)
		complaint_diagnose(&why, node_place(reader->tree, value), reader->d);
	else
		rate->place = node_place(reader->tree, value);
	return 0;
}
