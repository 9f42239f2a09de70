/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The way of a rule, as one reads the folder: source.c (a file's bytes) -> yaml.c (a tree of nodes with places) ->
 * schema.c (the keys, one row each) -> value.c (ports, prefixes, rates, ...) -> lint.c (what is legal but doubtful)
 * -> compile.c (the value the packet program reads). Nothing here makes a bpf() call or prints.
 */
#ifndef UCGATE_RULES_RULES_H
#define UCGATE_RULES_RULES_H

#include "abi/rules.h"

#include "rules/diagnostic.h"
#include "rules/model.h"

/*
 * Reads a rule file and the list files it names. Fills *ret when no error was diagnosed, else leaves it untouched.
 * Returns 0, or -EINVAL when at least one error was diagnosed, or -ENOMEM.
 */
int ruleset_read(const char *file, struct diagnostics *d, struct ruleset *ret);

/* The SSH session that runs a command, as SSH_CONNECTION gives it: the new TCP packet that would open it. */
struct ssh_session {
	struct prefix peer, local; /* host prefixes */
	uint16_t peer_port, local_port;
};

/*
 * Finds the session in the environment of the caller or of its parents (sudo strips it). False: there is none, which
 * a caller may also say by setting the variable to nothing.
 */
bool ssh_session_find(struct ssh_session *ret);

/* Diagnoses what is legal but doubtful. ssh NULL: not asked over SSH. */
void ruleset_lint(const struct ruleset *ruleset, const struct ssh_session *ssh, struct diagnostics *d);

/* True when the compiled rules would drop a new TCP packet of the session (step 8 or the stateless step). */
bool rules_cut_ssh(const struct rules *rules, const struct ssh_session *ssh);

/*
 * Compiles a rule set but for its blocklists (blocklist_table.h): pure, no system call. The header's generation, times and the counters stay zero (loader/apply
 * stamps them); header.hash is set. What exceeds a limit is diagnosed with the limit's name.
 * Returns 0 and a value to free() in *ret, -E2BIG when something was diagnosed, or -ENOMEM.
 */
int ruleset_compile(const struct ruleset *ruleset, struct diagnostics *d, struct rules **ret);

/*
 * The inverse of ruleset_compile(), for what the kernel really holds: compiles to the same hash again. Descriptions
 * and the split of peers into prefixes are not kept, nor are blocklists: blocklists_decompile() (blocklist_table.h) adds
 * them; of a value of MODE_OPEN nothing but the mode is. Returns 0, -EBADMSG for a value that no rule set compiles to, or
 * -ENOMEM.
 */
int rules_decompile(const struct rules *rules, struct ruleset *ret);

/* Prints a rule set as a rule file. */
int ruleset_print(const struct ruleset *ruleset, FILE *out);

/* Prints a compiled rule set as text that is stable enough for golden files: every port range, address range and mask. */
int rules_dump(const struct rules *rules, FILE *out);

#endif
