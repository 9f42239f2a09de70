/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The HTTP server: a thread of libmicrohttpd's that answers everybody in turn.
 */
#ifndef UCGATE_EXPORTER_SERVER_H
#define UCGATE_EXPORTER_SERVER_H

#include "base/options.h"

struct server;

/*
 * Answers on this listening socket, which is the server's from now on. The list must outlive it. Returns 0 or -errno.
 */
int server_start(int fd, const struct option_list *interfaces, struct server **ret);

void server_stop(struct server *server);

#endif
