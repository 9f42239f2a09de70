// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/watch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "cleanup.h"

enum {
	LINKS_MAX = 40, /* as many as the kernel follows */
	EVENTS_SIZE = 16384,
	EVENTS = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_ATTRIB |
		 IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR,
};

struct watched {
	int folder; /* as inotify numbers it */
	char *name;
};

/* How far along a path. */
struct walk {
	char folder[PATH_MAX]; /* without links; the root is empty */
	char rest[PATH_MAX];
	int links;
};

static bool concerns(const struct watch *watch, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW)
		return true;
	for (size_t i = 0; i < watch->count; i++)
		if (watch->list[i].folder == event->wd &&
		    (!event->len || strcmp(watch->list[i].name, event->name) == 0))
			return true;
	return false;
}

static void ready(void *self)
{
	_Alignas(struct inotify_event) char buffer[EVENTS_SIZE];
	struct watch *watch = self;
	bool changed = false;
	ssize_t length;

	while ((length = read(watch->source.fd, buffer, sizeof(buffer))) > 0) {
		for (ssize_t at = 0; at < length;) {
			const struct inotify_event *event = (const void *)(buffer + at);

			changed |= concerns(watch, event);
			at += (ssize_t)(sizeof(*event) + event->len);
		}
	}
	if (changed)
		watch->changed(watch->self);
}

int watch_open(const struct loop *loop, void (*changed)(void *self), void *self, struct watch *watch)
{
	int r, fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	if (fd < 0)
		return -errno;
	*watch = (struct watch){.source = {fd, ready, watch}, .changed = changed, .self = self};
	r = loop_add(loop, &watch->source);
	if (r < 0)
		watch_close(loop, watch);
	return r;
}

void watch_close(const struct loop *loop, struct watch *watch)
{
	loop_remove(loop, &watch->source);
	for (size_t i = 0; i < watch->count; i++)
		free(watch->list[i].name);
	free(watch->list);
	watch->list = NULL;
	watch->count = 0;
}

static int name_watch(struct watch *watch, const char *folder, const char *name)
{
	struct watched *grown = reallocarray(watch->list, watch->count + 1, sizeof(*grown));
	char *copy;
	int number;

	if (!grown)
		return -ENOMEM;
	watch->list = grown;
	number = inotify_add_watch(watch->source.fd, *folder ? folder : "/", EVENTS);
	if (number < 0)
		return -errno;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	watch->list[watch->count++] = (struct watched){number, copy};
	return 0;
}

/* Takes the first name of the rest of the path. False: nothing is left. */
static bool name_take(struct walk *walk, char ret[NAME_MAX + 1])
{
	const char *start = walk->rest + strspn(walk->rest, "/");
	size_t length = strcspn(start, "/");

	if (!length || length > NAME_MAX)
		return false;
	memcpy(ret, start, length);
	ret[length] = '\0';
	memmove(walk->rest, start + length, strlen(start + length) + 1);
	return true;
}

static int link_follow(struct walk *walk, const char *target)
{
	_cleanup_free_ char *rest = NULL;

	if (++walk->links > LINKS_MAX)
		return -ELOOP;
	if (asprintf(&rest, "%s/%s", target, walk->rest) < 0) {
		rest = NULL;
		return -ENOMEM;
	}
	if (strlen(rest) >= sizeof(walk->rest))
		return -ENAMETOOLONG;
	strcpy(walk->rest, rest);
	if (*target == '/')
		walk->folder[0] = '\0';
	return 0;
}

/* Into the folder of that name, or along the link. Returns 1, 0 when there is nothing further, or -errno. */
static int step(struct walk *walk, const char *name)
{
	char target[PATH_MAX];
	size_t length = strlen(walk->folder);
	ssize_t got;
	int r;

	if (length + 1 + strlen(name) >= sizeof(walk->folder))
		return -ENAMETOOLONG;
	snprintf(walk->folder + length, sizeof(walk->folder) - length, "/%s", name);
	got = readlink(walk->folder, target, sizeof(target) - 1);
	if (got < 0)
		return errno == EINVAL; /* no link */
	walk->folder[length] = '\0';
	target[got] = '\0';
	r = link_follow(walk, target);
	return r < 0 ? r : 1;
}

static void step_up(struct walk *walk)
{
	char *slash = strrchr(walk->folder, '/');

	if (slash)
		*slash = '\0';
}

int watch_file(struct watch *watch, const char *path)
{
	struct walk walk = {};
	char name[NAME_MAX + 1];
	int r = 1;

	if (strlen(path) >= sizeof(walk.rest))
		return -ENAMETOOLONG;
	strcpy(walk.rest, path);
	while (r > 0 && name_take(&walk, name)) {
		if (strcmp(name, ".") == 0)
			continue;
		if (strcmp(name, "..") == 0) {
			step_up(&walk);
			continue;
		}
		r = name_watch(watch, walk.folder, name);
		if (r == 0)
			r = step(&walk, name);
	}
	return r < 0 ? r : 0;
}
