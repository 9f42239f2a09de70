// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/advice.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/protocol.h"
#include "tools/advice/soundness.h"

/* A talk that speaks for a rule. */
struct candidate {
	const struct talk *talk;
	enum advice_kind kind;
};

struct candidates {
	struct candidate list[TALKS_SETS * TALKS_WAYS];
	size_t count;
};

/* --- whom to listen to --- */

static bool steady(const struct talk_way *way)
{
	return way->packets >= STEADY_PACKETS && talk_seconds(way) >= STEADY_SECONDS;
}

static bool same_peer(const struct talk_ends *a, const struct talk_ends *b)
{
	return a->family == b->family && memcmp(a->peer, b->peer, sizeof(a->peer)) == 0;
}

/* Local ports that a peer keeps coming to. */
static unsigned int ports_steady(const struct talks *talks, const struct talk_ends *ends)
{
	unsigned int count = 0;

	for (int set = 0; set < TALKS_SETS; set++)
		for (int way = 0; way < TALKS_WAYS; way++) {
			const struct talk *talk = &talks->talk[set][way];

			count += same_peer(&talk->ends, ends) && steady(&talk->in);
		}
	return count;
}

/* Nobody who looks around, or was turned away. */
static bool peer_trusted(const struct talks *talks, const struct advice_context *context,
			 const struct talk_ends *ends)
{
	const struct talk_peer *peer = talks_peer(talks, ends);

	if (!peer || peer->refused || !peer->asked || !address_sound(ends->family, ends->peer))
		return false;
	if ((unsigned int)__builtin_popcountll(peer->ports) > PORTS_TRIED_MAX + ports_steady(talks, ends))
		return false;
	return !context->refuses || !context->refuses(context->context, ends);
}

/* --- what it looks like --- */

static void way_merge(struct talk_way *into, const struct talk_way *way)
{
	into->packets += way->packets;
	into->seconds |= way->seconds;
}

/* Who opened it, by who spoke first and whose port is the lower one: a server's. */
static bool peer_opened(const struct talk *talk)
{
	if (!talk->in.packets || !talk->out.packets)
		return !talk->out.packets;
	return talk->in.first_ns < talk->out.first_ns && talk->ends.local_port < talk->ends.peer_port;
}

/* What talks to the same port of a server have said together: each may come from another port of the client. */
struct together {
	struct talk_way in, out;
	unsigned int count;
};

static struct together together_with(const struct talks *talks, const struct talk *like)
{
	bool visit = peer_opened(like);
	struct together all = {};

	for (int set = 0; set < TALKS_SETS; set++)
		for (int way = 0; way < TALKS_WAYS; way++) {
			const struct talk *talk = &talks->talk[set][way];

			if (!same_peer(&talk->ends, &like->ends) ||
			    talk->ends.protocol != like->ends.protocol || peer_opened(talk) != visit ||
			    (visit ? talk->ends.local_port != like->ends.local_port
				   : talk->ends.peer_port != like->ends.peer_port))
				continue;
			way_merge(&all.in, &talk->in);
			way_merge(&all.out, &talk->out);
			all.count++;
		}
	return all;
}

static bool rates_like_media(double one, double other)
{
	return one >= MEDIA_RATE && other >= MEDIA_RATE_LEAST;
}

/* Both ends have ports of their own for it: a port that several talks go to is a server's. */
static bool looks_like_media(const struct talk *talk, const struct together *all)
{
	double in = talk_rate(&talk->in), out = talk_rate(&talk->out);

	return talk->ends.protocol == IPPROTO_UDP && talk->ends.peer_port >= MEDIA_PORT_FIRST &&
	       talk->ends.local_port >= MEDIA_PORT_FIRST && all->count == 1 &&
	       (rates_like_media(in, out) || rates_like_media(out, in));
}

/* The inside asks: and is not heard, or not let out. */
static bool looks_like_question(const struct talk *talk, const struct together *all)
{
	return !peer_opened(talk) && steady(talk->out_dropped ? &all->out : &all->in);
}

