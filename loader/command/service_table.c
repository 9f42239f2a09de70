// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/service_table.h"

#include <errno.h>
#include <stdbool.h>

#include <libsmartcols/libsmartcols.h>

#include "cleanup.h"
#include "command/service_json.h"
#include "rules/address.h"
#include "rules/ports.h"
#include "rules/protocol.h"

enum { ADDRESSES_SHOWN = 4 };

/* ` tcp 443,5223` */
static void ports_write(const char *protocol, const struct port_list *ports, FILE *out)
{
	char text[PORT_RANGE_TEXT_SIZE];

	for (size_t i = 0; i < ports->count; i++) {
		port_range_format(&ports->list[i], text);
		fprintf(out, "%s%s%s%s",
			i		 ? ","
			: ftell(out) > 0 ? " "
					 : "",
			i ? "" : protocol, i ? "" : " ", text);
	}
}

/* `tcp 443,5223 udp 53 esp` */
static void opens_write(const struct service *service, FILE *out)
{
	ports_write("tcp", &service->tcp, out);
	ports_write("udp", &service->udp, out);
	for (size_t i = 0; i < service->protocols_count; i++) {
		const char *name = protocol_name(service->protocols[i].number);

		fputs(ftell(out) > 0 ? " " : "", out);
		if (name)
			fputs(name, out);
		else
			fprintf(out, "protocol %u", service->protocols[i].number);
	}
}

static void prefixes_write(const struct prefix_list *prefixes, FILE *out)
{
	char text[PREFIX_TEXT_SIZE];

	if (!prefixes->count)
		fputs("any", out);
	for (size_t i = 0; i < prefixes->count && i < ADDRESSES_SHOWN; i++) {
		prefix_format(&prefixes->list[i], text);
		fprintf(out, "%s%s", i ? "," : "", text);
	}
	if (prefixes->count > ADDRESSES_SHOWN)
		fprintf(out, " and %zu more", prefixes->count - ADDRESSES_SHOWN);
}

static void rate_write(const char *what, const struct rate *rate, FILE *out)
{
	char text[RATE_TEXT_SIZE];

	if (!rate->packets)
		return;
	rate_format(rate, text);
	fprintf(out, "%s%s %s", ftell(out) > 0 ? ", " : "", what, text);
}

static void more_write(const struct service *service, FILE *out)
{
	if (service->dynamic)
		fputs("dynamic", out);
	if (service->local.count) {
		fputs(ftell(out) > 0 ? ", local address " : "local address ", out);
		prefixes_write(&service->local, out);
	}
	if (service->local_ports.count)
		ports_write(ftell(out) > 0 ? "and local ports" : "local ports", &service->local_ports, out);
	rate_write("per source", &service->per_source, out);
	rate_write("total", &service->total, out);
	if (service->timeout_s)
		fprintf(out, "%stimeout %us", ftell(out) > 0 ? ", " : "", service->timeout_s);
	if (service->critical)
		fputs(ftell(out) > 0 ? ", critical" : "critical", out);
}

static void name_write(const struct service *service, FILE *out)
{
	fputs(service->name, out);
}

static void direction_write(const struct service *service, FILE *out)
{
	fputs(direction_word(service->direction), out);
}

static void peers_write(const struct service *service, FILE *out)
{
	prefixes_write(&service->peers, out);
}

static const struct {
	const char *name;
	void (*write)(const struct service *service, FILE *out);
} columns[] = {
	{"SERVICE", name_write}, {"DIRECTION", direction_write}, {"OPENS", opens_write},
	{"PEERS", peers_write},	 {"MORE", more_write},
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static int cell_fill(struct libscols_line *line, size_t column, const struct service *service)
{
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return -ENOMEM;
	columns[column].write(service, out);
	if (fclose(out) == EOF)
		return -ENOMEM;
	return scols_line_set_data(line, column, text);
}

static int table_fill(struct libscols_table *table, const struct ruleset *ruleset)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (!scols_table_new_column(table, columns[i].name, 0, 0))
			return -ENOMEM;
	for (size_t i = 0; i < ruleset->services_count; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		for (size_t column = 0; column < COLUMNS; column++)
			if (!line || cell_fill(line, column, &ruleset->services[i]) < 0)
				return -ENOMEM;
	}
	return 0;
}

int services_print(const struct ruleset *ruleset, FILE *out)
{
	struct libscols_table *table;
	int r;

	if (!ruleset->services_count) {
		fputs("no services: only essentials pass\n", out);
		return 0;
	}
	table = scols_new_table();
	if (!table)
		return -ENOMEM;
	/* Whole lines, however narrow the terminal: a cut list of ports is a wrong one. */
	scols_table_set_stream(table, out);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	r = table_fill(table, ruleset);
	if (r == 0 && scols_print_table(table) < 0)
		r = -ENOMEM;
	scols_unref_table(table);
	return r;
}
