// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/listen/listener.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <net/if.h>

#include "maps/events.h"
#include "maps/instance.h"

#include "base/log.h"
#include "cleanup.h"
#include "tools/metrics/words.h"

#define NS_PER_S  1000000000ull
#define NS_PER_MS 1000000ull

enum { WATCHED_BESIDES = 2 /* signals, standard output */ };

/* One interface. */
struct source {
	struct pins pins;
	char name[IF_NAMESIZE];
	struct events *events;
	struct counter_names names;
};

struct listener {
	struct listener_wish wish;
	struct source **list;
	struct pollfd *watched; /* sources, then signals, then standard output */
	size_t count;
	int signals;
	uint64_t clock_ns; /* what CLOCK_REALTIME is ahead */
	uint64_t renewed_ns;
	bool busy_told;
	struct listener_totals totals;
	const struct source *speaking; /* in hand */
	sighting_take take;
	void *context;
	bool enough;
};

static uint64_t clock_now(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* --- one interface --- */

static void source_free(struct source *source)
{
	if (source)
		events_close(source->events);
	free(source);
}

static void cleanup_source(struct source **source)
{
	source_free(*source);
}

/* Names that cannot be read stay as they were: a reload has them back in a moment. */
static void source_names_read(struct source *source)
{
	_cleanup_close_ int fd = pin_open_readonly(&source->pins, "counter_names");

	if (fd >= 0)
		(void)counter_names_read(fd, &source->names);
	(void)if_indextoname(source->pins.ifindex, source->name);
}

static int source_failed(const char *name, int error, pid_t holder)
{
	if (error == -EPERM || error == -EACCES)
		return log_errno(error, "%s: cannot listen (see PERMISSIONS in ucgate-events(8))", name);
	if (error != -EBUSY)
		return log_errno(error, "%s: cannot listen", name);
	if (holder > 0)
		log_error("%s: process %d listens already ('ps %d' tells who), and only one at a time can",
			  name, (int)holder, (int)holder);
	else
		log_error("%s: another process listens already, and only one at a time can", name);
	return error;
}

/* What a record has to say goes to whoever listens to the listener. */
static void record_take(void *context, const struct event *event)
{
	struct listener *listener = context;
	struct sighting sighting;

	if (event->reason >= REASON_MAX)
		return;
	listener->totals.seen[event->reason]++;
	listener->totals.left_out[event->reason] += event->suppressed;
	if (listener->enough || !listener->take)
		return;
	sighting_read(event, listener->speaking->name, &listener->speaking->names, listener->clock_ns,
		      &sighting);
	listener->enough = !listener->take(listener->context, &sighting);
}

static int source_hear(struct listener *listener, const struct source *source)
{
	int r;

	listener->speaking = source;
	r = events_read(source->events, record_take, listener);
	return r < 0 ? log_errno(r, "%s: cannot read events", source->name) : 0;
}

/* The last words of an interface, and what it left out. */
static void source_end(struct listener *listener, const struct source *source)
{
	uint64_t left_out[REASON_MAX];

	(void)events_hush(source->events);
	(void)source_hear(listener, source);
	if (events_left_out(source->events, left_out) < 0)
		return;
	for (int reason = 0; reason < REASON_MAX; reason++)
		listener->totals.left_out[reason] += left_out[reason];
}

/* --- all of them --- */

/* The descriptors to poll, which change with the sources. */
static int watch(struct listener *listener)
{
	size_t count = listener->count;
	struct pollfd *watched = reallocarray(listener->watched, count + WATCHED_BESIDES, sizeof(*watched));

	if (!watched)
		return -ENOMEM;
	listener->watched = watched;
	for (size_t i = 0; i < count; i++)
		watched[i] = (struct pollfd){.fd = events_fd(listener->list[i]->events), .events = POLLIN};
	watched[count] = (struct pollfd){.fd = listener->signals, .events = POLLIN};
	watched[count + 1] = (struct pollfd){.fd = listener->wish.watch_output ? STDOUT_FILENO : -1};
	return 0;
}

static bool wanted(const struct listener *listener, const char *name)
{
	const struct option_list *names = listener->wish.interfaces;

	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->text[i], name) == 0)
			return true;
	return names->count == 0;
}

static bool listened_to(const struct listener *listener, const struct pins *pins)
{
	for (size_t i = 0; i < listener->count; i++)
		if (strcmp(listener->list[i]->pins.path, pins->path) == 0)
			return true;
	return false;
}

