// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <inttypes.h>

#include "render.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

enum { FINDING_TEXT_SIZE = SERVICE_NAME_SIZE + 32 };

static const char *verdict_word(const struct finding *finding)
{
	if (!finding->pass)
		return "drop";
	return finding_drops(finding) ? "would drop" : "pass";
}

static const char *reason_word(const struct finding *finding)
{
	const char *name = reason_name(finding->reason);

	return name ? name : "-";
}

/* Its number, time and direction ahead of what became of it, the packet behind. */
static void head_print(const struct replayed *replayed, FILE *out)
{
	fprintf(out, "%6" PRIu64 "  %12.6f  %-3s  ", replayed->frame.number, replayed->seconds,
		replayed->outbound ? "out" : "in");
}

static void packet_print(const struct replayed *replayed, FILE *out)
{
	const struct packet_bytes bytes = {replayed->frame.data, replayed->frame.length,
					   replayed->frame.length};
	char packet[PACKET_TEXT_SIZE];

	packet_describe(&bytes, packet);
	fprintf(out, "  %s\n", packet);
}

void frame_print(const struct replayed *replayed, FILE *out)
{
	const struct finding *finding = &replayed->finding;

	head_print(replayed, out);
	fprintf(out, "%-10s  %-16s  %-10s", verdict_word(finding), reason_word(finding),
		finding->service[0] ? finding->service : "-");
	packet_print(replayed, out);
}

static void finding_format(const struct finding *finding, char ret[FINDING_TEXT_SIZE])
{
	snprintf(ret, FINDING_TEXT_SIZE, "%s %s %s", verdict_word(finding), reason_word(finding),
		 finding->service);
}

void change_print(const struct replayed *replayed, FILE *out)
{
	char before[FINDING_TEXT_SIZE], after[FINDING_TEXT_SIZE];

	finding_format(&replayed->finding, before);
	finding_format(&replayed->other, after);
	head_print(replayed, out);
	fprintf(out, "%-24s -> %-24s", before, after);
	packet_print(replayed, out);
}
