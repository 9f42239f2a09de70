/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Why a packet got its verdict, step by step as the contract decides, in words. The verdict is the program's: nothing here
 * decides. Which step it was follows from the reason; what that step saw is read from the frame, the rules and what was
 * remembered. Last comes what would have to be otherwise for the other verdict.
 */
#ifndef UCGATE_TRACE_EXPLAIN_H
#define UCGATE_TRACE_EXPLAIN_H

#include "lines.h"
#include "subject.h"

void subject_explain(const struct subject *subject, struct lines *ret);

/* --- the parts, for the files of this folder ------------------------------------------------------------------- */

/* What is wrong with a frame that is malformed. */
void defect_explain(const struct subject *s, struct lines *lines);

/* Steps 1 to 7 but for ICMP: one line for all that had nothing against it, one for what decided. */
void headers_explain(const struct subject *s, struct lines *lines);

/* Step 5. */
void icmp_explain(const struct subject *s, struct lines *lines);

/* Steps 8 to 10. */
void services_explain(const struct subject *s, struct lines *lines);
void flow_explain(const struct subject *s, struct lines *lines);

/* Step 11. */
void lists_explain(const struct subject *s, struct lines *lines);

/* Section 6. */
void outbound_explain(const struct subject *s, struct lines *lines);

/* What would have to be otherwise. */
void remedy_explain(const struct subject *s, struct lines *lines);

#endif
