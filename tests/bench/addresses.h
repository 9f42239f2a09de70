/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Addresses to block, the same for every filter. */
#ifndef UCGATE_TESTS_BENCH_ADDRESSES_H
#define UCGATE_TESTS_BENCH_ADDRESSES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A sender that no list holds: 203.5.113.77. */
#define STRANGER ((uint32_t)0xcb05714d)

/* Anywhere but around the stranger; the sender of frame.h is the last. To free(). */
uint32_t *addresses_make(size_t count);

/* One a line; a fifth of them as /24 networks. */
void addresses_print(const uint32_t *list, size_t count, FILE *out);

/* The same number of IPv6 /48s, the one of frame.h's sender last. */
void addresses_v6_print(size_t count, FILE *out);

void address_text(uint32_t address, char ret_text[16]);

#endif
