// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// run FILE.t...                     data files
// run --fuzz [FRAMES [SEED]]        random frames through program and model
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/packets/fuzz.h"
#include "tests/packets/suite.h"

static int files_run(struct program *program, int count, char **files)
{
	struct suite_result result = {0};
	int error = 0;

	for (int i = 0; i < count; i++)
		error = suite_run(program, files[i], &result) ?: error;
	printf("%zu packets in %d files, %zu failed\n", result.packets, count, result.failures);
	return error || result.failures || result.packets == 0;
}

static int fuzz_run(struct program *program, int count, char **arguments)
{
	struct fuzz_options options = {
		.frames = count > 0 ? strtoull(arguments[0], NULL, 0) : 300000,
		.seed = count > 1 ? strtoull(arguments[1], NULL, 0) : 20260,
	};

	return fuzz(program, &options) != 0;
}

int main(int argc, char **argv)
{
	struct program *program = NULL;
	int error;

	if (argc < 2) {
		fprintf(stderr, "usage: run FILE.t... | run --fuzz [FRAMES [SEED]]\n");
		return 2;
	}
	error = program_open(&program);
	if (error) {
		fprintf(stderr, "the packet program cannot be loaded: %s\n", strerror(-error));
		return 3;
	}
	error = strcmp(argv[1], "--fuzz") == 0 ? fuzz_run(program, argc - 2, argv + 2)
					       : files_run(program, argc - 1, argv + 1);
	program_close(program);
	return error;
}
