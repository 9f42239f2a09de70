/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What may be written where in a rule file: one row a key. The walk over the rows (mapping.c) diagnoses what stands in
 * the wrong place or has the wrong shape, so that who reads a value (value.c) only sees the right one.
 */
#ifndef UCGATE_RULES_SCHEMA_H
#define UCGATE_RULES_SCHEMA_H

#include "rules/model.h"
#include "rules/tree.h"

/* What the prefixes of a list are for: each use has a limit over the whole file. */
enum prefix_use { USE_PEERS, USE_LOCAL, USE_NEVER_BLOCK, USE_BLOCKLIST, USES_COUNT };

/* One reading of one rule file. */
struct reader {
	const struct tree *tree;
	struct diagnostics *d;
	struct ruleset *ruleset;	   /* is being filled */
	size_t prefixes_count[USES_COUNT]; /* before merging */
	size_t read;			   /* bytes of list files */
	size_t kept;			   /* bytes of their lines, for messages */
	bool no_memory;
	bool weary; /* there are so many errors that the rest is not read */
};

/* Where a key may stand. */
enum scope { SCOPE_FILE, SCOPE_ESSENTIALS, SCOPE_SERVICE, SCOPE_LIMIT, SCOPE_BLOCKLIST };

enum key_kind { KEY_SCALAR, KEY_LIST, KEY_LIST_OF_MAPPINGS, KEY_MAPPING };

enum key_flag {
	KEY_REQUIRED = 1,
	KEY_MAY_BE_EMPTY = 2,
	KEY_PLACE_IS_VALUE = 4, /* messages about it are about its value, not about its being there */
};

struct key_row;

/*
 * Reads a value, or one entry of a list, into a field of the object. What is wrong with it is diagnosed.
 * Returns 0, -E2BIG when no more entries are to be read, or -ENOMEM.
 */
typedef int key_reader(struct reader *reader, const struct key_row *row, const struct node *value,
		       void *field);

enum { NO_PLACE = 0xffff };

struct key_row {
	enum scope scope;
	const char *name;
	enum key_kind kind;
	unsigned int flags; /* enum key_flag */
	const char *form;   /* how it is written, for messages */
	key_reader *read;
	size_t offset;		  /* of the field in the object of the scope */
	size_t place;		  /* of its struct place, or NO_PLACE */
	const char *const *words; /* of an enumeration, in the order of its numbers; NULL ends them */
	unsigned int number;	  /* what else the reader wants to know */
};

/* The rows, in the order in which manuals list the keys; a row without a name ends them. */
extern const struct key_row schema[];

/*
 * Reads a mapping by the rows of a scope into an object: struct ruleset for SCOPE_FILE and SCOPE_ESSENTIALS, struct
 * service for SCOPE_SERVICE and SCOPE_LIMIT, struct blocklist. place: of what is said about a key that is missing.
 */
void mapping_read(struct reader *reader, enum scope scope, const struct node *mapping, struct place place,
		  void *object);

#endif
