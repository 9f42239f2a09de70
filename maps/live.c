// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/live.h"

#include <errno.h>
#include <time.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>

#include "maps/rules.h"

#include "cleanup.h"

enum {
	OPEN_ATTEMPTS = 20,	 /* a reload may replace the map between slot and open */
	OPEN_PAUSE_NS = 5000000, /* and takes a few ms from its pin to its end */
};

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

static int live_open(const struct pins *pins, uint32_t id)
{
	LIBBPF_OPTS(bpf_get_fd_by_id_opts, options, .open_flags = BPF_F_RDONLY);
	int fd = bpf_map_get_fd_by_id_opts(id, &options);

	if (fd == -ENOENT)
		return -ESTALE;
	if (fd != -EPERM)
		return fd;
	fd = pin_open_id(pins, PIN_RULES_LIVE, id);
	return fd == -ESTALE ? pin_open_id(pins, PIN_RULES_NEXT, id) : fd;
}

static int live_read(const struct pins *pins, struct rules **ret, uint32_t *ret_id)
{
	_cleanup_free_ struct rules *rules = NULL;
	_cleanup_close_ int fd = -1;
	uint32_t id;
	int r = rules_live_id(pins, &id);

	if (r < 0)
		return r;
	fd = live_open(pins, id);
	if (fd < 0)
		return fd;
	r = rules_map_read(fd, &rules);
	if (r < 0)
		return r;
	if (rules->header.services > SERVICES_MAX)
		return -EPROTO;
	*ret = TAKE_PTR(rules);
	*ret_id = id;
	return 0;
}

int rules_live_read(const struct pins *pins, struct rules **ret, uint32_t *ret_id)
{
	int r = -ESTALE;

	for (int attempt = 0; attempt < OPEN_ATTEMPTS && r == -ESTALE; attempt++) {
		if (attempt > 0)
			nanosleep(&(struct timespec){.tv_nsec = OPEN_PAUSE_NS}, NULL);
		r = live_read(pins, ret, ret_id);
	}
	return r;
}
