// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/document.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* A text as a document; d owns the source. */
static int text_read(const char *text, size_t length, struct diagnostics *d, struct tree *ret)
{
	int fd = memfd_create("text", MFD_CLOEXEC);
	struct source *source;
	const char *problem;

	assert_int_equal(write(fd, text, length), length);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(source_new("text", fd, &source), 0);
	assert_int_equal(diagnostics_own(d, source), 0);
	assert_int_equal(source_fill(source, fd, RULE_FILE_MAX, &problem), 0);
	close(fd);
	return document_read(source, d, ret);
}

/* `{key@1:1 [a@1:5 "b"@1:8]}`: quotes for what is not plain, places behind the @ */
static void node_write(const struct node *node, FILE *out)
{
	if (node->kind == NODE_SCALAR)
		fprintf(out, node->plain ? "%.*s" : "\"%.*s\"", (int)node->length, node->text);
	else
		fputs(node->kind == NODE_REFUSED ? "!" : node->kind == NODE_MAPPING ? "{}" : "[]", out);
	fprintf(out, "@%u:%u ", node->line, node->column);
}

static void reads(const char *text, const char *expected)
{
	struct diagnostics d = {};
	struct tree tree = {};
	char *nodes = NULL;
	size_t length;
	FILE *out = open_memstream(&nodes, &length);

	assert_int_equal(text_read(text, strlen(text), &d, &tree), 0);
	assert_int_equal(d.errors, 0);
	for (size_t i = 0; i < tree.count; i++)
		node_write(&tree.nodes[i], out);
	fclose(out);
	assert_string_equal(nodes, expected);
	free(nodes);
	tree_free(&tree);
	diagnostics_free(&d);
}

/* The first message; r: what document_read() returns. */
static void says(const char *text, size_t length, int r, uint32_t line, uint32_t column, const char *word)
{
	struct diagnostics d = {};
	struct tree tree = {};

	assert_int_equal(text_read(text, length, &d, &tree), r);
	assert_true(d.errors > 0);
	assert_int_equal(d.list[0].place.line, line);
	assert_int_equal(d.list[0].place.column, column);
	if (!strstr(d.list[0].text, word))
		fail_msg("%s", d.list[0].text);
	tree_free(&tree);
	diagnostics_free(&d);
}

#define SAYS(text, r, line, column, word) says(text, strlen(text), r, line, column, word)

static void nodes_have_the_place_of_their_first_character(void **state)
{
	(void)state;
	reads("a: 1\nb:\n  - \"x\"\n  - 'y'\n", "{}@1:1 a@1:1 1@1:4 b@2:1 []@3:3 \"x\"@3:5 \"y\"@4:5 ");
	reads("{a: [1, 2]}", "{}@1:1 a@1:2 []@1:5 1@1:6 2@1:9 ");
	reads("a: |-\n  x\nb: >-\n  y\n", "{}@1:1 a@1:1 \"x\"@1:4 b@3:1 \"y\"@3:4 ");
}

static void a_column_counts_characters(void **state)
{
	(void)state;
	reads("\xc3\xa4\xe2\x82\xac: \xf0\x9f\x98\x80 # x",
	      "{}@1:1 \xc3\xa4\xe2\x82\xac@1:1 \xf0\x9f\x98\x80@1:5 ");
	reads("a:\t1", "{}@1:1 a@1:1 1@1:4 ");
}

static void a_bom_is_skipped_and_crlf_ends_a_line(void **state)
{
	(void)state;
	reads("\xef\xbb\xbf"
	      "a: 1\r\nb: 2\r\n",
	      "{}@1:1 a@1:1 1@1:4 b@2:1 2@2:4 ");
	reads("\xef\xbb\xbf{\"a\":\r\n1}", "{}@1:1 \"a\"@1:2 1@2:1 ");
}

static void an_empty_document_has_no_node_or_an_empty_one(void **state)
{
	(void)state;
	reads("", "");
	reads("# nothing\n", "");
	reads("---\n...\n", "@2:1 ");
}

