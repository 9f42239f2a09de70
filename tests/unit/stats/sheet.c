// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "tools/stats/paint.h"

/* What a sheet of that size becomes by the statements. */
#define DRAWN(columns, lines, painted, statements)                                                         \
	({                                                                                                 \
		char *_text = NULL;                                                                        \
		size_t _size;                                                                              \
		struct sheet _sheet = {.width = (columns), .height = (lines), .color = (painted)}, *sheet; \
		_sheet.out = open_memstream(&_text, &_size);                                               \
		sheet = &_sheet;                                                                           \
		statements;                                                                                \
		fclose(_sheet.out);                                                                        \
		_text;                                                                                     \
	})

static void what_is_too_wide_is_cut(void **state)
{
	(void)state;
	_cleanup_free_ char *text = DRAWN(8, 2, false, {
		sheet_put(sheet, NULL, "12345");
		sheet_put(sheet, NULL, "67890");
		sheet_next(sheet);
		sheet_put(sheet, NULL, "▁▂▃▄▅▆▇█▁▂");
		sheet_next(sheet);
	});
	assert_string_equal(text, "12345678\n▁▂▃▄▅▆▇█\n");
}

static void what_is_too_low_is_left_out(void **state)
{
	(void)state;
	_cleanup_free_ char *text = DRAWN(8, 2, true, {
		for (int i = 0; i < 5; i++) {
			sheet_put(sheet, PAINT_HEAD, "x");
			sheet_move(sheet, 4);
			sheet_put_right(sheet, NULL, "y", 3);
			sheet_next(sheet);
		}
	});
	assert_string_equal(text, PAINT_HEAD "x" PAINT_END "     y\n" PAINT_HEAD "x" PAINT_END "     y\n");
}

static void a_colour_ends_where_its_text_is_cut(void **state)
{
	(void)state;
	_cleanup_free_ char *text = DRAWN(3, 1, true, {
		sheet_put(sheet, PAINT_ALARM, "alarm");
		sheet_next(sheet);
	});
	assert_string_equal(text, PAINT_ALARM "ala" PAINT_END "\n");
}

static void names_cannot_move_the_cursor(void **state)
{
	(void)state;
	_cleanup_free_ char *text = DRAWN(40, 1, false, sheet_put(sheet, NULL, "a\033[2Jb\n\xff"));
	assert_string_equal(text, "a\\x1b[2Jb\\x0a\\xff");
}

static void columns_line_up(void **state)
{
	(void)state;
	_cleanup_free_ char *text = DRAWN(20, 3, false, {
		sheet_put(sheet, NULL, "ab");
		sheet_move(sheet, 5);
		sheet_put_right(sheet, NULL, "12", 6);
		sheet_next(sheet);
		sheet_move(sheet, 5);
		sheet_put_right(sheet, NULL, "123456", 6);
		sheet_next(sheet);
		sheet_put(sheet, NULL, "too long");
		sheet_move(sheet, 5);
		sheet_put(sheet, NULL, "x");
		sheet_next(sheet);
	});
	assert_string_equal(text, "ab       12\n     123456\ntoo long x\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_too_wide_is_cut),
		cmocka_unit_test(what_is_too_low_is_left_out),
		cmocka_unit_test(a_colour_ends_where_its_text_is_cut),
		cmocka_unit_test(names_cannot_move_the_cursor),
		cmocka_unit_test(columns_line_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
