// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/history.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rules/rules.h"
#include "tests/packets/opinion.h"
#include "tests/packets/tuple.h"

static int event_add(struct history *history, const struct event *event)
{
	struct event *more = realloc(history->events, (history->count + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	history->events = more;
	more[history->count++] = *event;
	return 0;
}

int history_frame(struct history *history, const struct sight *sight)
{
	struct event event = {.sight = *sight};
	uint8_t *bytes = malloc(sight->length);
	int error = bytes ? 0 : -ENOMEM;

	if (!error)
		memcpy(bytes, sight->bytes, sight->length);
	event.sight.bytes = event.bytes = bytes;
	error = error ?: event_add(history, &event);
	if (error)
		free(bytes);
	return error;
}

int history_rules(struct history *history, const struct ruleset *rules, uint64_t now_ns,
		  const struct ruleset **ret)
{
	struct event event = {.sight.now_ns = now_ns, .rules = malloc(sizeof(*rules))};
	int error = event.rules ? 0 : -ENOMEM;

	if (!error)
		*event.rules = *rules;
	error = error ?: event_add(history, &event);
	if (error)
		free(event.rules);
	else
		*ret = event.rules;
	return error;
}

void history_clear(struct history *history)
{
	for (size_t i = 0; i < history->count; i++) {
		free(history->events[i].bytes);
		if (history->events[i].rules)
			ruleset_free(history->events[i].rules);
		free(history->events[i].rules);
	}
	free(history->events);
	history->events = NULL;
	history->count = 0;
}

/* --- once more ------------------------------------------------------------------------------------------------- */

/* One way through. */
struct replay {
	struct program *program;
	struct names *names;
	struct model model;
	const struct ruleset *rules;
	struct opinion opinion;
	struct verdict verdict;
};

static int event_replay(struct replay *r, const struct event *event)
{
	const struct sight *sight = &event->sight;

	if (event->rules) {
		r->rules = event->rules;
		return program_rules(r->program, event->rules);
	}
	r->opinion = model_judge(&r->model, r->rules, sight);
	return program_run(r->program, sight, &r->verdict);
}

static bool opinion_holds(struct replay *r, const struct opinion *opinion, const struct event *last,
			  const struct counters *before, const struct counters *after)
{
	bool passes = opinion_passes(opinion, r->rules);
	struct counters wanted = *before;

	if (!opinion_told(opinion, passes, &r->verdict, r->names))
		return false;
	counters_enter(&wanted, opinion, &(struct count){last->sight.outbound, passes, last->sight.length});
	return !program_runs(r->program, &last->sight) || memcmp(&wanted, after, sizeof(*after)) == 0;
}

/* Plays all that is not left out; true when program and model disagree about the last frame. */
static bool history_differs(struct history *history, struct program *program, bool print)
{
	struct replay r = {.program = program, .names = history->names, .model.names = history->names};
	const struct event *last = &history->events[history->count - 1];
	struct counters before, after;
	int error = program_state_clear(program);
	bool same;

	for (size_t i = 0; i + 1 < history->count && !error; i++) {
		if (!history->events[i].left_out)
			error = event_replay(&r, &history->events[i]);
	}
	error = error ?: program_counters(program, &before) ?: event_replay(&r, last) ?: program_counters(program, &after);
	same = error || opinion_holds(&r, &r.opinion, last, &before, &after);
	for (size_t i = 0; i < r.model.also_count; i++)
		same = same || opinion_holds(&r, &r.model.also[i], last, &before, &after);
	model_clear(&r.model);
	if (!print)
		return !same;
	fprintf(stderr, "  program: ");
	verdict_print(stderr, &r.verdict);
	counters_print_moves(stderr, &before, &after, history->names);
	fprintf(stderr, "\n  model:   ");
	opinion_print(stderr, &r.opinion, opinion_passes(&r.opinion, r.rules), history->names);
	fputc('\n', stderr);
	return !same;
}

/* Leaves out or puts back. The first rules and the last frame stay. */
static void history_leave_out(struct history *history, size_t from, size_t count, const bool *kept)
{
	for (size_t i = from; i < from + count && i + 1 < history->count; i++)
		history->events[i].left_out = kept ? kept[i - from] : true;
}

static bool all_left_out(const bool *kept, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!kept[i])
			return false;
	}
	return true;
}

static void history_minimise(struct history *history, struct program *program)
{
	bool *kept = calloc(history->count, sizeof(*kept));

	for (size_t step = history->count / 2; kept && step > 0; step /= 2) {
		for (size_t from = 1; from + 1 < history->count; from += step) {
			size_t count = from + step < history->count ? step : history->count - 1 - from;

			for (size_t i = 0; i < count; i++)
				kept[i] = history->events[from + i].left_out;
			if (all_left_out(kept, count))
				continue;
			history_leave_out(history, from, count, NULL);
			if (!history_differs(history, program, false))
				history_leave_out(history, from, count, kept);
		}
	}
	free(kept);
}

/* What the frame is, as a comment. */
static void sight_print(const struct sight *sight, const struct ruleset *rules)
{
	struct facts f = {.frame = sight->bytes, .end = sight->length, .outbound = sight->outbound};
	char source[INET6_ADDRSTRLEN], destination[INET6_ADDRSTRLEN];
	struct opinion opinion = facts_read(&f, rules);
	struct tuple t;

	if (!f.family)
		return;
	inet_ntop(f.family == 4 ? AF_INET : AF_INET6, f.source, source, sizeof(source));
	inet_ntop(f.family == 4 ? AF_INET : AF_INET6, f.destination, destination, sizeof(destination));
	fprintf(stderr, " # %s > %s protocol %u", source, destination, f.protocol);
	if (f.fragment)
		fprintf(stderr, " frag %u%s id %u", f.offset, f.more ? "+" : "", f.fragment_id);
	if (opinion.reason)
		return;
	t = tuple_inbound(&f);
	fprintf(stderr, " ports %u > %u flags 0x%02x", t.peer_port, t.local_port, t.flags);
}

static void event_print(const struct event *event, uint64_t start_ns, const struct ruleset *rules)
{
	fprintf(stderr, "at %lluns\n", (unsigned long long)(event->sight.now_ns - start_ns));
	if (event->rules) {
		fprintf(stderr, "reload:\n");
		ruleset_print(event->rules, stderr);
		return;
	}
	fprintf(stderr, "hex ");
	for (size_t i = 0; i < event->sight.length; i++)
		fprintf(stderr, "%02x", event->sight.bytes[i]);
	fprintf(stderr, "%s", event->sight.outbound ? " out" : "");
	sight_print(&event->sight, rules);
	fputc('\n', stderr);
}

void history_explain(struct history *history, struct program *program)
{
	if (!history_differs(history, program, false)) {
		fprintf(stderr, "  gone when it is played again\n");
		return;
	}
	history_minimise(history, program);
	for (size_t i = 0; i < history->count; i++) {
		if (!history->events[i].left_out)
			event_print(&history->events[i], history->events[0].sight.now_ns,
				    history->events[0].rules);
	}
	history_differs(history, program, true);
}
