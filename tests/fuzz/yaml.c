// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Hostile bytes as a rule file's text: the tree must be sound, each place must be inside the file and begin what the
// node says, and what is JSON must mean the same in YAML, where YAML can read it.
#include "rules/yaml.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"
#include "rules/document.h"
#include "rules/json_text.h"
#include "rules/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static size_t characters_of(struct slice text)
{
	size_t count = 0;
	uint32_t code;

	for (size_t i = 0; i < text.length; count++)
		i += utf8_decode(text.start + i, text.length - i, &code);
	return count;
}

static void node_check(const struct tree *tree, const struct node *node)
{
	struct slice line;
	size_t children = 0;

	must(source_line(tree->source, node->line, &line));
	must(node->column >= 1 && node->column <= characters_of(line) + 2);
	if (node->kind == NODE_REFUSED)
		return;
	if (node->kind == NODE_SCALAR) {
		must(slice_find(node_text(node), '\0') == node->length);
		return;
	}
	for (const struct node *child = node_first(node); child; child = node_next(child))
		children++;
	must(children == node->length && (node->kind != NODE_MAPPING || children % 2 == 0));
}

static void tree_check(const struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		node_check(tree, &tree->nodes[i]);
}

/* Places differ only where YAML counts an escape that it does not know, so they are not compared. */
static void json_compare(const struct source *source, const struct tree *json)
{
	struct diagnostics d = {0};
	struct tree tree = {.source = source};
	struct builder builder = {.tree = &tree, .d = &d};

	if (yaml_build(source, &builder) == 0 && !d.errors) {
		must(tree.count == json->count);
		for (size_t i = 0; i < tree.count; i++) {
			const struct node *a = &tree.nodes[i], *b = &json->nodes[i];

			must(a->kind == b->kind && a->length == b->length && a->next == b->next);
			must(a->line == b->line && a->column == b->column);
			must(a->kind != NODE_SCALAR || slice_equal(node_text(a), node_text(b)));
		}
	}
	diagnostics_free(&d);
	tree_free(&tree);
}

static void document_check(const struct source *source, struct diagnostics *d)
{
	struct tree tree = {0};
	int r = document_read(source, d, &tree);

	must(r == 0 || d->errors);
	if (r == 0) {
		tree_check(&tree);
		if (!d->errors && json_text_valid((struct slice){source->text, source->length}))
			json_compare(source, &tree);
	}
	tree_free(&tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_close_ int fd = memfd_create("yaml", MFD_CLOEXEC);
	struct diagnostics d = {0};
	struct source *source;
	const char *problem;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
		return 0;
	if (source_new("fuzz", fd, &source) < 0 || diagnostics_own(&d, source) < 0)
		return 0;
	if (source_fill(source, fd, RULE_FILE_MAX, &problem) == 0)
		document_check(source, &d);
	diagnostics_free(&d);
	return 0;
}