static void an_entry_without_a_value_stands_at_its_dash(void **state)
{
	(void)state;
	reads("- a\n-\n- b", "[]@1:1 a@1:3 @2:1 b@3:3 ");
}

static void json_is_read_as_json(void **state)
{
	(void)state;
	reads("{\"a\"\n:\n1, \"b\": [true, null, -1.5e+3]}",
	      "{}@1:1 \"a\"@1:2 1@3:1 \"b\"@3:4 []@3:9 true@3:10 null@3:16 -1.5e+3@3:22 ");
	reads("[\"\\ud83d\\ude00\\/\\u00e9\\n\"]", "[]@1:1 \"\xf0\x9f\x98\x80/\xc3\xa9\n\"@1:2 ");
	reads("[\"\xe2\x80\xa8\x7f\"]", "[]@1:1 \"\xe2\x80\xa8\x7f\"@1:2 ");
	reads("\t{}\n", "{}@1:2 ");
}

static void what_is_nearly_json_is_read_as_yaml(void **state)
{
	(void)state;
	reads("{\"a\": 1,}", "{}@1:1 \"a\"@1:2 1@1:7 ");
	reads("{\"a\": b}", "{}@1:1 \"a\"@1:2 b@1:7 ");
	reads("{\"a\": 01}", "{}@1:1 \"a\"@1:2 01@1:7 ");
	reads("{\"a\": 1} # comment", "{}@1:1 \"a\"@1:2 1@1:7 ");
	SAYS("{\"a\": 1} {}", -EINVAL, 1, 10, "YAML");
	SAYS("[\"\\ud800\"]", -EINVAL, 1, 5, "Unicode");
}

static void what_the_subset_forbids_is_named_where_it_stands(void **state)
{
	(void)state;
	SAYS("a: &x 1", 0, 1, 4, "anchors");
	SAYS("a: *x", 0, 1, 4, "aliases");
	SAYS("a: !!int 1", 0, 1, 4, "tags");
	SAYS("<<: {}", 0, 1, 1, "merge keys");
	SAYS("a: 1\n---\nb: 2", 0, 2, 1, "second document");
	SAYS("%YAML 1.1\n--- a", 0, 1, 1, "directives");
	SAYS("a: 1\nb: 2\na: 3", 0, 3, 1, "duplicate key `a`: it is in line 1");
	SAYS("{a: 1, \"a\": 2}", 0, 1, 8, "duplicate key");
	SAYS("? [a]\n: b", 0, 1, 3, "a key is a word");
}

static void an_alias_bomb_only_costs_its_messages(void **state)
{
	char text[4096] = "a: &a [x, x, x, x, x, x, x, x, x]\n";

	(void)state;
	for (int c = 'b'; c < 'z'; c++) {
		char line[96];

		snprintf(line, sizeof(line), "%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c,
			 c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1);
		strcat(text, line);
	}
	SAYS(text, 0, 1, 4, "anchors");
}

static void nesting_ends_at_16_levels(void **state)
{
	char text[400001];

	(void)state;
	reads("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
	      "[]@1:1 []@1:2 []@1:3 []@1:4 []@1:5 []@1:6 []@1:7 []@1:8 []@1:9 []@1:10 []@1:11 []@1:12 []@1:13 []@1:14 "
	      "[]@1:15 []@1:16 ");
	SAYS("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", -EINVAL, 1, 17, "16 levels");
	memset(text, '[', 200000);
	says(text, 200000, -EINVAL, 1, 17, "16 levels");
	memset(text + 200000, ']', 200000);
	says(text, 400000, -EINVAL, 1, 17, "16 levels");
	for (size_t i = 0; i < 400000; i++)
		text[i] = i % 2 ? ' ' : '-';
	says(text, 400000, -EINVAL, 1, 33, "16 levels");
}

