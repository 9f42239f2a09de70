// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/harness/ruleset.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/source.h"

static struct place place_next(void)
{
	static char name[] = "rules.yaml";
	static struct source nowhere = {.name = name};
	static uint32_t column;

	column++;
	return (struct place){.source = &nowhere, .line = 1, .column = column};
}

static void *list_grow(void *list, size_t count, size_t size)
{
	list = reallocarray(list, count + 1, size);
	if (!list)
		abort();
	memset((char *)list + count * size, 0, size);
	return list;
}

/* Calls add for each word of the text. */
static void words_each(const char *text, void (*add)(void *into, const char *word), void *into)
{
	_cleanup_free_ char *words = strdup(text);
	char *save = NULL;

	if (!words)
		abort();
	for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
		add(into, word);
}

static void port_add(void *into, const char *word)
{
	struct port_list *ports = into;
	unsigned int first = 0, last = 0;

	if (sscanf(word, "%u-%u", &first, &last) == 1)
		last = first;
	ports->list = list_grow(ports->list, ports->count, sizeof(*ports->list));
	ports->list[ports->count++] = (struct port_range){(uint16_t)first, (uint16_t)last, place_next()};
}

static void prefix_add(void *into, const char *word)
{
	struct prefix_list *prefixes = into;
	struct prefix prefix = {.family = strchr(word, ':') ? FAMILY_V6 : FAMILY_V4, .place = place_next()};
	unsigned int length = prefix.family == FAMILY_V6 ? 128 : 32;
	char address[64] = "";

	sscanf(word, "%63[^/]/%u", address, &length);
	if (inet_pton(prefix.family == FAMILY_V6 ? AF_INET6 : AF_INET, address, prefix.address) != 1)
		abort();
	prefix.length = (uint8_t)length;
	prefixes->list = list_grow(prefixes->list, prefixes->count, sizeof(*prefixes->list));
	prefixes->list[prefixes->count++] = prefix;
}

static void protocol_add(void *into, const char *word)
{
	struct service *service = into;
	struct protocol_entry entry = {.number = (uint8_t)atoi(word), .place = place_next()};

	service->protocols = list_grow(service->protocols, service->protocols_count, sizeof(entry));
	service->protocols[service->protocols_count++] = entry;
}

void ports_add(struct port_list *ports, const char *text)
{
	words_each(text, port_add, ports);
}

void prefixes_add(struct prefix_list *prefixes, const char *text)
{
	prefixes->place = place_next();
	words_each(text, prefix_add, prefixes);
}

void protocols_add(struct service *service, const char *text)
{
	words_each(text, protocol_add, service);
}

void ruleset_begin(struct ruleset *ret)
{
	*ret = (struct ruleset){
		.essentials = (1 << ESSENTIALS_COUNT) - 1,
		.file = strdup("/etc/ucgate/ucgate.yaml"),
		.services_place = place_next(),
	};
}

struct service *ruleset_add(struct ruleset *ruleset, const char *name, const char *tcp, const char *udp,
			    const char *peers)
{
	struct service *service;

	ruleset->services = list_grow(ruleset->services, ruleset->services_count, sizeof(*service));
	service = &ruleset->services[ruleset->services_count++];
	snprintf(service->name, sizeof(service->name), "%s", name);
	service->place = place_next();
	service->name_place = place_next();
	if (tcp)
		ports_add(&service->tcp, tcp);
	if (udp)
		ports_add(&service->udp, udp);
	if (peers)
		prefixes_add(&service->peers, peers);
	return service;
}

struct blocklist *blocklist_add(struct ruleset *ruleset, const char *name, const char *prefixes)
{
	struct blocklist *list;

	ruleset->blocklists = list_grow(ruleset->blocklists, ruleset->blocklists_count, sizeof(*list));
	list = &ruleset->blocklists[ruleset->blocklists_count++];
	snprintf(list->name, sizeof(list->name), "%s", name);
	prefixes_add(&list->prefixes, prefixes);
	return list;
}

/* --- by chance --- */

static const char *const edges_v4[] = {"10.0.0.0",   "10.0.0.1",       "10.0.0.128", "10.1.0.0",
				       "172.16.0.0", "203.0.113.255",  "1.0.0.0",    "126.255.255.255",
				       "128.0.0.0",  "223.255.255.255"};
