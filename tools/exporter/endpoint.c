// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "endpoint.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

#define UNIX_WORD "unix:"

enum { HOST_SIZE = 64, BACKLOG = 128 };

static int path_parse(const char *path, struct endpoint *ret)
{
	struct endpoint endpoint = {.address.local.sun_family = AF_UNIX};
	size_t length = strlen(path);

	if (length == 0 || length >= sizeof(endpoint.address.local.sun_path))
		return -EINVAL;
	memcpy(endpoint.address.local.sun_path, path, length);
	endpoint.length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
	*ret = endpoint;
	return 0;
}

/* Takes the host, without brackets, from HOST:PORT; an IPv6 address must have them. */
static int host_split(const char *text, char ret_host[HOST_SIZE], const char **ret_port)
{
	const char *colon = strrchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : 0;
	bool bracketed = length >= 2 && text[0] == '[' && text[length - 1] == ']';

	if (!colon || length >= HOST_SIZE || (!bracketed && memchr(text, ':', length)))
		return -EINVAL;
	/* getaddrinfo() takes 70000 for 4464. */
	if (!colon[1] || colon[1 + strspn(colon + 1, "0123456789")] || strlen(colon + 1) > 5 ||
	    strtoul(colon + 1, NULL, 10) > UINT16_MAX)
		return -EINVAL;
	memcpy(ret_host, text + bracketed, length - 2 * bracketed);
	ret_host[length - 2 * bracketed] = '\0';
	if (bracketed != !!strchr(ret_host, ':'))
		return -EINVAL;
	*ret_port = colon + 1;
	return 0;
}

int endpoint_parse(const char *text, struct endpoint *ret)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found;
	char host[HOST_SIZE];
	const char *port;

	if (strncmp(text, UNIX_WORD, strlen(UNIX_WORD)) == 0)
		return path_parse(text + strlen(UNIX_WORD), ret);
	if (host_split(text, host, &port) < 0 ||
	    getaddrinfo(host[0] ? host : "::", port, &hints, &found) != 0)
		return -EINVAL;
	memset(ret, 0, sizeof(*ret));
	memcpy(&ret->address, found->ai_addr, found->ai_addrlen);
	ret->length = found->ai_addrlen;
	freeaddrinfo(found);
	return 0;
}

static int socket_open(const struct endpoint *endpoint, int *ret_fd)
{
	int family = endpoint->address.any.sa_family, on = 1, off = 0;
	_cleanup_close_ int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	if (family != AF_UNIX && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0)
		return -errno;
	/* `::` takes IPv4 as well, whatever net.ipv6.bindv6only says. */
	if (family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* Whether a socket file is left of somebody who is gone. connect() answers the same of a file that is no socket. */
static bool is_left_over(const struct endpoint *endpoint)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat status;

	if (fd < 0 || lstat(endpoint->address.local.sun_path, &status) < 0 || !S_ISSOCK(status.st_mode))
		return false;
	return connect(fd, &endpoint->address.any, endpoint->length) < 0 && errno == ECONNREFUSED;
}

static int address_bind(int fd, const struct endpoint *endpoint)
{
	return bind(fd, &endpoint->address.any, endpoint->length) < 0 ? -errno : 0;
}

/* The mask is of the process: called before there are threads. */
static int path_bind(int fd, const struct endpoint *endpoint)
{
	mode_t mask = umask(0117);
	int r = address_bind(fd, endpoint);

	if (r == -EADDRINUSE && is_left_over(endpoint)) {
		endpoint_remove(endpoint);
		r = address_bind(fd, endpoint);
	}
	umask(mask);
	return r;
}

int endpoint_listen(const struct endpoint *endpoint, int *ret_fd)
{
	_cleanup_close_ int fd = -1;
	int r = socket_open(endpoint, &fd);

	if (r < 0)
		return r;
	r = endpoint->address.any.sa_family == AF_UNIX ? path_bind(fd, endpoint) : address_bind(fd, endpoint);
	if (r < 0)
		return r;
	if (listen(fd, BACKLOG) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

void endpoint_remove(const struct endpoint *endpoint)
{
	if (endpoint->address.any.sa_family == AF_UNIX)
		(void)unlink(endpoint->address.local.sun_path);
}

void endpoint_format(int fd, char ret[ENDPOINT_TEXT_SIZE])
{
	struct endpoint endpoint = {.length = sizeof(endpoint.address)};
	char host[HOST_SIZE] = "", port[8] = "";
	bool v6;

	(void)getsockname(fd, &endpoint.address.any, &endpoint.length);
	if (endpoint.address.any.sa_family == AF_UNIX) {
		snprintf(ret, ENDPOINT_TEXT_SIZE, UNIX_WORD "%s", endpoint.address.local.sun_path);
		return;
	}
	v6 = endpoint.address.any.sa_family == AF_INET6;
	(void)getnameinfo(&endpoint.address.any, endpoint.length, host, sizeof(host), port, sizeof(port),
			  NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(ret, ENDPOINT_TEXT_SIZE, "http://%s%s%s:%s/metrics", v6 ? "[" : "", host, v6 ? "]" : "",
		 port);
}
