// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "save.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "tools/capture/comment.h"
#include "tools/capture/link.h"
#include "tools/capture/pcapng.h"

enum { SAVE_INTERFACES_MAX = 64 };

struct save {
	struct pcapng *file;
	char name[SAVE_INTERFACES_MAX][16]; /* by the file's number of the interface */
	size_t count;
};

int save_open(const char *path, struct save **ret)
{
	struct save *save = calloc(1, sizeof(*save));
	int r = save ? pcapng_create(path, "ucgate-events " UCGATE_VERSION, &save->file) : -ENOMEM;

	if (r < 0) {
		free(save);
		return log_errno(r, "cannot write '%s'", path);
	}
	*ret = save;
	return 0;
}

/* Interfaces are described when they first are heard of; more than a file has room for share the last number. */
static int interface_number(struct save *save, const char *name, uint32_t *ret)
{
	uint32_t number;
	int r;

	for (number = 0; number < save->count; number++)
		if (strcmp(save->name[number], name) == 0 || number == SAVE_INTERFACES_MAX - 1) {
			*ret = number;
			return 0;
		}
	r = pcapng_interface(save->file, name, LINK_ETHERNET, &number);
	if (r < 0)
		return r;
	snprintf(save->name[save->count++], sizeof(save->name[0]), "%s", name);
	*ret = number;
	return 0;
}

static void comment_fill(const struct sighting *sighting, char *ret, size_t size)
{
	char verdict[COMMENT_SIZE];

	comment_format(sighting->passed, sighting->reason, sighting->service, verdict);
	snprintf(ret, size, sighting->suppressed ? "%s; %" PRIu64 " more suppressed" : "%s", verdict,
		 sighting->suppressed);
}

int save_packet(struct save *save, const struct sighting *sighting)
{
	char comment[COMMENT_SIZE + 48];
	struct pcapng_packet packet = {
		.direction = sighting->outbound ? PCAPNG_OUTBOUND : PCAPNG_INBOUND,
		.time_ns = sighting->time_ns,
		.data = sighting->frame.bytes,
		.captured = (uint32_t)sighting->frame.captured,
		.length = (uint32_t)sighting->frame.length,
		.comment = comment,
	};
	int r = interface_number(save, sighting->interface, &packet.interface);

	comment_fill(sighting, comment, sizeof(comment));
	if (r == 0)
		r = pcapng_packet(save->file, &packet);
	return r < 0 ? r : pcapng_flush(save->file);
}

int save_end(struct save *save)
{
	int r = pcapng_close(save->file);

	free(save);
	return r;
}
