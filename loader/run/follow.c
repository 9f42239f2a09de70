// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/follow.h"

#include <string.h>

#include <net/if.h>

#include "attach/preflight.h"
#include "base/log.h"

#define ELSEWHERE "went to another network namespace, with its filter on"

static void lose(struct follow *follow, const char *how)
{
	log_note("%s %s; waiting for '%s'", follow->interface.name, how, follow->name);
	follow->lost = follow->interface.ifindex;
	follow->interface = (struct interface){};
}

static void differences_tell(const struct interface *before, const struct interface *now)
{
	if (strcmp(before->name, now->name) != 0)
		log_note("%s is called %s now, and is followed until it goes", before->name, now->name);
	if (before->mtu != now->mtu) {
		log_note("%s: its MTU is %u now, was %u", now->name, now->mtu, before->mtu);
		preflight_mtu(now, XDP_CHOICE_AUTO);
	}
	if (before->up != now->up)
		log_note("%s is %s", now->name, now->up ? "up" : "down");
}

bool follow_there(const struct follow *follow)
{
	char name[IF_NAMESIZE];

	return follow->interface.ifindex && if_indextoname(follow->interface.ifindex, name);
}

static bool find_again(const struct follow *follow, struct interface *ret)
{
	char name[IF_NAMESIZE];

	return if_indextoname(follow->interface.ifindex, name) && interface_find(name, ret) == 0 &&
	       ret->ifindex == follow->interface.ifindex;
}

enum followed follow_look(struct follow *follow)
{
	struct interface now;

	if (follow->interface.ifindex) {
		if (find_again(follow, &now)) {
			differences_tell(&follow->interface, &now);
			follow->interface = now;
			return FOLLOWED_SAME;
		}
		lose(follow, "is gone");
	}
	if (interface_find(follow->name, &now) < 0)
		return FOLLOWED_NONE;
	follow->interface = now;
	return FOLLOWED_ANOTHER;
}

bool follow_tell(struct follow *follow, const struct link_news *news)
{
	if (follow->interface.ifindex && follow->interface.ifindex != news->ifindex)
		return false;
	if (follow->interface.ifindex && news->gone)
		lose(follow, news->elsewhere ? ELSEWHERE : "is gone");
	else if (news->gone && news->elsewhere && news->ifindex == follow->lost)
		log_note("%s " ELSEWHERE, news->name);
	return true;
}
