// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/lint.h"

#include "cleanup.h"
#include "rules/address.h"
#include "rules/overlap.h"

enum { WIDE_UDP_PORTS = 1000, DNS_PORT = 53 };

/* --- the whole file --- */

static void state_check(const struct lint *lint, struct diagnostics *d)
{
	if (lint->ruleset->state == STATE_NONE)
		diagnose(
			d, SEVERITY_WARNING, lint->ruleset->state_place,
			"`state: none` is a stateless ACL: whoever sends from a listed port gets in, asked or not, and `dynamic` ranges are open");
}

static void essentials_check(const struct lint *lint, struct diagnostics *d)
{
	static const char *const without[ESSENTIALS_COUNT] = {
		[ESSENTIAL_ARP] = "IPv4 neighbours no longer find the box",
		[ESSENTIAL_ND] = "IPv6 neighbours and routers no longer find the box",
		[ESSENTIAL_MLD] = "switches may stop sending it IPv6 multicast, neighbour discovery with it",
		[ESSENTIAL_ICMP_ERROR] = "path MTU discovery and unreachables are lost",
		[ESSENTIAL_ECHO] = "it no longer answers ping",
		[ESSENTIAL_DHCP] = "a leased address runs out",
		[ESSENTIAL_PPPOE] = "a PPPoE link goes down",
		[ESSENTIAL_EAPOL] = "802.1X ports close",
		[ESSENTIAL_LLDP] = "it no longer sees its neighbours' LLDP",
	};
	static const char *const names[ESSENTIALS_COUNT] = {
#define X(constant, number, name, sentence) [number] = (name),
		ESSENTIALS(X)
#undef X
	};

	for (unsigned int i = 0; i < ESSENTIALS_COUNT; i++) {
		if (lint->ruleset->essentials >> i & 1)
			continue;
		diagnose(d, SEVERITY_WARNING, lint->ruleset->essential_place[i],
			 "essential `%s` is switched off: %s%s", names[i], without[i],
			 i == ESSENTIAL_ICMP_ERROR && lint->ruleset->state == STATE_TRACKED
				 ? " (only with `state: none`)"
				 : "");
	}
}

static const struct port_range *port_entry(const struct port_list *ports, uint16_t port)
{
	for (size_t i = 0; i < ports->count; i++) {
		if (ports->list[i].first <= port && port <= ports->list[i].last)
			return &ports->list[i];
	}
	return NULL;
}

static void dns_check(const struct lint *lint, struct diagnostics *d)
{
	const struct port_range *tcp = NULL, *udp = NULL;

	for (size_t i = 0; i < lint->ruleset->services_count; i++) {
		const struct service *service = &lint->ruleset->services[i];

		if (service->dynamic)
			continue;
		tcp = tcp ? tcp : port_entry(&service->tcp, DNS_PORT);
		udp = udp ? udp : port_entry(&service->udp, DNS_PORT);
	}
	if (tcp && !udp)
		diagnose(
			d, SEVERITY_WARNING, tcp->place,
			"TCP/53 without UDP/53: names are asked for over UDP first, without it most lookups fail");
}

static void options_check(const struct lint *lint, struct diagnostics *d)
{
	const struct ruleset *ruleset = lint->ruleset;

	if (ruleset->fragments == FRAGMENTS_LENIENT && !lint->rules->header.peer_restricted)
		diagnose(
			d, SEVERITY_WARNING, ruleset->fragments_place,
			"`fragments: lenient` has no effect: it trusts the `peers` of services, and none has any");
	if (ruleset->outbound == OUTBOUND_ANY && ruleset->state == STATE_NONE)
		diagnose(d, SEVERITY_WARNING, ruleset->outbound_place,
			 "`outbound: any` has no effect with `state: none`: nothing is learned");
}

static void blocklists_check(const struct lint *lint, struct diagnostics *d)
{
	blocklists_overlap_check(lint->ruleset, false, d);
}

/* --- the SSH session --- */

static bool prefixes_hold(const struct prefix_list *prefixes, const struct prefix *host,
			  const struct prefix **ret)
{
	address_value address = prefix_range(host).first;

	for (size_t i = 0; i < prefixes->count; i++) {
		struct address_range range = prefix_range(&prefixes->list[i]);

		if (prefixes->list[i].family == host->family && range.first <= address &&
		    address <= range.last) {
			*ret = &prefixes->list[i];
			return true;
		}
	}
	return false;
}

/* Lists are no part of the compiled rules. */
static void ssh_blocked_check(const struct lint *lint, const char *peer, struct diagnostics *d)
{
	const struct ruleset *ruleset = lint->ruleset;
	const struct prefix *found;

	if (prefixes_hold(&ruleset->never_block, &lint->ssh->peer, &found))
		return;
	for (size_t i = 0; i < ruleset->services_count; i++) {
		if (ruleset->services[i].critical &&
		    prefixes_hold(&ruleset->services[i].peers, &lint->ssh->peer, &found))
			return;
	}
	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		if (prefixes_hold(&ruleset->blocklists[i].prefixes, &lint->ssh->peer, &found)) {
			diagnose(d, SEVERITY_WARNING, found->place,
				 "blocklist %s would cut off the SSH session from %s that runs this command",
				 ruleset->blocklists[i].name, peer);
			return;
		}
	}
}

