// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/list_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "rules/address.h"
#include "rules/source.h"

struct reading {
	struct diagnostics d;
	struct prefix_list list;
	bool empty;
};

static void list_read(const char *text, size_t length, enum prefix_use use, struct reading *ret)
{
	struct source rule_file = {.path = (char[]){"/rules.yaml"}};
	struct tree tree = {.source = &rule_file};
	struct reader reader = {.tree = &tree, .d = &ret->d};
	int fd = memfd_create("list", MFD_CLOEXEC);
	char path[32];

	*ret = (struct reading){};
	assert_int_equal(write(fd, text, length), length);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	assert_int_equal(
		list_file_read(&reader, slice_of(path), (struct place){}, use, &ret->list, &ret->empty), 0);
	close(fd);
}

static void reading_free(struct reading *reading)
{
	free(reading->list.list);
	diagnostics_free(&reading->d);
}

/* One prefix a line, as `prefix@line:column`. */
static void reads(const char *text, const char *expected)
{
	struct reading reading;
	char got[512] = "", one[128], printed[PREFIX_TEXT_SIZE];

	list_read(text, strlen(text), USE_BLOCKLIST, &reading);
	assert_int_equal(reading.d.errors, 0);
	for (size_t i = 0; i < reading.list.count; i++) {
		const struct prefix *prefix = &reading.list.list[i];

		prefix_format(prefix, printed);
		snprintf(one, sizeof(one), "%s@%u:%u ", printed, prefix->place.line, prefix->place.column);
		strcat(got, one);
	}
	assert_string_equal(got, expected);
	reading_free(&reading);
}

static void says(const char *text, size_t length, size_t errors, uint32_t line, uint32_t column,
		 const char *word)
{
	struct reading reading;

	list_read(text, length, USE_BLOCKLIST, &reading);
	assert_int_equal(reading.d.errors, errors);
	assert_int_equal(reading.d.list[0].place.line, line);
	assert_int_equal(reading.d.list[0].place.column, column);
	if (!strstr(reading.d.list[0].text, word))
		fail_msg("%s", reading.d.list[0].text);
	assert_false(reading.empty);
	reading_free(&reading);
}

static void blanks_comments_crlf_and_a_bom_are_passed_over(void **state)
{
	(void)state;
	reads("\xef\xbb\xbf"
	      "192.0.2.1\r\n\r\n  \t2001:db8::/32\t # a comment\n# all\n;all\n::1;c\n10.0.0.0/8#c",
	      "192.0.2.1/32@1:1 2001:db8::/32@3:4 ::1/128@6:1 10.0.0.0/8@7:1 ");
}

static void a_file_without_a_prefix_is_empty(void **state)
{
	static const char *const texts[] = {"", "\n", "# nothing", "\xef\xbb\xbf", " \t\r\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct reading reading;

		list_read(texts[i], strlen(texts[i]), USE_PEERS, &reading);
		assert_true(reading.empty);
		assert_int_equal(reading.d.errors, 0);
		reading_free(&reading);
	}
}

static void every_wrong_line_is_named(void **state)
{
	static const char text[] = "192.0.2.1\n 10.0.0.1/8\nfoo\n1.1.1.1 2.2.2.2\nfe80::1%eth0\n";

	(void)state;
	says(text, strlen(text), 4, 2, 2, "host bits");
}

static void a_line_has_at_most_256_bytes(void **state)
{
	char text[600] = "192.0.2.1 #";

	(void)state;
	memset(text + 11, 'x', 245);
	strcpy(text + 256, "\r\n");
	reads(text, "192.0.2.1/32@1:1 ");
	strcpy(text + 256, "x\n192.0.2.2\n");
	says(text, strlen(text), 1, 1, 1, "256 bytes");
	memset(text + 256, 'x', 300);
	says(text, 556, 1, 1, 1, "256 bytes");
}

