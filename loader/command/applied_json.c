// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/applied_json.h"

#include "base/hex.h"
#include "base/text.h"

json_t *applied_json(const struct applied *applied)
{
	char hash[2 * sizeof(applied->hash) + 1];

	json_t *document;

	hex_format(applied->hash, sizeof(applied->hash), hash);
	document = json_pack("{s:b,s:I,s:s}", "changed", applied->changed, "generation",
			     (json_int_t)applied->generation, "hash", hash);
	if (applied->pending_s)
		json_object_set_new(document, "pending_confirm_s", json_integer(applied->pending_s));
	return document;
}

void applied_print(const char *interface, const struct applied *applied, const char *text)
{
	enum { SHOWN = 6 }; /* enough to tell rule files apart; status shows all */

	char hash[2 * SHOWN + 1];

	hex_format(applied->hash, SHOWN, hash);
	text_print(interface, stdout);
	printf(": generation %u, hash %s: %s", applied->generation, hash, text);
	if (applied->pending_s)
		printf("; falls back in %u s unless 'ucgate confirm' is given", applied->pending_s);
	putchar('\n');
}