static void ssh_check(const struct lint *lint, struct diagnostics *d)
{
	char peer[PREFIX_TEXT_SIZE], local[PREFIX_TEXT_SIZE];

	if (!lint->ssh || lint->ruleset->mode != MODE_ENFORCE)
		return;
	address_format(&lint->ssh->peer, peer);
	address_format(&lint->ssh->local, local);
	if (rules_cut_ssh(lint->rules, lint->ssh))
		diagnose(
			d, SEVERITY_WARNING, lint->ruleset->services_place,
			"the SSH session from %s to %s port %u that runs this command would be cut off: no service lets in TCP %u from there",
			peer, local, lint->ssh->local_port, lint->ssh->local_port);
	else
		ssh_blocked_check(lint, peer, d);
}

/* --- one service --- */

static void wide_udp_check(const struct lint *lint, const struct service *service, struct diagnostics *d)
{
	(void)lint;
	if (service->dynamic || !service_serves(service))
		return;
	for (size_t i = 0; i < service->udp.count; i++) {
		const struct port_range *range = &service->udp.list[i];
		unsigned int count = range->last - range->first + 1u;

		if (count > WIDE_UDP_PORTS)
			diagnose(
				d, SEVERITY_WARNING, range->place,
				"service %s opens %u UDP ports to unasked packets: `dynamic: true` opens only those in use",
				service->name, count);
	}
}

static void local_ports_check(const struct lint *lint, const struct service *service, struct diagnostics *d)
{
	(void)lint;
	if (!service->local_ports.count)
		return;
	if (service->direction == DIRECTION_IN)
		diagnose(
			d, SEVERITY_WARNING, service->local_ports_place,
			"`local_ports` has no effect with `direction: in`: it restricts sessions opened `out`");
	else if (!service->tcp.count && !service->udp.count)
		diagnose(d, SEVERITY_WARNING, service->local_ports_place,
			 "`local_ports` has no effect: `protocols` have no ports");
}

static void limit_check(const struct lint *lint, const struct service *service, struct diagnostics *d)
{
	/* A stateless rule set cannot tell replies from new packets: all of them count there. */
	if (lint->ruleset->state == STATE_NONE || (!service->per_source.packets && !service->total.packets))
		return;
	if (service->direction == DIRECTION_OUT)
		diagnose(d, SEVERITY_WARNING, service->limit_place,
			 "`limit` has no effect with `direction: out`: it is for new packets from outside");
	else if (service->dynamic)
		diagnose(d, SEVERITY_WARNING, service->limit_place,
			 "`limit` has no effect with `dynamic`: it is for new packets from outside");
}

static void timeout_check(const struct lint *lint, const struct service *service, struct diagnostics *d)
{
	if (!service->timeout_s)
		return;
	if (lint->ruleset->state == STATE_NONE)
		diagnose(d, SEVERITY_WARNING, service->timeout_place,
			 "`timeout` has no effect with `state: none`: no flow is learned");
	else if (service->direction == DIRECTION_IN)
		diagnose(d, SEVERITY_WARNING, service->timeout_place,
			 "`timeout` has no effect with `direction: in`: its ports are open without a flow");
}

static bool prefixes_have(const struct prefix_list *prefixes, uint8_t family)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		if (prefixes->list[i].family == family)
			return true;
	}
	return !prefixes->count;
}

static void families_check(const struct lint *lint, const struct service *service, struct diagnostics *d)
{
	static const uint8_t families[] = {FAMILY_V4, FAMILY_V6};

	(void)lint;
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (prefixes_have(&service->peers, families[i]) &&
		    prefixes_have(&service->local, families[i]))
			return;
	}
	diagnose(d, SEVERITY_WARNING, service->local.place,
		 "service %s matches nothing: no family has both `peers` and `local`", service->name);
}

static void repeats_check(const struct lint *lint, const struct service *service, struct diagnostics *d)
{
	(void)lint;
	service_overlap_check(service, d);
}

static void services_check(const struct lint *lint, struct diagnostics *d)
{
	static void (*const checks[])(const struct lint *lint, const struct service *service,
				      struct diagnostics *d) = {
		repeats_check, wide_udp_check, local_ports_check, limit_check, timeout_check, families_check,
	};

	for (size_t i = 0; i < lint->ruleset->services_count; i++) {
		for (size_t c = 0; c < sizeof(checks) / sizeof(checks[0]); c++)
			checks[c](lint, &lint->ruleset->services[i], d);
	}
}

void ruleset_lint(const struct ruleset *ruleset, const struct ssh_session *ssh, struct diagnostics *d)
{
	static void (*const checks[])(const struct lint *lint, struct diagnostics *d) = {
		state_check,	options_check, essentials_check, ssh_check,
		services_check, shadow_check,  dns_check,	 blocklists_check,
	};
	_cleanup_free_ struct rules *rules = NULL;
	struct diagnostics compiling = {0};
	int r = ruleset_compile(ruleset, &compiling, &rules);

	/* What exceeds a limit is an error, which the caller gets when it compiles. */
	diagnostics_free(&compiling);
	if (r < 0)
		return;
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		checks[i](&(struct lint){ruleset, rules, ssh}, d);
}