static void bytes_that_are_no_text_are_named_where_they_stand(void **state)
{
	(void)state;
	says("a: b\0c", 6, -EINVAL, 1, 5, "NUL");
	says("{\"a\": \"\0\"}", 10, -EINVAL, 1, 8, "NUL");
	SAYS("\xc3\xa4: \xff", -EINVAL, 1, 4, "UTF-8");
	SAYS("a: 1\n\x1b", -EINVAL, 2, 1, "control");
	SAYS("a: 1\rb: 2", -EINVAL, 1, 5, "carriage return");
	SAYS("a: \xe2\x80\xa8", -EINVAL, 1, 4, "line separator");
	SAYS("a: \xef\xbb\xbf", -EINVAL, 1, 4, "byte order mark");
	SAYS("a: \"\\0\"", 0, 1, 4, "NUL");
	SAYS("{\"a\": \"\\u0000\"}", 0, 1, 7, "NUL");
}

static void tabs_separate(void **state)
{
	(void)state;
	reads("-\t1\n- \t [a,\tb]\t# c\n\t\n\t# d\n-\t\n", "[]@1:1 1@1:3 []@2:5 a@2:6 b@2:9 @5:1 ");
}

static void tabs_never_indent(void **state)
{
	(void)state;
	SAYS("a:\n\tb: 1", -EINVAL, 2, 1, "tab");
	SAYS("a:\n  b: 1\n \tc: 1", -EINVAL, 3, 2, "tab");
	SAYS("-\ta: 1", -EINVAL, 1, 2, "tab");
	SAYS("-\t- 1", -EINVAL, 1, 2, "tab");
	SAYS("a: |\n\tx", -EINVAL, 2, 1, "tab");
}

static void what_is_never_closed_is_shown_where_it_was_opened(void **state)
{
	(void)state;
	SAYS("a: 1\nb: [1,\n  2\n", -EINVAL, 2, 4, "']'");
	SAYS("a: 1\nb: \"x\nc: 2\n", -EINVAL, 2, 4, "quoted");
	SAYS("a: 1\nb: 'x\n", -EINVAL, 2, 4, "quoted");
}

static void an_address_that_yaml_tears_is_to_be_quoted(void **state)
{
	(void)state;
	SAYS("a: [::1]", -EINVAL, 1, 5, "quote the address");
	SAYS("a: [1.2.3.4, ::]", -EINVAL, 1, 14, "quote the address");
	SAYS("a: [2001:db8::]", -EINVAL, 1, 5, "quote the address");
	SAYS("a: [2001:db8::, b]", -EINVAL, 1, 5, "quote the address");
	SAYS("a: 2001:db8::", -EINVAL, 1, 4, "quote the address");
	SAYS("a: [xyz::]", -EINVAL, 1, 8, "YAML");
}

static void a_value_of_16_kib_is_the_longest(void **state)
{
	char text[16500] = "a: ";

	(void)state;
	memset(text + 3, 'x', 16385);
	says(text, 3 + 16385, 0, 1, 4, "16384 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_have_the_place_of_their_first_character),
		cmocka_unit_test(a_column_counts_characters),
		cmocka_unit_test(a_bom_is_skipped_and_crlf_ends_a_line),
		cmocka_unit_test(an_empty_document_has_no_node_or_an_empty_one),
		cmocka_unit_test(an_entry_without_a_value_stands_at_its_dash),
		cmocka_unit_test(json_is_read_as_json),
		cmocka_unit_test(what_is_nearly_json_is_read_as_yaml),
		cmocka_unit_test(what_the_subset_forbids_is_named_where_it_stands),
		cmocka_unit_test(an_alias_bomb_only_costs_its_messages),
		cmocka_unit_test(nesting_ends_at_16_levels),
		cmocka_unit_test(bytes_that_are_no_text_are_named_where_they_stand),
		cmocka_unit_test(tabs_separate),
		cmocka_unit_test(tabs_never_indent),
		cmocka_unit_test(what_is_never_closed_is_shown_where_it_was_opened),
		cmocka_unit_test(an_address_that_yaml_tears_is_to_be_quoted),
		cmocka_unit_test(a_value_of_16_kib_is_the_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
