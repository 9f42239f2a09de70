// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/service_json.h"

#include <stdio.h>

#include "rules/address.h"
#include "rules/ports.h"
#include "rules/protocol.h"

const char *direction_word(enum direction direction)
{
	static const char *const words[] = {
		[DIRECTION_BOTH] = "both", [DIRECTION_IN] = "in", [DIRECTION_OUT] = "out"};

	return words[direction];
}

void rate_format(const struct rate *rate, char ret_text[RATE_TEXT_SIZE])
{
	snprintf(ret_text, RATE_TEXT_SIZE, "%u/%c burst %u", rate->packets, rate->period_s == 60 ? 'm' : 's',
		 rate->burst);
}

static json_t *ports_json(const struct port_list *ports)
{
	char text[PORT_RANGE_TEXT_SIZE];
	json_t *array = json_array();

	for (size_t i = 0; i < ports->count; i++) {
		port_range_format(&ports->list[i], text);
		json_array_append_new(array, json_string(text));
	}
	return array;
}

static json_t *prefixes_json(const struct prefix_list *prefixes)
{
	char text[PREFIX_TEXT_SIZE];
	json_t *array = json_array();

	for (size_t i = 0; i < prefixes->count; i++) {
		prefix_format(&prefixes->list[i], text);
		json_array_append_new(array, json_string(text));
	}
	return array;
}

static json_t *protocols_json(const struct service *service)
{
	json_t *array = json_array();

	for (size_t i = 0; i < service->protocols_count; i++) {
		const char *name = protocol_name(service->protocols[i].number);

		json_array_append_new(array, name ? json_string(name)
						  : json_sprintf("%u", service->protocols[i].number));
	}
	return array;
}

static json_t *rate_json(const struct rate *rate)
{
	char text[RATE_TEXT_SIZE];

	if (!rate->packets)
		return json_null();
	rate_format(rate, text);
	return json_string(text);
}

static json_t *limit_json(const struct service *service)
{
	if (!service->per_source.packets && !service->total.packets)
		return json_null();
	return json_pack("{s:o,s:o}", "per_source", rate_json(&service->per_source), "total",
			 rate_json(&service->total));
}

static json_t *service_json(const struct service *service)
{
	json_t *timeout = service->timeout_s ? json_integer(service->timeout_s) : json_null();

	return json_pack("{s:s,s:s,s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:b}", "name", service->name,
			 "direction", direction_word(service->direction), "dynamic", service->dynamic, "tcp",
			 ports_json(&service->tcp), "udp", ports_json(&service->udp), "local_ports",
			 ports_json(&service->local_ports), "protocols", protocols_json(service), "peers",
			 prefixes_json(&service->peers), "local", prefixes_json(&service->local), "limit",
			 limit_json(service), "timeout_s", timeout, "critical", service->critical);
}

json_t *services_json(const struct ruleset *ruleset)
{
	json_t *array = json_array();

	for (size_t i = 0; i < ruleset->services_count; i++)
		json_array_append_new(array, service_json(&ruleset->services[i]));
	return array;
}
