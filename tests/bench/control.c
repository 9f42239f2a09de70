// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/control.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "maps/rules.h"

#include "cleanup.h"
#include "tests/bench/samples.h"

enum { CONTROL_ROUNDS = 40 };

static void line_print(const char *what, struct samples *samples)
{
	printf("  %-52s %8.2f ms minimum %8.2f ms median\n", what, samples_minimum(samples) / 1e6,
	       samples_median(samples) / 1e6);
}

static void compile_measure(const char *what, unsigned int services)
{
	struct samples samples = {.count = 0};

	for (int i = 0; i < CONTROL_ROUNDS; i++) {
		double start = now_ns();

		free(services ? rules_generate(services, true) : rules_load("loader/rulesets/aspenuc.yaml"));
		samples_add(&samples, now_ns() - start);
	}
	line_print(what, &samples);
}

double control_measure(const struct contender *contender)
{
	_cleanup_free_ struct rules *rules = rules_generate(64, true);
	struct samples make = {.count = 0}, swap = {.count = 0};

	compile_measure("read and compile aspenuc.yaml", 0);
	compile_measure("read and compile 64 services with peers", 64);
	for (int i = 0; i < CONTROL_ROUNDS; i++) {
		double start = now_ns(), made;
		_cleanup_close_ int inner = rules_map_make(rules);

		made = now_ns();
		if (inner < 0 || rules_slot_set(contender->rules, RULES_LIVE, inner))
			errx(1, "cannot put rules in force");
		samples_add(&make, made - start);
		samples_add(&swap, now_ns() - made);
	}
	line_print("make the map of a rule set", &make);
	line_print("put it in force (waits for the last packet)", &swap);
	return (samples_median(&make) + samples_median(&swap)) / 1e6;
}
