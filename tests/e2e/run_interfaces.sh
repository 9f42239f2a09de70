#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `ucgate run` keeps interfaces filtered that are renamed, deleted, made again, moved away, not there yet; each by its
# own rules. How long one was open is printed, and no verdict.
. "$(dirname "$0")/keeper.sh"

begin
rules_make
unset SSH_CONNECTION

# wan0 goes, and comes back as network_make made it.
wan_remove() { inside ip link del wan0; }
wan_make() {
    ip link add wan0 netns "$NETWORK-inside" type veth peer name isp0 netns "$NETWORK-outside" || return
    inside ethtool -K wan0 rxvlan off 2>/dev/null
    network_end inside wan0 $INSIDE4/24 $INSIDE6/64
    network_end outside isp0 $OUTSIDE4/24 $OUTSIDE6/64
}
filtered() { tells 0 '.interfaces | length == 1' ucgate status -j -i "${1:-wan0}" >/dev/null 2>&1; }
link() { inside ip link "$@"; }

answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
keeper_start -i wan0 -c "$WORK/one.yaml" --force
holds "it becomes ready" ready
[ "$BROKEN" -eq 0 ] || { cat "$WORK/run.log" && exit 1; }
holds "the interface is filtered" passes '5060 '

# Made again under traffic: a frame to a port that is closed, all the time. What nftables sees behind the filter has
# passed while it was open.
ucgate ban 198.51.100.99 >"$WORK/banned" 2>&1
frame=$(mac_of inside wan0)$(mac_of outside isp0)0800$(udp4 $OUTSIDE4 40000 $INSIDE4 9999)
for ((i = 0; i < 5; i++)); do
    wan_remove
    wan_make
    frame=$(mac_of inside wan0)${frame:12}
    outside "$TRAFFIC/frames" storm isp0 1 1000 <<<"$frame" >"$WORK/storm" 2>&1 &
    settles filtered || break
    wait $!
done
holds "an interface that is made again is filtered, $i times of 5" equal $i 5
holds "as before" passes '5060 '
holds "its bans go on" equal "$(ucgate bans -j | jq '.interfaces[0].bans | length')" 1
counted drop not-allowed
grew_above() { [ "$(counter drop not-allowed)" -gt 0 ]; }
holds "so do its counters" grew_above
holds "how long it was open is said" said 'open for [0-9]* ms'
figure "made again under traffic, each time open for ms" "$(sed -n 's/.*open for \([0-9]*\) ms.*/\1/p' "$WORK/run.log" | tr '\n' ' ')"

# Renamed.
link set wan0 down && link set wan0 name uplink0 up
holds "a renamed interface keeps its filter" settles filtered uplink0
holds "and its new rules" settles said 'is called uplink0 now'
cp "$WORK/two.yaml" "$WORK/new.yaml" && mv "$WORK/new.yaml" "$WORK/one.yaml"
holds "a changed file is put in force under the new name" settles in_force 5070 uplink0
link add wan0 type veth peer name isp1
sleep 0.3
fails "another interface of the old name is not the one that is kept" filtered wan0
link del uplink0
holds "until the first one goes" settles filtered wan0
link del wan0
rules_make

# Gone in the middle of an attach, again and again.
for ((i = 0; i < 20; i++)); do
    link add wan0 type veth peer name isp0
    sleep "0.0$((RANDOM % 60 + 10))"
    link del wan0
done
wan_make
holds "20 interfaces that vanish are survived" settles filtered
holds "the last one is filtered" settles passes '5060 '
link set wan0 mtu 1400
holds "an MTU is told of" settles said 'its MTU is 1400'
link set wan0 down
holds "a link that goes down too" settles said 'wan0 is down'
link set wan0 up

# More words of the kernel than there is room for, while nobody listens; among them those that matter.
kill -STOP "$KEEPER"
for ((i = 0; i < 8000; i++)); do echo "link set lo mtu $((20000 + i))"; done | inside ip -batch - >"$WORK/batch" 2>&1
link del wan0
wan_make
kill -CONT "$KEEPER"
holds "words that are lost are noticed" settles said 'more to say'
holds "and what they were about is looked up" settles filtered

# Moved to another network namespace and back.
link set wan0 netns "$NETWORK-outside"
holds "one that is moved away is waited for" settles said 'went to another network namespace'
holds "its filter goes with it" tells 0 '.interfaces | length == 1' outside "$BUILD/ucgate" status -j
outside ip link set wan0 netns "$NETWORK-inside"
network_end inside wan0 $INSIDE4/24 $INSIDE6/64
holds "when it is back it is kept again" settles filtered
holds "which is said" said 'is filtered already'

# Taken off by accident, and on purpose.
bpftool link detach pinned "$(pins)/link"
link set wan0 up # something that the kernel tells of
put_back() { settles filtered || { tail -n 5 "$WORK/run.log" && false; }; }
holds "a program that is taken off is put back" put_back
kill -KILL "$KEEPER"
wait "$KEEPER" 2>/dev/null
holds "when it is killed the filter stays" filtered
holds "and filters" passes '5060 '
keeper_start -i wan0 -c "$WORK/one.yaml" --force
holds "another one takes it over" ready
holds "and changes nothing" said 'attached already'
keeper_end KILL
link del wan0
keeper_start -i wan0 -c "$WORK/one.yaml" --force
holds "one that starts while the interface is away" ready
wan_make
holds "finds what it has left" settles filtered
holds "its bans for one" equal "$(ucgate bans -j | jq '.interfaces[0].bans | length')" 1
holds "detach is for the operator to decide" ucgate detach -i wan0
holds "which is respected, loudly" settles said 'somebody has detached it'
link del wan0
wan_make
holds "also when the interface is made again" settles said 'is back and stays open'
fails "it is open" filtered
holds "attached again by hand" ucgate attach -i wan0 -c "$WORK/two.yaml" --force
holds "it is kept again" settles said 'somebody has attached it again'
holds "by the rules of who did it" in_force 5070
ucgate detach -i wan0 >"$WORK/detached" 2>&1
detached_again() { [ "$(grep -c 'somebody has detached it' "$WORK/run.log")" -eq 2 ]; }
holds "detached once more" settles detached_again
kill -STOP "$KEEPER" # attached again, and made again, faster than it looks
ucgate attach -i wan0 -c "$WORK/two.yaml" --force >"$WORK/attached" 2>&1
link del wan0
wan_make
kill -CONT "$KEEPER"
holds "what was attached last is kept, though nobody saw it" settles filtered
holds "by its rules" in_force 5070
holds "it ends without an error" keeper_end TERM

# Several, each with its own rules; one is not there yet.
ucgate detach -i wan0 >"$WORK/detached" 2>&1
keeper_start --force -i wan0 -c "$WORK/one.yaml" -i wan1 -i wan2 -c "$WORK/two.yaml"
holds "two of three interfaces that are missing do not hold it up" ready
holds "it says what it waits for" heard 'wan0: filtered; wan1: not there.*; wan2: not there'
link add wan2 type veth peer name isp2
link add wan1 type veth peer name isp1
holds "the second is filtered when it comes" settles filtered wan1
holds "so is the third" settles filtered wan2
holds "the first has its own rules" in_force 5060 wan0
holds "the second those that are given behind it" in_force 5070 wan1
holds "and the third" in_force 5070 wan2
holds "all are told of" settles heard 'wan0: filtered; wan1: filtered; wan2: filtered'
holds "without -i, all that are attached are meant" says 3 'another .ucgate run. keeps it' ucgate run
link del wan1
link del wan2
holds "it ends without an error" keeper_end INT
holds "the first is still filtered" filtered
