// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "panel.h"

enum {
	NUMBER_COLUMNS = 8,	   /* 12.3k and blanks before it */
	NUMBER_COLUMNS_EXACT = 16, /* 1234567890.1 */
};

unsigned panel_number_columns(const struct panel *panel)
{
	return panel->view->exact ? NUMBER_COLUMNS_EXACT : NUMBER_COLUMNS;
}

void panel_rate_put(const struct panel *panel, const char *paint, uint64_t added, unsigned int factor)
{
	char number[NUMBER_SIZE] = "-";

	if (panel->change && added)
		number_format(added * factor, panel->seconds, panel->view->exact, number);
	sheet_put_right(panel->sheet, paint, number, panel_number_columns(panel));
}

void panel_text_put(const struct panel *panel, const char *paint, const char *text)
{
	sheet_put_right(panel->sheet, paint, text, panel_number_columns(panel));
}

void panel_spark_put(const struct panel *panel, const char *paint, const char *name)
{
	unsigned left = panel->view->width - panel->sheet->column;
	double rate[HISTORY_LOOKS];
	char spark[GAUGE_SIZE];

	if (panel->sheet->column + PANEL_SPARK_LEAST > panel->view->width)
		return;
	spark_format(rate,
		     history_last(panel->view->history, panel->now->interface, name,
				  left < GAUGE_MAX ? left : GAUGE_MAX, rate),
		     panel->view->unicode, spark);
	sheet_put(panel->sheet, paint, spark);
}
