/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Writes pcapng files whose packets carry a comment each, which libpcap does not write: a section header, a
 * description for each interface, enhanced packet blocks, in the byte order of this machine, times in nanoseconds.
 */
#ifndef UCGATE_CAPTURE_PCAPNG_H
#define UCGATE_CAPTURE_PCAPNG_H

#include <stddef.h>
#include <stdint.h>

struct pcapng;

enum pcapng_direction { PCAPNG_UNKNOWN, PCAPNG_INBOUND, PCAPNG_OUTBOUND };

struct pcapng_packet {
	uint32_t interface; /* of pcapng_interface() */
	enum pcapng_direction direction;
	uint64_t time_ns;	   /* since 1970 */
	const uint8_t *data;	   /* `captured` bytes, without FCS */
	uint32_t captured, length; /* what is here of the packet, what was on the wire */
	const char *comment;	   /* UTF-8; NULL: none */
};

/*
 * Begins a file, `-`: standard output; it replaces what is there. The application is named in it, "ucgate-events
 * 0.1.0". 0 or -errno.
 */
int pcapng_create(const char *path, const char *application, struct pcapng **ret);

/*
 * Describes an interface, at any time before its first packet; link_type: enum link_type of tools/capture/link.h;
 * name NULL: none is known. *ret_id: 0, 1, 2 ... 0 or -errno.
 */
int pcapng_interface(struct pcapng *file, const char *name, uint16_t link_type, uint32_t *ret_id);

/* 0, -E2BIG when the comment is longer than 65535 bytes, or -errno of the write. */
int pcapng_packet(struct pcapng *file, const struct pcapng_packet *packet);

/* Lets readers of the file see all that was written. 0 or -errno. */
int pcapng_flush(struct pcapng *file);

/* Ends the file; it is gone in any case. 0, or the -errno of the first write that failed. NULL: 0. */
int pcapng_close(struct pcapng *file);

#endif
