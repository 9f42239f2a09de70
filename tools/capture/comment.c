// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/comment.h"

#include <stdio.h>

#include "tools/metrics/words.h"

void comment_format(bool pass, enum reason reason, const char *service, char ret[COMMENT_SIZE])
{
	const char *verdict = !pass ? "drop" : reason >= REASON_DROP ? "would drop" : "pass";
	const char *name = reason_name(reason), *sentence = reason_sentence(reason);
	bool named = service && service[0];

	snprintf(ret, COMMENT_SIZE, "ucgate: %s %s%s%s%s: %s", verdict, name ? name : "-", named ? " (" : "",
		 named ? service : "", named ? ")" : "",
		 sentence ? sentence : "there are no rules to judge by");
}
