// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/random_rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint16_t known_ports[] = {1,    22,   53,	 67,   68,   443,   546,   547,	  1023,
				       1024, 5060, 5061, 5100, 8801, 32767, 32768, 49152, 65535};

static const uint8_t known_protocols[] = {2, 3, 4, 41, 47, 50, 51, 89, 132, 136, 139, 140, 254};

static const uint8_t bases_v4[][4] = {
	{203, 0, 113, 9},   {198, 51, 100, 77}, {192, 0, 2, 10},  {10, 1, 2, 3},
	{17, 250, 84, 129}, {128, 0, 0, 0},	{127, 255, 0, 1}, {223, 255, 255, 255},
};

static const uint8_t bases_v6[][16] = {
	{0x20, 0x01, 0x0d, 0xb8, [15] = 9},
	{0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	{0x26, 0x20, 0x01, 0x49, 0x0a, 0x44, [7] = 7, [15] = 1},
	{0xfe, 0x80, [15] = 1},
	{0xfd, 0x00, [8] = 0x80},
	{0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
};

/* --- what a rule file could say -------------------------------------------------------------------------------- */

static int ports_add(struct dice *dice, struct port_list *ports)
{
	size_t count = 1 + dice_below(dice, dice_one_in(dice, 16) ? 30 : 4);

	ports->list = calloc(count, sizeof(*ports->list));
	if (!ports->list)
		return -ENOMEM;
	ports->count = count;
	for (size_t i = 0; i < count; i++) {
		uint32_t first =
			dice_one_in(dice, 3) ? 1 + dice_below(dice, 65535) : dice_pick(dice, known_ports);
		uint32_t last = first;

		if (dice_one_in(dice, 3))
			last += dice_below(dice, dice_one_in(dice, 4) ? 65535 : 20);
		ports->list[i].first = (uint16_t)first;
		ports->list[i].last = (uint16_t)(last > 65535 ? 65535 : last);
	}
	return 0;
}

static void prefix_mask(struct prefix *prefix)
{
	for (unsigned bit = prefix->length; bit < 128; bit++)
		prefix->address[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

static struct prefix prefix_random(struct dice *dice)
{
	struct prefix prefix = {.family = dice_one_in(dice, 2) ? 4 : 6};

	if (prefix.family == 4) {
		memcpy(prefix.address, dice_pick(dice, bases_v4), 4);
		prefix.length = (uint8_t)(1 + dice_below(dice, 32));
	} else {
		memcpy(prefix.address, dice_pick(dice, bases_v6), 16);
		prefix.length = (uint8_t)(1 + dice_below(dice, 128));
	}
	if (dice_one_in(dice, 2))
		prefix.length = prefix.family == 4 ? 32 : 128;
	if (dice_one_in(dice, 2))
		prefix.address[dice_below(dice, prefix.family == 4 ? 4 : 16)] ^=
			(uint8_t)(1 << dice_below(dice, 8));
	prefix_mask(&prefix);
	return prefix;
}

static int prefixes_add(struct dice *dice, struct prefix_list *prefixes, uint32_t most)
{
	size_t count = 1 + dice_below(dice, most);

	prefixes->list = calloc(count, sizeof(*prefixes->list));
	if (!prefixes->list)
		return -ENOMEM;
	prefixes->count = count;
	for (size_t i = 0; i < count; i++)
		prefixes->list[i] = prefix_random(dice);
	return 0;
}

static int protocols_add(struct dice *dice, struct service *service)
{
	size_t count = 1 + dice_below(dice, 4);

	service->protocols = calloc(count, sizeof(*service->protocols));
	if (!service->protocols)
		return -ENOMEM;
	service->protocols_count = count;
	for (size_t i = 0; i < count; i++)
		service->protocols[i].number = dice_pick(dice, known_protocols);
	return 0;
}

/* Whose cost in ns is a whole number. */
static struct rate rate_random(struct dice *dice)
{
	static const uint8_t packets[] = {1, 2, 4, 5, 10, 20};

	return (struct rate){
		.packets = dice_pick(dice, packets),
		.period_s = dice_one_in(dice, 2) ? 1 : 60,
		.burst = 1 + dice_below(dice, 30),
	};
}

/* Limits, and times that a clock in steps of 14 s comes nowhere near. */
static void service_restrain(struct dice *dice, struct service *service)
{
	static const uint32_t times[] = {10, 20, 50, 90, 300, 600, 7440};

	if (dice_one_in(dice, 4))
		service->per_source = rate_random(dice);
	if (dice_one_in(dice, 6))
		service->total = rate_random(dice);
	if (dice_one_in(dice, 4))
		service->timeout_s = dice_pick(dice, times);
	service->critical = service->peers.count && dice_one_in(dice, 16);
}

/* most: prefixes of `peers` */
static int service_random(struct dice *dice, uint32_t most, struct service *service)
{
	static const enum direction directions[] = {DIRECTION_BOTH, DIRECTION_IN, DIRECTION_OUT};

	uint32_t kinds = 1 + dice_below(dice, 7); /* bit 0: TCP, 1: UDP, 2: protocols */
	int error = 0;

	service->direction = dice_pick(dice, directions);
	service->dynamic = service->direction != DIRECTION_IN && !(kinds & 4) && dice_one_in(dice, 4);
	if (kinds & 1)
		error = ports_add(dice, &service->tcp);
	if (!error && (kinds & 2))
		error = ports_add(dice, &service->udp);
	if (!error && (kinds & 4))
		error = protocols_add(dice, service);
	if (!error && service->direction != DIRECTION_IN && dice_one_in(dice, 4))
		error = ports_add(dice, &service->local_ports);
	if (!error && dice_one_in(dice, 2))
		error = prefixes_add(dice, &service->peers, most);
	if (!error && dice_one_in(dice, 4))
		error = prefixes_add(dice, &service->local, 3);
	service_restrain(dice, service);
	return error;
}

static size_t services_count_random(struct dice *dice)
{
	if (dice_one_in(dice, 10))
		return SERVICES_MAX;
	return dice_below(dice, dice_one_in(dice, 4) ? SERVICES_MAX : 6);
}

/* Two that may overlap, and who is exempt. */
static int lists_random(struct dice *dice, struct ruleset *rules)
{
	static const char names[][SERVICE_NAME_SIZE] = {"first", "second"};
	int error = prefixes_add(dice, &rules->never_block, 4);

	rules->blocklists = calloc(2, sizeof(*rules->blocklists));
	if (!rules->blocklists)
		return -ENOMEM;
	for (; rules->blocklists_count < 2 && !error; rules->blocklists_count++) {
		struct blocklist *list = &rules->blocklists[rules->blocklists_count];

		memcpy(list->name, names[rules->blocklists_count], sizeof(list->name));
		error = prefixes_add(dice, &list->prefixes, 40);
	}
	return error;
}

int ruleset_random(struct dice *dice, struct ruleset *ret)
{
	struct ruleset rules = {
		.mode = dice_one_in(dice, 8) ? MODE_MONITOR : MODE_ENFORCE,
		.state = dice_one_in(dice, 4) ? STATE_NONE : STATE_TRACKED,
		.outbound = (enum rules_outbound)dice_below(dice, 3),
		.fragments = dice_one_in(dice, 2) ? FRAGMENTS_STRICT : FRAGMENTS_LENIENT,
		.essentials = (1 << ESSENTIALS_COUNT) - 1,
		.file = strdup("random.yaml"),
	};
	size_t count = services_count_random(dice);
	uint32_t most = count <= 3 && dice_one_in(dice, 4) ? 340 : 15; /* 1,024 in all is the limit */
	int error = 0;

	if (dice_one_in(dice, 4))
		rules.essentials &= (uint16_t)dice_roll(dice);
	rules.services = calloc(count + 1, sizeof(*rules.services));
	if (!rules.services || !rules.file)
		error = -ENOMEM;
	for (size_t i = 0; i < count && !error; i++) {
		rules.services_count = i + 1;
		snprintf(rules.services[i].name, SERVICE_NAME_SIZE, "service-%zu", i);
		error = service_random(dice, most, &rules.services[i]);
	}
	if (!error && dice_one_in(dice, 3))
		error = lists_random(dice, &rules);
	if (error)
		ruleset_free(&rules);
	else
		*ret = rules;
	return error;
}

static void service_drop(struct ruleset *rules, size_t number)
{
	struct ruleset one = {.services = calloc(1, sizeof(struct service)), .services_count = 1};

	if (!one.services)
		return;
	one.services[0] = rules->services[number];
	rules->services_count--;
	memmove(&rules->services[number], &rules->services[number + 1],
		(rules->services_count - number) * sizeof(*rules->services));
	ruleset_free(&one);
}

static void services_swap(struct ruleset *rules, size_t a, size_t b)
{
	struct service swap = rules->services[a];

	rules->services[a] = rules->services[b];
	rules->services[b] = swap;
}

void ruleset_change(struct dice *dice, struct ruleset *rules)
{
	uint32_t count = (uint32_t)rules->services_count;

	if (count && dice_one_in(dice, 2))
		services_swap(rules, dice_below(dice, count), dice_below(dice, count));
	if (count && dice_one_in(dice, 2))
		service_drop(rules, dice_below(dice, count));
	if (dice_one_in(dice, 4))
		rules->outbound = (enum rules_outbound)dice_below(dice, 3);
	if (dice_one_in(dice, 4))
		rules->fragments = (enum rules_fragments)dice_below(dice, 2);
}

/* --- what is worth trying -------------------------------------------------------------------------------------- */

static const struct service *service_any(struct dice *dice, const struct ruleset *rules)
{
	return rules->services_count ? &rules->services[dice_below(dice, (uint32_t)rules->services_count)]
				     : NULL;
}

static uint16_t port_near(struct dice *dice, const struct port_list *ports)
{
	const struct port_range *range = &ports->list[dice_below(dice, (uint32_t)ports->count)];

	switch (dice_below(dice, 6)) {
	case 0:
		return (uint16_t)(range->first - 1);
	case 1:
		return (uint16_t)(range->last + 1);
	case 2:
		return range->last;
	case 3:
		return (uint16_t)(range->first + dice_below(dice, range->last - range->first + 1u));
	default:
		return range->first;
	}
}

uint16_t port_random(struct dice *dice, const struct ruleset *rules)
{
	const struct service *service = service_any(dice, rules);
	const struct port_list *ports = NULL;

	if (service && !dice_one_in(dice, 5)) {
		const struct port_list *lists[] = {&service->tcp, &service->udp, &service->local_ports};

		ports = dice_pick(dice, lists);
	}
	if (ports && ports->count)
		return port_near(dice, ports);
	if (dice_one_in(dice, 20))
		return 0;
	return dice_one_in(dice, 2) ? dice_pick(dice, known_ports) : (uint16_t)dice_roll(dice);
}

uint8_t protocol_random(struct dice *dice, const struct ruleset *rules)
{
	const struct service *service = service_any(dice, rules);

	if (service && service->protocols_count && dice_one_in(dice, 2))
		return service->protocols[dice_below(dice, (uint32_t)service->protocols_count)].number;
	return dice_one_in(dice, 2) ? dice_pick(dice, known_protocols) : (uint8_t)dice_roll(dice);
}

static void address_step(uint8_t *address, size_t size, int step)
{
	for (size_t i = size; i-- > 0;) {
		int value = address[i] + step;

		address[i] = (uint8_t)value;
		if (value >= 0 && value <= 255)
			return;
		step = value < 0 ? -1 : 1;
	}
}

/* Inside a prefix, at its ends, or one beside. */
static void address_near(struct dice *dice, const struct prefix *prefix, uint8_t address[16])
{
	size_t size = prefix->family == 4 ? 4 : 16;
	uint32_t where = dice_below(dice, 6);

	memcpy(address, prefix->address, 16);
	if (where == 0)
		address_step(address, size, -1);
	if (where < 2)
		return;
	for (size_t bit = prefix->length; bit < size * 8; bit++) {
		if (where < 4 || dice_one_in(dice, 2))
			address[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	}
	if (where == 2)
		address_step(address, size, 1);
}

static const struct prefix *prefix_any(struct dice *dice, const struct ruleset *rules, int family)
{
	const struct service *service = service_any(dice, rules);
	const struct prefix_list *prefixes;
	const struct prefix *prefix;

	if (!service)
		return NULL;
	prefixes = dice_one_in(dice, 3) ? &service->local : &service->peers;
	if (rules->blocklists_count && dice_one_in(dice, 2))
		prefixes = dice_one_in(dice, 4) ? &rules->never_block
						: &rules->blocklists[dice_below(dice, 2)].prefixes;
	if (!prefixes->count)
		return NULL;
	prefix = &prefixes->list[dice_below(dice, (uint32_t)prefixes->count)];
	return prefix->family == family ? prefix : NULL;
}

/* Addresses that steps 3, 5 and 7 look at. */
static void address_special(struct dice *dice, int family, uint8_t address[16])
{
	static const uint8_t special_v4[][4] = {{0, 0, 0, 1},	      {0, 255, 255, 255}, {1, 0, 0, 0},
						{126, 255, 255, 255}, {127, 0, 0, 1},	  {128, 0, 0, 0},
						{223, 255, 255, 255}, {224, 0, 0, 1},	  {240, 0, 0, 1},
						{255, 255, 255, 255}};
	static const uint8_t special_v6[][16] = {
		{0},
		{[15] = 1},
		{[15] = 2},
		{[10] = 0xff, 0xff, 192, 0, 2, 1},
		{[9] = 1, 0xff, 0xff, 192, 0, 2, 1},
		{0xff, 0x02, [15] = 1},
		{0xfe, 0xff, [15] = 1},
		{0xfe, 0x80, [15] = 2},
		{0xfe, 0xbf, [15] = 2},
		{0xfe, 0xc0, [15] = 2},
		{0xfe, 0x7f, [15] = 2},
	};

	if (family == 4)
		memcpy(address, dice_pick(dice, special_v4), 4);
	else
		memcpy(address, dice_pick(dice, special_v6), 16);
}

void address_random(struct dice *dice, const struct ruleset *rules, int family, uint8_t ret[16])
{
	const struct prefix *prefix = prefix_any(dice, rules, family);

	memset(ret, 0, 16);
	if (prefix && !dice_one_in(dice, 4))
		address_near(dice, prefix, ret);
	else if (dice_one_in(dice, 6))
		address_special(dice, family, ret);
	else if (family == 4)
		memcpy(ret, dice_pick(dice, bases_v4), 4);
	else
		memcpy(ret, dice_pick(dice, bases_v6), 16);
}
