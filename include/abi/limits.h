/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Every maximum of the rules, in one place: the compiler refuses what exceeds one and names it, the packet program
 * uses the powers of two as index masks. Raising one changes a layout (RULES_LAYOUT in abi/rules.h).
 */
#ifndef UCGATE_ABI_LIMITS_H
#define UCGATE_ABI_LIMITS_H

enum {
	SERVICES_MAX = 64,	  /* one bit each in a __u64, in file order */
	SERVICE_NAME_SIZE = 32,	  /* [a-z][a-z0-9-]{0,30} and its NUL */
	PORT_CLASSES_MAX = 8192,  /* distinct rows over both protocols; a power of two */
	PEER_PREFIXES_MAX = 1024, /* `peers` of all services, counted before merging */
	LOCAL_PREFIXES_MAX = 256, /* `local` of all services, counted before merging */
	NEVER_BLOCK_PREFIXES_MAX = 256,
	BLOCKLIST_PREFIXES_MAX = 1 << 20, /* of all blocklists, counted before merging */
	ADDRESS_RANGES_MAX = 4096,	  /* per family, 2 * prefixes + 1 at most; a power of two */
	SERVICE_COUNTERS_MAX = 256,	  /* stable counter ids; 0 is the pseudo-service `other` */
	RULES_FILE_SIZE = 4096,		  /* path of the rule file, NUL included */
	SOURCES_MAX = 16384,		  /* sources whose rate is remembered */
	FLOWS_MAX = 40960,		  /* of each of the four flow tables, unless attach says otherwise */
	FRAGMENTS_MAX = 4096,		  /* first fragments remembered, per family */
};

#endif
