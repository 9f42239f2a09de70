/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What no advice is ever given for, whatever the traffic looks like.
 */
#ifndef UCGATE_ADVICE_SOUNDNESS_H
#define UCGATE_ADVICE_SOUNDNESS_H

#include <stdbool.h>
#include <stdint.h>

/* An address that one host on the internet, or in a private network, can have. address: network order. */
bool address_sound(uint8_t family, const uint8_t address[16]);

/*
 * A local port that may be opened to a peer: none by which machines are administered, files shared or databases asked,
 * and that scanners therefore try first.
 */
bool port_sound(uint16_t port);

#endif
