// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/upgrade.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "attach/build.h"
#include "attach/dispatcher.h"
#include "attach/egress.h"
#include "attach/object.h"
#include "attach/xdp.h"
#include "base/privilege.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"

bool upgrade_due(const struct instance *instance)
{
	uint8_t build[INSTANCE_BUILD_SIZE];

	build_id(build);
	return memcmp(build, instance->build, sizeof(build)) != 0;
}

/* The link goes on, with another program in it. Both ids are noted before, so that either is known as ours. */
static int exchange_alone(const struct pins *pins, struct instance *instance, struct ingress_bpf *object)
{
	_cleanup_close_ int link = pin_open(pins, PIN_LINK);
	int program, r = link < 0 ? link : object_load(object);

	if (r < 0)
		return r;
	program = bpf_program__fd(object->progs.ucgate_ingress);
	r = program_id(program, &instance->next_prog_id);
	if (r == 0)
		r = pin_put(pins, PIN_PROGRAM, program);
	if (r == 0)
		r = instance_note(pins, instance);
	if (r == 0)
		r = bpf_link_update(link, program, NULL);
	if (r == 0)
		instance->prog_id = instance->next_prog_id;
	instance->next_prog_id = 0;
	return r;
}

/* Both judge for an instant, so what passes then counts twice; what either drops is dropped. */
static int exchange_behind_dispatcher(const struct pins *pins, struct instance *instance,
				      struct ingress_bpf *object)
{
	uint32_t id;
	int r = dispatcher_attach(object, pins->ifindex, instance->mode, instance->frags, &id);

	if (r < 0)
		return r;
	instance->prog_id = id;
	r = instance_note(pins, instance);
	if (r == 0)
		r = pin_put(pins, PIN_PROGRAM, bpf_program__fd(object->progs.ucgate_ingress));
	return r < 0 ? r : dispatcher_detach_others(pins->ifindex, id);
}

static int ingress_exchange(const struct pins *pins, struct instance *instance)
{
	_cleanup_(object_free) struct ingress_bpf *object = NULL;
	int r = object_open(pins, instance->frags, &object);

	if (r < 0)
		return r;
	return instance->kind == ATTACH_DISPATCHER ? exchange_behind_dispatcher(pins, instance, object)
						   : exchange_alone(pins, instance, object);
}

/* Not of any build until all of it is of this one. */
static int build_forget(const struct pins *pins, struct instance *instance)
{
	memset(instance->build, 0, sizeof(instance->build));
	return instance_note(pins, instance);
}

static int build_note(const struct pins *pins, struct instance *instance)
{
	build_id(instance->build);
	snprintf(instance->version, sizeof(instance->version), "%s", UCGATE_VERSION);
	return instance_note(pins, instance);
}

int upgrade(const struct interface *interface, const struct pins *pins, struct instance *instance)
{
	struct instance next = *instance;
	int r = build_forget(pins, &next);

	if (r == 0) {
		r = egress_attach(interface, pins);
		if (r < 0)
			return r;
		r = ingress_exchange(pins, &next);
	}
	if (r == 0)
		r = build_note(pins, &next);
	if (r < 0)
		return privilege_log(r, "%s: cannot exchange the programs of version %.*s, they go on",
				     interface->name, (int)sizeof(instance->version), instance->version);
	*instance = next;
	return 0;
}
