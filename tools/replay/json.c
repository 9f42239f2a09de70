// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Written by hand: it is a line for every frame, and all its words are of letters, digits and dashes.
 */
#include <inttypes.h>
#include <string.h>

#include "base/moment.h"
#include "render.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

static void word_print(const char *word, FILE *out)
{
	if (word && *word)
		fprintf(out, "\"%s\"", word);
	else
		fputs("null", out);
}

static void finding_print(const struct finding *finding, FILE *out)
{
	fprintf(out, "\"verdict\":\"%s\",\"reason\":", finding->pass ? "pass" : "drop");
	word_print(reason_name(finding->reason), out);
	fputs(",\"service\":", out);
	word_print(finding->service, out);
}

/* A packet in words is printable ASCII, and has no quotes. */
static void packet_print(const struct replayed *replayed, FILE *out)
{
	const struct packet_bytes bytes = {replayed->frame.data, replayed->frame.length,
					   replayed->frame.length};
	char packet[PACKET_TEXT_SIZE], moment[MOMENT_EXACT_SIZE];

	packet_describe(&bytes, packet);
	moment_format_exact(replayed->frame.time_ns, moment);
	fprintf(out, ",\"time\":\"%s\",\"packet\":\"%s\"", moment, packet);
}

static void head_print(const struct replayed *replayed, FILE *out)
{
	fprintf(out, "{\"n\":%" PRIu64 ",\"dir\":\"%s\",", replayed->frame.number,
		replayed->outbound ? "out" : "in");
}

void frame_print_json(const struct replayed *replayed, bool packet, FILE *out)
{
	head_print(replayed, out);
	finding_print(&replayed->finding, out);
	if (packet)
		packet_print(replayed, out);
	fputs("}\n", out);
}

void change_print_json(const struct replayed *replayed, FILE *out)
{
	head_print(replayed, out);
	fputs("\"before\":{", out);
	finding_print(&replayed->finding, out);
	fputs("},\"after\":{", out);
	finding_print(&replayed->other, out);
	fputs("}", out);
	packet_print(replayed, out);
	fputs("}\n", out);
}

static uint64_t row_frames(const struct tally_row *row)
{
	return row->in + row->out;
}

/* "word":N for each word, in the order of its first row; rows without a word do not count. */
static void counts_print(const struct tally *tally, const char *(*word)(const struct tally_row *), FILE *out)
{
	bool any = false;

	for (size_t i = 0; i < tally->count; i++) {
		const char *name = word(&tally->rows[i]);
		uint64_t frames = 0;
		size_t first = tally->count;

		for (size_t j = 0; name && j < tally->count; j++) {
			const char *other = word(&tally->rows[j]);

			if (!other || strcmp(other, name) != 0)
				continue;
			frames += row_frames(&tally->rows[j]);
			first = j < first ? j : first;
		}
		if (first != i)
			continue;
		fprintf(out, "%s\"%s\":%" PRIu64, any ? "," : "", name, frames);
		any = true;
	}
}

static const char *reason_word(const struct tally_row *row)
{
	return reason_name(row->finding.reason);
}

static const char *service_word(const struct tally_row *row)
{
	return row->finding.pass && row->finding.service[0] ? row->finding.service : NULL;
}

void summary_print_json(const struct tally *tally, FILE *out)
{
	uint64_t frames = 0, pass = 0;

	for (size_t i = 0; i < tally->count; i++) {
		frames += row_frames(&tally->rows[i]);
		if (tally->rows[i].finding.pass)
			pass += row_frames(&tally->rows[i]);
	}
	fprintf(out, "{\"summary\":{\"frames\":%" PRIu64 ",\"pass\":%" PRIu64 ",\"drop\":%" PRIu64, frames,
		pass, frames - pass);
	fputs(",\"reasons\":{", out);
	counts_print(tally, reason_word, out);
	fputs("},\"services\":{", out);
	counts_print(tally, service_word, out);
	fputs("}}}\n", out);
}

void changes_print_json(const struct tally *tally, FILE *out)
{
	uint64_t frames = 0, opened = 0, closed = 0, reasons = 0;

	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_row *row = &tally->rows[i];

		frames += row_frames(row);
		if (row->finding.pass != row->other.pass)
			*(row->other.pass ? &opened : &closed) += row_frames(row);
		else if (!finding_equal(&row->finding, &row->other))
			reasons += row_frames(row);
	}
	fprintf(out,
		"{\"summary\":{\"frames\":%" PRIu64 ",\"changed\":%" PRIu64 ",\"pass_to_drop\":%" PRIu64
		",\"drop_to_pass\":%" PRIu64 ",\"other_reason\":%" PRIu64 "}}\n",
		frames, opened + closed, closed, opened, reasons);
}
