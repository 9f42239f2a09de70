// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "exposition.h"

#include <errno.h>
#include <stdlib.h>

#include "cleanup.h"

static int report_write(const struct report *report, enum metrics_format format, struct exposition *ret)
{
	FILE *out = open_memstream(&ret->text, &ret->size);
	bool failed;
	int r;

	if (!out)
		return -ENOMEM;
	r = render_prometheus(report, format, out);
	failed = ferror(out);
	if (fclose(out) == EOF || failed)
		return -ENOMEM;
	return r;
}

int exposition_make(const struct option_list *interfaces, enum metrics_format format, struct exposition *ret)
{
	_cleanup_(report_free) struct report report = {};
	_cleanup_(exposition_free) struct exposition exposition = {
		.whole = report_read(interfaces->text, interfaces->count, &report) == 0,
	};
	int r = report_write(&report, format, &exposition);

	if (r < 0)
		return r;
	*ret = exposition;
	exposition.text = NULL;
	return 0;
}

void exposition_free(struct exposition *exposition)
{
	free(exposition->text);
	exposition->text = NULL;
}
