// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

enum { RUN_LINES = 1024 /* at most this many lines are walked to find one */ };

static int problem_set(int error, const char *text, const char **ret_problem)
{
	*ret_problem = text;
	return error;
}

static int too_large(size_t max, const char **ret_problem)
{
	return problem_set(-EFBIG,
			   max == LIST_FILE_MAX ? "is larger than 64 MiB, the limit of a list file"
						: "is larger than 16 MiB, the limit of a rule file",
			   ret_problem);
}

static int regular_check(int fd, size_t max, const char **ret_problem)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return problem_set(-errno, strerror(errno), ret_problem);
	if (S_ISDIR(st.st_mode))
		return problem_set(-EINVAL, "is a folder, not a regular file", ret_problem);
	if (S_ISFIFO(st.st_mode))
		return problem_set(-EINVAL, "is a pipe, not a regular file", ret_problem);
	if (!S_ISREG(st.st_mode))
		return problem_set(-EINVAL, "is a device, not a regular file", ret_problem);
	if ((uint64_t)st.st_size > max)
		return too_large(max, ret_problem);
	return 0;
}

int source_open(const char *file, size_t max, int *ret_fd, const char **ret_problem)
{
	/* O_NONBLOCK: a pipe without a writer is opened at once, and refused by what it is. */
	_cleanup_close_ int fd = open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int r;

	if (fd < 0 && errno == ENXIO)
		return problem_set(-EINVAL, "is a socket or a device, not a regular file", ret_problem);
	if (fd < 0)
		return problem_set(-errno, strerror(errno), ret_problem);
	r = regular_check(fd, max, ret_problem);
	if (r < 0)
		return r;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* Where the open file lies now. Without /proc its name is resolved a second time. */
static char *path_of(int fd, const char *name)
{
	char link[32], path[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (length <= 0 || path[0] != '/')
		return realpath(name, NULL);
	path[length] = '\0';
	return strdup(path);
}

int source_new(const char *name, int fd, struct source **ret)
{
	struct source *source = calloc(1, sizeof(*source));

	if (!source)
		return -ENOMEM;
	source->name = strdup(name);
	source->path = path_of(fd, name);
	if (!source->name || !source->path) {
		source_free(source);
		return -ENOMEM;
	}
	*ret = source;
	return 0;
}

/* Room for `more` bytes. Grows by half: the file's size is only a first guess. */
static int text_reserve(struct source *source, size_t more)
{
	size_t capacity = source->length + more;
	char *text;

	if (capacity <= source->capacity)
		return 0;
	if (capacity < source->capacity + source->capacity / 2)
		capacity = source->capacity + source->capacity / 2;
	text = realloc(source->text, capacity);
	if (!text)
		return -ENOMEM;
	source->text = text;
	source->capacity = capacity;
	return 0;
}

static int run_begin(struct source *source, uint32_t line, size_t offset)
{
	if (source->runs_count == source->runs_capacity) {
		size_t capacity = source->runs_capacity ? 2 * source->runs_capacity : 16;
		struct source_run *runs = reallocarray(source->runs, capacity, sizeof(*runs));

		if (!runs)
			return -ENOMEM;
		source->runs = runs;
		source->runs_capacity = capacity;
	}
	source->runs[source->runs_count++] = (struct source_run){line, (uint32_t)offset};
	return 0;
}

static int runs_fill(struct source *source)
{
	uint32_t line = 1;
	size_t offset = 0;

	do {
		const char *end;

		if (line % RUN_LINES == 1 && run_begin(source, line, offset) < 0)
			return -ENOMEM;
		end = offset < source->length ? memchr(source->text + offset, '\n', source->length - offset)
					      : NULL;
		offset = end ? (size_t)(end - source->text) + 1 : source->length;
		line++;
	} while (offset < source->length);
	return 0;
}

int source_fill(struct source *source, int fd, size_t max, const char **ret_problem)
{
	struct stat st = {};
	ssize_t got;

	if (fstat(fd, &st) == 0 && text_reserve(source, (size_t)st.st_size + 1) < 0)
		return problem_set(-ENOMEM, strerror(ENOMEM), ret_problem);
	do {
		if (text_reserve(source, source->length == source->capacity ? 65536 : 1) < 0)
			return problem_set(-ENOMEM, strerror(ENOMEM), ret_problem);
		got = read(fd, source->text + source->length, source->capacity - source->length);
		if (got < 0 && errno != EINTR)
			return problem_set(-errno, strerror(errno), ret_problem);
		source->length += got > 0 ? (size_t)got : 0;
		if (source->length > max)
			return too_large(max, ret_problem);
	} while (got != 0);
	if (runs_fill(source) < 0)
		return problem_set(-ENOMEM, strerror(ENOMEM), ret_problem);
	return 0;
}

int source_keep(struct source *source, uint32_t line, struct slice text)
{
	const struct source_run *last = source->runs_count ? &source->runs[source->runs_count - 1] : NULL;
	bool follows = last && line == source->last_line + 1 && line - last->line < RUN_LINES;

	if (text_reserve(source, text.length + 1) < 0)
		return -ENOMEM;
	if (!follows && run_begin(source, line, source->length) < 0)
		return -ENOMEM;
	memcpy(source->text + source->length, text.start, text.length);
	source->text[source->length + text.length] = '\n';
	source->length += text.length + 1;
	source->last_line = line;
	return 0;
}

/* The text from the start of the run that would hold the line to the start of the next. */
static bool run_find(const struct source *source, uint32_t line, uint32_t *ret_first, struct slice *ret)
{
	size_t low = 0, high = source->runs_count, start, end;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (source->runs[middle].line <= line)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return false;
	start = source->runs[low - 1].offset;
	end = low < source->runs_count ? source->runs[low].offset : source->length;
	*ret = (struct slice){source->text + start, end - start};
	*ret_first = source->runs[low - 1].line;
	return true;
}

bool source_line(const struct source *source, uint32_t line, struct slice *ret)
{
	struct slice rest;
	uint32_t number;

	if (line == source->at_hand_line) {
		*ret = source->at_hand;
		return true;
	}
	if ((source->last_line && line > source->last_line) || !run_find(source, line, &number, &rest))
		return false;
	for (; number < line; number++) {
		size_t end = slice_find(rest, '\n');

		if (end == rest.length)
			return false;
		rest = slice_from(rest, end + 1);
	}
	rest.length = slice_find(rest, '\n');
	if (slice_has_suffix(rest, "\r"))
		rest.length--;
	if (line == 1 && slice_has_prefix(rest, BOM))
		rest = slice_from(rest, strlen(BOM));
	*ret = rest;
	return true;
}

void source_free(struct source *source)
{
	if (!source)
		return;
	free(source->name);
	free(source->path);
	free(source->text);
	free(source->runs);
	free(source);
}
