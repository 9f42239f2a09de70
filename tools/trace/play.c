// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "play.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "cleanup.h"

static bool verdict_equal(const struct verdict *a, const struct verdict *b)
{
	return a->pass == b->pass && a->reason == b->reason && a->service == b->service;
}

static int report_print(const struct play *play, const struct report *report)
{
	int r = (play->json ? report_print_json : report_print_text)(report, stdout);

	return r < 0 ? log_errno(r, "cannot write to standard output") : 0;
}

static void report_begin(const struct play *play, const struct subject *subject, struct report *ret)
{
	*ret = (struct report){
		.frame = subject->frame,
		.outbound = subject->outbound,
		.verdict = subject->verdict,
		.first = play->packets,
		.numbered = play->numbered,
		.color = play->color,
	};
	subject_explain(subject, &ret->lines);
}

static int frame_judge(const struct play *play, const struct frame *frame, bool outbound, struct subject *ret)
{
	int r = subject_judge(play->law, frame, outbound, ret);

	if (r == -EMSGSIZE)
		log_error("packet %lu cannot be judged: its headers take more than 3 KB", play->packets);
	else if (r < 0)
		log_errno(r, "packet %lu cannot be judged", play->packets);
	return r == -EINVAL ? -EIO : r;
}

/* Equal verdicts in a row are told once, but for programs. */
static int frames_play(struct play *play, const struct frame *frame, bool outbound, unsigned times)
{
	struct report report = {0};
	struct subject subject;
	int r = 0;

	for (unsigned i = 0; i < times && r == 0; i++) {
		play->packets++;
		r = frame_judge(play, frame, outbound, &subject);
		if (r < 0)
			return r;
		if (!report.times || play->json || !verdict_equal(&report.verdict, &subject.verdict)) {
			r = report.times ? report_print(play, &report) : 0;
			report_begin(play, &subject, &report);
		}
		report.times++;
	}
	return r < 0 ? r : report_print(play, &report);
}

static int scene_play(struct play *play, const struct scene *scene)
{
	_cleanup_free_ uint8_t *bytes = NULL;
	struct frame frame;
	int r;

	play->now_ns = scene->at_ns;
	replica_clock(play->law->replica, play->start_ns + scene->at_ns);
	if (!scene->times)
		return 0;
	r = packet_build(&scene->packet, &frame);
	if (r == -EMSGSIZE) {
		log_error(
			"packet %lu is longer than its headers can say: at most 65,535 bytes from an IP header on",
			play->packets + 1);
		return -EINVAL;
	}
	if (r < 0)
		return log_errno(r, "cannot make packet %lu", play->packets + 1);
	bytes = frame.bytes;
	return frames_play(play, &frame, scene->packet.outbound, scene->times);
}

static void error_show(const struct play *play, const char *line, const struct packet_error *error)
{
	log_error("packet %lu, column %u: %s", play->packets + 1, error->column, error->text);
	if (play->json)
		return;
	fputs("  ", stderr);
	text_print(line, stderr);
	fprintf(stderr, "\n  %*s\n", (int)error->column, "^");
}

static int scene_skip(struct play *play, const struct scene *scene)
{
	play->now_ns = scene->at_ns;
	play->packets += scene->times;
	return 0;
}

static int scenes_read(struct play *play, const char *line,
		       int (*use)(struct play *play, const struct scene *scene))
{
	const char *at = line;
	int r = 0;

	while (at && r == 0) {
		struct packet_error error = {};
		struct scene scene;

		r = scene_read(line, &at, play->now_ns, &scene, &error);
		if (r == -EINVAL)
			error_show(play, line, &error);
		if (r < 0)
			return r;
		r = use(play, &scene);
		packet_free(&scene.packet);
	}
	return r;
}

int line_check(struct play *play, const char *line)
{
	return scenes_read(play, line, scene_skip);
}

int line_play(struct play *play, const char *line)
{
	return scenes_read(play, line, scene_play);
}
