// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "report.h"

#include <errno.h>

#include "base/json.h"
#include "cleanup.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

enum { STEP_WIDTH = 10 };

static const char *verdict_word(const struct verdict *verdict)
{
	return verdict->pass ? "pass" : "drop";
}

static void head_print(const struct report *report, FILE *out)
{
	const struct verdict *verdict = &report->verdict;
	const char *reason = reason_name(verdict->reason);
	const char *color = verdict->pass ? "\033[32m" : "\033[31m";
	char packet[PACKET_TEXT_SIZE];

	packet_describe(&report->frame, packet);
	if (report->numbered)
		fprintf(out, "%lu ", report->first);
	fprintf(out, "%s %s", report->outbound ? "out" : "in", packet);
	if (report->times > 1)
		fprintf(out, " (%lu times)", report->times);
	fprintf(out, "\n%s%s%s %s", report->color ? color : "", verdict_word(verdict),
		report->color ? "\033[0m" : "", reason ? reason : "");
	fprintf(out, verdict->service ? " %s\n" : "\n", verdict->service);
}

int report_print_text(const struct report *report, FILE *out)
{
	if (report->numbered && report->first > 1)
		fputc('\n', out);
	head_print(report, out);
	for (size_t i = 0; i < report->lines.count; i++)
		fprintf(out, "  %-*s %s\n", STEP_WIDTH, report->lines.line[i].step,
			report->lines.line[i].text);
	return fflush(out) || ferror(out) ? -EIO : 0;
}

static json_t *lines_json(const struct lines *lines)
{
	json_t *array = json_array();

	for (size_t i = 0; i < lines->count; i++)
		json_array_append_new(array,
				      json_sprintf("%s: %s", lines->line[i].step, lines->line[i].text));
	return array;
}

int report_print_json(const struct report *report, FILE *out)
{
	const struct verdict *verdict = &report->verdict;
	json_t *object = json_pack("{s:I,s:s,s:s,s:s?,s:s?,s:o}", "n", (json_int_t)report->first, "dir",
				   report->outbound ? "out" : "in", "verdict", verdict_word(verdict),
				   "reason", reason_name(verdict->reason), "service", verdict->service,
				   "explain", lines_json(&report->lines));
	int r = object ? json_print(object, out) : -ENOMEM;

	json_decref(object);
	return r < 0 ? r : fflush(out) ? -EIO : 0;
}
