// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/service.h"

#include <errno.h>
#include <stdlib.h>

#include "rules/list_file.h"
#include "rules/value.h"

enum { BLOCKLISTS_MAX = 1024 };

int essentials_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	(void)row;
	mapping_read(reader, SCOPE_ESSENTIALS, value, node_place(reader->tree, value), field);
	return 0;
}

int limit_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	(void)row;
	mapping_read(reader, SCOPE_LIMIT, value, node_place(reader->tree, value), field);
	return 0;
}

static bool name_reserved(const char *name)
{
	static const char *const reserved[] = {"other",
#define X(constant, number, word, sentence) word,
					       ESSENTIALS(X)
#undef X
	};

	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strcmp(name, reserved[i]) == 0)
			return true;
	return false;
}

static void service_name_check(struct reader *reader, const struct service *service)
{
	const struct service *other = reader->ruleset->services;

	if (!service->name[0])
		return;
	if (name_reserved(service->name))
		diagnose(reader->d, SEVERITY_ERROR, service->name_place, "the name `%s` is reserved: %s",
			 service->name,
			 strcmp(service->name, "other") == 0 ? "it counts what `outbound: any` lets out"
							     : "it is the name of an essential");
	while (other < service && strcmp(other->name, service->name) != 0)
		other++;
	if (other < service)
		diagnose(reader->d, SEVERITY_ERROR, service->name_place,
			 "the name `%s` is taken: by the service in line %u", service->name,
			 other->place.line);
}

/* Zeroed room for one more; NULL without memory. */
static struct service *service_add(struct ruleset *ruleset)
{
	struct service *services =
		reallocarray(ruleset->services, ruleset->services_count + 1, sizeof(*services));

	if (!services)
		return NULL;
	ruleset->services = services;
	services[ruleset->services_count] = (struct service){};
	return &services[ruleset->services_count++];
}

int service_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct place place = node_place(reader->tree, node_first(value));
	struct ruleset *ruleset = field;
	struct service *service;

	(void)row;
	if (ruleset->services_count == SERVICES_MAX) {
		diagnose(reader->d, SEVERITY_ERROR, place,
			 "more than %d services: that is the limit of a rule file", SERVICES_MAX);
		return -E2BIG;
	}
	service = service_add(ruleset);
	if (!service)
		return -ENOMEM;
	service->place = place;
	mapping_read(reader, SCOPE_SERVICE, value, place, service);
	service_name_check(reader, service);
	if (!node_key(value, "tcp") && !node_key(value, "udp") && !node_key(value, "protocols"))
		diagnose(
			reader->d, SEVERITY_ERROR, place,
			"a service without ports or protocols: write `tcp: [443]`, `udp: [5060]` or `protocols: [esp]`");
	return 0;
}

int peers_file_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct place place = node_place(reader->tree, value);
	struct service *service = field;
	bool empty;
	char *path = NULL;
	int r = path_read(reader, row, value, &path);

	if (r < 0 || !path)
		return r;
	r = list_file_read(reader, slice_of(path), place, USE_PEERS, &service->peers, &empty);
	if (r == 0 && empty)
		diagnose(reader->d, SEVERITY_ERROR, place,
			 "the list file `%.300s` has no prefix: that never means any peer", path);
	free(path);
	return r;
}

int blocklist_file_read(struct reader *reader, const struct key_row *row, const struct node *value,
			void *field)
{
	struct place place = node_place(reader->tree, value);
	struct blocklist *list = field;
	bool empty;
	int r = path_read(reader, row, value, &list->file);

	if (r < 0 || !list->file)
		return r;
	r = list_file_read(reader, slice_of(list->file), place, USE_BLOCKLIST, &list->prefixes, &empty);
	if (r == 0 && empty)
		diagnose(reader->d, SEVERITY_WARNING, place, "the list file `%.300s` has no prefix",
			 list->file);
	return r;
}

static struct blocklist *blocklist_add(struct ruleset *ruleset)
{
	struct blocklist *lists =
		reallocarray(ruleset->blocklists, ruleset->blocklists_count + 1, sizeof(*lists));

	if (!lists)
		return NULL;
	ruleset->blocklists = lists;
	lists[ruleset->blocklists_count] = (struct blocklist){};
	return &lists[ruleset->blocklists_count++];
}

static void blocklist_check(struct reader *reader, const struct blocklist *list, const struct node *mapping)
{
	const struct blocklist *other = reader->ruleset->blocklists;
	const struct node *file = node_key(mapping, "file"), *prefixes = node_key(mapping, "prefixes");

	if (file && prefixes)
		diagnose(reader->d, SEVERITY_ERROR,
			 node_place(reader->tree, file < prefixes ? prefixes : file),
			 "a blocklist with both `file` and `prefixes`: make it two");
	if (!file && !prefixes)
		diagnose(
			reader->d, SEVERITY_ERROR, list->place,
			"a blocklist without prefixes: write `file: block.txt` or `prefixes: [192.0.2.0/24]`");
	if (!list->name[0])
		return;
	while (other < list && strcmp(other->name, list->name) != 0)
		other++;
	if (other < list)
		diagnose(reader->d, SEVERITY_ERROR, list->name_place,
			 "the name `%s` is taken: by the blocklist in line %u", list->name,
			 other->place.line);
}

int blocklist_read(struct reader *reader, const struct key_row *row, const struct node *value, void *field)
{
	struct place place = node_place(reader->tree, node_first(value));
	struct ruleset *ruleset = field;
	struct blocklist *list;

	(void)row;
	if (ruleset->blocklists_count == BLOCKLISTS_MAX) {
		diagnose(reader->d, SEVERITY_ERROR, place,
			 "more than %d blocklists: that is the limit of a rule file", BLOCKLISTS_MAX);
		return -E2BIG;
	}
	list = blocklist_add(ruleset);
	if (!list)
		return -ENOMEM;
	list->place = place;
	mapping_read(reader, SCOPE_BLOCKLIST, value, place, list);
	blocklist_check(reader, list, value);
	return 0;
}
