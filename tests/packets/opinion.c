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

bool opinion_passes(const struct opinion *opinion, const struct ruleset *rules)
{
	return opinion->reason < REASON_DROP || (rules && rules->mode == MODE_MONITOR);
}

bool opinion_same(const struct opinion *a, const struct opinion *b)
{
	return a->reason == b->reason && a->service == b->service && a->essential == b->essential;
}

/* Reasons whose service is an essential: pings count under `echo` whatever they are. */
static bool names_essential(enum reason reason)
{
	return reason == REASON_ESSENTIAL || reason == REASON_FLOW || reason == REASON_RATE_LIMIT;
}

static int concern_parse(const char *name, const struct ruleset *rules, struct opinion *opinion)
{
	if (names_essential(opinion->reason)) {
		opinion->essential = name_number(essential_names, ESSENTIALS_MAX, name);
		return opinion->essential < 0 ? -EINVAL : 0;
	}
	for (size_t i = 0; rules && i < rules->services_count; i++) {
		if (strcmp(rules->services[i].name, name) == 0) {
			opinion->service = (int)i;
			return 0;
		}
	}
	return -EINVAL;
}

int opinion_parse(const char *text, const struct ruleset *rules, bool *ret_pass, struct opinion *ret)
{
	char verdict[8], reason[32], concern[40];
	struct opinion opinion = {.service = -1, .essential = -1};
	int words = sscanf(text, "%7s %31s %39s", verdict, reason, concern);
	int number = words >= 2 ? name_number(reason_names, REASON_MAX, reason) : -1;
	int error = 0;

	if (number < 0 || (strcmp(verdict, "pass") != 0 && strcmp(verdict, "drop") != 0))
		return -EINVAL;
	opinion.reason = (enum reason)number;
	if (words == 3)
		error = concern_parse(concern, rules, &opinion);
	if (error)
		return error;
	*ret_pass = strcmp(verdict, "pass") == 0;
	*ret = opinion;
	return 0;
}

void opinion_print(FILE *out, const struct opinion *opinion, bool pass, const struct ruleset *rules)
{
	fprintf(out, "%s %s", pass ? "pass" : "drop", reason_names[opinion->reason] ?: "nothing");
	if (opinion->service >= 0)
		fprintf(out, " %s", rules ? rules->services[opinion->service].name : "?");
	if (opinion->essential >= 0)
		fprintf(out, " %s", essential_names[opinion->essential]);
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
		return &counters->service[opinion->service + 1];
	return opinion->essential >= 0 ? &counters->essential[opinion->essential] : NULL;
}

void counters_enter(struct counters *counters, const struct opinion *opinion, bool pass, size_t length)
{
	struct service_stats *stats = concerned(counters, opinion);
	struct reason_stats *reason = &counters->reason[opinion->reason];

	if (opinion->reason < REASON_DROP) {
		if (stats)
			traffic_enter(&stats->in_pass, length);
	} else if (pass) {
		traffic_enter(&reason->in_would_drop, length);
	} else {
		traffic_enter(&reason->in_drop, length);
		if (stats)
			traffic_enter(&stats->in_drop, length);
	}
}

bool counters_confirm(struct program *program, const struct counters *expected, const struct opinion *opinion)
{
	struct service_stats stats;
	struct reason_stats reason;
	int error;

	if (opinion->reason >= REASON_DROP) {
		error = program_reason(program, opinion->reason, &reason);
		if (error || memcmp(&reason, &expected->reason[opinion->reason], sizeof(reason)) != 0)
			return false;
	}
	if (opinion->service >= 0) {
		error = program_service(program, (unsigned)opinion->service + 1, &stats);
		return !error && memcmp(&stats, &expected->service[opinion->service + 1], sizeof(stats)) == 0;
	}
	if (opinion->essential >= 0) {
		error = program_essential(program, (enum essential)opinion->essential, &stats);
		return !error && memcmp(&stats, &expected->essential[opinion->essential], sizeof(stats)) == 0;
	}
	return true;
}

static void moves_print(FILE *out, const char *name, const void *before, const void *after,
			const char *const columns[4])
{
	struct traffic a[4], b[4];

	memcpy(a, before, sizeof(a));
	memcpy(b, after, sizeof(b));
	for (int i = 0; i < 4; i++) {
		if (a[i].packets != b[i].packets || a[i].bytes != b[i].bytes)
			fprintf(out, " [%s %s +%llu packets +%llu bytes]", name, columns[i],
				(unsigned long long)(b[i].packets - a[i].packets),
				(unsigned long long)(b[i].bytes - a[i].bytes));
	}
}

void counters_print_moves(FILE *out, const struct counters *before, const struct counters *after,
			  const struct ruleset *rules)
{
	static const char *const service_columns[] = {"in pass", "in drop", "out pass", "out drop"};
	static const char *const reason_columns[] = {"in drop", "in would drop", "out drop",
						     "out would drop"};

	for (size_t i = 0; i < REASON_MAX; i++)
		moves_print(out, reason_names[i] ?: "?", &before->reason[i], &after->reason[i],
			    reason_columns);
	for (size_t i = 0; i < ESSENTIALS_MAX; i++)
		moves_print(out, essential_names[i] ?: "?", &before->essential[i], &after->essential[i],
			    service_columns);
	for (size_t i = 0; i < SERVICE_COUNTERS_MAX; i++)
		moves_print(out,
			    i > 0 && rules && i <= rules->services_count ? rules->services[i - 1].name : "?",
			    &before->service[i], &after->service[i], service_columns);
}
