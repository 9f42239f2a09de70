// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/random_packet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/packets/random_rules.h"

static struct number absolute(int64_t value)
{
	return (struct number){.kind = NUMBER_ABSOLUTE, .value = value};
}

/* Off by a little, mostly. */
static struct number nearly(struct dice *dice)
{
	static const int64_t steps[] = {-1, 1, -2, 2, -4, 4, -8, 8, -20, -40, 1000};

	return (struct number){.kind = NUMBER_RELATIVE, .value = dice_pick(dice, steps)};
}

static void tags_random(struct dice *dice, struct packet *p)
{
	static const uint16_t ethertypes[] = {0x8100, 0x88a8};

	while (p->tags_count < 4 && dice_one_in(dice, 3))
		p->tags[p->tags_count++] = (struct tag){
			.ethertype = dice_one_in(dice, 50) ? 0x9100 : dice_pick(dice, ethertypes),
			.id = (uint16_t)dice_roll(dice),
		};
	p->pppoe = dice_one_in(dice, 8);
	if (!p->pppoe || !dice_one_in(dice, 4))
		return;
	if (dice_one_in(dice, 3))
		p->pppoe_length = nearly(dice);
	if (dice_one_in(dice, 4))
		p->pppoe_code = absolute(dice_below(dice, 256));
	if (dice_one_in(dice, 4))
		p->pppoe_type = absolute(dice_below(dice, 256));
	if (dice_one_in(dice, 3))
		p->ppp = absolute(dice_one_in(dice, 2) ? 0x8021 : dice_below(dice, 65536));
}

static void options_random(struct dice *dice, struct packet *p)
{
	static const uint8_t types[] = {0, 1, 1, 7, 68, 130, 131, 137, 148, 3, 9};

	while (p->options_size < 36 && !dice_one_in(dice, 4)) {
		uint8_t type = dice_pick(dice, types);
		uint32_t length = dice_one_in(dice, 8) ? dice_below(dice, 48) : 2 + dice_below(dice, 3);

		p->options[p->options_size++] = type;
		if (type < 2)
			continue;
		p->options[p->options_size++] = (uint8_t)length;
		while (length-- > 2 && p->options_size < 40)
			p->options[p->options_size++] = (uint8_t)dice_below(dice, 3);
	}
}

static uint16_t offset_random(struct dice *dice)
{
	static const uint16_t offsets[] = {0, 0, 0, 0, 8, 16, 1480, 65528, 65504};

	return dice_pick(dice, offsets);
}

static void extensions_random(struct dice *dice, struct packet *p)
{
	static const uint8_t types[] = {0, 60, 43, 44, 51, 60};
	static const uint8_t routings[] = {2, 3, 4, 0, 255};
	uint32_t count = dice_below(dice, dice_one_in(dice, 4) ? 9 : 4);

	for (uint32_t i = 0; i < count; i++) {
		struct extension *e = &p->extensions[p->extensions_count++];

		e->type = dice_pick(dice, types);
		if (e->type == 0 && i > 0 && !dice_one_in(dice, 4))
			e->type = 60;
		e->routing_type = dice_pick(dice, routings);
		e->units = (uint8_t)(e->type == 51 ? dice_below(dice, 7) : dice_below(dice, 3));
		if (e->type == 44) {
			e->units = 0;
			e->offset = offset_random(dice);
			e->more = dice_one_in(dice, 2);
		}
		if (dice_one_in(dice, 16))
			e->length = absolute(dice_below(dice, dice_one_in(dice, 2) ? 8 : 256));
	}
}

static void ip_headers_random(struct dice *dice, struct packet *p)
{
	static const uint8_t hops[] = {255, 255, 1, 64, 254, 0};

	p->hops = absolute(dice_pick(dice, hops));
	p->id = absolute(dice_below(dice, 65536));
	if (p->family == 6 && dice_one_in(dice, 3))
		extensions_random(dice, p);
	if (p->family == 4 && dice_one_in(dice, 6))
		options_random(dice, p);
	if (p->family == 4 && dice_one_in(dice, 6)) {
		p->fragment = true;
		p->offset = offset_random(dice);
		p->more = dice_one_in(dice, 2);
	}
	if (dice_one_in(dice, 12))
		p->ip_length = nearly(dice);
	if (dice_one_in(dice, 40))
		p->version = absolute(dice_below(dice, 16));
	if (dice_one_in(dice, 40))
		p->header_length = absolute(dice_below(dice, 16));
	if (dice_one_in(dice, 40))
		p->next_header = absolute(dice_below(dice, 256));
}

