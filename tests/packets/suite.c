// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/suite.h"

#include <errno.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/rules.h"
#include "tests/packets/opinion.h"
#include "tools/packet/language.h"

static const uint64_t START_NS = 1000000000000;

/* One file on its way through. */
struct suite {
	struct program *program;
	const char *file;
	unsigned line;
	struct ruleset rules;
	bool loaded; /* there are rules */
	struct names *names;
	struct model model;
	uint64_t now_ns;
	struct counters counters; /* as they were after the last packet */
	struct suite_result *result;
};

/* A packet of a line, and what is expected of it. */
struct judged {
	const char *text;
	struct frame frame;
	bool outbound;
	bool compare; /* expected is what the model says */
	struct opinion expected;
	bool pass;
};

__attribute__((format(printf, 2, 3))) static int suite_refuse(const struct suite *s, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%u: ", s->file, s->line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return -EINVAL;
}

static int rules_read(struct suite *s, const char *name)
{
	_cleanup_free_ char *folder = strdup(s->file), *path = NULL;
	struct diagnostics d = {0};
	int error;

	if (!folder || asprintf(&path, "%s/%s", *name == '/' ? "" : dirname(folder), name) < 0)
		return -ENOMEM;
	error = ruleset_read(path, &d, &s->rules);
	if (error)
		diagnostics_print(&d, stderr, false);
	diagnostics_free(&d);
	s->loaded = !error;
	return error ? suite_refuse(s, "cannot use %s", path) : 0;
}

/* `rules FILE`, or `rules none`: nothing is in force; forgets what packets left behind */
static int line_rules(struct suite *s, const char *name)
{
	int error;

	ruleset_free(&s->rules);
	model_clear(&s->model);
	s->loaded = false;
	s->now_ns = START_NS;
	if (strcmp(name, "none") == 0)
		error = program_rules_clear(s->program);
	else
		error = rules_read(s, name) ?: program_rules(s->program, &s->rules);
	return error ?: program_state_clear(s->program);
}

/* `reload FILE`: other rules; time goes on, and what packets left behind stays */
static int line_reload(struct suite *s, const char *name)
{
	ruleset_free(&s->rules);
	return rules_read(s, name) ?: program_rules(s->program, &s->rules);
}

/* `at TIME`: since the rules came into force */
static int line_at(struct suite *s, const char *text)
{
	static const struct {
		const char *unit;
		double ns;
	} units[] = {{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}};

	char *unit;
	double value = strtod(text, &unit);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (unit != text && strcmp(unit, units[i].unit) == 0) {
			s->now_ns = START_NS + (uint64_t)(value * units[i].ns + 0.5);
			return 0;
		}
	}
	return suite_refuse(s, "\"%s\" is no time: 2s, 20ms, 1us, 1ns", text);
}

static const struct ruleset *suite_rules(const struct suite *s)
{
	return s->loaded ? &s->rules : NULL;
}

static struct opinion suite_model(struct suite *s, const struct sight *sight)
{
	if (!s->loaded)
		return (struct opinion){.reason = REASON_NOT_ALLOWED, .service = -1, .essential = -1};
	return model_judge(&s->model, &s->rules, sight);
}

static void packet_report(const struct suite *s, const struct judged *p, const struct verdict *verdict,
			  const struct counters *after, const struct opinion *model)
{
	fprintf(stderr, "%s:%u: %s\n  expected: ", s->file, s->line, p->text);
	opinion_print(stderr, &p->expected, p->pass, s->names);
	fprintf(stderr, "\n  program:  ");
	verdict_print(stderr, verdict);
	counters_print_moves(stderr, &s->counters, after, s->names);
	fprintf(stderr, "\n  model:    ");
	opinion_print(stderr, model, opinion_passes(model, suite_rules(s)), s->names);
	fputc('\n', stderr);
}

/* What is expected is what the model says, or one of the opinions that it finds as right. */
static bool model_agrees(const struct suite *s, const struct opinion *model, const struct opinion *expected)
{
	for (size_t i = 0; i < s->model.also_count; i++) {
		if (opinion_same(&s->model.also[i], expected))
			return true;
	}
	return opinion_same(model, expected);
}

/* The counters have moved as they should. Not of a frame that a stand-in was judged for: it has another length. */
static bool counters_agree(const struct suite *s, const struct judged *p, const struct sight *sight,
			   const struct counters *after)
{
	struct counters wanted = s->counters;

	if (!program_runs(s->program, sight))
		return true;
	counters_enter(&wanted, &p->expected, &(struct count){p->outbound, p->pass, p->frame.length});
	return memcmp(&wanted, after, sizeof(wanted)) == 0;
}

