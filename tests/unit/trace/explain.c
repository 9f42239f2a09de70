// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Explanations of packets and rules by chance (root; skipped without): whatever the verdict, there is one, and it agrees
 * with it. What it says of each reason, tests/golden/trace has.
 */
#include "tools/trace/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/libbpf.h>
#include <cmocka.h>

#include "cleanup.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"

enum { RULESETS = 30, FRAMES = 400, FRAME_SIZE = 1600 };

static const char *const seeds[] = {
	"udp 203.0.113.9:53 > 192.0.2.10:4000 len 20",
	"udp [2001:db8::9]:53 > [2001:db8::10]:4000 hbh dst frag 0+ len 24",
	"tcp 203.0.113.9:443 > 192.0.2.10:4000 flags SA vlan 7",
	"icmp 203.0.113.9 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:4000 > 203.0.113.9:53 )",
	"icmpv6 2001:db8::9 > 2001:db8::10 type too-big quote ( tcp [2001:db8::10]:4000 > [2001:db8::9]:53 )",
	"icmp 203.0.113.9 > 192.0.2.10 type echo id 7",
	"icmpv6 fe80::9 > ff02::1 type na ttl 255 len 16",
	"udp 203.0.113.9 > 192.0.2.10 frag 800 len 40",
	"esp 203.0.113.9 > 192.0.2.10 pppoe len 40",
	"arp",
	"ppp lcp len 8",
};

/* One of the above, with some bytes changed, an end cut off, and ends that the rules have an opinion about. */
static size_t frame_roll(struct dice *dice, const struct ruleset *ruleset, uint8_t *ret)
{
	struct packet_error error;
	struct packet packet;
	struct frame frame;
	size_t length;

	assert_int_equal(
		packet_parse(seeds[dice_below(dice, sizeof(seeds) / sizeof(seeds[0]))], &packet, &error), 0);
	if (packet.family && dice_one_in(dice, 2)) {
		address_roll(dice, ruleset, (uint8_t)packet.family, packet.source);
		packet.source_port = port_roll(dice, ruleset);
		packet.destination_port = port_roll(dice, ruleset);
	}
	assert_int_equal(packet_build(&packet, &frame), 0);
	packet_free(&packet);
	length = frame.length;
	memcpy(ret, frame.bytes, length);
	free(frame.bytes);
	for (uint32_t i = dice_below(dice, 4); i > 0; i--)
		ret[12 + dice_below(dice, (uint32_t)length - 12)] = (uint8_t)dice_below(dice, 256);
	return dice_one_in(dice, 10) ? dice_below(dice, (uint32_t)length + 1) : length;
}

static void assert_explained(const struct subject *subject, const struct lines *lines)
{
	const struct line *last = &lines->line[lines->count - 1], *verdict = last - 1;
	bool drops = subject->verdict.reason >= REASON_DROP || !subject->verdict.pass;

	assert_in_range(lines->count, 2, LINES_MAX - 1);
	assert_string_equal(verdict->step, "verdict");
	assert_int_equal(strncmp(verdict->text, "dropped", 7) == 0, !subject->verdict.pass);
	assert_string_equal(last->step, drops ? "to pass" : "otherwise");
	for (size_t i = 0; i < lines->count; i++) {
		assert_in_range(strlen(lines->line[i].text), 1, LINE_SIZE - 2);
		for (const char *c = lines->line[i].text; *c; c++)
			assert_in_range(*c, ' ', '~');
	}
}

static void frames_explain(struct dice *dice, const struct ruleset *ruleset, const struct law *law)
{
	uint8_t bytes[FRAME_SIZE];
	struct subject subject;
	struct lines lines;

	for (int i = 0; i < FRAMES; i++) {
		const struct frame frame = {.bytes = bytes, .length = frame_roll(dice, ruleset, bytes)};

		replica_clock(law->replica, replica_now(law->replica) + dice_below(dice, 2000000000));
		assert_int_equal(subject_judge(law, &frame, dice_one_in(dice, 3), &subject), 0);
		subject_explain(&subject, &lines);
		assert_explained(&subject, &lines);
	}
}

static void ruleset_explain(struct dice *dice, struct replica *replica)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_(law_free) struct law law = {0};
	_cleanup_free_ struct rules *rules = NULL;
	struct diagnostics d = {0};
	struct ruleset ruleset;

	ruleset_roll(dice, &ruleset);
	assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
	assert_int_equal(blocklists_compile(&ruleset, rules, &lists), 0);
	assert_int_equal(replica_rules(replica, rules, &lists), 0);
	assert_int_equal(law_read(replica, &law), 0);
	frames_explain(dice, &ruleset, &law);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static void every_verdict_is_explained_and_agreed_with(void **state)
{
	_cleanup_(replica_free) struct replica *replica = NULL;
	struct dice dice = {.state = 20261122};

	(void)state;
	if (geteuid() != 0)
		skip();
	libbpf_set_print(NULL);
	assert_int_equal(replica_open(&replica), 0);
	replica_clock(replica, 1000000000000);
	for (int i = 0; i < RULESETS; i++)
		ruleset_explain(&dice, replica);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verdict_is_explained_and_agreed_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
