// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/blocklist_table.h"
#include "rules/rules.h"
#include "tests/packets/history.h"
#include "tests/packets/opinion.h"
#include "tests/packets/random_packet.h"
#include "tests/packets/random_rules.h"
#include "tests/packets/retold.h"
#include "tests/packets/talk.h"
#include "tools/replica/stand_in.h"

enum {
	FRAMES_PER_RULES = 1500,
	FRAME_ROOM = 16384,
	DIFFERENCES_MAX = 5,
};

struct fuzz {
	struct program *program;
	struct dice dice;
	uint64_t rules_seed; /* of the rules in force, before they were changed */
	struct talks talks;
	struct names *names;
	struct history history;
	const struct ruleset *rules; /* owned by the history */
	struct model model;
	struct counters expected;
	struct fuzz_clock clock;
	struct frame frame, other; /* of FRAME_ROOM each */
	bool outbound;
	uint64_t frames, differences;
	uint64_t reasons[REASON_MAX];
};

/* --- one frame ------------------------------------------------------------------------------------------------- */

/* Says a difference and starts afresh: state and counters of both sides may have parted. */
static int difference_report(struct fuzz *f, const struct opinion *opinion, const struct verdict *verdict)
{
	struct counters now;

	fprintf(stderr, "difference at frame %llu\n", (unsigned long long)f->frames);
	if (!program_counters(f->program, &now)) {
		fprintf(stderr, "  program: ");
		verdict_print(stderr, verdict);
		fprintf(stderr, ", beside what the model expects:");
		counters_print_moves(stderr, &f->expected, &now, f->names);
	}
	fprintf(stderr, "\n  model:   ");
	opinion_print(stderr, opinion, opinion_passes(opinion, f->rules), f->names);
	fputc('\n', stderr);
	f->differences++;
	history_explain(&f->history, f->program);
	return -ESTALE;
}

/* What is dropped stays so when the end of it is out of the program's reach. */
static int split_try(struct fuzz *f, const struct sight *sight)
{
	size_t linear = FRAME_LEAST + dice_below(&f->dice, (uint32_t)(sight->length - FRAME_LEAST + 1));
	bool passed = false;
	int error = program_run_split(f->program, sight, linear, &passed);

	if (error == -EINVAL)
		return 0;
	if (error)
		return error;
	if (passed) {
		fprintf(stderr, "a drop that passes with %zu bytes in reach:\n", linear);
		f->differences++;
		history_explain(&f->history, f->program);
	}
	return program_counters(f->program, &f->expected);
}

/* What the opinion does to the counters, if it is the one that the program has. */
static bool opinion_enter(struct fuzz *f, const struct sight *sight, const struct opinion *opinion,
			  const struct verdict *verdict)
{
	bool pass = opinion_passes(opinion, f->rules);

	if (!opinion_told(opinion, pass, verdict, f->names))
		return false;
	if (!program_runs(f->program, sight)) /* a stand-in has another length */
		return !program_counters(f->program, &f->expected);
	counters_enter(&f->expected, opinion, &(struct count){f->outbound, pass, sight->length});
	return counters_confirm(f->program, &f->expected, opinion);
}

/* Enters the opinion, of all that are right, which the program has; false: none of them. */
static bool opinion_settle(struct fuzz *f, const struct sight *sight, struct opinion *opinion,
			   const struct verdict *verdict)
{
	struct counters before = f->expected;

	for (size_t i = 0; i <= f->model.also_count; i++) {
		const struct opinion *wanted = i ? &f->model.also[i - 1] : opinion;

		if (opinion_enter(f, sight, wanted, verdict)) {
			*opinion = *wanted;
			return true;
		}
		f->expected = before;
	}
	counters_enter(&f->expected, opinion, &(struct count){f->outbound, verdict->pass, sight->length});
	return false;
}

static bool split_is_harmless(const struct opinion *opinion)
{
	return opinion->reason != REASON_RATE_LIMIT && opinion->reason != REASON_BLOCKLIST;
}

static int frame_try(struct fuzz *f)
{
	const struct sight sight = {f->frame.bytes, f->frame.length, f->outbound, f->clock.now_ns};
	struct opinion opinion;
	struct verdict verdict;
	int error = program_run(f->program, &sight, &verdict);

	if (error == -EMSGSIZE) /* it left nothing behind */
		return 0;
	error = error ?: history_frame(&f->history, &sight);
	if (error)
		return error;
	opinion = model_judge(&f->model, f->rules, &sight);
	f->frames++;
	if (!opinion_settle(f, &sight, &opinion, &verdict))
		return difference_report(f, &opinion, &verdict);
	f->reasons[opinion.reason]++;
	f->differences += dice_one_in(&f->dice, 4) && !frame_retold(&sight, f->rules);
	if (verdict.pass || f->outbound || !split_is_harmless(&opinion) || !dice_one_in(&f->dice, 100) ||
	    !program_runs(f->program, &sight))
		return 0;
	return split_try(f, &sight);
}

/* --- many frames ----------------------------------------------------------------------------------------------- */

static int frame_random(struct fuzz *f, struct frame *ret)
{
	bool talk = dice_one_in(&f->dice, 2);
	struct packet packet = {0};
	struct frame built;
	int error = talk ? packet_talk(&f->dice, f->rules, &f->talks, &packet)
			 : packet_random(&f->dice, f->rules, &packet);

	if (error)
		return error;
	if (!talk)
		packet.outbound = dice_one_in(&f->dice, 3);
	f->outbound = packet.outbound;
	error = packet_build(&packet, &built);
	packet_free(&packet);
	if (error)
		return error;
	ret->length = built.length < FRAME_ROOM ? built.length : FRAME_ROOM;
	memcpy(ret->bytes, built.bytes, ret->length);
	free(built.bytes);
	if (f->other.length && dice_one_in(&f->dice, talk ? 20 : 3))
		frame_mutate(&f->dice, ret, FRAME_ROOM, &f->other);
	return 0;
}

