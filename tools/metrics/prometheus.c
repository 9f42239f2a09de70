// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/metrics/prometheus.h"

#include <inttypes.h>
#include <string.h>

#include "rules/utf8.h"
#include "tools/metrics/words.h"

/*
 * A label's value: backslash, quote and newline are escaped, as the format wants. A byte that is no UTF-8, which an
 * interface's name may have, becomes `?`: it would cost the whole answer.
 */
static void label_put(const char *separator, const char *name, const char *value, FILE *out)
{
	uint32_t code;

	fprintf(out, "%s%s=\"", separator, name);
	for (size_t left = strlen(value), taken; left; left -= taken, value += taken) {
		taken = utf8_decode(value, left, &code);
		if (code == '\n')
			fputs("\\n", out);
		else if (code == '\\' || code == '"')
			fprintf(out, "\\%c", *value);
		else if (code == UTF8_INVALID)
			fputc('?', out);
		else
			fwrite(value, 1, taken, out);
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

static void reason_put(const char *metric, const struct snapshot *snapshot, const char *reason,
		       uint64_t value, FILE *out)
{
	sample_open(metric, snapshot, out);
	label_put(",", "reason", reason, out);
	sample_close(value, out);
}

static void drops_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++)
		reason_put(metric, snapshot, reason->name, snapshot->reason[reason->number].in_drop.packets,
			   out);
}

static void drop_bytes_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++)
		reason_put(metric, snapshot, reason->name, snapshot->reason[reason->number].in_drop.bytes,
			   out);
}

static void would_drops_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++)
		reason_put(metric, snapshot, reason->name,
			   snapshot->reason[reason->number].in_would_drop.packets, out);
}

/* What outbound packets that no service and no essential has come to. */
static const struct {
	const char *verdict;
	size_t offset; /* in struct reason_stats */
} outbound_cells[] = {
	{"pass", offsetof(struct reason_stats, out_pass)},
	{"drop", offsetof(struct reason_stats, out_drop)},
	{"would-drop", offsetof(struct reason_stats, out_would_drop)},
};

static void outbound_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	const char *stats = (const char *)&snapshot->reason[REASON_OUTBOUND];

	for (size_t i = 0; i < sizeof(outbound_cells) / sizeof(outbound_cells[0]); i++) {
		const struct traffic *traffic = (const struct traffic *)(stats + outbound_cells[i].offset);

		sample_open(metric, snapshot, out);
		label_put(",", "verdict", outbound_cells[i].verdict, out);
		sample_close(traffic->packets, out);
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

/* An interface that was asked for and has no pins has no mode either. */
static void missing_put(const char *metric, const struct report *report, FILE *out)
{
	for (size_t i = 0; i < report->missing_count; i++) {
		fputs(metric, out);
		label_put("{", "interface", report->missing[i], out);
		label_put(",", "mode", "none", out);
		sample_close(0, out);
	}
}

static void rules_mode_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	for (int mode = MODE_ENFORCE; mode <= MODE_OPEN; mode++) {
		sample_open(metric, snapshot, out);
		label_put(",", "mode", rules_mode_word(&(struct rules_header){.mode = (__u8)mode}), out);
		sample_close(snapshot->rules.mode == mode, out);
	}
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
	uint64_t at = snapshot->changes.reloaded_at_ns ? snapshot->changes.reloaded_at_ns
						       : snapshot->rules.applied_at_ns;

	sample_open(metric, snapshot, out);
	fprintf(out, "} %" PRIu64 ".%03" PRIu64 "\n", at / 1000000000, at / 1000000 % 1000);
}

static void pending_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	sample_open(metric, snapshot, out);
	sample_close(snapshot->trial.pending, out);
}

static void expired_put(const char *metric, const struct snapshot *snapshot, FILE *out)
{
	sample_open(metric, snapshot, out);
	sample_close(snapshot->trial.expired, out);
}

/* Of all interfaces together: a reload is one of a rule file, and says the same of each that it was for. */
static void reloads_put(const char *metric, const struct report *report, FILE *out)
{
#define X(constant, name, sentence) name,
	static const char *const results[RELOAD_RESULTS_COUNT] = {RELOAD_RESULTS(X)};
#undef X

	for (int result = 0; result < RELOAD_RESULTS_COUNT; result++) {
		uint64_t count = 0;

		for (size_t i = 0; i < report->count; i++)
			count += report->list[i].changes.reloads[result];
		fputs(metric, out);
		label_put("{", "result", results[result], out);
		sample_close(count, out);
	}
}

