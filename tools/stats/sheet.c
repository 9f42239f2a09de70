// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sheet.h"

#include <string.h>

#include "paint.h"
#include "rules/utf8.h"

void sheet_put(struct sheet *sheet, const char *paint, const char *text)
{
	bool painted = sheet->color && paint && *text;
	char shown[UTF8_SHOWN_SIZE];
	size_t width;

	if (!sheet_left(sheet))
		return;
	fputs(painted ? paint : "", sheet->out);
	for (size_t length = strlen(text), taken; length > 0; text += taken, length -= taken) {
		taken = utf8_show(text, length, shown, &width);
		if (sheet->column + width > sheet->width)
			break;
		fputs(shown, sheet->out);
		sheet->column += (unsigned)width;
	}
	fputs(painted ? PAINT_END : "", sheet->out);
}

void sheet_put_right(struct sheet *sheet, const char *paint, const char *text, unsigned columns)
{
	size_t length = strlen(text);

	if (length < columns)
		sheet_move(sheet, sheet->column + columns - (unsigned)length);
	sheet_put(sheet, paint, text);
}

void sheet_move(struct sheet *sheet, unsigned column)
{
	do
		sheet_put(sheet, NULL, sheet->column || column ? " " : "");
	while (sheet->column < column && sheet->column < sheet->width && sheet_left(sheet));
}

void sheet_next(struct sheet *sheet)
{
	if (!sheet_left(sheet))
		return;
	fputc('\n', sheet->out);
	sheet->row++;
	sheet->column = 0;
}

unsigned sheet_left(const struct sheet *sheet)
{
	return sheet->height - sheet->row;
}