static bool filter_on(const struct pins *pins)
{
	struct instance instance;

	if (pins_instance(pins, &instance) < 0)
		return false;
	instance.ifindex = pins->ifindex; /* it was moved here under another one, maybe */
	return instance_attached(&instance);
}

static int source_add(struct listener *listener, const struct pins *pins, const char *name)
{
	_cleanup_(cleanup_source) struct source *source = calloc(1, sizeof(*source));
	struct source **list = reallocarray(listener->list, listener->count + 1, sizeof(struct source *));
	pid_t holder = 0;
	int r;

	if (list)
		listener->list = list;
	if (!source || !list)
		return -ENOMEM;
	source->pins = *pins;
	snprintf(source->name, sizeof(source->name), "%s", name);
	r = events_open(pins, &source->events, &holder);
	if (r == -EBUSY && listener->busy_told)
		return r;
	if (r < 0)
		return source_failed(name, r, holder);
	source_names_read(source);
	r = events_listen(source->events, listener->wish.pass_sample);
	if (r < 0)
		return source_failed(name, r, 0);
	listener->list[listener->count++] = TAKE_PTR(source);
	return watch(listener);
}

/* Adds what is attached, wanted and not there yet. The first failure, or 0. */
static int sources_find(struct listener *listener)
{
	_cleanup_free_ struct pins *pins = NULL;
	size_t count = 0;
	int failed = 0, r = pins_here(&pins, &count);

	if (r < 0)
		return log_errno(r, "cannot read " PIN_ROOT);
	for (size_t i = 0; i < count; i++) {
		char name[IF_NAMESIZE];

		if (!if_indextoname(pins[i].ifindex, name) || !wanted(listener, name) ||
		    listened_to(listener, &pins[i]) || !filter_on(&pins[i]))
			continue;
		r = source_add(listener, &pins[i], name);
		failed = failed ? failed : r;
	}
	return failed;
}

static int source_remove(struct listener *listener, size_t index)
{
	struct source *source = listener->list[index];

	source_end(listener, source);
	log_warning("%s: the filter was taken off; waiting for it to come back", source->name);
	source_free(source);
	listener->list[index] = listener->list[--listener->count];
	return watch(listener);
}

/* A lease that ran out while the output was stuck: what happened meanwhile was neither told nor counted. */
static void gap_tell(const struct listener *listener, uint64_t now)
{
	uint64_t gap = now - listener->renewed_ns;

	if (listener->renewed_ns && gap > EVENTS_LEASE_S * NS_PER_S)
		log_warning("the output took nothing for %u s: packets of that time may be missing",
			    (unsigned int)(gap / NS_PER_S));
}

/* Once a second: renews the leases, drops who has gone, finds who has come. */
static int sources_renew(struct listener *listener)
{
	uint64_t now = clock_now(CLOCK_MONOTONIC);
	size_t before;
	int r = 0;

	gap_tell(listener, now);
	listener->renewed_ns = now;
	listener->clock_ns = clock_now(CLOCK_REALTIME) - now;
	for (size_t i = listener->count; r == 0 && i-- > 0;) {
		struct source *source = listener->list[i];

		if (!events_current(source->events, &source->pins) || !filter_on(&source->pins)) {
			r = source_remove(listener, i);
			continue;
		}
		source_names_read(source);
		r = events_listen(source->events, listener->wish.pass_sample);
	}
	if (r < 0)
		return log_errno(r, "cannot go on listening");
	before = listener->count;
	r = sources_find(listener);
	listener->busy_told = r == -EBUSY;
	for (size_t i = before; i < listener->count; i++)
		log_note("%s: the filter is on, listening", listener->list[i]->name);
	return r == -ENOMEM ? r : 0; /* what cannot be listened to now may be in a second */
}