static void read_errors_put(const char *metric, const struct report *report, FILE *out)
{
	fprintf(out, "%s %zu\n", metric, report->unread);
}

static void build_put(const char *metric, const struct report *report, FILE *out)
{
	(void)report;
	fputs(metric, out);
	label_put("{", "version", UCGATE_VERSION, out);
	sample_close(1, out);
}

/* A metric's samples stay together, whatever the number of interfaces. */
static const struct metric {
	const char *name, *type, *help;
	void (*put)(const char *metric, const struct snapshot *snapshot,
		    FILE *out); /* NULL: nothing of each */
	void (*put_report)(const char *metric, const struct report *report, FILE *out); /* nor of all */
} metrics[] = {
	{"ucgate_service_packets_total", "counter", "Packets by service, direction and verdict.",
	 service_packets_put, NULL},
	{"ucgate_service_bytes_total", "counter",
	 "Bytes of frames, without FCS, by service, direction and verdict.", service_bytes_put, NULL},
	{"ucgate_drops_total", "counter", "Dropped inbound packets by reason.", drops_put, NULL},
	{"ucgate_drop_bytes_total", "counter", "Bytes of dropped inbound packets by reason.", drop_bytes_put,
	 NULL},
	{"ucgate_would_drops_total", "counter", "Inbound packets that only mode monitor let pass, by reason.",
	 would_drops_put, NULL},
	{"ucgate_outbound_packets_total", "counter",
	 "Outbound packets that no service and no essential has, by verdict.", outbound_put, NULL},
	{"ucgate_essential_packets_total", "counter", "Packets that passed as essential, by kind.",
	 essentials_put, NULL},
	{"ucgate_interface_attached", "gauge", "1 while the filter is on the interface.", attached_put,
	 missing_put},
	{"ucgate_rules_mode", "gauge", "1 for what is done with verdicts: enforce, monitor or panic.",
	 rules_mode_put, NULL},
	{"ucgate_ruleset_info", "gauge", "The rules in force; always 1.", ruleset_put, NULL},
	{"ucgate_table_entries", "gauge", "Entries in use by table.", table_entries_put, NULL},
	{"ucgate_table_max_entries", "gauge", "Entries a table can hold.", table_max_put, NULL},
	{"ucgate_table_evictions_total", "counter", "Entries that a full table forgot.", table_evictions_put,
	 NULL},
	{"ucgate_reload_success_timestamp_seconds", "gauge",
	 "When the rules in force last were what their file says.", reload_put, NULL},
	{"ucgate_reloads_total", "counter", "Reloads by result, of all interfaces together.", NULL,
	 reloads_put},
	{"ucgate_confirm_pending", "gauge", "1 while new rules wait to be confirmed.", pending_put, NULL},
	{"ucgate_confirm_expired", "gauge",
	 "1 when new rules were not confirmed in time, so others are in force.", expired_put, NULL},
	{"ucgate_read_errors", "gauge", "Interfaces that could not be read for this answer.", NULL,
	 read_errors_put},
	{"ucgate_build_info", "gauge", "The version of ucgate; always 1.", NULL, build_put},
};

/* In OpenMetrics a counter goes by its name without `_total`; its samples keep it. */
static void head_put(const struct metric *metric, enum metrics_format format, FILE *out)
{
	int length = (int)strlen(metric->name);

	if (format == METRICS_OPENMETRICS && strcmp(metric->type, "counter") == 0)
		length -= (int)strlen("_total");
	fprintf(out, "# HELP %.*s %s\n# TYPE %.*s %s\n", length, metric->name, metric->help, length,
		metric->name, metric->type);
}

int render_prometheus(const struct report *now, enum metrics_format format, FILE *out)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		const struct metric *metric = &metrics[i];

		head_put(metric, format, out);
		for (size_t j = 0; metric->put && j < now->count; j++)
			metric->put(metric->name, &now->list[j], out);
		if (metric->put_report)
			metric->put_report(metric->name, now, out);
	}
	if (format == METRICS_OPENMETRICS)
		fputs("# EOF\n", out);
	return 0;
}
