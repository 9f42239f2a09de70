// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate attach: rules, maps, program, in an order that leaves the interface without ucgate or wholly filtered
 * wherever it is stopped: compile, make the maps, fill and pin them, attach the program for outbound packets, which
 * only learns, and last the one that filters. Rules under which outbound packets are dropped as well come into force
 * when both are in place, everything passes until then.
 */
#include <errno.h>
#include <string.h>

#include "apply/bans.h"
#include "attach/dispatcher.h"
#include "attach/egress.h"
#include "attach/flow_tables.h"
#include "attach/libbpf_log.h"
#include "attach/object.h"
#include "attach/preflight.h"
#include "attach/stale.h"
#include "attach/xdp.h"
#include "base/privilege.h"
#include "base/rule_file.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "command/applied_json.h"
#include "command/prepare.h"
#include "command/verbs.h"

static const struct option_row options[] = {
	OPTION_INTERFACE,
	OPTION_FILE,
	{0, "xdp", "MODE", "auto, native or generic (auto: native where the driver can)", OPTION_CHOICE,
	 offsetof(struct request, xdp), xdp_choice_names},
	{0, "flows", "N", "entries of each of the four flow tables", OPTION_TEXT,
	 offsetof(struct request, flows), NULL},
	OPTION_FORCE,
	OPTIONS_COMMON,
};

static json_t *attach_json(const char *interface, const struct instance *instance,
			   const struct applied *applied)
{
	json_t *document = json_pack(
		"{s:s,s:I,s:s,s:I}", "interface", interface, "ifindex", (json_int_t)instance->ifindex, "mode",
		instance_mode_name(instance->mode), "prog_id", (json_int_t)instance->prog_id);
	json_t *change = applied_json(applied);

	json_object_update(document, change);
	json_decref(change);
	return document;
}

static void report(const struct request *request, const char *interface, const struct instance *instance,
		   const struct applied *applied, const char *text, json_t **ret)
{
	char line[128];

	if (request->json) {
		*ret = attach_json(interface, instance, applied);
		return;
	}
	snprintf(line, sizeof(line), "%s, %s mode%s", text, instance_mode_name(instance->mode),
		 instance->kind == ATTACH_DISPATCHER ? ", behind libxdp's dispatcher" : "");
	applied_print(interface, applied, line);
}

/* What attaching takes. */
struct undertaking {
	const struct request *request;
	const struct interface *interface;
	const struct prepared *prepared;
	struct pins pins;
	uint32_t flows; /* entries of each flow table; 0: not asked for */
};

/* Makes the maps below their pins; no program exists yet. */
static int maps_make(const struct undertaking *u, struct ingress_bpf **ret)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	int r = object_make_maps(u->flows ? u->flows : FLOWS_MAX, &maps);

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
				  bpf_map__fd(maps->maps.counter_names), bpf_map__fd(maps->maps.blocklists)};
}

static bool drops_both_ways(const struct undertaking *u)
{
	return u->prepared->rules->header.outbound == OUTBOUND_ENFORCE;
}

static int rules_fill(const struct undertaking *u, const struct ingress_bpf *maps, struct applied *ret)
{
	struct rule_maps rule_maps = rule_maps_of(maps);

	return apply_rules(&u->pins, &rule_maps, u->prepared->rules, &u->prepared->lists, ret);
}

static int maps_ready(const struct undertaking *u, struct ingress_bpf **ret, struct applied *ret_applied)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	struct rule_maps rule_maps;
	int r = maps_make(u, &maps);

	if (r < 0)
		return r;
	rule_maps = rule_maps_of(maps);
	r = drops_both_ways(u) ? apply_stage(&u->pins, &rule_maps) : rules_fill(u, maps, ret_applied);
	if (r == 0)
		*ret = TAKE_PTR(maps);
	return r;
}

static int programs_attach(const struct undertaking *u, const struct ingress_bpf *maps,
			   struct instance *ret_instance, struct applied *ret_applied)
{
	int r = egress_attach(u->interface, &u->pins);

	if (r == 0)
		r = xdp_attach(u->interface, &u->pins, (enum xdp_choice)u->request->xdp, ret_instance);
	if (r < 0 || !drops_both_ways(u))
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

static enum outcome attach_fresh(const struct undertaking *u, json_t **ret)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	const char *name = u->interface->name;
	struct instance instance;
	struct applied applied;
	int r = preflight(u->interface, (enum xdp_choice)u->request->xdp);

