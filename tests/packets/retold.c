// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/retold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "tests/packets/facts.h"
#include "tools/packet/describe.h"

static enum reason headers_reason(const uint8_t *bytes, size_t length, const struct ruleset *rules)
{
	struct facts f = {.frame = bytes, .end = length};

	return facts_read(&f, rules).reason;
}

/* False: they are no packet. */
static bool words_build(const char *words, struct frame *ret)
{
	struct packet_error error;
	struct packet packet;
	int r = packet_parse(words, &packet, &error) ?: packet_build(&packet, ret);

	if (!r)
		packet_free(&packet);
	return !r;
}

bool frame_retold(const struct sight *sight, const struct ruleset *rules)
{
	const struct packet_bytes frame = {sight->bytes, sight->length, sight->length};
	enum reason first = headers_reason(sight->bytes, sight->length, rules), again;
	_cleanup_free_ uint8_t *bytes = NULL;
	char words[PACKET_TEXT_SIZE];
	struct frame built;

	packet_describe(&frame, words);
	if (strstr(words, " cut ") || strstr(words, "quote") || !words_build(words, &built))
		return true;
	bytes = built.bytes;
	again = headers_reason(built.bytes, built.length, rules);
	if (first != again)
		fprintf(stderr, "told in other words: reason %d, as told %d: %s\n", first, again, words);
	return first == again;
}
