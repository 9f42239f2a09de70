// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/yaml.h"

#include <arpa/inet.h>
#include <errno.h>

#include <yaml.h>

#include "cleanup.h"
#include "rules/cursor.h"

struct yaml_walk {
	yaml_parser_t parser;
	struct cursor cursor;
	struct builder *builder;
	struct slice fed;   /* what libyaml has not read yet */
	struct slice blank; /* tabs in it that separate */
	bool document;	    /* has begun */
	bool enough;	    /* what follows is not looked at */
};

static void walk_close(struct yaml_walk *walk)
{
	yaml_parser_delete(&walk->parser);
}

static void event_close(yaml_event_t *event)
{
	yaml_event_delete(event);
}

/* Lines and columns are counted by our own cursor: libyaml also breaks lines where no editor does. */
static struct place mark_place(struct yaml_walk *walk, yaml_mark_t mark)
{
	cursor_to_index(&walk->cursor, mark.index);
	return cursor_place(&walk->cursor);
}

static void refuse(struct yaml_walk *walk, struct place place, const char *what)
{
	diagnose(walk->builder->d, SEVERITY_ERROR, place, "%s are not allowed in a rule file", what);
}

static void properties_refuse(struct yaml_walk *walk, struct place place, const yaml_char_t *anchor,
			      const yaml_char_t *tag)
{
	if (anchor)
		refuse(walk, place, "anchors");
	if (tag)
		refuse(walk, place, "tags");
}

/* The value as the source holds it, when it does: at the cursor, or behind an opening quote; else a copy. */
static struct slice scalar_text(struct yaml_walk *walk, const yaml_event_t *event)
{
	struct slice value = {(const char *)event->data.scalar.value, event->data.scalar.length};
	struct slice rest = cursor_rest(&walk->cursor);
	size_t quote = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;

	if (rest.length >= quote + value.length && memcmp(rest.start + quote, value.start, value.length) == 0)
		return (struct slice){rest.start + quote, value.length};
	return tree_text_new(walk->builder->tree, value);
}

/* An entry without a value is shown at its dash. */
static struct place scalar_place(struct yaml_walk *walk, const yaml_event_t *event)
{
	struct place place = mark_place(walk, event->start_mark);
	struct slice rest = cursor_rest(&walk->cursor);

	if (event->data.scalar.length == 0 && event->start_mark.index == event->end_mark.index &&
	    walk->cursor.offset > 0 && rest.start[-1] == '-')
		place.column--;
	return place;
}

static int scalar_build(struct yaml_walk *walk, const yaml_event_t *event)
{
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	struct place place = scalar_place(walk, event);
	struct slice text;

	properties_refuse(walk, place, event->data.scalar.anchor, event->data.scalar.tag);
	text = scalar_text(walk, event);
	if (!text.start)
		return -ENOMEM;
	if (plain && builder_at_key(walk->builder) && slice_is(text, "<<")) {
		refuse(walk, place, "merge keys");
		return builder_refused(walk->builder, place);
	}
	return builder_scalar(walk->builder, text, plain, place);
}

static int document_begin(struct yaml_walk *walk, const yaml_event_t *event)
{
	struct place place = mark_place(walk, event->start_mark);

	if (walk->document) {
		diagnose(walk->builder->d, SEVERITY_ERROR, place, "a second document: a rule file is one");
		walk->enough = true;
		return 0;
	}
	walk->document = true;
	if (event->data.document_start.version_directive ||
	    event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
		refuse(walk, place, "directives");
	return 0;
}

static int event_build(struct yaml_walk *walk, const yaml_event_t *event)
{
	struct place place;

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return document_begin(walk, event);
	case YAML_ALIAS_EVENT:
		place = mark_place(walk, event->start_mark);
		refuse(walk, place, "aliases");
		return builder_refused(walk->builder, place);
	case YAML_SCALAR_EVENT:
		return scalar_build(walk, event);
	case YAML_SEQUENCE_START_EVENT:
		place = mark_place(walk, event->start_mark);
		properties_refuse(walk, place, event->data.sequence_start.anchor,
				  event->data.sequence_start.tag);
		return builder_open(walk->builder, NODE_SEQUENCE, place);
	case YAML_MAPPING_START_EVENT:
		place = mark_place(walk, event->start_mark);
		properties_refuse(walk, place, event->data.mapping_start.anchor,
				  event->data.mapping_start.tag);
		return builder_open(walk->builder, NODE_MAPPING, place);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		builder_close(walk->builder);
		return 0;
	default:
		return 0;
	}
}

static bool address_character(char c)
{
	return c && strchr("0123456789abcdefABCDEF:./", c);
}

bool yaml_tears_address(struct slice text)
{
	char address[INET6_ADDRSTRLEN] = "";
	size_t length = slice_find(text, '/');
	struct in6_addr binary;

	if (!slice_has_prefix(text, "::") && !slice_has_suffix(text, "::"))
		return false;
	if (length >= sizeof(address))
		return false;
	memcpy(address, text.start, length);
	return inet_pton(AF_INET6, address, &binary) == 1;
}

/* The unquoted address that the cursor is in, or just behind. False: there is none. */
static bool address_find(const struct cursor *cursor, struct slice *ret, size_t *ret_offset)
{
	size_t start = cursor->offset, end = cursor->offset;

	while (start > 0 && address_character(cursor->text.start[start - 1]))
		start--;
	while (end < cursor->text.length && address_character(cursor->text.start[end]))
		end++;
	*ret = (struct slice){cursor->text.start + start, end - start};
	*ret_offset = start;
	return yaml_tears_address(*ret);
}