static void addresses_random(struct dice *dice, const struct ruleset *rules, struct packet *p)
{
	p->family = dice_one_in(dice, 2) ? 4 : 6;
	address_random(dice, rules, p->family, p->source);
	address_random(dice, rules, p->family, p->destination);
	p->ports = true;
	p->source_port = port_random(dice, rules);
	p->destination_port = port_random(dice, rules);
	if (dice_one_in(dice, 12)) { /* DHCP */
		p->source_port = p->family == 4 ? 67 : 547;
		p->destination_port = p->family == 4 ? 68 : 546;
	}
}

static void l4_random(struct dice *dice, const struct ruleset *rules, struct packet *p)
{
	static const uint8_t flags[] = {2, 18, 16, 24, 17, 4, 20, 0, 1, 3, 6, 41, 8, 32, 192};
	static const uint32_t lengths[] = {0, 0, 1, 7, 8, 24, 100, 1000, 8900};

	switch (dice_below(dice, 4)) {
	case 0:
		p->protocol = 6;
		break;
	case 1:
		p->protocol = 17;
		break;
	case 2:
		p->protocol = (p->family == 4) != dice_one_in(dice, 10) ? 1 : 58;
		break;
	default:
		p->protocol = protocol_random(dice, rules);
		break;
	}
	p->flags = dice_one_in(dice, 4) ? (uint16_t)dice_below(dice, 256) : dice_pick(dice, flags);
	p->length = absolute(dice_pick(dice, lengths));
	if (p->length.value > 1000 && !dice_one_in(dice, 10))
		p->length.value = 64;
	if (dice_one_in(dice, 16))
		p->udp_length = nearly(dice);
	if (dice_one_in(dice, 16))
		p->data_offset = absolute(dice_below(dice, 16));
}

/* What the box itself sent, or nearly: as a peer's router quotes it. */
static int quote_random(struct dice *dice, const struct ruleset *rules, struct packet *p)
{
	struct packet *q = calloc(1, sizeof(*q));

	if (!q)
		return -ENOMEM;
	addresses_random(dice, rules, q);
	q->family = dice_one_in(dice, 20) ? 10 - p->family : p->family;
	address_random(dice, rules, q->family, q->destination);
	if (dice_one_in(dice, 12))
		address_random(dice, rules, q->family, q->source);
	else
		memcpy(q->source, p->destination, 16);
	if (dice_one_in(dice, 2))
		ip_headers_random(dice, q);
	l4_random(dice, rules, q);
	if (dice_one_in(dice, 3))
		q->cut = dice_one_in(dice, 2) ? absolute(20 + dice_below(dice, 60)) : nearly(dice);
	p->quote = q;
	return 0;
}

static int icmp_random(struct dice *dice, const struct ruleset *rules, struct packet *p)
{
	static const uint8_t types_v4[] = {3, 11, 12, 3, 11, 12, 8, 0, 5, 4};
	static const uint8_t types_v6[] = {1, 2, 3, 4, 128, 129, 130, 132, 133, 134, 135, 136, 137, 143};

	p->type = absolute(p->family == 4 ? dice_pick(dice, types_v4) : dice_pick(dice, types_v6));
	if (dice_one_in(dice, 16))
		p->type = absolute(dice_below(dice, 256));
	if (p->family == 6 && p->type.value >= 130 && p->type.value != 137 && !dice_one_in(dice, 4)) {
		bool mld = p->type.value < 133 || p->type.value == 143;

		p->hops = absolute(mld ? 1 : 255);
	}
	if ((p->type.value <= 4 || p->type.value == 11 || p->type.value == 12) && !dice_one_in(dice, 10))
		return quote_random(dice, rules, p);
	return 0;
}

static void other_random(struct dice *dice, struct packet *p)
{
	static const enum packet_kind kinds[] = {PACKET_ARP, PACKET_ETHER, PACKET_DISCOVERY, PACKET_PPP};

	static const uint16_t ethertypes[] = {0x888e, 0x88cc, 0x0806, 0x8863, 0x8864, 0x0800,
					      0x86dd, 100,    0x05dc, 0x0600, 0x9100, 0x8847};

	p->kind = dice_pick(dice, kinds);
	p->ethertype = dice_one_in(dice, 8) ? (uint16_t)dice_roll(dice) : dice_pick(dice, ethertypes);
	p->ppp = absolute(dice_one_in(dice, 3) ? dice_below(dice, 65536) : 0xc021);
	p->length = absolute(dice_below(dice, 64));
	if (p->kind == PACKET_ARP && dice_one_in(dice, 4))
		p->cut = nearly(dice);
}

