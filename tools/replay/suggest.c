// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "suggest.h"

#include "cleanup.h"
#include "tools/advice/suggestions.h"

#define NS_PER_S 1e9

void suggest_frame(struct talks *talks, const struct replayed *replayed)
{
	struct sighting sighting = {
		.time_ns = replayed->frame.time_ns,
		.outbound = replayed->outbound,
		.passed = replayed->finding.pass,
		.reason = replayed->finding.reason,
		.frame = {replayed->frame.data, replayed->frame.length, replayed->frame.length},
	};

	snprintf(sighting.service, sizeof(sighting.service), "%s", replayed->finding.service);
	packet_view_read(&sighting.frame, &sighting.view);
	talks_add(talks, &sighting);
}

int suggest_end(const struct talks *talks, const struct replay *replay, bool json, FILE *out)
{
	_cleanup_(ban_list_free) struct ban_list bans = {0};
	struct regime regime = {.rules = replica_rules_now(replay->replica),
				.lists = replica_lists(replay->replica),
				.bans = &bans};
	const struct hearsay hearsay = {.program = "ucgate-replay",
					.talks = talks,
					.regimes = &regime,
					.regimes_count = regime.rules != NULL,
					.seconds = (double)replay->elapsed_ns / NS_PER_S};
	int fd = replica_map(replay->replica, "bans"), r = fd < 0 ? fd : bans_read(fd, &bans);

	if (r < 0)
		return r;
	return json ? suggestions_print_json(&hearsay, out) : suggestions_print(&hearsay, out);
}
