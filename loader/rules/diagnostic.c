// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/diagnostic.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/excerpt.h"
#include "rules/source.h"

static void diagnostic_clear(struct diagnostic *diagnostic)
{
	free(diagnostic->file);
	free(diagnostic->text);
	free(diagnostic->suggestion);
	free(diagnostic->excerpt);
}

/* By file in the order of reading, then line, then column; what has no place comes first. */
static int place_compare(struct place a, struct place b)
{
	uint32_t a_number = a.source ? a.source->number : 0, b_number = b.source ? b.source->number : 0;

	if (a_number != b_number)
		return a_number < b_number ? -1 : 1;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return a.column < b.column ? -1 : a.column > b.column;
}

/* The message to give up for a better one: of the least severe ones the last. */
static size_t least_find(const struct diagnostics *d)
{
	size_t least = 0;

	for (size_t i = 1; i < d->count; i++)
		if (d->list[i].severity >= d->list[least].severity)
			least = i;
	return least;
}

/* False: the list is full of messages that matter as much. */
static bool room_make(struct diagnostics *d, enum severity severity, struct place place)
{
	size_t least;

	if (!d->list)
		d->list = calloc(DIAGNOSTICS_MAX, sizeof(*d->list));
	if (!d->list)
		return false;
	if (d->count < DIAGNOSTICS_MAX)
		return true;
	least = least_find(d);
	if (severity > d->list[least].severity)
		return false;
	if (severity == d->list[least].severity && place_compare(place, d->list[least].place) >= 0)
		return false;
	diagnostic_clear(&d->list[least]);
	memmove(&d->list[least], &d->list[least + 1], (--d->count - least) * sizeof(*d->list));
	return true;
}

/* Behind those of the same place: they come in the order of saying. */
static void diagnostic_insert(struct diagnostics *d, const struct diagnostic *diagnostic)
{
	size_t i = d->count;

	while (i > 0 && place_compare(d->list[i - 1].place, diagnostic->place) > 0)
		i--;
	memmove(&d->list[i + 1], &d->list[i], (d->count - i) * sizeof(*d->list));
	d->list[i] = *diagnostic;
	d->count++;
}

void diagnose_more(struct diagnostics *d, enum severity severity, size_t count)
{
	size_t *const counters[] = {[SEVERITY_ERROR] = &d->errors,
				    [SEVERITY_WARNING] = &d->warnings,
				    [SEVERITY_NOTE] = &d->notes};

	*counters[severity] += count;
}

static bool place_reachable(struct place from, struct place to)
{
	return from.source == to.source && from.line == to.line && from.column <= to.column;
}

/* Sets the source line of a message with a place; without memory it has none. */
static void excerpt_set(struct diagnostics *d, struct diagnostic *said)
{
	struct place from = {said->place.source, said->place.line, 1};
	size_t offset = 0;
	struct slice line;

	if (!source_line(said->place.source, said->place.line, &line))
		return;
	if (place_reachable(d->reached, said->place)) {
		from = d->reached;
		offset = d->reached_offset;
	}
	offset = characters_pass(line, offset < line.length ? offset : line.length,
				 said->place.column - from.column);
	d->reached = said->place;
	d->reached_offset = offset;
	said->excerpt = excerpt_new(line, offset, EXCERPT_COLUMNS, &said->caret);
}

__attribute__((format(printf, 5, 0))) static void diagnostic_say(struct diagnostics *d,
								 struct diagnostic said, const char *file,
								 const char *suggestion, const char *format,
								 va_list arguments)
{
	_cleanup_free_ char *text = NULL;

	diagnose_more(d, said.severity, 1);
	if (!room_make(d, said.severity, said.place))
		return;
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	said.text = text ? text_escaped(slice_of(text)) : NULL;
	said.file = file ? text_escaped(slice_of(file)) : NULL;
	said.suggestion = suggestion ? strdup(suggestion) : NULL;
	if (said.place.line)
		excerpt_set(d, &said);
	diagnostic_insert(d, &said);
}

static const char *place_file(struct place place)
{
	return place.source ? place.source->name : NULL;
}

void diagnose(struct diagnostics *d, enum severity severity, struct place place, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnostic_say(d, (struct diagnostic){.severity = severity, .place = place}, place_file(place), NULL,
		       format, arguments);
	va_end(arguments);
}

void diagnose_suggest(struct diagnostics *d, enum severity severity, struct place place,
		      const char *suggestion, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnostic_say(d, (struct diagnostic){.severity = severity, .place = place}, place_file(place),
		       suggestion, format, arguments);
	va_end(arguments);
}

void diagnose_file(struct diagnostics *d, const char *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnostic_say(d, (struct diagnostic){.severity = SEVERITY_ERROR}, file, NULL, format, arguments);
	va_end(arguments);
}

int diagnostics_own(struct diagnostics *d, struct source *source)
{
	struct source **sources = reallocarray(d->sources, d->sources_count + 1, sizeof(*sources));

	if (!sources) {
		source_free(source);
		return -ENOMEM;
	}
	d->sources = sources;
	d->sources[d->sources_count++] = source;
	source->number = (uint32_t)d->sources_count;
	return 0;
}

size_t diagnostics_more(const struct diagnostics *d)
{
	return d->errors + d->warnings + d->notes - d->count;
}

void diagnostics_free(struct diagnostics *d)
{
	for (size_t i = 0; i < d->count; i++)
		diagnostic_clear(&d->list[i]);
	for (size_t i = 0; i < d->sources_count; i++)
		source_free(d->sources[i]);
	free(d->list);
	free(d->sources);
	*d = (struct diagnostics){};
}
