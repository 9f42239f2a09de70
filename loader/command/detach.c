// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate detach: takes the program off an interface, and its maps away.
 */
#include <errno.h>
#include <stdlib.h>

#include "maps/live.h"

#include "apply/apply.h"
#include "attach/stale.h"
#include "attach/xdp.h"
#include "base/json.h"
#include "base/privilege.h"
#include "base/text.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

/*
 * Two programs do not go in one step. Inbound filtering ends first, what is left of the other only counts; but rules
 * under which it drops are lifted before.
 */
static int interface_detach(const struct attached *attached)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	_cleanup_(live_free) struct live live = {};
	int r = attached->known ? live_read(&attached->pins, &live) : -EPROTO;

	if (r == 0 && live.rules->header.outbound == OUTBOUND_ENFORCE)
		r = rule_maps_open(&attached->pins, &maps);
	if (r == 0 && maps.rules >= 0)
		r = apply_stage(&attached->pins, &maps);
	if (r < 0)
		log_debug("%s: detaching without lifting its rules first", attached->name);
	return xdp_detach(&attached->pins);
}

/* What a detach or an attach that was killed left, or an interface that is gone, filters nothing; now it goes, too. */
static void leftovers_remove(void)
{
	_cleanup_free_ struct pins *list = NULL;
	_cleanup_close_ int lock = -1;
	size_t count;

	if (pins_list(&list, &count) == 0 && count && pins_lock(LOCK_HURRY_MS, &lock) == 0)
		stale_pins_remove();
}

static enum outcome detach(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome;
	int r;

	if (!request->interface) {
		log_error("detach needs the interface: -i IFACE");
		return OUTCOME_USAGE;
	}
	outcome = attached_take(request->interface, &list, &lock);
	if (outcome == OUTCOME_NOT_ATTACHED)
		leftovers_remove();
	if (outcome != OUTCOME_DONE)
		return outcome;
	r = interface_detach(&list.list[0]);
	if (r < 0) {
		privilege_log(r, "%s: cannot detach", request->interface);
		return OUTCOME_KERNEL;
	}
	if (request->json) {
		*ret = json_pack("{s:o,s:b}", "interface", json_text(request->interface), "detached", 1);
	} else {
		text_print(request->interface, stdout);
		puts(": detached");
	}
	return OUTCOME_DONE;
}

const struct command command_detach = {
	.name = "detach",
	.summary = "take the filter off an interface",
	.description =
		"Removes the programs from the interface, and its rules and counters with it. Everything passes then.",
	.options = options,
	.run = detach,
};
