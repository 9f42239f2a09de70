// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate-stats: reads the pins (tools/metrics/report.c), prints them (table.c, json.c, tools/metrics/prometheus.c),
 * again and again with -w.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include <bpf/libbpf.h>

#include "attach/bpffs.h"
#include "base/json.h"
#include "base/log.h"
#include "base/options.h"
#include "base/outcome.h"
#include "base/seconds.h"
#include "cleanup.h"
#include "drops.h"
#include "flows.h"
#include "hearing.h"
#include "render.h"
#include "suggest.h"
#include "tools/listen/deadline.h"
#include "tools/metrics/prometheus.h"
#include "watch.h"

struct request {
	const char *interface; /* NULL: all */
	const char *wait;      /* as given; NULL: once */
	double seconds;	       /* what it says */
	const char *span;      /* of --for, as given */
	const char *from;      /* NULL: from the filter itself */
	uint32_t listen_s;     /* what --for says */
	int color;	       /* enum color */
	bool json, prometheus, flows, top, suggest, exact, help, version;
};

/* clang-format off */
static const struct option_row options[] = {
	{'i', "interface", "IFACE", "only this interface", OPTION_TEXT, offsetof(struct request, interface), NULL},
	{'w', "watch", "SECS", "again every SECS seconds, with rates per second", OPTION_TEXT, offsetof(struct request, wait), NULL},
	{'n', "exact", NULL, "all digits, instead of 12.3k", OPTION_SWITCH, offsetof(struct request, exact), NULL},
	{'j', "json", NULL, "one JSON document; with -w, one a line", OPTION_SWITCH, offsetof(struct request, json), NULL},
	{0, "prometheus", NULL, "metrics in Prometheus' text format", OPTION_SWITCH, offsetof(struct request, prometheus), NULL},
	{0, "flows", NULL, "the learned flows, one a line, the last used first; with -j, one object a line", OPTION_SWITCH, offsetof(struct request, flows), NULL},
	{0, "top", NULL, "who is dropped most: listens for 10 seconds", OPTION_SWITCH, offsetof(struct request, top), NULL},
	{0, "suggest", NULL, "rules that seem to be missing: listens for 10 seconds", OPTION_SWITCH, offsetof(struct request, suggest), NULL},
	{0, "for", "TIME", "so long instead: 30s, 5m, 1h", OPTION_TEXT, offsetof(struct request, span), NULL},
	{0, "from", "FILE", "from what `ucgate-events -j` wrote, instead of listening", OPTION_TEXT, offsetof(struct request, from), NULL},
	{0, "color", "WHEN", "colour: auto, always or never", OPTION_CHOICE, offsetof(struct request, color), color_names},
	{'h', "help", NULL, "this text", OPTION_SWITCH, offsetof(struct request, help), NULL},
	{'V', "version", NULL, "the version", OPTION_SWITCH, offsetof(struct request, version), NULL},
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL},
};

/* clang-format on */

enum { WAIT_MAX = 86400 };

static const double wait_min = 0.1;

/* The option that asks for a list of its own; NULL: none does. */
static const char *list_asked(const struct request *request)
{
	if (request->flows)
		return "flows";
	if (request->top)
		return "top";
	return request->suggest ? "suggest" : NULL;
}

static int request_parse(int argc, char **argv, struct request *request)
{
	int rest;

	if (options_parse(options, argc, argv, request, &rest) < 0)
		return -EINVAL;
	if (argv[rest])
		log_error("unexpected argument '%s'", argv[rest]);
	else if (request->json && request->prometheus)
		log_error("--json and --prometheus exclude each other");
	else if (list_asked(request) && (request->prometheus || request->wait))
		log_error("--%s is a list of its own: not with --watch or --prometheus", list_asked(request));
	else if (request->flows + request->top + request->suggest > 1)
		log_error("--flows, --top and --suggest exclude each other");
	else if ((request->span || request->from) && !request->top && !request->suggest)
		log_error("--for and --from are for --top and --suggest");
	else if (request->span && request->from)
		log_error("--for says how long to listen, and --from is instead of that");
	else if (request->span && deadline_parse(request->span, &request->listen_s) < 0)
		return -EINVAL;
	else if (request->wait && request->prometheus)
		log_error("--prometheus is printed once: a scraper comes again by itself");
	else if (request->wait && seconds_parse(request->wait, wait_min, WAIT_MAX, &request->seconds) < 0)
		log_error("--watch takes seconds, from %.1f to %d, not '%s'", wait_min, WAIT_MAX,
			  request->wait);
	else
		return 0;
	return -EINVAL;
}

static void help_print(void)
{
	fputs("Usage: ucgate-stats [OPTION]...\n"
	      "What the filter passed and dropped: by service, reason and direction. It takes no more privilege than\n"
	      "reading the pins below " PIN_ROOT ".\n\n",
	      stdout);
	options_print(options, stdout);
	fputs("\nExit status: 0 done, 1 somebody else listens, 2 usage, 3 kernel or permission, 4 not attached.\n",
	      stdout);
}

