/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Why a packet got its verdict. One list for the packet program, JSON, metrics and manual pages.
 * Numbers are an interface of the maps: append, never renumber. A reason below REASON_DROP passes, the others drop;
 * only OUTBOUND does either, as `outbound` says.
 */
#ifndef UCGATE_ABI_REASON_H
#define UCGATE_ABI_REASON_H

/* X(constant, number, name, sentence) */
/* clang-format off */
#define REASONS(X)                                                                                 \
	X(SERVICE,          1,  "service",          "a service matched as server")                  \
	X(FLOW,             2,  "flow",             "belongs to a learned flow")                    \
	X(RELATED,          3,  "related",          "ICMP error about traffic of ours")             \
	X(ESSENTIAL,        4,  "essential",        "what a host needs to stay on the network")     \
	X(FRAGMENT,         5,  "fragment",         "its first fragment passed")                    \
	X(OUTBOUND,         6,  "outbound",         "outbound, and no service says anything of it") \
	X(MALFORMED,        64, "malformed",        "a header is cut, inconsistent or one too many") \
	X(ETHERTYPE,        65, "ethertype",        "neither IP nor an essential protocol")         \
	X(VLAN_DEPTH,       66, "vlan-depth",       "more than two VLAN tags")                      \
	X(BOGON,            67, "bogon",            "a source address that nobody can have")        \
	X(SOURCE_ROUTE,     68, "source-route",     "IPv4 LSRR or SSRR, IPv6 routing type 0")       \
	X(TCP_FLAGS,        69, "tcp-flags",        "TCP flags that no real stack sends")           \
	X(FRAGMENT_INVALID, 70, "fragment-invalid", "a fragment that cannot be part of a packet")   \
	X(FRAGMENT_ORPHAN,  71, "fragment-orphan",  "a later fragment whose first did not pass")    \
	X(ICMP,             72, "icmp",             "an ICMP type that is not let in")              \
	X(ICMP_UNRELATED,   73, "icmp-unrelated",   "an ICMP error about nothing that was sent")    \
	X(PROTOCOL,         74, "protocol",         "an IP protocol that no service lists")         \
	X(PEER,             75, "peer",             "a service lists the port, not this address")   \
	X(EXPIRED,          76, "expired",          "its flow idled too long")                      \
	X(REVOKED,          77, "revoked",          "a reload took its flow's service away")        \
	X(NO_FLOW,          78, "no-flow",          "looks like a reply, but nothing was asked")    \
	X(RATE_LIMIT,       79, "rate-limit",       "beyond the rate its source or service may have") \
	X(BANNED,           80, "banned",           "its source is banned")                         \
	X(BLOCKLIST,        81, "blocklist",        "its source is on a blocklist")                 \
	X(NOT_ALLOWED,      82, "not-allowed",      "nothing matches")

/* clang-format on */

enum reason {
	REASON_NONE = 0, /* no opinion: ask the next stage */

#define X(constant, number, name, sentence) REASON_##constant = number,
	REASONS(X)
#undef X
		REASON_DROP = 64, /* the first that drops */
	REASON_MAX = 128,
};

#endif
