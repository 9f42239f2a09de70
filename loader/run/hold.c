// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/hold.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "abi/instance.h"

#include "cleanup.h"

void hold_release(struct hold *hold)
{
	cleanup_close(&hold->fd);
	hold->fd = -1;
}

int hold_take(struct hold *hold, const struct pins *pins)
{
	int fd, r;

	if (hold->fd < 0 || !pins_held_by(pins, hold->fd)) {
		r = pins_hold(pins, &fd);
		if (r < 0)
			return r;
		hold_release(hold);
		hold->fd = fd;
	}
	hold->pins = *pins;
	return 0;
}

static bool is_left_by(const struct pins *pins, uint64_t netns, const char *interface)
{
	struct instance instance;
	uint32_t ifindex;

	return pins->netns == netns && pins_link_ifindex(pins, PIN_LINK, &ifindex) == 0 && !ifindex &&
	       pins_instance(pins, &instance) == 0 && strcmp(instance.name, interface) == 0;
}

void hold_take_left(struct hold *hold, const char *interface)
{
	_cleanup_free_ struct pins *list = NULL;
	struct pins own;
	size_t count;

	if (hold->fd >= 0 || pins_of(0, &own) < 0 || pins_list(&list, &count) < 0)
		return;
	for (size_t i = 0; i < count && hold->fd < 0; i++)
		if (is_left_by(&list[i], own.netns, interface))
			(void)hold_take(hold, &list[i]);
}

bool hold_find(const struct hold *hold, struct pins *ret)
{
	_cleanup_free_ struct pins *list = NULL;
	size_t count;

	if (hold->fd < 0 || pins_list(&list, &count) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!pins_held_by(&list[i], hold->fd))
			continue;
		*ret = list[i];
		return true;
	}
	return false;
}

bool hold_lost(const struct hold *hold)
{
	return access(PIN_ROOT, F_OK) == 0 && access(hold->pins.path, F_OK) < 0;
}
