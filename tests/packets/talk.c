// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/talk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/packets/random_rules.h"

static const uint64_t SECOND = 1000000000;

void talks_clear(struct talks *talks)
{
	talks->count = 0;
}

static bool has_ports(uint8_t protocol)
{
	return protocol == 6 || protocol == 17;
}

static void talk_random(struct dice *dice, const struct ruleset *rules, struct talk *ret)
{
	struct talk talk = {.family = dice_one_in(dice, 2) ? 4 : 6};
	const uint8_t protocols[] = {
		6, 6, 6, 17, 17, talk.family == 4 ? 1 : 58, protocol_random(dice, rules)};

	talk.protocol = dice_pick(dice, protocols);
	address_random(dice, rules, talk.family, talk.local);
	address_random(dice, rules, talk.family, talk.peer);
	talk.local_port = port_random(dice, rules);
	talk.peer_port = port_random(dice, rules);
	*ret = talk;
}

static struct talk *talk_pick(struct dice *dice, const struct ruleset *rules, struct talks *talks)
{
	size_t number = dice_below(dice, TALKS_MAX);

	if (number >= talks->count && talks->count < TALKS_MAX)
		number = talks->count++;
	else if (!dice_one_in(dice, 30))
		return &talks->list[number];
	talk_random(dice, rules, &talks->list[number]);
	return &talks->list[number];
}

/* The headers of a packet of the talk. */
static void packet_address(const struct talk *talk, bool outbound, struct packet *p)
{
	p->family = talk->family;
	p->protocol = talk->protocol;
	p->ports = has_ports(talk->protocol);
	memcpy(p->source, outbound ? talk->local : talk->peer, 16);
	memcpy(p->destination, outbound ? talk->peer : talk->local, 16);
	p->source_port = outbound ? talk->local_port : talk->peer_port;
	p->destination_port = outbound ? talk->peer_port : talk->local_port;
}

static struct number absolute(int64_t value)
{
	return (struct number){.kind = NUMBER_ABSOLUTE, .value = value};
}

/* Of TCP, UDP, an echo, or whatever it is. */
static void packet_fill(struct dice *dice, const struct talk *talk, bool outbound, struct packet *p)
{
	static const uint8_t flags[] = {2, 2, 18, 16, 16, 24, 24, 17, 17, 17, 4, 20, 21, 194, 3, 0, 41};

	packet_address(talk, outbound, p);
	p->flags = dice_pick(dice, flags);
	p->length = absolute(8 * dice_below(dice, 4));
	if (talk->protocol == 1)
		p->type = absolute(outbound ? 8 : 0);
	if (talk->protocol == 58)
		p->type = absolute(outbound ? 128 : 129);
	p->id = absolute(talk->local_port);
}

static void fragment_random(struct dice *dice, struct packet *p)
{
	static const uint16_t offsets[] = {0, 0, 0, 16, 1480};
	uint16_t offset = dice_pick(dice, offsets);
	bool more = offset == 0 || dice_one_in(dice, 2);

	if (p->family == 6)
		p->extensions[p->extensions_count++] =
			(struct extension){.type = 44, .offset = offset, .more = more};
	p->fragment = p->family == 4;
	p->offset = p->family == 4 ? offset : 0;
	p->more = more;
	p->length.value = p->protocol == 6 && offset == 0 ? 4 : 8;
	if (p->protocol != 1 && p->protocol != 58)
		p->id = absolute(dice_below(dice, 3));
}

/* A router says that the packet did not arrive. */
static int error_random(struct dice *dice, const struct ruleset *rules, const struct talk *talk,
			struct packet *p)
{
	struct packet *quote = calloc(1, sizeof(*quote));

	if (!quote)
		return -ENOMEM;
	packet_fill(dice, talk, !dice_one_in(dice, 8), quote);
	p->family = talk->family;
	p->protocol = talk->family == 4 ? 1 : 58;
	address_random(dice, rules, talk->family, p->source);
	memcpy(p->destination, talk->local, 16);
	p->type = absolute(talk->family == 4 ? 3 : 2);
	p->quote = quote;
	return 0;
}

int packet_talk(struct dice *dice, const struct ruleset *rules, struct talks *talks, struct packet *ret)
{
	const struct talk *talk = talk_pick(dice, rules, talks);
	struct packet p = {.outbound = dice_one_in(dice, 2)};
	int error = 0;

	if (!p.outbound && dice_one_in(dice, 8)) {
		error = error_random(dice, rules, talk, &p);
	} else {
		packet_fill(dice, talk, p.outbound, &p);
		if (dice_one_in(dice, 5))
			fragment_random(dice, &p);
	}
	if (!error)
		*ret = p;
	return error;
}

void fuzz_clock_start(struct fuzz_clock *clock)
{
	*clock = (struct fuzz_clock){.now_ns = 1000 * SECOND};
}

void fuzz_clock_step(struct dice *dice, struct fuzz_clock *clock)
{
	static const uint16_t steps[] = {1, 1, 1, 1, 2, 3, 4, 21, 22, 43, 532};
	uint64_t little = dice_below(dice, dice_one_in(dice, 20) ? 60000000 : 1000000);

	if (clock->into_ns + little < SECOND - 1 && !dice_one_in(dice, 60)) {
		clock->into_ns += little;
		clock->now_ns += little;
		return;
	}
	clock->now_ns += dice_pick(dice, steps) * 14 * SECOND - clock->into_ns;
	clock->into_ns = dice_below(dice, 200000000);
	clock->now_ns += clock->into_ns;
}
