// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run/timer.h"

/* What two timers and the loop have in common. */
struct clockwork {
	struct loop loop;
	struct timer first, second;
	unsigned int firsts, seconds;
};

static void first_due(void *self)
{
	struct clockwork *clockwork = self;

	if (++clockwork->firsts == 3)
		loop_end(&clockwork->loop);
}

static void second_due(void *self)
{
	struct clockwork *clockwork = self;

	clockwork->seconds++;
}

static void second_removes_first(void *self)
{
	struct clockwork *clockwork = self;

	clockwork->seconds++;
	timer_close(&clockwork->loop, &clockwork->first);
	loop_end(&clockwork->loop);
}

static void clockwork_open(struct clockwork *clockwork, void (*second)(void *self))
{
	*clockwork = (struct clockwork){};
	assert_return_code(loop_open(&clockwork->loop), 0);
	assert_return_code(timer_open(&clockwork->loop, first_due, clockwork, &clockwork->first), 0);
	assert_return_code(timer_open(&clockwork->loop, second, clockwork, &clockwork->second), 0);
}

static void clockwork_close(struct clockwork *clockwork)
{
	timer_close(&clockwork->loop, &clockwork->first);
	timer_close(&clockwork->loop, &clockwork->second);
	loop_close(&clockwork->loop);
}

static void a_timer_repeats_until_the_loop_ends(void **state)
{
	struct clockwork clockwork;

	(void)state;
	clockwork_open(&clockwork, second_due);
	assert_return_code(timer_repeat(&clockwork.first, 1000), 0);
	assert_return_code(loop_run(&clockwork.loop), 0);
	assert_int_equal(clockwork.firsts, 3);
	assert_int_equal(clockwork.seconds, 0);
	clockwork_close(&clockwork);
}

static void a_timer_that_is_set_is_due_once(void **state)
{
	struct clockwork clockwork;

	(void)state;
	clockwork_open(&clockwork, second_due);
	assert_return_code(timer_set(&clockwork.second, 0), 0);
	assert_return_code(timer_repeat(&clockwork.first, 5000), 0);
	assert_return_code(loop_run(&clockwork.loop), 0);
	assert_int_equal(clockwork.seconds, 1);
	clockwork_close(&clockwork);
}

static void what_is_removed_is_not_told_any_more(void **state)
{
	struct clockwork clockwork;

	(void)state;
	clockwork_open(&clockwork, second_removes_first);
	assert_return_code(timer_set(&clockwork.second, 0), 0);
	assert_return_code(timer_set(&clockwork.first, 2000), 0);
	assert_return_code(loop_run(&clockwork.loop), 0);
	assert_int_equal(clockwork.firsts, 0);
	assert_int_equal(clockwork.first.source.fd, -1);
	clockwork_close(&clockwork);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_timer_repeats_until_the_loop_ends),
		cmocka_unit_test(a_timer_that_is_set_is_due_once),
		cmocka_unit_test(what_is_removed_is_not_told_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
