/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is wrong with a piece of text, said by those who read it and do not know where it stands.
 */
#ifndef UCGATE_RULES_COMPLAINT_H
#define UCGATE_RULES_COMPLAINT_H

#include "rules/diagnostic.h"

struct complaint {
	char text[512];
	char suggestion[96]; /* empty: none */
};

/* Fills the text; always returns -EINVAL, so that a reader ends with it. */
int complain(struct complaint *ret, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What to write instead. Returns -EINVAL too. */
int complain_suggest(struct complaint *ret, const char *suggestion, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Says it at a place, as an error. */
void complaint_diagnose(const struct complaint *complaint, struct place place, struct diagnostics *d);

#endif
