// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate-replay: what the real packet programs do with each frame of a capture. direction.c tells which way a frame
 * went, replay.c hands it to the replica (tools/replica), report.c counts and lists what became of it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "base/json.h"
#include "base/log.h"
#include "base/options.h"
#include "base/outcome.h"
#include "base/progress.h"
#include "change/attached.h"
#include "cleanup.h"
#include "direction.h"
#include "report.h"
#include "save.h"
#include "tools/replica/ready.h"

struct request {
	const char *interface; /* NULL: none, private maps */
	const char *file;      /* NULL: the default one */
	const char *other;     /* the rule file to compare with; NULL: none */
	const char *save;      /* NULL: none */
	struct option_list locals;
	int color; /* enum color */
	bool json, drops, suggest, help, version;
	const char *capture;
	bool *summed; /* the report came to its end */
};

/* clang-format off */
static const struct option_row options[] = {
	{'i', "interface", "IFACE", "rules, flows, lists and bans of this interface as they are now", OPTION_TEXT, offsetof(struct request, interface), NULL},
	{'c', "config", "FILE", "the rules of this file, and nothing learned yet", OPTION_TEXT, offsetof(struct request, file), NULL},
	{0, "local", "CIDR", "frames from these addresses went out (again for more)", OPTION_LIST, offsetof(struct request, locals), NULL},
	{0, "diff", "FILE", "which frames the rules of this other file judge differently", OPTION_TEXT, offsetof(struct request, other), NULL},
	{0, "drops", NULL, "list the dropped frames, one a line, instead of the table", OPTION_SWITCH, offsetof(struct request, drops), NULL},
	{0, "suggest", NULL, "rules that seem to be missing, instead of the table", OPTION_SWITCH, offsetof(struct request, suggest), NULL},
	{'w', "write", "FILE", "save the dropped (--diff: the changed) frames as pcapng, with the reason as comment", OPTION_TEXT, offsetof(struct request, save), NULL},
	{'j', "json", NULL, "one JSON object a frame, a summary last", OPTION_SWITCH, offsetof(struct request, json), NULL},
	{0, "color", "WHEN", "colour: auto, always or never", OPTION_CHOICE, offsetof(struct request, color), color_names},
	{'h', "help", NULL, "this text", OPTION_SWITCH, offsetof(struct request, help), NULL},
	{'V', "version", NULL, "the version", OPTION_SWITCH, offsetof(struct request, version), NULL},
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL},
};

/* clang-format on */

enum { PROGRESS_FRAMES = 1024 /* between two looks at the clock */ };

static void help_print(void)
{
	fputs("Usage: ucgate-replay [-i IFACE|-c FILE] [--local CIDR]... [OPTION]... CAPTURE\n"
	      "Runs a capture (pcap or pcapng; -: standard input) through the real packet programs, attached to nothing,\n"
	      "by the capture's own clock, and says what would become of each frame. Without --local all came in.\n"
	      "Without -i and -c: /etc/ucgate/ucgate.yaml, else the shipped aspenuc.yaml.\n\n",
	      stdout);
	options_print(options, stdout);
	fputs("\nExit status: 0 done, 1 the capture cannot be read to its end, refused rules, or --diff found a change;\n"
	      "2 usage, 3 kernel or permission, 4 not attached.\n"
	      "Examples: ucgate-replay --local 198.51.100.2 call.pcap\n"
	      "          ucgate-replay --local 198.51.100.2 -w drops.pcapng call.pcap && wireshark drops.pcapng\n"
	      "          ucgate-replay --local 198.51.100.2 --suggest call.pcap\n"
	      "          ucgate-replay -i wan0 --diff new.yaml call.pcap\n",
	      stdout);
}