/* Columns of the terminal on standard output; 0: it is none. */
static unsigned terminal_width(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int report_print(const struct request *request, const struct report *now, const struct report *change)
{
	struct table_style style = {
		.color = color_wanted(request->color, stdout),
		.exact = request->exact,
		.width = terminal_width(),
	};
	int r;

	if (request->json)
		return render_json(now, change, stdout);
	if (request->prometheus)
		return render_prometheus(now, METRICS_TEXT, stdout);
	r = render_table(now, change, &style, stdout);
	if (request->wait && now->count)
		fputc('\n', stdout);
	return r;
}

static bool output_taken(void)
{
	if (fflush(stdout) != EOF && !ferror(stdout))
		return true;
	log_error("cannot write to standard output");
	return false;
}

static enum outcome not_attached(const struct request *request)
{
	if (request->interface)
		log_error("ucgate is not attached to '%s'", request->interface);
	else
		log_error("ucgate is not attached to any interface");
	return OUTCOME_NOT_ATTACHED;
}

/* How it ended, once the report is printed; r: of report_read(). */
static enum outcome outcome_of(const struct request *request, const struct report *report, int r)
{
	if (!output_taken() || r < 0)
		return OUTCOME_KERNEL;
	return report_attached(report) ? OUTCOME_DONE : not_attached(request);
}

static void error_print(enum outcome outcome)
{
	json_t *document = json_error_document(log_first_error(), outcome);

	(void)json_print(document, stdout);
	json_decref(document);
}

/* One report; *before is the last one, and becomes this one. */
static enum outcome report_show(const struct request *request, struct report *before)
{
	_cleanup_(report_free) struct report now = {}, change = {};
	int r = report_read(&request->interface, request->interface ? 1 : 0, &now), printed = 0;
	struct report earlier;

	if (r < 0 && now.count == 0) {
		if (request->json)
			error_print(OUTCOME_KERNEL);
		return OUTCOME_KERNEL;
	}
	if (before->count)
		printed = report_change(&now, before, &change);
	if (printed == 0)
		printed = report_print(request, &now, change.count ? &change : NULL);
	if (printed < 0) {
		log_errno(printed, "cannot print");
		return OUTCOME_KERNEL;
	}
	earlier = *before;
	*before = now;
	now = earlier;
	return outcome_of(request, before, r);
}

static enum outcome flows_list(const struct request *request)
{
	int r = flows_show(request->interface, request->json, stdout);
	enum outcome outcome = OUTCOME_DONE;

	if (r == -ENOENT)
		outcome = not_attached(request);
	else if (!output_taken() || r < 0)
		outcome = OUTCOME_KERNEL;
	if (outcome != OUTCOME_DONE && request->json)
		error_print(outcome);
	return outcome;
}

/* What was heard is printed, or why nothing was. */
static enum outcome heard_outcome(int error)
{
	if (!output_taken())
		return OUTCOME_KERNEL;
	switch (error) {
	case 0:
		return OUTCOME_DONE;
	case -ENOENT:
		return OUTCOME_NOT_ATTACHED;
	case -EBUSY:
	case -EBADMSG:
		return OUTCOME_REFUSED;
	default:
		return OUTCOME_KERNEL;
	}
}

static enum outcome drops_hear(const struct request *request)
{
	const struct hearing hearing = {request->interface, request->from, request->listen_s,
					request->suggest};
	enum outcome outcome =
		heard_outcome(request->suggest ? suggestions_show(&hearing, request->json, stdout)
					       : drops_show(&hearing, request->json, request->exact, stdout));

	if (outcome != OUTCOME_DONE && request->json)
		error_print(outcome);
	return outcome;
}

/* On a terminal, numbers that are printed again and again are drawn in one place. */
static bool is_live(const struct request *request)
{
	return request->wait && !request->json && watch_possible();
}

static enum outcome live_show(const struct request *request)
{
	const struct watch watch = {
		.interface = request->interface,
		.interval_s = request->seconds,
		.color = color_wanted(request->color, stdout),
		.exact = request->exact,
	};
	int r = watch_run(&watch);

	if (r == -ENOENT)
		return not_attached(request);
	if (r == -ENOMEM || r == -EIO)
		log_errno(r, "cannot draw");
	return OUTCOME_KERNEL;
}

static void timespec_add(struct timespec *time, double seconds)
{
	long ns = time->tv_nsec + (long)((seconds - (double)(time_t)seconds) * 1e9);

	time->tv_sec += (time_t)seconds + ns / 1000000000;
	time->tv_nsec = ns % 1000000000;
}

static enum outcome reports_show(const struct request *request)
{
	_cleanup_(report_free) struct report before = {};
	struct timespec next;
	enum outcome outcome;

	clock_gettime(CLOCK_MONOTONIC, &next);
	while ((outcome = report_show(request, &before)) == OUTCOME_DONE && request->wait) {
		timespec_add(&next, request->seconds);
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL) == EINTR)
			;
	}
	return outcome;
}

int main(int argc, char **argv)
{
	struct request request = {.json = json_asked(argc, argv), .listen_s = HEARING_SECONDS};

	log_setup(COLOR_AUTO, false);
	libbpf_set_print(NULL);
	if (request_parse(argc, argv, &request) < 0) {
		if (request.json)
			error_print(OUTCOME_USAGE);
		fputs("Try 'ucgate-stats --help'.\n", stderr);
		return OUTCOME_USAGE;
	}
	log_setup(request.color, false);
	if (request.help) {
		help_print();
		return OUTCOME_DONE;
	}
	if (request.version) {
		puts("ucgate-stats " UCGATE_VERSION);
		return OUTCOME_DONE;
	}
	bpffs_look();
	if (request.flows)
		return flows_list(&request);
	if (request.top || request.suggest)
		return drops_hear(&request);
	return is_live(&request) ? live_show(&request) : reports_show(&request);
}
