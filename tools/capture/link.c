// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/link.h"

#include <string.h>

#include <linux/if_ether.h>

#include <pcap/dlt.h>

enum { ADDRESSES = 2 * ETH_ALEN, IP_VERSION_6 = 6 };

static const struct link links[] = {
	{LINK_ETHERNET, DLT_EN10MB, ETH_HLEN, ADDRESSES, 0},
	{LINK_COOKED, DLT_LINUX_SLL, 16, 14, 0},
	{LINK_COOKED2, DLT_LINUX_SLL2, 20, 0, 0},
	{LINK_RAW, DLT_RAW, 0, -1, 0},
	{LINK_IPV4, DLT_IPV4, 0, -1, ETH_P_IP},
	{LINK_IPV6, DLT_IPV6, 0, -1, ETH_P_IPV6},
};

const struct link *link_of_dlt(int dlt)
{
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (links[i].dlt == dlt)
			return &links[i];
	return NULL;
}

static uint16_t ethertype_of(const struct link *link, const uint8_t *data, size_t length)
{
	if (link->ethertype_at >= 0)
		return (uint16_t)(data[link->ethertype_at] << 8 | data[link->ethertype_at + 1]);
	if (link->ethertype)
		return link->ethertype;
	return length && data[0] >> 4 == IP_VERSION_6 ? ETH_P_IPV6 : ETH_P_IP;
}

size_t link_header_make(const struct link *link, const uint8_t *data, size_t length,
			uint8_t ret[LINK_ETHERNET_HEADER])
{
	uint16_t ethertype;

	if (length < link->header)
		return link->header;
	ethertype = ethertype_of(link, data, length);
	memset(ret, 0, ADDRESSES);
	ret[ADDRESSES] = (uint8_t)(ethertype >> 8);
	ret[ADDRESSES + 1] = (uint8_t)ethertype;
	return link->header;
}
