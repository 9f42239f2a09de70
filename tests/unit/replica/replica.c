// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A replica of maps that are pinned in a bpffs of the test's own (root; skipped without).
 */
#include "tools/replica/replica.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cmocka.h>

#include "abi/flow.h"

#include "maps/bans.h"
#include "maps/instance.h"

#include "apply/apply.h"
#include "apply/ban_prefix.h"
#include "apply/open.h"
#include "attach/libbpf_log.h"
#include "attach/object.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"
#include "tools/packet/language.h"

enum { FLOWS = 4096, PEER = 0xcb007109 /* 203.0.113.9 */, LOCAL = 0xc000020a /* 192.0.2.10 */ };

struct bench {
	struct ingress_bpf *object;
	struct pins pins;
	struct rule_maps maps;
	int lock;
	struct replica *replica;
};

/* dns asks, sip is asked; a blocklist. */
static struct rules *rules_compiled(const char *third, struct blocklist_table *ret_lists)
{
	struct ruleset ruleset;
	struct diagnostics d = {0};
	struct rules *rules;

	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", NULL, "5060", NULL)->direction = DIRECTION_IN;
	ruleset_add(&ruleset, "dns", NULL, "53", NULL)->direction = DIRECTION_OUT;
	if (third)
		ruleset_add(&ruleset, third, "443", NULL, NULL);
	blocklist_add(&ruleset, "bad", "203.0.113.66");
	assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
	assert_int_equal(blocklists_compile(&ruleset, rules, ret_lists), 0);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
	return rules;
}

static int pins_fill(struct bench *bench)
{
	const struct instance instance = {
		.layout = INSTANCE_LAYOUT, .ifindex = 7, .netns = bench->pins.netns};
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_free_ struct rules *rules = rules_compiled(NULL, &lists);
	const struct change change = {rules, &lists, 0};
	struct applied applied;
	int r = instance_write(bpf_map__fd(bench->object->maps.instance), &instance);

	if (r == 0)
		r = rule_maps_open(&bench->pins, &bench->maps);
	return r < 0 ? r : apply_rules(&bench->pins, &bench->maps, &change, &applied);
}

static int bench_setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	if (!bench || geteuid() != 0)
		return 0;
	*state = bench;
	libbpf_log_setup();
	if (mount("bpf", PIN_FS, "bpf", 0, NULL) < 0 || pins_of(7, &bench->pins) < 0 ||
	    pins_lock(-1, &bench->lock) < 0 || pins_make(&bench->pins) < 0 ||
	    object_make_maps(FLOWS, &bench->object) < 0 || object_pin_maps(bench->object, &bench->pins) < 0 ||
	    pins_fill(bench) < 0)
		return -1;
	return replica_open(&bench->replica);
}

static int bench_teardown(void **state)
{
	struct bench *bench = *state;

	if (!bench)
		return 0;
	replica_close(bench->replica);
	rule_maps_close(&bench->maps);
	close(bench->lock);
	object_free(&bench->object);
	free(bench);
	return umount2(PIN_FS, MNT_DETACH);
}

#define BENCH(state)                      \
	({                                \
		if (!*(state))            \
			skip();           \
		(struct bench *)*(state); \
	})

static void expect(struct bench *bench, const char *words, bool pass, enum reason reason, const char *service)
{
	struct packet_error wrong;
	struct verdict verdict;
	struct packet packet;
	struct frame frame;

	assert_int_equal(packet_parse(words, &packet, &wrong), 0);
	assert_int_equal(packet_build(&packet, &frame), 0);
	assert_int_equal(replica_judge(bench->replica, frame.bytes, frame.length, packet.outbound, &verdict),
			 0);
	packet_free(&packet);
	free(frame.bytes);
	assert_int_equal(verdict.pass, pass);
	assert_int_equal(verdict.reason, reason);
	if (service)
		assert_string_equal(verdict.service, service);
	else
		assert_null(verdict.service);
}

static struct flow_key_v4 flow_key(uint16_t local_port)
{
	return (struct flow_key_v4){
		.local = LOCAL, .peer = PEER, .local_port = local_port, .peer_port = 53, .protocol = 17};
}

static uint64_t monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void flow_learned(struct bench *bench, uint16_t local_port)
{
	const struct flow_key_v4 key = flow_key(local_port);
	const struct flow flow = {.last_ns = monotonic(), .generation = 1, .counter = 2, .service = 1};

	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(bench->object->maps.flows_v4_other), &key, &flow, BPF_ANY),
		0);
}

static void what_the_interface_knows_the_replica_knows(void **state)
{
	struct bench *bench = BENCH(state);

	flow_learned(bench, 4000);
	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	expect(bench, "udp 203.0.113.9:53 > 192.0.2.10:4000", true, REASON_FLOW, "dns");
	expect(bench, "udp 203.0.113.9:53 > 192.0.2.10:4001", false, REASON_NO_FLOW, NULL);
	expect(bench, "udp 203.0.113.9:1 > 192.0.2.10:5060", true, REASON_SERVICE, "sip");
	expect(bench, "udp 203.0.113.66:1 > 192.0.2.10:5060", false, REASON_BLOCKLIST, "sip");
}

