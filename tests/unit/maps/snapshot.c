// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Against the kernel's maps, pinned in a bpffs of the test's own (root; skipped without).
 */
#include "maps/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cmocka.h>

#include "abi/flow.h"
#include "abi/rate.h"

#include "maps/changes.h"
#include "maps/counters.h"
#include "maps/instance.h"
#include "maps/live.h"
#include "maps/rules.h"

#include "bpf/ingress.skel.h"
#include "cleanup.h"

enum { NOBODY = 65534, IFINDEX_LO = 1 };

/* The maps of the real object and their pins. */
struct bench {
	struct ingress_bpf *object;
	struct pins pins;
	char mount[64];
};

static struct rules *rules_example(uint32_t generation)
{
	struct rules *rules = calloc(1, sizeof(*rules));

	assert_non_null(rules);
	rules->header.layout = RULES_LAYOUT;
	rules->header.generation = generation;
	rules->header.services = 2;
	rules->header.applied_at_ns = 42;
	snprintf(rules->service[0].name, SERVICE_NAME_SIZE, "sip-%u", generation);
	snprintf(rules->service[1].name, SERVICE_NAME_SIZE, "tls-%u", generation);
	rules->counter[0] = 7;
	rules->counter[1] = 3;
	strcpy(rules->file, "/etc/ucgate/ucgate.yaml");
	return rules;
}

static void path_of(const struct bench *bench, const char *name, char ret[PIN_PATH_SIZE + 32])
{
	snprintf(ret, PIN_PATH_SIZE + 32, "%s/%s", bench->pins.path, name);
}

static void map_pin(const struct bench *bench, const char *name, int fd)
{
	char path[PIN_PATH_SIZE + 32];

	path_of(bench, name, path);
	assert_int_equal(bpf_obj_pin(fd, path), 0);
}

static void pin_chmod(const struct bench *bench, const char *name, mode_t mode)
{
	char path[PIN_PATH_SIZE + 32];

	path_of(bench, name, path);
	assert_int_equal(chmod(path, mode), 0);
}

/* Puts rules in force step by step, as the loader does; `steps` of the three are done. */
static void rules_commit(const struct bench *bench, uint32_t generation, int steps)
{
	_cleanup_free_ struct rules *rules = rules_example(generation);
	_cleanup_close_ int inner = rules_map_make(rules);
	char next[PIN_PATH_SIZE + 32], live[PIN_PATH_SIZE + 32];

	assert_true(inner >= 0);
	path_of(bench, PIN_RULES_NEXT, next);
	path_of(bench, PIN_RULES_LIVE, live);
	unlink(next);
	if (steps >= 1) {
		map_pin(bench, PIN_RULES_NEXT, inner);
		pin_chmod(bench, PIN_RULES_NEXT, 0644);
	}
	if (steps >= 2)
		assert_int_equal(rules_slot_set(bpf_map__fd(bench->object->maps.rules), RULES_LIVE, inner),
				 0);
	if (steps >= 3)
		assert_int_equal(rename(next, live), 0);
}

static void instance_put(const struct bench *bench, uint32_t ifindex)
{
	struct instance instance = {.layout = INSTANCE_LAYOUT, .ifindex = ifindex, .name = "gone0"};

	assert_int_equal(instance_write(bpf_map__fd(bench->object->maps.instance), &instance), 0);
}

static void service_count(const struct bench *bench, uint32_t counter, uint64_t packets)
{
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ struct service_stats *stats = calloc((size_t)cpus, sizeof(*stats));

	stats[cpus - 1].in_pass = (struct traffic){packets, packets * 100};
	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(bench->object->maps.service_stats), &counter, stats, 0), 0);
}

