// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/rules.h"
#include "tests/packets/opinion.h"
#include "tests/packets/random_packet.h"
#include "tests/packets/random_rules.h"

enum {
	FRAMES_PER_RULES = 1500,
	FRAME_ROOM = 16384,
	DIFFERENCES_MAX = 5,
};

struct fuzz {
	struct program *program;
	struct dice dice;
	struct ruleset rules;
	struct model model;
	struct counters expected;
	uint64_t now_ns;
	struct frame frame, other; /* of FRAME_ROOM each */
	uint64_t frames, differences;
	uint64_t reasons[REASON_MAX];
};

/* --- one frame ------------------------------------------------------------------------------------------------- */

/* Program and model about a frame with fresh sources, all counters compared; used where speed does not matter. */
static int frame_compare(struct fuzz *f, const uint8_t *bytes, size_t length, bool print, bool *ret_same)
{
	struct counters before, wanted, after;
	struct model model = {0};
	struct opinion opinion;
	bool passed, passes;
	int error = program_sources_clear(f->program) ?: program_counters(f->program, &before);

	error = error ?: program_run(f->program, bytes, length, &passed) ?: program_counters(f->program, &after);
	if (error)
		return error;
	opinion = model_judge(&model, &f->rules, bytes, length, f->now_ns);
	model_free(&model);
	passes = opinion_passes(&opinion, &f->rules);
	wanted = before;
	counters_enter(&wanted, &opinion, passes, length);
	*ret_same = passes == passed && memcmp(&wanted, &after, sizeof(after)) == 0;
	if (!print)
		return 0;
	fprintf(stderr, "  program: %s", passed ? "pass" : "drop");
	counters_print_moves(stderr, &before, &after, &f->rules);
	fprintf(stderr, "\n  model:   ");
	opinion_print(stderr, &opinion, passes, &f->rules);
	fputc('\n', stderr);
	return 0;
}

static bool still_differs(struct fuzz *f, const uint8_t *bytes, size_t length)
{
	bool same = true;

	return length >= FRAME_MIN && !frame_compare(f, bytes, length, false, &same) && !same;
}

/* Shortens the frame, then clears bytes, as long as the two disagree. */
static void frame_minimise(struct fuzz *f, struct frame *frame)
{
	for (size_t step = frame->length / 2; step > 0; step /= 2) {
		while (frame->length > step && still_differs(f, frame->bytes, frame->length - step))
			frame->length -= step;
	}
	for (size_t i = 0; i < frame->length && i < 400; i++) {
		uint8_t byte = frame->bytes[i];

		frame->bytes[i] = 0;
		if (!still_differs(f, frame->bytes, frame->length))
			frame->bytes[i] = byte;
	}
}

static void difference_print(struct fuzz *f, const struct frame *frame)
{
	bool same;

	fprintf(stderr, "hex ");
	for (size_t i = 0; i < frame->length; i++)
		fprintf(stderr, "%02x", frame->bytes[i]);
	fprintf(stderr, "\n");
	frame_compare(f, frame->bytes, frame->length, true, &same);
}

/* Says a difference and starts afresh: the sources and the counters of both sides may have parted. */
static int difference_report(struct fuzz *f, const struct opinion *opinion, bool passed)
{
	struct counters now;

	fprintf(stderr, "difference at frame %llu (%s), state: %s\n", (unsigned long long)f->frames,
		f->rules.mode == MODE_MONITOR ? "monitor" : "enforce",
		f->rules.state == STATE_NONE ? "none" : "tracked");
	if (!program_counters(f->program, &now)) {
		fprintf(stderr, "  program: %s, beside what the model expects:", passed ? "pass" : "drop");
		counters_print_moves(stderr, &f->expected, &now, &f->rules);
	}
	fprintf(stderr, "\n  model:   ");
	opinion_print(stderr, opinion, opinion_passes(opinion, &f->rules), &f->rules);
	fputc('\n', stderr);
	f->differences++;
	if (still_differs(f, f->frame.bytes, f->frame.length)) {
		frame_minimise(f, &f->frame);
		difference_print(f, &f->frame);
		fprintf(stderr, "rules:\n");
		ruleset_print(&f->rules, stderr);
	} else {
		fprintf(stderr, "  gone with fresh sources: it depends on the frames before\n");
		difference_print(f, &f->frame);
	}
	model_free(&f->model);
	return program_sources_clear(f->program) ?: program_counters(f->program, &f->expected);
}

