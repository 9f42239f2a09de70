// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/rules_diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cleanup.h"
#include "command/yaml_json.h"
#include "rules/rules.h"

/* --- rule sets as JSON, as a rule file has them --- */

/* Blocklists may hold a million prefixes, of which a file says nothing anyway: their counts will do. */
static json_t *blocklists_json(const struct ruleset *ruleset)
{
	json_t *array = json_array();

	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		const struct blocklist *list = &ruleset->blocklists[i];
		size_t prefixes = list->file ? list->file_prefixes : list->prefixes.count;

		json_array_append_new(array, json_pack("{s:s,s:s,s:I}", "name", list->name, "from",
						       list->file ? "a file" : "the rule file", "prefixes",
						       (json_int_t)prefixes));
	}
	return array;
}

static json_t *ruleset_json(const struct ruleset *ruleset)
{
	_cleanup_free_ char *text = NULL;
	struct ruleset shown = *ruleset;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	json_t *document;
	int r;

	if (!out)
		return NULL;
	shown.blocklists_count = 0;
	r = ruleset_print(&shown, out);
	if (fclose(out) == EOF || r < 0)
		return NULL;
	document = yaml_json(text, length);
	if (document)
		json_object_set_new(document, "blocklists", blocklists_json(ruleset));
	return document;
}

/* --- values --- */

static json_t *scalar_text(const json_t *value)
{
	char *text;
	json_t *string;

	if (json_is_string(value))
		return json_string(json_string_value(value));
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	string = text ? json_string(text) : NULL;
	free(text);
	return string;
}

/* A list's elements, a mapping's `key: value`, or the one value; NULL: none. */
static json_t *value_texts(const json_t *value)
{
	json_t *texts = json_array(), *element;
	const char *key;
	size_t i;

	if (json_is_array(value)) {
		json_array_foreach(value, i, element)
		{
			json_array_append_new(texts, scalar_text(element));
		}
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, key, element)
		{
			json_t *text = scalar_text(element);

			json_array_append_new(texts, json_sprintf("%s: %s", key, json_string_value(text)));
			json_decref(text);
		}
	} else if (value) {
		json_array_append_new(texts, scalar_text(value));
	}
	return texts;
}

static bool has_text(const json_t *texts, const char *text)
{
	const json_t *element;
	size_t i;

	json_array_foreach(texts, i, element)
	{
		if (strcmp(json_string_value(element), text) == 0)
			return true;
	}
	return false;
}

/* What the one has and the other has not. */
static json_t *texts_without(const json_t *texts, const json_t *other)
{
	json_t *rest = json_array(), *element;
	size_t i;

	json_array_foreach(texts, i, element)
	{
		if (!has_text(other, json_string_value(element)))
			json_array_append(rest, element);
	}
	return rest;
}

static void key_compare(const char *key, const json_t *before, const json_t *after, json_t *keys)
{
	json_t *was = value_texts(json_object_get(before, key)),
	       *is = value_texts(json_object_get(after, key));
	json_t *removed = texts_without(was, is), *added = texts_without(is, was);

	if (json_array_size(removed) || json_array_size(added))
		json_array_append_new(
			keys, json_pack("{s:s,s:O,s:O}", "key", key, "removed", removed, "added", added));
	json_decref(was);
	json_decref(is);
	json_decref(removed);
	json_decref(added);
}

/* --- sections --- */

static bool is_section(const char *key)
{
	return strcmp(key, "services") == 0 || strcmp(key, "blocklists") == 0 || strcmp(key, "name") == 0;
}

/* One of the two may be NULL: then it is all new, or all gone. */
static void section_compare(const char *section, json_t *before, json_t *after, json_t *changes)
{
	const json_t *name = json_object_get(after ? after : before, "name");
	json_t *keys = json_array(), *value;
	const char *key;

	json_object_foreach(after, key, value)
	{
		if (!is_section(key))
			key_compare(key, before, after, keys);
	}
	json_object_foreach(before, key, value)
	{
		if (!is_section(key) && !json_object_get(after, key))
			key_compare(key, before, after, keys);
	}
	if (!before || !after || json_array_size(keys))
		json_array_append_new(changes, json_pack("{s:s,s:s?,s:s,s:O}", "section", section, "name",
							 json_string_value(name), "change",
							 !before  ? "added"
							 : !after ? "removed"
								  : "changed",
							 "keys", keys));
	json_decref(keys);
}

