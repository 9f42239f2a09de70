// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/xdp.h"

#include <errno.h>
#include <string.h>

#include <linux/bpf.h>
#include <linux/if_link.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <xdp/libxdp.h>

#include "maps/instance.h"

#include "attach/build.h"
#include "attach/dispatcher.h"
#include "attach/egress.h"
#include "attach/object.h"
#include "base/log.h"
#include "base/moment.h"
#include "base/privilege.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"

const char *const xdp_choice_names[] = {"auto", "native", "generic", NULL};

const char *instance_mode_name(unsigned int mode)
{
	return mode == INSTANCE_GENERIC ? "generic" : "native";
}

static int program_name(uint32_t id, char ret[16])
{
	_cleanup_close_ int fd = bpf_prog_get_fd_by_id(id);
	struct bpf_prog_info info = {};
	uint32_t size = sizeof(info);
	int r;

	if (fd < 0)
		return fd;
	r = bpf_obj_get_info_by_fd(fd, &info, &size);
	if (r == 0)
		memcpy(ret, info.name, sizeof(info.name));
	return r;
}

static bool is_dispatcher(uint32_t ifindex)
{
	struct xdp_multiprog *dispatcher = xdp_multiprog__get_from_ifindex((int)ifindex);
	bool is;

	if (libxdp_get_error(dispatcher))
		return false;
	is = !xdp_multiprog__is_legacy(dispatcher);
	xdp_multiprog__close(dispatcher);
	return is;
}

int xdp_occupant_find(uint32_t ifindex, struct xdp_occupant *ret)
{
	LIBBPF_OPTS(bpf_xdp_query_opts, query);
	struct xdp_occupant occupant = {};
	int r = bpf_xdp_query((int)ifindex, 0, &query);

	if (r < 0)
		return r;
	if (query.skb_prog_id) {
		occupant.mode = INSTANCE_GENERIC;
		occupant.prog_id = query.skb_prog_id;
	} else {
		occupant.prog_id = query.drv_prog_id ? query.drv_prog_id : query.hw_prog_id;
	}
	if (occupant.prog_id) {
		(void)program_name(occupant.prog_id, occupant.name); /* not told: stays empty */
		occupant.dispatcher = is_dispatcher(ifindex);
	}
	*ret = occupant;
	return 0;
}

/* What the ways of attaching share. */
struct attachment {
	const struct interface *interface;
	const struct pins *pins;
	struct ingress_bpf *loaded; /* the program on its own, once it was needed */
	struct instance instance;
};

int instance_note(const struct pins *pins, const struct instance *instance)
{
	_cleanup_close_ int fd = pin_open(pins, "instance");

	return fd < 0 ? fd : instance_write(fd, instance);
}

static void attachment_free(struct attachment *a)
{
	object_free(&a->loaded);
}

/* Killed before the pin, the link's last descriptor goes, and with it the program: never attached and forgotten. */
static int link_make(struct attachment *a, int program)
{
	LIBBPF_OPTS(bpf_link_create_opts, options,
		    .flags = a->instance.mode == INSTANCE_GENERIC ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_DRV_MODE);
	_cleanup_close_ int link = bpf_link_create(program, (int)a->instance.ifindex, BPF_XDP, &options);

	return link < 0 ? link : pin_put(a->pins, PIN_LINK, link);
}

int program_id(int program, uint32_t *ret)
{
	struct bpf_prog_info info = {};
	uint32_t size = sizeof(info);
	int r = bpf_obj_get_info_by_fd(program, &info, &size);

	if (r == 0)
		*ret = info.id;
	return r;
}

static int program_attach(struct attachment *a, int program)
{
	int r = program_id(program, &a->instance.prog_id);

	if (r == 0)
		r = instance_note(a->pins, &a->instance);
	return r < 0 ? r : link_make(a, program);
}

static int attach_alone(struct attachment *a)
{
	int program, r = 0;

	if (!a->loaded) {
		r = object_open(a->pins, a->instance.frags, &a->loaded);
		if (r == 0)
			r = object_load(a->loaded);
		if (r < 0)
			return r;
	}
	program = bpf_program__fd(a->loaded->progs.ucgate_ingress);
	r = pin_put(a->pins, PIN_PROGRAM, program);
	return r < 0 ? r : program_attach(a, program);
}

static int attach_to_dispatcher(struct attachment *a)
{
	_cleanup_(object_free) struct ingress_bpf *object = NULL;
	int r = object_open(a->pins, a->instance.frags, &object);

	a->instance.prog_id = 0; /* not known before it is attached */
	if (r == 0)
		r = instance_note(a->pins, &a->instance);
	if (r == 0)
		r = dispatcher_attach(object, a->instance.ifindex, a->instance.mode, a->instance.frags,
				      &a->instance.prog_id);
	if (r == 0)
		r = instance_note(a->pins, &a->instance);
	return r < 0 ? r : pin_put(a->pins, PIN_PROGRAM, bpf_program__fd(object->progs.ucgate_ingress));
}

static const char *way_name(unsigned int kind)
{
	return kind == ATTACH_DISPATCHER ? "behind libxdp's dispatcher" : "as the only XDP program";
}

/* Whether another way is worth a try: this one cannot, rather than somebody must not or is there already. */
static bool is_way_error(int error)
{
	return error != -EPERM && error != -EACCES && error != -EBUSY && error != -EEXIST &&
	       error != -ENODEV && error != -ENOMEM;
}

/* One way: who holds the program, in which mode. */
struct way {
	enum attach_kind kind;
	enum instance_mode mode;
};

