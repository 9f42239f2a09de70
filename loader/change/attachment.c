// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/attachment.h"

#include <errno.h>
#include <string.h>

#include "maps/live.h"

#include "apply/bans.h"
#include "apply/open.h"
#include "apply/slots.h"
#include "attach/dispatcher.h"
#include "attach/egress.h"
#include "attach/flow_tables.h"
#include "attach/object.h"
#include "attach/preflight.h"
#include "attach/stale.h"
#include "attach/upgrade.h"
#include "base/log.h"
#include "base/privilege.h"
#include "bpf/ingress.skel.h"
#include "change/guard.h"
#include "change/history.h"
#include "change/put.h"
#include "change/trial_text.h"
#include "cleanup.h"

/* What attaching takes. */
struct undertaking {
	const struct attach_order *order;
	const struct interface *interface;
	const struct prepared *prepared;
	struct pins pins;
};

/* Makes the maps below their pins; no program exists yet. */
static int maps_make(const struct undertaking *u, struct ingress_bpf **ret)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	int r = object_make_maps(u->order->flows ? u->order->flows : FLOWS_MAX, &maps);

	if (r == 0)
		r = pins_make(&u->pins);
	if (r == 0)
		r = object_pin_maps(maps, &u->pins);
	if (r == 0)
		*ret = TAKE_PTR(maps);
	return r;
}

static struct rule_maps rule_maps_of(const struct ingress_bpf *maps)
{
	return (struct rule_maps){bpf_map__fd(maps->maps.rules), bpf_map__fd(maps->maps.service_stats),
				  bpf_map__fd(maps->maps.counter_names), bpf_map__fd(maps->maps.blocklists),
				  bpf_map__fd(maps->maps.changes)};
}

/* The rules come into force when both programs are in place: a trial begins then, and falls back to what passes all. */
static bool comes_last(const struct undertaking *u)
{
	return u->prepared->rules->header.outbound == OUTBOUND_ENFORCE || u->prepared->confirm_s;
}

static int rules_fill(const struct undertaking *u, const struct ingress_bpf *maps, struct applied *ret)
{
	struct rule_maps rule_maps = rule_maps_of(maps);
	const struct change change = {u->prepared->rules, &u->prepared->lists, u->prepared->confirm_s};

	return apply_rules(&u->pins, &rule_maps, &change, ret);
}

static int maps_ready(const struct undertaking *u, struct ingress_bpf **ret, struct applied *ret_applied)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	struct rule_maps rule_maps;
	int r = maps_make(u, &maps);

	if (r < 0)
		return r;
	rule_maps = rule_maps_of(maps);
	r = comes_last(u) ? apply_stage(&u->pins, &rule_maps) : rules_fill(u, maps, ret_applied);
	if (r == 0)
		*ret = TAKE_PTR(maps);
	return r;
}

static int programs_attach(const struct undertaking *u, const struct ingress_bpf *maps,
			   struct instance *ret_instance, struct applied *ret_applied)
{
	int r = egress_attach(u->interface, &u->pins);

	if (r == 0)
		r = xdp_attach(u->interface, &u->pins, u->order->xdp, ret_instance);
	if (r < 0 || !comes_last(u))
		return r;
	r = rules_fill(u, maps, ret_applied);
	return r < 0 ? log_errno(r, "%s: cannot put the rules in force", u->interface->name) : 0;
}

/* What can be restored is; bans are no reason not to filter. */
static void bans_ready(const struct ingress_bpf *maps, const char *interface)
{
	struct ban_maps ban_maps = {bpf_map__fd(maps->maps.bans), bpf_map__fd(maps->maps.ban_lengths)};
	size_t count = 0;
	int r = bans_restore(&ban_maps, interface, &count);

	if (r < 0)
		log_warning("%s: its bans are not restored: %s", interface, strerror(-r));
	else if (count)
		log_note("%s: %zu ban%s restored", interface, count, count == 1 ? "" : "s");
}

