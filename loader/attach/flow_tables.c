// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/flow_tables.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>

#include "cleanup.h"

enum { DIGITS_MAX = 9 };

int flow_tables_parse(const char *text, uint32_t *ret)
{
	size_t length = strlen(text);
	unsigned long flows;

	if (!length || length > DIGITS_MAX || strspn(text, "0123456789") != length)
		return -EINVAL;
	flows = strtoul(text, NULL, 10);
	if (flows < FLOW_TABLE_LEAST || flows > FLOW_TABLE_MOST)
		return -EINVAL;
	*ret = (uint32_t)flows;
	return 0;
}

int flow_tables_size(const struct pins *pins, uint32_t *ret)
{
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, "flows_v4_tcp", BPF_F_RDONLY, &info, sizeof(info));

	if (fd < 0)
		return fd;
	*ret = info.max_entries;
	return 0;
}
