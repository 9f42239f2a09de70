/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * JSON on standard output: what every program does the same way.
 */
#ifndef UCGATE_BASE_JSON_H
#define UCGATE_BASE_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

/* Whether the arguments ask for JSON. Asked before the options are parsed: a wrong option is answered in JSON too. */
bool json_asked(int argc, char **argv);

/* A JSON string, with what is no UTF-8 in it replaced: file names may hold any byte. */
json_t *json_text(const char *text);

/* {"error":{"message":TEXT,"code":N}}; code is the exit status. */
json_t *json_error_document(const char *message, int code);

/* One document and a newline. Returns 0, or -EIO when out does not take it. */
int json_print(const json_t *document, FILE *out);

#endif
