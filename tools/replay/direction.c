// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "direction.h"

#include <errno.h>
#include <stdlib.h>

#include "base/log.h"
#include "rules/address.h"
#include "rules/prefix.h"
#include "tools/packet/view.h"

enum { TAGS_LOOKED_BEHIND = 2 };

void locals_free(struct prefix_list *locals)
{
	free(locals->list);
	*locals = (struct prefix_list){0};
}

static int local_add(const char *word, struct prefix_list *locals)
{
	struct complaint why = {0};
	struct prefix prefix;

	if (prefix_parse(slice_of(word), &prefix, &why) < 0) {
		log_error("--local: %s", why.text);
		return -EINVAL;
	}
	return prefix_list_add(locals, &prefix);
}

int locals_parse(const struct option_list *words, struct prefix_list *ret)
{
	struct prefix_list locals = {0};

	for (size_t i = 0; i < words->count; i++) {
		int r = local_add(words->text[i], &locals);

		if (r < 0) {
			locals_free(&locals);
			return r;
		}
	}
	*ret = locals;
	return 0;
}

static bool prefix_holds(const struct prefix *prefix, const struct packet_view *view)
{
	struct address_range range = prefix_range(prefix);
	address_value source;

	if (prefix->family != view->family)
		return false;
	source = address_read(view->source, (unsigned int)view->family);
	return range.first <= source && source <= range.last;
}

bool frame_outbound(const struct prefix_list *locals, const uint8_t *frame, size_t length)
{
	const struct packet_bytes bytes = {frame, length, length};
	struct packet_view view;

	if (!locals->count)
		return false;
	packet_view_read(&bytes, &view);
	if (!view.family || view.tags_count > TAGS_LOOKED_BEHIND)
		return false;
	for (size_t i = 0; i < locals->count; i++)
		if (prefix_holds(&locals->list[i], &view))
			return true;
	return false;
}
