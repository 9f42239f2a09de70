// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <stdlib.h>

#include "cleanup.h"
#include "rules/document.h"
#include "rules/rules.h"
#include "rules/schema.h"
#include "rules/validate.h"

static void service_free(struct service *service)
{
	free(service->description);
	free(service->tcp.list);
	free(service->udp.list);
	free(service->local_ports.list);
	free(service->protocols);
	free(service->peers.list);
	free(service->local.list);
}

void ruleset_free(struct ruleset *ruleset)
{
	if (!ruleset)
		return;
	for (size_t i = 0; i < ruleset->services_count; i++)
		service_free(&ruleset->services[i]);
	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		free(ruleset->blocklists[i].file);
		free(ruleset->blocklists[i].prefixes.list);
	}
	free(ruleset->file);
	free(ruleset->never_block.list);
	free(ruleset->services);
	free(ruleset->blocklists);
	*ruleset = (struct ruleset){};
}

/* Returns 0, -EINVAL (diagnosed) or -ENOMEM; the diagnostics own the source. */
static int rule_text_read(const char *file, struct diagnostics *d, const struct source **ret)
{
	_cleanup_close_ int fd = -1;
	struct source *source;
	const char *problem;
	int r = source_open(file, RULE_FILE_MAX, &fd, &problem);

	if (r == 0 && (source_new(file, fd, &source) < 0 || diagnostics_own(d, source) < 0))
		return -ENOMEM;
	if (r == 0)
		r = source_fill(source, fd, RULE_FILE_MAX, &problem);
	if (r < 0) {
		diagnose_file(d, file, "%s", problem);
		return r == -ENOMEM ? r : -EINVAL;
	}
	*ret = source;
	return 0;
}

static void root_read(struct reader *reader)
{
	struct place start = {reader->tree->source, 1, 1};
	const struct node *root = reader->tree->nodes;
	struct node nothing = {.kind = NODE_MAPPING};

	if (!root || node_is_null(root))
		root = &nothing;
	if (root->kind == NODE_MAPPING)
		mapping_read(reader, SCOPE_FILE, root, start, reader->ruleset);
	else if (root->kind != NODE_REFUSED)
		diagnose(reader->d, SEVERITY_ERROR, node_place(reader->tree, root),
			 "a rule file is a mapping: it begins with `version: 1`");
}

static void tree_close(struct tree *tree)
{
	tree_free(tree);
}

int ruleset_read(const char *file, struct diagnostics *d, struct ruleset *ret)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {.essentials = (1u << ESSENTIALS_COUNT) - 1};
	_cleanup_(tree_close) struct tree tree = {};
	struct reader reader = {.tree = &tree, .d = d, .ruleset = &ruleset};
	size_t errors = d->errors;
	const struct source *source;
	int r = rule_text_read(file, d, &source);

	if (r == 0)
		r = document_read(source, d, &tree);
	if (r < 0)
		return r;
	ruleset.file = strdup(source->path);
	if (!ruleset.file)
		return -ENOMEM;
	root_read(&reader);
	if (reader.no_memory)
		return -ENOMEM;
	ruleset_validate(&ruleset, d);
	if (d->errors > errors)
		return -EINVAL;
	*ret = ruleset;
	ruleset = (struct ruleset){};
	return 0;
}