static void bench_mount(struct bench *bench)
{
	strcpy(bench->mount, "/tmp/ucgate-snapshot.XXXXXX");
	assert_non_null(mkdtemp(bench->mount));
	assert_int_equal(mount("bpf", bench->mount, "bpf", 0, "mode=0755"), 0);
	snprintf(bench->pins.path, sizeof(bench->pins.path), "%s/1-1", bench->mount);
	bench->pins.ifindex = IFINDEX_LO;
	assert_int_equal(mkdir(bench->pins.path, 0755), 0);
}

static int bench_setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	struct bpf_program *program;
	struct bpf_map *map;

	*state = bench;
	if (geteuid() != 0)
		return 0;
	bench_mount(bench);
	bench->object = ingress_bpf__open();
	assert_non_null(bench->object);
	bpf_object__for_each_program(program, bench->object->obj) bpf_program__set_autoload(program, false);
	assert_int_equal(ingress_bpf__load(bench->object), 0);
	bpf_object__for_each_map(map, bench->object->obj) if (!bpf_map__is_internal(map))
		map_pin(bench, bpf_map__name(map), bpf_map__fd(map));
	instance_put(bench, IFINDEX_LO);
	rules_commit(bench, 1, 3);
	return 0;
}

static int bench_teardown(void **state)
{
	struct bench *bench = *state;

	if (bench->object) {
		ingress_bpf__destroy(bench->object);
		umount2(bench->mount, MNT_DETACH);
		rmdir(bench->mount);
	}
	free(bench);
	return 0;
}

/* The test's bench, where there is one. */
#define BENCH(state)                             \
	({                                       \
		struct bench *_bench = *(state); \
		if (!_bench->object)             \
			skip();                  \
		_bench;                          \
	})

/* Runs a read as another user in a process of its own; its result comes back as exit status (-errno negated). */
static int read_as_nobody(const struct bench *bench, struct snapshot *ret)
{
	int status, channel[2];
	pid_t child;

	assert_int_equal(pipe(channel), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct snapshot snapshot = {};
		int r = setresuid(NOBODY, NOBODY, NOBODY);

		if (r == 0)
			r = snapshot_read(&bench->pins, &snapshot);
		if (r == 0 && write(channel[1], &snapshot, sizeof(snapshot)) != (ssize_t)sizeof(snapshot))
			r = -EIO;
		_exit(-r);
	}
	close(channel[1]);
	if (read(channel[0], ret, sizeof(*ret)) == (ssize_t)sizeof(*ret))
		ret->services = NULL; /* of the other process */
	close(channel[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

static void pins_permit(const struct bench *bench)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, bench->object->obj) if (!bpf_map__is_internal(map))
		pin_chmod(bench, bpf_map__name(map), 0644);
}

static void counters_are_added_up_over_the_cpus(void **state)
{
	struct bench *bench = BENCH(state);
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ struct reason_stats *stats = calloc((size_t)cpus, sizeof(*stats));
	_cleanup_(snapshot_free) struct snapshot snapshot = {};
	uint32_t reason = REASON_BOGON;

	for (int cpu = 0; cpu < cpus; cpu++)
		stats[cpu] = (struct reason_stats){.in_drop = {1, 60},
						   .in_would_drop = {2, 120},
						   .out_drop = {3, 180},
						   .out_would_drop = {4, 240}};
	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(bench->object->maps.reason_stats), &reason, stats, 0), 0);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(snapshot.reason[REASON_BOGON].in_drop.packets, cpus);
	assert_int_equal(snapshot.reason[REASON_BOGON].in_drop.bytes, 60 * cpus);
	assert_int_equal(snapshot.reason[REASON_BOGON].out_would_drop.bytes, 240 * cpus);
	assert_int_equal(snapshot.reason[REASON_ICMP].in_drop.packets, 0);
	assert_int_equal(snapshot_totals(&snapshot).in_pass.packets, 2 * cpus);
	assert_int_equal(snapshot_totals(&snapshot).in_drop.packets, cpus);
}

