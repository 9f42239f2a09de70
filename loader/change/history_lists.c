// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/history_lists.h"

#include <errno.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "change/history.h"
#include "cleanup.h"
#include "rules/address.h"

static int file_fill(const char *path, const char *text, size_t length)
{
	_cleanup_fclose_ FILE *out = fopen(path, "we");

	if (!out)
		return -errno;
	if (fwrite(text, 1, length, out) != length || fflush(out) == EOF || fdatasync(fileno(out)) < 0)
		return -errno;
	return 0;
}

int history_file_put(const char *path, const char *text, size_t length)
{
	char fresh[HISTORY_PATH_SIZE + 128];
	int r;

	snprintf(fresh, sizeof(fresh), "%s.new", path);
	r = file_fill(fresh, text, length);
	if (r == 0 && rename(fresh, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(fresh);
	return r;
}

/* A decimal number up to 255; where it ends. */
static char *octet_put(char *at, unsigned int octet)
{
	if (octet >= 100)
		*at++ = (char)('0' + octet / 100);
	if (octet >= 10)
		*at++ = (char)('0' + octet / 10 % 10);
	*at++ = (char)('0' + octet % 10);
	return at;
}

/* There may be a million of them, and the C library takes its time. */
static char *prefix_put(char *at, const struct prefix *prefix)
{
	if (prefix->family != FAMILY_V4) {
		prefix_format(prefix, at);
		at += strlen(at);
	} else {
		for (size_t i = 0; i < 4; i++) {
			at = octet_put(at, prefix->address[i]);
			*at++ = i < 3 ? '.' : '/';
		}
		at = octet_put(at, prefix->length);
	}
	*at++ = '\n';
	return at;
}

static char *list_text(const struct prefix_list *prefixes, size_t *ret_length)
{
	char *text = malloc(prefixes->count * PREFIX_TEXT_SIZE + 1), *at = text;

	for (size_t i = 0; text && i < prefixes->count; i++)
		at = prefix_put(at, &prefixes->list[i]);
	*ret_length = (size_t)(at - text);
	return text;
}

int history_list_keep(const char *folder, const struct prefix_list *prefixes,
		      char ret_name[HISTORY_LIST_NAME_SIZE])
{
	_cleanup_free_ char *text = NULL;
	char path[HISTORY_PATH_SIZE + HISTORY_LIST_NAME_SIZE], sum[2 * SHA256_DIGEST_LENGTH + 1];
	uint8_t digest[SHA256_DIGEST_LENGTH];
	size_t length;
	SHA2_CTX hash;
	int r;

	text = list_text(prefixes, &length);
	if (!text)
		return -ENOMEM;
	SHA256Init(&hash);
	SHA256Update(&hash, (const uint8_t *)text, length);
	SHA256Final(digest, &hash);
	hex_format(digest, sizeof(digest), sum);
	snprintf(path, sizeof(path), "%s/lists/%s.txt", folder, sum);
	r = access(path, F_OK) == 0 ? 0 : history_file_put(path, text, length);
	if (r == 0)
		snprintf(ret_name, HISTORY_LIST_NAME_SIZE, "lists/%s.txt", sum);
	return r;
}