static json_t *named(const json_t *list, const json_t *element)
{
	const char *name = json_string_value(json_object_get(element, "name"));
	json_t *other;
	size_t i;

	json_array_foreach(list, i, other)
	{
		if (strcmp(json_string_value(json_object_get(other, "name")), name) == 0)
			return other;
	}
	return NULL;
}

/* The names that the other list has as well, in this one's order. */
static json_t *order_text(const json_t *list, const json_t *other)
{
	json_t *text = json_string(""), *element, *longer;
	size_t i;

	json_array_foreach(list, i, element)
	{
		if (!named(other, element))
			continue;
		longer = json_sprintf("%s%s%s", json_string_value(text), json_string_length(text) ? ", " : "",
				      json_string_value(json_object_get(element, "name")));
		json_decref(text);
		text = longer;
	}
	return text;
}

/* The order decides which service takes a port that two of them list. */
static void order_note(json_t *was, json_t *is)
{
	const json_t *before = json_object_get(was, "services"), *after = json_object_get(is, "services");

	json_object_set_new(was, "order of services", order_text(before, after));
	json_object_set_new(is, "order of services", order_text(after, before));
}

static void list_compare(const char *section, const json_t *before, const json_t *after, json_t *changes)
{
	json_t *element;
	size_t i;

	json_array_foreach(after, i, element)
	{
		section_compare(section, named(before, element), element, changes);
	}
	json_array_foreach(before, i, element)
	{
		if (!named(after, element))
			section_compare(section, element, NULL, changes);
	}
}

json_t *rules_diff(const struct ruleset *before, const struct ruleset *after)
{
	json_t *was = ruleset_json(before), *is = ruleset_json(after), *changes = NULL;

	if (was && is) {
		changes = json_array();
		order_note(was, is);
		section_compare("rules", was, is, changes);
		list_compare("blocklist", json_object_get(was, "blocklists"),
			     json_object_get(is, "blocklists"), changes);
		list_compare("service", json_object_get(was, "services"), json_object_get(is, "services"),
			     changes);
	}
	json_decref(was);
	json_decref(is);
	return changes;
}

/* --- for people --- */

enum { RED = 31, GREEN = 32 };

static void line_print(char sign, const char *key, const char *value, bool painted, FILE *out)
{
	if (painted)
		fprintf(out, "\033[%dm", sign == '-' ? RED : GREEN);
	fprintf(out, "  %c %s: ", sign, key);
	text_print(value, out);
	fputs(painted ? "\033[0m\n" : "\n", out);
}

static void key_print(const json_t *key, bool painted, FILE *out)
{
	const char *name = json_string_value(json_object_get(key, "key"));
	const json_t *value;
	size_t i;

	json_array_foreach(json_object_get(key, "removed"), i, value)
	{
		line_print('-', name, json_string_value(value), painted, out);
	}
	json_array_foreach(json_object_get(key, "added"), i, value)
	{
		line_print('+', name, json_string_value(value), painted, out);
	}
}

void rules_diff_print(const json_t *changes, bool painted, FILE *out)
{
	const json_t *change, *key;
	size_t i, k;

	json_array_foreach(changes, i, change)
	{
		const char *kind = json_string_value(json_object_get(change, "change"));
		const char *name = json_string_value(json_object_get(change, "name"));

		fprintf(out, "%s%c %s%s%s%s\n", painted ? "\033[1m" : "",
			*kind == 'a'   ? '+'
			: *kind == 'r' ? '-'
				       : ' ',
			json_string_value(json_object_get(change, "section")), name ? " " : "",
			name ? name : "", painted ? "\033[0m" : "");
		json_array_foreach(json_object_get(change, "keys"), k, key)
		{
			key_print(key, painted, out);
		}
	}
}