static const char *const edges_v6[] = {"2001:db8::",
				       "2001:db8::1",
				       "2001:db8:0:1::",
				       "2001:db8:ffff:ffff::",
				       "fe80::1",
				       "7fff::",
				       "8000::",
				       "::2",
				       "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};

static void prefixes_roll(struct dice *dice, uint32_t most, struct prefix_list *prefixes)
{
	for (uint32_t count = 1 + dice_below(dice, most); count; count--) {
		bool v6 = dice_one_in(dice, 3);
		unsigned int longest = v6 ? 128 : 32, length = 1 + dice_below(dice, longest);
		char text[128];

		if (dice_one_in(dice, 3))
			length = longest;
		snprintf(text, sizeof(text), "%s/%u",
			 v6 ? dice_pick(dice, edges_v6) : dice_pick(dice, edges_v4), length);
		prefix_add(prefixes, text);
		address_write(prefix_range(&prefixes->list[prefixes->count - 1]).first,
			      v6 ? FAMILY_V6 : FAMILY_V4, prefixes->list[prefixes->count - 1].address);
	}
}

static void ports_roll(struct dice *dice, struct port_list *ports)
{
	static const uint16_t edges[] = {1, 2, 53, 443, 1023, 1024, 5060, 5061, 32767, 49152, 65534, 65535};

	for (uint32_t count = 1 + dice_below(dice, 5); count; count--) {
		uint32_t first = dice_one_in(dice, 2) ? dice_pick(dice, edges) : 1 + dice_below(dice, 65535);
		uint32_t last = dice_one_in(dice, 2) ? first : first + dice_below(dice, 65536 - first);
		char text[32];

		snprintf(text, sizeof(text), "%u-%u", first, last);
		port_add(ports, text);
	}
}

static void rate_roll(struct dice *dice, struct rate *rate)
{
	rate->packets = 1 + dice_below(dice, 10000000);
	rate->period_s = dice_one_in(dice, 2) ? 1 : 60;
	rate->burst = dice_one_in(dice, 2) ? rate->packets : 1 + dice_below(dice, 10000000);
}

static void protocols_roll(struct dice *dice, struct service *service)
{
	static const char *const numbers[] = {"47", "50", "51", "2", "254", "132 4"};

	for (uint32_t count = 1 + dice_below(dice, 3); count; count--)
		protocols_add(service, dice_pick(dice, numbers));
}

static void service_roll(struct dice *dice, struct service *service)
{
	service->direction = dice_below(dice, 3);
	service->dynamic = service->direction != DIRECTION_IN && dice_one_in(dice, 4);
	if (dice_one_in(dice, 2))
		ports_roll(dice, &service->tcp);
	if (dice_one_in(dice, 2))
		ports_roll(dice, &service->udp);
	if (!service->dynamic && dice_one_in(dice, 4))
		protocols_roll(dice, service);
	if (!service->tcp.count && !service->udp.count && !service->protocols_count)
		ports_roll(dice, &service->tcp);
	if (dice_one_in(dice, 2))
		prefixes_roll(dice, 6, &service->peers);
	if (dice_one_in(dice, 4))
		prefixes_roll(dice, 3, &service->local);
	if (dice_one_in(dice, 4))
		ports_roll(dice, &service->local_ports);
	if (dice_one_in(dice, 4))
		rate_roll(dice, &service->per_source);
	if (dice_one_in(dice, 4))
		rate_roll(dice, &service->total);
	if (dice_one_in(dice, 4))
		service->timeout_s = 10 + dice_below(dice, 604791);
	service->critical = service->peers.count && dice_one_in(dice, 4);
}

void ruleset_roll(struct dice *dice, struct ruleset *ret)
{
	uint32_t count = dice_one_in(dice, 8) ? SERVICES_MAX : dice_below(dice, 12);

	ruleset_begin(ret);
	ret->mode = dice_below(dice, 2);
	ret->state = dice_below(dice, 2);
	ret->outbound = dice_below(dice, 3);
	ret->fragments = dice_below(dice, 2);
	if (dice_one_in(dice, 3))
		ret->essentials = (uint16_t)dice_below(dice, 1 << ESSENTIALS_COUNT);
	if (dice_one_in(dice, 3))
		prefixes_roll(dice, 8, &ret->never_block);
	for (uint32_t i = 0; i < count; i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%u", i);
		service_roll(dice, ruleset_add(ret, name, NULL, NULL, NULL));
	}
}

static const struct service *service_pick(struct dice *dice, const struct ruleset *ruleset)
{
	return &ruleset->services[dice_below(dice, (uint32_t)ruleset->services_count)];
}

void address_roll(struct dice *dice, const struct ruleset *ruleset, uint8_t family, uint8_t ret[16])
{
	const struct prefix_list *prefixes = NULL;
	address_value value = (address_value)dice_roll(dice) << 64 | dice_roll(dice);

	if (ruleset->services_count && !dice_one_in(dice, 8)) {
		const struct service *service = service_pick(dice, ruleset);

		prefixes = dice_one_in(dice, 2) ? &service->peers : &service->local;
	}
	if (prefixes && prefixes->count) {
		const struct prefix *prefix = &prefixes->list[dice_below(dice, (uint32_t)prefixes->count)];
		struct address_range range = prefix_range(prefix);

		/* Its first and last, and the ones beside. */
		if (prefix->family == family)
			value = (dice_one_in(dice, 2) ? range.first : range.last) + dice_below(dice, 3) - 1;
	}
	address_write(value, family, ret);
}

uint16_t port_roll(struct dice *dice, const struct ruleset *ruleset)
{
	const struct port_list *ports = NULL;

	if (ruleset->services_count && !dice_one_in(dice, 8)) {
		const struct service *service = service_pick(dice, ruleset);
		const struct port_list *lists[] = {&service->tcp, &service->udp, &service->local_ports};

		ports = dice_pick(dice, lists);
	}
	if (!ports || !ports->count)
		return (uint16_t)dice_roll(dice);
	ports = &(struct port_list){.list = &ports->list[dice_below(dice, (uint32_t)ports->count)]};
	return (uint16_t)((dice_one_in(dice, 2) ? ports->list->first : ports->list->last) +
			  dice_below(dice, 3) - 1);
}
