/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the maps of an interface take, as the kernel accounts them. */
#ifndef UCGATE_TESTS_BENCH_MEMORY_H
#define UCGATE_TESTS_BENCH_MEMORY_H

/* Prints each map of some size, with the flow tables of the default and of a small box. */
void memory_print(void);

#endif
