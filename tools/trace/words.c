// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rules/address.h"
#include "rules/classify.h"
#include "rules/protocol.h"
#include "tools/metrics/words.h"

enum { TCP = 6, UDP = 17, PREFIXES_SHOWN = 3 };

bool has_ports(uint8_t protocol)
{
	return protocol == TCP || protocol == UDP;
}

void port_words(uint8_t protocol, bool ports, uint16_t port, char ret[WORDS_SIZE])
{
	char name[PROTOCOL_TEXT_SIZE];

	if (has_ports(protocol) && ports)
		snprintf(ret, WORDS_SIZE, "%s port %u", protocol == TCP ? "tcp" : "udp", port);
	else if (has_ports(protocol))
		snprintf(ret, WORDS_SIZE, "%s", protocol == TCP ? "tcp" : "udp");
	else
		snprintf(ret, WORDS_SIZE, "protocol %s", protocol_format(protocol, name));
}

void duration_words(uint64_t seconds, char ret[WORDS_SIZE])
{
	static const struct {
		uint64_t least, unit;
		const char *name;
	} units[] = {{172800, 86400, "days"}, {14400, 3600, "h"}, {3600, 60, "min"}, {0, 1, "s"}};

	size_t i = 0;

	while (seconds < units[i].least)
		i++;
	snprintf(ret, WORDS_SIZE, "%" PRIu64 " %s", seconds / units[i].unit, units[i].name);
}

void prefixes_words(const struct prefix_list *prefixes, char ret[WORDS_SIZE])
{
	char text[PREFIX_TEXT_SIZE];
	size_t length = 0;

	*ret = '\0';
	for (size_t i = 0; i < prefixes->count && i < PREFIXES_SHOWN && length < WORDS_SIZE; i++) {
		prefix_format(&prefixes->list[i], text);
		length += (size_t)snprintf(ret + length, WORDS_SIZE - length, "%s%s", i ? ", " : "", text);
	}
	if (prefixes->count > PREFIXES_SHOWN && length < WORDS_SIZE)
		snprintf(ret + length, WORDS_SIZE - length, " and %zu more",
			 prefixes->count - PREFIXES_SHOWN);
}

void peer_words(const struct ends *ends, char ret[ADDRESS_TEXT_SIZE])
{
	packet_address_format(ends->family, ends->peer, ends->ports ? ends->peer_port : -1, ret);
}

void local_words(const struct ends *ends, char ret[ADDRESS_TEXT_SIZE])
{
	packet_address_format(ends->family, ends->local, ends->ports ? ends->local_port : -1, ret);
}

/* --- questions to the rules ------------------------------------------------------------------------------------- */

uint64_t services_serving(const struct law *law, const struct ends *ends)
{
	const struct port_row *row = classify_port(law->rules, ends->protocol, ends->local_port);

	return row ? row->server : law->rules->protocol[ends->protocol].server;
}

bool is_served(const struct subject *s)
{
	int number = service_number(s->law, s->verdict.service);

	return number >= 0 && services_serving(s->law, &s->ends) >> number & 1;
}

uint64_t services_asking(const struct law *law, const struct ends *ends)
{
	const struct port_row *row = classify_port(law->rules, ends->protocol, ends->peer_port);

	return row ? row->client | row->dynamic : law->rules->protocol[ends->protocol].client;
}

/* What the rules say of an address. */
static const struct address_row *row_of(const struct law *law, const struct ends *ends,
					const uint8_t *address)
{
	return classify_address(law->rules, (uint8_t)ends->family, address);
}

bool service_takes_peer(const struct law *law, unsigned int service, const struct ends *ends)
{
	return !(law->rules->header.peer_restricted >> service & 1) ||
	       row_of(law, ends, ends->peer)->peer >> service & 1;
}

bool service_takes_local(const struct law *law, unsigned int service, const struct ends *ends)
{
	return !(law->rules->header.local_restricted >> service & 1) ||
	       row_of(law, ends, ends->local)->local >> service & 1;
}

uint64_t services_answered_by(const struct law *law, const struct ends *ends)
{
	const struct port_row *row = classify_port(law->rules, ends->protocol, ends->peer_port);

	return row ? row->client & (~law->rules->header.peer_restricted | row_of(law, ends, ends->peer)->peer)
		   : 0;
}

uint64_t services_learning(const struct law *law, const struct ends *ends)
{
	const struct port_row *local = classify_port(law->rules, ends->protocol, ends->local_port);
	const struct rules_header *header = &law->rules->header;
	uint64_t services = services_asking(law, ends) & (local ? local->local : ~0ull);

	services &= ~header->peer_restricted | row_of(law, ends, ends->peer)->peer;
	return services & (~header->local_restricted | row_of(law, ends, ends->local)->local);
}

bool peer_never_blocked(const struct law *law, const struct ends *ends)
{
	return row_of(law, ends, ends->peer)->flags & ADDRESS_NEVER_BLOCK;
}

int service_number(const struct law *law, const char *name)
{
	for (size_t i = 0; name && i < law->ruleset.services_count; i++) {
		if (strcmp(law->ruleset.services[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

const struct service *service_of(const struct law *law, const char *name)
{
	int number = service_number(law, name);

	return number < 0 ? NULL : &law->ruleset.services[number];
}

bool is_essential(const struct subject *s, enum essential essential)
{
	return s->verdict.service && strcmp(s->verdict.service, essential_words[essential]) == 0;
}

/* --- flows ------------------------------------------------------------------------------------------------------ */

uint32_t flow_idle_s(const struct law *law, const struct ends *ends, const struct flow *flow,
		     const char *service)
{
	const struct service *known = service_of(law, service);

	if (flow && flow->state & FLOW_CLOSING)
		return FLOW_CLOSING_S;
	if (known && known->timeout_s)
		return known->timeout_s;
	if (ends->protocol == TCP)
		return FLOW_TCP_S;
	return ends->protocol == UDP ? FLOW_UDP_S : FLOW_OTHER_S;
}

const char *flow_service(const struct law *law, const struct flow *flow)
{
	unsigned int counter = flow->counter % SERVICE_COUNTERS_MAX;
	const char *name = replica_names(law->replica)->name[counter];

	return counter && *name ? name : "other";
}
