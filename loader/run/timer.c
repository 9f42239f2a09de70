// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/timer.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define US_PER_S  ((uint64_t)1000000)
#define NS_PER_US 1000

static void ready(void *self)
{
	struct timer *timer = self;
	uint64_t times;

	if (read(timer->source.fd, &times, sizeof(times)) == sizeof(times))
		timer->due(timer->self);
}

int timer_open(const struct loop *loop, void (*due)(void *self), void *self, struct timer *timer)
{
	int r, fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	if (fd < 0)
		return -errno;
	*timer = (struct timer){{fd, ready, timer}, due, self};
	r = loop_add(loop, &timer->source);
	if (r < 0)
		timer_close(loop, timer);
	return r;
}

void timer_close(const struct loop *loop, struct timer *timer)
{
	loop_remove(loop, &timer->source);
}

static struct timespec timespec_of(uint64_t us)
{
	return (struct timespec){(time_t)(us / US_PER_S), (long)(us % US_PER_S) * NS_PER_US};
}

static int set(const struct timer *timer, const struct itimerspec *when)
{
	return timerfd_settime(timer->source.fd, 0, when, NULL) < 0 ? -errno : 0;
}

/* All zero would stop it. */
int timer_set(const struct timer *timer, uint64_t after_us)
{
	const struct itimerspec when = {.it_value = timespec_of(after_us ? after_us : 1)};

	return set(timer, &when);
}

int timer_repeat(const struct timer *timer, uint64_t every_us)
{
	const struct itimerspec when = {timespec_of(every_us), timespec_of(every_us)};

	return set(timer, &when);
}

uint64_t timer_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * US_PER_S + (uint64_t)now.tv_nsec / NS_PER_US;
}
