// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <string.h>

#include "rules/address.h"
#include "rules/protocol.h"
#include "rules/rules.h"

static const char *const essential_names[] = {
#define X(constant, number, name, sentence) [number] = (name),
	ESSENTIALS(X)
#undef X
};

static const char *const direction_names[] = {
	[DIRECTION_BOTH] = "both",
	[DIRECTION_IN] = "in",
	[DIRECTION_OUT] = "out",
};

static const char *const outbound_names[] = {
	[OUTBOUND_LISTED] = "listed",
	[OUTBOUND_ANY] = "any",
	[OUTBOUND_ENFORCE] = "enforce",
};

/* A double-quoted scalar; texts hold no line breaks and no control characters. */
static void text_print(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* Names that YAML 1.1 takes for another type are quoted. */
static void name_print(const char *name, FILE *out)
{
	static const char *const typed[] = {"yes", "no", "on", "off", "true", "false", "null"};

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		if (!strcmp(name, typed[i])) {
			text_print(name, out);
			return;
		}
	}
	fputs(name, out);
}

static void ports_print(const char *key, const struct port_list *ports, FILE *out)
{
	if (!ports->count)
		return;
	fprintf(out, "    %s: [", key);
	for (size_t i = 0; i < ports->count; i++) {
		fprintf(out, "%s%u", i ? ", " : "", ports->list[i].first);
		if (ports->list[i].last != ports->list[i].first)
			fprintf(out, "-%u", ports->list[i].last);
	}
	fputs("]\n", out);
}

static void protocols_print(const struct service *service, FILE *out)
{
	if (!service->protocols_count)
		return;
	fputs("    protocols: [", out);
	for (size_t i = 0; i < service->protocols_count; i++) {
		char text[PROTOCOL_TEXT_SIZE];

		fprintf(out, "%s%s", i ? ", " : "", protocol_format(service->protocols[i].number, text));
	}
	fputs("]\n", out);
}

/* IPv6 is quoted: an address that begins or ends with a colon is no plain scalar. */
static void prefixes_print(const char *indent, const char *key, const struct prefix_list *prefixes, FILE *out)
{
	if (!prefixes->count)
		return;
	fprintf(out, "%s%s:\n", indent, key);
	for (size_t i = 0; i < prefixes->count; i++) {
		const struct prefix *prefix = &prefixes->list[i];
		const char *quote = prefix->family == FAMILY_V6 ? "\"" : "";
		char text[PREFIX_TEXT_SIZE];

		prefix_format(prefix, text);
		fprintf(out, "%s  - %s%s%s\n", indent, quote, text, quote);
	}
}

static void timeout_print(uint32_t seconds, FILE *out)
{
	static const struct {
		uint32_t seconds;
		char unit;
	} units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};

	size_t i = 0;

	if (!seconds)
		return;
	while (seconds % units[i].seconds)
		i++;
	fprintf(out, "    timeout: %u%c\n", seconds / units[i].seconds, units[i].unit);
}

static void rate_print(const char *key, const struct rate *rate, FILE *out)
{
	if (!rate->packets)
		return;
	fprintf(out, "      %s: %u/%c", key, rate->packets, rate->period_s == 60 ? 'm' : 's');
	if (rate->burst != rate->packets)
		fprintf(out, " burst %u", rate->burst);
	fputc('\n', out);
}

static void service_print(const struct service *service, FILE *out)
{
	fputs("  - name: ", out);
	name_print(service->name, out);
	fputc('\n', out);
	if (service->description) {
		fputs("    description: ", out);
		text_print(service->description, out);
		fputc('\n', out);
	}
	ports_print("tcp", &service->tcp, out);
	ports_print("udp", &service->udp, out);
	protocols_print(service, out);
	if (service->direction != DIRECTION_BOTH)
		fprintf(out, "    direction: %s\n", direction_names[service->direction]);
	if (service->dynamic)
		fputs("    dynamic: true\n", out);
	ports_print("local_ports", &service->local_ports, out);
	prefixes_print("    ", "peers", &service->peers, out);
	prefixes_print("    ", "local", &service->local, out);
	timeout_print(service->timeout_s, out);
	if (service->per_source.packets || service->total.packets)
		fputs("    limit:\n", out);
	rate_print("per_source", &service->per_source, out);
	rate_print("total", &service->total, out);
	if (service->critical)
		fputs("    critical: true\n", out);
}

static void essentials_print(uint16_t essentials, FILE *out)
{
	const char *before = "essentials:\n";

	for (unsigned int i = 0; i < ESSENTIALS_COUNT; i++) {
		if (essentials >> i & 1)
			continue;
		fprintf(out, "%s  %s: false\n", before, essential_names[i]);
		before = "";
	}
}

static void blocklists_print(const struct ruleset *ruleset, FILE *out)
{
	if (ruleset->blocklists_count)
		fputs("blocklists:\n", out);
	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		const struct blocklist *list = &ruleset->blocklists[i];

		fputs("  - name: ", out);
		name_print(list->name, out);
		fputc('\n', out);
		if (list->file) {
			fputs("    file: ", out);
			text_print(list->file, out);
			fputc('\n', out);
		} else {
			prefixes_print("    ", "prefixes", &list->prefixes, out);
		}
	}
}

static void mode_print(const struct ruleset *ruleset, FILE *out)
{
	if (ruleset->mode == MODE_OPEN)
		fputs("# panic: everything passes, nothing is counted. The nearest that a rule file can say is\n",
		      out);
	if (ruleset->mode != MODE_ENFORCE)
		fputs("mode: monitor\n", out);
}

int ruleset_print(const struct ruleset *ruleset, FILE *out)
{
	fputs("version: 1\n", out);
	mode_print(ruleset, out);
	if (ruleset->state == STATE_NONE)
		fputs("state: none\n", out);
	if (ruleset->outbound != OUTBOUND_LISTED)
		fprintf(out, "outbound: %s\n", outbound_names[ruleset->outbound]);
	if (ruleset->fragments == FRAGMENTS_LENIENT)
		fputs("fragments: lenient\n", out);
	essentials_print(ruleset->essentials, out);
	prefixes_print("", "never_block", &ruleset->never_block, out);
	blocklists_print(ruleset, out);
	fputs(ruleset->services_count ? "services:\n" : "services: []\n", out);
	for (size_t i = 0; i < ruleset->services_count; i++)
		service_print(&ruleset->services[i], out);
	return ferror(out) ? -EIO : 0;
}