static int signals_open(void)
{
	const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaddset(&set, signals[i]);
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool source_named(const struct listener *listener, const char *name)
{
	for (size_t i = 0; i < listener->count; i++)
		if (strcmp(listener->list[i]->name, name) == 0)
			return true;
	return false;
}

/* Who may not read the pins cannot tell whether the filter is on. Of an interface (NULL: any): 0, or -errno, said. */
static int pins_closed(const char *interface)
{
	_cleanup_free_ struct pins *pins = NULL;
	size_t count = 0;
	int r = pins_here(&pins, &count);

	for (size_t i = 0; r == 0 && i < count; i++) {
		char name[IF_NAMESIZE];
		struct instance instance;

		if (!if_indextoname(pins[i].ifindex, name) || (interface && strcmp(name, interface) != 0))
			continue;
		r = pins_instance(&pins[i], &instance);
		if (r < 0 && r != -ENOENT)
			return source_failed(name, r, 0);
		r = 0;
	}
	return 0;
}

static int sources_missing(const struct listener *listener)
{
	const struct option_list *names = listener->wish.interfaces;
	int r;

	for (size_t i = 0; i < names->count; i++) {
		if (source_named(listener, names->text[i]))
			continue;
		r = pins_closed(names->text[i]);
		if (r == 0)
			log_error("ucgate is not attached to '%s'", names->text[i]);
		return r < 0 ? r : -ENOENT;
	}
	if (listener->count)
		return 0;
	r = pins_closed(NULL);
	if (r == 0)
		log_error("ucgate is not attached to any interface");
	return r < 0 ? r : -ENOENT;
}

int listener_open(const struct listener_wish *wish, struct listener **ret)
{
	_cleanup_(cleanup_listener) struct listener *listener = calloc(1, sizeof(*listener));
	int r;

	if (!listener)
		return -ENOMEM;
	listener->wish = *wish;
	listener->signals = signals_open();
	if (listener->signals < 0)
		return log_errno(-errno, "cannot wait for signals");
	listener->renewed_ns = clock_now(CLOCK_MONOTONIC);
	listener->clock_ns = clock_now(CLOCK_REALTIME) - listener->renewed_ns;
	r = sources_find(listener);
	if (r == 0)
		r = sources_missing(listener);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(listener);
	return 0;
}

static bool name_known(const struct counter_names *names, const char *service)
{
	for (size_t id = 1; id < SERVICE_COUNTERS_MAX; id++)
		if (strcmp(names->name[id], service) == 0)
			return true;
	return false;
}

bool listener_knows(const struct listener *listener, const char *service)
{
	for (int essential = 0; essential < ESSENTIALS_COUNT; essential++)
		if (strcmp(essential_words[essential], service) == 0)
			return true;
	for (size_t i = 0; i < listener->count; i++)
		if (name_known(&listener->list[i]->names, service))
			return true;
	return strcmp(service, "other") == 0;
}

/* --- as it happens --- */

/* Milliseconds until the next thing that is due, rounded up. */
static int patience(const struct listener *listener, uint64_t now, uint64_t until_ns)
{
	uint64_t due = listener->renewed_ns + EVENTS_RENEW_MS * NS_PER_MS;

	if (until_ns && until_ns < due)
		due = until_ns;
	return due > now ? (int)((due - now + NS_PER_MS - 1) / NS_PER_MS) : 0;
}

static int sources_hear(struct listener *listener)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < listener->count; i++)
		if (listener->watched[i].revents)
			r = source_hear(listener, listener->list[i]);
	return r;
}

/* A signal, or nobody reads the output. */
static bool ended(const struct listener *listener)
{
	const struct pollfd *besides = &listener->watched[listener->count];

	return besides[0].revents || besides[1].revents & (POLLERR | POLLHUP | POLLNVAL);
}

int listener_run(struct listener *listener, uint64_t until_ns, sighting_take take, void *context,
		 bool *ret_more)
{
	int r = 0;

	listener->take = take;
	listener->context = context;
	*ret_more = false;
	while (r == 0 && !listener->enough) {
		uint64_t now = clock_now(CLOCK_MONOTONIC);

		if (until_ns && now >= until_ns) {
			*ret_more = true;
			break;
		}
		if (now - listener->renewed_ns >= EVENTS_RENEW_MS * NS_PER_MS)
			r = sources_renew(listener);
		if (r == 0 &&
		    poll(listener->watched, listener->count + WATCHED_BESIDES,
			 patience(listener, now, until_ns)) < 0 &&
		    errno != EINTR)
			r = log_errno(-errno, "cannot wait for events");
		if (r == 0)
			r = sources_hear(listener);
		if (ended(listener))
			break;
	}
	listener->take = NULL;
	return r;
}

void listener_finish(struct listener *listener, sighting_take take, void *context,
		     struct listener_totals *ret)
{
	listener->take = take;
	listener->context = context;
	for (size_t i = 0; i < listener->count; i++)
		source_end(listener, listener->list[i]);
	listener->take = NULL;
	*ret = listener->totals;
}

void listener_close(struct listener *listener)
{
	if (!listener)
		return;
	for (size_t i = 0; i < listener->count; i++)
		source_free(listener->list[i]);
	cleanup_close(&listener->signals);
	free(listener->watched);
	free(listener->list);
	free(listener);
}
