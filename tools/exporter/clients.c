// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "clients.h"

#include <netinet/in.h>
#include <string.h>

static bool is_mapped(const struct in6_addr *address)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

	return memcmp(address, prefix, sizeof(prefix)) == 0;
}

static void origin_of(const struct sockaddr *address, uint8_t ret[16])
{
	const struct in6_addr *v6 = &((const struct sockaddr_in6 *)address)->sin6_addr;

	memset(ret, 0, 16);
	if (address->sa_family == AF_INET)
		memcpy(ret, &((const struct sockaddr_in *)address)->sin_addr, 4);
	if (address->sa_family != AF_INET6)
		return;
	/* IPv4 clients of a socket for both families: their /64 would be everybody's. */
	if (is_mapped(v6))
		memcpy(ret, v6->s6_addr + 12, 4);
	else
		memcpy(ret, v6, 8);
}

/* The longest connected of this origin (NULL: of all), when there are as many as may be. */
static struct client *client_displaced(struct clients *clients, const uint8_t *origin, size_t most)
{
	struct client *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < clients->count; i++) {
		struct client *client = &clients->list[i];

		if (client->leaving ||
		    (origin && memcmp(client->origin, origin, sizeof(client->origin)) != 0))
			continue;
		first = first ? first : client;
		count++;
	}
	return count >= most ? first : NULL;
}

int clients_add(struct clients *clients, int fd, const struct sockaddr *address)
{
	struct client *added = &clients->list[clients->count], *displaced;

	if (clients->count == CLIENTS_ROOM)
		return fd;
	*added = (struct client){.fd = fd};
	origin_of(address, added->origin);
	displaced = client_displaced(clients, added->origin, CLIENTS_OF_ORIGIN_MAX);
	if (!displaced)
		displaced = client_displaced(clients, NULL, CLIENTS_MAX);
	clients->count++;
	if (!displaced)
		return -1;
	displaced->leaving = true;
	return displaced->fd;
}

void clients_remove(struct clients *clients, int fd)
{
	for (size_t i = 0; i < clients->count; i++) {
		struct client *client = &clients->list[i];

		if (client->fd != fd)
			continue;
		clients->count--;
		memmove(client, client + 1, (clients->count - i) * sizeof(*client));
		return;
	}
}
