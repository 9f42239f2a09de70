// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/metrics/words.h"

#include <string.h>

#include "base/hex.h"

#define X(constant, value, word, meaning) {REASON_##constant, word, meaning},
static const struct reason_word reasons[] = {REASONS(X){REASON_NONE, NULL, NULL}};
#undef X

const struct reason_word *drop_reasons(void)
{
	const struct reason_word *reason = reasons;

	while (reason->name && reason->number < REASON_DROP)
		reason++;
	return reason;
}

/* The row of a number, or the one without a name that ends them. */
static const struct reason_word *reason_word(unsigned int number)
{
	const struct reason_word *reason = reasons;

	while (reason->name && reason->number != number)
		reason++;
	return reason;
}

const char *reason_name(unsigned int number)
{
	return reason_word(number)->name;
}

const char *reason_sentence(unsigned int number)
{
	return reason_word(number)->sentence;
}

bool reason_find(const char *name, enum reason *ret)
{
	for (const struct reason_word *reason = reasons; reason->name; reason++)
		if (strcmp(reason->name, name) == 0) {
			*ret = reason->number;
			return true;
		}
	return false;
}

#define X(constant, value, word, meaning) [value] = word,
const char *const essential_words[ESSENTIALS_COUNT] = {ESSENTIALS(X)};
#undef X

const char *xdp_mode_word(const struct instance *instance)
{
	return instance->mode == INSTANCE_GENERIC ? "generic" : "native";
}

const char *rules_mode_word(const struct rules_header *rules)
{
	switch (rules->mode) {
	case MODE_ENFORCE:
		return "enforce";
	case MODE_MONITOR:
		return "monitor";
	default:
		return "panic";
	}
}

void hash_word(const struct rules_header *rules, char ret[HASH_WORD_SIZE])
{
	hex_format(rules->hash, sizeof(rules->hash), ret);
}