static void problem_say(struct yaml_walk *walk, const struct cursor *at)
{
	const yaml_parser_t *parser = &walk->parser;
	struct slice rest = cursor_rest(at);
	struct place place = cursor_place(at);
	const char *context = parser->context ? parser->context : "";

	if (at->column == 1 && slice_has_prefix(rest, "%"))
		refuse(walk, place, "directives");
	else if (slice_has_prefix(rest, "\t") || strstr(parser->problem, "tab character"))
		diagnose(walk->builder->d, SEVERITY_ERROR, place, "a tab cannot indent: use blanks");
	else
		diagnose(walk->builder->d, SEVERITY_ERROR, place, "YAML: %s%s%s", parser->problem,
			 *context ? ", " : "", context);
}

/* In the middle of a document libyaml only complains of what follows the directive. */
static void directive_before(struct cursor *at)
{
	struct slice text = at->text;
	size_t start = at->offset;

	while (start > 0 && strchr(" \t\r\n", text.start[start - 1]))
		start--;
	while (start > 0 && text.start[start - 1] != '\n')
		start--;
	if (start == at->offset || text.start[start] != '%')
		return;
	*at = cursor_start(at->source);
	cursor_to_offset(at, start);
}

/* Where something is never closed, the end of the file says less than its beginning. */
static int problem_diagnose(struct yaml_walk *walk)
{
	const yaml_parser_t *parser = &walk->parser;
	struct cursor problem = cursor_start(walk->cursor.source), address = problem, opening = problem;
	char suggestion[QUOTE_SIZE + 2];
	struct slice text;
	size_t offset;

	if (parser->error == YAML_MEMORY_ERROR || !parser->problem)
		return -ENOMEM;
	cursor_to_index(&problem, parser->problem_mark.index);
	if (address_find(&problem, &text, &offset)) {
		cursor_to_offset(&address, offset);
		snprintf(suggestion, sizeof(suggestion), "\"%s\"", QUOTED(text));
		diagnose_suggest(walk->builder->d, SEVERITY_ERROR, cursor_place(&address), suggestion,
				 "quote the address: YAML reads the colons of `%s` as its own", QUOTED(text));
		return -EINVAL;
	}
	cursor_to_index(&opening, parser->context_mark.index);
	if (parser->context &&
	    (problem.offset == problem.text.length || slice_has_prefix(cursor_rest(&opening), "%")))
		problem = opening;
	if (strstr(parser->problem, "<document start>"))
		directive_before(&problem);
	problem_say(walk, &problem);
	return -EINVAL;
}

/* A tab may only stand before what nothing below is aligned with: one value, or a list or mapping in brackets. */
static bool tab_separates(struct slice value)
{
	if (!value.length || strchr("[{#\r", value.start[0]))
		return true;
	if (strchr("-?", value.start[0]) && (value.length == 1 || strchr(" \t", value.start[1])))
		return false;
	for (size_t i = 0; i < value.length; i++)
		if (value.start[i] == ':' && (i + 1 == value.length || strchr(" \t\r", value.start[i + 1])))
			return false;
	return true;
}

/* libyaml takes no tab behind the dash of a list, nor in a line without a value: where in the line they are, if so. */
static struct slice tabs_find(struct slice line)
{
	size_t dash = 0, end = 0;

	while (end < line.length && strchr(" \t", line.start[end]))
		end++;
	if (end == line.length || line.start[end] == '#' || line.start[end] == '\r')
		return (struct slice){line.start, end};
	while (dash < line.length && line.start[dash] == ' ')
		dash++;
	if (dash == line.length || line.start[dash] != '-')
		return (struct slice){line.start, 0};
	for (end = dash + 1; end < line.length && strchr(" \t", line.start[end]);)
		end++;
	if (!tab_separates(slice_from(line, end)))
		return (struct slice){line.start, 0};
	return (struct slice){line.start + dash + 1, end - dash - 1};
}

/* Hands the text to libyaml, with such tabs as blanks. Always succeeds; *ret_size 0 is the end. */
static int text_feed(void *data, unsigned char *buffer, size_t size, size_t *ret_size)
{
	struct yaml_walk *walk = data;

	for (*ret_size = 0; *ret_size < size && walk->fed.length; (*ret_size)++) {
		char c = walk->fed.start[0];

		if (walk->fed.start == walk->cursor.text.start || walk->fed.start[-1] == '\n')
			walk->blank = tabs_find((struct slice){walk->fed.start, slice_find(walk->fed, '\n')});
		if (c == '\t' && walk->fed.start >= walk->blank.start &&
		    walk->fed.start < walk->blank.start + walk->blank.length)
			c = ' ';
		buffer[*ret_size] = (unsigned char)c;
		walk->fed = slice_from(walk->fed, 1);
	}
	return 1;
}

static int events_build(struct yaml_walk *walk)
{
	for (;;) {
		_cleanup_(event_close) yaml_event_t event = {};
		int r;

		if (!yaml_parser_parse(&walk->parser, &event))
			return problem_diagnose(walk);
		r = event_build(walk, &event);
		if (r < 0 || walk->enough || event.type == YAML_STREAM_END_EVENT)
			return r;
	}
}

int yaml_build(const struct source *source, struct builder *builder)
{
	_cleanup_(walk_close) struct yaml_walk walk = {.cursor = cursor_start(source), .builder = builder};

	walk.fed = walk.cursor.text;
	if (!yaml_parser_initialize(&walk.parser))
		return -ENOMEM;
	yaml_parser_set_encoding(&walk.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&walk.parser, text_feed, &walk);
	return events_build(&walk);
}
