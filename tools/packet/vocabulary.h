/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Numbers of headers and their names in the language of packets.
 */
#ifndef UCGATE_PACKET_VOCABULARY_H
#define UCGATE_PACKET_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct name {
	const char *name;
	int number;
};

struct name_list {
	const struct name *names;
	size_t count;
};

/* IP protocols, kept short: any other one is `proto N`. */
extern const struct name_list protocol_names;

extern const struct name_list ppp_names;
extern const struct name_list ethertype_names;

/* NULL: the number has none. */
const char *name_of(const struct name_list *list, int number);

/* Bit N of the flags is letter N. */
#define TCP_FLAG_LETTERS "FSRPAUEC"

/* --- ICMP: a name means a type in each family -------------------------------------------------------------------- */

/* The row of a name, -1: there is none. */
int icmp_type_row(const char *name, size_t length);

/* The type of a row; -1 when the family has none. */
int icmp_type_named(int row, int family);

/* NULL: it has none. */
const char *icmp_type_name(uint8_t type, int family);

/* Request or reply. */
bool icmp_is_echo(uint8_t type, int family);

/* One that quotes a packet. */
bool icmp_is_error(uint8_t type, int family);

#endif
