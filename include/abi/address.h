/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An address as a number, in host order.
 */
#ifndef UCGATE_ABI_ADDRESS_H
#define UCGATE_ABI_ADDRESS_H

#include <linux/types.h>

struct address_v6 {
	__u64 high, low; /* where it stands for either family, IPv4 is in `low` */
};

#endif
