// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/blocklist_names.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/list_file.h"

/* A list begins with this; the bytes of its path follow, or without one its prefixes, as struct named_prefix. */
struct named_list {
	char name[SERVICE_NAME_SIZE];
	uint32_t path_length; /* 0: the rule file gave its prefixes */
	uint32_t prefixes;
};

/* Then 4 or 16 bytes of the address. */
struct named_prefix {
	uint8_t family, length;
};

static size_t address_size(unsigned int family)
{
	return family == FAMILY_V4 ? 4 : 16;
}

static void prefixes_write(const struct prefix_list *prefixes, FILE *out)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		const struct prefix *prefix = &prefixes->list[i];
		struct named_prefix named = {prefix->family, prefix->length};

		fwrite(&named, sizeof(named), 1, out);
		fwrite(prefix->address, address_size(prefix->family), 1, out);
	}
}

static int list_write(const struct ruleset *ruleset, const struct blocklist *list, FILE *out)
{
	_cleanup_free_ char *path = NULL;
	struct named_list named = {};

	memcpy(named.name, list->name, sizeof(named.name));
	if (list->file) {
		path = list_file_path(ruleset->file ? ruleset->file : "", slice_of(list->file));
		if (!path)
			return -ENOMEM;
		named.path_length = (uint32_t)strlen(path);
	}
	named.prefixes = (uint32_t)list->prefixes.count;
	fwrite(&named, sizeof(named), 1, out);
	if (path)
		fwrite(path, named.path_length, 1, out);
	else
		prefixes_write(&list->prefixes, out);
	return 0;
}

int blocklist_names_write(const struct ruleset *ruleset, char **ret, size_t *ret_size)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int r = 0;

	if (!out)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < ruleset->blocklists_count; i++)
		r = list_write(ruleset, &ruleset->blocklists[i], out);
	if (fclose(out) == EOF)
		r = -ENOMEM;
	if (r < 0)
		return r;
	*ret = TAKE_PTR(text);
	*ret_size = size;
	return 0;
}

static int bytes_take(struct slice *rest, void *ret, size_t size)
{
	if (rest->length < size)
		return -EBADMSG;
	memcpy(ret, rest->start, size);
	*rest = slice_from(*rest, size);
	return 0;
}

static int prefix_take(struct slice *rest, struct prefix *ret)
{
	struct named_prefix named;
	int r = bytes_take(rest, &named, sizeof(named));

	if (r < 0)
		return r;
	if ((named.family != FAMILY_V4 && named.family != FAMILY_V6) ||
	    named.length > 8 * address_size(named.family))
		return -EBADMSG;
	*ret = (struct prefix){.family = named.family, .length = named.length};
	return bytes_take(rest, ret->address, address_size(named.family));
}

static int list_take(struct slice *rest, struct blocklist *list)
{
	struct named_list named;
	struct prefix prefix;
	int r = bytes_take(rest, &named, sizeof(named));

	if (r < 0)
		return r;
	memcpy(list->name, named.name, sizeof(list->name));
	list->name[sizeof(list->name) - 1] = '\0';
	if (named.path_length > rest->length)
		return -EBADMSG;
	if (named.path_length) {
		list->file = slice_dup((struct slice){rest->start, named.path_length});
		list->file_prefixes = named.prefixes;
		*rest = slice_from(*rest, named.path_length);
		return list->file ? 0 : -ENOMEM;
	}
	for (uint32_t i = 0; r == 0 && i < named.prefixes; i++) {
		r = prefix_take(rest, &prefix);
		if (r == 0)
			r = prefix_list_add(&list->prefixes, &prefix);
	}
	return r;
}

int blocklist_names_read(const char *text, size_t size, unsigned int lists, struct ruleset *ruleset)
{
	struct slice rest = {text, size};
	struct blocklist *grown =
		reallocarray(ruleset->blocklists, ruleset->blocklists_count + lists, sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	ruleset->blocklists = grown;
	for (unsigned int i = 0; i < lists; i++) {
		struct blocklist *list = &grown[ruleset->blocklists_count++];
		int r;

		*list = (struct blocklist){};
		r = list_take(&rest, list);
		if (r < 0)
			return r;
	}
	return 0;
}