static int request_check(const struct request *request, char *const *rest)
{
	if (!request->capture)
		log_error("which capture? Name a file, or - for standard input");
	else if (rest[1])
		log_error("unexpected argument '%s': one capture at a time", rest[1]);
	else if (request->interface && request->file)
		log_error(
			"--interface and --config exclude each other: the rules are the interface's or the file's");
	else if (request->other && request->drops)
		log_error("--diff lists the frames that change: not with --drops");
	else if (request->suggest && (request->drops || request->other))
		log_error("--suggest is instead of the table: not with --drops or --diff");
	else if (request->save && strcmp(request->save, "-") == 0)
		log_error("--write needs a file: standard output is the report's");
	else
		return 0;
	return -EINVAL;
}

static int request_parse(int argc, char **argv, struct request *request)
{
	int rest;

	if (options_parse(options, argc, argv, request, &rest) < 0)
		return -EINVAL;
	if (request->help || request->version)
		return 0;
	request->capture = argv[rest];
	return request_check(request, argv + rest);
}

/* --- the replicas ----------------------------------------------------------------------------------------------- */

static void cleanup_capture(struct capture **capture)
{
	capture_close(*capture);
}

static enum outcome interface_imitate(struct replica *replica, const struct request *request)
{
	_cleanup_(attached_list_free) struct attached_list list = {0};
	enum outcome outcome = attached_find(request->interface, &list);

	return outcome == OUTCOME_DONE ? replica_imitate(replica, &list.list[0]) : outcome;
}

/* A replica under the rules that were asked for; other: the rule file that takes their place, NULL: none does. */
static enum outcome replica_ready(const struct request *request, const char *other, struct replica **ret)
{
	_cleanup_(replica_free) struct replica *replica = NULL;
	enum outcome outcome = replica_made(&replica);

	if (outcome == OUTCOME_DONE && request->interface)
		outcome = interface_imitate(replica, request);
	if (outcome == OUTCOME_DONE && (other || !request->interface))
		outcome = replica_follow(replica, other ? other : request->file, (enum color)request->color);
	if (outcome == OUTCOME_DONE)
		*ret = TAKE_PTR(replica);
	return outcome;
}

/* --- the replay ------------------------------------------------------------------------------------------------- */

static void progress_tell(struct progress *progress, const struct replayed *replayed,
			  const struct capture *capture)
{
	double part;

	if (replayed->frame.number % PROGRESS_FRAMES || !progress_due(progress))
		return;
	if (capture_progress(capture, &part))
		progress_show(progress, "replaying: frame %llu, %.0f %%",
			      (unsigned long long)replayed->frame.number, 100 * part);
	else
		progress_show(progress, "replaying: frame %llu", (unsigned long long)replayed->frame.number);
}

static enum outcome end_tell(int error, const struct request *request, const struct replay *replay)
{
	if (error == 0)
		return OUTCOME_DONE;
	if (error == -EBADMSG) {
		log_error("'%s': %s", request->capture, capture_words(replay->capture));
		return OUTCOME_REFUSED;
	}
	log_errno(error, "'%s': frame %llu cannot be judged", request->capture,
		  (unsigned long long)replay->frames);
	return OUTCOME_KERNEL;
}

static enum outcome frames_report(struct replay *replay, const struct request *request, struct report *report)
{
	struct progress progress;
	struct replayed replayed;
	int r, written = 0;

	progress_begin(&progress);
	if (report_lists(report) && isatty(STDOUT_FILENO))
		progress.watched = false;
	while (written == 0 && (r = replay_next(replay, &replayed)) == 1) {
		progress_tell(&progress, &replayed, replay->capture);
		written = report_frame(report, &replayed);
	}
	progress_clear(&progress);
	if (written < 0) {
		log_errno(written, "cannot write '%s'", request->save ? request->save : "the report");
		return OUTCOME_KERNEL;
	}
	return end_tell(r, request, replay);
}

