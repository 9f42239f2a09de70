// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/attached.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <net/if.h>

#include "maps/instance.h"

#include "attach/bpffs.h"
#include "base/log.h"
#include "base/privilege.h"
#include "cleanup.h"

void attached_list_free(struct attached_list *list)
{
	free(list->list);
	*list = (struct attached_list){};
}

/* Whether something is held there although map `instance` does not say what: by our link, or in a dispatcher by name. */
static bool something_held(const struct pins *pins)
{
	const struct instance nameless = {.ifindex = pins->ifindex, .kind = ATTACH_DISPATCHER};
	uint32_t ifindex;

	if (access(pins->path, F_OK) < 0)
		return false;
	return (pins_link_ifindex(pins, PIN_LINK, &ifindex) == 0 && ifindex == pins->ifindex) ||
	       instance_attached(&nameless);
}

/* -ENOENT: nothing is attached there; pins that outlived their interface, or a killed attach or removal, are nothing. */
static int attached_at(const struct pins *pins, struct attached *ret)
{
	struct attached attached = {.pins = *pins};
	int r = pins_instance(pins, &attached.instance);

	if (r == -EPERM || r == -EACCES)
		return r;
	attached.known = r == 0;
	attached.instance.ifindex = pins->ifindex; /* it was moved here under another one, maybe */
	if (attached.known ? !instance_attached(&attached.instance) : !something_held(pins))
		return -ENOENT;
	if (!if_indextoname(pins->ifindex, attached.name))
		return -errno == -ENXIO ? -ENOENT : -errno;
	*ret = attached;
	return 0;
}

static int list_fill(const struct pins *pins, size_t count, const char *interface, struct attached_list *list)
{
	uint32_t wanted = interface ? if_nametoindex(interface) : 0; /* its other names count as well */
	int error = 0;

	list->list = calloc(count ? count : 1, sizeof(*list->list));
	if (!list->list)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		struct attached *attached = &list->list[list->count];
		int r = attached_at(&pins[i], attached);

		if (r == 0 && (!interface || pins[i].ifindex == wanted))
			list->count++;
		else if (r < 0 && r != -ENOENT)
			error = r;
	}
	return list->count ? 0 : error;
}

int attached_list_read(const char *interface, struct attached_list *ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_free_ struct pins *pins = NULL;
	size_t count;
	int r = pins_here(&pins, &count);

	if (r == 0)
		r = list_fill(pins, count, interface, &list);
	if (r < 0)
		return r;
	*ret = list;
	list = (struct attached_list){};
	return 0;
}

enum outcome attached_find(const char *interface, struct attached_list *ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	int r;

	bpffs_look();
	r = attached_list_read(interface, &list);
	if (r < 0) {
		privilege_log(r, "cannot read the pins below " PIN_ROOT);
		return OUTCOME_KERNEL;
	}
	if (!list.count) {
		if (interface)
			log_error("%s: ucgate is not attached", interface);
		else
			log_error("ucgate is not attached to any interface");
		return OUTCOME_NOT_ATTACHED;
	}
	*ret = list;
	list = (struct attached_list){};
	return OUTCOME_DONE;
}

enum outcome attached_lock(int timeout_ms, int *ret_fd)
{
	int r = bpffs_prepare();

	if (r < 0)
		return OUTCOME_KERNEL;
	r = pins_lock(timeout_ms, ret_fd);
	if (r == -ETIMEDOUT) {
		log_error("another ucgate has held the lock of " PIN_ROOT " for %d s ('fuser -v " PIN_ROOT
			  "' names it)",
			  timeout_ms / 1000);
		return OUTCOME_KERNEL;
	}
	if (r < 0) {
		privilege_log(r, "cannot lock " PIN_ROOT);
		return OUTCOME_KERNEL;
	}
	return OUTCOME_DONE;
}

/* Looked for twice: bpffs is not made ready, nor anybody waited for, where there is nothing to do. */
enum outcome attached_take(const char *interface, struct attached_list *ret, int *ret_lock)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = attached_find(interface, &list);

	if (outcome == OUTCOME_DONE)
		outcome = attached_lock(LOCK_PATIENCE_MS, &lock);
	if (outcome == OUTCOME_DONE)
		outcome = attached_find(interface, ret);
	if (outcome == OUTCOME_DONE)
		*ret_lock = TAKE_FD(lock);
	return outcome;
}

enum outcome attached_failed(int error, const struct attached *attached, const char *doing)
{
	if (error == -EPROTO || !attached->known)
		log_error("%s: cannot %s: the pins are damaged or of another version of ucgate; "
			  "'ucgate detach -i %s', then attach again",
			  attached->name, doing, attached->name);
	else if (error == -ENOENT)
		log_error("%s: cannot %s: somebody has removed a pin from '%s'; 'ucgate detach -i %s', then "
			  "attach again",
			  attached->name, doing, attached->pins.path, attached->name);
	else
		privilege_log(error, "%s: cannot %s", attached->name, doing);
	return OUTCOME_KERNEL;
}
