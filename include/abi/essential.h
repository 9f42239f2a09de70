/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a box needs to keep its address, its neighbours and its path MTU, whatever the services say.
 * Numbers are an interface of the maps: append, never renumber; bit N of `essentials` in abi/rules.h is number N.
 */
#ifndef UCGATE_ABI_ESSENTIAL_H
#define UCGATE_ABI_ESSENTIAL_H

/* X(constant, number, name, sentence) */
/* clang-format off */
#define ESSENTIALS(X)                                                                       \
	X(ARP,        0, "arp",        "ARP")                                                \
	X(ND,         1, "nd",         "IPv6 neighbour and router discovery (RFC 4861)")     \
	X(MLD,        2, "mld",        "IPv6 multicast listener discovery (RFC 2710, 3810)") \
	X(ICMP_ERROR, 3, "icmp-error", "ICMP errors, with `state: none`")                    \
	X(ECHO,       4, "echo",       "ping: 50 requests a second and source")              \
	X(DHCP,       5, "dhcp",       "DHCP and DHCPv6 towards the client ports")           \
	X(PPPOE,      6, "pppoe",      "PPPoE discovery and PPP control protocols")          \
	X(EAPOL,      7, "eapol",      "IEEE 802.1X port authentication")                    \
	X(LLDP,       8, "lldp",       "IEEE 802.1AB link layer discovery")

/* clang-format on */

enum essential {

#define X(constant, number, name, sentence) ESSENTIAL_##constant = number,
	ESSENTIALS(X)
#undef X
		ESSENTIALS_COUNT = 9,
	ESSENTIALS_MAX = 16,
};

#endif
