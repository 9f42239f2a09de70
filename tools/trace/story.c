// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "story.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/* A part on its way. */
struct part {
	const char *text;
	const char *at;
	struct packet_error *error;
};

static int part_fail(struct part *part, const char *text)
{
	part->error->column = (unsigned)(part->at - part->text) + 1;
	strncpy(part->error->text, text, sizeof(part->error->text) - 1);
	part->error->text[sizeof(part->error->text) - 1] = '\0';
	return -EINVAL;
}

static void blanks_skip(struct part *part)
{
	part->at += strspn(part->at, " \t");
}

/* The next word is this one, and something follows. */
static bool word_take(struct part *part, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(part->at, word, length) != 0 || !isspace((unsigned char)part->at[length]))
		return false;
	part->at += length;
	blanks_skip(part);
	return true;
}

static int time_take(struct part *part, uint64_t *ret_ns)
{
	static const struct {
		const char *unit;
		double ns;
	} units[] = {{"ns", 1},	  {"us", 1e3},	 {"ms", 1e6},	{"s", 1e9},
		     {"m", 60e9}, {"h", 3600e9}, {"d", 86400e9}};

	static const double longest_ns = 100 * 365 * 86400e9;
	size_t digits = strspn(part->at, "0123456789.");
	double value = digits ? strtod(part->at, NULL) : -1;
	const char *unit = part->at + digits;
	size_t length = strcspn(unit, " \t");

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && value >= 0; i++) {
		if (strlen(units[i].unit) != length || strncmp(units[i].unit, unit, length) != 0)
			continue;
		if (value * units[i].ns > longest_ns)
			break;
		*ret_ns = (uint64_t)(value * units[i].ns + 0.5);
		part->at = unit + length;
		blanks_skip(part);
		return 0;
	}
	return part_fail(part, "a time is due: 20s, 1.5h, 100ms, up to 36500d");
}

/* [at TIME | +TIME] */
static int moment_take(struct part *part, uint64_t now_ns, uint64_t *ret_ns)
{
	const char *start = part->at;
	uint64_t ns = 0;
	int r;

	*ret_ns = now_ns;
	if (*part->at == '+') {
		part->at++;
		r = time_take(part, &ns);
		*ret_ns = now_ns + ns;
		return r;
	}
	if (!word_take(part, "at"))
		return 0;
	r = time_take(part, ret_ns);
	if (r == 0 && *ret_ns < now_ns) {
		part->at = start;
		return part_fail(part, "time does not run backward");
	}
	return r;
}

/* [N x] */
static int times_take(struct part *part, unsigned *ret)
{
	size_t digits = strspn(part->at, "0123456789");
	const char *rest = part->at + digits + strspn(part->at + digits, " \t");
	unsigned long times;

	*ret = 1;
	if (!digits || *rest != 'x' || !isspace((unsigned char)rest[1]))
		return 0;
	times = digits < 10 ? strtoul(part->at, NULL, 10) : 0;
	if (times < 1 || times > STORY_TIMES_MAX)
		return part_fail(part, "a packet can come 1 to 1000000 times");
	*ret = (unsigned)times;
	part->at = rest + 1;
	blanks_skip(part);
	return 0;
}

static int packet_take(struct part *part, struct packet *ret)
{
	int r = packet_parse(part->at, ret, part->error);

	if (r == -EINVAL)
		part->error->column += (unsigned)(part->at - part->text);
	return r;
}

static int part_read(struct part *part, uint64_t now_ns, struct scene *ret)
{
	struct scene scene = {0};
	int r;

	blanks_skip(part);
	r = moment_take(part, now_ns, &scene.at_ns);
	if (r == 0 && *part->at)
		r = times_take(part, &scene.times);
	if (r == 0 && scene.times)
		r = packet_take(part, &scene.packet);
	if (r == 0)
		*ret = scene;
	return r;
}

/* Without what follows a #. */
static size_t line_length(const char *line)
{
	return strcspn(line, "#\n");
}

int scene_read(const char *line, const char **at, uint64_t now_ns, struct scene *ret,
	       struct packet_error *ret_error)
{
	const char *end = line + line_length(line);
	size_t before = (size_t)(*at - line);
	size_t length = *at < end ? strcspn(*at, ";#\n") : 0;
	_cleanup_free_ char *text = strndup(*at, length);
	struct part part = {text, text, ret_error};
	int r = text ? part_read(&part, now_ns, ret) : -ENOMEM;

	if (r == -EINVAL)
		ret_error->column += (unsigned)before;
	*at = *at + length < end ? *at + length + 1 : NULL;
	return r;
}
