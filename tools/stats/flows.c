// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "flows.h"

#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#include <jansson.h>
#include <net/if.h>

#include "maps/instance.h"
#include "maps/live.h"

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "cleanup.h"
#include "number.h"
#include "rules/address.h"
#include "rules/protocol.h"

#define NS_PER_S 1000000000ull

enum { PROTOCOL_ICMPV6 = 58, ENDPOINT_SIZE = PREFIX_TEXT_SIZE + 8 };

/* One flow in words. */
struct flow_words {
	char local[PREFIX_TEXT_SIZE], peer[PREFIX_TEXT_SIZE];
	char protocol[PROTOCOL_TEXT_SIZE];
	const char *service, *state;
	uint64_t idle_s;
};

static bool is_echo(uint8_t protocol)
{
	return protocol == IPPROTO_ICMP || protocol == PROTOCOL_ICMPV6;
}

static void address_words(struct address_v6 address, uint8_t family, char ret[PREFIX_TEXT_SIZE])
{
	struct prefix prefix = {.family = family, .length = family == 4 ? 32 : 128};

	address_write((address_value)address.high << 64 | address.low, family, prefix.address);
	address_format(&prefix, ret);
}

static void protocol_words(uint8_t protocol, char ret[PROTOCOL_TEXT_SIZE])
{
	if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP)
		strcpy(ret, protocol == IPPROTO_TCP ? "tcp" : "udp");
	else if (is_echo(protocol))
		strcpy(ret, protocol == IPPROTO_ICMP ? "icmp" : "icmpv6");
	else
		snprintf(ret, PROTOCOL_TEXT_SIZE, "%s",
			 protocol_format(protocol, (char[PROTOCOL_TEXT_SIZE]){}));
}

static const char *service_word(const struct flow_view *view, const struct flow_entry *entry)
{
	if (is_echo(entry->key.protocol))
		return "echo";
	if (!entry->flow.counter || entry->flow.counter >= SERVICE_COUNTERS_MAX)
		return "other";
	return view->names->name[entry->flow.counter];
}

static uint32_t default_timeout_s(uint8_t protocol)
{
	if (protocol == IPPROTO_TCP)
		return FLOW_TCP_S;
	return protocol == IPPROTO_UDP ? FLOW_UDP_S : FLOW_OTHER_S;
}

/* A service goes by its counter: its number may be another since a reload. */
static uint32_t timeout_s(const struct flow_view *view, const struct flow_entry *entry)
{
	if (entry->flow.state & FLOW_CLOSING)
		return FLOW_CLOSING_S;
	for (int i = 0; entry->flow.service != FLOW_OTHER && i < view->rules->header.services; i++)
		if (view->rules->counter[i] == entry->flow.counter && view->rules->service[i].timeout_s)
			return view->rules->service[i].timeout_s;
	return default_timeout_s(entry->key.protocol);
}

static const char *state_word(const struct flow_view *view, const struct flow_entry *entry, uint64_t idle_s)
{
	if (idle_s > timeout_s(view, entry))
		return "expired";
	if (entry->flow.state & FLOW_CLOSING)
		return "closing";
	return entry->flow.state & FLOW_ANSWERED ? "answered" : "unanswered";
}

static struct flow_words words_of(const struct flow_view *view, const struct flow_entry *entry)
{
	uint64_t last = entry->flow.last_ns;
	struct flow_words words = {
		.service = service_word(view, entry),
		.idle_s = view->now_ns > last ? (view->now_ns - last) / NS_PER_S : 0,
	};

	address_words(entry->key.local, entry->family, words.local);
	address_words(entry->key.peer, entry->family, words.peer);
	protocol_words(entry->key.protocol, words.protocol);
	words.state = state_word(view, entry, words.idle_s);
	return words;
}

static int flow_json(const struct flow_view *view, const struct flow_entry *entry,
		     const struct flow_words *words, FILE *out)
{
	json_t *line = json_pack("{s:o, s:s, s:s, s:i, s:s, s:i, s:s, s:I, s:s}", "interface",
				 json_text(view->interface), "protocol", words->protocol, "local",
				 words->local, "local_port", entry->key.local_port, "peer", words->peer,
				 "peer_port", entry->key.peer_port, "service", words->service, "idle_s",
				 (json_int_t)words->idle_s, "state", words->state);

	if (!line)
		return -ENOMEM;
	(void)json_print(line, out);
	json_decref(line);
	return 0;
}

