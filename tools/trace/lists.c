// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Step 11: bans and blocklists.
#include <bpf/bpf.h>

#include "explain.h"
#include "words.h"

#define NS_PER_S 1000000000ull

static bool prefix_holds(const struct prefix *prefix, const struct ends *ends)
{
	if (prefix->family != ends->family)
		return false;
	for (unsigned int bit = 0; bit < prefix->length; bit++) {
		if ((prefix->address[bit / 8] ^ ends->peer[bit / 8]) & 0x80 >> bit % 8)
			return false;
	}
	return true;
}

static bool blocklist_holds(const struct blocklist *list, const struct ends *ends)
{
	for (size_t i = 0; i < list->prefixes.count; i++) {
		if (prefix_holds(&list->prefixes.list[i], ends))
			return true;
	}
	return false;
}

/* The first one that holds the address; of lists in files only the union is in force. */
static void blocklist_explain(const struct subject *s, const char *peer, struct lines *lines)
{
	const struct ruleset *rules = &s->law->ruleset;
	size_t files = 0;

	for (size_t i = 0; i < rules->blocklists_count; i++) {
		files += rules->blocklists[i].file != NULL;
		if (files || !blocklist_holds(&rules->blocklists[i], &s->ends))
			continue;
		line_begin(lines, "lists", "%s is on blocklist %s", peer, rules->blocklists[i].name);
		return;
	}
	line_begin(lines, "lists", "%s is on ", peer);
	if (rules->blocklists_count == 1)
		line_add(lines, "blocklist %s", rules->blocklists[0].name);
	else
		line_add(lines, "one of the %zu blocklists", rules->blocklists_count);
}

static void ban_explain(const struct subject *s, const char *peer, struct lines *lines)
{
	uint64_t now = replica_now(s->law->replica);
	char text[WORDS_SIZE], left[WORDS_SIZE];
	struct prefix prefix;
	struct ban ban;

	if (!ban_find(s->law->replica, s->ends.family, s->ends.peer, &prefix, &ban)) {
		line_begin(lines, "lists", "%s is banned", peer);
		return;
	}
	prefixes_words(&(struct prefix_list){.list = &prefix, .count = 1}, text);
	line_begin(lines, "lists", "a ban of %s holds %s", text, peer);
	duration_words((ban.expires_ns - now + NS_PER_S - 1) / NS_PER_S, left);
	if (ban.expires_ns)
		line_add(lines, " for another %s", left);
}

static bool lists_any(const struct subject *s)
{
	struct ban_key key;

	return s->law->ruleset.blocklists_count ||
	       bpf_map_get_next_key(replica_map(s->law->replica, "bans"), NULL, &key) == 0;
}

void lists_explain(const struct subject *s, struct lines *lines)
{
	char peer[ADDRESS_TEXT_SIZE];

	packet_address_format(s->ends.family, s->ends.peer, -1, peer);
	if (s->verdict.reason == REASON_BANNED)
		ban_explain(s, peer, lines);
	else if (s->verdict.reason == REASON_BLOCKLIST)
		blocklist_explain(s, peer, lines);
	else if (!lists_any(s))
		return;
	else if (peer_never_blocked(s->law, &s->ends))
		line_begin(lines, "lists", "`never_block` holds %s: no ban and no blocklist touches it",
			   peer);
	else
		line_begin(lines, "lists", "neither banned nor on a blocklist");
	if (s->verdict.reason == REASON_BANNED || s->verdict.reason == REASON_BLOCKLIST)
		line_add(lines, "; it would have passed otherwise");
}