/* Closes the file and prints what it all came to. */
static enum outcome report_finish(struct report *report, const struct replay *replay,
				  const struct request *request, enum outcome outcome)
{
	int r = report_end(report, replay), closed = pcapng_close(TAKE_PTR(report->file));

	*request->summed = r == 0;
	if (r < 0)
		log_errno(r, "cannot print the summary");
	else if (closed < 0)
		log_errno(closed, "cannot write '%s'", request->save);
	else if (fflush(stdout) == EOF || ferror(stdout))
		log_error("cannot write to standard output");
	else if (outcome == OUTCOME_DONE && report->changed)
		return OUTCOME_REFUSED;
	else
		return outcome;
	return OUTCOME_KERNEL;
}

static bool is_same_file(const char *path, const char *other)
{
	struct stat stats[2];

	return stat(path, &stats[0]) == 0 && stat(other, &stats[1]) == 0 &&
	       stats[0].st_dev == stats[1].st_dev && stats[0].st_ino == stats[1].st_ino;
}

static enum outcome capture_replay(struct replay *replay, const struct request *request)
{
	_cleanup_(report_free) struct report report = {
		.json = request->json,
		.drops = request->drops,
		.changes = request->other != NULL,
		.color = color_wanted((enum color)request->color, stdout),
	};
	enum outcome outcome;
	int r = 0;

	if (request->save && is_same_file(request->save, request->capture)) {
		log_error("--write would overwrite the capture itself");
		return OUTCOME_USAGE;
	}
	if (request->suggest) {
		report.talks = calloc(1, sizeof(*report.talks));
		r = report.talks ? 0 : -ENOMEM;
	}
	if (r == 0 && request->save)
		r = save_open(request->save, capture_link(replay->capture), &report.file);
	if (r < 0) {
		log_errno(r, "cannot write '%s'", request->save ? request->save : "the report");
		return OUTCOME_KERNEL;
	}
	outcome = frames_report(replay, request, &report);
	return outcome == OUTCOME_KERNEL ? outcome : report_finish(&report, replay, request, outcome);
}

static enum outcome capture_ready(const struct request *request, struct capture **ret)
{
	char words[CAPTURE_WORDS_SIZE];

	if (capture_open(request->capture, ret, words) == 0)
		return OUTCOME_DONE;
	log_error("'%s': %s", request->capture, words);
	return OUTCOME_REFUSED;
}

static enum outcome request_run(const struct request *request)
{
	_cleanup_(locals_free) struct prefix_list locals = {0};
	_cleanup_(cleanup_capture) struct capture *capture = NULL;
	_cleanup_(replica_free) struct replica *replica = NULL, *other = NULL;
	struct replay replay = {.locals = &locals};
	enum outcome outcome;
	int r = locals_parse(&request->locals, &locals);

	if (r < 0)
		return r == -EINVAL ? OUTCOME_USAGE : OUTCOME_KERNEL;
	outcome = capture_ready(request, &capture);
	if (outcome == OUTCOME_DONE)
		outcome = replica_ready(request, NULL, &replica);
	if (outcome == OUTCOME_DONE && request->other)
		outcome = replica_ready(request, request->other, &other);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (!locals.count && !request->json)
		log_note("without --local every frame came in, those of this box as well");
	replay.capture = capture;
	replay.replica = replica;
	replay.other = other;
	return capture_replay(&replay, request);
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
	bool summed = false;
	struct request request = {.json = json_asked(argc, argv), .summed = &summed};
	enum outcome outcome = OUTCOME_USAGE;

	log_setup(COLOR_AUTO, false);
	libbpf_set_print(NULL);
	if (request_parse(argc, argv, &request) < 0) {
		fputs("Try 'ucgate-replay --help'.\n", stderr);
	} else if (request.help) {
		help_print();
		return OUTCOME_DONE;
	} else if (request.version) {
		puts("ucgate-replay " UCGATE_VERSION);
		return OUTCOME_DONE;
	} else {
		log_setup((enum color)request.color, false);
		outcome = request_run(&request);
	}
	if (outcome != OUTCOME_DONE && request.json && !summed)
		error_print(outcome);
	return outcome;
}
