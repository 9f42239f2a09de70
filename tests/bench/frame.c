// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/frame.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>

/* flags: TCP's, as the byte of the header holds them; 0: UDP. */
struct kind {
	const char *name;
	uint16_t ethertype;
	uint8_t flags;
	uint16_t from, to;
	uint16_t payload;
};

enum { ACK = 0x10, SYN = 0x02 };

static const struct kind kinds[FRAME_KINDS] = {
	{"SIP UDP", ETH_P_IP, 0, 5060, 5060, 620},
	{"TLS", ETH_P_IP, ACK, 50000, 443, 1400},
	{"RTP", ETH_P_IP, 0, 16384, 20000, 172},
	{"deny UDP", ETH_P_IP, 0, 123, 123, 48},
	{"deny SYN", ETH_P_IP, SYN, 50000, 8080, 0},
	{"SIP IPv6", ETH_P_IPV6, 0, 5060, 5060, 620},
	{"ARP", ETH_P_ARP, 0, 0, 0, 18},
};

static uint16_t l4_build(const struct kind *kind, uint8_t *at)
{
	if (kind->flags) {
		struct tcphdr tcp = {.source = htons(kind->from), .dest = htons(kind->to), .doff = 5};

		memcpy(at, &tcp, sizeof(tcp));
		at[13] = kind->flags;
		return sizeof(tcp) + kind->payload;
	}
	struct udphdr udp = {htons(kind->from), htons(kind->to), htons(sizeof(udp) + kind->payload), 0};

	memcpy(at, &udp, sizeof(udp));
	return sizeof(udp) + kind->payload;
}

static size_t ipv4_build(const struct kind *kind, uint8_t *at)
{
	uint16_t length = (uint16_t)(sizeof(struct iphdr) + l4_build(kind, at + sizeof(struct iphdr)));
	struct iphdr ip = {
		.version = 4,
		.ihl = 5,
		.tot_len = htons(length),
		.ttl = 60,
		.protocol = kind->flags ? IPPROTO_TCP : IPPROTO_UDP,
	};

	inet_pton(AF_INET, "203.0.113.77", &ip.saddr);
	inet_pton(AF_INET, "192.0.2.10", &ip.daddr);
	memcpy(at, &ip, sizeof(ip));
	return length;
}

static size_t ipv6_build(const struct kind *kind, uint8_t *at)
{
	uint16_t length = l4_build(kind, at + sizeof(struct ipv6hdr));
	struct ipv6hdr ip = {
		.version = 6,
		.payload_len = htons(length),
		.nexthdr = kind->flags ? IPPROTO_TCP : IPPROTO_UDP,
		.hop_limit = 60,
	};

	inet_pton(AF_INET6, "2001:db8:203::77", &ip.saddr);
	inet_pton(AF_INET6, "2001:db8::10", &ip.daddr);
	memcpy(at, &ip, sizeof(ip));
	return sizeof(ip) + length;
}

static size_t arp_build(const struct kind *kind, uint8_t *at)
{
	struct arphdr arp = {htons(ARPHRD_ETHER), htons(ETH_P_IP), 6, 4, htons(ARPOP_REQUEST)};

	memcpy(at, &arp, sizeof(arp));
	return sizeof(arp) + 20 + kind->payload;
}

void frame_build(size_t number, struct frame *ret)
{
	const struct kind *kind = &kinds[number];
	struct ethhdr eth = {{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}, htons(kind->ethertype)};
	uint8_t *at = ret->data + sizeof(eth);

	memset(ret, 0, sizeof(*ret));
	ret->name = kind->name;
	memcpy(ret->data, &eth, sizeof(eth));
	ret->length = sizeof(eth);
	if (kind->ethertype == ETH_P_IP)
		ret->length += ipv4_build(kind, at);
	else if (kind->ethertype == ETH_P_IPV6)
		ret->length += ipv6_build(kind, at);
	else
		ret->length += arp_build(kind, at);
}

enum {
	IP_AT = sizeof(struct ethhdr),
	SOURCE_V4_AT = IP_AT + 12,
	PORTS_V4_AT = IP_AT + sizeof(struct iphdr),
	SOURCE_V6_AT = IP_AT + 8,
	PORTS_V6_AT = IP_AT + sizeof(struct ipv6hdr),
};

void frame_source_set(struct frame *frame, uint32_t source)
{
	__be32 network = htonl(source);

	memcpy(frame->data + SOURCE_V4_AT, &network, sizeof(network));
}

void frame_v6_source_set(struct frame *frame, uint16_t first)
{
	__be16 network = htons(first);

	memcpy(frame->data + SOURCE_V6_AT, &network, sizeof(network));
}

void frame_v6_ports_set(struct frame *frame, uint16_t from, uint16_t to)
{
	const __be16 ports[] = {htons(from), htons(to)};

	memcpy(frame->data + PORTS_V6_AT, ports, sizeof(ports));
}

/* Two neighbours of `size` bytes. */
static void pair_turn(uint8_t *at, size_t size)
{
	uint8_t first[16];

	memcpy(first, at, size);
	memcpy(at, at + size, size);
	memcpy(at + size, first, size);
}

void frame_turn(struct frame *frame)
{
	bool v6 = frame->data[IP_AT] >> 4 == 6;

	pair_turn(frame->data + (v6 ? SOURCE_V6_AT : SOURCE_V4_AT), v6 ? 16 : 4);
	pair_turn(frame->data + (v6 ? PORTS_V6_AT : PORTS_V4_AT), 2);
}
