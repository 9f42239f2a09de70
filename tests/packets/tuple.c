// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/tuple.h"

bool has_ports(uint8_t protocol)
{
	return protocol == TCP || protocol == UDP;
}

bool ports_hold(const struct port_list *ports, uint16_t port)
{
	for (size_t i = 0; i < ports->count; i++) {
		if (port != 0 && port >= ports->list[i].first && port <= ports->list[i].last)
			return true;
	}
	return false;
}

static const struct port_list *service_ports(const struct service *service, uint8_t protocol)
{
	return protocol == TCP ? &service->tcp : &service->udp;
}

static bool service_lists_port(const struct service *service, uint8_t protocol, uint16_t port)
{
	return ports_hold(service_ports(service, protocol), port);
}

bool service_lists_protocol(const struct service *service, const struct tuple *t)
{
	for (size_t i = 0; i < service->protocols_count; i++) {
		if (service->protocols[i].number == t->protocol)
			return true;
	}
	return false;
}

static bool prefix_holds(const struct prefix *prefix, int family, const uint8_t *address)
{
	if (prefix->family != family)
		return false;
	for (unsigned bit = 0; bit < prefix->length; bit++) {
		if ((prefix->address[bit / 8] ^ address[bit / 8]) & 0x80 >> bit % 8)
			return false;
	}
	return true;
}

bool prefixes_hold(const struct prefix_list *prefixes, int family, const uint8_t *address)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		if (prefix_holds(&prefixes->list[i], family, address))
			return true;
	}
	return false;
}

static bool prefixes_allow(const struct prefix_list *prefixes, int family, const uint8_t *address)
{
	return prefixes->count == 0 || prefixes_hold(prefixes, family, address);
}

static bool service_takes_addresses(const struct service *service, const struct tuple *t)
{
	return prefixes_allow(&service->peers, t->family, t->peer) &&
	       prefixes_allow(&service->local, t->family, t->local);
}

int service_first(const struct ruleset *rules, const struct tuple *t, service_test test, bool addresses)
{
	for (size_t i = 0; i < rules->services_count; i++) {
		const struct service *service = &rules->services[i];

		if (test(service, t) && (!addresses || service_takes_addresses(service, t)))
			return (int)i;
	}
	return -1;
}

bool service_admits(const struct service *service, const struct tuple *t)
{
	if (service->direction == DIRECTION_OUT || service->dynamic)
		return false;
	return has_ports(t->protocol) ? service_lists_port(service, t->protocol, t->local_port)
				      : service_lists_protocol(service, t);
}

/* `local_ports`: any without the key, but port 0 matches nothing */
static bool local_ports_hold(const struct service *service, uint16_t port)
{
	return service->local_ports.count == 0 ? port != 0 : ports_hold(&service->local_ports, port);
}

bool service_lists_stateless(const struct service *service, const struct tuple *t)
{
	if (!has_ports(t->protocol))
		return service_lists_protocol(service, t);
	if (service->direction != DIRECTION_OUT && service_lists_port(service, t->protocol, t->local_port))
		return true;
	if (service->direction == DIRECTION_IN || !service_lists_port(service, t->protocol, t->peer_port))
		return false;
	if (t->protocol == TCP && !(t->flags & (ACK | RST)))
		return false;
	return local_ports_hold(service, t->local_port);
}

bool service_opens(const struct service *service, const struct tuple *t)
{
	if (service->direction == DIRECTION_IN)
		return false;
	if (!has_ports(t->protocol))
		return service_lists_protocol(service, t);
	if (!service_lists_port(service, t->protocol, t->peer_port))
		return false;
	if (service->dynamic && service->local_ports.count == 0)
		return service_lists_port(service, t->protocol, t->local_port);
	return local_ports_hold(service, t->local_port);
}

bool service_sends_stateless(const struct service *service, const struct tuple *t)
{
	if (!has_ports(t->protocol))
		return service_lists_protocol(service, t);
	if (service_admits(service, t))
		return true;
	return service->direction != DIRECTION_IN && service_lists_port(service, t->protocol, t->peer_port);
}

bool service_answers(const struct service *service, const struct tuple *t)
{
	return service->direction != DIRECTION_IN && !service->dynamic && has_ports(t->protocol) &&
	       service_lists_port(service, t->protocol, t->peer_port) &&
	       prefixes_allow(&service->peers, t->family, t->peer);
}

bool is_never_blocked(const struct ruleset *rules, int family, const uint8_t *address)
{
	for (size_t i = 0; i < rules->services_count; i++) {
		const struct service *service = &rules->services[i];

		if (service->critical && prefixes_hold(&service->peers, family, address))
			return true;
	}
	return prefixes_hold(&rules->never_block, family, address);
}

struct tuple tuple_inbound(const struct facts *f)
{
	struct tuple t = {
		.family = f->family,
		.protocol = f->protocol,
		.peer = f->source,
		.local = f->destination,
	};

	if (has_ports(f->protocol)) {
		t.peer_port = u16_at(f->frame, f->l4);
		t.local_port = u16_at(f->frame, f->l4 + 2);
	}
	if (f->protocol == TCP)
		t.flags = f->frame[f->l4 + 13];
	return t;
}

struct tuple tuple_outbound(const struct facts *f)
{
	struct tuple t = tuple_inbound(f), turned = t;

	turned.peer = t.local;
	turned.local = t.peer;
	turned.peer_port = t.local_port;
	turned.local_port = t.peer_port;
	return turned;
}
