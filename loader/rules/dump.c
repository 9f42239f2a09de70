// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "rules/address.h"
#include "rules/rules.h"

static void hash_dump(const struct rules_header *header, FILE *out)
{
	fputs("hash ", out);
	for (size_t i = 0; i < sizeof(header->hash); i++)
		fprintf(out, "%02x", header->hash[i]);
	fputc('\n', out);
}

static void header_dump(const struct rules_header *header, FILE *out)
{
	fprintf(out, "layout %u\nmode %u\nstate %u\noutbound %u\nfragments %u\nessentials %#x\nservices %u\n",
		header->layout, header->mode, header->state, header->outbound, header->fragments,
		header->essentials, header->services);
	fprintf(out, "peer_restricted %#llx\nlocal_restricted %#llx\nlimited %#llx\n",
		header->peer_restricted, header->local_restricted, header->limited);
}

static void rate_dump(const char *key, const struct rules_rate *rate, FILE *out)
{
	if (rate->packets)
		fprintf(out, " %s %u/%us burst %u interval %lluns", key, rate->packets, rate->period_s,
			rate->burst, rate->interval_ns);
}

static void services_dump(const struct rules *rules, FILE *out)
{
	for (unsigned int i = 0; i < rules->header.services && i < SERVICES_MAX; i++) {
		const struct rules_service *service = &rules->service[i];

		fprintf(out, "service %u %.*s direction %u flags %#x", i, SERVICE_NAME_SIZE, service->name,
			service->direction, service->flags);
		if (service->timeout_s)
			fprintf(out, " timeout %us", service->timeout_s);
		rate_dump("per_source", &service->per_source, out);
		rate_dump("total", &service->total, out);
		fputc('\n', out);
	}
}

static void protocols_dump(const struct rules *rules, FILE *out)
{
	for (unsigned int i = 0; i < 256; i++) {
		const struct protocol_row *row = &rules->protocol[i];

		if (row->server | row->client)
			fprintf(out, "protocol %u server %#llx client %#llx\n", i, row->server, row->client);
	}
}

/* One line for each run of ports of the same class; the numbers of the classes are not shown, nothing rests on them. */
static void ports_dump(const struct rules *rules, enum port_protocol protocol, FILE *out)
{
	const __u16 *class = rules->port_class[protocol];
	uint32_t first = 0;

	for (uint32_t port = 0; port < 65536; port++) {
		const struct port_row *row = &rules->port[class[port] % PORT_CLASSES_MAX];

		if (port < 65535 && class[port + 1] == class[port])
			continue;
		fprintf(out, "%s %u-%u server %#llx client %#llx dynamic %#llx local %#llx\n",
			protocol == PORTS_TCP ? "tcp" : "udp", first, port, row->server, row->client,
			row->dynamic, row->local);
		first = port + 1;
	}
}

static void range_dump(unsigned int family, address_value start, const struct address_row *row, FILE *out)
{
	char text[INET6_ADDRSTRLEN] = "";
	uint8_t address[16];

	address_write(start, family, address);
	inet_ntop(family == FAMILY_V4 ? AF_INET : AF_INET6, address, text, sizeof(text));
	fprintf(out, "%s peer %#llx local %#llx flags %#llx\n", text, row->peer, row->local, row->flags);
}

/* The unused end repeats the last row at the highest address: shown once. */
static void addresses_dump(const struct rules *rules, FILE *out)
{
	for (size_t i = 0; i < ADDRESS_RANGES_MAX; i++) {
		if (i == 0 || rules->v4.start[i] != rules->v4.start[i - 1])
			range_dump(FAMILY_V4, rules->v4.start[i], &rules->v4.row[i], out);
	}
	for (size_t i = 0; i < ADDRESS_RANGES_MAX; i++) {
		const struct address_v6 *start = &rules->v6.start[i];

		if (i == 0 || memcmp(start, start - 1, sizeof(*start)))
			range_dump(FAMILY_V6, (address_value)start->high << 64 | start->low,
				   &rules->v6.row[i], out);
	}
}

int rules_dump(const struct rules *rules, FILE *out)
{
	hash_dump(&rules->header, out);
	header_dump(&rules->header, out);
	services_dump(rules, out);
	protocols_dump(rules, out);
	ports_dump(rules, PORTS_TCP, out);
	ports_dump(rules, PORTS_UDP, out);
	addresses_dump(rules, out);
	return ferror(out) ? -EIO : 0;
}
