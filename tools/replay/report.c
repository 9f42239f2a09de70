// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "report.h"

#include <stdlib.h>

#include "render.h"
#include "save.h"
#include "suggest.h"

/* One of all frames, one that drops, or neither. */
static void frame_list(const struct report *report, const struct replayed *replayed)
{
	if (!report_lists(report) || (report->drops && !finding_drops(&replayed->finding)))
		return;
	if (report->json)
		frame_print_json(replayed, report->drops, stdout);
	else if (report->drops)
		frame_print(replayed, stdout);
}

static int verdict_report(struct report *report, const struct replayed *replayed)
{
	frame_list(report, replayed);
	if (report->talks)
		suggest_frame(report->talks, replayed);
	if (report->file && finding_drops(&replayed->finding))
		return save_frame(report->file, replayed);
	return 0;
}

static int change_report(struct report *report, const struct replayed *replayed)
{
	if (!replayed_changes(replayed))
		return 0;
	report->changed++;
	if (report->json)
		change_print_json(replayed, stdout);
	else
		change_print(replayed, stdout);
	return report->file ? save_change(report->file, replayed) : 0;
}

int report_frame(struct report *report, const struct replayed *replayed)
{
	int r = tally_add(&report->tally, &replayed->finding, report->changes ? &replayed->other : NULL,
			  replayed->frame.number, replayed->outbound);

	if (r < 0)
		return r;
	return report->changes ? change_report(report, replayed) : verdict_report(report, replayed);
}

static int changes_end(const struct report *report)
{
	if (report->changed)
		fputc('\n', stdout);
	return changes_print(&report->tally, report->color, stdout);
}

int report_end(struct report *report, const struct replay *replay)
{
	tally_sort(&report->tally);
	if (report->talks)
		return suggest_end(report->talks, replay, report->json, stdout);
	if (report->json && report->changes)
		changes_print_json(&report->tally, stdout);
	else if (report->json)
		summary_print_json(&report->tally, stdout);
	else if (report->changes)
		return changes_end(report);
	else if (!report->drops)
		return summary_print(&report->tally, report->color, stdout);
	return 0;
}

void report_free(struct report *report)
{
	(void)pcapng_close(report->file);
	tally_free(&report->tally);
	free(report->talks);
	*report = (struct report){0};
}
