// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/metrics/prometheus.h"

#include <inttypes.h>

#include "tools/metrics/words.h"

/* A label's value: backslash, quote and newline are escaped, as the format wants. */
static void label_put(const char *separator, const char *name, const char *value, FILE *out)
{
	fprintf(out, "%s%s=\"", separator, name);
	for (; *value; value++) {
		if (*value == '\n') {
			fputs("\\n", out);
			continue;
		}
		if (*value == '\\' || *value == '"')
			fputc('\\', out);
		fputc(*value, out);
	}
	fputc('"', out);
}

/* `metric{interface="..."`, to be continued. */
static void sample_open(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	fputs(metric, out);
	label_put("{", "interface", snapshot->interface, out);
}

static void sample_close(uint64_t value, FILE *out)
{
	fprintf(out, "} %" PRIu64 "\n", value);
}

/* One of the four pairs of a service's counters. */
struct cell {
	const char *direction, *verdict;
	size_t offset; /* in struct service_stats */
};

static const struct cell cells[] = {
	{"in", "pass", offsetof(struct service_stats, in_pass)},
	{"in", "drop", offsetof(struct service_stats, in_drop)},
	{"out", "pass", offsetof(struct service_stats, out_pass)},
	{"out", "drop", offsetof(struct service_stats, out_drop)},
};

static const struct traffic *cell_of(const struct service_stats *stats, const struct cell *cell)
{
	return (const struct traffic *)((const char *)stats + cell->offset);
}

static void service_put(const char *metric, const struct snapshot *snapshot,
			const struct snapshot_service *service, bool bytes, FILE *out)
{
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		const struct traffic *traffic = cell_of(&service->stats, &cells[i]);

		sample_open(metric, snapshot, out);
		label_put(",", "service", service->name, out);
		label_put(",", "direction", cells[i].direction, out);
		label_put(",", "verdict", cells[i].verdict, out);
		sample_close(bytes ? traffic->bytes : traffic->packets, out);
	}
}

static void service_packets_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (size_t i = 0; i < snapshot->services_count; i++)
		service_put(metric, snapshot, &snapshot->services[i], false, out);
}

static void service_bytes_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (size_t i = 0; i < snapshot->services_count; i++)
		service_put(metric, snapshot, &snapshot->services[i], true, out);
}

static void drops_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++) {
		sample_open(metric, snapshot, out);
		label_put(",", "reason", reason->name, out);
		sample_close(snapshot->reason[reason->number].in_drop.packets, out);
	}
}

static void essentials_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (int i = 0; i < ESSENTIALS_COUNT; i++) {
		sample_open(metric, snapshot, out);
		label_put(",", "essential", essential_words[i], out);
		sample_close(snapshot->essential[i].in_pass.packets + snapshot->essential[i].out_pass.packets,
			     out);
	}
}

static void attached_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	sample_open(metric, snapshot, out);
	label_put(",", "mode", xdp_mode_word(&snapshot->instance), out);
	sample_close(snapshot->attached, out);
}

static void ruleset_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	char hash[HASH_WORD_SIZE], generation[16];

	hash_word(&snapshot->rules, hash);
	snprintf(generation, sizeof(generation), "%" PRIu32, snapshot->rules.generation);
	sample_open(metric, snapshot, out);
	label_put(",", "hash", hash, out);
	label_put(",", "generation", generation, out);
	sample_close(1, out);
}

static void table_entries_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (size_t i = 0; i < snapshot->tables_count; i++) {
		sample_open(metric, snapshot, out);
		label_put(",", "table", snapshot->table[i].name, out);
		sample_close(snapshot->table[i].used, out);
	}
}

static void table_max_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (size_t i = 0; i < snapshot->tables_count; i++) {
		sample_open(metric, snapshot, out);
		label_put(",", "table", snapshot->table[i].name, out);
		sample_close(snapshot->table[i].max, out);
	}
}

static void table_evictions_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (size_t i = 0; i < snapshot->tables_count; i++) {
		if (!snapshot->table[i].evicts)
			continue;
		sample_open(metric, snapshot, out);
		label_put(",", "table", snapshot->table[i].name, out);
		sample_close(snapshot->table[i].evicted, out);
	}
}

static void reload_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	sample_open(metric, snapshot, out);
	fprintf(out, "} %" PRIu64 ".%03" PRIu64 "\n", (uint64_t)snapshot->rules.applied_at_ns / 1000000000,
		(uint64_t)snapshot->rules.applied_at_ns / 1000000 % 1000);
}

/* A metric's samples stay together, whatever the number of interfaces. */
static const struct metric {
	const char *name, *type, *help;
	void (*put)(const char *metric, const struct snapshot *snapshot, FILE *out);
} metrics[] = {
	{"ucgate_service_packets_total", "counter", "Packets by service, direction and verdict.",
	 service_packets_put},
	{"ucgate_service_bytes_total", "counter",
	 "Bytes of frames, without FCS, by service, direction and verdict.", service_bytes_put},
	{"ucgate_drops_total", "counter", "Dropped inbound packets by reason.", drops_put},
	{"ucgate_essential_packets_total", "counter", "Packets that passed as essential, by kind.",
	 essentials_put},
	{"ucgate_interface_attached", "gauge", "1 while the filter is on the interface.", attached_put},
	{"ucgate_ruleset_info", "gauge", "The rules in force; always 1.", ruleset_put},
	{"ucgate_table_entries", "gauge", "Entries in use by table.", table_entries_put},
	{"ucgate_table_max_entries", "gauge", "Entries a table can hold.", table_max_put},
	{"ucgate_table_evictions_total", "counter", "Entries that a full table forgot.", table_evictions_put},
	{"ucgate_reload_success_timestamp_seconds", "gauge", "When the rules in force were applied.",
	 reload_put},
};

static void head_put(const char *name, const char *type, const char *help, FILE *out)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

int render_prometheus(const struct report *now, FILE *out)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		head_put(metrics[i].name, metrics[i].type, metrics[i].help, out);
		for (size_t j = 0; j < now->count; j++)
			metrics[i].put(metrics[i].name, &now->list[j], out);
	}
	head_put("ucgate_build_info", "gauge", "The version of ucgate; always 1.", out);
	fputs("ucgate_build_info", out);
	label_put("{", "version", UCGATE_VERSION, out);
	sample_close(1, out);
	return 0;
}
