/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames and verdicts as literal values, and what a renderer makes of them as a string.
 */
#ifndef UCGATE_TESTS_REPLAY_EXAMPLE_H
#define UCGATE_TESTS_REPLAY_EXAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/replay/render.h"

static const struct finding pass_sip = {true, REASON_SERVICE, "sip"};
static const struct finding drop_peer = {false, REASON_PEER, "sip"};
static const struct finding drop_not_allowed = {false, REASON_NOT_ALLOWED, ""};
static const struct finding would_drop = {true, REASON_NOT_ALLOWED, ""};

/* Seven of SIP both ways, two of a stranger, one that nothing matches. */
static inline struct tally example_tally(void)
{
	struct tally tally = {0};

	assert_int_equal(tally_add(&tally, &drop_not_allowed, NULL, 1, false), 0);
	for (uint64_t n = 2; n < 9; n++)
		assert_int_equal(tally_add(&tally, &pass_sip, NULL, n, n % 2), 0);
	assert_int_equal(tally_add(&tally, &drop_peer, NULL, 9, false), 0);
	assert_int_equal(tally_add(&tally, &drop_peer, NULL, 10, false), 0);
	tally_sort(&tally);
	return tally;
}

/* What was printed; to be freed. */
#define RENDERED(call)                                      \
	({                                                  \
		char *_text = NULL;                         \
		size_t _size;                               \
		FILE *out = open_memstream(&_text, &_size); \
		assert_non_null(out);                       \
		call;                                       \
		assert_int_equal(fclose(out), 0);           \
		_text;                                      \
	})

#define assert_rendered(call, text)                   \
	do {                                          \
		char *_rendered = RENDERED(call);     \
		assert_string_equal(_rendered, text); \
		free(_rendered);                      \
	} while (0)

#endif
