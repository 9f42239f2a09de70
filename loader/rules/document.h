/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A rule file's text as a tree. Text that is JSON by RFC 8259 is read as JSON, anything else as the strict subset of
 * YAML: one document, no anchors, aliases, tags, merge keys, directives.
 */
#ifndef UCGATE_RULES_DOCUMENT_H
#define UCGATE_RULES_DOCUMENT_H

#include "rules/source.h"
#include "rules/tree.h"

/*
 * Fills *ret, which the caller frees by tree_free() and which points into the source; count 0 for a file that says
 * nothing. What the subset forbids is diagnosed and takes its place as NODE_REFUSED.
 * Returns 0, -EINVAL when the text cannot be read to its end (diagnosed: nothing more can be said), or -ENOMEM.
 */
int document_read(const struct source *source, struct diagnostics *d, struct tree *ret);

#endif
