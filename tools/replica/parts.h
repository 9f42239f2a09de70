/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a replica is made of, for the files of this folder. */
#ifndef UCGATE_REPLICA_PARTS_H
#define UCGATE_REPLICA_PARTS_H

#include <bpf/libbpf.h>

#include "abi/judgement.h"

#include "tools/replica/replica.h"
#include "tools/replica/stand_in.h"

struct ingress_bpf; /* bpf/ingress.skel.h */
struct egress_bpf;  /* bpf/egress.skel.h */

struct replica {
	struct ingress_bpf *ingress;
	struct egress_bpf *egress;
	bool fresh;	/* the maps are as they were made */
	int program[2]; /* descriptors: inbound, outbound */
	size_t most;	/* bytes of an inbound frame that the kernel runs */
	uint32_t generation;
	struct rules *rules;	      /* as put in force; NULL: none */
	struct blocklist_table lists; /* of those */
	struct counter_names names;
	/* Memory of maps. */
	volatile uint64_t *clock;
	const volatile struct judgement *judgement;
	uint8_t stand_in[STAND_IN_SIZE];
};

/*
 * Loads the programs with empty maps, in place of those that are there. pins: whose maps they are to be as large as; NULL:
 * as large as they come.
 */
int replica_load(struct replica *replica, const struct pins *pins);

void replica_unload(struct replica *replica);

/* Whether its maps are as large as those that are pinned. -EPROTO: they are of another layout. */
int replica_fits(const struct replica *replica, const struct pins *pins, bool *ret);

/* Puts a value in force as it is, with the blocklists that it refers to. */
int replica_rules_put(struct replica *replica, const struct rules *rules,
		      const struct blocklist_table *lists);

/* The maps of a replica; the outbound program has no others but those of libbpf's own. */
struct bpf_object *replica_maps(const struct replica *replica);

#endif
