// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/list_file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "rules/prefix.h"
#include "rules/source.h"
#include "rules/value.h"

enum {
	BUFFER_SIZE = 65536,
	BAD_LINES_MAX = 10000, /* a file with more of them is no list at all */
	KEPT_MAX = 16 << 20,   /* bytes: room for a million IPv4 addresses */
	/* Bytes of all together, one named twice counted twice: a million of the longest lines. */
	LIST_FILES_MAX = 256 << 20,
};

struct list_walk {
	struct reader *reader;
	struct source *source;
	struct prefix_list *list;
	enum prefix_use use;
	int fd;
	uint32_t line;	 /* of the text at the start of the buffer */
	bool too_long;	 /* the line began before the buffer, and that was said */
	size_t total;	 /* bytes read */
	size_t size;	 /* of the file, as it was opened */
	size_t prefixes; /* kept */
	size_t bad_lines;
	size_t used; /* bytes of the buffer */
	char *buffer;
};

static struct place column_place(const struct list_walk *walk, size_t offset)
{
	return (struct place){walk->source, walk->line, (uint32_t)offset + 1};
}

/* What counts of a line: without comment and blanks. */
static struct slice entry_find(struct slice line)
{
	size_t hash = slice_find(line, '#'), semicolon = slice_find(line, ';');

	line.length = hash < semicolon ? hash : semicolon;
	while (line.length && (line.start[0] == ' ' || line.start[0] == '\t'))
		line = slice_from(line, 1);
	while (line.length && (line.start[line.length - 1] == ' ' || line.start[line.length - 1] == '\t'))
		line.length--;
	return line;
}

/*
 * Only what holds a prefix is kept for later messages, without its comment, as far as there is room: what is said later
 * about a line behind that does not show it. Returns 0 or -ENOMEM.
 */
static int line_keep(struct list_walk *walk, struct slice line)
{
	if (line.length > KEPT_MAX - walk->reader->kept)
		return 0;
	walk->reader->kept += line.length;
	return source_keep(walk->source, walk->line, line);
}

/* Returns 0, -E2BIG (diagnosed) or -ENOMEM. */
static int entry_read(struct list_walk *walk, struct slice line, struct slice entry)
{
	struct place place = column_place(walk, (size_t)(entry.start - line.start));
	struct complaint why;
	struct prefix prefix;

	if (prefix_parse(entry, &prefix, &why) < 0) {
		complaint_diagnose(&why, place, walk->reader->d);
		if (++walk->bad_lines < BAD_LINES_MAX)
			return 0;
		diagnose(walk->reader->d, SEVERITY_ERROR, place,
			 "more than %d bad lines: the rest is not read", BAD_LINES_MAX - 1);
		return -E2BIG;
	}
	line.length = (size_t)(entry.start - line.start) + entry.length;
	if (line_keep(walk, line) < 0)
		return -ENOMEM;
	prefix.place = place;
	walk->prefixes++;
	return prefix_keep(walk->reader, walk->use, &prefix, walk->list);
}

static struct slice line_trim(const struct list_walk *walk, struct slice line)
{
	if (walk->line == 1 && slice_has_prefix(line, BOM))
		line = slice_from(line, strlen(BOM));
	if (slice_has_suffix(line, "\r"))
		line.length--;
	return line;
}

static void too_long_diagnose(struct list_walk *walk)
{
	if (!walk->too_long)
		diagnose(walk->reader->d, SEVERITY_ERROR, column_place(walk, 0),
			 "a line of more than %d bytes", LIST_LINE_MAX);
	walk->too_long = true;
}

/* Returns 0, -E2BIG when no more is to be read (diagnosed), or -ENOMEM. */
static int line_read(struct list_walk *walk, struct slice line)
{
	struct slice entry;
	size_t nul;

	if (!line.length)
		return 0;
	line = line_trim(walk, line);
	walk->source->at_hand = line;
	walk->source->at_hand_line = walk->line;
	nul = slice_find(line, '\0');
	if (nul < line.length) {
		diagnose(walk->reader->d, SEVERITY_ERROR, column_place(walk, nul),
			 "a NUL byte: that is no list of addresses");
		return -E2BIG;
	}
	if (line.length > LIST_LINE_MAX || walk->too_long) {
		too_long_diagnose(walk);
		return 0;
	}
	entry = entry_find(line);
	return entry.length ? entry_read(walk, line, entry) : 0;
}

