// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate-trace: what the real packet programs do with a packet in words, and why. story.c reads the words, play.c hands
 * each packet to a replica (tools/replica), subject.c keeps what there is to know of it, explain.c says why, report.c
 * prints.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "attach/bpffs.h"
#include "base/json.h"
#include "base/options.h"
#include "cleanup.h"
#include "play.h"
#include "tools/replica/ready.h"

struct request {
	const char *interface; /* NULL: the one that is attached, if no file is given */
	const char *file;      /* NULL: the default one, if nothing is attached */
	const char *hex;
	int color; /* enum color */
	bool json, help, version;
	char **packets; /* of argv */
};

/* clang-format off */
static const struct option_row options[] = {
	{'i', "interface", "IFACE", "rules, flows, lists and bans of this interface as they are now", OPTION_TEXT, offsetof(struct request, interface), NULL},
	{'c', "config", "FILE", "the rules of this file, and nothing learned yet", OPTION_TEXT, offsetof(struct request, file), NULL},
	{0, "hex", "BYTES", "a whole frame in digits, instead of words", OPTION_TEXT, offsetof(struct request, hex), NULL},
	{'j', "json", NULL, "one JSON object a packet", OPTION_SWITCH, offsetof(struct request, json), NULL},
	{0, "color", "WHEN", "colour: auto, always or never", OPTION_CHOICE, offsetof(struct request, color), color_names},
	{'h', "help", NULL, "this text", OPTION_SWITCH, offsetof(struct request, help), NULL},
	{'V', "version", NULL, "the version", OPTION_SWITCH, offsetof(struct request, version), NULL},
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL},
};

/* clang-format on */

static const uint64_t start_ns = 1000ull * 1000000000; /* of a story without an interface */

static void help_print(void)
{
	fputs("Usage: ucgate-trace [-i IFACE|-c FILE] PACKET...\n"
	      "       ucgate-trace [-i IFACE|-c FILE] --hex BYTES [in|out]\n"
	      "What the real packet programs do with a packet, and why. They run on a copy of the interface's rules, flows\n"
	      "and lists (-i) or on the rules of a file (-c), attached to nothing: no counter and no flow of the filter is\n"
	      "touched. Without -i and -c: the interface that is attached; none is: the default rule file.\n\n",
	      stdout);
	options_print(options, stdout);
	fputs("\nA packet in words: PROTOCOL SOURCE > DESTINATION [in|out] [WORD...]\n"
	      "  udp 203.0.113.9:40000 > 192.0.2.10:5060      tcp ... flags SA      icmp ... type echo id 7\n"
	      "  len N  ttl N  vlan ID  svlan ID  pppoe  frag OFFSET[+]  id N  quote ( PACKET )  and more: ucgate-trace(8)\n"
	      "Several are told as a story, which remembers: parts between semicolons, or lines of standard input (-).\n"
	      "  +20s PACKET, at 5m PACKET: later      60 x PACKET: so many times\n"
	      "\nExit status: 0 judged, pass or drop; 1 refused rules; 2 usage, words that are no packet; 3 kernel or\n"
	      "permission; 4 not attached.\n"
	      "Examples: ucgate-trace 'udp 203.0.113.9:40000 > 192.0.2.10:5060'\n"
	      "          ucgate-trace -c new.yaml 'udp 192.0.2.10:40000 > 9.9.9.9:53 out; udp 9.9.9.9:53 > 192.0.2.10:40000'\n"
	      "          ucgate-trace --hex \"$(xxd -p frame.bin)\"\n",
	      stdout);
}

static int request_parse(int argc, char **argv, struct request *request)
{
	int rest;

	if (options_parse(options, argc, argv, request, &rest) < 0)
		return -EINVAL;
	request->packets = argv + rest;
	if (request->help || request->version)
		return 0;
	if (request->interface && request->file)
		log_error(
			"--interface and --config exclude each other: the rules are the interface's or the file's");
	else if (!request->hex && !argv[rest] && isatty(STDIN_FILENO))
		log_error(
			"which packet? Say it, like 'udp 203.0.113.9:40000 > 192.0.2.10:5060', or - for standard input");
	else
		return 0;
	return -EINVAL;
}

/* --- rules and state --------------------------------------------------------------------------------------------- */

static enum outcome interface_imitate(const struct request *request, const struct attached_list *list,
				      struct replica *replica)
{
	if (list->count == 1)
		return replica_imitate(replica, &list->list[0]);
	log_error("ucgate is attached to several interfaces: say which one with -i, or name rules with -c");
	(void)request;
	return OUTCOME_USAGE;
}

/* Without -i and -c: the one that is attached, else the default rules. */
static enum outcome anything_imitate(const struct request *request, struct replica *replica)
{
	_cleanup_(attached_list_free) struct attached_list list = {0};
	int r = attached_list_read(NULL, &list);

	if (r == 0 && list.count)
		return interface_imitate(request, &list, replica);
	if (r < 0)
		log_note(
			"cannot see whether ucgate is attached (%s): the rules are those of the default file",
			strerror(-r));
	replica_clock(replica, start_ns);
	return replica_follow(replica, NULL, (enum color)request->color);
}

