#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate-stats --top and --suggest: who is dropped most, and a call that needs a rule: the rule that is suggested lets it
# in, and is not suggested again. Scanners, and who is banned or listed, get none.
. "$(dirname "$0")/lib.sh"

stats() { inside "$BUILD/ucgate-stats" "$@"; }

# hears NAME ARGUMENT...: ucgate-stats in the background, $WORK/NAME is what it prints; returns when it listens.
hears() {
    local name=$1
    shift
    nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate-stats" "$@" >"$WORK/$name" 2>"$WORK/$name.said" &
    LISTENER=$!
    NETWORK_PIDS+=("$LISTENER")
    settles listening
}
lease() { bpftool -j map dump pinned "$(pins)/event_control" | jq '.[0].formatted.value.drops_until_ns // 0'; }
listening() { [ "$(lease)" -gt 0 ]; }

# suggested FILTER NAME: what was printed in JSON is like that.
suggested() { jq -e "$1" "$WORK/$2"; }

# An inbound frame of the outside, or of another address.
frame() { ethernet 0800 "$(udp4 "$1" "$2" $INSIDE4 "$3")"; }

# talks ADDRESS PORT LOCAL_PORT: for three seconds 40 packets a second each way, as a call has them.
talks() {
    local out
    out=$(mac_of outside isp0)$(mac_of inside wan0)0800$(udp4 $INSIDE4 "$3" "$1" "$2")
    inside "$TRAFFIC/frames" storm wan0 3 200000 <<<"$out" >/dev/null &
    frame "$1" "$2" "$3" | outside "$TRAFFIC/frames" storm isp0 3 200000 >/dev/null
    wait $!
}
# heard: the listener has heard enough, and prints.
heard() {
    kill -INT "$LISTENER"
    wait "$LISTENER"
}

begin
rules one <<-END
	version: 1
	services:
	  - {name: sip, direction: both, udp: [5060], peers: [198.51.100.0/24]}
	  - {name: rtp, udp: [30000-30100], dynamic: true}
END
cat >"$WORK/listed.yaml" <<-END
	version: 1
	blocklists:
	  - {name: bad, prefixes: [192.0.2.0/28]}
	services:
	  - {name: sip, direction: both, udp: [5060], peers: [198.51.100.0/24]}
END
attached one

# Who is dropped most.
{
    for ((i = 0; i < 30; i++)); do frame 203.0.113.9 4000 9999; done
    for ((i = 1; i <= 10; i++)); do frame "203.0.113.$((100 + i))" 4000 $((i + 50)); done
} >"$WORK/storm"
hears top.json --top --for 5m -j
outside "$TRAFFIC/frames" send isp0 <"$WORK/storm"
sleep 0.3
heard
holds "the one who is dropped most comes first" suggested '.top | .packets == 40 and .seen == 40 and (.remotes | length) == 11 and
    (.remotes[0] | .address == "203.0.113.9" and .packets == 30 and .share == 0.75 and .reason == "not-allowed" and .protocol == "udp" and .port == 9999)' top.json
hears top --top --for 5m
xxd -r -p <<<"$(frame 203.0.113.9 4000 9999)" >"$WORK/frame"
bpftool prog run id "$(program wan0)" data_in "$WORK/frame" repeat 100000 >/dev/null
heard
holds "in a flood it stands for what was left out" grep -q '^203.0.113.9 *100k  100.0%' "$WORK/top"
holds "and the first line says what it is made from" grep -q '^100k packets dropped in [0-9]* s; from the [0-9]* of them' "$WORK/top"

# A call whose media no rule lets in.
hears call.json --suggest --for 5m -j
talks $OUTSIDE4 42400 42500
heard
holds "a call that needs a rule is suggested one" suggested '.suggestions | length == 1 and (.[0] | .kind == "media" and .name == "media" and
    .ports == ["42400-42401", "42500-42501"] and .peers == ["192.0.2.1"] and .instead == "rtp" and .reason == "not-allowed" and
    .packets_per_second.in > 10 and .packets_per_second.out > 10)' call.json
nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate-events" -j --pass >"$WORK/call.lines" 2>/dev/null &
LISTENER=$!
settles listening
talks $OUTSIDE4 42400 42500
heard
stats --suggest --from "$WORK/call.lines" >"$WORK/call"
holds "from what was listened to before as well" grep -qx '  - name: media' "$WORK/call"
nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate-events" --pass -w "$WORK/call.pcapng" 2>/dev/null &
LISTENER=$!
settles listening
talks $OUTSIDE4 42400 42500
heard
replay() { inside "$BUILD/ucgate-replay" -c "$WORK/one.yaml" --local $INSIDE4 --suggest "$@" "$WORK/call.pcapng"; }
holds "and from a capture" equal "$(replay | grep -v '^ *#')" "$(grep -v '^ *#' "$WORK/call")"
holds "in JSON too" equal "$(replay -j | jq -c '.suggestions[0] | [.name, .instead, .peers]')" '["media","rtp",["192.0.2.1"]]'
cat "$WORK/one.yaml" "$WORK/call" >"$WORK/two.yaml"
holds "behind the rules it is a rule file" exits 0 inside "$BUILD/ucgate" check -c "$WORK/two.yaml"
{ printf 'version: 1\nservices:\n' && cat "$WORK/call"; } >"$WORK/alone.yaml"
holds "and by itself" exits 0 inside "$BUILD/ucgate" check -c "$WORK/alone.yaml"

# Who is turned away gets no rule.
inside "$BUILD/ucgate" ban $OUTSIDE4 >/dev/null
holds "who is banned gets none" equal "$(stats --suggest --from "$WORK/call.lines" -j | jq -c .suggestions)" '[]'
inside "$BUILD/ucgate" unban $OUTSIDE4 >/dev/null
holds "who no longer is gets one" equal "$(stats --suggest --from "$WORK/call.lines" -j | jq -c '[.suggestions[].name]')" '["media"]'
reload listed >/dev/null 2>&1
holds "who is on a blocklist gets none" equal "$(stats --suggest --from "$WORK/call.lines" -j | jq -c .suggestions)" '[]'

# With the rule in force, nothing is missing.
holds "the rule can be put in force" reload two
hears after.json --suggest --for 5m -j
counted drop not-allowed
inside "$TRAFFIC/frames" send wan0 <<<"$(mac_of outside isp0)$(mac_of inside wan0)0800$(udp4 $INSIDE4 42500 $OUTSIDE4 42400)"
talks $OUTSIDE4 42400 42500
heard
holds "the call is let in" grows_by 0 drop not-allowed
holds "and nothing more is suggested" suggested '.suggestions == [] and .seen > 100' after.json
hears none --suggest --for 1s
wait "$LISTENER"
holds "which is said" grep -q '^# ucgate-stats --suggest: 0 rules may be missing' "$WORK/none"

# What cannot be.
says 2 'exclude each other' stats --top --suggest
holds "one list at a time" equal $? 0
says 2 'for --top and --suggest' stats --for 1s
holds "a time is for lists" equal $? 0
echo '{"n":1}' >"$WORK/lines"
says 1 'lines:1: no line of' stats --top --from "$WORK/lines"
holds "what is no event is refused" equal $? 0
hears busy --top --for 5m
tells 1 '.error.message | test("listens already")' stats --suggest --for 1s -j
holds "one listener at a time" equal $? 0
heard
