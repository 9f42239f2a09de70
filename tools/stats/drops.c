// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "drops.h"

#include <errno.h>
#include <string.h>

#include <jansson.h>

#include "base/json.h"
#include "cleanup.h"
#include "number.h"
#include "rules/protocol.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

enum { TARGET_SIZE = PROTOCOL_TEXT_SIZE + 8 };

static uint64_t total_of(const struct top *top)
{
	return top->seen + top->left_out;
}

static double share_of(const struct top *top, const struct sketch_entry *entry)
{
	return total_of(top) ? (double)entry->count / (double)total_of(top) : 0;
}

static const char *protocol_word(uint8_t protocol, char text[PROTOCOL_TEXT_SIZE])
{
	const char *name = packet_protocol_name(protocol);

	return name ? name : protocol_format(protocol, text);
}

/* udp 5060, esp */
static void target_format(const struct remote_habit *habit, char ret[TARGET_SIZE])
{
	char text[PROTOCOL_TEXT_SIZE];
	const char *protocol = protocol_word(habit->protocol, text);

	if (habit->port)
		snprintf(ret, TARGET_SIZE, "%s %u", protocol, habit->port);
	else
		snprintf(ret, TARGET_SIZE, "%s", protocol);
}

static void entry_print(const struct top *top, const struct sketch_entry *entry, bool exact, FILE *out)
{
	char address[ADDRESS_TEXT_SIZE], packets[NUMBER_SIZE], error[NUMBER_SIZE], target[TARGET_SIZE];

	packet_address_format(entry->remote.family, entry->remote.address, -1, address);
	number_format(entry->count, 0, exact, packets);
	number_format(entry->error, 0, exact, error);
	target_format(&entry->habit, target);
	fprintf(out, "%-39s  %10s  %5.1f%%  %8s  %-16s  %s\n", address, packets, 100 * share_of(top, entry),
		error, reason_name(entry->habit.reason), target);
}

static size_t shown_of(const struct top *top)
{
	return top->sketch.count < DROPS_SHOWN ? top->sketch.count : DROPS_SHOWN;
}

int drops_print(const struct top *top, double seconds, bool exact, FILE *out)
{
	char total[NUMBER_SIZE], seen[NUMBER_SIZE];

	number_format(total_of(top), 0, exact, total);
	number_format(top->seen, 0, exact, seen);
	fprintf(out, "%s packets dropped in %.0f s; from the %s of them that were told of:\n",
		total_of(top) ? total : "0", seconds, top->seen ? seen : "0");
	if (shown_of(top))
		fprintf(out, "%-39s  %10s  %6s  %8s  %-16s  %s\n", "REMOTE", "PACKETS", "SHARE", "AT MOST -",
			"MOSTLY", "FOR");
	for (size_t i = 0; i < shown_of(top); i++)
		entry_print(top, &top->sketch.entry[i], exact, out);
	return 0;
}

static json_t *entry_json(const struct top *top, const struct sketch_entry *entry)
{
	char address[ADDRESS_TEXT_SIZE], text[PROTOCOL_TEXT_SIZE];
	json_t *port = entry->habit.port ? json_integer(entry->habit.port) : json_null();

	packet_address_format(entry->remote.family, entry->remote.address, -1, address);
	return json_pack("{s:s, s:I, s:I, s:f, s:s, s:s, s:o}", "address", address, "packets",
			 (json_int_t)entry->count, "error", (json_int_t)entry->error, "share",
			 share_of(top, entry), "reason", reason_name(entry->habit.reason), "protocol",
			 protocol_word(entry->habit.protocol, text), "port", port);
}

int drops_print_json(const struct top *top, double seconds, FILE *out)
{
	json_t *remotes = json_array(), *document;

	for (size_t i = 0; i < shown_of(top); i++)
		(void)json_array_append_new(remotes, entry_json(top, &top->sketch.entry[i]));
	document = json_pack("{s:{s:f, s:I, s:I, s:o}}", "top", "seconds", seconds, "packets",
			     (json_int_t)total_of(top), "seen", (json_int_t)top->seen, "remotes", remotes);
	if (!document)
		return -ENOMEM;
	(void)json_print(document, out);
	json_decref(document);
	return 0;
}

static bool drop_take(void *context, const struct sighting *sighting)
{
	top_add(context, sighting);
	return true;
}

int drops_show(const struct hearing *hearing, bool json, bool exact, FILE *out)
{
	_cleanup_free_ struct top *top = calloc(1, sizeof(*top));
	struct heard heard;
	int r = top ? hearing_hold(hearing, drop_take, top, &heard) : -ENOMEM;

	if (r < 0)
		return r;
	top_end(top, &heard.totals);
	return json ? drops_print_json(top, heard.seconds, out) : drops_print(top, heard.seconds, exact, out);
}
