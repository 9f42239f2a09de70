// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/ban_input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "apply/ban_prefix.h"
#include "cleanup.h"
#include "rules/prefix.h"
#include "rules/source.h"

enum {
	BAD_LINES_SAID = 20,
	INPUT_MAX = 4 << 20, /* prefixes */
};

struct input {
	struct ban_list bans;
	size_t size;
	size_t bad;
};

static int input_add(struct input *input, const struct prefix *prefix)
{
	if (input->bans.count == input->size) {
		size_t size = input->size ? 2 * input->size : 64;
		struct ban_entry *list = reallocarray(input->bans.list, size, sizeof(*list));

		if (!list || size > INPUT_MAX)
			return -ENOMEM;
		input->bans.list = list;
		input->size = size;
	}
	input->bans.list[input->bans.count++] = (struct ban_entry){.key = ban_key_of(prefix)};
	return 0;
}

static int ban_parse(struct slice text, struct prefix *ret, struct complaint *ret_why)
{
	int r = prefix_parse(text, ret, ret_why);

	if (r == 0 && !ret->length)
		return complain(
			ret_why,
			"`%s` is every address: with `services: []` in the rule file only essentials come in",
			QUOTED(text));
	return r;
}

/* Returns 0, -EINVAL (counted, and said up to a point) or -ENOMEM. where: empty, or begins the message. */
static int text_take(struct input *input, struct slice text, const char *where)
{
	struct complaint why;
	struct prefix prefix;

	if (ban_parse(text, &prefix, &why) == 0)
		return input_add(input, &prefix);
	if (input->bad++ < BAD_LINES_SAID)
		log_error("%s%s", where, why.text);
	return -EINVAL;
}

/* Without comment and blanks, and the first line without a BOM. */
static struct slice line_trim(struct slice line, size_t number)
{
	size_t hash, semicolon;

	if (number == 1 && slice_has_prefix(line, BOM))
		line = slice_from(line, strlen(BOM));
	hash = slice_find(line, '#');
	semicolon = slice_find(line, ';');

	line.length = hash < semicolon ? hash : semicolon;
	while (line.length && strchr(" \t", line.start[0]))
		line = slice_from(line, 1);
	while (line.length && strchr(" \t\r\n", line.start[line.length - 1]))
		line.length--;
	return line;
}

static int lines_take(struct input *input)
{
	_cleanup_free_ char *line = NULL;
	size_t size = 0, number = 0;
	ssize_t length;
	int r = 0;

	while (r != -ENOMEM && (length = getline(&line, &size, stdin)) >= 0) {
		struct slice text = line_trim((struct slice){line, (size_t)length}, ++number);
		char where[64];

		snprintf(where, sizeof(where), "standard input, line %zu: ", number);
		r = text.length ? text_take(input, text, where) : 0;
	}
	if (ferror(stdin)) {
		log_error("standard input cannot be read");
		return -EIO;
	}
	return r == -ENOMEM ? r : 0;
}

static int arguments_take(struct input *input, char *const *arguments)
{
	for (size_t i = 0; arguments[i]; i++) {
		if (text_take(input, slice_of(arguments[i]), "") == -ENOMEM)
			return -ENOMEM;
	}
	return 0;
}

static void repetitions_remove(struct ban_list *bans)
{
	size_t kept = 0;

	if (!bans->count)
		return;
	qsort(bans->list, bans->count, sizeof(*bans->list), ban_compare);
	for (size_t i = 1; i < bans->count; i++) {
		if (ban_compare(&bans->list[kept], &bans->list[i]))
			bans->list[++kept] = bans->list[i];
	}
	bans->count = kept + 1;
}

enum outcome ban_input_read(char *const *arguments, struct ban_list *ret)
{
	bool lines = arguments[0] && strcmp(arguments[0], "-") == 0 && !arguments[1];
	struct input input = {};
	int r = lines ? lines_take(&input) : arguments_take(&input, arguments);

	if (r < 0 || input.bad) {
		if (r == -ENOMEM)
			log_errno(r, "too many prefixes");
		if (lines && input.bad)
			log_error("%zu line%s of standard input cannot be used: nothing was changed",
				  input.bad, input.bad == 1 ? "" : "s");
		ban_list_free(&input.bans);
		return r < 0 ? OUTCOME_KERNEL : lines ? OUTCOME_REFUSED : OUTCOME_USAGE;
	}
	repetitions_remove(&input.bans);
	*ret = input.bans;
	return OUTCOME_DONE;
}
