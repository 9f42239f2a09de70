/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The maps of an interface that nobody has, pinned in a bpffs of the test's own (root; skipped without), for the tests
 * of this folder that change rules. Not each uses all of it.
 */
#ifndef UCGATE_TESTS_UNIT_APPLY_BENCH_H
#define UCGATE_TESTS_UNIT_APPLY_BENCH_H

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cmocka.h>

#include "abi/stats.h"

#include "maps/blocklists.h"
#include "maps/counters.h"
#include "maps/live.h"
#include "maps/rules.h"

#include "apply/apply.h"
#include "apply/open.h"
#include "attach/libbpf_log.h"
#include "attach/object.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"

struct bench {
	struct ingress_bpf *object;
	struct pins pins;
	struct rule_maps maps;
	int lock;
	unsigned int confirm_s; /* of the next change */
};

static inline int bench_setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	if (!bench || geteuid() != 0)
		return 0;
	*state = bench;
	libbpf_log_setup();
	if (mount("bpf", PIN_FS, "bpf", 0, NULL) < 0 || pins_of(7, &bench->pins) < 0 ||
	    pins_lock(-1, &bench->lock) < 0 || pins_make(&bench->pins) < 0 ||
	    object_make_maps(FLOWS_MAX, &bench->object) < 0 ||
	    object_pin_maps(bench->object, &bench->pins) < 0)
		return -1;
	return rule_maps_open(&bench->pins, &bench->maps);
}

static inline int bench_teardown(void **state)
{
	struct bench *bench = *state;

	if (!bench)
		return 0;
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

/* Rules with one service; what tells them apart is the hash. */
static inline void apply_from(struct bench *bench, const char *name, const char *file, struct applied *ret)
{
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));
	struct change change;

	assert_non_null(rules);
	rules->header.layout = RULES_LAYOUT;
	rules->header.services = 1;
	snprintf(rules->service[0].name, SERVICE_NAME_SIZE, "%s", name);
	memcpy(rules->header.hash, name, strlen(name));
	snprintf(rules->file, sizeof(rules->file), "%s", file);
	change = (struct change){rules, &(struct blocklist_table){0}, bench->confirm_s};
	assert_int_equal(apply_rules(&bench->pins, &bench->maps, &change, ret), 0);
}

/* The same with a blocklist, of one line that says which. */
static inline void apply_listed(struct bench *bench, const char *name, uint64_t list, struct applied *ret)
{
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));
	struct blocklist_line line = {.gate = {list}};
	struct change change;

	assert_non_null(rules);
	rules->header.layout = RULES_LAYOUT;
	rules->header.blocklists =
		(struct rules_blocklists){.lists = 1, .lines = 1, .digest = {(uint8_t)list}};
	memcpy(rules->header.hash, name, strlen(name));
	change = (struct change){rules, &(struct blocklist_table){&line, 1}, bench->confirm_s};
	assert_int_equal(apply_rules(&bench->pins, &bench->maps, &change, ret), 0);
}

static inline void apply_named(struct bench *bench, const char *name, struct applied *ret)
{
	char file[64];

	snprintf(file, sizeof(file), "/rules/%s.yaml", name);
	apply_from(bench, name, file, ret);
}

static inline struct rules *slot(struct bench *bench, enum rules_slot which)
{
	struct rules *rules;

	assert_int_equal(rules_slot_read(&bench->pins, bench->maps.rules, which, &rules), 0);
	return rules;
}

static inline void assert_slot(struct bench *bench, enum rules_slot which, const char *name,
			       unsigned int mode)
{
	_cleanup_free_ struct rules *rules = slot(bench, which);

	assert_string_equal(rules->service[0].name, name);
	assert_int_equal(rules->header.mode, mode);
}

static inline uint32_t slot_id(struct bench *bench, enum rules_slot which)
{
	uint32_t key = which, id = 0;

	(void)bpf_map_lookup_elem(bench->maps.rules, &key, &id);
	return id;
}

static inline uint32_t pin_id(struct bench *bench, const char *name)
{
	_cleanup_close_ int fd = pin_open_readonly(&bench->pins, name);

	return fd < 0 ? 0 : rules_map_id(fd);
}

static inline void assert_pins_follow(struct bench *bench)
{
	assert_int_equal(pin_id(bench, PIN_RULES_LIVE), slot_id(bench, RULES_LIVE));
	assert_int_equal(pin_id(bench, PIN_RULES_PREVIOUS), slot_id(bench, RULES_PREVIOUS));
	assert_int_equal(pin_id(bench, PIN_RULES_NEXT), 0);
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_setup, bench_teardown)

/* The list that rules in force refer to; 0: none. */
static inline uint64_t list_of(struct bench *bench, enum rules_slot which)
{
	_cleanup_free_ struct rules *rules = slot(bench, which);
	_cleanup_free_ struct blocklist_line *lines = NULL;
	size_t count;

	if (blocklist_slot_read(&bench->pins, bench->maps.blocklists, rules->header.blocklists.slot, &lines,
				&count) < 0)
		return 0;
	assert_int_equal(count, 1);
	return lines[0].gate[0];
}

static inline unsigned int lists_held(struct bench *bench)
{
	unsigned int held = 0;

	for (unsigned int i = 0; i < BLOCKLIST_SLOTS; i++)
		held += blocklist_slot_used(bench->maps.blocklists, i);
	return held;
}

/* Mounts of the tests are nobody else's. */
static inline bool bench_private(void)
{
	return geteuid() != 0 ||
	       (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/sys", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
}

#endif