/* What is dropped stays so when the end of it is out of the program's reach. */
static int split_try(struct fuzz *f)
{
	size_t linear = FRAME_MIN + dice_below(&f->dice, (uint32_t)(f->frame.length - FRAME_MIN + 1));
	bool passed = false;
	int error = program_run_split(f->program, f->frame.bytes, f->frame.length, linear, &passed);

	if (error == -EINVAL)
		return 0;
	if (error)
		return error;
	if (passed) {
		fprintf(stderr, "a drop that passes with %zu bytes in reach:\n", linear);
		f->differences++;
		difference_print(f, &f->frame);
	}
	return program_counters(f->program, &f->expected);
}

static int frame_try(struct fuzz *f)
{
	struct opinion opinion =
		model_judge(&f->model, &f->rules, f->frame.bytes, f->frame.length, f->now_ns);
	bool passes = opinion_passes(&opinion, &f->rules), passed;
	int error = program_run(f->program, f->frame.bytes, f->frame.length, &passed);

	if (error)
		return error;
	f->frames++;
	f->reasons[opinion.reason]++;
	counters_enter(&f->expected, &opinion, passes, f->frame.length);
	if (passed != passes || !counters_confirm(f->program, &f->expected, &opinion))
		return difference_report(f, &opinion, passed);
	if (passes || opinion.reason == REASON_RATE_LIMIT || !dice_one_in(&f->dice, 100))
		return 0;
	return split_try(f);
}

/* --- many frames ----------------------------------------------------------------------------------------------- */

static int frame_random(struct fuzz *f, struct frame *ret)
{
	struct packet packet = {0};
	struct frame built;
	int error = packet_random(&f->dice, &f->rules, &packet);

	if (error)
		return error;
	error = packet_build(&packet, &built);
	packet_free(&packet);
	if (error)
		return error;
	ret->length = built.length < FRAME_ROOM ? built.length : FRAME_ROOM;
	memcpy(ret->bytes, built.bytes, ret->length);
	free(built.bytes);
	return 0;
}

static int clock_advance(struct fuzz *f)
{
	f->now_ns += dice_below(&f->dice, dice_one_in(&f->dice, 50) ? 2000000000 : 10000000);
	return program_clock(f->program, f->now_ns);
}

/* Most frames once; some eighty times, which is beyond what a source may ping. */
static int frames_try(struct fuzz *f)
{
	unsigned times = dice_one_in(&f->dice, 200) ? 80 : 1;
	int error = 0;

	if (dice_one_in(&f->dice, 3) && f->other.length)
		frame_mutate(&f->dice, &f->frame, FRAME_ROOM, &f->other);
	if (f->frame.length < FRAME_MIN || f->frame.length > program_frame_max(f->program))
		return 0;
	for (unsigned i = 0; i < times && !error; i++) {
		error = frame_try(f);
		if (!error && dice_one_in(&f->dice, 4))
			error = clock_advance(f);
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
	counters_print_moves(stderr, &f->expected, &now, &f->rules);
	fputc('\n', stderr);
	f->differences++;
	return 0;
}

/* The model reads some rules as `list` would print them: compiled, and taken apart again. */
static int rules_turn_over(struct ruleset *rules)
{
	_cleanup_free_ struct rules *compiled = NULL;
	struct diagnostics d = {0};
	struct ruleset again;
	int error = ruleset_compile(rules, &d, &compiled);

	diagnostics_free(&d);
	error = error ?: rules_decompile(compiled, &again);
	if (error)
		return error;
	ruleset_free(rules);
	*rules = again;
	return 0;
}

static int rules_try(struct fuzz *f, uint64_t until)
{
	int error = ruleset_random(&f->dice, &f->rules);

	error = error ?: program_rules(f->program, &f->rules) ?: program_sources_clear(f->program);
	if (!error && dice_one_in(&f->dice, 4))
		error = rules_turn_over(&f->rules);
	error = error ?: program_counters(f->program, &f->expected);
	while (!error && f->frames < until && f->differences < DIFFERENCES_MAX) {
		struct frame swap = f->other;

		f->other = f->frame;
		f->frame = swap;
		error = frame_random(f, &f->frame) ?: clock_advance(f) ?: frames_try(f);
	}
	error = error ?: counters_check(f);
	ruleset_free(&f->rules);
	model_free(&f->model);
	return error;
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
	f->now_ns = 1000000000000;
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
