/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Advice as entries of `services`, each under a comment that says what it was made from: appended to a rule file that ends
 * with its services, it is what `ucgate check` accepts.
 */
#ifndef UCGATE_ADVICE_FRAGMENT_H
#define UCGATE_ADVICE_FRAGMENT_H

#include <stdio.h>

#include <jansson.h>

#include "tools/advice/advice.h"

/* left_out: rates are lower than what there was. */
void advice_print(const struct advice *advice, bool left_out, FILE *out);

/* The same as an object, `yaml` in it. NULL: no memory. */
json_t *advice_json(const struct advice *advice, bool left_out);

#endif
