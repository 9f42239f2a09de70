/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a rule file says before anybody asks what it means: scalars, sequences and mappings, each with its place. YAML
 * and JSON build the same tree, and meet the same limits.
 */
#ifndef UCGATE_RULES_TREE_H
#define UCGATE_RULES_TREE_H

#include "rules/diagnostic.h"
#include "rules/slice.h"

enum {
	TREE_LEVELS_MAX = 16,	   /* collections inside each other */
	TREE_NODES_MAX = 1200000,  /* room for a million prefixes in line */
	SCALAR_LENGTH_MAX = 16384, /* bytes: more than any key can want */
};

enum node_kind {
	NODE_SCALAR,
	NODE_SEQUENCE,
	NODE_MAPPING,
	NODE_REFUSED, /* was diagnosed already: to be passed over without a word */
};

/* Nodes lie in the order of the file: the first child follows its parent. 24 bytes, for there may be many. */
struct node {
	const char *text; /* of a scalar; holds no NUL */
	uint32_t length;  /* bytes of the text; number of children, keys and values counted alike */
	uint32_t next;	  /* distance to the next sibling, 0: it is the last */
	uint32_t line;
	uint32_t column : 26; /* the file has no more than 2^24 characters */
	uint32_t kind : 2;    /* enum node_kind */
	uint32_t plain : 1;   /* a scalar without quotes, in YAML's plain style or a JSON word */
};

struct tree {
	const struct source *source;
	struct node *nodes; /* the first is the root */
	size_t count, capacity;
	struct tree_text *texts; /* scalars that the source does not hold as they are */
};

/* Builds a tree in the order of the file. What is too much is diagnosed. */
struct tree_level {
	uint32_t parent, last; /* index in nodes; last: the latest child, 0: none */
};

struct builder {
	struct tree *tree;
	struct diagnostics *d;
	struct tree_level levels[TREE_LEVELS_MAX];
	size_t depth;
};

/* Each returns 0, -EINVAL when a limit was diagnosed and nothing more is to be read, or -ENOMEM. */
int builder_open(struct builder *builder, enum node_kind kind, struct place place);
void builder_close(struct builder *builder);

/* text must live as long as the tree (a slice of its source), or come from tree_text_new(). */
int builder_scalar(struct builder *builder, struct slice text, bool plain, struct place place);

/* What takes a place in the tree but was refused. */
int builder_refused(struct builder *builder, struct place place);

/* The next node is the key of a mapping. */
bool builder_at_key(const struct builder *builder);

/* A copy that lives as long as the tree; start is NULL without memory. */
struct slice tree_text_new(struct tree *tree, struct slice text);

void tree_free(struct tree *tree);

static inline struct slice node_text(const struct node *node)
{
	return (struct slice){node->text, node->length};
}

static inline struct place node_place(const struct tree *tree, const struct node *node)
{
	return (struct place){tree->source, node->line, node->column};
}

/* NULL: there is none. In a mapping keys and values alternate. */
static inline const struct node *node_first(const struct node *parent)
{
	return parent->length ? parent + 1 : NULL;
}

static inline const struct node *node_next(const struct node *node)
{
	return node->next ? node + node->next : NULL;
}

/* A plain scalar that YAML 1.1 reads as nothing: a key without a value. */
bool node_is_null(const struct node *node);

/* The key of that name, NULL: the mapping does not have it. */
const struct node *node_key(const struct node *mapping, const char *name);

#endif
