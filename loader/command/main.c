// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate: finds the verb, parses its options, runs it. What is no verb is a program `ucgate-NAME`.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "attach/libbpf_log.h"
#include "base/json.h"
#include "command/external.h"
#include "command/verbs.h"

/* The help lists them in this order. */
static const struct command *const commands[] = {
	&command_check,	   &command_attach,  &command_reload, &command_confirm,
	&command_rollback, &command_history, &command_run,    &command_detach,
	&command_panic,	   &command_ban,     &command_unban,  &command_bans,
	&command_diff,	   &command_status,  &command_list,   NULL,
};

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void help_print(FILE *out)
{
	fputs("Usage: ucgate COMMAND [OPTION]...\n"
	      "An allowlist for the WAN interface, in XDP.\n\n",
	      out);
	for (size_t i = 0; commands[i]; i++)
		fprintf(out, "  %-8s  %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n`ucgate COMMAND --help` says more. `ucgate NAME` runs the program ucgate-NAME (stats, trace, ...).\n"
	      "Exit status: 0 done, 1 refused, 2 usage, 3 kernel or permission, 4 not attached.\n",
	      out);
}

static void command_help(const struct command *command, FILE *out)
{
	fprintf(out, "Usage: ucgate %s [OPTION]...%s%s\n%s\n\n", command->name, command->arguments ? " " : "",
		command->arguments ? command->arguments : "", command->description);
	options_print(command->options, out);
}

static int request_parse(const struct command *command, int argc, char **argv, struct request *ret)
{
	int rest;

	if (options_parse(command->options, argc, argv, ret, &rest) < 0)
		return -EINVAL;
	ret->arguments = argv + rest;
	if (!ret->help && !command->arguments && ret->arguments[0]) {
		log_error("%s does not know what to do with '%s'", command->name, ret->arguments[0]);
		return -EINVAL;
	}
	return 0;
}

static enum outcome document_print(json_t *document, enum outcome outcome)
{
	const char *error = log_first_error();
	int r;

	if (!document && outcome == OUTCOME_DONE)
		return outcome;
	if (!document)
		document = json_error_document(error ? error : "no reason was given", outcome);
	r = json_print(document, stdout);
	json_decref(document);
	if (r < 0) {
		log_error("cannot write to standard output");
		return OUTCOME_KERNEL;
	}
	return outcome;
}

static enum outcome command_do(const struct command *command, int argc, char **argv)
{
	struct request request = {.json = json_asked(argc, argv)};
	enum outcome outcome = OUTCOME_USAGE;
	json_t *document = NULL;

	if (request_parse(command, argc, argv, &request) < 0) {
		fprintf(stderr, "Try 'ucgate %s --help'.\n", command->name);
	} else if (request.help) {
		command_help(command, stdout);
		return OUTCOME_DONE;
	} else {
		log_setup((enum color)request.color, request.verbose);
		libbpf_log_setup();
		outcome = command->run(&request, &document);
	}
	if (request.json)
		return document_print(document, outcome);
	if (fflush(stdout) == EOF) {
		log_error("cannot write to standard output");
		return OUTCOME_KERNEL;
	}
	return outcome;
}

int main(int argc, char **argv)
{
	const struct command *command;
	enum outcome outcome;

	log_setup(COLOR_AUTO, false);
	if (argc < 2) {
		help_print(stderr);
		return OUTCOME_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help_print(stdout);
		return OUTCOME_DONE;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("ucgate " UCGATE_VERSION);
		return OUTCOME_DONE;
	}
	command = command_find(argv[1]);
	if (command)
		return command_do(command, argc - 1, argv + 1);
	outcome = external_run(argv + 1);
	return json_asked(argc, argv) ? document_print(NULL, outcome) : outcome;
}
