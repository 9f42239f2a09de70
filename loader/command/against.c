// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/against.h"

#include <stdint.h>
#include <string.h>

#include "attach/bpffs.h"
#include "base/privilege.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/external.h"

enum { WORDS_MAX = 2 * OPTION_LIST_MAX + 16 };

/* A command line. Words are only pointed at; execv() changes none of them. */
struct line {
	const char *word[WORDS_MAX + 1];
	size_t count;
};

static void line_add(struct line *line, const char *option, const char *argument)
{
	line->word[line->count++] = option;
	if (argument)
		line->word[line->count++] = argument;
}

/* *ret: the interface to compare with, empty when nothing is attached and none was named. */
static enum outcome interface_choose(const struct request *request, char ret[16])
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	int r;

	bpffs_look();
	r = attached_list_read(request->interface, &list);
	if (r < 0) {
		privilege_log(r, "cannot read the pins below " PIN_ROOT);
		return OUTCOME_KERNEL;
	}
	if (list.count > 1) {
		log_error("ucgate is attached to %zu interfaces: name one with -i", list.count);
		return OUTCOME_USAGE;
	}
	if (request->interface && !list.count) {
		log_error("%s: ucgate is not attached", request->interface);
		return OUTCOME_NOT_ATTACHED;
	}
	memcpy(ret, list.count ? list.list[0].name : "", list.count ? sizeof(list.list[0].name) : 1);
	return OUTCOME_DONE;
}

enum outcome against_run(const struct request *request, const char *file)
{
	struct line line = {};
	char interface[16] = "";
	enum outcome outcome = interface_choose(request, interface);

	if (outcome != OUTCOME_DONE)
		return outcome;
	line_add(&line, "replay", NULL);
	line_add(&line, "--color", color_names[request->color]);
	if (request->json)
		line_add(&line, "--json", NULL);
	if (interface[0])
		line_add(&line, "--interface", interface);
	line_add(&line, interface[0] ? "--diff" : "--config", file);
	for (size_t i = 0; i < request->locals.count; i++)
		line_add(&line, "--local", request->locals.text[i]);
	line_add(&line, "--", request->against);
	return external_run((char **)(uintptr_t)line.word);
}
