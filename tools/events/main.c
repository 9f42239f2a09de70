// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate-events: listens (tools/listen), and writes what it is told: lines for people (line.c), JSON lines, or a capture
 * with comments (save.c).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "maps/pin.h"

#include "attach/bpffs.h"
#include "base/json.h"
#include "base/log.h"
#include "base/options.h"
#include "base/outcome.h"
#include "cleanup.h"
#include "line.h"
#include "rules/slice.h"
#include "save.h"
#include "tools/listen/deadline.h"
#include "tools/listen/filter.h"
#include "tools/listen/listener.h"

struct request {
	struct option_list interfaces, reasons, services, peers;
	const char *file;  /* NULL: none */
	const char *pass;  /* as given; NULL: no passes */
	const char *count; /* as given; NULL: no end */
	const char *span;  /* likewise */
	int color;	   /* enum color */
	bool json, help, version;
	/* what they say */
	uint32_t sample, seconds;
	unsigned int most;
	struct filter filter;
};

/* clang-format off */
static const struct option_row options[] = {
	{'i', "interface", "IFACE", "this interface (again for more), instead of all", OPTION_LIST, offsetof(struct request, interfaces), NULL},
	{'w', "write", "FILE", "save them as pcapng, with the verdict as comment (`-`: standard output)", OPTION_TEXT, offsetof(struct request, file), NULL},
	{0, "pass", "N", "packets that pass, too: one of N, by chance (1)", OPTION_MAYBE, offsetof(struct request, pass), NULL},
	{0, "reason", "REASON", "only with this reason (again for more)", OPTION_LIST, offsetof(struct request, reasons), NULL},
	{0, "service", "NAME", "only of this service or essential (again for more)", OPTION_LIST, offsetof(struct request, services), NULL},
	{0, "peer", "CIDR", "only from or to these addresses (again for more)", OPTION_LIST, offsetof(struct request, peers), NULL},
	{'n', "count", "COUNT", "end after so many", OPTION_TEXT, offsetof(struct request, count), NULL},
	{0, "for", "TIME", "end after this time: 10s, 5m, 2h", OPTION_TEXT, offsetof(struct request, span), NULL},
	{'j', "json", NULL, "one JSON object a line, a summary last", OPTION_SWITCH, offsetof(struct request, json), NULL},
	{0, "color", "WHEN", "colour: auto, always or never", OPTION_CHOICE, offsetof(struct request, color), color_names},
	{'h', "help", NULL, "this text", OPTION_SWITCH, offsetof(struct request, help), NULL},
	{'V', "version", NULL, "the version", OPTION_SWITCH, offsetof(struct request, version), NULL},
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL},
};

/* clang-format on */

/* What takes the packets. */
struct screen {
	const struct request *request;
	struct save *save; /* NULL: no file */
	bool color;
	uint64_t shown;
	uint64_t suppressed[REASON_MAX]; /* told by packets that were not asked for */
	int error;			 /* 0, or why it takes no more */
};

static void help_print(void)
{
	fputs("Usage: ucgate-events [OPTION]...\n"
	      "The packets that are dropped, as it happens: at most 100 of a reason in an eighth of a second, and how\n"
	      "many more there were.\n\n",
	      stdout);
	options_print(options, stdout);
	fputs("\nExit status: 0 done, 1 somebody else listens, 2 usage, 3 kernel or permission, 4 not attached.\n"
	      "Example: ucgate-events --peer 203.0.113.0/24 -w call.pcapng\n",
	      stdout);
}

/* A whole number from 1 on. */
static int number_parse(const char *option, const char *text, unsigned int *ret)
{
	if (slice_number(slice_of(text), ret) && *ret > 0)
		return 0;
	log_error("%s takes a number from 1 on, not '%s'", option, text);
	return -EINVAL;
}

static int pass_parse(struct request *request)
{
	request->sample = 1;
	return *request->pass ? number_parse("--pass", request->pass, &request->sample) : 0;
}

static int request_parse(int argc, char **argv, struct request *request)
{
	int rest;

	if (options_parse(options, argc, argv, request, &rest) < 0)
		return -EINVAL;
	if (argv[rest]) {
		log_error("unexpected argument '%s'", argv[rest]);
		return -EINVAL;
	}
	if (request->json && request->file && strcmp(request->file, "-") == 0) {
		log_error("standard output is for one of --json and --write");
		return -EINVAL;
	}
	if ((request->pass && pass_parse(request) < 0) ||
	    (request->count && number_parse("--count", request->count, &request->most) < 0) ||
	    (request->span && deadline_parse(request->span, &request->seconds) < 0))
		return -EINVAL;
	return filter_fill(&request->reasons, &request->services, &request->peers, &request->filter);
}

