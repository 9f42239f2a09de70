// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/ban_file.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apply/ban_clock.h"
#include "apply/ban_prefix.h"
#include "apply/state_folder.h"
#include "cleanup.h"
#include "rules/address.h"
#include "rules/prefix.h"

enum { LINE_SIZE = 128 };

/* --- writing --- */

static void ban_print(const struct ban_entry *entry, struct ban_clock now, FILE *out)
{
	struct prefix prefix = ban_prefix_of(&entry->key);
	char text[PREFIX_TEXT_SIZE];

	prefix_format(&prefix, text);
	fprintf(out, "%s %" PRIu64 " %" PRIu64 "\n", text, (uint64_t)entry->ban.added_s,
		ban_clock_until(now, &entry->ban));
}

/* Whole on disk before it takes the place of the last one. */
static int file_fill(const char *path, const struct ban_list *bans)
{
	_cleanup_fclose_ FILE *out = fopen(path, "we");
	struct ban_clock now = ban_clock_now();

	if (!out)
		return -errno;
	fputs("# ucgate: banned prefix, since, until (seconds since 1970; 0: never)\n", out);
	for (size_t i = 0; i < bans->count; i++) {
		if (!ban_expired(&bans->list[i].ban, now.monotonic_ns))
			ban_print(&bans->list[i], now, out);
	}
	if (fflush(out) == EOF || fdatasync(fileno(out)) < 0)
		return -errno;
	return ferror(out) ? -EIO : 0;
}

static bool one_is_live(const struct ban_list *bans)
{
	struct ban_clock now = ban_clock_now();

	for (size_t i = 0; i < bans->count; i++) {
		if (!ban_expired(&bans->list[i].ban, now.monotonic_ns))
			return true;
	}
	return false;
}

int ban_file_write(const char *interface, const struct ban_list *bans)
{
	char name[STATE_NAME_SIZE], path[PATH_MAX], fresh[PATH_MAX];
	int r;

	state_name(interface, name);
	snprintf(path, sizeof(path), BAN_FOLDER "/%s", name);
	snprintf(fresh, sizeof(fresh), BAN_FOLDER "/.%s.new", name);
	if (!one_is_live(bans))
		return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
	r = state_folder_make(BAN_FOLDER);
	if (r == 0)
		r = file_fill(fresh, bans);
	if (r == 0 && rename(fresh, path) < 0)
		r = -errno;
	return r;
}

/* --- reading --- */

/* False: no ban, or one that has expired. */
static bool ban_parse(const char *line, struct ban_clock now, struct ban_entry *ret)
{
	char text[PREFIX_TEXT_SIZE];
	struct complaint why;
	struct prefix prefix;
	uint64_t since, until;

	if (sscanf(line, "%63s %" SCNu64 " %" SCNu64, text, &since, &until) != 3 ||
	    prefix_parse(slice_of(text), &prefix, &why) < 0 || !prefix.length)
		return false;
	ret->key = ban_key_of(&prefix);
	return ban_clock_resume(now, since, until, &ret->ban);
}

static int ban_list_add(struct ban_list *bans, const struct ban_entry *entry, size_t *size)
{
	if (bans->count == *size) {
		size_t more = *size ? 2 * *size : 64;
		struct ban_entry *list = reallocarray(bans->list, more, sizeof(*list));

		if (!list)
			return -ENOMEM;
		bans->list = list;
		*size = more;
	}
	bans->list[bans->count++] = *entry;
	return 0;
}

int ban_file_read(const char *interface, struct ban_list *ret)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	char name[STATE_NAME_SIZE], path[PATH_MAX], line[LINE_SIZE];
	_cleanup_fclose_ FILE *file = NULL;
	struct ban_clock now = ban_clock_now();
	struct ban_entry entry;
	size_t size = 0;

	state_name(interface, name);
	snprintf(path, sizeof(path), BAN_FOLDER "/%s", name);
	file = fopen(path, "re");
	if (!file && errno != ENOENT)
		return -errno;
	while (file && bans.count < BANS_MAX && fgets(line, sizeof(line), file)) {
		if (ban_parse(line, now, &entry) && ban_list_add(&bans, &entry, &size) < 0)
			return -ENOMEM;
	}
	*ret = bans;
	bans = (struct ban_list){};
	return 0;
}
