// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/document.h"

#include <errno.h>

#include "rules/cursor.h"
#include "rules/json_text.h"
#include "rules/utf8.h"
#include "rules/yaml.h"

enum { DIRECTIVES_MAX = 16 };

/* Why a character may not be in a rule file; NULL: it may. JSON's strings hold more than a YAML file. */
static const char *character_problem(uint32_t code, bool json, bool before_newline)
{
	if (code == UTF8_INVALID)
		return "this is no UTF-8";
	if (code == 0)
		return "a NUL byte: that is no text";
	if (json)
		return NULL;
	if (code == '\r')
		return before_newline ? NULL : "a carriage return that does not end a line";
	if (code == 0x85 || code == 0x2028 || code == 0x2029)
		return "a line separator that is no newline";
	if ((code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7f && code < 0xa0))
		return "a control character";
	if (code == 0xfeff)
		return "a byte order mark that is not at the start";
	if (code == 0xfffe || code == 0xffff)
		return "this is no character";
	return NULL;
}

/* Refuses the first character that may not be. Printable ASCII, nearly all of a file, is passed quickly. */
static int characters_check(const struct source *source, bool json, struct diagnostics *d)
{
	struct cursor cursor = cursor_start(source);
	struct slice text = cursor.text;

	for (size_t i = 0, size; i < text.length; i += size) {
		const char *problem;
		uint32_t code;

		size = 1;
		if (text.start[i] >= 0x20 && text.start[i] < 0x7f)
			continue;
		size = utf8_decode(text.start + i, text.length - i, &code);
		problem = character_problem(code, json, slice_has_prefix(slice_from(text, i + size), "\n"));
		if (!problem)
			continue;
		cursor_to_offset(&cursor, i);
		diagnose(d, SEVERITY_ERROR, cursor_place(&cursor), "%s", problem);
		return -EINVAL;
	}
	return 0;
}

/* Whether a document ends here: `...` at the start of a line, and nothing else but blanks and a comment. */
static bool line_ends_document(struct slice line)
{
	return slice_has_prefix(line, "...") && (line.length == 3 || strchr(" \t\r", line.start[3]));
}

static bool line_is_blank(struct slice line)
{
	for (size_t i = 0; i < line.length; i++)
		if (!strchr(" \t\r", line.start[i]))
			return line.start[i] == '#';
	return true;
}

/* A few are left to libyaml, which finds them all. It compares each with those before: many would take hours. */
static int directives_check(const struct source *source, struct diagnostics *d)
{
	struct cursor cursor = cursor_start(source);
	struct slice text = cursor.text, line;
	bool outside = true;
	size_t count = 0;

	for (size_t i = 0; i < text.length; i += line.length + 1) {
		line = slice_from(text, i);
		line.length = slice_find(line, '\n');
		if (outside && slice_has_prefix(line, "%") && ++count == DIRECTIVES_MAX) {
			cursor_to_offset(&cursor, i);
			diagnose(d, SEVERITY_ERROR, cursor_place(&cursor),
				 "directives are not allowed in a rule file");
			return -EINVAL;
		}
		if (line_ends_document(line))
			outside = true;
		else if (!slice_has_prefix(line, "%") && !line_is_blank(line))
			outside = false;
	}
	return 0;
}

int document_read(const struct source *source, struct diagnostics *d, struct tree *ret)
{
	struct tree tree = {.source = source};
	struct builder builder = {.tree = &tree, .d = d};
	int r;

	if (json_text_valid(cursor_start(source).text))
		r = characters_check(source, true, d) ?: json_text_build(source, &builder);
	else
		r = characters_check(source, false, d)
			?: directives_check(source, d) ?: yaml_build(source, &builder);
	if (r < 0) {
		tree_free(&tree);
		return r;
	}
	*ret = tree;
	return 0;
}
