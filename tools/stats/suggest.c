// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "suggest.h"

#include <errno.h>
#include <string.h>

#include <net/if.h>

#include "maps/blocklists.h"
#include "maps/instance.h"
#include "maps/live.h"

#include "base/log.h"
#include "cleanup.h"
#include "tools/advice/suggestions.h"

/* What one interface goes by. */
struct realm {
	struct rules *rules;
	struct blocklist_table lists;
	struct ban_list bans;
};

/* All interfaces that are asked about. */
struct realms {
	struct realm *list;
	struct regime *regimes; /* the same, for who only looks */
	size_t count;
};

static void realms_free(struct realms *realms)
{
	for (size_t i = 0; i < realms->count; i++) {
		free(realms->list[i].rules);
		blocklist_table_free(&realms->list[i].lists);
		ban_list_free(&realms->list[i].bans);
	}
	free(realms->list);
	free(realms->regimes);
}

static int lists_read(const struct pins *pins, struct realm *realm)
{
	const struct rules_blocklists *where = &realm->rules->header.blocklists;
	_cleanup_close_ int outer = -1;

	if (!where->lines)
		return 0;
	outer = pin_open_readonly(pins, "blocklists");
	if (outer < 0)
		return outer;
	return blocklist_slot_read(pins, outer, where->slot, &realm->lists.lines, &realm->lists.count);
}

static int bans_fetch(const struct pins *pins, struct realm *realm)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, "bans");

	return fd < 0 ? fd : bans_read(fd, &realm->bans);
}

static int realm_add(struct realms *realms, const struct pins *pins)
{
	struct realm *realm = &realms->list[realms->count];
	uint32_t id;
	int r = rules_live_read(pins, &realm->rules, &id);

	if (r < 0)
		return r;
	realms->regimes[realms->count++] = (struct regime){realm->rules, &realm->lists, &realm->bans};
	r = lists_read(pins, realm);
	return r < 0 ? r : bans_fetch(pins, realm);
}

/* Those of an interface, or (NULL) of all. */
static int realms_read(const char *interface, struct realms *realms)
{
	_cleanup_free_ struct pins *pins = NULL;
	size_t count = 0;
	int r = pins_here(&pins, &count);

	if (r < 0)
		return r;
	realms->list = calloc(count + 1, sizeof(*realms->list));
	realms->regimes = calloc(count + 1, sizeof(*realms->regimes));
	if (!realms->list || !realms->regimes)
		return -ENOMEM;
	for (size_t i = 0; i < count && r == 0; i++) {
		char name[IF_NAMESIZE];

		if (if_indextoname(pins[i].ifindex, name) && (!interface || strcmp(interface, name) == 0))
			r = realm_add(realms, &pins[i]);
	}
	return r == -ENOENT ? 0 : r; /* detached meanwhile */
}

static bool talk_take(void *context, const struct sighting *sighting)
{
	talks_add(context, sighting);
	return true;
}

int suggestions_show(const struct hearing *hearing, bool json, FILE *out)
{
	_cleanup_(realms_free) struct realms realms = {};
	_cleanup_free_ struct talks *talks = calloc(1, sizeof(*talks));
	struct hearsay hearsay = {.program = "ucgate-stats", .talks = talks};
	struct heard heard;
	int r = talks ? hearing_hold(hearing, talk_take, talks, &heard) : -ENOMEM;

	if (r < 0)
		return r;
	/* Lines of a capture may be read where nothing is attached; then nothing is known of rules. */
	r = realms_read(hearing->interface, &realms);
	if (r < 0)
		return log_errno(r, "cannot read the rules in force");
	hearsay.regimes = realms.regimes;
	hearsay.regimes_count = realms.count;
	hearsay.seconds = heard.seconds;
	return json ? suggestions_print_json(&hearsay, out) : suggestions_print(&hearsay, out);
}