/* In the order in which they are tried; returns how many. */
static unsigned int ways_find(enum xdp_choice choice, const struct xdp_occupant *occupant, bool dispatcher,
			      struct way ret[4])
{
	unsigned int count = 0;

	for (int mode = INSTANCE_NATIVE; mode <= INSTANCE_GENERIC; mode++) {
		if (choice == (mode == INSTANCE_NATIVE ? XDP_CHOICE_GENERIC : XDP_CHOICE_NATIVE))
			continue;
		if (occupant->prog_id && choice == XDP_CHOICE_AUTO &&
		    occupant->mode != (enum instance_mode)mode)
			continue;
		if (dispatcher)
			ret[count++] = (struct way){ATTACH_DISPATCHER, (enum instance_mode)mode};
		if (!occupant->prog_id)
			ret[count++] = (struct way){ATTACH_LINK, (enum instance_mode)mode};
	}
	return count;
}

static int attach_by_ways(struct attachment *a, const struct way *ways, unsigned int count)
{
	const char *name = a->interface->name;
	int r = -EINVAL;

	for (unsigned int i = 0; i < count; i++) {
		a->instance.kind = (__u8)ways[i].kind;
		a->instance.mode = (__u8)ways[i].mode;
		r = ways[i].kind == ATTACH_DISPATCHER ? attach_to_dispatcher(a) : attach_alone(a);
		if (r == 0)
			return 0;
		if (i + 1 == count || !is_way_error(r))
			break;
		log_warning("%s: cannot attach %s in %s mode (%s), trying %s in %s mode", name,
			    way_name(a->instance.kind), instance_mode_name(a->instance.mode), strerror(-r),
			    way_name(ways[i + 1].kind), instance_mode_name(ways[i + 1].mode));
	}
	return privilege_log(r, "%s: cannot attach %s in %s mode", name, way_name(a->instance.kind),
			     instance_mode_name(a->instance.mode));
}

static struct instance instance_of(const struct interface *interface, uint64_t netns)
{
	struct instance instance = {
		.layout = INSTANCE_LAYOUT,
		.ifindex = interface->ifindex,
		.netns = netns,
		.frags = frags_available(),
		.attached_at_ns = moment_now(),
		.version = UCGATE_VERSION,
	};

	build_id(instance.build);
	memcpy(instance.name, interface->name, sizeof(instance.name));
	return instance;
}

int xdp_attach(const struct interface *interface, const struct pins *pins, enum xdp_choice choice,
	       struct instance *ret)
{
	_cleanup_(attachment_free) struct attachment a = {.interface = interface, .pins = pins};
	struct xdp_occupant occupant;
	struct way ways[4];
	int probe, r = xdp_occupant_find(interface->ifindex, &occupant);

	if (r < 0)
		return log_errno(r, "%s: cannot ask which XDP program is attached", interface->name);
	a.instance = instance_of(interface, pins->netns);
	probe = dispatcher_probe();
	if (probe < 0 && !occupant.dispatcher)
		log_note("%s: libxdp's dispatcher does not work here (%s): attaching as the only XDP program",
			 interface->name, strerror(-probe));
	r = attach_by_ways(&a, ways, ways_find(choice, &occupant, probe == 0 || occupant.dispatcher, ways));
	if (r == 0)
		*ret = a.instance;
	return r;
}

/* Whether what an interface had is what is asked for. */
static bool choice_fits(enum xdp_choice choice, const struct instance *instance)
{
	return !instance->next_prog_id &&
	       choice != (instance->mode == INSTANCE_GENERIC ? XDP_CHOICE_NATIVE : XDP_CHOICE_GENERIC);
}

/* A program that is loaded, in the way that it was on before. */
static int loaded_attach(struct attachment *a, int program)
{
	int r;

	if (a->instance.kind != ATTACH_DISPATCHER)
		return program_attach(a, program);
	r = instance_note(a->pins, &a->instance);
	return r < 0 ? r
		     : dispatcher_attach_again(program, a->instance.ifindex, a->instance.mode,
					       &a->instance.prog_id);
}

int xdp_attach_again(const struct interface *interface, const struct pins *pins, enum xdp_choice choice,
		     struct instance *ret)
{
	struct attachment a = {.interface = interface, .pins = pins};
	_cleanup_close_ int program = pin_open(pins, PIN_PROGRAM);
	int r = program < 0 ? program : pins_instance(pins, &a.instance);

	if (r < 0 || !choice_fits(choice, &a.instance))
		return xdp_attach(interface, pins, choice, ret);
	a.instance.ifindex = interface->ifindex;
	a.instance.netns = pins->netns;
	a.instance.attached_at_ns = moment_now();
	memcpy(a.instance.name, interface->name, sizeof(a.instance.name));
	r = loaded_attach(&a, program);
	if (r < 0) {
		log_debug("%s: its program is loaded anew: %s", interface->name, strerror(-r));
		return xdp_attach(interface, pins, choice, ret);
	}
	*ret = a.instance;
	return 0;
}

int xdp_detach(const struct pins *pins)
{
	const struct instance nameless = {.ifindex = pins->ifindex, .kind = ATTACH_DISPATCHER};
	struct instance instance;
	int r = pins_instance(pins, &instance);

	if (r < 0)
		instance = nameless;
	if (instance.kind == ATTACH_DISPATCHER && instance_attached(&instance)) {
		r = dispatcher_detach(pins->ifindex, instance.prog_id);
		if (r < 0 && r != -ENOENT)
			return r;
	}
	r = pin_remove_link(pins, PIN_LINK);
	if (r == 0 || r == -ENOENT)
		r = egress_detach(pins);
	return r < 0 ? r : pins_remove(pins);
}