static enum outcome attach_fresh(const struct undertaking *u, struct attachment *ret)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	const char *name = u->interface->name;
	struct attachment attachment = {};
	int r;

	if (guard_check(NULL, u->prepared) != OUTCOME_DONE)
		return OUTCOME_REFUSED;
	r = preflight(u->interface, u->order->xdp);
	if (r < 0)
		return OUTCOME_KERNEL;
	stale_pins_remove();
	r = egress_detach(&u->pins); /* what nothing holds any more */
	if (r == 0 && dispatcher_detach(u->interface->ifindex, 0) == 0)
		log_note("%s: took off an earlier ucgate that had lost its pins", name);
	if (r == 0)
		r = pins_remove(&u->pins);
	if (r == 0)
		r = maps_ready(u, &maps, &attachment.applied);
	if (r == 0)
		bans_ready(maps, name);
	if (r < 0)
		privilege_log(r, "%s: cannot make the maps", name);
	else
		r = programs_attach(u, maps, &attachment.instance, &attachment.applied);
	if (r < 0) {
		(void)xdp_detach(&u->pins);
		return OUTCOME_KERNEL;
	}
	history_add(name, u->prepared, attachment.applied.pending_s);
	memcpy(attachment.name, name, sizeof(attachment.name));
	attachment.pins = u->pins;
	*ret = attachment;
	return OUTCOME_DONE;
}

/* What stays as it is, although other is asked for. */
static void warn_unchanged(const struct undertaking *u, const struct attached *attached)
{
	static const enum xdp_choice choice_of[] = {
		[INSTANCE_NATIVE] = XDP_CHOICE_NATIVE, [INSTANCE_GENERIC] = XDP_CHOICE_GENERIC};

	uint32_t flows;

	if (u->order->xdp != XDP_CHOICE_AUTO &&
	    u->order->xdp != choice_of[attached->instance.mode == INSTANCE_GENERIC])
		log_warning("%s: stays in %s mode; detach first to change it", attached->name,
			    instance_mode_name(attached->instance.mode));
	if (u->order->flows && flow_tables_size(&u->pins, &flows) == 0 && flows != u->order->flows)
		log_warning("%s: its flow tables keep their %u entries; detach first to change them",
			    attached->name, flows);
}

/* The programs are this build's, and both are there. */
static int programs_settle(const struct undertaking *u, struct instance *instance)
{
	const char *name = u->interface->name;
	int r;

	if (upgrade_due(instance)) {
		r = upgrade(u->interface, &u->pins, instance);
		if (r == 0)
			log_note("%s: its programs are those of version %s now", name, UCGATE_VERSION);
		return r;
	}
	if (egress_way(&u->pins))
		return 0;
	log_note("%s: its program for outbound packets is gone, attaching it again", name);
	return egress_attach(u->interface, &u->pins);
}

static enum outcome attach_again(const struct undertaking *u, const struct attached *attached,
				 struct attachment *ret)
{
	struct attachment attachment = {
		.again = true, .instance = attached->instance, .pins = attached->pins};
	enum outcome outcome;

	log_note("%s: attached already, so this is a reload", attached->name);
	trial_look_and_say(attached);
	if (attached->known && programs_settle(u, &attachment.instance) < 0)
		return OUTCOME_KERNEL;
	outcome = rules_put(attached, u->prepared, &attachment.applied);
	if (outcome != OUTCOME_DONE)
		return outcome;
	warn_unchanged(u, attached);
	memcpy(attachment.name, attached->name, sizeof(attachment.name));
	*ret = attachment;
	return OUTCOME_DONE;
}

/* The filter of an interface that was moved away with it on goes on by these pins. */
static bool pins_in_use(const struct pins *pins)
{
	uint32_t ifindex;

	return pins_link_ifindex(pins, PIN_LINK, &ifindex) == 0 && ifindex != 0;
}

/* The pins of the interface that went become those of the one that came. */
static int left_adopt(const struct undertaking *u)
{
	const struct pins *left = u->order->left;
	int r;

	if (strcmp(left->path, u->pins.path) == 0)
		return 0;
	r = pins_remove(&u->pins);
	return r < 0 ? r : pins_rename(left, &u->pins);
}