static void services_come_in_file_order_with_their_counters(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot snapshot = {};

	service_count(bench, 7, 70);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(snapshot.services_count, 2);
	assert_string_equal(snapshot.services[0].name, "sip-1");
	assert_int_equal(snapshot.services[0].stats.in_pass.packets, 70);
	assert_int_equal(snapshot.services[0].stats.in_pass.bytes, 7000);
	assert_string_equal(snapshot.services[1].name, "tls-1");
	assert_int_equal(snapshot.services[1].stats.in_pass.packets, 0);
	assert_true(snapshot.services[1].live);
	assert_int_equal(snapshot.rules.generation, 1);
	assert_string_equal(snapshot.file, "/etc/ucgate/ucgate.yaml");
}

static void services_of_earlier_rules_follow_by_name_when_they_counted(void **state)
{
	struct bench *bench = BENCH(state);
	int names = bpf_map__fd(bench->object->maps.counter_names);
	_cleanup_(snapshot_free) struct snapshot snapshot = {};

	counter_name_put(names, "sip-1", 7);
	counter_name_put(names, "zoom", 20);
	counter_name_put(names, "apns", 21);
	counter_name_put(names, "silent", 22);
	service_count(bench, 0, 1);
	service_count(bench, 20, 2);
	service_count(bench, 21, 3);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(snapshot.services_count, 5);
	assert_string_equal(snapshot.services[2].name, "other");
	assert_string_equal(snapshot.services[3].name, "apns");
	assert_int_equal(snapshot.services[3].stats.in_pass.packets, 3);
	assert_string_equal(snapshot.services[4].name, "zoom");
	for (int i = 2; i < 5; i++)
		assert_false(snapshot.services[i].live);
}

static void the_interface_goes_by_its_name_now(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot here = {}, gone = {};

	assert_int_equal(snapshot_read(&bench->pins, &here), 0);
	assert_string_equal(here.interface, "lo");
	assert_false(here.attached);
	bench->pins.ifindex = 0x7ffffff0;
	assert_int_equal(snapshot_read(&bench->pins, &gone), 0);
	assert_string_equal(gone.interface, "gone0");
}

static const struct snapshot_table *table_of(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->tables_count; i++)
		if (strcmp(snapshot->table[i].name, name) == 0)
			return &snapshot->table[i];
	fail_msg("no table %s", name);
	return NULL;
}

static void entries_of_a_table_are_counted(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot snapshot = {};
	struct source_key key = {.family = 4};
	struct source_rate rate = {};

	for (key.address = 0; key.address < 5000; key.address++)
		bpf_map_update_elem(bpf_map__fd(bench->object->maps.sources), &key, &rate, BPF_ANY);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(table_of(&snapshot, "limits")->used, 5000);
	assert_int_equal(table_of(&snapshot, "limits")->max, SOURCES_MAX);
	assert_false(table_of(&snapshot, "limits")->evicts);
}

static void flow_put(int fd, const void *key)
{
	struct flow flow = {.last_ns = 1};

	assert_int_equal(bpf_map_update_elem(fd, key, &flow, BPF_ANY), 0);
}

static void flow_tables_are_summed_and_tell_what_they_evicted(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot snapshot = {};
	const int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ uint64_t *inserted = calloc((size_t)cpus, sizeof(*inserted));
	uint32_t table = FLOWS_V6_OTHER;
	_cleanup_close_ int counters = bpf_map_create(BPF_MAP_TYPE_PERCPU_ARRAY, "flow_stats", sizeof(table),
						      sizeof(*inserted), FLOW_TABLES, NULL);

	assert_non_null(inserted);
	inserted[cpus - 1] = 12;
	assert_int_equal(bpf_map_update_elem(counters, &table, inserted, BPF_ANY), 0);
	map_pin(bench, "flow_stats", counters);
	flow_put(bpf_map__fd(bench->object->maps.flows_v4_tcp), &(struct flow_key_v4){.peer_port = 1});
	flow_put(bpf_map__fd(bench->object->maps.flows_v6_tcp), &(struct flow_key_v6){.peer_port = 2});
	flow_put(bpf_map__fd(bench->object->maps.flows_v6_tcp), &(struct flow_key_v6){.peer_port = 3});
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(table_of(&snapshot, "flows")->used, 3);
	assert_int_equal(table_of(&snapshot, "flows")->max, 4 * FLOWS_MAX);
	assert_true(table_of(&snapshot, "flows")->evicts);
	assert_int_equal(table_of(&snapshot, "flows")->evicted, 9);
}

