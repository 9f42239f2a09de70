// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hearing.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "cleanup.h"
#include "tools/listen/deadline.h"

#define NS_PER_S 1e9

static uint64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * (uint64_t)NS_PER_S + (uint64_t)now.tv_nsec;
}

static int listen_hold(const struct hearing *hearing, sighting_take take, void *context, struct heard *heard)
{
	struct option_list interfaces = {.count = hearing->interface != NULL};
	const struct listener_wish wish = {&interfaces, hearing->passes, false};
	_cleanup_(cleanup_listener) struct listener *listener = NULL;
	uint64_t start;
	bool more;
	int r;

	interfaces.text[0] = hearing->interface;
	r = listener_open(&wish, &listener);
	if (r < 0)
		return r;
	if (isatty(STDERR_FILENO))
		log_note("listening for %u s; an interrupt ends it earlier", hearing->seconds);
	start = clock_now();
	r = listener_run(listener, deadline_after(hearing->seconds), take, context, &more);
	listener_finish(listener, take, context, &heard->totals);
	heard->seconds = (double)(clock_now() - start) / NS_PER_S;
	return r;
}

/* The lines of a file, and where one is. */
struct lines {
	const char *name;
	FILE *in;
	char *text; /* to free() */
	size_t size, number;
	uint64_t first_ns, last_ns;
};

/* 1: a packet; 0: the end of the file. */
static int line_next(struct lines *lines, struct sighting *ret)
{
	int r = -ENOENT;

	while (r == -ENOENT) { /* a summary */
		if (getline(&lines->text, &lines->size, lines->in) < 0)
			return ferror(lines->in) ? log_errno(-errno, "cannot read '%s'", lines->name) : 0;
		lines->number++;
		r = sighting_parse_json(lines->text, ret);
	}
	if (r == 0)
		return 1;
	log_error("%s:%zu: no line of 'ucgate-events -j'", lines->name, lines->number);
	return -EBADMSG;
}

static int lines_read(struct lines *lines, const struct hearing *hearing, sighting_take take, void *context,
		      struct heard *heard)
{
	struct sighting sighting;
	int r;

	while ((r = line_next(lines, &sighting)) > 0) {
		if (hearing->interface && strcmp(hearing->interface, sighting.interface) != 0)
			continue;
		if (!lines->first_ns)
			lines->first_ns = sighting.time_ns;
		if (sighting.time_ns > lines->last_ns)
			lines->last_ns = sighting.time_ns;
		heard->totals.seen[sighting.reason]++;
		heard->totals.left_out[sighting.reason] += sighting.suppressed;
		(void)take(context, &sighting);
	}
	heard->seconds = (double)(lines->last_ns - lines->first_ns) / NS_PER_S;
	return r;
}

static int file_hold(const struct hearing *hearing, sighting_take take, void *context, struct heard *heard)
{
	bool standard = strcmp(hearing->file, "-") == 0;
	_cleanup_fclose_ FILE *opened = standard ? NULL : fopen(hearing->file, "re");
	struct lines lines = {.name = hearing->file, .in = standard ? stdin : opened};
	int r;

	if (!lines.in) {
		log_errno(-errno, "cannot open '%s'", hearing->file);
		return -EBADMSG;
	}
	r = lines_read(&lines, hearing, take, context, heard);
	free(lines.text);
	return r;
}

int hearing_hold(const struct hearing *hearing, sighting_take take, void *context, struct heard *ret)
{
	struct heard heard = {};
	int r = hearing->file ? file_hold(hearing, take, context, &heard)
			      : listen_hold(hearing, take, context, &heard);

	if (r == 0)
		*ret = heard;
	return r;
}