static int sighting_write(struct screen *screen, const struct sighting *sighting)
{
	int r = 0;

	if (screen->save)
		r = save_packet(screen->save, sighting);
	if (r == 0 && screen->request->json)
		return sighting_print_json(sighting, stdout);
	if (!screen->save) {
		line_print(sighting, screen->color, stdout);
		if (fflush(stdout) == EOF)
			return -errno;
	}
	return r;
}

static bool screen_wants(const struct screen *screen)
{
	return screen->error == 0 && (!screen->request->most || screen->shown < screen->request->most);
}

/* What is left out is counted by reason alone, so a packet that was not asked for hands its count on. */
static bool sighting_show(void *context, const struct sighting *sighting)
{
	struct screen *screen = context;
	struct sighting shown = *sighting;

	if (!filter_takes(&screen->request->filter, sighting)) {
		screen->suppressed[sighting->reason] += sighting->suppressed;
		return true;
	}
	shown.suppressed += screen->suppressed[sighting->reason];
	screen->suppressed[sighting->reason] = 0;
	screen->error = sighting_write(screen, &shown);
	if (screen->error == 0)
		screen->shown++;
	return screen_wants(screen);
}

static int totals_show(const struct screen *screen, const struct listener_totals *totals)
{
	if (screen->request->json)
		return totals_print_json(totals, screen->shown, stdout);
	if (fflush(stdout) == EOF)
		return -errno;
	totals_print(totals, screen->shown, stderr);
	return 0;
}

/* A reader who has seen enough is no failure. */
static enum outcome output_outcome(int error)
{
	if (error == 0 || error == -EPIPE || (error == -EIO && errno == EPIPE))
		return OUTCOME_DONE;
	log_errno(error, "cannot write");
	return OUTCOME_KERNEL;
}

static enum outcome listen_outcome(int error)
{
	switch (error) {
	case 0:
		return OUTCOME_DONE;
	case -EBUSY:
		return OUTCOME_REFUSED;
	case -ENOENT:
		return OUTCOME_NOT_ATTACHED;
	default:
		return OUTCOME_KERNEL;
	}
}

/* A name that is mistyped would be waited for without end. */
static void services_check(const struct request *request, const struct listener *listener)
{
	for (size_t i = 0; i < request->services.count; i++)
		if (!listener_knows(listener, request->services.text[i]))
			log_warning("no service is called '%s' up to now", request->services.text[i]);
}

static enum outcome events_show(const struct request *request)
{
	const struct listener_wish wish = {&request->interfaces, request->sample,
					   !request->file || request->json ||
						   strcmp(request->file, "-") == 0};
	_cleanup_(cleanup_listener) struct listener *listener = NULL;
	_cleanup_(cleanup_save) struct save *save = NULL;
	struct screen screen = {.request = request, .color = color_wanted(request->color, stdout)};
	struct listener_totals totals;
	bool more;
	int r = listener_open(&wish, &listener);

	if (r < 0)
		return listen_outcome(r);
	if (request->file && save_open(request->file, &save) < 0)
		return OUTCOME_KERNEL;
	services_check(request, listener);
	screen.save = save;
	r = listener_run(listener, request->seconds ? deadline_after(request->seconds) : 0, sighting_show,
			 &screen, &more);
	listener_finish(listener, screen_wants(&screen) ? sighting_show : NULL, &screen, &totals);
	if (screen.error == 0 && save)
		screen.error = save_end(TAKE_PTR(save));
	if (screen.error == 0)
		screen.error = totals_show(&screen, &totals);
	return r < 0 ? OUTCOME_KERNEL : output_outcome(screen.error);
}

static void error_print(enum outcome outcome)
{
	json_t *document = json_error_document(log_first_error(), outcome);

	(void)json_print(document, stdout);
	json_decref(document);
}

int main(int argc, char **argv)
{
	struct request request = {.json = json_asked(argc, argv)};
	enum outcome outcome;

	log_setup(COLOR_AUTO, false);
	libbpf_set_print(NULL);
	if (request_parse(argc, argv, &request) < 0) {
		if (request.json)
			error_print(OUTCOME_USAGE);
		fputs("Try 'ucgate-events --help'.\n", stderr);
		return OUTCOME_USAGE;
	}
	log_setup(request.color, false);
	if (request.help) {
		help_print();
		return OUTCOME_DONE;
	}
	if (request.version) {
		puts("ucgate-events " UCGATE_VERSION);
		return OUTCOME_DONE;
	}
	bpffs_look();
	outcome = events_show(&request);
	if (outcome != OUTCOME_DONE && request.json)
		error_print(outcome);
	filter_free(&request.filter);
	return outcome;
}