/* 192.0.2.1:5060, [2001:db8::1]:5060; an echo has its identifier there. */
static void endpoint_words(const char *address, uint16_t port, char ret[ENDPOINT_SIZE])
{
	snprintf(ret, ENDPOINT_SIZE, strchr(address, ':') ? "[%s]:%u" : "%s:%u", address, port);
}

static void flow_line(const struct flow_entry *entry, const struct flow_words *words, FILE *out)
{
	char local[ENDPOINT_SIZE], peer[ENDPOINT_SIZE], idle[AGE_SIZE];

	endpoint_words(words->local, entry->key.local_port, local);
	endpoint_words(words->peer, entry->key.peer_port, peer);
	age_format(words->idle_s, idle);
	fprintf(out, "%-8s  %-24s  %-24s  %-12s  %-8s  %s\n", words->protocol, local, peer, words->service,
		idle, words->state);
}

int flows_print(const struct flow_view *view, bool json, FILE *out)
{
	int r = 0;

	if (!json) {
		text_print(view->interface, out);
		fprintf(out, ": %zu flow%s\n", view->flows->count, view->flows->count == 1 ? "" : "s");
		fprintf(out, "%-8s  %-24s  %-24s  %-12s  %-8s  %s\n", "PROTOCOL", "LOCAL", "PEER", "SERVICE",
			"IDLE", "STATE");
	}
	for (size_t i = 0; r == 0 && i < view->flows->count; i++) {
		const struct flow_entry *entry = &view->flows->list[i];
		struct flow_words words = words_of(view, entry);

		if (json)
			r = flow_json(view, entry, &words, out);
		else
			flow_line(entry, &words, out);
	}
	return r;
}

static int names_read(const struct pins *pins, struct counter_names *ret)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, "counter_names");

	return fd < 0 ? fd : counter_names_read(fd, ret);
}

static int pins_flows_print(const struct pins *pins, const char *name, bool json, FILE *out)
{
	_cleanup_(flow_list_free) struct flow_list flows = {};
	_cleanup_free_ struct rules *rules = NULL;
	struct counter_names names;
	struct flow_view view = {.flows = &flows, .names = &names};
	struct timespec now;
	uint32_t id;
	int r = rules_live_read(pins, &rules, &id);

	if (r == 0)
		r = names_read(pins, &names);
	if (r == 0)
		r = flows_read(pins, &flows);
	if (r < 0)
		return log_errno(r, "cannot read the flows of '%s'", name);
	clock_gettime(CLOCK_MONOTONIC, &now);
	view.now_ns = (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
	view.rules = rules;
	snprintf(view.interface, sizeof(view.interface), "%s", name);
	return flows_print(&view, json, out);
}

/* Whether the filter is on the interface now. 0: it is, -ENOENT: it is not, or another -errno, which is said. */
static int pins_check(const struct pins *pins, const char *name)
{
	struct instance instance;
	int r = pins_instance(pins, &instance);

	if (r == -EPERM || r == -EACCES)
		return log_errno(r, "cannot read the flows of '%s' (see PERMISSIONS in ucgate-stats(8))",
				 name);
	if (r < 0)
		return r == -ENOENT ? r : log_errno(r, "cannot read the flows of '%s'", name);
	instance.ifindex = pins->ifindex; /* it was moved here under another one, maybe */
	return instance_attached(&instance) ? 0 : -ENOENT;
}

int flows_show(const char *interface, bool json, FILE *out)
{
	_cleanup_free_ struct pins *pins = NULL;
	size_t count, shown = 0;
	int failed = -ENOENT, r = pins_here(&pins, &count);

	if (r < 0)
		return log_errno(r, "cannot read " PIN_ROOT);
	for (size_t i = 0; i < count; i++) {
		char name[IF_NAMESIZE];

		if (!if_indextoname(pins[i].ifindex, name) || (interface && strcmp(interface, name) != 0))
			continue;
		r = pins_check(&pins[i], name);
		if (r == 0 && shown++ && !json)
			fputc('\n', out);
		if (r == 0)
			r = pins_flows_print(&pins[i], name, json, out);
		if (r < 0 && r != -ENOENT)
			failed = r;
	}
	return shown && failed == -ENOENT ? 0 : failed;
}
