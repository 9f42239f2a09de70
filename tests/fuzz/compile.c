// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any rule set, valid or not, goes through validate, lint and compile; what compiles decompiles, prints, and compiles
 * to the same hash. The input is taken for the numbers of the model, byte by byte.
 */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/rules.h"
#include "rules/validate.h"

struct input {
	const uint8_t *at, *end;
};

static uint8_t byte_take(struct input *input)
{
	return input->at < input->end ? *input->at++ : 0;
}

static uint16_t word_take(struct input *input)
{
	uint8_t high = byte_take(input);

	return (uint16_t)(high << 8 | byte_take(input));
}

static void ports_take(struct input *input, struct port_list *ports)
{
	ports->count = byte_take(input) % 8;
	ports->list = calloc(ports->count + 1, sizeof(*ports->list));
	for (size_t i = 0; ports->list && i < ports->count; i++) {
		uint16_t a = word_take(input), b = byte_take(input) & 1 ? word_take(input) : a;

		a = a ? a : 1;
		b = b ? b : 1;
		ports->list[i].first = a < b ? a : b;
		ports->list[i].last = a < b ? b : a;
	}
}

static void prefixes_take(struct input *input, struct prefix_list *prefixes)
{
	prefixes->count = byte_take(input) % 8;
	prefixes->list = calloc(prefixes->count + 1, sizeof(*prefixes->list));
	for (size_t i = 0; prefixes->list && i < prefixes->count; i++) {
		struct prefix *prefix = &prefixes->list[i];

		prefix->family = byte_take(input) & 1 ? FAMILY_V6 : FAMILY_V4;
		prefix->length = byte_take(input) % (prefix->family == FAMILY_V6 ? 129 : 33);
		for (size_t byte = 0; byte < (prefix->length + 7u) / 8; byte++)
			prefix->address[byte] = byte_take(input);
		address_write(prefix_range(prefix).first, prefix->family, prefix->address);
	}
}

static void protocols_take(struct input *input, struct service *service)
{
	service->protocols_count = byte_take(input) % 4;
	service->protocols = calloc(service->protocols_count + 1, sizeof(*service->protocols));
	for (size_t i = 0; service->protocols && i < service->protocols_count; i++)
		service->protocols[i].number = byte_take(input);
}

static void rate_take(struct input *input, struct rate *rate)
{
	if (byte_take(input) & 1)
		*rate = (struct rate){
			.packets = 1u + word_take(input),
			.period_s = byte_take(input) & 1 ? 60 : 1,
			.burst = 1u + word_take(input),
		};
}

static void service_take(struct input *input, unsigned int index, struct service *service)
{
	uint8_t flags = byte_take(input);

	snprintf(service->name, sizeof(service->name), "s%u", index);
	service->direction = flags % 3;
	service->dynamic = flags & 4;
	service->critical = flags & 8;
	service->timeout_s = flags & 16 ? word_take(input) : 0;
	ports_take(input, &service->tcp);
	ports_take(input, &service->udp);
	ports_take(input, &service->local_ports);
	prefixes_take(input, &service->peers);
	prefixes_take(input, &service->local);
	protocols_take(input, service);
	rate_take(input, &service->per_source);
	rate_take(input, &service->total);
}

static void blocklists_take(struct input *input, struct ruleset *ruleset)
{
	ruleset->blocklists = calloc(1, sizeof(*ruleset->blocklists));
	if (!ruleset->blocklists)
		return;
	ruleset->blocklists_count = 1;
	strcpy(ruleset->blocklists->name, "list");
	prefixes_take(input, &ruleset->blocklists->prefixes);
}

static void ruleset_take(struct input *input, struct ruleset *ruleset)
{
	uint8_t flags = byte_take(input);

	ruleset->file = strdup("/fuzz.yaml");
	ruleset->mode = flags & 1;
	ruleset->state = flags >> 1 & 1;
	ruleset->fragments = flags >> 2 & 1;
	ruleset->outbound = (flags >> 3) % 3;
	ruleset->essentials = word_take(input) & ((1 << ESSENTIALS_COUNT) - 1);
	prefixes_take(input, &ruleset->never_block);
	blocklists_take(input, ruleset);
	ruleset->services = calloc(SERVICES_MAX + 2, sizeof(*ruleset->services));
	while (ruleset->services && input->at < input->end && ruleset->services_count < SERVICES_MAX + 2) {
		service_take(input, (unsigned int)ruleset->services_count,
			     &ruleset->services[ruleset->services_count]);
		ruleset->services_count++;
	}
}

/* Decompiling proves the hash by itself. */
static void rules_return(const struct rules *rules)
{
	_cleanup_(ruleset_free) struct ruleset again = {0};
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (rules_decompile(rules, &again) < 0)
		abort();
	if (!out || ruleset_print(&again, out) < 0 || rules_dump(rules, out) < 0 || fclose(out))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ struct rules *rules = NULL;
	struct input input = {data, data + size};
	struct diagnostics d = {0};

	ruleset_take(&input, &ruleset);
	ruleset_validate(&ruleset, &d);
	ruleset_lint(&ruleset, NULL, &d);
	if (ruleset_compile(&ruleset, &d, &rules) == 0)
		rules_return(rules);
	diagnostics_free(&d);
	return 0;
}