static bool looks_like_visit(const struct talk *talk, const struct together *all)
{
	return peer_opened(talk) && steady(&all->in) &&
	       (!talk->ends.local_port || port_sound(talk->ends.local_port));
}

static bool kind_find(const struct talks *talks, const struct talk *talk, enum advice_kind *ret)
{
	struct together all = together_with(talks, talk);

	if (looks_like_media(talk, &all))
		*ret = ADVICE_MEDIA;
	else if (looks_like_question(talk, &all))
		*ret = ADVICE_OUT;
	else if (looks_like_visit(talk, &all))
		*ret = ADVICE_IN;
	else
		return false;
	return true;
}

static uint64_t weight(const struct talk *talk)
{
	return talk->in.packets + talk->out.packets;
}

/* By kind, then who said most, then by ends: always the same order. */
static int candidate_compare(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (weight(left->talk) != weight(right->talk))
		return weight(left->talk) > weight(right->talk) ? -1 : 1;
	return memcmp(&left->talk->ends, &right->talk->ends, sizeof(left->talk->ends));
}

static void candidates_find(const struct talks *talks, const struct advice_context *context,
			    struct candidates *ret)
{
	for (int set = 0; set < TALKS_SETS; set++)
		for (int way = 0; way < TALKS_WAYS; way++) {
			const struct talk *talk = &talks->talk[set][way];
			enum advice_kind kind;

			if (talk->ends.family && kind_find(talks, talk, &kind) &&
			    peer_trusted(talks, context, &talk->ends))
				ret->list[ret->count++] = (struct candidate){talk, kind};
		}
	qsort(ret->list, ret->count, sizeof(ret->list[0]), candidate_compare);
}

/* --- what to write --- */

static uint16_t port_of(const struct candidate *candidate)
{
	const struct talk_ends *ends = &candidate->talk->ends;

	return candidate->kind == ADVICE_IN ? ends->local_port : ends->peer_port;
}

/* Media of all peers is one service; else one for each port. */
static struct advice *advice_for(const struct candidate *candidate, struct advice_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct advice *advice = &list->list[i];

		if (advice->kind != candidate->kind || advice->protocol != candidate->talk->ends.protocol)
			continue;
		if (advice->kind == ADVICE_MEDIA || advice->ports_count == 0 ||
		    advice->ports[0].first == port_of(candidate))
			return advice;
	}
	if (list->count == ADVICE_MAX) {
		list->more++;
		return NULL;
	}
	list->list[list->count] = (struct advice){.kind = candidate->kind,
						  .protocol = candidate->talk->ends.protocol,
						  .talk = *candidate->talk};
	return &list->list[list->count++];
}

static void peer_add(struct advice *advice, const struct talk_ends *ends)
{
	for (size_t i = 0; i < advice->peers_count; i++)
		if (same_peer(&advice->peers[i], ends))
			return;
	if (advice->peers_count < ADVICE_PEERS_MAX)
		advice->peers[advice->peers_count++] = *ends;
	else
		advice->peers_more++;
}

/* Ascending, without overlaps; one that touches another makes it longer. Without room the last one takes it in. */
static void ports_add(struct advice *advice, struct port_range range)
{
	struct port_range *ports = advice->ports;
	size_t at = 0, end;

	while (at < advice->ports_count && ports[at].last + 1 < range.first)
		at++;
	for (end = at; end < advice->ports_count && ports[end].first <= range.last + 1; end++) {
		range.first = range.first < ports[end].first ? range.first : ports[end].first;
		range.last = range.last > ports[end].last ? range.last : ports[end].last;
	}
	if (at == end && advice->ports_count == ADVICE_PORTS_MAX) {
		at -= at == ADVICE_PORTS_MAX;
		end = at + 1;
		range.first = range.first < ports[at].first ? range.first : ports[at].first;
		range.last = range.last > ports[at].last ? range.last : ports[at].last;
	}
	memmove(&ports[at + 1], &ports[end], (advice->ports_count - end) * sizeof(*ports));
	advice->ports_count = advice->ports_count - (end - at) + 1;
	ports[at] = range;
}

