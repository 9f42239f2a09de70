// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The way of a rule on hostile bytes: read, lint, compile, and back to a rule file that compiles to the same.
#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Diagnostics are printed as well, into nowhere: they quote what was read. */
static void rules_judge(const char *path, FILE *nowhere)
{
	_cleanup_free_ struct rules *rules = NULL, *again = NULL;
	struct diagnostics d = {0};
	struct ruleset ruleset = {0}, back = {0};

	if (ruleset_read(path, &d, &ruleset) == 0) {
		ruleset_lint(&ruleset, NULL, &d);
		if (ruleset_compile(&ruleset, &d, &rules) == 0) {
			if (rules_dump(rules, nowhere) < 0 || rules_decompile(rules, &back) < 0 ||
			    ruleset_compile(&back, &d, &again) < 0 || ruleset_print(&back, nowhere) < 0)
				abort();
			if (memcmp(rules->header.hash, again->header.hash, sizeof(rules->header.hash)) != 0)
				abort();
		}
	}
	diagnostics_print(&d, nowhere, false);
	ruleset_free(&back);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_close_ int fd = memfd_create("rules", MFD_CLOEXEC);
	_cleanup_fclose_ FILE *nowhere = fopen("/dev/null", "we");
	char path[32];

	if (fd < 0 || !nowhere || write(fd, data, size) != (ssize_t)size)
		return 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	rules_judge(path, nowhere);
	return 0;
}
