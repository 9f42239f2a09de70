// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/capture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>

#include "tools/capture/stream.h"

#define NS_PER_SECOND 1000000000ull

struct capture {
	pcap_t *pcap;
	FILE *file; /* pcap's, once there is one */
	struct stream *stream;
	const struct link *link;
	uint64_t number;
	uint8_t *frame; /* room for frames that get an Ethernet header */
	size_t frame_size;
	char words[CAPTURE_WORDS_SIZE];
};

static int link_choose(struct capture *capture)
{
	int dlt = pcap_datalink(capture->pcap);
	const char *name = pcap_datalink_val_to_name(dlt);

	capture->link = link_of_dlt(dlt);
	if (capture->link)
		return 0;
	snprintf(
		capture->words, sizeof(capture->words),
		"its frames are %s (link type %d), which cannot be judged: Ethernet, Linux cooked and raw IP can",
		name ? name : "of a foreign kind", dlt);
	return -EBADMSG;
}

static int file_open(struct capture *capture, const char *path)
{
	char words[PCAP_ERRBUF_SIZE] = "";
	int error = stream_open(path, &capture->stream, &capture->file);

	if (error < 0) {
		snprintf(capture->words, sizeof(capture->words), "%s", strerror(-error));
		return -EBADMSG;
	}
	capture->pcap =
		pcap_fopen_offline_with_tstamp_precision(capture->file, PCAP_TSTAMP_PRECISION_NANO, words);
	if (!capture->pcap) {
		snprintf(capture->words, sizeof(capture->words), "it is no capture that can be read: %s",
			 words);
		return -EBADMSG;
	}
	return link_choose(capture);
}

int capture_open(const char *path, struct capture **ret, char ret_words[CAPTURE_WORDS_SIZE])
{
	struct capture *capture = calloc(1, sizeof(*capture));
	int error;

	if (!capture) {
		snprintf(ret_words, CAPTURE_WORDS_SIZE, "%s", strerror(ENOMEM));
		return -EBADMSG;
	}
	error = file_open(capture, path);
	if (error) {
		memcpy(ret_words, capture->words, CAPTURE_WORDS_SIZE);
		capture_close(capture);
		return error;
	}
	*ret = capture;
	return 0;
}

/* libpcap hands over what a file says: seconds of any size, and fractions beyond a second. */
static uint64_t time_of(const struct timeval *time)
{
	uint64_t seconds = time->tv_sec > 0 ? (uint64_t)time->tv_sec : 0;
	uint64_t fraction = time->tv_usec > 0 ? (uint64_t)time->tv_usec : 0;
	uint64_t sum;

	if (__builtin_mul_overflow(seconds, NS_PER_SECOND, &sum) ||
	    __builtin_add_overflow(sum, fraction, &sum))
		return UINT64_MAX;
	return sum;
}

static int frame_reserve(struct capture *capture, size_t size)
{
	uint8_t *frame;

	if (size <= capture->frame_size)
		return 0;
	frame = realloc(capture->frame, size);
	if (!frame)
		return -ENOMEM;
	capture->frame = frame;
	capture->frame_size = size;
	return 0;
}

/* Fills in the Ethernet frame of one of another kind. */
static int frame_make(struct capture *capture, struct capture_frame *frame)
{
	int error = frame_reserve(capture, LINK_ETHERNET_HEADER + (size_t)frame->captured_length);
	size_t behind;

	if (error)
		return error;
	frame->data = capture->frame;
	behind = link_header_make(capture->link, frame->captured, frame->captured_length, capture->frame);
	if (behind > frame->captured_length) {
		frame->length = 0;
		return 0;
	}
	frame->length = LINK_ETHERNET_HEADER + frame->captured_length - behind;
	memcpy(capture->frame + LINK_ETHERNET_HEADER, frame->captured + behind,
	       frame->captured_length - behind);
	return 0;
}

static int unreadable(struct capture *capture, const char *why)
{
	snprintf(capture->words, sizeof(capture->words), "it cannot be read beyond frame %llu: %s",
		 (unsigned long long)capture->number, why);
	return -EBADMSG;
}

int capture_next(struct capture *capture, struct capture_frame *ret)
{
	struct pcap_pkthdr *header;
	struct capture_frame frame;
	int r = pcap_next_ex(capture->pcap, &header, &frame.captured);

	if (r == PCAP_ERROR_BREAK)
		return 0;
	if (r != 1)
		return unreadable(capture, pcap_geterr(capture->pcap));
	frame.number = ++capture->number;
	frame.time_ns = time_of(&header->ts);
	frame.captured_length = header->caplen;
	frame.wire_length = header->len;
	frame.data = frame.captured;
	frame.length = header->caplen;
	if (capture->link->type != LINK_ETHERNET && frame_make(capture, &frame) < 0)
		return unreadable(capture, strerror(ENOMEM));
	*ret = frame;
	return 1;
}

const char *capture_words(const struct capture *capture)
{
	return capture->words;
}

const struct link *capture_link(const struct capture *capture)
{
	return capture->link;
}

bool capture_progress(const struct capture *capture, double *ret)
{
	uint64_t at = stream_position(capture->stream), size = stream_size(capture->stream);

	if (!size)
		return false;
	*ret = at < size ? (double)at / (double)size : 1;
	return true;
}

void capture_close(struct capture *capture)
{
	if (!capture)
		return;
	if (capture->pcap)
		pcap_close(capture->pcap);
	else if (capture->file)
		fclose(capture->file);
	free(capture->frame);
	free(capture);
}
