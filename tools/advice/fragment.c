// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/fragment.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "cleanup.h"
#include "rules/ports.h"
#include "rules/protocol.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

static const struct kind_row {
	const char *word, *looks, *direction; /* NULL: both */
} kinds[] = {
	[ADVICE_MEDIA] = {"media", "looks like RTP", NULL},
	[ADVICE_OUT] = {"out", "the inside asks", "out"},
	[ADVICE_IN] = {"in", "the peer asks, and the inside talks to it", "in"},
};

static const char *protocol_word(uint8_t protocol, char text[PROTOCOL_TEXT_SIZE])
{
	if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP)
		return protocol == IPPROTO_TCP ? "tcp" : "udp";
	return protocol_format(protocol, text);
}

/* `, 50 packets/s in`; a count where there is less than one a second. */
static void way_print(const struct talk_way *way, bool left_out, const char *where, FILE *out)
{
	double rate = talk_rate(way);

	if (!way->packets)
		return;
	fprintf(out, left_out ? ", at least " : ", ");
	if (rate >= 1)
		fprintf(out, "%.0f packets/s %s", rate, where);
	else
		fprintf(out, "%" PRIu64 " packet%s %s", way->packets, way->packets == 1 ? "" : "s", where);
}

/* udp of 203.0.113.7:42400 with port 42500 here, 50 packets/s in (dropped: not-allowed), 50 packets/s out */
static void talk_print(const struct advice *advice, bool left_out, FILE *out)
{
	const struct talk_ends *ends = &advice->talk.ends;
	char peer[ADDRESS_TEXT_SIZE], text[PROTOCOL_TEXT_SIZE], in[64];

	packet_address_format(ends->family, ends->peer, ends->peer_port ? ends->peer_port : -1, peer);
	fprintf(out, "  # %s of %s", protocol_word(ends->protocol, text), peer);
	if (ends->local_port)
		fprintf(out, " with port %u here", ends->local_port);
	snprintf(in, sizeof(in), "in (dropped: %s)", reason_name(advice->talk.reason));
	way_print(&advice->talk.in, left_out, in, out);
	way_print(&advice->talk.out, left_out, advice->talk.out_dropped ? "out (dropped)" : "out", out);
	fprintf(out, ": %s.\n", kinds[advice->kind].looks);
}

static void instead_print(const struct advice *advice, FILE *out)
{
	if (!advice->instead[0])
		return;
	if (advice->kind == ADVICE_MEDIA)
		fprintf(out, "  # Or add the ports, or the peer, to service %s, which is dynamic already?\n",
			advice->instead);
	else
		fprintf(out, "  # Or add the peer to service %s, which has the port already?\n",
			advice->instead);
}

static void ports_print(const struct advice *advice, FILE *out)
{
	char text[PROTOCOL_TEXT_SIZE];

	if (advice->ports_count == 0) {
		fprintf(out, "    protocols: [%s]\n", protocol_word(advice->protocol, text));
		return;
	}
	fprintf(out, "    %s: [", protocol_word(advice->protocol, text));
	for (size_t i = 0; i < advice->ports_count; i++) {
		char range[PORT_RANGE_TEXT_SIZE];

		port_range_format(&advice->ports[i], range);
		fprintf(out, "%s%s", i ? ", " : "", range);
	}
	fputs("]\n", out);
}

/* In quotes: an address that ends with `::` is no plain scalar. */
static void peers_print(const struct advice *advice, FILE *out)
{
	fputs("    peers: [", out);
	for (size_t i = 0; i < advice->peers_count; i++) {
		char peer[ADDRESS_TEXT_SIZE];

		packet_address_format(advice->peers[i].family, advice->peers[i].peer, -1, peer);
		fprintf(out, "%s\"%s\"", i ? ", " : "", peer);
	}
	fputs("]\n", out);
}

void advice_print(const struct advice *advice, bool left_out, FILE *out)
{
	talk_print(advice, left_out, out);
	if (advice->peers_count > 1 || advice->peers_more)
		fprintf(out, "  # The same with %zu more peers%s.\n",
			advice->peers_count - 1 + advice->peers_more,
			advice->peers_more ? ", not all of which are below" : "");
	instead_print(advice, out);
	fprintf(out, "  - name: %s\n", advice->name);
	ports_print(advice, out);
	if (advice->kind == ADVICE_MEDIA)
		fputs("    dynamic: true\n", out);
	if (kinds[advice->kind].direction)
		fprintf(out, "    direction: %s\n", kinds[advice->kind].direction);
	peers_print(advice, out);
}

static json_t *ports_json(const struct advice *advice)
{
	json_t *ports = json_array();

	for (size_t i = 0; i < advice->ports_count; i++) {
		char range[PORT_RANGE_TEXT_SIZE];

		port_range_format(&advice->ports[i], range);
		(void)json_array_append_new(ports, json_string(range));
	}
	return ports;
}

static json_t *peers_json(const struct advice *advice)
{
	json_t *peers = json_array();

	for (size_t i = 0; i < advice->peers_count; i++) {
		char peer[ADDRESS_TEXT_SIZE];

		packet_address_format(advice->peers[i].family, advice->peers[i].peer, -1, peer);
		(void)json_array_append_new(peers, json_string(peer));
	}
	return peers;
}

static json_t *yaml_json(const struct advice *advice, bool left_out)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	advice_print(advice, left_out, out);
	fclose(out);
	return json_string(text);
}

json_t *advice_json(const struct advice *advice, bool left_out)
{
	char text[PROTOCOL_TEXT_SIZE];

	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:s?, s:s?, s:{s:f, s:f}, s:o}", "name", advice->name,
			 "kind", kinds[advice->kind].word, "protocol", protocol_word(advice->protocol, text),
			 "ports", ports_json(advice), "peers", peers_json(advice), "reason",
			 advice->talk.in.packets ? reason_name(advice->talk.reason) : NULL, "instead",
			 advice->instead[0] ? advice->instead : NULL, "packets_per_second", "in",
			 advice->in_rate, "out", advice->out_rate, "yaml", yaml_json(advice, left_out));
}