static enum outcome replica_fill(const struct request *request, struct replica *replica)
{
	_cleanup_(attached_list_free) struct attached_list list = {0};
	enum outcome outcome;

	if (request->file) {
		replica_clock(replica, start_ns);
		return replica_follow(replica, request->file, (enum color)request->color);
	}
	if (!request->interface)
		return anything_imitate(request, replica);
	outcome = attached_find(request->interface, &list);
	return outcome == OUTCOME_DONE ? interface_imitate(request, &list, replica) : outcome;
}

/* --- packets ----------------------------------------------------------------------------------------------------- */

static bool has_blanks(char **words)
{
	for (; *words; words++) {
		if (strpbrk(*words, " \t"))
			return true;
	}
	return false;
}

/* Words of one packet that the shell has taken apart; before: a word that comes first, or NULL. *ret to free(). */
static int words_join(const char *before, char **words, char **ret)
{
	size_t size = 0;
	FILE *out = open_memstream(ret, &size);

	if (!out)
		return -ENOMEM;
	if (before)
		fprintf(out, "hex %s", before);
	for (size_t i = 0; words[i]; i++)
		fprintf(out, "%s%s", i || before ? " " : "", words[i]);
	return fclose(out) ? -ENOMEM : 0;
}

static int input_play(struct play *play)
{
	_cleanup_free_ char *line = NULL;
	size_t size = 0;
	int r = 0;

	play->numbered = true;
	while (r == 0 && getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		r = line_play(play, line);
	}
	if (r == 0 && ferror(stdin))
		return log_errno(-EIO, "cannot read standard input");
	return r;
}

static bool input_wanted(const struct request *request)
{
	char **packets = request->packets;

	return !request->hex && (!packets[0] || (strcmp(packets[0], "-") == 0 && !packets[1]));
}

/* An argument a line, or the words of one. */
static int arguments_use(struct play *play, const struct request *request,
			 int (*use)(struct play *play, const char *line))
{
	_cleanup_free_ char *line = NULL;
	char **packets = request->packets;
	int r = 0;

	if (!request->hex && has_blanks(packets)) {
		play->numbered = packets[1] || strchr(packets[0], ';');
		for (; *packets && r == 0; packets++)
			r = use(play, *packets);
		return r;
	}
	r = words_join(request->hex, packets, &line);
	if (r < 0)
		return r;
	play->numbered = strchr(line, ';');
	return use(play, line);
}

static int packets_expect(const struct play *play)
{
	if (play->packets)
		return 0;
	log_error("no packet: say one, like 'udp 203.0.113.9:40000 > 192.0.2.10:5060'");
	return -EINVAL;
}

/* Before anything is loaded: to misspell a word takes no privilege. */
static int arguments_check(const struct request *request)
{
	struct play play = {.json = request->json};

	if (input_wanted(request))
		return 0;
	return arguments_use(&play, request, line_check) ?: packets_expect(&play);
}

static int packets_play(struct play *play, const struct request *request)
{
	if (input_wanted(request))
		return input_play(play) ?: packets_expect(play);
	return arguments_use(play, request, line_play);
}

static enum outcome outcome_of(int r)
{
	if (r < 0)
		return r == -EINVAL ? OUTCOME_USAGE : OUTCOME_KERNEL;
	return OUTCOME_DONE;
}

static enum outcome request_run(const struct request *request)
{
	_cleanup_(replica_free) struct replica *replica = NULL;
	_cleanup_(law_free) struct law law = {0};
	struct play play = {.json = request->json, .color = color_wanted((enum color)request->color, stdout)};
	enum outcome outcome = outcome_of(arguments_check(request));
	int r;

	if (outcome == OUTCOME_DONE)
		outcome = replica_made(&replica);
	if (outcome == OUTCOME_DONE)
		outcome = replica_fill(request, replica);
	if (outcome != OUTCOME_DONE)
		return outcome;
	r = law_read(replica, &law);
	if (r < 0) {
		log_errno(r, "cannot read the rules back");
		return OUTCOME_KERNEL;
	}
	play.law = &law;
	play.start_ns = replica_now(replica);
	return outcome_of(packets_play(&play, request));
}

static void error_print(enum outcome outcome)
{
	const char *error = log_first_error();
	json_t *document = json_error_document(error ? error : "no reason was given", outcome);

	(void)json_print(document, stdout);
	json_decref(document);
}

int main(int argc, char **argv)
{
	struct request request = {.json = json_asked(argc, argv)};
	enum outcome outcome = OUTCOME_USAGE;

	log_setup(COLOR_AUTO, false);
	libbpf_set_print(NULL);
	if (request_parse(argc, argv, &request) < 0) {
		fputs("Try 'ucgate-trace --help'.\n", stderr);
	} else if (request.help) {
		help_print();
		return OUTCOME_DONE;
	} else if (request.version) {
		puts("ucgate-trace " UCGATE_VERSION);
		return OUTCOME_DONE;
	} else {
		log_setup((enum color)request.color, false);
		bpffs_look();
		outcome = request_run(&request);
	}
	if (outcome != OUTCOME_DONE && request.json)
		error_print(outcome);
	return outcome;
}
