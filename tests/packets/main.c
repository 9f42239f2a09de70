// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// run FILE.t...                data files
// run --fuzz FRAMES SEED       random frames, the same ones for the same seed
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "tests/packets/fuzz.h"
#include "tests/packets/suite.h"

static int files_run(struct program *program, int count, char **files)
{
	struct suite_result result = {0};
	int error = 0;

	for (int i = 0; i < count; i++)
		error = suite_run(program, files[i], &result) ?: error;
	printf("%zu passed, %zu failed\n", result.packets - result.failures, result.failures);
	return error || result.failures || result.packets == 0;
}

static int fuzz_run(struct program *program, char **arguments)
{
	struct fuzz_options options = {
		.frames = strtoull(arguments[0], NULL, 0),
		.seed = strtoull(arguments[1], NULL, 0),
	};

	return fuzz(program, &options) != 0;
}

int main(int argc, char **argv)
{
	bool fuzzing = argc == 4 && strcmp(argv[1], "--fuzz") == 0;
	struct program *program = NULL;
	int error;

	if (argc < 2 || (argv[1][0] == '-' && !fuzzing)) {
		fprintf(stderr, "usage: run FILE.t... | run --fuzz FRAMES SEED\n");
		return 2;
	}
	libbpf_set_print(NULL);
	error = program_open(&program);
	if (error) {
		fprintf(stderr, "the packet program cannot be loaded: %s\n", strerror(-error));
		return 3;
	}
	error = fuzzing ? fuzz_run(program, argv + 2) : files_run(program, argc - 1, argv + 1);
	program_close(program);
	return error;
}
