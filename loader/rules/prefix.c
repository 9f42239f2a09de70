// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/prefix.h"

#include <arpa/inet.h>
#include <errno.h>

#include "rules/address.h"

static unsigned int family_bits(const struct prefix *prefix)
{
	return prefix->family == 4 ? 32 : 128;
}

/* Clears the bits behind the length. Returns whether one was set. */
static bool host_bits_clear(struct prefix *prefix)
{
	bool cleared = false;

	for (unsigned int i = prefix->length; i < family_bits(prefix); i++) {
		uint8_t bit = (uint8_t)(0x80 >> i % 8);

		cleared |= prefix->address[i / 8] & bit;
		prefix->address[i / 8] &= (uint8_t)~bit;
	}
	return cleared;
}

static bool address_parse(struct slice text, struct prefix *ret)
{
	char address[INET6_ADDRSTRLEN] = "";

	if (text.length >= sizeof(address))
		return false;
	memcpy(address, text.start, text.length);
	ret->family = slice_find(text, ':') < text.length ? 6 : 4;
	return inet_pton(ret->family == 4 ? AF_INET : AF_INET6, address, ret->address) == 1;
}

static bool has_blanks(struct slice text)
{
	return slice_find(text, ' ') < text.length || slice_find(text, '\t') < text.length;
}

static int address_complain(struct slice text, struct complaint *ret_why)
{
	unsigned int number;

	if (slice_find(text, '%') < text.length)
		return complain(ret_why, "`%s` has a zone id: a rule is about addresses on any link",
				QUOTED(text));
	if (has_blanks(text))
		return complain(ret_why, "`%s` has blanks inside: one address or prefix each", QUOTED(text));
	if (slice_number(text, &number))
		return complain(ret_why, "`%s` is no address: write all four numbers, as 192.0.2.0/24",
				QUOTED(text));
	return complain(ret_why, "`%s` is no IPv4 or IPv6 address", QUOTED(text));
}

/* A netmask instead of a length, as 255.255.255.0; false: it is none. */
static bool netmask_read(struct slice text, unsigned int *ret_length)
{
	struct prefix mask = {};
	uint32_t bits = 0;

	if (!address_parse(text, &mask) || mask.family != 4)
		return false;
	for (size_t i = 0; i < 4; i++)
		bits = bits << 8 | mask.address[i];
	if (~bits & (~bits + 1))
		return false;
	*ret_length = (unsigned int)__builtin_popcount(bits);
	return true;
}

static int length_complain(struct slice text, struct prefix prefix, struct complaint *ret_why)
{
	char suggestion[PREFIX_TEXT_SIZE];
	unsigned int length;

	if (prefix.family == 4 && netmask_read(text, &length)) {
		prefix.length = (uint8_t)length;
		host_bits_clear(&prefix);
		prefix_format(&prefix, suggestion);
		return complain_suggest(ret_why, suggestion, "`/%s` is a netmask: write the prefix as `%s`",
					QUOTED(text), suggestion);
	}
	if (slice_digits(text) && text.length > 1 && text.start[0] == '0')
		return complain(ret_why, "the length `/%s` begins with a zero", QUOTED(text));
	return complain(ret_why, "`/%s` is no length of an IPv%u prefix: it is 0 to %u", QUOTED(text),
			prefix.family, family_bits(&prefix));
}

static bool prefix_is_mapped(const struct prefix *prefix)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	return prefix->family == 6 && prefix->length >= 96 &&
	       memcmp(prefix->address, mapped, sizeof(mapped)) == 0;
}

static int mapped_complain(struct slice text, struct prefix prefix, struct complaint *ret_why)
{
	struct prefix inner = {.family = 4, .length = (uint8_t)(prefix.length - 96)};
	char suggestion[PREFIX_TEXT_SIZE];

	memcpy(inner.address, prefix.address + 12, 4);
	host_bits_clear(&inner);
	prefix_format(&inner, suggestion);
	return complain_suggest(ret_why, suggestion,
				"`%s` is IPv4-mapped, no packet has such an address: write `%s`",
				QUOTED(text), suggestion);
}

static int length_read(struct slice text, struct prefix *prefix, struct complaint *ret_why)
{
	unsigned int length;

	if (!slice_number(text, &length) || length > family_bits(prefix))
		return length_complain(text, *prefix, ret_why);
	prefix->length = (uint8_t)length;
	return 0;
}

int prefix_parse(struct slice text, struct prefix *ret, struct complaint *ret_why)
{
	size_t slash = slice_find(text, '/');
	char suggestion[PREFIX_TEXT_SIZE];
	struct prefix prefix = {};

	if (!address_parse((struct slice){text.start, slash}, &prefix))
		return address_complain(text, ret_why);
	prefix.length = (uint8_t)family_bits(&prefix);
	if (slash < text.length && length_read(slice_from(text, slash + 1), &prefix, ret_why) < 0)
		return has_blanks(text) ? address_complain(text, ret_why) : -EINVAL;
	if (prefix_is_mapped(&prefix))
		return mapped_complain(text, prefix, ret_why);
	if (host_bits_clear(&prefix)) {
		prefix_format(&prefix, suggestion);
		return complain_suggest(ret_why, suggestion, "`%s` has host bits set: the prefix is `%s`",
					QUOTED(text), suggestion);
	}
	*ret = prefix;
	return 0;
}
