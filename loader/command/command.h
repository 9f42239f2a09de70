/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A verb of `ucgate`: one file that defines one `struct command`, declared here and listed in main.c. The tables
 * below are its parser and its help.
 */
#ifndef UCGATE_COMMAND_COMMAND_H
#define UCGATE_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/log.h"
#include "base/options.h"
#include "base/outcome.h"

/* What the command line asks for; a verb sees only the fields of the options that its table lists. */
struct request {
	const char *interface;	   /* -i; NULL: not given */
	const char *file;	   /* -c; NULL: not given */
	int xdp;		   /* --xdp: enum xdp_choice */
	int color;		   /* --color: enum color */
	const char *duration;	   /* --for; NULL: not given */
	const char *flows;	   /* --flows; NULL: not given */
	const char *confirm;	   /* --confirm; NULL: not given */
	const char *against;	   /* --against; NULL: not given */
	struct option_list locals; /* --local */
	struct option_list which;  /* -i and -c of `run`, in their order */
	bool json, verbose, help, force, strict, off, all, monitor;
	char **arguments; /* what follows the options, NULL-terminated */
};

struct command {
	const char *name;
	const char *arguments;	 /* as the usage line shows what may follow the options; NULL: nothing may */
	const char *summary;	 /* one line of `ucgate --help` */
	const char *description; /* of its own `--help` */
	const struct option_row *options;
	/*
	 * Does it. Without --json it prints its data on stdout; with --json it hands its document over in *ret (a new
	 * reference) and main prints it. An error is said by log_error(), which main turns into {"error":...} when no
	 * document was handed over.
	 */
	enum outcome (*run)(const struct request *request, json_t **ret);
};

/* clang-format off */
#define OPTION_INTERFACE {'i', "interface", "IFACE", "the interface", OPTION_TEXT, offsetof(struct request, interface), NULL}
#define OPTION_FILE      {'c', "config", "FILE", "the rule file", OPTION_TEXT, offsetof(struct request, file), NULL}
#define OPTION_FORCE     {0, "force", NULL, "even if it cuts off this SSH session, or a list lost most of its entries", OPTION_SWITCH, offsetof(struct request, force), NULL}
#define OPTION_CONFIRM   {0, "confirm", "SECS", "fall back after so long, unless 'ucgate confirm' is given", OPTION_TEXT, offsetof(struct request, confirm), NULL}

/* Every table ends with these. */
#define OPTIONS_COMMON                                                                                                     \
	{'j', "json", NULL, "one JSON document on standard output", OPTION_SWITCH, offsetof(struct request, json), NULL},   \
	{0, "color", "WHEN", "colour: auto, always or never", OPTION_CHOICE, offsetof(struct request, color), color_names}, \
	{'v', "verbose", NULL, "say more, libbpf's messages too", OPTION_SWITCH, offsetof(struct request, verbose), NULL},  \
	{'h', "help", NULL, "this text", OPTION_SWITCH, offsetof(struct request, help), NULL},                              \
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL}
/* clang-format on */

#endif
