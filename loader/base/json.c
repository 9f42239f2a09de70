// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/json.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"

/* json_stringn() checks for us: what it refuses byte by byte becomes `?`. */
json_t *json_text(const char *text)
{
	json_t *value = json_string(text);
	_cleanup_free_ char *copy = NULL;

	if (value)
		return value;
	copy = strdup(text);
	if (!copy)
		return NULL;
	for (char *c = copy; *c; c++)
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	return json_string(copy);
}

json_t *json_error_document(const char *message, int code)
{
	return json_pack("{s:{s:o,s:i}}", "error", "message", json_text(message), "code", code);
}

int json_print(const json_t *document, FILE *out)
{
	if (!document || json_dumpf(document, out, JSON_COMPACT | JSON_ENSURE_ASCII) < 0)
		return -EIO;
	if (fputc('\n', out) == EOF || fflush(out) == EOF)
		return -EIO;
	return 0;
}

bool json_asked(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "-j") == 0 || strcmp(argv[i], "--json") == 0)
			return true;
	return false;
}
