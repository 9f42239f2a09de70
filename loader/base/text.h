/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Text of others, names of files and interfaces, on a terminal.
 */
#ifndef UCGATE_BASE_TEXT_H
#define UCGATE_BASE_TEXT_H

#include <stdio.h>

/*
 * Prints the text with every byte escaped (\xNN) that could move the cursor, change colours or turn the direction of
 * writing: control characters, in UTF-8 as well, and Unicode's bidirectional ones.
 */
void text_print(const char *text, FILE *out);

#endif
