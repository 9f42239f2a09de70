// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/diagnostic.h"

struct paint {
	const char *bold, *level[SEVERITY_NOTE + 1], *caret, *off;
};

static const struct paint plain = {"", {"", "", ""}, "", ""};
static const struct paint colored = {
	"\033[1m", {"\033[1;31m", "\033[1;35m", "\033[1;36m"}, "\033[1;32m", "\033[0m"};

static const char *const levels[] = {
	[SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_NOTE] = "note"};

static void diagnostic_print(const struct diagnostic *said, FILE *out, const struct paint *paint)
{
	fprintf(out, "%s%s:", paint->bold, said->file ? said->file : "ucgate");
	if (said->place.line)
		fprintf(out, "%u:%u:", said->place.line, said->place.column);
	fprintf(out, "%s %s%s:%s %s\n", paint->off, paint->level[said->severity], levels[said->severity],
		paint->off, said->text ? said->text : "out of memory");
	if (said->excerpt)
		fprintf(out, "%s\n%*s%s^%s\n", said->excerpt, (int)said->caret, "", paint->caret, paint->off);
}

void diagnostics_print(const struct diagnostics *d, FILE *out, bool color)
{
	for (size_t i = 0; i < d->count; i++)
		diagnostic_print(&d->list[i], out, color ? &colored : &plain);
	if (diagnostics_more(d))
		fprintf(out, "and %zu more\n", diagnostics_more(d));
}
