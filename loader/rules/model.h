/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A rule set as a value: what a rule file says, every key of ucgate.yaml(5), defaults filled in. Pure data; owns all
 * it points to but the sources of its places (struct diagnostics keeps those alive). Ports and lengths are host
 * order, addresses network order.
 */
#ifndef UCGATE_RULES_MODEL_H
#define UCGATE_RULES_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/essential.h"
#include "abi/limits.h"
#include "abi/rules.h"

#include "rules/diagnostic.h"

struct port_range {
	uint16_t first, last; /* both inclusive, first <= last */
	struct place place;
};

struct port_list {
	struct port_range *list; /* in file order, overlaps kept: lint wants to see them */
	size_t count;
};

struct prefix {
	uint8_t address[16]; /* IPv4 in the first four bytes; host bits are zero */
	uint8_t family;	     /* 4 or 6 */
	uint8_t length;	     /* 0 to 32 or 128 */
	struct place place;
};

struct prefix_list {
	struct prefix *list; /* in file order, not merged */
	size_t count;
	struct place place; /* of the key */
};

struct rate {
	uint32_t packets;  /* 0: no limit */
	uint32_t period_s; /* 1 or 60 */
	uint32_t burst;
	struct place place;
};

struct protocol_entry {
	uint8_t number;
	struct place place;
};

struct service {
	char name[SERVICE_NAME_SIZE];
	char *description; /* NULL: none */
	struct port_list tcp, udp, local_ports;
	struct protocol_entry *protocols;
	size_t protocols_count;
	struct prefix_list peers; /* `peers` and `peers_file` united; count 0: any */
	struct prefix_list local; /* count 0: any */
	struct rate per_source, total;
	uint32_t timeout_s; /* 0: the default of the protocol */
	enum direction direction;
	bool dynamic;
	bool critical;
	struct place place; /* of its first key */
	struct place name_place, direction_place, dynamic_place, critical_place, limit_place, timeout_place,
		local_ports_place;
};

/* Opens its ports to sessions from the peers; lets sessions to the peers be opened. */
static inline bool service_serves(const struct service *service)
{
	return service->direction != DIRECTION_OUT;
}

static inline bool service_asks(const struct service *service)
{
	return service->direction != DIRECTION_IN;
}

struct blocklist {
	char name[SERVICE_NAME_SIZE];
	char *file; /* as written, NULL: given by `prefixes` */
	struct prefix_list prefixes;
	uint32_t file_prefixes; /* decompiled from a file: how many those are, which are not at hand */
	struct place place, name_place;
};

struct ruleset {
	char *file; /* resolved path of the rule file */
	enum rules_mode mode;
	enum rules_state state;
	enum rules_outbound outbound;
	enum rules_fragments fragments;
	uint16_t essentials; /* bit N: enum essential N is let in */
	struct prefix_list never_block;
	struct blocklist *blocklists;
	size_t blocklists_count;
	struct service *services; /* in file order */
	size_t services_count;
	struct place mode_place, state_place, outbound_place, fragments_place, never_block_place,
		blocklists_place, services_place;
	struct place essential_place[ESSENTIALS_COUNT]; /* line 0: not in the file */
};

/* Frees what the rule set owns and clears it; takes NULL and half-built ones. */
void ruleset_free(struct ruleset *ruleset);

#endif
