// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "suggest.h"

#include <errno.h>
#include <string.h>

#include <jansson.h>
#include <net/if.h>

#include "maps/bans.h"
#include "maps/blocklists.h"
#include "maps/instance.h"
#include "maps/live.h"

#include "base/json.h"
#include "base/log.h"
#include "cleanup.h"
#include "rules/address.h"
#include "rules/blocklist_table.h"
#include "tools/advice/advice.h"
#include "tools/advice/fragment.h"

/* What one interface refuses, and by which rules. */
struct regime {
	struct rules *rules;
	struct blocklist_table lists;
	struct ban_list bans;
};

/* All interfaces that are asked about. */
struct regimes {
	struct regime *list;
	size_t count;
	struct rules_service *services; /* of all of them */
	size_t services_count;
};

static void regimes_free(struct regimes *regimes)
{
	for (size_t i = 0; i < regimes->count; i++) {
		free(regimes->list[i].rules);
		blocklist_table_free(&regimes->list[i].lists);
		ban_list_free(&regimes->list[i].bans);
	}
	free(regimes->list);
	free(regimes->services);
}

static int lists_read(const struct pins *pins, struct regime *regime)
{
	const struct rules_blocklists *where = &regime->rules->header.blocklists;
	_cleanup_close_ int outer = -1;
	int r;

	if (!where->lines)
		return 0;
	outer = pin_open_readonly(pins, "blocklists");
	if (outer < 0)
		return outer;
	r = blocklist_slot_read(pins, outer, where->slot, &regime->lists.lines, &regime->lists.count);
	return r;
}

static int bans_fetch(const struct pins *pins, struct regime *regime)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, "bans");

	return fd < 0 ? fd : bans_read(fd, &regime->bans);
}

static int regime_add(struct regimes *regimes, const struct pins *pins)
{
	struct regime *regime = &regimes->list[regimes->count];
	struct rules_service *services;
	uint32_t id;
	int r = rules_live_read(pins, &regime->rules, &id);

	if (r < 0)
		return r;
	regimes->count++;
	services = reallocarray(regimes->services, regimes->services_count + SERVICES_MAX, sizeof(*services));
	if (!services)
		return -ENOMEM;
	regimes->services = services;
	for (int i = 0; i < regime->rules->header.services; i++)
		services[regimes->services_count++] = regime->rules->service[i];
	r = lists_read(pins, regime);
	return r < 0 ? r : bans_fetch(pins, regime);
}

/* Those of an interface, or (NULL) of all. */
static int regimes_read(const char *interface, struct regimes *regimes)
{
	_cleanup_free_ struct pins *pins = NULL;
	size_t count = 0;
	int r = pins_here(&pins, &count);

	if (r < 0)
		return r;
	regimes->list = calloc(count + 1, sizeof(*regimes->list));
	if (!regimes->list)
		return -ENOMEM;
	for (size_t i = 0; i < count && r == 0; i++) {
		char name[IF_NAMESIZE];

		if (if_indextoname(pins[i].ifindex, name) && (!interface || strcmp(interface, name) == 0))
			r = regime_add(regimes, &pins[i]);
	}
	return r == -ENOENT ? 0 : r; /* detached meanwhile */
}

/* Bits of a ban are those of an IPv6 address, or the upper ones. */
static bool ban_holds(const struct ban_entry *entry, uint8_t family, address_value address)
{
	address_value ban = (address_value)entry->key.high << 64 | entry->key.low;
	unsigned int shift = 128 - entry->key.length;

	if (entry->key.family != family || entry->key.length == 0 || entry->key.length > 128)
		return false;
	if (family == 4)
		address <<= 96;
	return ban >> shift == address >> shift;
}

static bool regime_refuses(const struct regime *regime, const struct talk_ends *ends)
{
	address_value address = address_read(ends->peer, ends->family);

	for (size_t i = 0; i < regime->bans.count; i++)
		if (ban_holds(&regime->bans.list[i], ends->family, address))
			return true;
	return regime->lists.lines &&
	       blocklist_table_holds(&regime->rules->header.blocklists, &regime->lists, ends->family,
				     (struct address_v6){(uint64_t)(address >> 64), (uint64_t)address});
}

static bool regimes_refuse(const void *context, const struct talk_ends *ends)
{
	const struct regimes *regimes = context;

	for (size_t i = 0; i < regimes->count; i++)
		if (regime_refuses(&regimes->list[i], ends))
			return true;
	return false;
}

/* The rule file that the interface goes by; NULL: none, or several. */
static const char *file_of(const struct regimes *regimes)
{
	return regimes->count == 1 && regimes->list[0].rules->file[0] ? regimes->list[0].rules->file : NULL;
}

static void suggestions_print(const struct advice_list *list, const struct regimes *regimes,
			      const struct talks *talks, double seconds, FILE *out)
{
	fprintf(out, "# ucgate-stats --suggest: %zu rule%s may be missing, by what was dropped in %.0f s.\n",
		list->count + list->more, list->count + list->more == 1 ? "" : "s", seconds);
	if (list->count)
		fprintf(out,
			"# What you want of it belongs at the end of `services`%s%s: see ucgate-stats(8).\n",
			file_of(regimes) ? " of " : "", file_of(regimes) ? file_of(regimes) : "");
	for (size_t i = 0; i < list->count; i++) {
		fputc('\n', out);
		advice_print(&list->list[i], talks->left_out > 0, out);
	}
}

static int suggestions_print_json(const struct advice_list *list, const struct talks *talks, double seconds,
				  FILE *out)
{
	json_t *suggestions = json_array(), *document;

	for (size_t i = 0; i < list->count; i++)
		(void)json_array_append_new(suggestions, advice_json(&list->list[i], talks->left_out > 0));
	document = json_pack("{s:f, s:I, s:I, s:o}", "seconds", seconds, "seen", (json_int_t)talks->seen,
			     "suppressed", (json_int_t)talks->left_out, "suggestions", suggestions);
	if (!document)
		return -ENOMEM;
	(void)json_print(document, out);
	json_decref(document);
	return 0;
}

static bool talk_take(void *context, const struct sighting *sighting)
{
	talks_add(context, sighting);
	return true;
}

/* Lines of a capture may be read where nothing is attached; then nothing is known of rules. */
static int suggestions_make(const struct talks *talks, const struct regimes *regimes, struct advice_list *ret)
{
	const struct advice_context context = {regimes->services, regimes->services_count, regimes_refuse,
					       regimes};

	return advice_make(talks, &context, ret);
}

int suggestions_show(const struct hearing *hearing, bool json, FILE *out)
{
	_cleanup_(regimes_free) struct regimes regimes = {};
	_cleanup_free_ struct talks *talks = calloc(1, sizeof(*talks));
	_cleanup_free_ struct advice_list *list = calloc(1, sizeof(*list));
	struct heard heard;
	int r = talks && list ? hearing_hold(hearing, talk_take, talks, &heard) : -ENOMEM;

	if (r < 0)
		return r;
	r = regimes_read(hearing->interface, &regimes);
	if (r < 0)
		return log_errno(r, "cannot read the rules in force");
	r = suggestions_make(talks, &regimes, list);
	if (r < 0)
		return r;
	if (json)
		return suggestions_print_json(list, talks, heard.seconds, out);
	suggestions_print(list, &regimes, talks, heard.seconds, out);
	return 0;
}
