// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/metrics/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "maps/instance.h"

#include "base/log.h"
#include "cleanup.h"

/* -errno in the words of who wants to read counters. */
static int read_failed(int error, const char *what)
{
	switch (error) {
	case -EPERM:
	case -EACCES:
		log_error("%s: not permitted: run as root, or see PERMISSIONS in ucgate-stats(8)", what);
		break;
	case -EPROTO:
		log_error("%s: pinned by a version of ucgate with another layout", what);
		break;
	case -ESTALE:
		log_error("%s: the rules in force are not the pinned ones, so only root can read them", what);
		break;
	default:
		log_errno(error, "cannot read %s", what);
	}
	return error;
}

/* A directory of pins may outlive its interface, and a new interface may have the name: the attached one is meant. */
static struct snapshot *place_for(struct report *report, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < report->count; i++) {
		struct snapshot *other = &report->list[i];

		if (strcmp(other->interface, snapshot->interface) != 0)
			continue;
		if (other->attached && !snapshot->attached)
			return NULL;
		snapshot_free(other);
		return other;
	}
	return &report->list[report->count++];
}

/* Whose interfaces are wanted; none: all. */
struct wanted {
	const char *const *name;
	size_t count;
};

static bool is_listed(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_wanted(const struct wanted *wanted, const char *interface)
{
	return wanted->count == 0 || is_listed(wanted->name, wanted->count, interface);
}

static int pins_report(const struct pins *pins, const struct wanted *wanted, struct report *report)
{
	_cleanup_(snapshot_free) struct snapshot snapshot = {};
	struct snapshot *place;
	int r = snapshot_read(pins, &snapshot);

	if (r == -ENOENT) /* detached this instant, or not attached yet */
		return 0;
	if (r < 0)
		return read_failed(r, pins->path);
	if (!is_wanted(wanted, snapshot.interface))
		return 0;
	place = place_for(report, &snapshot);
	if (!place)
		return 0;
	*place = snapshot;
	snapshot.services = NULL;
	return 0;
}

static int pins_read(const struct wanted *wanted, struct report *report)
{
	_cleanup_free_ struct pins *pins = NULL;
	size_t count = 0;
	int failed = 0, r = pins_here(&pins, &count);

	if (r < 0) {
		report->unread++;
		return read_failed(r, PIN_ROOT);
	}
	report->list = calloc(count + 1, sizeof(*report->list));
	if (!report->list)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		r = pins_report(&pins[i], wanted, report);
		report->unread += r < 0;
		failed = failed ? failed : r;
	}
	return failed;
}

static const struct snapshot *interface_find(const struct report *report, const char *interface)
{
	for (size_t i = 0; i < report->count; i++)
		if (strcmp(report->list[i].interface, interface) == 0)
			return &report->list[i];
	return NULL;
}

static int missing_find(const struct wanted *wanted, struct report *report)
{
	report->missing = calloc(wanted->count + 1, sizeof(*report->missing));
	if (!report->missing)
		return -ENOMEM;
	for (size_t i = 0; i < wanted->count; i++)
		if (!interface_find(report, wanted->name[i]) &&
		    !is_listed(report->missing, report->missing_count, wanted->name[i]))
			report->missing[report->missing_count++] = wanted->name[i];
	return 0;
}

int report_read(const char *const *interfaces, size_t interfaces_count, struct report *ret)
{
	struct wanted wanted = {interfaces, interfaces_count};
	struct report report = {};
	int failed = pins_read(&wanted, &report), r = missing_find(&wanted, &report);

	*ret = report;
	return failed < 0 ? failed : r;
}

static uint64_t added(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0; /* smaller: the counters began anew */
}

static void traffic_change(struct traffic *now, const struct traffic *before)
{
	now->packets = added(now->packets, before->packets);
	now->bytes = added(now->bytes, before->bytes);
}

static void service_stats_change(struct service_stats *now, const struct service_stats *before)
{
	traffic_change(&now->in_pass, &before->in_pass);
	traffic_change(&now->in_drop, &before->in_drop);
	traffic_change(&now->out_pass, &before->out_pass);
	traffic_change(&now->out_drop, &before->out_drop);
}

static void reason_stats_change(struct reason_stats *now, const struct reason_stats *before)
{
	traffic_change(&now->in_drop, &before->in_drop);
	traffic_change(&now->in_would_drop, &before->in_would_drop);
	traffic_change(&now->out_drop, &before->out_drop);
	traffic_change(&now->out_would_drop, &before->out_would_drop);
	traffic_change(&now->out_pass, &before->out_pass);
}

/* A service that was not there before had counted nothing. */
static void services_change(struct snapshot *now, const struct snapshot *before)
{
	for (size_t i = 0; i < now->services_count; i++)
		for (size_t j = 0; j < before->services_count; j++)
			if (strcmp(now->services[i].name, before->services[j].name) == 0)
				service_stats_change(&now->services[i].stats, &before->services[j].stats);
}

static void snapshot_change(struct snapshot *now, const struct snapshot *before)
{
	services_change(now, before);
	for (int i = 0; i < ESSENTIALS_COUNT; i++)
		service_stats_change(&now->essential[i], &before->essential[i]);
	for (int i = 0; i < REASON_MAX; i++)
		reason_stats_change(&now->reason[i], &before->reason[i]);
}

static int snapshot_copy(const struct snapshot *from, struct snapshot *ret)
{
	struct snapshot_service *services = calloc(from->services_count + 1, sizeof(*services));

	if (!services)
		return -ENOMEM;
	if (from->services_count)
		memcpy(services, from->services, from->services_count * sizeof(*services));
	*ret = *from;
	ret->services = services;
	return 0;
}

int report_change(const struct report *now, const struct report *before, struct report *ret)
{
	_cleanup_(report_free) struct report change = {.list = calloc(now->count + 1, sizeof(*now->list))};

	if (!change.list)
		return -ENOMEM;
	for (; change.count < now->count; change.count++) {
		const struct snapshot *earlier = interface_find(before, now->list[change.count].interface);
		struct snapshot *snapshot = &change.list[change.count];
		int r = snapshot_copy(&now->list[change.count], snapshot);

		if (r < 0)
			return r;
		/* What is new has counted nothing since, as far as one can know. */
		snapshot_change(snapshot, earlier ? earlier : &now->list[change.count]);
		if (earlier)
			change.seconds = (double)(snapshot->taken_ns - earlier->taken_ns) / 1e9;
	}
	*ret = change;
	change = (struct report){};
	return 0;
}

bool report_attached(const struct report *report)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->list[i].attached)
			return true;
	return false;
}

void report_free(struct report *report)
{
	for (size_t i = 0; i < report->count; i++)
		snapshot_free(&report->list[i]);
	free(report->list);
	free(report->missing);
	*report = (struct report){};
}
