// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/replica/stand_in.h"

#include <errno.h>
#include <string.h>

#include "tools/packet/view.h"

enum { IPV4_SIZE = 20, IPV6_SIZE = 40, TAG_SIZE = 4, PPPOE_BEFORE_LENGTH = 6, UDP = 17 };

enum {
	TAG_CUT_TYPE = 0x8100,
	TAG_CUT_SIZE = FRAME_LEAST + 2 /* of 4 */,
	L4_ROOM = 64 /* the longest L4 header, rounded up */
};

static uint16_t u16_read(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static void u16_write(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* Where the outbound kernel side looks, whatever the program will. */
static size_t header_promised(const uint8_t *frame)
{
	switch (u16_read(frame + 12)) {
	case 0x0800:
		return IPV4_SIZE;
	case 0x86dd:
		return IPV6_SIZE;
	default:
		return 1;
	}
}

static bool is_short(const uint8_t *frame, size_t length, bool outbound)
{
	return length < FRAME_LEAST || (outbound && length < FRAME_LEAST + header_promised(frame));
}

bool frame_runs(const uint8_t *frame, size_t length, bool outbound, size_t most)
{
	return !is_short(frame, length, outbound) && length <= most;
}

static size_t tag_cut_write(uint8_t *into)
{
	memset(into, 0, TAG_CUT_SIZE);
	u16_write(into + 12, TAG_CUT_TYPE);
	return TAG_CUT_SIZE;
}

/* UDP's length was within the packet, and is again. */
static void udp_shorten(const struct packet_view *view, uint8_t *frame, size_t less)
{
	uint8_t *field = frame + view->l4 + 4;
	size_t size = view->end - view->l4;

	if (u16_read(field) <= size && u16_read(field) > size - less)
		u16_write(field, size - less);
}

/* `less` is a multiple of 8, for fragments' sake. */
static void packet_shorten(const struct packet_view *view, uint8_t *frame, size_t less)
{
	uint8_t *field = frame + view->ip + (view->family == 4 ? 2 : 4);

	u16_write(field, u16_read(field) - less);
	if (view->protocol == UDP && view->offset == 0)
		udp_shorten(view, frame, less);
}

/* Within its bounds, so that less of it is as sound; one that claims more than there is claims it in a shorter frame too. */
static bool packet_is_whole(const struct packet_view *view, size_t bound, size_t most)
{
	return view->family && view->end > most && view->end <= bound;
}

static bool fragment_is_oversize(const struct packet_view *view)
{
	return view->offset + (view->end - view->l4) > UINT16_MAX;
}

/*
 * The packet, and the session that it is in, end as much earlier as they reach beyond `most`; what is behind a packet is
 * cut off.
 */
static int long_shorten(const struct packet_view *view, size_t length, size_t most, uint8_t *frame)
{
	size_t session = FRAME_LEAST + TAG_SIZE * view->tags_count, inside = session + PPPOE_BEFORE_LENGTH;
	size_t bound = view->pppoe ? inside + u16_read(frame + session + 4) : length, less;

	if (packet_is_whole(view, bound, most)) {
		less = (view->end - most + 7) / 8 * 8;
		if (view->l4 + L4_ROOM + less > view->end || fragment_is_oversize(view))
			return -EMSGSIZE;
		packet_shorten(view, frame, less);
	}
	if (view->pppoe && bound > most)
		u16_write(frame + session + 4, most - inside);
	return 0;
}

int stand_in_make(const uint8_t *frame, size_t length, size_t most, uint8_t into[STAND_IN_SIZE],
		  size_t *ret_length)
{
	const struct packet_bytes bytes = {frame, length, length};
	struct packet_view view;
	int r;

	if (length <= most) {
		*ret_length = tag_cut_write(into);
		return 0;
	}
	packet_view_read(&bytes, &view);
	memcpy(into, frame, most);
	r = long_shorten(&view, length, most, into);
	if (r == 0)
		*ret_length = most;
	return r;
}
