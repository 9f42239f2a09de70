// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>

#include "maps/rules.h"

#include "cleanup.h"

enum {
	OPEN_ATTEMPTS = 20,	 /* a reload may replace the map between slot and open */
	OPEN_PAUSE_NS = 5000000, /* and takes a few ms from its pin to its end */
};

#define NS_PER_S  1000000000ull
#define MARGIN_NS (CONFIRM_MARGIN_MS * 1000000ull)

void live_free(struct live *live)
{
	free(live->rules);
	live->rules = NULL;
}

static uint64_t clock_now(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

void trial_look(const struct rules_header *live, struct trial *ret)
{
	uint64_t now = clock_now(CLOCK_MONOTONIC), deadline = live->deadline_ns;

	*ret = (struct trial){.rules = *live};
	if (!deadline)
		return;
	ret->expired = deadline < now;
	ret->pending = !ret->expired;
	if (ret->expired)
		ret->expired_at_ns = clock_now(CLOCK_REALTIME) - (now - deadline);
	else
		ret->left_s = deadline - now > MARGIN_NS + NS_PER_S
				      ? (uint32_t)((deadline - now - MARGIN_NS + NS_PER_S - 1) / NS_PER_S)
				      : 1;
}

int rules_live_id(const struct pins *pins, uint32_t *ret_id)
{
	_cleanup_close_ int outer = pin_open_readonly(pins, "rules");
	uint32_t slot = RULES_LIVE;

	if (outer < 0)
		return outer;
	return bpf_map_lookup_elem(outer, &slot, ret_id);
}

/* The pin's map, if it is the one with this id. A descriptor, or -errno. */
static int pin_open_id(const struct pins *pins, const char *name, uint32_t id)
{
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, name, BPF_F_RDONLY, &info, sizeof(info));

	if (fd < 0)
		return fd == -ENOENT ? -ESTALE : fd;
	return info.id == id ? TAKE_FD(fd) : -ESTALE;
}

static int map_open(const struct pins *pins, uint32_t id)
{
	static const char *const names[] = {PIN_RULES_LIVE, PIN_RULES_NEXT, PIN_RULES_PREVIOUS};
	LIBBPF_OPTS(bpf_get_fd_by_id_opts, options, .open_flags = BPF_F_RDONLY);
	int fd = bpf_map_get_fd_by_id_opts(id, &options);

	if (fd == -ENOENT)
		return -ESTALE;
	if (fd != -EPERM)
		return fd;
	fd = -ESTALE;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && fd == -ESTALE; i++)
		fd = pin_open_id(pins, names[i], id);
	return fd;
}

static int slot_read(const struct pins *pins, int outer, enum rules_slot slot, struct rules **ret,
		     uint32_t *ret_id)
{
	_cleanup_free_ struct rules *rules = NULL;
	_cleanup_close_ int fd = -1;
	uint32_t key = slot, id;
	int r = bpf_map_lookup_elem(outer, &key, &id);

	if (r < 0)
		return r;
	fd = map_open(pins, id);
	if (fd < 0)
		return fd;
	r = rules_map_read(fd, &rules);
	if (r < 0)
		return r;
	if (rules->header.services > SERVICES_MAX)
		return -EPROTO;
	rules->file[sizeof(rules->file) - 1] = '\0';
	*ret = TAKE_PTR(rules);
	*ret_id = id;
	return 0;
}

static int read_once(const struct pins *pins, struct live *ret)
{
	_cleanup_close_ int outer = pin_open_readonly(pins, "rules");
	_cleanup_(live_free) struct live live = {};
	struct rules *previous;
	uint32_t id;
	int r = outer < 0 ? outer : slot_read(pins, outer, RULES_LIVE, &live.rules, &live.id);

	if (r < 0)
		return r;
	trial_look(&live.rules->header, &live.trial);
	memcpy(live.trial.file, live.rules->file, sizeof(live.trial.file));
	if (live.trial.expired) {
		r = slot_read(pins, outer, RULES_PREVIOUS, &previous, &id);
		if (r < 0)
			return r;
		live_free(&live);
		live.rules = previous;
	}
	*ret = live;
	live.rules = NULL;
	return 0;
}

int live_read(const struct pins *pins, struct live *ret)
{
	int r = -ESTALE;

	for (int attempt = 0; attempt < OPEN_ATTEMPTS && r == -ESTALE; attempt++) {
		if (attempt > 0)
			nanosleep(&(struct timespec){.tv_nsec = OPEN_PAUSE_NS}, NULL);
		r = read_once(pins, ret);
	}
	return r;
}

int rules_live_read(const struct pins *pins, struct rules **ret, uint32_t *ret_id)
{
	_cleanup_(live_free) struct live live = {};
	int r = live_read(pins, &live);

	if (r < 0)
		return r;
	*ret = TAKE_PTR(live.rules);
	*ret_id = live.id;
	return 0;
}
