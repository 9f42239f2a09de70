// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Raw frames, as hexadecimal digits, one frame a line of standard input (spaces are skipped).
 *
 * frames send IFACE			sends each once, any number
 * frames storm IFACE SECONDS GAP_US	sends all of them over and over, pausing between rounds, for SECONDS or until
 *					SIGTERM; then prints how many times each frame was sent
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <net/ethernet.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/if_packet.h>

#include <net/if.h>

enum { FRAMES_MAX = 64, FRAME_SIZE_MAX = 9018, ROUNDS_A_PAUSE = 8 };

struct frame {
	uint8_t data[FRAME_SIZE_MAX];
	size_t length;
};

static volatile sig_atomic_t ended;

static void end(int number)
{
	(void)number;
	ended = 1;
}

static int digit_value(int c)
{
	return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

static void frame_parse(const char *line, struct frame *ret)
{
	size_t digits = 0;

	ret->length = 0;
	memset(ret->data, 0, sizeof(ret->data));
	for (const char *c = line; *c; c++) {
		if (isspace((unsigned char)*c))
			continue;
		if (!isxdigit((unsigned char)*c) || digits / 2 >= FRAME_SIZE_MAX)
			errx(2, "no frame: %.60s", line);
		ret->data[digits / 2] = (uint8_t)(ret->data[digits / 2] << 4 | digit_value(*c));
		digits++;
	}
	ret->length = digits / 2;
}

static size_t frames_read(struct frame *frames)
{
	char *line = NULL;
	size_t size = 0, count = 0;

	while (count < FRAMES_MAX && getline(&line, &size, stdin) > 0)
		frame_parse(line, &frames[count++]);
	free(line);
	if (!count)
		errx(2, "no frames on standard input");
	return count;
}

static int interface_open(const char *name)
{
	struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(name)};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (fd < 0 || !address.sll_ifindex || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(1, "%s", name);
	return fd;
}

/* A full queue is no failure: what was not taken is not counted. */
static uint64_t frame_send(int fd, const struct frame *frame)
{
	if (send(fd, frame->data, frame->length, 0) == (ssize_t)frame->length)
		return 1;
	if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR)
		err(1, "send");
	return 0;
}

/* How many could not be sent. */
static size_t frames_pass(int fd)
{
	static struct frame frame;
	char *line = NULL;
	size_t size = 0, lost = 0;

	while (getline(&line, &size, stdin) > 0) {
		frame_parse(line, &frame);
		lost += !frame_send(fd, &frame);
	}
	free(line);
	return lost;
}

static time_t seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void storm(int fd, const struct frame *frames, size_t count, time_t seconds, useconds_t gap)
{
	time_t until = seconds_now() + seconds;
	uint64_t sent[FRAMES_MAX] = {0};

	while (!ended && seconds_now() < until) {
		for (int round = 0; round < ROUNDS_A_PAUSE; round++)
			for (size_t i = 0; i < count; i++)
				sent[i] += frame_send(fd, &frames[i]);
		usleep(gap);
	}
	for (size_t i = 0; i < count; i++)
		printf("%lu\n", (unsigned long)sent[i]);
}

int main(int argc, char **argv)
{
	static struct frame frames[FRAMES_MAX];
	struct sigaction action = {.sa_handler = end};
	size_t count;
	int fd;

	if (argc < 3 || (strcmp(argv[1], "send") && (strcmp(argv[1], "storm") || argc < 5)))
		errx(2, "usage: frames send IFACE, or frames storm IFACE SECONDS GAP_US");
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	fd = interface_open(argv[2]);
	if (!strcmp(argv[1], "send"))
		return frames_pass(fd) ? 1 : 0;
	count = frames_read(frames);
	storm(fd, frames, count, atoi(argv[3]), (useconds_t)atoi(argv[4]));
	return 0;
}
