// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include <jansson.h>

#include "base/json.h"
#include "base/moment.h"
#include "rules/protocol.h"
#include "tools/listen/sighting.h"
#include "tools/metrics/words.h"
#include "tools/packet/describe.h"

static json_t *address_json(const struct packet_view *view, const uint8_t *address)
{
	char text[ADDRESS_TEXT_SIZE];

	if (!view->family)
		return json_null();
	packet_address_format(view->family, address, -1, text);
	return json_string(text);
}

static json_t *port_json(const struct packet_view *view, uint16_t port)
{
	return view->ports ? json_integer(port) : json_null();
}

/* A name where there is one, else the number in digits: always text. */
static json_t *protocol_json(const struct packet_view *view)
{
	const char *name = packet_protocol_name(view->protocol);
	char text[PROTOCOL_TEXT_SIZE];

	if (!view->family)
		return json_null();
	return json_string(name ? name : protocol_format(view->protocol, text));
}

static json_t *words_json(const struct sighting *sighting)
{
	char words[PACKET_TEXT_SIZE];

	packet_describe(&sighting->frame, words);
	return json_string(words);
}

int sighting_print_json(const struct sighting *sighting, FILE *out)
{
	const struct packet_view *view = &sighting->view;
	char time[MOMENT_EXACT_SIZE];
	json_t *line;
	int r;

	moment_format_exact(sighting->time_ns, time);
	line = json_pack(
		"{s:s, s:o, s:s, s:s, s:s?, s:s?, s:b, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o}", "time", time,
		"interface", json_text(sighting->interface), "dir", sighting->outbound ? "out" : "in",
		"verdict", sighting->passed ? "pass" : "drop", "reason", reason_name(sighting->reason),
		"service", sighting->service[0] ? sighting->service : NULL, "would_drop",
		sighting_would_drop(sighting), "protocol", protocol_json(view), "src",
		address_json(view, view->source), "sport", port_json(view, view->source_port), "dst",
		address_json(view, view->destination), "dport", port_json(view, view->destination_port),
		"length", (json_int_t)sighting->frame.length, "suppressed", (json_int_t)sighting->suppressed,
		"packet", words_json(sighting));
	if (!line)
		return -ENOMEM;
	r = json_print(line, out);
	json_decref(line);
	return r;
}

static const char *text_of(const json_t *line, const char *key)
{
	const char *text = json_string_value(json_object_get(line, key));

	return text ? text : "";
}

static uint64_t number_of(const json_t *line, const char *key, uint64_t highest)
{
	json_int_t number = json_integer_value(json_object_get(line, key));

	return number < 0 || (uint64_t)number > highest ? 0 : (uint64_t)number;
}

/* The family of an address; 0: it is none. */
static int address_parse(const char *text, uint8_t ret[16])
{
	if (inet_pton(AF_INET, text, ret) == 1)
		return 4;
	return inet_pton(AF_INET6, text, ret) == 1 ? 6 : 0;
}

static uint8_t protocol_number(const char *name)
{
	struct complaint why;
	uint8_t number;

	for (unsigned int known = 0; known < 256; known++) {
		const char *other = packet_protocol_name((uint8_t)known);

		if (other && strcmp(other, name) == 0)
			return (uint8_t)known;
	}
	return protocol_parse(slice_of(name), &number, &why) == 0 ? number : 0;
}

static void view_parse(const json_t *line, struct packet_view *view)
{
	int destination = address_parse(text_of(line, "dst"), view->destination);

	view->family = address_parse(text_of(line, "src"), view->source);
	if (view->family != destination)
		view->family = 0;
	if (!view->family)
		return;
	view->protocol = protocol_number(text_of(line, "protocol"));
	view->ports = json_is_integer(json_object_get(line, "sport"));
	view->source_port = (uint16_t)number_of(line, "sport", UINT16_MAX);
	view->destination_port = (uint16_t)number_of(line, "dport", UINT16_MAX);
}

static int line_parse(const json_t *line, struct sighting *ret)
{
	struct sighting sighting = {.outbound = strcmp(text_of(line, "dir"), "out") == 0,
				    .passed = strcmp(text_of(line, "verdict"), "pass") == 0};

	if (json_object_get(line, "summary"))
		return -ENOENT;
	if (!reason_find(text_of(line, "reason"), &sighting.reason) ||
	    moment_parse(text_of(line, "time"), &sighting.time_ns) < 0)
		return -EINVAL;
	snprintf(sighting.interface, sizeof(sighting.interface), "%s", text_of(line, "interface"));
	snprintf(sighting.service, sizeof(sighting.service), "%s", text_of(line, "service"));
	sighting.suppressed = number_of(line, "suppressed", INT64_MAX);
	sighting.frame.length = number_of(line, "length", UINT32_MAX);
	view_parse(line, &sighting.view);
	*ret = sighting;
	return 0;
}

int sighting_parse_json(const char *line, struct sighting *ret)
{
	json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	int r = object ? line_parse(object, ret) : -EINVAL;

	json_decref(object);
	return r;
}
