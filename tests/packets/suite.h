/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Data files of packets and what becomes of them: the contract by example, held against the program and the model.
 */
#ifndef UCGATE_TESTS_PACKETS_SUITE_H
#define UCGATE_TESTS_PACKETS_SUITE_H

#include <stddef.h>

#include "tests/packets/program.h"

struct suite_result {
	size_t packets;
	size_t failures; /* each is said on stderr */
};

/* Runs one file and adds to *result; 0, or -errno when the file cannot be used (said on stderr). */
int suite_run(struct program *program, const char *file, struct suite_result *result);

#endif
