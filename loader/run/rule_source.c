// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/rule_source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/rule_file.h"
#include "cleanup.h"

/* How long files rest before they are read: some editors write twice; and who never rests is not waited for. */
#define REST_US	    ((uint64_t)200 * 1000)
#define PATIENCE_US ((uint64_t)2000 * 1000)

static void watch_changed(void *self)
{
	struct rule_source *source = self;
	uint64_t now = timer_now(), waited;

	if (!source->restless_since)
		source->restless_since = now;
	waited = now - source->restless_since;
	(void)timer_set(&source->settle, waited >= PATIENCE_US		  ? 0
					 : PATIENCE_US - waited < REST_US ? PATIENCE_US - waited
									  : REST_US);
}

static void settled(void *self)
{
	struct rule_source *source = self;

	source->changed(source->self);
}

int rule_source_open(const struct loop *loop, const char *file, const struct terms *terms,
		     void (*changed)(void *self), void *self, struct rule_source *source)
{
	*source = (struct rule_source){.loop = loop,
				       .terms = *terms,
				       .watch = {.source.fd = -1},
				       .settle = {.source.fd = -1},
				       .changed = changed,
				       .self = self};
	if (file) {
		source->file = strdup(file);
		if (!source->file)
			return -ENOMEM;
	}
	return timer_open(loop, settled, source, &source->settle);
}

void rule_source_close(struct rule_source *source)
{
	watch_close(source->loop, &source->watch);
	timer_close(source->loop, &source->settle);
	prepared_free(&source->accepted);
	free(source->file);
}

static void file_watch(struct rule_source *source, const char *file)
{
	int r = source->watch.source.fd < 0 ? 0 : watch_file(&source->watch, file);

	if (r < 0)
		log_warning("'%s': its changes may go unnoticed (%s): reload by SIGHUP", file, strerror(-r));
}

/* The administrator's own file, once it is there, comes before the shipped one. */
static void default_watch(struct rule_source *source)
{
	char found[PATH_MAX];

	file_watch(source, RULE_FILE_ETC);
	if (rule_file_default(found) == 0 && strcmp(found, RULE_FILE_ETC) != 0)
		file_watch(source, found);
}

static void watch_anew(struct rule_source *source)
{
	int r;

	watch_close(source->loop, &source->watch);
	r = watch_open(source->loop, watch_changed, source, &source->watch);
	if (r < 0)
		log_warning("changes of files will go unnoticed (%s): reload by SIGHUP", strerror(-r));
	if (source->file)
		file_watch(source, source->file);
	else
		default_watch(source);
}

/* Before the file is opened, so that no change is missed. */
static void list_visit(void *visitor, const char *path)
{
	file_watch(visitor, path);
}

enum outcome rule_source_read(struct rule_source *source, struct prepared *ret)
{
	_cleanup_(diagnostics_free) struct diagnostics d = {.visit = list_visit, .visitor = source};

	source->restless_since = 0;
	watch_anew(source);
	return rules_prepare(source->file, &source->terms, &d, ret);
}

void rule_source_accept(struct rule_source *source, struct prepared *prepared)
{
	prepared_free(&source->accepted);
	source->accepted = *prepared;
	*prepared = (struct prepared){};
}

void rule_source_again(const struct rule_source *source, uint64_t after_us)
{
	(void)timer_set(&source->settle, after_us);
}

int prepared_copy(const struct prepared *prepared, struct prepared *ret)
{
	struct rules *rules;

	if (!prepared->rules)
		return -ENODATA;
	rules = malloc(sizeof(*rules));
	if (!rules)
		return -ENOMEM;
	*rules = *prepared->rules;
	*ret = *prepared;
	ret->rules = rules;
	return 0;
}
