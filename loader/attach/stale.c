// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/stale.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "maps/instance.h"
#include "maps/pin.h"

#include "base/log.h"
#include "cleanup.h"

/*
 * The lock is ours, so nobody is about to attach: pins without a link that holds an interface are left over, but for
 * a program behind a dispatcher, which has no link of ours. That one can be asked for in its own namespace only. Those
 * that `ucgate run` holds are for an interface that it waits for.
 */
static bool is_stale(const struct pins *pins, uint64_t netns)
{
	struct instance instance;
	uint32_t ifindex;
	int r = pins_link_ifindex(pins, PIN_LINK, &ifindex);

	if (pins_held(pins))
		return false;
	if (r == 0)
		return ifindex == 0;
	if (r != -ENOENT)
		return false;
	r = pins_instance(pins, &instance);
	if (r < 0)
		return r == -ENOENT;
	if (instance.kind != ATTACH_DISPATCHER)
		return true;
	return pins->netns == netns && !instance_attached(&instance);
}

void stale_pins_remove(void)
{
	_cleanup_free_ struct pins *list = NULL;
	struct pins own;
	size_t count;

	if (pins_of(0, &own) < 0 || pins_list(&list, &count) < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		int r;

		if (!is_stale(&list[i], own.netns))
			continue;
		r = pins_remove(&list[i]);
		if (r < 0)
			log_warning("cannot remove '%s', which is left over: %s", list[i].path, strerror(-r));
		else
			log_debug("removed '%s', which was left over", list[i].path);
	}
}
