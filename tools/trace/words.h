/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pieces of sentences, and the questions to the rules that they answer.
 */
#ifndef UCGATE_TRACE_WORDS_H
#define UCGATE_TRACE_WORDS_H

#include "abi/essential.h"

#include "subject.h"
#include "tools/packet/describe.h"

enum { WORDS_SIZE = 128 };

/* `udp port 5060`, `protocol gre`; or `tcp` without a port. */
void port_words(uint8_t protocol, bool ports, uint16_t port, char ret[WORDS_SIZE]);

/* `12 s`, `90 min`, `5 h`, `2 days` */
void duration_words(uint64_t seconds, char ret[WORDS_SIZE]);

/* `198.51.100.0/24, 203.0.113.1 and 3 more` */
void prefixes_words(const struct prefix_list *prefixes, char ret[WORDS_SIZE]);

/* Addresses with their ports, if they have some. */
void peer_words(const struct ends *ends, char ret[ADDRESS_TEXT_SIZE]);
void local_words(const struct ends *ends, char ret[ADDRESS_TEXT_SIZE]);

bool has_ports(uint8_t protocol);

/* Sets of services: bit N is service N in file order. */

/* Those that open the local end to the outside. */
uint64_t services_serving(const struct law *law, const struct ends *ends);

/* Whether the service of the verdict opens the local end. */
bool is_served(const struct subject *s);

/* Those that list the peer's end as one that the inside may ask, dynamic ones included. */
uint64_t services_asking(const struct law *law, const struct ends *ends);

/* Of those, the ones whose answers may come from this peer: not dynamic, and it is among their peers. */
uint64_t services_answered_by(const struct law *law, const struct ends *ends);

/* Those that would learn a flow of these ends from what the box sends. */
uint64_t services_learning(const struct law *law, const struct ends *ends);

bool service_takes_peer(const struct law *law, unsigned int service, const struct ends *ends);
bool service_takes_local(const struct law *law, unsigned int service, const struct ends *ends);

/* The number of a service by its name, -1: the rules have none of it. */
int service_number(const struct law *law, const char *name);

/* The service of a name, or NULL. */
const struct service *service_of(const struct law *law, const char *name);

/* `never_block` or a critical service holds it. */
bool peer_never_blocked(const struct law *law, const struct ends *ends);

bool is_essential(const struct subject *s, enum essential essential);

/* How long a flow of these ends may be idle, in seconds; flow NULL: a new one of that service. */
uint32_t flow_idle_s(const struct law *law, const struct ends *ends, const struct flow *flow,
		     const char *service);

/* The name that a flow is counted under. */
const char *flow_service(const struct law *law, const struct flow *flow);

#endif
