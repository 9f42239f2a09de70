// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/schema.h"

#include "rules/service.h"
#include "rules/value.h"

static const char *const mode_words[] = {[MODE_ENFORCE] = "enforce", [MODE_MONITOR] = "monitor", NULL};
static const char *const state_words[] = {[STATE_TRACKED] = "tracked", [STATE_NONE] = "none", NULL};
static const char *const outbound_words[] = {
	[OUTBOUND_LISTED] = "listed", [OUTBOUND_ANY] = "any", [OUTBOUND_ENFORCE] = "enforce", NULL};
static const char *const fragments_words[] = {
	[FRAGMENTS_STRICT] = "strict", [FRAGMENTS_LENIENT] = "lenient", NULL};
static const char *const direction_words[] = {
	[DIRECTION_BOTH] = "both", [DIRECTION_IN] = "in", [DIRECTION_OUT] = "out", NULL};

#define FILE_FIELD(field)      offsetof(struct ruleset, field)
#define SERVICE_FIELD(field)   offsetof(struct service, field)
#define BLOCKLIST_FIELD(field) offsetof(struct blocklist, field)

/* scope, name, kind, flags, form, reader, field, its place, words, number */
/* clang-format off */
const struct key_row schema[] = {
	{SCOPE_FILE, "version", KEY_SCALAR, KEY_REQUIRED, "version: 1",
	 version_read, 0, NO_PLACE, NULL, 0},
	{SCOPE_FILE, "mode", KEY_SCALAR, KEY_PLACE_IS_VALUE, "mode: enforce",
	 enumeration_read, FILE_FIELD(mode), FILE_FIELD(mode_place), mode_words, 0},
	{SCOPE_FILE, "state", KEY_SCALAR, KEY_PLACE_IS_VALUE, "state: tracked",
	 enumeration_read, FILE_FIELD(state), FILE_FIELD(state_place), state_words, 0},
	{SCOPE_FILE, "outbound", KEY_SCALAR, KEY_PLACE_IS_VALUE, "outbound: listed",
	 enumeration_read, FILE_FIELD(outbound), FILE_FIELD(outbound_place), outbound_words, 0},
	{SCOPE_FILE, "essentials", KEY_MAPPING, 0, "essentials: {lldp: false}",
	 essentials_read, 0, NO_PLACE, NULL, 0},
	{SCOPE_FILE, "fragments", KEY_SCALAR, KEY_PLACE_IS_VALUE, "fragments: strict",
	 enumeration_read, FILE_FIELD(fragments), FILE_FIELD(fragments_place), fragments_words, 0},
	{SCOPE_FILE, "never_block", KEY_LIST, KEY_MAY_BE_EMPTY, "never_block: [192.0.2.0/24]",
	 prefix_read, FILE_FIELD(never_block), FILE_FIELD(never_block_place), NULL, USE_NEVER_BLOCK},
	{SCOPE_FILE, "blocklists", KEY_LIST_OF_MAPPINGS, KEY_MAY_BE_EMPTY, "blocklists: [{name: bad, file: bad.txt}]",
	 blocklist_read, 0, FILE_FIELD(blocklists_place), NULL, 0},
	{SCOPE_FILE, "services", KEY_LIST_OF_MAPPINGS, KEY_REQUIRED | KEY_MAY_BE_EMPTY, "services: [{name: https, tcp: [443]}]",
	 service_read, 0, FILE_FIELD(services_place), NULL, 0},

#define X(constant, number, name, sentence) \
	{SCOPE_ESSENTIALS, name, KEY_SCALAR, KEY_PLACE_IS_VALUE, name ": true", essential_read, \
	 FILE_FIELD(essentials), FILE_FIELD(essential_place) + number * sizeof(struct place), NULL, number},
	ESSENTIALS(X)
#undef X

	{SCOPE_SERVICE, "name", KEY_SCALAR, KEY_REQUIRED | KEY_PLACE_IS_VALUE, "name: https",
	 name_read, SERVICE_FIELD(name), SERVICE_FIELD(name_place), NULL, 0},
	{SCOPE_SERVICE, "description", KEY_SCALAR, 0, "description: one line of text",
	 description_read, SERVICE_FIELD(description), NO_PLACE, NULL, 0},
	{SCOPE_SERVICE, "tcp", KEY_LIST, 0, "tcp: [443, 5060-5061]",
	 port_read, SERVICE_FIELD(tcp), NO_PLACE, NULL, 0},
	{SCOPE_SERVICE, "udp", KEY_LIST, 0, "udp: [5060, 10000-20000]",
	 port_read, SERVICE_FIELD(udp), NO_PLACE, NULL, 0},
	{SCOPE_SERVICE, "protocols", KEY_LIST, 0, "protocols: [esp, gre]",
	 protocol_read, 0, NO_PLACE, NULL, 0},
	{SCOPE_SERVICE, "direction", KEY_SCALAR, KEY_PLACE_IS_VALUE, "direction: both",
	 enumeration_read, SERVICE_FIELD(direction), SERVICE_FIELD(direction_place), direction_words, 0},
	{SCOPE_SERVICE, "peers", KEY_LIST, 0, "peers: [192.0.2.0/24]",
	 prefix_read, SERVICE_FIELD(peers), SERVICE_FIELD(peers.place), NULL, USE_PEERS},
	{SCOPE_SERVICE, "peers_file", KEY_SCALAR, 0, "peers_file: peers.txt",
	 peers_file_read, 0, SERVICE_FIELD(peers.place), NULL, 0},
	{SCOPE_SERVICE, "local", KEY_LIST, 0, "local: [192.0.2.1]",
	 prefix_read, SERVICE_FIELD(local), SERVICE_FIELD(local.place), NULL, USE_LOCAL},
	{SCOPE_SERVICE, "local_ports", KEY_LIST, 0, "local_ports: [10000-20000]",
	 port_read, SERVICE_FIELD(local_ports), SERVICE_FIELD(local_ports_place), NULL, 0},
	{SCOPE_SERVICE, "dynamic", KEY_SCALAR, 0, "dynamic: true",
	 boolean_read, SERVICE_FIELD(dynamic), SERVICE_FIELD(dynamic_place), NULL, 0},
	{SCOPE_SERVICE, "timeout", KEY_SCALAR, 0, "timeout: 5m",
	 timeout_read, SERVICE_FIELD(timeout_s), SERVICE_FIELD(timeout_place), NULL, 0},
	{SCOPE_SERVICE, "limit", KEY_MAPPING, 0, "limit: {per_source: 50/s, total: 1000/s burst 2000}",
	 limit_read, 0, SERVICE_FIELD(limit_place), NULL, 0},
	{SCOPE_SERVICE, "critical", KEY_SCALAR, 0, "critical: true",
	 boolean_read, SERVICE_FIELD(critical), SERVICE_FIELD(critical_place), NULL, 0},

	{SCOPE_LIMIT, "per_source", KEY_SCALAR, 0, "per_source: 50/s",
	 rate_read, SERVICE_FIELD(per_source), NO_PLACE, NULL, 0},
	{SCOPE_LIMIT, "total", KEY_SCALAR, 0, "total: 1000/s burst 2000",
	 rate_read, SERVICE_FIELD(total), NO_PLACE, NULL, 0},

	{SCOPE_BLOCKLIST, "name", KEY_SCALAR, KEY_REQUIRED | KEY_PLACE_IS_VALUE, "name: bad",
	 name_read, BLOCKLIST_FIELD(name), BLOCKLIST_FIELD(name_place), NULL, 0},
	{SCOPE_BLOCKLIST, "file", KEY_SCALAR, 0, "file: bad.txt",
	 blocklist_file_read, 0, NO_PLACE, NULL, 0},
	{SCOPE_BLOCKLIST, "prefixes", KEY_LIST, 0, "prefixes: [192.0.2.0/24]",
	 prefix_read, BLOCKLIST_FIELD(prefixes), BLOCKLIST_FIELD(prefixes.place), NULL, USE_BLOCKLIST},

	{.name = NULL},
};
/* clang-format on */
