/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What changing the rules costs: compiling a rule file, putting a value in force. */
#ifndef UCGATE_TESTS_BENCH_CONTROL_H
#define UCGATE_TESTS_BENCH_CONTROL_H

#include "tests/bench/contender.h"

/* Prints both, and returns the median time of putting rules in force, in ms. */
double control_measure(const struct contender *contender);

#endif
