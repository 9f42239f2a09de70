// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/events.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "cleanup.h"

#define NS_PER_S 1000000000ull

struct events {
	int lock, records, control, windows; /* descriptors */
	uint32_t records_id;
	int cpus;
	struct event_window *lanes; /* one window, of every CPU */
	struct ring_buffer *ring;
	event_take take; /* while events_read() runs */
	void *context;
};

/* Without a process to name, 0. */
static pid_t lock_holder(int fd)
{
	_cleanup_fclose_ FILE *locks = fopen("/proc/locks", "re");
	struct stat status;
	char line[256];

	if (!locks || fstat(fd, &status) < 0)
		return 0;
	while (fgets(line, sizeof(line), locks)) {
		unsigned int device_major, device_minor;
		uint64_t inode;
		int pid;

		if (sscanf(line, "%*s FLOCK %*s %*s %d %x:%x:%" SCNu64, &pid, &device_major, &device_minor,
			   &inode) == 4 &&
		    inode == status.st_ino && makedev(device_major, device_minor) == status.st_dev)
			return pid;
	}
	return 0;
}

static int lock_take(const struct pins *pins, pid_t *ret_holder)
{
	_cleanup_close_ int fd = open(pins->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return TAKE_FD(fd);
	if (errno != EWOULDBLOCK)
		return -errno;
	*ret_holder = lock_holder(fd);
	return -EBUSY;
}

/* A lookup writes as many bytes as the map says, so a map of another layout is refused. */
static int map_open(const struct pins *pins, const char *name, uint32_t type, uint32_t value_size,
		    uint32_t *ret_id)
{
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, name, 0, &info, sizeof(info));

	if (fd < 0)
		return fd;
	if (info.type != type || info.value_size != value_size)
		return -EPROTO;
	*ret_id = info.id;
	return TAKE_FD(fd);
}

static int maps_open(const struct pins *pins, struct events *events)
{
	uint32_t id;

	events->records = map_open(pins, "events", BPF_MAP_TYPE_RINGBUF, 0, &events->records_id);
	if (events->records < 0)
		return events->records;
	events->control =
		map_open(pins, "event_control", BPF_MAP_TYPE_ARRAY, sizeof(struct event_control), &id);
	if (events->control < 0)
		return events->control;
	events->windows =
		map_open(pins, "event_windows", BPF_MAP_TYPE_PERCPU_ARRAY, sizeof(struct event_window), &id);
	return events->windows < 0 ? events->windows : 0;
}

static int record_take(void *context, void *data, size_t size)
{
	const struct events *events = context;

	if (size >= sizeof(struct event) && events->take)
		events->take(events->context, data);
	return 0;
}

static int control_write(const struct events *events, const struct event_control *control)
{
	uint32_t first = 0;

	return bpf_map_update_elem(events->control, &first, control, BPF_ANY);
}

/* What the listener before was told, or not told, is not news. */
static int leftovers_drop(struct events *events)
{
	int r = events_hush(events);

	if (r == 0)
		r = events_read(events, NULL, NULL);
	for (uint32_t reason = 0; r == 0 && reason < REASON_MAX; reason++)
		r = bpf_map_update_elem(events->windows, &reason, events->lanes, BPF_ANY);
	return r;
}

int events_open(const struct pins *pins, struct events **ret, pid_t *ret_holder)
{
	_cleanup_(cleanup_events) struct events *events = calloc(1, sizeof(*events));
	int r;

	if (!events)
		return -ENOMEM;
	events->records = events->control = events->windows = -1;
	events->lock = lock_take(pins, ret_holder);
	if (events->lock < 0)
		return events->lock;
	r = maps_open(pins, events);
	if (r < 0)
		return r;
	events->cpus = libbpf_num_possible_cpus();
	if (events->cpus < 0)
		return events->cpus;
	events->lanes = calloc((size_t)events->cpus, sizeof(*events->lanes));
	if (!events->lanes)
		return -ENOMEM;
	events->ring = ring_buffer__new(events->records, record_take, events, NULL);
	if (!events->ring)
		return -errno;
	r = leftovers_drop(events);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(events);
	return 0;
}

int events_listen(struct events *events, uint32_t pass_sample)
{
	struct event_control control = {.pass_sample = pass_sample};
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	control.drops_until_ns = ((uint64_t)now.tv_sec + EVENTS_LEASE_S) * NS_PER_S + (uint64_t)now.tv_nsec;
	if (pass_sample)
		control.passes_until_ns = control.drops_until_ns;
	return control_write(events, &control);
}

int events_hush(struct events *events)
{
	return control_write(events, &(struct event_control){});
}

int events_fd(const struct events *events)
{
	return ring_buffer__epoll_fd(events->ring);
}

int events_read(struct events *events, event_take take, void *context)
{
	int r;

	events->take = take;
	events->context = context;
	r = ring_buffer__consume(events->ring);
	events->take = NULL;
	return r < 0 ? r : 0;
}

int events_left_out(const struct events *events, uint64_t ret[REASON_MAX])
{
	uint64_t left_out[REASON_MAX] = {};

	for (uint32_t reason = 0; reason < REASON_MAX; reason++) {
		int r = bpf_map_lookup_elem(events->windows, &reason, events->lanes);

		if (r < 0)
			return r;
		for (int cpu = 0; cpu < events->cpus; cpu++)
			left_out[reason] += events->lanes[cpu].suppressed;
	}
	memcpy(ret, left_out, sizeof(left_out));
	return 0;
}

bool events_current(const struct events *events, const struct pins *pins)
{
	uint32_t id = 0;
	_cleanup_close_ int fd = map_open(pins, "events", BPF_MAP_TYPE_RINGBUF, 0, &id);

	return fd >= 0 && id == events->records_id;
}

void events_close(struct events *events)
{
	if (!events)
		return;
	if (events->control >= 0)
		(void)events_hush(events);
	ring_buffer__free(events->ring);
	free(events->lanes);
	cleanup_close(&events->records);
	cleanup_close(&events->control);
	cleanup_close(&events->windows);
	cleanup_close(&events->lock);
	free(events);
}