/* RTP has an even port, and RTCP the next one. */
static struct port_range media_pair(uint16_t port)
{
	return (struct port_range){.first = port & ~1u, .last = port | 1u};
}

static void candidate_add(const struct candidate *candidate, struct advice_list *list)
{
	const struct talk_ends *ends = &candidate->talk->ends;
	struct advice *advice = advice_for(candidate, list);

	if (!advice)
		return;
	peer_add(advice, ends);
	advice->in_rate += talk_rate(&candidate->talk->in);
	advice->out_rate += talk_rate(&candidate->talk->out);
	if (advice->kind == ADVICE_MEDIA) {
		ports_add(advice, media_pair(ends->peer_port));
		ports_add(advice, media_pair(ends->local_port));
	} else if (port_of(candidate)) {
		ports_add(advice,
			  (struct port_range){.first = port_of(candidate), .last = port_of(candidate)});
	}
}

/* --- names --- */

static bool service_known(const struct advice_context *context, const char *name)
{
	for (size_t i = 0; i < context->services_count; i++)
		if (strcmp(context->services[i].name, name) == 0)
			return true;
	return false;
}

static bool name_taken(const char *name, const struct advice_context *context, const struct advice_list *list)
{
	if (service_known(context, name))
		return true;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->list[i].name, name) == 0)
			return true;
	return false;
}

/* `media`, `tcp-443-out`, `esp-out`: with a number where that is taken. */
static void name_make(const struct advice *advice, char ret[SERVICE_NAME_SIZE])
{
	static const char *const ways[] = {[ADVICE_OUT] = "out", [ADVICE_IN] = "in"};

	if (advice->kind == ADVICE_MEDIA)
		strcpy(ret, "media");
	else if (advice->ports_count)
		snprintf(ret, SERVICE_NAME_SIZE, "%s-%u-%s", advice->protocol == IPPROTO_TCP ? "tcp" : "udp",
			 advice->ports[0].first, ways[advice->kind]);
	else
		snprintf(ret, SERVICE_NAME_SIZE, "protocol-%u-%s", advice->protocol, ways[advice->kind]);
}

static void names_give(const struct advice_context *context, struct advice_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		char name[SERVICE_NAME_SIZE], numbered[SERVICE_NAME_SIZE + 12];

		name_make(&list->list[i], name);
		snprintf(numbered, sizeof(numbered), "%s", name);
		for (unsigned int n = 2; name_taken(numbered, context, list); n++)
			snprintf(numbered, sizeof(numbered), "%s-%u", name, n);
		memcpy(list->list[i].name, numbered, SERVICE_NAME_SIZE - 1);
	}
}

/* A dynamic service for media; for what came to the wrong peer, the service that said so. */
static void instead_find(const struct advice_context *context, struct advice *advice)
{
	const char *name = advice->talk.reason == REASON_PEER ? advice->talk.service : "";

	for (size_t i = 0; advice->kind == ADVICE_MEDIA && i < context->services_count; i++)
		if (context->services[i].flags & SERVICE_DYNAMIC) {
			name = context->services[i].name;
			break;
		}
	if (service_known(context, name))
		snprintf(advice->instead, sizeof(advice->instead), "%s", name);
}

int advice_make(const struct talks *talks, const struct advice_context *context, struct advice_list *ret)
{
	_cleanup_free_ struct candidates *candidates = calloc(1, sizeof(*candidates));
	struct advice_list list = {};

	if (!candidates)
		return -ENOMEM;
	candidates_find(talks, context, candidates);
	for (size_t i = 0; i < candidates->count; i++)
		candidate_add(&candidates->list[i], &list);
	names_give(context, &list);
	for (size_t i = 0; i < list.count; i++)
		instead_find(context, &list.list[i]);
	*ret = list;
	return 0;
}