static void a_line_as_long_as_the_buffer_is_said_once(void **state)
{
	size_t length = 200000;
	char *text = malloc(length);

	(void)state;
	memset(text, '1', length);
	text[length - 3] = '\n';
	text[length - 2] = '#';
	text[length - 1] = '\n';
	says(text, length, 1, 1, 1, "256 bytes");
	free(text);
}

static void a_nul_byte_ends_the_reading(void **state)
{
	(void)state;
	says("192.0.2.1\n10.\0.0.1\nfoo\n", 23, 1, 2, 4, "NUL");
}

static void lines_across_the_buffers_end_are_whole(void **state)
{
	enum { LINES = 20000 };

	struct reading reading;
	char *text = malloc(LINES * 16), *end = text;

	(void)state;
	for (unsigned int i = 0; i < LINES; i++)
		end += sprintf(end, "10.%u.%u.%u\n", i >> 16, i >> 8 & 255, i & 255);
	list_read(text, (size_t)(end - text), USE_BLOCKLIST, &reading);
	assert_int_equal(reading.list.count, LINES);
	for (unsigned int i = 0; i < LINES; i++) {
		const struct prefix *prefix = &reading.list.list[i];

		assert_int_equal(prefix->address[2] << 8 | prefix->address[3], i);
		assert_int_equal(prefix->place.line, i + 1);
	}
	reading_free(&reading);
	free(text);
}

static void a_message_of_later_quotes_the_line(void **state)
{
	struct reading reading;

	(void)state;
	list_read("# one\n\n  192.0.2.1 # two\n\n192.0.2.2\n", 36, USE_BLOCKLIST, &reading);
	diagnose(&reading.d, SEVERITY_WARNING, reading.list.list[0].place, "said later");
	diagnose(&reading.d, SEVERITY_WARNING, reading.list.list[1].place, "said later");
	assert_string_equal(reading.d.list[0].excerpt, "  192.0.2.1");
	assert_int_equal(reading.d.list[0].caret, 2);
	assert_string_equal(reading.d.list[1].excerpt, "192.0.2.2");
	reading_free(&reading);
}

static void more_than_the_limit_is_one_error_that_names_it(void **state)
{
	struct reading reading;
	char text[2000 * 10];
	size_t length = 0;

	(void)state;
	for (int i = 0; i < 2000; i++)
		length += (size_t)sprintf(text + length, "10.0.0.1\n");
	list_read(text, length, USE_PEERS, &reading);
	assert_int_equal(reading.d.errors, 1);
	assert_non_null(strstr(reading.d.list[0].text, "more than 1024 prefixes in `peers`"));
	assert_int_equal(reading.d.list[0].place.line, 1025);
	assert_int_equal(reading.list.count, 1024);
	reading_free(&reading);
}

static void a_file_of_nothing_but_errors_is_not_read_to_its_end(void **state)
{
	enum { LINES = 20000 };

	char *text = malloc(LINES * 2);
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < LINES; i++)
		text[2 * i] = 'x', text[2 * i + 1] = '\n';
	list_read(text, LINES * 2, USE_BLOCKLIST, &reading);
	assert_int_equal(reading.d.errors, 10001);
	reading_free(&reading);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_comments_crlf_and_a_bom_are_passed_over),
		cmocka_unit_test(a_file_without_a_prefix_is_empty),
		cmocka_unit_test(every_wrong_line_is_named),
		cmocka_unit_test(a_line_has_at_most_256_bytes),
		cmocka_unit_test(a_line_as_long_as_the_buffer_is_said_once),
		cmocka_unit_test(a_nul_byte_ends_the_reading),
		cmocka_unit_test(lines_across_the_buffers_end_are_whole),
		cmocka_unit_test(a_message_of_later_quotes_the_line),
		cmocka_unit_test(more_than_the_limit_is_one_error_that_names_it),
		cmocka_unit_test(a_file_of_nothing_but_errors_is_not_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
