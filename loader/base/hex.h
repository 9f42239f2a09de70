/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Bytes as lower-case hexadecimal digits.
 */
#ifndef UCGATE_BASE_HEX_H
#define UCGATE_BASE_HEX_H

#include <stddef.h>
#include <stdint.h>

/* Writes 2 * size digits and a NUL. */
void hex_format(const uint8_t *bytes, size_t size, char *ret);

#endif
