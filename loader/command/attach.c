// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate attach: rules, maps, program, in an order that leaves the interface without ucgate or wholly filtered
 * wherever it is stopped: compile, make the maps, fill and pin them, and only then attach.
 */
#include <errno.h>
#include <string.h>

#include "attach/dispatcher.h"
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

/* Makes and fills the maps below their pins; no program exists yet. */
static int maps_ready(const struct pins *pins, struct rules *rules, struct ingress_bpf **ret,
		      struct applied *ret_applied)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	struct rule_maps rule_maps;
	int r = object_make_maps(&maps);

	if (r == 0)
		r = pins_make(pins);
	if (r == 0)
		r = object_pin_maps(maps, pins);
	if (r < 0)
		return r;
	rule_maps = (struct rule_maps){bpf_map__fd(maps->maps.rules), bpf_map__fd(maps->maps.service_stats),
				       bpf_map__fd(maps->maps.counter_names)};
	r = apply_rules(pins, &rule_maps, rules, ret_applied);
	if (r == 0)
		*ret = TAKE_PTR(maps);
	return r;
}

static enum outcome attach_fresh(const struct request *request, const struct interface *interface,
				 const struct pins *pins, struct rules *rules, json_t **ret)
{
	_cleanup_(object_free) struct ingress_bpf *maps = NULL;
	struct instance instance;
	struct applied applied;
	int r = preflight(interface, (enum xdp_choice)request->xdp);

	if (r < 0)
		return OUTCOME_KERNEL;
	stale_pins_remove();
	r = pins_remove(pins); /* what nothing holds any more */
	if (r == 0 && dispatcher_detach(interface->ifindex, 0) == 0)
		log_note("%s: took off an earlier ucgate that had lost its pins", interface->name);
	if (r == 0)
		r = maps_ready(pins, rules, &maps, &applied);
	if (r < 0)
		privilege_log(r, "%s: cannot make the maps", interface->name);
	else
		r = xdp_attach(interface, pins, maps, (enum xdp_choice)request->xdp, &instance);
	if (r < 0) {
		(void)pins_remove(pins);
		return OUTCOME_KERNEL;
	}
	report(request, interface->name, &instance, &applied, "attached", ret);
	return OUTCOME_DONE;
}

static enum outcome attach_again(const struct request *request, const struct attached *attached,
				 struct rules *rules, json_t **ret)
{
	static const enum xdp_choice choice_of[] = {
		[INSTANCE_NATIVE] = XDP_CHOICE_NATIVE, [INSTANCE_GENERIC] = XDP_CHOICE_GENERIC};
	struct applied applied;
	enum outcome outcome;

	log_note("%s: attached already, so this is a reload", attached->name);
	outcome = rules_put(attached, rules, &applied);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (request->xdp != XDP_CHOICE_AUTO &&
	    (enum xdp_choice)request->xdp != choice_of[attached->instance.mode == INSTANCE_GENERIC])
		log_warning("%s: stays in %s mode; detach first to change it", attached->name,
			    instance_mode_name(attached->instance.mode));
	report(request, attached->name, &attached->instance, &applied,
	       applied.changed ? "reloaded" : "nothing changed", ret);
	return OUTCOME_DONE;
}

/* The filter of an interface that was moved away with it on goes on by these pins. */
static bool pins_in_use(const struct pins *pins)
{
	uint32_t ifindex;

	return pins_link_ifindex(pins, &ifindex) == 0 && ifindex != 0;
}

static enum outcome attach_locked(const struct request *request, const struct interface *interface,
				  struct rules *rules, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	struct pins pins;
	int r = attached_list_read(interface->name, &list);

	if (r == 0 && list.count)
		return attach_again(request, &list.list[0], rules, ret);
	if (r == 0)
		r = pins_of(interface->ifindex, &pins);
	if (r < 0) {
		privilege_log(r, "%s: cannot read its pins", interface->name);
		return OUTCOME_KERNEL;
	}
	if (pins_in_use(&pins)) {
		log_error("%s: '%s' holds the filter of an interface that went to another network namespace: "
			  "detach it there first",
			  interface->name, pins.path);
		return OUTCOME_KERNEL;
	}
	return attach_fresh(request, interface, &pins, rules, ret);
}

static enum outcome attach(const struct request *request, json_t **ret)
{
	_cleanup_free_ struct rules *rules = NULL;
	_cleanup_close_ int lock = -1;
	struct interface interface;
	enum outcome outcome;
	int r;

	if (!request->interface) {
		log_error("attach needs the interface: -i IFACE");
		return OUTCOME_USAGE;
	}
	r = interface_find(request->interface, &interface);
	if (r < 0) {
		log_errno(r, "%s: no interface to attach to", request->interface);
		return OUTCOME_KERNEL;
	}
	outcome = rules_prepare(request->file, request, &rules, ret);
	if (outcome == OUTCOME_DONE)
		outcome = attached_lock(-1, &lock);
	if (outcome == OUTCOME_DONE)
		outcome = attach_locked(request, &interface, rules, ret);
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
