// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "save.h"

#include <stdio.h>
#include <string.h>

#include "tools/capture/comment.h"

int save_open(const char *path, const struct link *link, struct pcapng **ret)
{
	struct pcapng *file;
	uint32_t interface;
	int r = pcapng_create(path, "ucgate-replay " UCGATE_VERSION, &file);

	if (r < 0)
		return r;
	r = pcapng_interface(file, NULL, (uint16_t)link->type, &interface);
	if (r < 0) {
		(void)pcapng_close(file);
		return r;
	}
	*ret = file;
	return 0;
}

static int save(struct pcapng *file, const struct replayed *replayed, const char *comment)
{
	const struct capture_frame *frame = &replayed->frame;
	const struct pcapng_packet packet = {
		.direction = replayed->outbound ? PCAPNG_OUTBOUND : PCAPNG_INBOUND,
		.time_ns = frame->time_ns,
		.data = frame->captured,
		.captured = frame->captured_length,
		.length = frame->wire_length > frame->captured_length ? frame->wire_length
								      : frame->captured_length,
		.comment = comment,
	};

	return pcapng_packet(file, &packet);
}

static void finding_comment(const struct finding *finding, char ret[COMMENT_SIZE])
{
	comment_format(finding->pass, finding->reason, finding->service, ret);
}

int save_frame(struct pcapng *file, const struct replayed *replayed)
{
	char comment[COMMENT_SIZE];

	finding_comment(&replayed->finding, comment);
	return save(file, replayed, comment);
}

int save_change(struct pcapng *file, const struct replayed *replayed)
{
	char before[COMMENT_SIZE], after[COMMENT_SIZE], comment[2 * COMMENT_SIZE + 32];

	finding_comment(&replayed->finding, before);
	finding_comment(&replayed->other, after);
	snprintf(comment, sizeof(comment), "%s\nbefore: %s", after, before + strlen("ucgate: "));
	return save(file, replayed, comment);
}
