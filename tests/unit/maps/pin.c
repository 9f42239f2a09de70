// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * In a bpffs of the test's own (root; skipped without).
 */
#include "maps/pin.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <cmocka.h>

#include "maps/instance.h"

#include "cleanup.h"

static int bench_setup(void **state)
{
	(void)state;
	return geteuid() == 0 ? mount("bpf", PIN_FS, "bpf", 0, NULL) : 0;
}

static int bench_teardown(void **state)
{
	(void)state;
	return geteuid() == 0 ? umount2(PIN_FS, MNT_DETACH) : 0;
}

static void root_needed(void)
{
	if (geteuid() != 0)
		skip();
}

static struct pins pins_made(uint32_t ifindex)
{
	struct pins pins;
	int lock;

	assert_int_equal(pins_lock(-1, &lock), 0);
	assert_int_equal(pins_of(ifindex, &pins), 0);
	assert_int_equal(pins_make(&pins), 0);
	close(lock);
	return pins;
}

static int map_made(uint32_t value_size)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "test", sizeof(uint32_t), value_size, 1, NULL);

	assert_true(fd >= 0);
	return fd;
}

static void without_a_root_there_are_no_pins(void **state)
{
	_cleanup_free_ struct pins *list = NULL;
	size_t count = 1;

	(void)state;
	root_needed();
	assert_int_equal(pins_here(&list, &count), 0);
	assert_int_equal(count, 0);
}

static void pins_are_listed_by_ifindex(void **state)
{
	_cleanup_free_ struct pins *list = NULL;
	size_t count;

	(void)state;
	root_needed();
	pins_made(10);
	pins_made(9);
	pins_made(100);
	assert_int_equal(pins_here(&list, &count), 0);
	assert_int_equal(count, 3);
	assert_int_equal(list[0].ifindex, 9);
	assert_int_equal(list[1].ifindex, 10);
	assert_int_equal(list[2].ifindex, 100);
}

static void what_others_keep_in_the_root_is_not_ours(void **state)
{
	static const char *const names[] = {PIN_ROOT "/1-7", PIN_ROOT "/spare", PIN_ROOT "/7",
					    PIN_ROOT "/1-7x"};
	_cleanup_free_ struct pins *list = NULL, *everywhere = NULL;
	size_t count, count_everywhere;

	(void)state;
	root_needed();
	pins_made(7);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(mkdir(names[i], 0755), 0);
	assert_int_equal(pins_here(&list, &count), 0);
	assert_int_equal(count, 1);
	assert_int_equal(pins_list(&everywhere, &count_everywhere), 0);
	assert_int_equal(count_everywhere, 2); /* another network namespace has the inode 1 */
}

static void a_pin_is_replaced_by_another_map(void **state)
{
	struct pins pins;
	_cleanup_close_ int first = -1, second = -1, opened = -1;
	struct bpf_map_info info = {};
	uint32_t size = sizeof(info);

	(void)state;
	root_needed();
	pins = pins_made(7);
	first = map_made(8);
	second = map_made(16);
	assert_int_equal(pin_put(&pins, "test", first), 0);
	assert_int_equal(pin_put(&pins, "test", second), 0);
	opened = pin_open_readonly(&pins, "test");
	assert_true(opened >= 0);
	assert_int_equal(bpf_obj_get_info_by_fd(opened, &info, &size), 0);
	assert_int_equal(info.value_size, 16);
	assert_int_equal(pin_open_readonly(&pins, "fresh"), -ENOENT);
}

static void a_removal_takes_every_pin(void **state)
{
	struct pins pins;
	_cleanup_close_ int map = -1;

	(void)state;
	root_needed();
	pins = pins_made(7);
	map = map_made(8);
	assert_int_equal(pin_put(&pins, "one", map), 0);
	assert_int_equal(pin_put(&pins, "two", map), 0);
	assert_int_equal(pins_remove(&pins), 0);
	assert_int_equal(access(pins.path, F_OK), -1);
	assert_int_equal(pins_remove(&pins), 0);
}

static void the_lock_is_held_by_one(void **state)
{
	int first, second = -1;

	(void)state;
	root_needed();
	assert_int_equal(pins_lock(-1, &first), 0);
	assert_int_equal(pins_lock(20, &second), -ETIMEDOUT);
	assert_int_equal(second, -1);
	close(first);
	assert_int_equal(pins_lock(0, &second), 0);
	close(second);
}

static void an_instance_of_another_layout_is_refused(void **state)
{
	struct instance instance = {.layout = INSTANCE_LAYOUT, .ifindex = 7}, read = {};
	_cleanup_close_ int map = -1, narrow = -1;
	struct pins pins;

	(void)state;
	root_needed();
	pins = pins_made(7);
	map = map_made(sizeof(instance));
	narrow = map_made(8);
	assert_int_equal(pins_instance(&pins, &read), -ENOENT);
	assert_int_equal(instance_write(map, &instance), 0);
	assert_int_equal(pin_put(&pins, "instance", map), 0);
	assert_int_equal(pins_instance(&pins, &read), 0);
	assert_int_equal(read.ifindex, 7);
	instance.layout++;
	assert_int_equal(instance_write(map, &instance), 0);
	assert_int_equal(pins_instance(&pins, &read), -EPROTO);
	assert_int_equal(pin_put(&pins, "instance", narrow), 0);
	assert_int_equal(pins_instance(&pins, &read), -EPROTO);
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_setup, bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(without_a_root_there_are_no_pins),
		BENCH_TEST(pins_are_listed_by_ifindex),
		BENCH_TEST(what_others_keep_in_the_root_is_not_ours),
		BENCH_TEST(a_pin_is_replaced_by_another_map),
		BENCH_TEST(a_removal_takes_every_pin),
		BENCH_TEST(the_lock_is_held_by_one),
		BENCH_TEST(an_instance_of_another_layout_is_refused),
	};

	/* Mounts of the tests are nobody else's. */
	if (geteuid() == 0 &&
	    (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/sys", NULL, MS_REC | MS_PRIVATE, NULL) < 0))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