static void read_permission_on_the_pins_is_all_it_takes(void **state)
{
	struct bench *bench = BENCH(state);
	struct snapshot snapshot = {};
	int r = read_as_nobody(bench, &snapshot);

	assert_true(r == -EACCES || r == -EPERM);
	pins_permit(bench);
	service_count(bench, 7, 5);
	assert_int_equal(read_as_nobody(bench, &snapshot), 0);
	assert_int_equal(snapshot.rules.generation, 1);
	assert_int_equal(snapshot.services_count, 2);
}

static void rules_in_force_are_found_at_every_step_of_a_commit(void **state)
{
	struct bench *bench = BENCH(state);
	struct snapshot snapshot = {};

	pins_permit(bench);
	rules_commit(bench, 2, 1);
	assert_int_equal(read_as_nobody(bench, &snapshot), 0);
	assert_int_equal(snapshot.rules.generation, 1);
	rules_commit(bench, 3, 2);
	assert_int_equal(read_as_nobody(bench, &snapshot), 0);
	assert_int_equal(snapshot.rules.generation, 3);
	rules_commit(bench, 4, 3);
	assert_int_equal(read_as_nobody(bench, &snapshot), 0);
	assert_int_equal(snapshot.rules.generation, 4);
}

static void other_rules_than_those_in_force_are_never_shown(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot snapshot = {};
	char next[PIN_PATH_SIZE + 32];

	pins_permit(bench);
	rules_commit(bench, 2, 2);
	path_of(bench, PIN_RULES_NEXT, next);
	assert_int_equal(unlink(next), 0);
	assert_int_equal(read_as_nobody(bench, &snapshot), -ESTALE);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(snapshot.rules.generation, 2);
}

/* Reloads until it is killed. */
static pid_t reloads_start(const struct bench *bench)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child)
		return child;
	for (uint32_t generation = 2;; generation++)
		rules_commit(bench, generation, 3);
}

static void a_snapshot_is_of_one_generation_while_rules_change(void **state)
{
	struct bench *bench = BENCH(state);
	pid_t reloads = reloads_start(bench);
	uint32_t last = 0, changes = 0;

	for (int i = 0; i < 300; i++) {
		_cleanup_(snapshot_free) struct snapshot snapshot = {};
		char sip[SERVICE_NAME_SIZE], tls[SERVICE_NAME_SIZE];

		assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
		snprintf(sip, sizeof(sip), "sip-%u", snapshot.rules.generation);
		snprintf(tls, sizeof(tls), "tls-%u", snapshot.rules.generation);
		assert_string_equal(snapshot.services[0].name, sip);
		assert_string_equal(snapshot.services[1].name, tls);
		changes += snapshot.rules.generation != last;
		last = snapshot.rules.generation;
	}
	kill(reloads, SIGKILL);
	waitpid(reloads, NULL, 0);
	assert_true(changes > 1);
}

static void without_pins_or_rules_there_is_nothing_to_read(void **state)
{
	struct bench *bench = BENCH(state);
	struct snapshot snapshot = {};
	struct pins none = bench->pins;
	uint32_t live = RULES_LIVE;

	strcat(none.path, "0");
	assert_int_equal(snapshot_read(&none, &snapshot), -ENOENT);
	assert_int_equal(bpf_map_delete_elem(bpf_map__fd(bench->object->maps.rules), &live), 0);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), -ENOENT);
	assert_null(snapshot.services);
}

