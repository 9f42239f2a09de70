// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "title.h"

#include <stdarg.h>
#include <stdio.h>

#include "number.h"
#include "paint.h"
#include "tools/metrics/words.h"

/* Pieces so far. */
struct title {
	struct title_piece *piece;
	size_t count;
};

static void __attribute__((format(printf, 3, 4)))
piece_add(struct title *title, const char *paint, const char *format, ...)
{
	struct title_piece *piece = &title->piece[title->count++];
	va_list arguments;

	piece->paint = paint;
	va_start(arguments, format);
	vsnprintf(piece->text, sizeof(piece->text), format, arguments);
	va_end(arguments);
}

static const char *mode_paint(uint8_t mode)
{
	static const char *const paints[] = {
		[MODE_ENFORCE] = PAINT_CALM, [MODE_MONITOR] = PAINT_WATCH, [MODE_OPEN] = PAINT_ALARM};

	return mode <= MODE_OPEN ? paints[mode] : PAINT_ALARM;
}

size_t title_pieces(const struct snapshot *now, struct title_piece ret[TITLE_PIECES])
{
	struct title title = {.piece = ret};
	uint64_t applied = now->rules.applied_at_ns;
	char hash[HASH_WORD_SIZE], age[AGE_SIZE];

	hash_word(&now->rules, hash);
	age_format(now->taken_at_ns > applied ? (now->taken_at_ns - applied) / 1000000000 : 0, age);
	piece_add(&title, PAINT_HEAD, "%s", now->interface);
	piece_add(&title, NULL, "  %s, ", xdp_mode_word(&now->instance));
	piece_add(&title, mode_paint(now->rules.mode), "%s", rules_mode_word(&now->rules));
	if (!now->attached)
		piece_add(&title, PAINT_ALARM, ", not attached");
	piece_add(&title, NULL, ", generation %u, hash %.12s, in force for %s", now->rules.generation, hash,
		  age);
	return title.count;
}

bool title_trial(const struct snapshot *now, struct title_piece *ret)
{
	struct title title = {.piece = ret};

	if (now->trial.pending)
		piece_add(&title, PAINT_WATCH, "NOT CONFIRMED YET: falls back in %u s", now->trial.left_s);
	else if (now->trial.expired)
		piece_add(&title, PAINT_ALARM, "FELL BACK: generation %u was not confirmed",
			  now->trial.rules.generation);
	return title.count > 0;
}
