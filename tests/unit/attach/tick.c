// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/tick.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { MS = 1000000, PAUSE_MS = 300, LATE = 5 };

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * MS}, NULL);
}

static void a_tick_is_one_to_ten_milliseconds(void **state)
{
	struct tick_clock clock;

	(void)state;
	if (geteuid())
		skip();
	clock = tick_clock_read();
	assert_in_range(clock.tick_ns, 1 * MS, 10 * MS);
}

/* A tick of another length would be far off by then; one that comes late is not. */
static void ticks_keep_up_with_the_clock(void **state)
{
	struct tick_clock before, after;
	int64_t drift;

	(void)state;
	if (geteuid())
		skip();
	before = tick_clock_read();
	pause_ms(PAUSE_MS);
	after = tick_clock_read();
	drift = (int64_t)(after.origin_ns - before.origin_ns);
	assert_true(drift < LATE * (int64_t)before.tick_ns && drift > -LATE * (int64_t)before.tick_ns);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tick_is_one_to_ten_milliseconds),
		cmocka_unit_test(ticks_keep_up_with_the_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
