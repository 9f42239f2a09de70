// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/diagnostics_json.h"

#include "base/json.h"

static json_t *diagnostic_json(const struct diagnostic *diagnostic)
{
	bool placed = diagnostic->place.line != 0;

	return json_pack("{s:o,s:o,s:o,s:o,s:o}", "file",
			 diagnostic->file ? json_text(diagnostic->file) : json_null(), "line",
			 placed ? json_integer(diagnostic->place.line) : json_null(), "column",
			 placed ? json_integer(diagnostic->place.column) : json_null(), "message",
			 json_text(diagnostic->text ? diagnostic->text : "out of memory"), "suggestion",
			 diagnostic->suggestion ? json_text(diagnostic->suggestion) : json_null());
}

json_t *diagnostics_json(const struct diagnostics *d, enum severity severity)
{
	json_t *array = json_array();

	for (size_t i = 0; i < d->count; i++)
		if (d->list[i].severity == severity)
			json_array_append_new(array, diagnostic_json(&d->list[i]));
	return array;
}
