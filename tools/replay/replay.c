// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "replay.h"

#include "direction.h"

#define NS_PER_SECOND 1000000000ull

/* Replicas without a past begin an hour after their boot. */
#define START_NS (3600 * NS_PER_SECOND)

/* A capture may say any time: more than a hundred years are as long as a hundred. */
#define ELAPSED_MAX_NS (100ull * 366 * 86400 * NS_PER_SECOND)

static void clock_start(struct replay *replay, uint64_t time_ns)
{
	uint64_t now = replica_now(replay->replica);

	replay->start_ns = now ? now : START_NS;
	replay->first_ns = time_ns;
}

static void clock_advance(struct replay *replay, uint64_t time_ns)
{
	uint64_t elapsed = time_ns > replay->first_ns ? time_ns - replay->first_ns : 0;

	if (elapsed > ELAPSED_MAX_NS)
		elapsed = ELAPSED_MAX_NS;
	if (elapsed > replay->elapsed_ns)
		replay->elapsed_ns = elapsed;
}

static double seconds_since(uint64_t first_ns, uint64_t time_ns)
{
	return time_ns < first_ns ? -(double)(first_ns - time_ns) / (double)NS_PER_SECOND
				  : (double)(time_ns - first_ns) / (double)NS_PER_SECOND;
}

static int judge(const struct replay *replay, struct replica *replica, const struct replayed *replayed,
		 struct finding *ret)
{
	struct verdict verdict;
	int r;

	replica_clock(replica, replay->start_ns + replay->elapsed_ns);
	r = replica_judge(replica, replayed->frame.data, replayed->frame.length, replayed->outbound,
			  &verdict);
	if (r < 0)
		return r;
	finding_take(&verdict, ret);
	return 0;
}

int replay_next(struct replay *replay, struct replayed *ret)
{
	struct replayed next = {0};
	int r = capture_next(replay->capture, &next.frame);

	if (r <= 0)
		return r;
	replay->frames = next.frame.number;
	if (!replay->start_ns)
		clock_start(replay, next.frame.time_ns);
	clock_advance(replay, next.frame.time_ns);
	next.seconds = seconds_since(replay->first_ns, next.frame.time_ns);
	next.outbound = frame_outbound(replay->locals, next.frame.data, next.frame.length);
	r = judge(replay, replay->replica, &next, &next.finding);
	if (r == 0 && replay->other)
		r = judge(replay, replay->other, &next, &next.other);
	if (r < 0)
		return r;
	*ret = next;
	return 1;
}
