// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/ssh.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "cleanup.h"
#include "rules/address.h"
#include "rules/classify.h"

#define VARIABLE "SSH_CONNECTION"

/* Bounds of what is read of other processes. */
enum {
	PARENTS_MAX = 256,
	ENVIRONMENT_MAX = 8 << 20,
};

/* --- the value of the variable --- */

static bool address_parse(char *text, struct prefix *ret)
{
	static const uint8_t mapped[12] = {[10] = 0xff, 0xff};
	struct prefix prefix = {0};
	char *zone = strchr(text, '%');

	if (zone)
		*zone = '\0';
	if (inet_pton(AF_INET, text, prefix.address) == 1) {
		prefix.family = FAMILY_V4;
	} else if (inet_pton(AF_INET6, text, prefix.address) != 1) {
		return false;
	} else if (!memcmp(prefix.address, mapped, sizeof(mapped))) {
		/* A dual-stack listener's name for an IPv4 peer. */
		memmove(prefix.address, prefix.address + sizeof(mapped), 4);
		memset(prefix.address + 4, 0, sizeof(mapped));
		prefix.family = FAMILY_V4;
	} else {
		prefix.family = FAMILY_V6;
	}
	prefix.length = prefix.family == FAMILY_V4 ? 32 : 128;
	*ret = prefix;
	return true;
}

static bool port_parse(const char *text, uint16_t *ret)
{
	unsigned long port;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	port = strtoul(text, &end, 10);
	if (*end || port < 1 || port > 65535)
		return false;
	*ret = (uint16_t)port;
	return true;
}

bool ssh_session_parse(const char *connection, struct ssh_session *ret)
{
	char text[256], *save = NULL, *words[4];
	struct ssh_session session = {0};

	if (strlen(connection) >= sizeof(text))
		return false;
	strcpy(text, connection);
	for (size_t i = 0; i < 4; i++) {
		words[i] = strtok_r(i ? NULL : text, " ", &save);
		if (!words[i])
			return false;
	}
	if (strtok_r(NULL, " ", &save) || !address_parse(words[0], &session.peer) ||
	    !port_parse(words[1], &session.peer_port) || !address_parse(words[2], &session.local) ||
	    !port_parse(words[3], &session.local_port) || session.peer.family != session.local.family)
		return false;
	*ret = session;
	return true;
}

/* --- where the variable is found --- */

static FILE *process_open(pid_t pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	return fopen(path, "re");
}

/* The environment a process was started with. sudo strips the variable, the shell it was typed into still has it. */
static bool process_session(pid_t pid, struct ssh_session *ret)
{
	_cleanup_fclose_ FILE *file = process_open(pid, "environ");
	_cleanup_free_ char *variable = NULL;
	size_t size = 0, total = 0;
	ssize_t length;

	if (!file)
		return false;
	while (total < ENVIRONMENT_MAX && (length = getdelim(&variable, &size, '\0', file)) > 0) {
		if (!strncmp(variable, VARIABLE "=", sizeof(VARIABLE)))
			return ssh_session_parse(variable + sizeof(VARIABLE), ret);
		total += (size_t)length;
	}
	return false;
}

bool ssh_session_find(struct ssh_session *ret)
{
	const char *own = getenv(VARIABLE);
	pid_t pid = getppid();

	/* Set but empty: the caller says that there is none. */
	if (own && !*own)
		return false;
	if (own && ssh_session_parse(own, ret))
		return true;
	for (unsigned int i = 0; i < PARENTS_MAX && pid > 0; i++) {
		if (process_session(pid, ret))
			return true;
		pid = process_parent(pid);
	}
	return false;
}

/* --- the session under rules --- */

/* A session of the box with itself never crosses the interface. */
static bool session_is_internal(const struct ssh_session *ssh)
{
	static const uint8_t loopback_v6[16] = {[15] = 1};

	if (!memcmp(ssh->peer.address, ssh->local.address, sizeof(ssh->peer.address)))
		return true;
	if (ssh->peer.family == FAMILY_V4)
		return ssh->peer.address[0] == 127;
	return !memcmp(ssh->peer.address, loopback_v6, sizeof(loopback_v6));
}

bool rules_cut_ssh(const struct rules *rules, const struct ssh_session *ssh)
{
	struct inbound packet = {
		.family = ssh->peer.family,
		.protocol = IPPROTO_TCP,
		.source_port = ssh->peer_port,
		.destination_port = ssh->local_port,
	};

	if (rules->header.mode != MODE_ENFORCE || session_is_internal(ssh))
		return false;
	memcpy(packet.source, ssh->peer.address, sizeof(packet.source));
	memcpy(packet.destination, ssh->local.address, sizeof(packet.destination));
	return classify_inbound(rules, &packet) < 0;
}
