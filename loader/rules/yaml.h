/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The strict subset of YAML 1.1, by libyaml's events: what an alias, an anchor, a tag or a second document would do is
 * never done, only diagnosed.
 */
#ifndef UCGATE_RULES_YAML_H
#define UCGATE_RULES_YAML_H

#include "rules/source.h"
#include "rules/tree.h"

/*
 * Builds the tree of a text without control characters but tabs and line ends. Returns 0, -EINVAL when it cannot be
 * read to its end (diagnosed), or -ENOMEM.
 */
int yaml_build(const struct source *source, struct builder *builder);

/* An IPv6 address or prefix such as `::1`, which YAML takes apart at its colons when it is not quoted. */
bool yaml_tears_address(struct slice text);

#endif