int packet_random(struct dice *dice, const struct ruleset *rules, struct packet *ret)
{
	struct packet packet = {0};
	int error = 0;

	tags_random(dice, &packet);
	if (dice_one_in(dice, 25)) {
		other_random(dice, &packet);
	} else {
		addresses_random(dice, rules, &packet);
		ip_headers_random(dice, &packet);
		l4_random(dice, rules, &packet);
		if (packet.protocol == 1 || packet.protocol == 58)
			error = icmp_random(dice, rules, &packet);
		if (dice_one_in(dice, 60))
			memcpy(packet.destination, packet.source, sizeof(packet.source));
	}
	if (dice_one_in(dice, 8))
		packet.padding = absolute(dice_below(dice, 40));
	if (error)
		packet_free(&packet);
	else
		*ret = packet;
	return error;
}

/* --- bytes ----------------------------------------------------------------------------------------------------- */

static size_t place_random(struct dice *dice, const struct frame *frame)
{
	size_t early = frame->length < 120 ? frame->length : 120;

	return dice_below(dice, (uint32_t)(dice_one_in(dice, 8) ? frame->length : early));
}

static void byte_change(struct dice *dice, struct frame *frame)
{
	static const uint8_t values[] = {0,  1,	 2,  4,	 5,    6,    8,	   17,	 43,  44,
					 51, 58, 59, 60, 0x40, 0x45, 0x60, 0x80, 0xff};
	uint8_t *byte = &frame->bytes[place_random(dice, frame)];

	switch (dice_below(dice, 4)) {
	case 0:
		*byte ^= (uint8_t)(1 << dice_below(dice, 8));
		break;
	case 1:
		*byte = (uint8_t)(*byte + 1);
		break;
	case 2:
		*byte = (uint8_t)(*byte - 1);
		break;
	default:
		*byte = dice_pick(dice, values);
		break;
	}
}

static void bytes_insert(struct dice *dice, struct frame *frame, size_t size)
{
	size_t at = place_random(dice, frame), count = 1 + dice_below(dice, 16);

	if (frame->length + count > size)
		return;
	memmove(frame->bytes + at + count, frame->bytes + at, frame->length - at);
	memset(frame->bytes + at, (int)dice_below(dice, 3), count);
	frame->length += count;
}

static void bytes_remove(struct dice *dice, struct frame *frame)
{
	size_t at = place_random(dice, frame), count = 1 + dice_below(dice, 16);

	if (at + count > frame->length)
		return;
	memmove(frame->bytes + at, frame->bytes + at + count, frame->length - at - count);
	frame->length -= count;
}

static void frame_splice(struct dice *dice, struct frame *frame, size_t size, const struct frame *other)
{
	size_t at = place_random(dice, frame), from = place_random(dice, other);
	size_t count = other->length - from;

	if (at + count > size)
		count = size - at;
	memcpy(frame->bytes + at, other->bytes + from, count);
	frame->length = at + count;
}

/* After a change of length: what the outer IP header says is true again, where it is where it mostly is. */
static void length_repair(struct frame *frame)
{
	uint8_t *ip = frame->bytes + 14;
	size_t left;

	if (frame->length < 54)
		return;
	left = frame->length - 14;
	if (ip[-2] == 0x08 && ip[-1] == 0x00) {
		ip[2] = (uint8_t)(left >> 8);
		ip[3] = (uint8_t)left;
	} else if (ip[-2] == 0x86 && ip[-1] == 0xdd) {
		ip[4] = (uint8_t)((left - 40) >> 8);
		ip[5] = (uint8_t)(left - 40);
	}
}

void frame_mutate(struct dice *dice, struct frame *frame, size_t size, const struct frame *other)
{
	for (uint32_t times = 1 + dice_below(dice, 3); times > 0 && frame->length > 0; times--) {
		switch (dice_below(dice, 8)) {
		case 0:
			frame->length = 1 + dice_below(dice, (uint32_t)frame->length);
			break;
		case 1:
			bytes_insert(dice, frame, size);
			break;
		case 2:
			bytes_remove(dice, frame);
			break;
		case 3:
			frame_splice(dice, frame, size, other);
			break;
		default:
			byte_change(dice, frame);
			break;
		}
	}
	if (dice_one_in(dice, 2))
		length_repair(frame);
}
