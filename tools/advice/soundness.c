// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/soundness.h"

#include <stddef.h>
#include <string.h>

enum { MULTICAST_V4 = 224, LOOPBACK_V4 = 127 };

static bool prefix_zero(const uint8_t *address, size_t bytes)
{
	static const uint8_t zero[16];

	return memcmp(address, zero, bytes) == 0;
}

bool address_sound(uint8_t family, const uint8_t address[16])
{
	if (family == 4)
		return address[0] != 0 && address[0] != LOOPBACK_V4 && address[0] < MULTICAST_V4;
	/* Unspecified, loopback and v4-mapped begin with ten bytes of zero. */
	return address[0] != 0xff && !(address[0] == 0xfe && (address[1] & 0xc0) == 0x80) &&
	       !prefix_zero(address, 10);
}

bool port_sound(uint16_t port)
{
	static const uint16_t kept_shut[] = {
		7,    9,    17,	  19,	20,   21,   22,	  23,	25,   53,   67,	   68,	  69,	 79,	110,
		111,  123,  135,  137,	138,  139,  143,  161,	162,  389,  427,   445,	  465,	 502,	512,
		513,  514,  515,  520,	523,  587,  623,  631,	636,  873,  902,   993,	  995,	 1099,	1194,
		1433, 1434, 1521, 1701, 1723, 1900, 2049, 2222, 2323, 2375, 2376,  3128,  3306,	 3389,	3702,
		4444, 5000, 5353, 5355, 5432, 5555, 5683, 5900, 5901, 5985, 5986,  6379,  7001,	 7547,	8000,
		8080, 8081, 8291, 8443, 8728, 8888, 9000, 9100, 9200, 9300, 10000, 11211, 27017, 37777, 50070,
	};

	for (size_t i = 0; i < sizeof(kept_shut) / sizeof(kept_shut[0]); i++)
		if (kept_shut[i] == port)
			return false;
	return port != 0;
}
