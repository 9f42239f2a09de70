// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/tree.h"

#include <errno.h>
#include <stdlib.h>

enum {
	TEXT_BLOCK = 65536,
	DUPLICATE_KEYS =
		64, /* the first so many keys of a mapping are compared: no rule file has more that differ */
};

struct tree_text {
	struct tree_text *next;
	size_t used, size;
	char bytes[];
};

struct slice tree_text_new(struct tree *tree, struct slice text)
{
	struct tree_text *block = tree->texts;

	if (!block || block->size - block->used < text.length) {
		size_t size = text.length > TEXT_BLOCK ? text.length : TEXT_BLOCK;

		block = malloc(sizeof(*block) + size);
		if (!block)
			return (struct slice){};
		*block = (struct tree_text){.next = tree->texts, .size = size};
		tree->texts = block;
	}
	if (text.length)
		memcpy(block->bytes + block->used, text.start, text.length);
	block->used += text.length;
	return (struct slice){block->bytes + block->used - text.length, text.length};
}

void tree_free(struct tree *tree)
{
	while (tree->texts) {
		struct tree_text *block = tree->texts;

		tree->texts = block->next;
		free(block);
	}
	free(tree->nodes);
	*tree = (struct tree){};
}

static int nodes_reserve(struct tree *tree)
{
	size_t capacity = tree->capacity ? tree->capacity + tree->capacity / 2 : 256;
	struct node *nodes;

	if (tree->count < tree->capacity)
		return 0;
	nodes = reallocarray(tree->nodes, capacity, sizeof(*nodes));
	if (!nodes)
		return -ENOMEM;
	tree->nodes = nodes;
	tree->capacity = capacity;
	return 0;
}

static struct tree_level *builder_level(struct builder *builder)
{
	return builder->depth ? &builder->levels[builder->depth - 1] : NULL;
}

/* Appends a node behind its siblings. Its index is count - 1 afterwards. */
static int node_append(struct builder *builder, struct node node, struct place place)
{
	struct tree *tree = builder->tree;
	struct tree_level *level = builder_level(builder);

	if (tree->count >= TREE_NODES_MAX) {
		diagnose(builder->d, SEVERITY_ERROR, place, "more than %d values: that is no rule file",
			 TREE_NODES_MAX);
		return -EINVAL;
	}
	if (nodes_reserve(tree) < 0)
		return -ENOMEM;
	node.line = place.line;
	node.column = place.column & 0x3ffffff;
	if (level) {
		tree->nodes[level->parent].length++;
		if (level->last)
			tree->nodes[level->last].next = (uint32_t)tree->count - level->last;
		level->last = (uint32_t)tree->count;
	}
	tree->nodes[tree->count++] = node;
	return 0;
}

bool builder_at_key(const struct builder *builder)
{
	const struct node *parent;

	if (!builder->depth)
		return false;
	parent = &builder->tree->nodes[builder->levels[builder->depth - 1].parent];
	return parent->kind == NODE_MAPPING && parent->length % 2 == 0;
}

int builder_open(struct builder *builder, enum node_kind kind, struct place place)
{
	bool key = builder_at_key(builder);
	int r;

	if (builder->depth == TREE_LEVELS_MAX) {
		diagnose(builder->d, SEVERITY_ERROR, place, "nested deeper than %d levels", TREE_LEVELS_MAX);
		return -EINVAL;
	}
	if (key)
		diagnose(builder->d, SEVERITY_ERROR, place, "a key is a word, not a list or a mapping");
	r = node_append(builder, (struct node){.kind = key ? NODE_REFUSED : kind}, place);
	if (r < 0)
		return r;
	builder->levels[builder->depth++] = (struct tree_level){.parent = (uint32_t)builder->tree->count - 1};
	return 0;
}

void builder_close(struct builder *builder)
{
	builder->depth--;
}

/* The same key, said before in the mapping that is being built. */
static const struct node *key_said(const struct builder *builder, struct slice text)
{
	const struct node *parent = &builder->tree->nodes[builder->levels[builder->depth - 1].parent];
	const struct node *key = node_first(parent);

	for (size_t i = 0; key && i < DUPLICATE_KEYS; i++) {
		const struct node *value = node_next(key);

		if (key->kind == NODE_SCALAR && slice_equal(node_text(key), text))
			return key;
		key = value ? node_next(value) : NULL;
	}
	return NULL;
}

int builder_refused(struct builder *builder, struct place place)
{
	return node_append(builder, (struct node){.kind = NODE_REFUSED}, place);
}

int builder_scalar(struct builder *builder, struct slice text, bool plain, struct place place)
{
	struct node node = {
		.kind = NODE_SCALAR, .text = text.start, .length = (uint32_t)text.length, .plain = plain};
	const struct node *said;

	if (text.length > SCALAR_LENGTH_MAX) {
		diagnose(builder->d, SEVERITY_ERROR, place, "a value of more than %d bytes",
			 SCALAR_LENGTH_MAX);
		return builder_refused(builder, place);
	}
	if (slice_find(text, '\0') < text.length) {
		diagnose(builder->d, SEVERITY_ERROR, place, "a NUL character in a value");
		return builder_refused(builder, place);
	}
	said = builder_at_key(builder) ? key_said(builder, text) : NULL;
	if (said) {
		diagnose(builder->d, SEVERITY_ERROR, place, "duplicate key `%s`: it is in line %u already",
			 QUOTED(text), said->line);
		return builder_refused(builder, place);
	}
	return node_append(builder, node, place);
}

bool node_is_null(const struct node *node)
{
	struct slice text = node_text(node);

	return node->kind == NODE_SCALAR && node->plain &&
	       (text.length == 0 || slice_is(text, "~") || slice_is(text, "null") || slice_is(text, "Null") ||
		slice_is(text, "NULL"));
}

const struct node *node_key(const struct node *mapping, const char *name)
{
	const struct node *key = node_first(mapping);

	while (key && !(key->kind == NODE_SCALAR && slice_is(node_text(key), name)))
		key = node_next(node_next(key));
	return key;
}