	if (r < 0)
		return OUTCOME_KERNEL;
	stale_pins_remove();
	r = egress_detach(&u->pins); /* what nothing holds any more */
	if (r == 0 && dispatcher_detach(u->interface->ifindex, 0) == 0)
		log_note("%s: took off an earlier ucgate that had lost its pins", name);
	if (r == 0)
		r = pins_remove(&u->pins);
	if (r == 0)
		r = maps_ready(u, &maps, &applied);
	if (r == 0)
		bans_ready(maps, name);
	if (r < 0)
		privilege_log(r, "%s: cannot make the maps", name);
	else
		r = programs_attach(u, maps, &instance, &applied);
	if (r < 0) {
		(void)xdp_detach(&u->pins);
		return OUTCOME_KERNEL;
	}
	report(u->request, name, &instance, &applied, "attached", ret);
	return OUTCOME_DONE;
}

/* What stays as it is, although other is asked for. */
static void warn_unchanged(const struct undertaking *u, const struct attached *attached)
{
	static const enum xdp_choice choice_of[] = {
		[INSTANCE_NATIVE] = XDP_CHOICE_NATIVE, [INSTANCE_GENERIC] = XDP_CHOICE_GENERIC};

	uint32_t flows;

	if (u->request->xdp != XDP_CHOICE_AUTO &&
	    (enum xdp_choice)u->request->xdp != choice_of[attached->instance.mode == INSTANCE_GENERIC])
		log_warning("%s: stays in %s mode; detach first to change it", attached->name,
			    instance_mode_name(attached->instance.mode));
	if (u->flows && flow_tables_size(&u->pins, &flows) == 0 && flows != u->flows)
		log_warning("%s: its flow tables keep their %u entries; detach first to change them",
			    attached->name, flows);
}

static enum outcome attach_again(const struct undertaking *u, const struct attached *attached, json_t **ret)
{
	struct applied applied;
	enum outcome outcome;

	log_note("%s: attached already, so this is a reload", attached->name);
	if (attached->known && !egress_way(&u->pins)) {
		log_note("%s: its program for outbound packets is gone, attaching it again", attached->name);
		if (egress_attach(u->interface, &u->pins) < 0)
			return OUTCOME_KERNEL;
	}
	outcome = rules_put(attached, u->prepared, &applied);
	if (outcome != OUTCOME_DONE)
		return outcome;
	warn_unchanged(u, attached);
	report(u->request, attached->name, &attached->instance, &applied,
	       applied.changed ? "reloaded" : "nothing changed", ret);
	return OUTCOME_DONE;
}

/* The filter of an interface that was moved away with it on goes on by these pins. */
static bool pins_in_use(const struct pins *pins)
{
	uint32_t ifindex;

	return pins_link_ifindex(pins, PIN_LINK, &ifindex) == 0 && ifindex != 0;
}

static enum outcome attach_locked(struct undertaking *u, json_t **ret)
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
	return attach_fresh(u, ret);
}

static enum outcome attach(const struct request *request, json_t **ret)
{
	_cleanup_(prepared_free) struct prepared prepared = {};
	_cleanup_close_ int lock = -1;
	struct interface interface;
	struct undertaking u = {.request = request, .interface = &interface, .prepared = &prepared};
	enum outcome outcome;
	int r;

	if (request->flows && flow_tables_parse(request->flows, &u.flows) < 0) {
		log_error("--flows takes a number from %d to %d, not '%s'", FLOW_TABLE_LEAST, FLOW_TABLE_MOST,
			  request->flows);
		return OUTCOME_USAGE;
	}
	if (!request->interface) {
		log_error("attach needs the interface: -i IFACE");
		return OUTCOME_USAGE;
	}
	r = interface_find(request->interface, &interface);
	if (r < 0) {
		log_errno(r, "%s: no interface to attach to", request->interface);
		return OUTCOME_KERNEL;
	}
	outcome = rules_prepare(request->file, request, &prepared, ret);
	if (outcome == OUTCOME_DONE)
		outcome = attached_lock(LOCK_PATIENCE_MS, &lock);
	if (outcome == OUTCOME_DONE)
		outcome = attach_locked(&u, ret);
	return outcome;
}

const struct command command_attach = {
	.name = "attach",
	.summary = "filter an interface by a rule file",
	.description =
		"Attaches the filter to an interface, with the rules of FILE, by default " RULE_FILE_ETC ",\n"
		"else the shipped aspenuc.yaml. On an interface that is attached it does what reload does. XDP\n"
		"programs of others are left alone. Rules that would cut off the SSH session that the command runs\n"
		"in are refused without --force.",
	.options = options,
	.run = attach,
};
