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

	if (!folder || asprintf(&path, "%s/%s", dirname(folder), name) < 0)
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

static struct opinion suite_model(struct suite *s, const struct frame *frame)
{
	if (!s->loaded)
		return (struct opinion){.reason = REASON_NOT_ALLOWED, .service = -1, .essential = -1};
	return model_judge(&s->model, &s->rules, frame->bytes, frame->length, s->now_ns);
}

static void packet_report(const struct suite *s, const char *text, const struct expectation *expected,
			  bool passed, const struct counters *after, const struct opinion *model)
{
	const struct ruleset *rules = s->loaded ? &s->rules : NULL;

	fprintf(stderr, "%s:%u: %s\n  expected: ", s->file, s->line, text);
	opinion_print(stderr, &expected->opinion, expected->pass, rules);
	fprintf(stderr, "\n  program:  %s", passed ? "pass" : "drop");
	counters_print_moves(stderr, &s->counters, after, rules);
	fprintf(stderr, "\n  model:    ");
	opinion_print(stderr, model, opinion_passes(model, rules), rules);
	fputc('\n', stderr);
}

static int frame_judge(struct suite *s, const char *text, const struct frame *frame,
		       const struct expectation *expected)
{
	struct counters wanted = s->counters, after;
	struct opinion model = suite_model(s, frame);
	bool passed;
	int error = program_run(s->program, frame->bytes, frame->length, &passed);

	if (error)
		return suite_refuse(s, "cannot run it: %s", strerror(-error));
	error = program_counters(s->program, &after);
	if (error)
		return error;
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

/* `[N x] PACKET -> pass|drop REASON [SERVICE]` */
static int line_packet(struct suite *s, char *text)
{
	char *arrow = strstr(text, " -> ");
	_cleanup_free_ uint8_t *bytes = NULL;
	struct expectation expected;
	struct packet_error wrong;
	struct frame frame;
	unsigned times = 1;
	int skipped = 0, error;

	if (!arrow)
		return suite_refuse(s, "` -> VERDICT REASON` is missing");
	*arrow = '\0';
	if (sscanf(text, "%u x %n", &times, &skipped) != 1 || skipped == 0) {
		times = 1;
		skipped = 0;
	}
	if (opinion_parse(arrow + 4, s->loaded ? &s->rules : NULL, &expected.pass, &expected.opinion))
		return suite_refuse(s, "\"%s\" is no verdict, reason and service", arrow + 4);
	error = frame_parse(text + skipped, &frame, &wrong);
	if (error)
		return suite_refuse(s, "column %u: %s", wrong.column + (unsigned)skipped, wrong.text);
	bytes = frame.bytes;
	for (unsigned i = 0; i < times && !error; i++)
		error = frame_judge(s, text, &frame, &expected);
	return error;
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
