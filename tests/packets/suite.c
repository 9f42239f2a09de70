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
#include "tests/packets/language.h"
#include "tests/packets/opinion.h"

static const uint64_t START_NS = 1000000000000;

/* One file on its way through. */
struct suite {
	struct program *program;
	const char *file;
	unsigned line;
	struct ruleset rules;
	bool loaded; /* there are rules */
	struct model model;
	uint64_t now_ns;
	struct counters counters; /* as they were after the last packet */
	struct suite_result *result;
};

/* What a line expects. */
struct expectation {
	struct opinion opinion;
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
	model_free(&s->model);
	s->loaded = false;
	s->now_ns = START_NS;
	if (strcmp(name, "none") == 0)
		error = program_rules_clear(s->program);
	else
		error = rules_read(s, name) ?: program_rules(s->program, &s->rules);
	return error ?: program_sources_clear(s->program) ?: program_clock(s->program, s->now_ns);
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
			return program_clock(s->program, s->now_ns);
		}
	}
	return suite_refuse(s, "\"%s\" is no time: 2s, 20ms, 1us, 1ns", text);
}

static const struct ruleset *suite_rules(const struct suite *s)
{
	return s->loaded ? &s->rules : NULL;
}

static struct opinion suite_model(struct suite *s, const struct frame *frame)
{
	if (!s->loaded)
		return (struct opinion){.reason = REASON_NOT_ALLOWED, .service = -1, .essential = -1};
	return model_judge(&s->model, &s->rules, frame->bytes, frame->length, s->now_ns);
}

static void packet_report(const struct suite *s, const char *text, const struct expectation *expected,
			  bool passed, const struct counters *after, const struct opinion *model)
{
	const struct ruleset *rules = suite_rules(s);

	fprintf(stderr, "%s:%u: %s\n  expected: ", s->file, s->line, text);
	opinion_print(stderr, &expected->opinion, expected->pass, rules);
	fprintf(stderr, "\n  program:  %s", passed ? "pass" : "drop");
	counters_print_moves(stderr, &s->counters, after, rules);
	fprintf(stderr, "\n  model:    ");
	opinion_print(stderr, model, opinion_passes(model, rules), rules);
	fputc('\n', stderr);
}

/* expected NULL: what the model says */
static int frame_judge(struct suite *s, const char *text, const struct frame *frame,
		       const struct expectation *expected)
{
	struct expectation compared;
	struct counters wanted = s->counters, after;
	struct opinion model = suite_model(s, frame);
	bool passed;
	int error = program_run(s->program, frame->bytes, frame->length, &passed);

	if (error)
		return suite_refuse(s, "cannot run it: %s", strerror(-error));
	error = program_counters(s->program, &after);
	if (error)
		return error;
	if (!expected) {
		compared = (struct expectation){.opinion = model,
						.pass = opinion_passes(&model, suite_rules(s))};
		expected = &compared;
	}
	counters_enter(&wanted, &expected->opinion, expected->pass, frame->length);
	s->result->packets++;
	if (passed != expected->pass || memcmp(&wanted, &after, sizeof(after)) != 0 ||
	    !opinion_same(&model, &expected->opinion)) {
		packet_report(s, text, expected, passed, &after, &model);
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

/* The frame that words mean, which has to be one that arrives. */
static int frame_read(const struct suite *s, const char *line, const char *words, struct frame *ret)
{
	struct packet_error wrong;
	struct packet packet;
	int error = packet_parse(words, &packet, &wrong);

	if (error)
		return suite_refuse(s, "column %u: %s", wrong.column + (unsigned)(words - line), wrong.text);
	error = packet.outbound ? suite_refuse(s, "only packets that arrive are judged")
				: packet_build(&packet, ret);
	packet_free(&packet);
	return error;
}

static int packet_run(struct suite *s, const char *line, char *text, const struct expectation *expected)
{
	_cleanup_free_ uint8_t *bytes = NULL;
	struct frame frame;
	unsigned times;
	char *words = repeat_take(text, &times);
	int error = frame_read(s, line, words, &frame);

	if (error)
		return error;
	bytes = frame.bytes;
	if (frame.length > program_frame_max(s->program)) {
		s->result->skipped++;
		return 0;
	}
	for (unsigned i = 0; i < times && !error; i++)
		error = frame_judge(s, text, &frame, expected);
	return error;
}

/* `[N x] PACKET -> pass|drop REASON [SERVICE]` */
static int line_packet(struct suite *s, char *line)
{
	char *arrow = strstr(line, " -> ");
	struct expectation expected;

	if (!arrow)
		return suite_refuse(s, "` -> VERDICT REASON` is missing");
	*arrow = '\0';
	if (opinion_parse(arrow + 4, suite_rules(s), &expected.pass, &expected.opinion))
		return suite_refuse(s, "\"%s\" is no verdict, reason and service", arrow + 4);
	return packet_run(s, line, line, &expected);
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
	if (strncmp(line, "at ", 3) == 0)
		return line_at(s, line + 3);
	if (strncmp(line, "wrong ", 6) == 0)
		return line_wrong(s, line + 6);
	if (strncmp(line, "compare ", 8) == 0)
		return packet_run(s, line, line + 8, NULL);
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
	if (error)
		return suite_refuse(s, "%s", strerror(-error));
	error = program_counters(program, &s->counters);
	while (!error && getline(&line, &size, in) >= 0) {
		s->line++;
		error = line_run(s, line);
	}
	ruleset_free(&s->rules);
	model_free(&s->model);
	return error;
}