static void a_map_of_another_layout_is_refused(void **state)
{
	static const char *const names[] = {"service_stats", "essential_stats", "reason_stats",
					    "counter_names", "sources",		"instance",
					    "changes"};
	struct bench *bench = BENCH(state);
	struct snapshot snapshot = {};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		_cleanup_close_ int other = bpf_map_create(BPF_MAP_TYPE_ARRAY, "other", 4, 4096, 1, NULL);
		char path[PIN_PATH_SIZE + 32], aside[PIN_PATH_SIZE + 32];

		path_of(bench, names[i], path);
		path_of(bench, "aside", aside);
		assert_int_equal(rename(path, aside), 0);
		assert_int_equal(bpf_obj_pin(other, path), 0);
		assert_int_equal(snapshot_read(&bench->pins, &snapshot), -EPROTO);
		assert_int_equal(rename(aside, path), 0);
	}
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	snapshot_free(&snapshot);
}

static void slot_put(const struct bench *bench, enum rules_slot slot, uint32_t generation, uint64_t deadline)
{
	_cleanup_free_ struct rules *rules = rules_example(generation);
	_cleanup_close_ int inner = -1;

	rules->header.deadline_ns = deadline;
	inner = rules_map_make(rules);
	assert_true(inner >= 0);
	assert_int_equal(rules_slot_set(bpf_map__fd(bench->object->maps.rules), slot, inner), 0);
}

static void rules_that_expired_are_not_those_in_force(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot before = {}, after = {};

	slot_put(bench, RULES_PREVIOUS, 4, 0);
	slot_put(bench, RULES_LIVE, 5, UINT64_MAX);
	assert_int_equal(snapshot_read(&bench->pins, &before), 0);
	assert_int_equal(before.rules.generation, 5);
	assert_true(before.trial.pending && !before.trial.expired);
	slot_put(bench, RULES_LIVE, 5, 1);
	assert_int_equal(snapshot_read(&bench->pins, &after), 0);
	assert_int_equal(after.rules.generation, 4);
	assert_string_equal(after.services[0].name, "sip-4");
	assert_true(after.trial.expired && !after.trial.pending);
	assert_int_equal(after.trial.rules.generation, 5);
}

static void reloads_are_told_by_their_results(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_(snapshot_free) struct snapshot snapshot = {};

	assert_int_equal(changes_count(bpf_map__fd(bench->object->maps.changes), RELOAD_REFUSED, 1), 0);
	assert_int_equal(snapshot_read(&bench->pins, &snapshot), 0);
	assert_int_equal(snapshot.changes.reloads[RELOAD_REFUSED], 1);
	assert_int_equal(snapshot.changes.reloads[RELOAD_SUCCESS], 0);
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_setup, bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(counters_are_added_up_over_the_cpus),
		BENCH_TEST(services_come_in_file_order_with_their_counters),
		BENCH_TEST(services_of_earlier_rules_follow_by_name_when_they_counted),
		BENCH_TEST(the_interface_goes_by_its_name_now),
		BENCH_TEST(entries_of_a_table_are_counted),
		BENCH_TEST(flow_tables_are_summed_and_tell_what_they_evicted),
		BENCH_TEST(read_permission_on_the_pins_is_all_it_takes),
		BENCH_TEST(rules_in_force_are_found_at_every_step_of_a_commit),
		BENCH_TEST(other_rules_than_those_in_force_are_never_shown),
		BENCH_TEST(a_snapshot_is_of_one_generation_while_rules_change),
		BENCH_TEST(rules_that_expired_are_not_those_in_force),
		BENCH_TEST(reloads_are_told_by_their_results),
		BENCH_TEST(without_pins_or_rules_there_is_nothing_to_read),
		BENCH_TEST(a_map_of_another_layout_is_refused),
	};

	/* Mounts of the tests are nobody else's; a chroot may have no mount at its root. */
	if (geteuid() == 0 && (unshare(CLONE_NEWNS) < 0 ||
			       (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 && errno != EINVAL)))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
