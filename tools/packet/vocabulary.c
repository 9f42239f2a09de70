// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/packet/vocabulary.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct name protocols[] = {
	{"tcp", 6},  {"udp", 17}, {"icmp", 1}, {"icmpv6", 58}, {"igmp", 2},   {"ipip", 4},
	{"gre", 47}, {"esp", 50}, {"ah", 51},  {"ospf", 89},   {"sctp", 132}, {"udplite", 136},
};

static const struct name ppp_protocols[] = {
	{"ip", 0x0021},	  {"ipv6", 0x0057}, {"lcp", 0xc021},
	{"ipcp", 0x8021}, {"pap", 0xc023},  {"chap", 0xc223},
};

static const struct name ethertypes[] = {
	{"ip", 0x0800},	   {"ipv6", 0x86dd}, {"arp", 0x0806},
	{"eapol", 0x888e}, {"lldp", 0x88cc}, {"pppoe", 0x8864},
};

const struct name_list protocol_names = {protocols, COUNT(protocols)};
const struct name_list ppp_names = {ppp_protocols, COUNT(ppp_protocols)};
const struct name_list ethertype_names = {ethertypes, COUNT(ethertypes)};

static const struct {
	const char *name;
	int ipv4, ipv6;
} icmp_types[] = {
	{"echo", 8, 128},	 {"echo-reply", 0, 129}, {"unreachable", 3, 1},	   {"too-big", 3, 2},
	{"exceeded", 11, 3},	 {"parameter", 12, 4},	 {"redirect", 5, 137},	   {"rs", 10, 133},
	{"ra", 9, 134},		 {"ns", -1, 135},	 {"na", -1, 136},	   {"mld-query", -1, 130},
	{"mld-report", -1, 131}, {"mld-done", -1, 132},	 {"mld2-report", -1, 143},
};

const char *name_of(const struct name_list *list, int number)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->names[i].number == number)
			return list->names[i].name;
	}
	return NULL;
}

int icmp_type_row(const char *name, size_t length)
{
	for (size_t i = 0; i < COUNT(icmp_types); i++) {
		if (strlen(icmp_types[i].name) == length && memcmp(icmp_types[i].name, name, length) == 0)
			return (int)i;
	}
	return -1;
}

int icmp_type_named(int row, int family)
{
	return family == 4 ? icmp_types[row].ipv4 : icmp_types[row].ipv6;
}

const char *icmp_type_name(uint8_t type, int family)
{
	for (size_t i = 0; i < COUNT(icmp_types); i++) {
		if (icmp_type_named((int)i, family) == type)
			return icmp_types[i].name;
	}
	return NULL;
}

bool icmp_is_echo(uint8_t type, int family)
{
	return family == 4 ? type == 8 || type == 0 : type == 128 || type == 129;
}

bool icmp_is_error(uint8_t type, int family)
{
	return family == 4 ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
}
