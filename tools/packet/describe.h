/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A frame in words: `udp 203.0.113.9:40000 > 192.0.2.10:5060 len 300 vlan 7`, in the language of language.h, so that a
 * line of a listing can be given to ucgate-trace as it is. What is in the packet's payload is not told, but how long it
 * is (`len`, behind the last header that is named). Frames that no words fit are told in digits (`ether 0x88f7 len 44`,
 * `hex 0200`).
 */
#ifndef UCGATE_PACKET_DESCRIBE_H
#define UCGATE_PACKET_DESCRIBE_H

#include "tools/packet/view.h"

enum { PACKET_TEXT_SIZE = 512 };

/* Any bytes will do: the text is printable ASCII, one line. */
void packet_describe(const struct packet_bytes *frame, char ret[PACKET_TEXT_SIZE]);

enum { ADDRESS_TEXT_SIZE = 64 };

/* `192.0.2.1`, `192.0.2.1:5060`, `2001:db8::1`, `[2001:db8::1]:5060`; port below 0: none. family: 4 or 6. */
void packet_address_format(int family, const uint8_t *address, int port, char ret[ADDRESS_TEXT_SIZE]);

/* `udp`, `icmpv6`, or NULL: `proto N` in the language. */
const char *packet_protocol_name(uint8_t protocol);

#endif