/* Reads the whole lines of the buffer and moves the rest to its start; at the end of the file the rest is a line. */
static int lines_read(struct list_walk *walk, bool end)
{
	struct slice rest = {walk->buffer, walk->used};
	size_t length;
	int r = 0;

	while (r == 0 && (length = slice_find(rest, '\n')) < rest.length) {
		r = line_read(walk, (struct slice){rest.start, length});
		rest = slice_from(rest, length + 1);
		walk->line++;
		walk->too_long = false;
	}
	if (r == 0 && rest.length && (end || rest.length > LIST_LINE_MAX + strlen(BOM "\r"))) {
		r = line_read(walk, rest);
		rest.length = 0;
	}
	memmove(walk->buffer, rest.start, rest.length);
	walk->used = rest.length;
	walk->source->at_hand_line = 0;
	return r;
}

static void watch(const struct list_walk *walk, bool end)
{
	const struct diagnostics *d = walk->reader->d;

	if (d->watch && (end || walk->total < walk->size))
		d->watch(d->watcher, walk->source->name, end ? walk->size : walk->total, walk->size);
}

/* Returns 0 or -E2BIG (diagnosed). */
static int size_count(struct list_walk *walk, size_t got)
{
	const char *problem = NULL;

	walk->total += got;
	walk->reader->read += got;
	if (walk->total > LIST_FILE_MAX)
		problem = "is larger than 64 MiB, the limit of a list file";
	else if (walk->reader->read > LIST_FILES_MAX)
		problem = "is too much: the list files of a rule file have 256 MiB together at most";
	if (!problem)
		return 0;
	diagnose_file(walk->reader->d, walk->source->name, "%s", problem);
	return -E2BIG;
}

/* Returns 1 when there may be more, 0 at the end, -E2BIG (diagnosed) or -ENOMEM. */
static int block_read(struct list_walk *walk)
{
	ssize_t got = read(walk->fd, walk->buffer + walk->used, BUFFER_SIZE - walk->used);
	int r;

	if (got < 0 && errno == EINTR)
		return 1;
	if (got < 0) {
		diagnose_file(walk->reader->d, walk->source->name, "cannot be read: %s", strerror(errno));
		return -E2BIG;
	}
	if (size_count(walk, (size_t)got) < 0)
		return -E2BIG;
	walk->used += (size_t)got;
	watch(walk, got == 0);
	r = lines_read(walk, got == 0);
	return r < 0 ? r : got > 0;
}

static int blocks_read(struct list_walk *walk)
{
	_cleanup_free_ char *buffer = malloc(BUFFER_SIZE);
	int r = 1;

	if (!buffer)
		return -ENOMEM;
	walk->buffer = buffer;
	while (r > 0)
		r = block_read(walk);
	return r;
}

char *list_file_path(const char *rule_file, struct slice path)
{
	const char *slash = strrchr(rule_file, '/');
	char *joined;

	if (path.start[0] == '/' || !slash)
		return slice_dup(path);
	if (asprintf(&joined, "%.*s/%.*s", (int)(slash - rule_file), rule_file, (int)path.length,
		     path.start) < 0)
		return NULL;
	return joined;
}

static int list_open(struct reader *reader, const char *path, struct place place, int *ret_fd,
		     struct source **ret)
{
	_cleanup_close_ int fd = -1;
	struct source *source;
	const char *problem;
	int r;

	if (reader->d->visit)
		reader->d->visit(reader->d->visitor, path);
	r = source_open(path, LIST_FILE_MAX, &fd, &problem);
	if (r < 0) {
		diagnose(reader->d, SEVERITY_ERROR, place, "list file `%s`: %s", QUOTED(slice_of(path)),
			 problem);
		return r;
	}
	if (source_new(path, fd, &source) < 0)
		return -ENOMEM;
	free(source->name);
	source->name = strdup(source->path);
	if (diagnostics_own(reader->d, source) < 0)
		return -ENOMEM;
	*ret_fd = TAKE_FD(fd);
	*ret = source;
	return 0;
}

int list_file_read(struct reader *reader, struct slice path, struct place place, enum prefix_use use,
		   struct prefix_list *list, bool *ret_empty)
{
	_cleanup_free_ char *file = list_file_path(reader->tree->source->path, path);
	struct list_walk walk = {.reader = reader, .list = list, .use = use, .line = 1};
	_cleanup_close_ int fd = -1;
	size_t errors = reader->d->errors;
	struct stat st;
	int r;

	*ret_empty = false;
	if (!file)
		return -ENOMEM;
	r = list_open(reader, file, place, &fd, &walk.source);
	if (r < 0)
		return r == -ENOMEM ? r : 0;
	walk.fd = fd;
	walk.size = fstat(fd, &st) == 0 ? (size_t)st.st_size : 0;
	r = blocks_read(&walk);
	*ret_empty = r == 0 && !walk.prefixes && reader->d->errors == errors;
	return r == -ENOMEM ? r : 0;
}