static int frame_judge(struct suite *s, struct judged *p)
{
	const struct sight sight = {p->frame.bytes, p->frame.length, p->outbound, s->now_ns};
	struct opinion model = suite_model(s, &sight);
	struct counters after;
	struct verdict verdict;
	int error = program_run(s->program, &sight, &verdict);

	if (error)
		return suite_refuse(s, "cannot run it: %s", strerror(-error));
	error = program_counters(s->program, &after);
	if (error)
		return error;
	if (p->compare) {
		p->expected = model;
		p->pass = opinion_passes(&model, suite_rules(s));
	}
	s->result->packets++;
	if (!opinion_told(&p->expected, p->pass, &verdict, s->names) ||
	    !counters_agree(s, p, &sight, &after) || !model_agrees(s, &model, &p->expected)) {
		packet_report(s, p, &verdict, &after, &model);
		s->result->failures++;
	}
	s->counters = after;
	return 0;
}

/* Takes `N x ` off the front. */
static char *repeat_take(char *text, unsigned *ret_times)
{
	unsigned times;
	int length = 0;

	if (sscanf(text, "%u x %n", &times, &length) != 1 || length == 0) {
		*ret_times = 1;
		return text;
	}
	*ret_times = times;
	return text + length;
}

/* The frame that words mean. */
static int frame_read(const struct suite *s, const char *line, const char *words, struct judged *ret)
{
	struct packet_error wrong;
	struct packet packet;
	int error = packet_parse(words, &packet, &wrong);

	if (error)
		return suite_refuse(s, "column %u: %s", wrong.column + (unsigned)(words - line), wrong.text);
	ret->outbound = packet.outbound;
	error = packet_build(&packet, &ret->frame);
	packet_free(&packet);
	return error;
}

static int packet_run(struct suite *s, const char *line, char *text, struct judged *p)
{
	_cleanup_free_ uint8_t *bytes = NULL;
	unsigned times;
	char *words = repeat_take(text, &times);
	int error = frame_read(s, line, words, p);

	if (error)
		return error;
	bytes = p->frame.bytes;
	p->text = text;
	for (unsigned i = 0; i < times && !error; i++)
		error = frame_judge(s, p);
	return error;
}

/* `[N x] PACKET -> pass|drop REASON [SERVICE]` */
static int line_packet(struct suite *s, char *line)
{
	char *arrow = strstr(line, " -> ");
	struct judged packet = {0};

	if (!arrow)
		return suite_refuse(s, "` -> VERDICT REASON` is missing");
	*arrow = '\0';
	if (opinion_parse(arrow + 4, s->names, &packet.pass, &packet.expected))
		return suite_refuse(s, "\"%s\" is no verdict, reason and service", arrow + 4);
	return packet_run(s, line, line, &packet);
}

/* `compare PACKET` */
static int line_compare(struct suite *s, char *line)
{
	struct judged packet = {.compare = true};

	return packet_run(s, line, line + strlen("compare "), &packet);
}

/* `wrong COLUMN PACKET`: the language refuses it there */
static int line_wrong(struct suite *s, const char *text)
{
	char *packet;
	unsigned column = (unsigned)strtoul(text, &packet, 10);
	struct packet_error wrong = {0};
	struct packet parsed;

	s->result->packets++;
	packet += *packet == ' ';
	if (!packet_parse(packet, &parsed, &wrong)) {
		packet_free(&parsed);
		fprintf(stderr, "%s:%u: it should be refused: %s\n", s->file, s->line, packet);
		s->result->failures++;
	} else if (wrong.column != column) {
		fprintf(stderr, "%s:%u: refused at column %u: %s\n", s->file, s->line, wrong.column,
			wrong.text);
		s->result->failures++;
	}
	return 0;
}

static int line_run(struct suite *s, char *line)
{
	line += strspn(line, " \t");
	line[strcspn(line, "\n")] = '\0';
	if (*line == '\0' || *line == '#')
		return 0;
	if (strncmp(line, "rules ", 6) == 0)
		return line_rules(s, line + 6);
	if (strncmp(line, "reload ", 7) == 0)
		return line_reload(s, line + 7);
	if (strncmp(line, "at ", 3) == 0)
		return line_at(s, line + 3);
	if (strncmp(line, "wrong ", 6) == 0)
		return line_wrong(s, line + 6);
	if (strncmp(line, "compare ", 8) == 0)
		return line_compare(s, line);
	return line_packet(s, line);
}

int suite_run(struct program *program, const char *file, struct suite_result *result)
{
	_cleanup_fclose_ FILE *in = fopen(file, "re");
	_cleanup_free_ struct suite *s = calloc(1, sizeof(*s));
	_cleanup_free_ char *line = NULL;
	size_t size = 0;
	int error = in ? 0 : -errno;

	if (!s)
		return -ENOMEM;
	*s = (struct suite){.program = program, .file = file, .now_ns = START_NS, .result = result};
	s->names = s->model.names = program_names(program);
	if (error)
		return suite_refuse(s, "%s", strerror(-error));
	error = program_counters(program, &s->counters);
	while (!error && getline(&line, &size, in) >= 0) {
		s->line++;
		error = line_run(s, line);
	}
	ruleset_free(&s->rules);
	model_clear(&s->model);
	return error;
}