/* Most frames once; some eighty times, which is beyond what a source may ping. */
static int frames_try(struct fuzz *f)
{
	unsigned times = dice_one_in(&f->dice, 200) ? 80 : 1;
	int error = 0;

	for (unsigned i = 0; i < times && !error; i++) {
		error = frame_try(f);
		if (!error && dice_one_in(&f->dice, 4))
			fuzz_clock_step(&f->dice, &f->clock);
	}
	return error;
}

/* What moved although nobody expected it to shows only here: a look at all counters costs as much as 200 frames. */
static int counters_check(struct fuzz *f)
{
	struct counters now;
	int error = program_counters(f->program, &now);

	if (error || memcmp(&now, &f->expected, sizeof(now)) == 0)
		return error;
	fprintf(stderr, "counters moved that should not:");
	counters_print_moves(stderr, &f->expected, &now, f->names);
	fputc('\n', stderr);
	f->differences++;
	return 0;
}

/* The model reads some rules as `list` would print them: compiled, and taken apart again. */
static int rules_turn_over(struct ruleset *rules)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_free_ struct rules *compiled = NULL;
	struct diagnostics d = {0};
	struct ruleset again;
	int error = ruleset_compile(rules, &d, &compiled);

	diagnostics_free(&d);
	error = error ?: blocklists_compile(rules, compiled, &lists) ?: rules_decompile(compiled, &again) ?:
		blocklists_decompile(&compiled->header.blocklists, &lists, &again);
	if (error)
		return error;
	ruleset_free(rules);
	*rules = again;
	return 0;
}

/* Puts rules in force; the history owns them from here on. */
static int rules_enforce(struct fuzz *f, struct ruleset *rules)
{
	int error = 0;

	if (dice_one_in(&f->dice, 4))
		error = rules_turn_over(rules);
	error = error ?: program_rules(f->program, rules);
	if (error)
		ruleset_free(rules);
	return error ?: history_rules(&f->history, rules, f->clock.now_ns, &f->rules);
}

/* Mostly the rules as they were with a change or two, which takes services away or puts others in front of them. */
static int rules_reload(struct fuzz *f)
{
	struct dice again = {f->rules_seed};
	enum rules_state state = f->rules->state;
	struct ruleset rules;
	int error;

	if (dice_one_in(&f->dice, 8)) {
		f->rules_seed = f->dice.state;
		again = f->dice;
		dice_roll(&f->dice);
	}
	error = ruleset_random(&again, &rules);
	if (error)
		return error;
	rules.state = state;
	ruleset_change(&f->dice, &rules);
	return rules_enforce(f, &rules);
}

static int rules_start(struct fuzz *f)
{
	struct ruleset rules;
	int error;

	f->rules_seed = f->dice.state;
	error = ruleset_random(&f->dice, &rules);
	error = error ?: rules_enforce(f, &rules);
	error = error ?: program_state_clear(f->program);
	talks_clear(&f->talks);
	return error ?: program_counters(f->program, &f->expected);
}

static int rules_try(struct fuzz *f, uint64_t until)
{
	int error = rules_start(f);

	while (!error && f->frames < until) {
		struct frame swap = f->other;

		f->other = f->frame;
		f->frame = swap;
		if (dice_one_in(&f->dice, 300))
			error = rules_reload(f);
		error = error ?: frame_random(f, &f->frame);
		fuzz_clock_step(&f->dice, &f->clock);
		error = error ?: frames_try(f);
	}
	error = error ?: counters_check(f);
	model_clear(&f->model);
	history_clear(&f->history);
	return error == -ESTALE ? 0 : error;
}

static void reasons_print(const struct fuzz *f)
{
	static const char *const names[REASON_MAX] = {
#define X(constant, number, name, sentence) [number] = name,
		REASONS(X)
#undef X
	};

	for (size_t i = 0; i < REASON_MAX; i++) {
		if (f->reasons[i])
			printf(" %s %llu", names[i], (unsigned long long)f->reasons[i]);
	}
	putchar('\n');
}

int fuzz(struct program *program, const struct fuzz_options *options)
{
	_cleanup_free_ uint8_t *room = calloc(2, FRAME_ROOM);
	_cleanup_free_ struct fuzz *f = calloc(1, sizeof(*f));
	int error = 0;

	if (!room || !f)
		return -ENOMEM;
	f->program = program;
	f->dice.state = options->seed;
	f->names = f->model.names = f->history.names = program_names(program);
	fuzz_clock_start(&f->clock);
	f->frame.bytes = room;
	f->other.bytes = room + FRAME_ROOM;
	while (!error && f->frames < options->frames && f->differences < DIFFERENCES_MAX) {
		uint64_t until = f->frames + FRAMES_PER_RULES;

		error = rules_try(f, until < options->frames ? until : options->frames);
	}
	printf("fuzz: %llu frames, seed %llu, %llu differences\n ", (unsigned long long)f->frames,
	       (unsigned long long)options->seed, (unsigned long long)f->differences);
	reasons_print(f);
	if (error)
		fprintf(stderr, "fuzz: %s\n", strerror(-error));
	return error ?: f->differences ? -EBADMSG : 0;
}
