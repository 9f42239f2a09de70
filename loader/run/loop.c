// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

int loop_open(struct loop *ret)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (epoll < 0)
		return -errno;
	*ret = (struct loop){.epoll = epoll};
	return 0;
}

void loop_close(struct loop *loop)
{
	close(loop->epoll);
	loop->epoll = -1;
}

int loop_add(const struct loop *loop, struct loop_source *source)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = source};

	return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, source->fd, &event) < 0 ? -errno : 0;
}

void loop_remove(const struct loop *loop, struct loop_source *source)
{
	if (source->fd < 0)
		return;
	(void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, source->fd, NULL);
	close(source->fd);
	source->fd = -1;
}

/* One event a time: a source that another one removes is not told any more. */
int loop_run(struct loop *loop)
{
	while (!loop->ended) {
		struct epoll_event event;
		int count = epoll_wait(loop->epoll, &event, 1, -1);

		if (count < 0 && errno != EINTR)
			return -errno;
		if (count > 0) {
			const struct loop_source *source = event.data.ptr;

			source->ready(source->self);
		}
	}
	return 0;
}

void loop_end(struct loop *loop)
{
	loop->ended = true;
}
