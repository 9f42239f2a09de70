/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A line of words, read one token at a time; what cannot be read is said with its column. Functions that read move
 * on to the next token and return 0, -EINVAL (reader_fail() has said why) or -ENOMEM.
 */
#ifndef UCGATE_PACKET_READER_H
#define UCGATE_PACKET_READER_H

#include "tools/packet/language.h"
#include "tools/packet/vocabulary.h"

struct token {
	const char *text; /* into the line */
	size_t length;	  /* 0: the end */
};

struct reader {
	const char *line;
	const char *rest;
	struct token token;
	struct token word; /* the word that is being read with what belongs to it */
	int depth;	   /* of quotes */
	struct packet_error *error;
};

/* For "%.*s". */
#define TOKEN(r) (int)(r)->token.length, (r)->token.text

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Says what is wrong with the token; returns -EINVAL. */
int reader_fail(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Goes back to the word, to say that it is wrong as a whole. */
struct reader *reader_at_word(struct reader *r);

/* Brackets and > stand alone, # ends the line. */
void reader_next(struct reader *r);

bool token_is(const struct reader *r, const char *word);

/* Decimal, or hexadecimal after 0x; no sign. */
bool digits_read(const char *text, size_t length, int64_t *ret);

/* The token as a number from 0 to max. */
int reader_number(struct reader *r, const char *what, int64_t max, int64_t *ret);

/* The row of the list that the token names, or NULL. */
const struct name *name_find(const struct reader *r, const struct name_list *list);

/* A name of the list, or a number. */
int reader_name(struct reader *r, const char *what, const struct name_list *list, int64_t max, int64_t *ret);

/* Appends the token's digits, two a byte; a : between bytes is allowed. */
int reader_hex(struct reader *r, struct octets *octets);

#endif
