// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/links.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "cleanup.h"

enum {
	WORD_SIZE_MAX = 32768,	  /* of one read; the kernel fills no more than that */
	QUEUE_SIZE = 4 * 1 << 20, /* thousands of interfaces at once */
};

static int attribute_read(const struct nlattr *attribute, void *to)
{
	struct link_news *news = to;
	size_t length = mnl_attr_get_payload_len(attribute);

	switch (mnl_attr_get_type(attribute)) {
	case IFLA_IFNAME:
		if (length > sizeof(news->name))
			return MNL_CB_ERROR;
		memcpy(news->name, mnl_attr_get_payload(attribute), length);
		news->name[sizeof(news->name) - 1] = '\0';
		break;
	case IFLA_NEW_NETNSID:
	case IFLA_NEW_IFINDEX:
		news->elsewhere = true;
		break;
	}
	return MNL_CB_OK;
}

/* A bridge tells of its ports by the same messages; those are not about the interface itself. */
static int word_read(const struct nlmsghdr *word, void *self)
{
	const struct links *links = self;
	const struct ifinfomsg *link = mnl_nlmsg_get_payload(word);
	struct link_news news = {.gone = word->nlmsg_type == RTM_DELLINK};

	if (word->nlmsg_type != RTM_NEWLINK && word->nlmsg_type != RTM_DELLINK)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(word) < sizeof(*link) || link->ifi_family != AF_UNSPEC)
		return MNL_CB_OK;
	news.ifindex = (uint32_t)link->ifi_index;
	if (mnl_attr_parse(word, sizeof(*link), attribute_read, &news) == MNL_CB_OK)
		links->told(links->self, &news);
	return MNL_CB_OK;
}

static void ready(void *self)
{
	_cleanup_free_ char *buffer = malloc(WORD_SIZE_MAX);
	struct links *links = self;
	ssize_t length = 0;

	while (buffer && (length = mnl_socket_recvfrom(links->socket, buffer, WORD_SIZE_MAX)) > 0)
		(void)mnl_cb_run(buffer, (size_t)length, 0, 0, word_read, links);
	if (!buffer || (length < 0 && errno != EAGAIN && errno != EINTR))
		links->told(links->self, NULL);
}

static int subscribe(struct mnl_socket *socket)
{
	const int size = QUEUE_SIZE;
	int fd = mnl_socket_get_fd(socket);

	/* As much as the kernel allows, then: fewer words fit, no more than that. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return mnl_socket_bind(socket, RTMGRP_LINK, MNL_SOCKET_AUTOPID) < 0 ? -errno : 0;
}

int links_open(const struct loop *loop, void (*told)(void *self, const struct link_news *news), void *self,
	       struct links *links)
{
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC | SOCK_NONBLOCK);
	int r;

	if (!socket)
		return -errno;
	*links = (struct links){{mnl_socket_get_fd(socket), ready, links}, socket, told, self};
	r = subscribe(socket);
	if (r == 0)
		r = loop_add(loop, &links->source);
	if (r < 0)
		links_close(links);
	return r;
}

/* The loop forgets a descriptor that is closed. */
void links_close(struct links *links)
{
	if (links->socket)
		(void)mnl_socket_close(links->socket);
	links->socket = NULL;
}
