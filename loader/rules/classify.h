/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The packet program's classifier, on the host: the same tables looked up the same way (abi/rules.h). For questions
 * about rules that are not in a kernel yet; what a kernel does is asked of the kernel (BPF_PROG_TEST_RUN).
 */
#ifndef UCGATE_RULES_CLASSIFY_H
#define UCGATE_RULES_CLASSIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/rules.h"

/* An inbound packet. Addresses in network order, as in struct prefix; ports in host order, unused without ports. */
struct inbound {
	uint8_t family;	  /* 4 or 6 */
	uint8_t protocol; /* IPPROTO_* */
	uint8_t source[16], destination[16];
	uint16_t source_port, destination_port;
	bool ack_or_rst; /* of its TCP flags */
};

/* The row of a port; NULL for a protocol without ports. */
const struct port_row *classify_port(const struct rules *rules, uint8_t protocol, uint16_t port);

/* The row of an address: the last range that does not begin behind it. */
const struct address_row *classify_address(const struct rules *rules, uint8_t family,
					   const uint8_t address[16]);

/* The services whose `peers` hold the source and whose `local` holds the destination, unrestricted ones included. */
uint64_t classify_addresses(const struct rules *rules, const struct inbound *packet);

/*
 * The service that lets the packet in without a flow: step 8, or with STATE_NONE the stateless step. Returns its
 * place in file order, or -1.
 */
int classify_inbound(const struct rules *rules, const struct inbound *packet);

#endif
