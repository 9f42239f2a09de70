// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate-exporter: the counters for Prometheus, by HTTP (server.c) or as a file for the node exporter (textfile.c).
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include <bpf/libbpf.h>

#include "maps/pin.h"

#include "attach/bpffs.h"
#include "base/log.h"
#include "base/options.h"
#include "base/outcome.h"
#include "base/seconds.h"
#include "cleanup.h"
#include "endpoint.h"
#include "exposition.h"
#include "server.h"
#include "textfile.h"

#define LISTEN_DEFAULT "127.0.0.1:9477"

enum { INTERVAL_MAX = 86400 };

struct request {
	const char *listen, *textfile, *interval; /* as given; NULL: not */
	struct endpoint endpoint;		  /* what listen says */
	double seconds;				  /* what interval says; 0: once */
	struct option_list interfaces;
	int color; /* enum color */
	bool help, version;
};

/* clang-format off */
static const struct option_row options[] = {
	{0, "listen", "ADDRESS", "address:port, [IPv6]:port, :port or unix:path (" LISTEN_DEFAULT ")", OPTION_TEXT, offsetof(struct request, listen), NULL},
	{0, "textfile", "FILE", "write a file for the node exporter, instead of listening", OPTION_TEXT, offsetof(struct request, textfile), NULL},
	{0, "interval", "SECS", "write it again every SECS seconds", OPTION_TEXT, offsetof(struct request, interval), NULL},
	{'i', "interface", "IFACE", "only this interface, also while it is not attached; can be repeated", OPTION_LIST, offsetof(struct request, interfaces), NULL},
	{0, "color", "WHEN", "colour: auto, always or never", OPTION_CHOICE, offsetof(struct request, color), color_names},
	{'h', "help", NULL, "this text", OPTION_SWITCH, offsetof(struct request, help), NULL},
	{'V', "version", NULL, "the version", OPTION_SWITCH, offsetof(struct request, version), NULL},
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL},
};

/* clang-format on */

static int request_parse(int argc, char **argv, struct request *request)
{
	int rest;

	if (options_parse(options, argc, argv, request, &rest) < 0)
		return -EINVAL;
	if (argv[rest])
		log_error("unexpected argument '%s'", argv[rest]);
	else if (request->listen && request->textfile)
		log_error("--textfile writes a file instead of listening: not with --listen");
	else if (request->interval && !request->textfile)
		log_error("--interval is that of --textfile: a scraper comes when it wants to");
	else if (request->interval &&
		 seconds_parse(request->interval, 1, INTERVAL_MAX, &request->seconds) < 0)
		log_error("--interval takes seconds, from 1 to %d, not '%s'", INTERVAL_MAX,
			  request->interval);
	else if (endpoint_parse(request->listen ? request->listen : LISTEN_DEFAULT, &request->endpoint) < 0)
		log_error("--listen takes ADDRESS:PORT, [IPV6]:PORT, :PORT or unix:PATH, not '%s'",
			  request->listen);
	else
		return 0;
	return -EINVAL;
}

static void help_print(void)
{
	fputs("Usage: ucgate-exporter [OPTION]...\n"
	      "Metrics for Prometheus: what the filter passed and dropped, by HTTP on " LISTEN_DEFAULT
	      "/metrics.\n"
	      "It takes no more privilege than reading the pins below " PIN_ROOT ".\n\n",
	      stdout);
	options_print(options, stdout);
	fputs("\nExit status: 0 done (or ended by a signal), 2 usage, 3 kernel or permission.\n", stdout);
}

/* The signals that end it, which every thread leaves to the first. */
static sigset_t signals_block(void)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	return ends;
}

static enum outcome serve(const struct request *request)
{
	char where[ENDPOINT_TEXT_SIZE];
	struct server *server;
	sigset_t ends = signals_block();
	int fd, signal, r = endpoint_listen(&request->endpoint, &fd);

	if (r < 0) {
		log_errno(r, "cannot listen on %s", request->listen ? request->listen : LISTEN_DEFAULT);
		return OUTCOME_KERNEL;
	}
	endpoint_format(fd, where);
	r = server_start(fd, &request->interfaces, &server);
	if (r < 0) {
		log_errno(r, "cannot start the server");
		return OUTCOME_KERNEL;
	}
	log_note("listening on %s", where);
	(void)sigwait(&ends, &signal);
	server_stop(server);
	endpoint_remove(&request->endpoint);
	return OUTCOME_DONE;
}

static enum outcome textfile_renew(const struct request *request)
{
	_cleanup_(exposition_free) struct exposition exposition = {};
	int r = exposition_make(&request->interfaces, METRICS_TEXT, &exposition);

	if (r == 0)
		r = textfile_write(request->textfile, exposition.text, exposition.size);
	if (r == -EEXIST)
		log_error("'%s' is no regular file, so it is not replaced by one", request->textfile);
	else if (r < 0)
		log_errno(r, "cannot write '%s'", request->textfile);
	if (r < 0)
		return OUTCOME_KERNEL;
	return exposition.whole ? OUTCOME_DONE : OUTCOME_KERNEL;
}

/* What cannot be written now (a full disk, say) may be the next time, so only a signal ends it. */
static enum outcome textfile_keep(const struct request *request)
{
	const struct timespec pause = {
		.tv_sec = (time_t)request->seconds,
		.tv_nsec = (long)((request->seconds - (double)(time_t)request->seconds) * 1e9),
	};
	sigset_t ends = signals_block();

	do
		(void)textfile_renew(request);
	while (sigtimedwait(&ends, NULL, &pause) < 0);
	return OUTCOME_DONE;
}

int main(int argc, char **argv)
{
	struct request request = {};

	log_setup(COLOR_AUTO, false);
	libbpf_set_print(NULL);
	if (request_parse(argc, argv, &request) < 0) {
		fputs("Try 'ucgate-exporter --help'.\n", stderr);
		return OUTCOME_USAGE;
	}
	log_setup(request.color, false);
	if (request.help) {
		help_print();
		return OUTCOME_DONE;
	}
	if (request.version) {
		puts("ucgate-exporter " UCGATE_VERSION);
		return OUTCOME_DONE;
	}
	bpffs_look();
	if (!request.textfile)
		return serve(&request);
	return request.interval ? textfile_keep(&request) : textfile_renew(&request);
}
