// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/ssh.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"
#include "tests/harness/ruleset.h"

#define SESSION "203.0.113.9 50000 192.0.2.10 22"

/* --- the value of SSH_CONNECTION --- */

static void a_session_has_two_ends(void **state)
{
	struct ssh_session ssh;

	(void)state;
	assert_true(ssh_session_parse(SESSION, &ssh));
	assert_memory_equal(ssh.peer.address, "\xcb\0\x71\x09", 4);
	assert_memory_equal(ssh.local.address, "\xc0\0\x02\x0a", 4);
	assert_int_equal(ssh.peer.family, 4);
	assert_int_equal(ssh.peer.length, 32);
	assert_int_equal(ssh.peer_port, 50000);
	assert_int_equal(ssh.local_port, 22);
}

static void ipv6_may_have_a_zone_id(void **state)
{
	struct ssh_session ssh;

	(void)state;
	assert_true(ssh_session_parse("fe80::1%eth0 50000 fe80::2%eth0 22", &ssh));
	assert_int_equal(ssh.peer.family, 6);
	assert_int_equal(ssh.peer.length, 128);
	assert_int_equal(ssh.peer.address[15], 1);
}

static void a_mapped_address_is_ipv4(void **state)
{
	struct ssh_session ssh;

	(void)state;
	assert_true(ssh_session_parse("::ffff:203.0.113.9 50000 ::ffff:192.0.2.10 22", &ssh));
	assert_int_equal(ssh.peer.family, 4);
	assert_memory_equal(ssh.peer.address, "\xcb\0\x71\x09\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static void anything_else_is_no_session(void **state)
{
	static const char *const texts[] = {
		"",
		"203.0.113.9",
		"203.0.113.9 50000 192.0.2.10",
		SESSION " 1",
		"203.0.113.9 0 192.0.2.10 22",
		"203.0.113.9 50000 192.0.2.10 65536",
		"203.0.113.9 50000 192.0.2.10 22x",
		"203.0.113.9 -1 192.0.2.10 22",
		"host 50000 192.0.2.10 22",
		"203.0.113.9 50000 2001:db8::1 22",
	};
	char long_text[4096];
	struct ssh_session ssh;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(ssh_session_parse(texts[i], &ssh));
	memset(long_text, '1', sizeof(long_text));
	long_text[sizeof(long_text) - 1] = '\0';
	assert_false(ssh_session_parse(long_text, &ssh));
}

/* --- where it is found: this program runs itself below other processes --- */

/* What this program says, as $SELF, when it is asked for the session below a shell command. */
static void found_below(const char *command, const char *wanted)
{
	char self[512] = "", said[64] = "";
	FILE *pipe;

	assert_true(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	assert_int_equal(setenv("SELF", self, 1), 0);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(said, sizeof(said), pipe));
	pclose(pipe);
	assert_string_equal(said, wanted);
}

#define BELOW_SSH "env SSH_CONNECTION='" SESSION "' "

static void the_own_environment_is_asked_first(void **state)
{
	(void)state;
	found_below(BELOW_SSH "\"$SELF\" find", "50000\n");
	found_below(BELOW_SSH
		    "sh -c 'SSH_CONNECTION=\"203.0.113.9 50001 192.0.2.10 22\" \"$SELF\" find; true'",
		    "50001\n");
}

static void sudo_strips_it_so_the_parents_are_asked(void **state)
{
	(void)state;
	found_below(BELOW_SSH "sh -c 'env -u SSH_CONNECTION \"$SELF\" find; true'", "50000\n");
	found_below(BELOW_SSH "sh -c 'env -i \"SELF=$SELF\" sh -c \"env -i \\\"$SELF\\\" find; true\"; true'",
		    "50000\n");
}

static void nonsense_is_passed_over(void **state)
{
	(void)state;
	found_below(BELOW_SSH "sh -c 'SSH_CONNECTION=nonsense \"$SELF\" find; true'", "50000\n");
}

static void set_but_empty_says_there_is_none(void **state)
{
	(void)state;
	found_below(BELOW_SSH "sh -c 'SSH_CONNECTION= \"$SELF\" find; true'", "none\n");
}

/* --- whether rules cut it --- */

static bool cut(struct ruleset *ruleset, const char *connection)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct diagnostics d = {0};
	struct ssh_session ssh;

	assert_true(ssh_session_parse(connection, &ssh));
	assert_int_equal(ruleset_compile(ruleset, &d, &rules), 0);
	ruleset_free(ruleset);
	return rules_cut_ssh(rules, &ssh);
}

static void begin_with(struct ruleset *ruleset, const char *tcp, enum direction direction, const char *peers)
{
	ruleset_begin(ruleset);
	ruleset_add(ruleset, "ssh", tcp, NULL, peers)->direction = direction;
}

static void a_served_port_is_not_cut(void **state)
{
	struct ruleset ruleset;

	(void)state;
	begin_with(&ruleset, "22", DIRECTION_IN, NULL);
	assert_false(cut(&ruleset, SESSION));
	begin_with(&ruleset, "20-25", DIRECTION_BOTH, "203.0.113.0/24");
	assert_false(cut(&ruleset, SESSION));
}

static void a_port_that_no_service_opens_is_cut(void **state)
{
	struct ruleset ruleset;

	(void)state;
	begin_with(&ruleset, "443", DIRECTION_BOTH, NULL);
	assert_true(cut(&ruleset, SESSION));
	begin_with(&ruleset, "22", DIRECTION_OUT, NULL);
	assert_true(cut(&ruleset, SESSION));
	begin_with(&ruleset, "22", DIRECTION_IN, "198.51.100.0/24");
	assert_true(cut(&ruleset, SESSION));
}

static void the_local_address_counts(void **state)
{
	struct ruleset ruleset;

	(void)state;
	begin_with(&ruleset, "22", DIRECTION_IN, NULL);
	prefixes_add(&ruleset.services[0].local, "192.0.2.11");
	assert_true(cut(&ruleset, SESSION));
	begin_with(&ruleset, "22", DIRECTION_IN, NULL);
	prefixes_add(&ruleset.services[0].local, "192.0.2.10");
	assert_false(cut(&ruleset, SESSION));
}

static void a_first_packet_without_state_is_no_reply(void **state)
{
	struct ruleset ruleset;

	(void)state;
	begin_with(&ruleset, "50000", DIRECTION_OUT, NULL);
	ruleset.state = STATE_NONE;
	assert_true(cut(&ruleset, SESSION));
}

static void monitor_cuts_nothing(void **state)
{
	struct ruleset ruleset;

	(void)state;
	begin_with(&ruleset, "443", DIRECTION_BOTH, NULL);
	ruleset.mode = MODE_MONITOR;
	assert_false(cut(&ruleset, SESSION));
}

static void a_session_of_the_box_with_itself_is_not_cut(void **state)
{
	static const char *const sessions[] = {
		"127.0.0.1 50000 127.0.0.1 22",
		"::1 50000 ::1 22",
		"192.0.2.10 50000 192.0.2.10 22",
	};
	struct ruleset ruleset;

	(void)state;
	for (size_t i = 0; i < sizeof(sessions) / sizeof(sessions[0]); i++) {
		begin_with(&ruleset, "443", DIRECTION_BOTH, NULL);
		assert_false(cut(&ruleset, sessions[i]));
	}
}

static int find(void)
{
	struct ssh_session ssh;

	if (ssh_session_find(&ssh))
		printf("%u\n", ssh.peer_port);
	else
		printf("none\n");
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_has_two_ends),
		cmocka_unit_test(ipv6_may_have_a_zone_id),
		cmocka_unit_test(a_mapped_address_is_ipv4),
		cmocka_unit_test(anything_else_is_no_session),
		cmocka_unit_test(the_own_environment_is_asked_first),
		cmocka_unit_test(sudo_strips_it_so_the_parents_are_asked),
		cmocka_unit_test(nonsense_is_passed_over),
		cmocka_unit_test(set_but_empty_says_there_is_none),
		cmocka_unit_test(a_served_port_is_not_cut),
		cmocka_unit_test(a_port_that_no_service_opens_is_cut),
		cmocka_unit_test(the_local_address_counts),
		cmocka_unit_test(a_first_packet_without_state_is_no_reply),
		cmocka_unit_test(monitor_cuts_nothing),
		cmocka_unit_test(a_session_of_the_box_with_itself_is_not_cut),
	};

	if (argc > 1 && !strcmp(argv[1], "find"))
		return find();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
