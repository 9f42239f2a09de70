/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What only several keys together say wrong. Runs on half-built rule sets too, so that one run reports all errors of
 * a file: what could not be read is left out of the model, but the place of its key is set.
 */
#ifndef UCGATE_RULES_VALIDATE_H
#define UCGATE_RULES_VALIDATE_H

#include "rules/model.h"

/* Diagnoses errors, and warnings about single prefixes; without memory it may say less. */
void ruleset_validate(const struct ruleset *ruleset, struct diagnostics *d);

#endif
