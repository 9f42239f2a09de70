// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/opinion.h"

#include <errno.h>
#include <string.h>

static const char *const reason_names[REASON_MAX] = {
#define X(constant, number, name, sentence) [number] = name,
	REASONS(X)
#undef X
};

static const char *const essential_names[ESSENTIALS_MAX] = {
#define X(constant, number, name, sentence) [number] = name,
	ESSENTIALS(X)
#undef X
};

static int name_number(const char *const *names, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		if (names[i] && strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

static bool opinion_drops(const struct opinion *opinion)
{
	return opinion->reason >= REASON_DROP || opinion->refused;
}

bool opinion_passes(const struct opinion *opinion, const struct ruleset *rules)
{
	return !opinion_drops(opinion) || (rules && rules->mode == MODE_MONITOR);
}

bool opinion_same(const struct opinion *a, const struct opinion *b)
{
	return a->reason == b->reason && a->refused == b->refused && a->service == b->service &&
	       a->essential == b->essential;
}

static const char *concern_name(const struct opinion *opinion, const struct names *names)
{
	if (opinion->service >= 0)
		return names->name[opinion->service];
	return opinion->essential >= 0 ? essential_names[opinion->essential] : NULL;
}

bool opinion_told(const struct opinion *opinion, bool pass, const struct verdict *verdict,
		  const struct names *names)
{
	const char *name = concern_name(opinion, names);

	if (pass != verdict->pass || opinion->reason != verdict->reason)
		return false;
	return name && verdict->service ? strcmp(name, verdict->service) == 0 : name == verdict->service;
}

void verdict_print(FILE *out, const struct verdict *verdict)
{
	fprintf(out, "%s %s", verdict->pass ? "pass" : "drop", reason_names[verdict->reason] ?: "nothing");
	if (verdict->service)
		fprintf(out, " %s", verdict->service);
}

/* A service, or else an essential: none has the name of the other. */
static int concern_parse(const char *name, const struct names *names, struct opinion *opinion)
{
	opinion->service = names_find(names, name);
	if (opinion->service < 0)
		opinion->essential = name_number(essential_names, ESSENTIALS_MAX, name);
	return opinion->service < 0 && opinion->essential < 0 ? -EINVAL : 0;
}

int opinion_parse(const char *text, const struct names *names, bool *ret_pass, struct opinion *ret)
{
	char verdict[12], reason[32], concern[40];
	struct opinion opinion = {.service = -1, .essential = -1};
	int words = sscanf(text, "%11s %31s %39s", verdict, reason, concern);
	int number = words >= 2 ? name_number(reason_names, REASON_MAX, reason) : -1;
	bool pass = strcmp(verdict, "pass") == 0, would_drop = strcmp(verdict, "would-drop") == 0;
	int error = 0;

	if (number < 0 || (!pass && !would_drop && strcmp(verdict, "drop") != 0))
		return -EINVAL;
	opinion.reason = (enum reason)number;
	opinion.refused = number == REASON_OUTBOUND && !pass;
	if (words == 3)
		error = concern_parse(concern, names, &opinion);
	if (error)
		return error;
	*ret_pass = pass || would_drop;
	*ret = opinion;
	return 0;
}

void opinion_print(FILE *out, const struct opinion *opinion, bool pass, const struct names *names)
{
	fprintf(out, "%s %s",
		!pass			 ? "drop"
		: opinion_drops(opinion) ? "would-drop"
					 : "pass",
		reason_names[opinion->reason] ?: "nothing");
	if (concern_name(opinion, names))
		fprintf(out, " %s", concern_name(opinion, names));
}

/* --- counters -------------------------------------------------------------------------------------------------- */

static void traffic_enter(struct traffic *traffic, size_t length)
{
	traffic->packets++;
	traffic->bytes += length;
}

static struct service_stats *concerned(struct counters *counters, const struct opinion *opinion)
{
	if (opinion->service >= 0)
		return &counters->service[opinion->service];
	return opinion->essential >= 0 ? &counters->essential[opinion->essential] : NULL;
}

void counters_enter(struct counters *counters, const struct opinion *opinion, const struct count *count)
{
	struct service_stats *stats = concerned(counters, opinion);
	struct reason_stats *reason = &counters->reason[opinion->reason];
	bool out = count->outbound;

	if (!opinion_drops(opinion)) {
		if (stats)
			traffic_enter(out ? &stats->out_pass : &stats->in_pass, count->length);
		else if (out) /* nobody's */
			traffic_enter(&reason->out_pass, count->length);
	} else if (count->pass) {
		traffic_enter(out ? &reason->out_would_drop : &reason->in_would_drop, count->length);
	} else {
		traffic_enter(out ? &reason->out_drop : &reason->in_drop, count->length);
		if (stats)
			traffic_enter(out ? &stats->out_drop : &stats->in_drop, count->length);
	}
}

bool counters_confirm(struct program *program, const struct counters *expected, const struct opinion *opinion)
{
	struct service_stats stats;
	struct reason_stats reason;
	bool nobodys = opinion->service < 0 && opinion->essential < 0;
	enum reason number = opinion->reason;
	int error;

	if (number >= REASON_DROP || nobodys) {
		error = program_reason(program, number, &reason);
		if (error || memcmp(&reason, &expected->reason[number], sizeof(reason)) != 0)
			return false;
	}
	if (opinion->service >= 0) {
		error = program_service(program, (unsigned)opinion->service, &stats);
		return !error && memcmp(&stats, &expected->service[opinion->service], sizeof(stats)) == 0;
	}
	if (opinion->essential >= 0) {
		error = program_essential(program, (enum essential)opinion->essential, &stats);
		return !error && memcmp(&stats, &expected->essential[opinion->essential], sizeof(stats)) == 0;
	}
	return true;
}

/* A row begins with as many struct traffic as it has columns. */
static void moves_print(FILE *out, const char *name, const void *before, const void *after,
			const char *const columns[5])
{
	struct traffic a[5], b[5];
	size_t count = columns[4] ? 5 : 4;

	memcpy(a, before, count * sizeof(*a));
	memcpy(b, after, count * sizeof(*b));
	for (size_t i = 0; i < count; i++) {
		if (a[i].packets != b[i].packets || a[i].bytes != b[i].bytes)
			fprintf(out, " [%s %s +%llu packets +%llu bytes]", name, columns[i],
				(unsigned long long)(b[i].packets - a[i].packets),
				(unsigned long long)(b[i].bytes - a[i].bytes));
	}
}

void counters_print_moves(FILE *out, const struct counters *before, const struct counters *after,
			  const struct names *names)
{
	static const char *const service_columns[5] = {"in pass", "in drop", "out pass", "out drop"};
	static const char *const reason_columns[5] = {"in drop", "in would drop", "out drop",
						      "out would drop", "out pass"};

	for (size_t i = 0; i < REASON_MAX; i++)
		moves_print(out, reason_names[i] ?: "?", &before->reason[i], &after->reason[i],
			    reason_columns);
	for (size_t i = 0; i < ESSENTIALS_MAX; i++)
		moves_print(out, essential_names[i] ?: "?", &before->essential[i], &after->essential[i],
			    service_columns);
	for (size_t i = 0; i < SERVICE_COUNTERS_MAX; i++)
		moves_print(out, names->name[i], &before->service[i], &after->service[i], service_columns);
}
