// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/run.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "attach/bpffs.h"
#include "base/log.h"
#include "cleanup.h"
#include "run/alone.h"
#include "run/notify.h"

/* The kernel does not tell when a link is taken off by hand. */
#define CHECK_US ((uint64_t)5 * 1000000)

enum { STATUS_SIZE = 4096 };

struct runner {
	struct loop loop;
	struct loop_source signals;
	struct links links;
	struct timer check, watchdog;
	struct keeper keepers[RUN_INTERFACES_MAX];
	int alone[RUN_INTERFACES_MAX];
	size_t count;
};

static void status_tell(void *self)
{
	const struct runner *runner = self;
	char text[STATUS_SIZE] = "";
	size_t used = 0;

	for (size_t i = 0; i < runner->count && used + 3 < sizeof(text); i++) {
		if (i)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "; ");
		keeper_status(&runner->keepers[i], text + used, sizeof(text) - used);
		used += strlen(text + used);
	}
	notify_status(text);
}

static void reload(struct runner *runner)
{
	notify_reloading();
	for (size_t i = 0; i < runner->count; i++)
		keeper_reload(&runner->keepers[i]);
	notify_ready();
}

static void signal_come(void *self)
{
	struct runner *runner = self;
	struct signalfd_siginfo signal;

	if (read(runner->signals.fd, &signal, sizeof(signal)) != sizeof(signal))
		return;
	if (signal.ssi_signo == SIGHUP)
		reload(runner);
	else
		loop_end(&runner->loop);
}

static void link_told(void *self, const struct link_news *news)
{
	struct runner *runner = self;

	if (!news)
		log_note("the kernel had more to say of interfaces than there was room for: looking at all");
	for (size_t i = 0; i < runner->count; i++)
		keeper_tell(&runner->keepers[i], news);
}

static void check_due(void *self)
{
	struct runner *runner = self;

	for (size_t i = 0; i < runner->count; i++)
		keeper_look(&runner->keepers[i]);
}

static void watchdog_due(void *self)
{
	(void)self;
	notify_alive();
}

static int signals_open(struct runner *runner)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	runner->signals = (struct loop_source){fd, signal_come, runner};
	return loop_add(&runner->loop, &runner->signals);
}

static int watchdog_open(struct runner *runner)
{
	uint64_t interval = notify_interval();
	int r = interval ? timer_open(&runner->loop, watchdog_due, runner, &runner->watchdog) : 0;

	return r == 0 && interval ? timer_repeat(&runner->watchdog, interval) : r;
}

static int runner_open(struct runner *runner)
{
	int r = signals_open(runner);

	if (r == 0)
		r = watchdog_open(runner);
	/* Before the keepers look for the first time, so that nothing is missed. */
	if (r == 0)
		r = links_open(&runner->loop, link_told, runner, &runner->links);
	if (r == 0)
		r = timer_open(&runner->loop, check_due, runner, &runner->check);
	return r == 0 ? timer_repeat(&runner->check, CHECK_US) : r;
}

static void runner_close(struct runner *runner)
{
	for (size_t i = 0; i < runner->count; i++) {
		keeper_close(&runner->keepers[i]);
		cleanup_close(&runner->alone[i]);
	}
	links_close(&runner->links);
	timer_close(&runner->loop, &runner->check);
	timer_close(&runner->loop, &runner->watchdog);
	loop_remove(&runner->loop, &runner->signals);
	loop_close(&runner->loop);
}

/* Without a place for the lock it goes on: the filter matters more. */
static enum outcome alone(const char *interface, int *ret_fd)
{
	int r = alone_take(interface, ret_fd);

	if (r == -EBUSY) {
		log_error("%s: another 'ucgate run' keeps it already", interface);
		return OUTCOME_KERNEL;
	}
	if (r < 0)
		log_warning("%s: cannot make sure that no other 'ucgate run' keeps it (" RUN_FOLDER ": %s)",
			    interface, strerror(-r));
	return OUTCOME_DONE;
}

static enum outcome keepers_open(struct runner *runner, const struct keeper_order *orders, size_t count)
{
	enum outcome outcome = OUTCOME_DONE;

	for (size_t i = 0; i < count && outcome == OUTCOME_DONE; i++) {
		outcome = alone(orders[i].interface, &runner->alone[i]);
		if (outcome != OUTCOME_DONE)
			break;
		runner->count++;
		outcome = keeper_open(&runner->loop, &orders[i], status_tell, runner, &runner->keepers[i]);
	}
	return outcome;
}

static struct runner *runner_new(void)
{
	struct runner *runner = calloc(1, sizeof(*runner));

	if (!runner)
		return NULL;
	runner->signals.fd = runner->check.source.fd = runner->watchdog.source.fd = -1;
	for (size_t i = 0; i < RUN_INTERFACES_MAX; i++)
		runner->alone[i] = -1;
	return runner;
}

enum outcome interfaces_run(const struct keeper_order *orders, size_t count)
{
	_cleanup_free_ struct runner *runner = runner_new();
	enum outcome outcome = OUTCOME_KERNEL;
	int r = runner ? loop_open(&runner->loop) : -ENOMEM;

	if (r < 0) {
		log_errno(r, "cannot run");
		return OUTCOME_KERNEL;
	}
	bpffs_look();
	r = runner_open(runner);
	if (r < 0)
		log_errno(r, "cannot listen for signals and interfaces");
	else
		outcome = keepers_open(runner, orders, count);
	if (outcome == OUTCOME_DONE) {
		status_tell(runner);
		notify_ready();
		r = loop_run(&runner->loop);
		notify_stopping();
	}
	runner_close(runner);
	if (r < 0 && outcome == OUTCOME_DONE)
		log_errno(r, "cannot wait for events");
	return r < 0 ? OUTCOME_KERNEL : outcome;
}
