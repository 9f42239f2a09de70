// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/listen/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "rules/address.h"
#include "rules/nearest.h"
#include "rules/prefix.h"
#include "tools/metrics/words.h"

static const char *reason_nearest(const char *word)
{
	unsigned int best = NEAREST_FAR;
	const char *nearest = NULL;

	for (unsigned int number = 0; number < REASON_MAX; number++) {
		const char *name = reason_name(number);
		unsigned int distance = name ? word_distance(slice_of(word), name) : NEAREST_FAR;

		if (distance < best) {
			best = distance;
			nearest = name;
		}
	}
	return nearest;
}

static int reasons_fill(const struct option_list *words, struct filter *filter)
{
	filter->any_reason = words->count == 0;
	for (size_t i = 0; i < words->count; i++) {
		const char *nearest;
		enum reason reason;

		if (reason_find(words->text[i], &reason)) {
			filter->reasons[reason] = true;
			continue;
		}
		nearest = reason_nearest(words->text[i]);
		log_error("'%s' is no reason%s%s%s: ucgate-events(8) lists them", words->text[i],
			  nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
		return -EINVAL;
	}
	return 0;
}

static int peers_fill(const struct option_list *words, struct filter *filter)
{
	for (size_t i = 0; i < words->count; i++) {
		struct complaint why = {};
		struct prefix prefix;

		if (prefix_parse(slice_of(words->text[i]), &prefix, &why) < 0) {
			log_error("--peer: %s", why.text);
			return -EINVAL;
		}
		if (prefix_list_add(&filter->peers, &prefix) < 0)
			return -ENOMEM;
	}
	return 0;
}

int filter_fill(const struct option_list *reasons, const struct option_list *services,
		const struct option_list *peers, struct filter *ret)
{
	struct filter filter = {.services = services};
	int r = reasons_fill(reasons, &filter);

	if (r == 0)
		r = peers_fill(peers, &filter);
	if (r < 0) {
		filter_free(&filter);
		return r;
	}
	*ret = filter;
	return 0;
}

static bool service_takes(const struct option_list *services, const char *service)
{
	for (size_t i = 0; i < services->count; i++)
		if (strcmp(services->text[i], service) == 0)
			return true;
	return services->count == 0;
}

static bool peer_takes(const struct prefix_list *peers, const struct sighting *sighting)
{
	unsigned int family = (unsigned int)sighting->view.family;
	address_value peer;

	if (peers->count == 0 || !family)
		return peers->count == 0;
	peer = address_read(sighting_peer(sighting), family);
	for (size_t i = 0; i < peers->count; i++) {
		struct address_range range = prefix_range(&peers->list[i]);

		if (peers->list[i].family == family && peer >= range.first && peer <= range.last)
			return true;
	}
	return false;
}

bool filter_takes(const struct filter *filter, const struct sighting *sighting)
{
	return (filter->any_reason || filter->reasons[sighting->reason]) &&
	       service_takes(filter->services, sighting->service) && peer_takes(&filter->peers, sighting);
}

void filter_free(struct filter *filter)
{
	free(filter->peers.list);
	filter->peers = (struct prefix_list){};
}