/* Both programs, on maps that are filled. */
static int left_attach(const struct undertaking *u, struct instance *ret)
{
	int r = egress_attach_again(u->interface, &u->pins);

	return r < 0 ? r : xdp_attach_again(u->interface, &u->pins, u->order->xdp, ret);
}

/* Rules that drop in both directions are lifted until both programs are on: no direction is to be dropped alone. */
static int left_attach_lifted(const struct undertaking *u, struct instance *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	_cleanup_free_ struct rules *live = NULL;
	struct applied applied;
	uint32_t id;
	int r = rules_live_read(&u->pins, &live, &id);

	if (r < 0)
		return r;
	if (live->header.outbound != OUTBOUND_ENFORCE || live->header.mode == MODE_OPEN)
		return left_attach(u, ret);
	r = rule_maps_open(&u->pins, &maps);
	if (r == 0)
		r = apply_open(&u->pins, &maps, &applied);
	if (r == 0)
		r = left_attach(u, ret);
	return r < 0 ? r : apply_close(&u->pins, &maps, &applied);
}

/* Returns 0, or -errno when the interface is to be attached to in the ordinary way. */
static int attach_left(const struct undertaking *u, struct attachment *ret)
{
	static const struct prepared none = {};
	struct attachment attachment = {.pins = u->pins};
	struct attached attached = {.pins = u->pins, .known = true};
	int r = pins_instance(u->order->left, &attached.instance); /* of a layout that we know */

	if (r == 0)
		r = preflight(u->interface, u->order->xdp);
	if (r == 0)
		r = left_adopt(u);
	if (r == 0)
		r = left_attach_lifted(u, &attachment.instance);
	if (r < 0)
		return r;
	memcpy(attachment.name, u->interface->name, sizeof(attachment.name));
	memcpy(attached.name, u->interface->name, sizeof(attached.name));
	attached.instance = attachment.instance;
	if (rules_put(&attached, u->order->keep ? &none : u->prepared, &attachment.applied) != OUTCOME_DONE)
		return -EIO;
	*ret = attachment;
	return 0;
}

static bool interface_there(const struct interface *interface)
{
	struct interface now;

	return interface_find(interface->name, &now) == 0 && now.ifindex == interface->ifindex;
}

static enum outcome attach_locked(struct undertaking *u, struct attachment *ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	const char *name = u->interface->name;
	int r = attached_list_read(name, &list);

	if (r == 0 && list.count) {
		u->pins = list.list[0].pins;
		return attach_again(u, &list.list[0], ret);
	}
	if (r == 0)
		r = pins_of(u->interface->ifindex, &u->pins);
	if (r < 0) {
		privilege_log(r, "%s: cannot read its pins", name);
		return OUTCOME_KERNEL;
	}
	if (pins_in_use(&u->pins)) {
		log_error("%s: '%s' holds the filter of an interface that went to another network namespace: "
			  "detach it there first",
			  name, u->pins.path);
		return OUTCOME_KERNEL;
	}
	if (u->order->left && !pins_in_use(u->order->left)) {
		if (attach_left(u, ret) == 0)
			return OUTCOME_DONE;
		if (!interface_there(u->interface))
			return OUTCOME_KERNEL; /* it went; the next one finds what is left */
	}
	if (!u->prepared->rules) {
		log_error("%s: no rules to attach with", name);
		return OUTCOME_REFUSED;
	}
	return attach_fresh(u, ret);
}

enum outcome interface_attach(const struct attach_order *order, const struct prepared *prepared,
			      struct attachment *ret)
{
	_cleanup_close_ int lock = -1;
	struct undertaking u = {.order = order, .interface = &order->interface, .prepared = prepared};
	enum outcome outcome = attached_lock(order->patience_ms, &lock);

	return outcome == OUTCOME_DONE ? attach_locked(&u, ret) : outcome;
}
