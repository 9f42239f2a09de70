// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "line.h"

#include <errno.h>
#include <inttypes.h>
#include <time.h>

#include <jansson.h>

#include "base/json.h"
#include "base/text.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

#define NS_PER_S 1000000000ull

enum { CLOCK_TEXT_SIZE = sizeof("16:40:00.123456") };

#define PAINT_PASS  "\033[32m"
#define PAINT_DROP  "\033[31m"
#define PAINT_WATCH "\033[33m"
#define PAINT_END   "\033[0m"

static const struct verdict_word {
	const char *word, *paint;
} verdicts[] = {{"drop", PAINT_DROP}, {"pass", PAINT_PASS}, {"would drop", PAINT_WATCH}};

static const struct verdict_word *verdict_of(const struct sighting *sighting)
{
	return &verdicts[sighting_would_drop(sighting) ? 2 : sighting->passed];
}

static void clock_format(uint64_t moment, char ret[CLOCK_TEXT_SIZE])
{
	time_t seconds = (time_t)(moment / NS_PER_S);
	char text[sizeof("16:40:00")];
	struct tm local;

	localtime_r(&seconds, &local);
	strftime(text, sizeof(text), "%H:%M:%S", &local);
	snprintf(ret, CLOCK_TEXT_SIZE, "%s.%06u", text, (unsigned int)(moment % NS_PER_S / 1000));
}

void line_print(const struct sighting *sighting, bool color, FILE *out)
{
	const struct verdict_word *verdict = verdict_of(sighting);
	char clock[CLOCK_TEXT_SIZE], words[PACKET_TEXT_SIZE];

	clock_format(sighting->time_ns, clock);
	packet_describe(&sighting->frame, words);
	fprintf(out, "%s  ", clock);
	text_print(sighting->interface, out);
	fprintf(out, "  %-3s  %s%-4s%s  %-11s  %-8s  %s, %zu bytes", sighting->outbound ? "out" : "in",
		color ? verdict->paint : "", verdict->word, color ? PAINT_END : "",
		reason_name(sighting->reason), sighting->service[0] ? sighting->service : "-", words,
		sighting->frame.length);
	if (sighting->suppressed)
		fprintf(out, ", and %" PRIu64 " more suppressed", sighting->suppressed);
	fputc('\n', out);
}

static uint64_t sum_of(const uint64_t counts[REASON_MAX])
{
	uint64_t sum = 0;

	for (int reason = 0; reason < REASON_MAX; reason++)
		sum += counts[reason];
	return sum;
}

void totals_print(const struct listener_totals *totals, uint64_t shown, FILE *out)
{
	uint64_t seen = sum_of(totals->seen), left_out = sum_of(totals->left_out);
	const char *before = ": ";

	fprintf(out, "%" PRIu64 " packet%s shown", shown, shown == 1 ? "" : "s");
	if (seen > shown)
		fprintf(out, ", %" PRIu64 " not asked for", seen - shown);
	fprintf(out, ", %" PRIu64 " suppressed", left_out);
	for (unsigned int reason = 0; reason < REASON_MAX; reason++) {
		if (!totals->left_out[reason])
			continue;
		fprintf(out, "%s%s %" PRIu64, before, reason_name(reason), totals->left_out[reason]);
		before = ", ";
	}
	fputc('\n', out);
}

static json_t *reasons_json(const struct listener_totals *totals)
{
	json_t *reasons = json_object();

	for (unsigned int reason = 0; reason < REASON_MAX; reason++) {
		if (!reason_name(reason) || totals->seen[reason] + totals->left_out[reason] == 0)
			continue;
		(void)json_object_set_new(reasons, reason_name(reason),
					  json_pack("{s:I, s:I}", "seen", (json_int_t)totals->seen[reason],
						    "suppressed", (json_int_t)totals->left_out[reason]));
	}
	return reasons;
}

int totals_print_json(const struct listener_totals *totals, uint64_t shown, FILE *out)
{
	json_t *line = json_pack("{s:{s:I, s:I, s:I, s:o}}", "summary", "shown", (json_int_t)shown, "seen",
				 (json_int_t)sum_of(totals->seen), "suppressed",
				 (json_int_t)sum_of(totals->left_out), "reasons", reasons_json(totals));
	int r = line ? json_print(line, out) : -ENOMEM;

	json_decref(line);
	return r;
}
