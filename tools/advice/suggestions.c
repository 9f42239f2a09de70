// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/suggestions.h"

#include <errno.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/json.h"
#include "base/text.h"
#include "cleanup.h"
#include "rules/address.h"
#include "tools/advice/fragment.h"

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

	for (size_t i = 0; i < regime->bans->count; i++)
		if (ban_holds(&regime->bans->list[i], ends->family, address))
			return true;
	return regime->lists->lines &&
	       blocklist_table_holds(&regime->rules->header.blocklists, regime->lists, ends->family,
				     (struct address_v6){(uint64_t)(address >> 64), (uint64_t)address});
}

static bool refuses(const void *context, const struct talk_ends *ends)
{
	const struct hearsay *hearsay = context;

	for (size_t i = 0; i < hearsay->regimes_count; i++)
		if (regime_refuses(&hearsay->regimes[i], ends))
			return true;
	return false;
}

/* The services of all of them. */
static size_t services_fill(const struct hearsay *hearsay, struct rules_service *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < hearsay->regimes_count; i++)
		for (int service = 0; service < hearsay->regimes[i].rules->header.services; service++)
			ret[count++] = hearsay->regimes[i].rules->service[service];
	return count;
}

/* *ret to free(). */
static int list_make(const struct hearsay *hearsay, struct advice_list **ret)
{
	_cleanup_free_ struct rules_service *services =
		calloc(hearsay->regimes_count * SERVICES_MAX + 1, sizeof(*services));
	_cleanup_free_ struct advice_list *list = calloc(1, sizeof(*list));
	struct advice_context context = {.services = services, .refuses = refuses, .context = hearsay};
	int r;

	if (!services || !list)
		return -ENOMEM;
	context.services_count = services_fill(hearsay, services);
	r = advice_make(hearsay->talks, &context, list);
	if (r == 0)
		*ret = TAKE_PTR(list);
	return r;
}

/* The rule file is named where there is one. */
static void where_print(const struct hearsay *hearsay, FILE *out)
{
	fputs("# What you want of it belongs at the end of `services`", out);
	if (hearsay->regimes_count == 1 && hearsay->regimes[0].rules->file[0]) {
		fputs(" of ", out);
		text_print(hearsay->regimes[0].rules->file, out);
	}
	fputs(": see ucgate-stats(8).\n", out);
}

int suggestions_print(const struct hearsay *hearsay, FILE *out)
{
	_cleanup_free_ struct advice_list *list = NULL;
	int r = list_make(hearsay, &list);

	if (r < 0)
		return r;
	fprintf(out, "# %s --suggest: %zu rule%s may be missing, by what was dropped in %.0f s.\n",
		hearsay->program, list->count + list->more, list->count + list->more == 1 ? "" : "s",
		hearsay->seconds);
	if (list->count)
		where_print(hearsay, out);
	for (size_t i = 0; i < list->count; i++) {
		fputc('\n', out);
		advice_print(&list->list[i], hearsay->talks->left_out > 0, out);
	}
	return 0;
}

int suggestions_print_json(const struct hearsay *hearsay, FILE *out)
{
	_cleanup_free_ struct advice_list *list = NULL;
	json_t *suggestions, *document;
	int r = list_make(hearsay, &list);

	if (r < 0)
		return r;
	suggestions = json_array();
	for (size_t i = 0; i < list->count; i++)
		(void)json_array_append_new(suggestions,
					    advice_json(&list->list[i], hearsay->talks->left_out > 0));
	document = json_pack("{s:f, s:I, s:I, s:o}", "seconds", hearsay->seconds, "seen",
			     (json_int_t)hearsay->talks->seen, "suppressed",
			     (json_int_t)hearsay->talks->left_out, "suggestions", suggestions);
	if (!document)
		return -ENOMEM;
	(void)json_print(document, out);
	json_decref(document);
	return 0;
}
