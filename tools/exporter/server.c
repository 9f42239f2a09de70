// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * All but server_start() and server_stop() runs in the one thread of libmicrohttpd, so nothing is locked.
 */
#include "server.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <microhttpd.h>

#include "cleanup.h"
#include "clients.h"
#include "exposition.h"

/* Clients cannot burn CPU: an answer is good for everybody for FRESH_NS, and reading takes no more than 1 / SHARE. */
enum {
	IDLE_S = 10,		      /* a client that says and takes nothing for so long is let go */
	MEMORY_OF_CLIENT = 16 * 1024, /* bytes: its request must fit */
	FRESH_NS = 1000 * 1000 * 1000,
	SHARE = 10,
};

/* What was read last, as an answer. */
struct answer {
	struct MHD_Response *response; /* NULL: none yet */
	uint64_t good_until_ns;
};

struct server {
	struct MHD_Daemon *daemon;
	const struct option_list *interfaces;
	struct clients clients;
	struct answer answer[METRICS_OPENMETRICS + 1]; /* by enum metrics_format */
};

static const char *const content_types[] = {
	[METRICS_TEXT] = "text/plain; version=0.0.4; charset=utf-8",
	[METRICS_OPENMETRICS] = "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

static const char front_page[] =
	"<!DOCTYPE html>\n<html lang=\"en\"><head><title>ucgate-exporter</title></head>\n"
	"<body><h1>ucgate-exporter " UCGATE_VERSION "</h1>\n"
	"<p><a href=\"/metrics\">Metrics</a> of the packet filter, for Prometheus.</p>"
	"</body></html>\n";

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void response_free(struct MHD_Response *response)
{
	if (response)
		MHD_destroy_response(response);
}

/* Every answer ends its connection: nobody holds a place from one scrape to the next. NULL: no memory. */
static struct MHD_Response *response_make(size_t size, void *text, enum MHD_ResponseMemoryMode whose,
					  const char *type)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(size, text, whose);

	if (!response)
		return NULL;
	if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type) == MHD_YES &&
	    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") == MHD_YES &&
	    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close") == MHD_YES)
		return response;
	MHD_destroy_response(response);
	return NULL;
}

static int answer_renew(const struct option_list *interfaces, enum metrics_format format,
			struct answer *answer)
{
	_cleanup_(exposition_free) struct exposition exposition = {};
	struct MHD_Response *response;
	uint64_t begun_ns = clock_ns(), now_ns, rest_ns;
	int r = exposition_make(interfaces, format, &exposition);

	if (r < 0)
		return r;
	response =
		response_make(exposition.size, exposition.text, MHD_RESPMEM_MUST_FREE, content_types[format]);
	if (!response)
		return -ENOMEM;
	exposition.text = NULL;
	response_free(answer->response);
	now_ns = clock_ns();
	rest_ns = (SHARE - 1) * (now_ns - begun_ns);
	*answer = (struct answer){response, now_ns + (rest_ns > FRESH_NS ? rest_ns : FRESH_NS)};
	return 0;
}

static enum MHD_Result text_answer(struct MHD_Connection *connection, unsigned int status, const char *text,
				   const char *header, const char *value)
{
	struct MHD_Response *response = response_make(strlen(text), (void *)(uintptr_t)text,
						      MHD_RESPMEM_PERSISTENT, "text/plain; charset=utf-8");
	enum MHD_Result queued = MHD_NO;

	if (!response)
		return MHD_NO;
	if (!header || MHD_add_response_header(response, header, value) == MHD_YES)
		queued = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return queued;
}

static enum MHD_Result metrics_answer(struct server *server, struct MHD_Connection *connection)
{
	const char *accepted =
		MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
	enum metrics_format format = accepted && strstr(accepted, "application/openmetrics-text")
					     ? METRICS_OPENMETRICS
					     : METRICS_TEXT;
	struct answer *answer = &server->answer[format];

	if ((!answer->response || clock_ns() > answer->good_until_ns) &&
	    answer_renew(server->interfaces, format, answer) < 0)
		return text_answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "out of memory\n", NULL, NULL);
	return MHD_queue_response(connection, MHD_HTTP_OK, answer->response);
}

static enum MHD_Result front_answer(struct server *server, struct MHD_Connection *connection)
{
	struct MHD_Response *response = response_make(sizeof(front_page) - 1, (void *)(uintptr_t)front_page,
						      MHD_RESPMEM_PERSISTENT, "text/html; charset=utf-8");
	enum MHD_Result queued;

	(void)server;
	if (!response)
		return MHD_NO;
	queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return queued;
}

static const struct page {
	const char *path;
	enum MHD_Result (*answer)(struct server *server, struct MHD_Connection *connection);
} pages[] = {
	{"/metrics", metrics_answer},
	{"/", front_answer},
};

static enum MHD_Result page_answer(struct server *server, struct MHD_Connection *connection, const char *path,
				   const char *method)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (strcmp(pages[i].path, path) != 0)
			continue;
		if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
			return text_answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
					   "only GET and HEAD are allowed\n", MHD_HTTP_HEADER_ALLOW,
					   "GET, HEAD");
		return pages[i].answer(server, connection);
	}
	return text_answer(connection, MHD_HTTP_NOT_FOUND, "there is nothing but /metrics\n", NULL, NULL);
}

/*
 * Called once the head of a request is there; what it carries besides is not waited for. The type is libmicrohttpd's:
 * NOLINTBEGIN(readability-function-size,readability-non-const-parameter)
 */
static enum MHD_Result request_answer(void *closure, struct MHD_Connection *connection, const char *path,
				      const char *method, const char *version, const char *data,
				      size_t *data_size, void **state)
{
	(void)version, (void)data, (void)data_size, (void)state;
	return page_answer(closure, connection, path, method);
}

/* NOLINTEND(readability-function-size,readability-non-const-parameter) */

/* Who loses his place is only shut out here: closing is libmicrohttpd's, which then comes back with NOTIFY_CLOSED. */
static void connection_notice(void *closure, struct MHD_Connection *connection, void **socket_context,
			      enum MHD_ConnectionNotificationCode what)
{
	struct server *server = closure;
	int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
	    displaced;

	(void)socket_context;
	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		clients_remove(&server->clients, fd);
		return;
	}
	displaced = clients_add(
		&server->clients, fd,
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
	if (displaced >= 0)
		(void)shutdown(displaced, SHUT_RDWR);
}

int server_start(int fd, const struct option_list *interfaces, struct server **ret)
{
	_cleanup_free_ struct server *server = calloc(1, sizeof(*server));

	if (!server) {
		close(fd);
		return -ENOMEM;
	}
	server->interfaces = interfaces;
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, request_answer,
					  server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION,
					  connection_notice, server, MHD_OPTION_CONNECTION_LIMIT,
					  (unsigned int)CLIENTS_ROOM, MHD_OPTION_CONNECTION_TIMEOUT,
					  (unsigned int)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
					  (size_t)MEMORY_OF_CLIENT, MHD_OPTION_END);
	if (!server->daemon)
		return errno ? -errno : -EIO;
	*ret = TAKE_PTR(server);
	return 0;
}

void server_stop(struct server *server)
{
	MHD_stop_daemon(server->daemon);
	for (size_t i = 0; i < sizeof(server->answer) / sizeof(server->answer[0]); i++)
		response_free(server->answer[i].response);
	free(server);
}
