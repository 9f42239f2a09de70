// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "subject.h"

#include <errno.h>

#include "rules/blocklist_table.h"
#include "rules/rules.h"
#include "tools/packet/vocabulary.h"

enum { ICMP_SIZE = 8 };

int law_read(struct replica *replica, struct law *ret)
{
	struct law law = {.replica = replica, .rules = replica_rules_now(replica)};
	const struct blocklist_table *lists = replica_lists(replica);
	int r = law.rules ? rules_decompile(law.rules, &law.ruleset) : 0;

	if (r == 0 && lists->count)
		r = blocklists_decompile(&law.rules->header.blocklists, lists, &law.ruleset);
	if (r < 0) {
		law_free(&law);
		return r;
	}
	*ret = law;
	return 0;
}

void law_free(struct law *law)
{
	ruleset_free(&law->ruleset);
}

/* What it is about, in both senses. */
static void subject_look(struct subject *s)
{
	packet_view_read(&s->frame, &s->view);
	s->known = s->view.family != 0;
	if (s->known)
		s->ends = ends_of(&s->frame, &s->view, s->outbound);
	if (!s->known || !s->view.icmp || !icmp_is_error(s->view.type, s->view.family))
		return;
	s->quotes = packet_view_read_quote(&s->frame, s->view.l4 + ICMP_SIZE, &s->quoted) &&
		    s->quoted.family == s->view.family;
	if (s->quotes) /* what an inbound error quotes went out */
		s->quoted_ends = ends_of(&s->frame, &s->quoted, !s->outbound);
}

int subject_judge(const struct law *law, const struct frame *frame, bool outbound, struct subject *ret)
{
	*ret = (struct subject){
		.law = law,
		.frame = {.bytes = frame->bytes, .captured = frame->length, .length = frame->length},
		.outbound = outbound,
	};
	subject_look(ret);
	if (ret->known)
		ret->flow_known =
			flow_find(law->replica, ret->quotes ? &ret->quoted_ends : &ret->ends, &ret->flow);
	return replica_judge(law->replica, frame->bytes, frame->length, outbound, &ret->verdict);
}