static void a_ban_is_known_until_it_ends(void **state)
{
	struct bench *bench = BENCH(state);
	const struct prefix prefix = {.family = 4, .length = 24, .address = {203, 0, 113, 0}};
	struct ban_entry entry = {.key = ban_key_of(&prefix), .ban.expires_ns = monotonic() + 3600000000000};
	struct ban_maps maps;

	assert_int_equal(ban_maps_open(&bench->pins, &maps), 0);
	assert_int_equal(bans_put(&maps, &(struct ban_list){&entry, 1}), 0);
	ban_maps_close(&maps);
	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	expect(bench, "udp 203.0.113.9:1 > 192.0.2.10:5060", false, REASON_BANNED, "sip");
	replica_clock(bench->replica, entry.ban.expires_ns);
	expect(bench, "udp 203.0.113.9:1 > 192.0.2.10:5060", true, REASON_SERVICE, "sip");
}

static size_t flows_count(int fd)
{
	struct flow_key_v4 key;
	void *at = NULL;
	size_t count = 0;

	for (; bpf_map_get_next_key(fd, at, &key) == 0; at = &key)
		count++;
	return count;
}

static void a_full_table_is_copied_whole(void **state)
{
	struct bench *bench = BENCH(state);
	int live = bpf_map__fd(bench->object->maps.flows_v4_other);
	size_t count;

	for (int port = 1; port < 2 * FLOWS; port++)
		flow_learned(bench, (uint16_t)port);
	count = flows_count(live);
	assert_true(count > FLOWS / 2);
	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	assert_int_equal(flows_count(replica_map(bench->replica, "flows_v4_other")), count);
}

static void copied_again_nothing_of_before_is_left(void **state)
{
	struct bench *bench = BENCH(state);

	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	expect(bench, "udp 192.0.2.10:4000 > 203.0.113.9:53 out", true, REASON_FLOW, "dns");
	expect(bench, "udp 203.0.113.9:53 > 192.0.2.10:4000", true, REASON_FLOW, "dns");
	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	expect(bench, "udp 203.0.113.9:53 > 192.0.2.10:4000", false, REASON_NO_FLOW, NULL);
}

static void what_the_replica_learns_the_interface_does_not(void **state)
{
	struct bench *bench = BENCH(state);

	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	expect(bench, "udp 192.0.2.10:4000 > 203.0.113.9:53 out", true, REASON_FLOW, "dns");
	assert_int_equal(flows_count(bpf_map__fd(bench->object->maps.flows_v4_other)), 0);
}

static void rules_on_top_of_a_copy_are_a_reload(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_free_ struct rules *rules = rules_compiled("web", &lists);

	flow_learned(bench, 4000);
	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	assert_int_equal(replica_rules(bench->replica, rules, &lists), 0);
	assert_int_equal(rules->header.generation, 2);
	assert_int_equal(rules->counter[1], 2);
	expect(bench, "udp 203.0.113.9:53 > 192.0.2.10:4000", true, REASON_FLOW, "dns");
	expect(bench, "tcp 203.0.113.9:1 > 192.0.2.10:443", true, REASON_SERVICE, "web");
}

static void without_pins_there_is_nothing_to_copy(void **state)
{
	struct bench *bench = BENCH(state);
	struct pins nobody;

	assert_int_equal(pins_of(8, &nobody), 0);
	assert_int_equal(replica_copy(bench->replica, &nobody), -ENOENT);
}

static void maps_of_another_build_are_not_read(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_close_ int other =
		bpf_map_create(BPF_MAP_TYPE_LRU_HASH, "flows_v4_other", 20, 16, FLOWS, NULL);

	assert_true(other >= 0);
	assert_int_equal(pin_put(&bench->pins, "flows_v4_other", other), 0);
	assert_int_equal(replica_copy(bench->replica, &bench->pins), -EPROTO);
}

static void panic_is_copied_as_well(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	assert_int_equal(apply_open(&bench->pins, &bench->maps, &applied), 0);
	assert_int_equal(replica_copy(bench->replica, &bench->pins), 0);
	expect(bench, "tcp 203.0.113.9:1 > 192.0.2.10:22", true, REASON_NONE, NULL);
	expect(bench, "tcp 192.0.2.10:1 > 203.0.113.9:22 out", true, REASON_NONE, NULL);
}

#define bench_test(function) cmocka_unit_test_setup_teardown(function, bench_setup, bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		bench_test(what_the_interface_knows_the_replica_knows),
		bench_test(a_ban_is_known_until_it_ends),
		bench_test(a_full_table_is_copied_whole),
		bench_test(copied_again_nothing_of_before_is_left),
		bench_test(what_the_replica_learns_the_interface_does_not),
		bench_test(rules_on_top_of_a_copy_are_a_reload),
		bench_test(without_pins_there_is_nothing_to_copy),
		bench_test(maps_of_another_build_are_not_read),
		bench_test(panic_is_copied_as_well),
	};

	/* Neither the machine's bpffs nor its pins. */
	if (geteuid() == 0 &&
	    (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/sys", NULL, MS_REC | MS_PRIVATE, NULL) < 0))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
