#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate-events: a dropped packet is seen as it was, a flood costs a bounded number of events and is counted in full, and
# nobody who listens, or was killed, costs anything.
. "$(dirname "$0")/lib.sh"

events() { inside "$BUILD/ucgate-events" "$@"; }

# listens NAME ARGUMENT...: ucgate-events in the background, $WORK/NAME is what it prints; returns when it listens.
listens() {
    local name=$1
    shift
    nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate-events" "$@" >"$WORK/$name" 2>"$WORK/$name.said" &
    LISTENER=$!
    NETWORK_PIDS+=("$LISTENER")
    settles listening
}
# ends: the listener is asked to end, and its exit status.
ends() {
    kill -INT "$LISTENER" 2>/dev/null
    wait "$LISTENER"
}

# What the program has in a map of one element a reason: how many were told in the window, and when it began.
windows() { bpftool -j map dump pinned "$(pins)/event_windows" | jq -c '[.[].formatted.values[].value | [.start_ns, .told, .suppressed]]'; }
lease() { bpftool -j map dump pinned "$(pins)/event_control" | jq '.[0].formatted.value.drops_until_ns // 0'; }
listening() { [ "$(lease)" -gt 0 ]; }
heard() { [ "$(grep -c "$2" "$WORK/$1")" -ge "${3:-1}" ]; }
# summed FILTER: what the last line of JSON has to tell.
summed() { jq -se ".[-1].summary | $1" "$WORK/$2"; }

# send FRAME [N]: a frame in digits, so many times.
send() {
    local i
    for ((i = 0; i < ${2:-1}; i++)); do
        echo "$1"
    done | outside "$TRAFFIC/frames" send isp0
}
# floods FRAME N: a frame as often as that through the program on the interface, by the kernel's test run.
floods() {
    xxd -r -p <<<"$1" >"$WORK/frame"
    bpftool prog run id "$(program wan0)" data_in "$WORK/frame" repeat "$2"
}
drops() { inside "$BUILD/ucgate-stats" -j | jq '[.interfaces[0].drops[].packets] | add'; }

begin
rules one <<-END
	version: 1
	outbound: enforce
	services:
	  - {name: sip, direction: in, udp: [5060], peers: [198.51.100.0/24]}
	  - {name: tls, direction: in, tcp: [443], udp: [443]}
END
sed 's/^version: 1/&\nmode: monitor/' "$WORK/one.yaml" >"$WORK/monitor.yaml"
holds "with nothing attached the status is 4" exits 4 events --for 1s
attached one
nothing=$(ethernet 0800 "$(udp4 $OUTSIDE4 40000 $INSIDE4 9999)")
stranger=$(ethernet 0800 "$(udp4 $OUTSIDE4 40000 $INSIDE4 5060)")
other=$(ethernet 0800 "$(udp4 203.0.113.9 40000 $INSIDE4 5060)")
welcome=$(ethernet 0800 "$(udp4 $OUTSIDE4 40000 $INSIDE4 443)")

# Nobody listens.
before=$(windows)
send "$nothing" 5
holds "nobody listens, and the program tells nothing" equal "$(windows)" "$before"

# One packet, in each way of telling.
listens json -j -n 1
send "$stranger"
wait "$LISTENER"
holds "a listener ends after the packets that it wants" equal $? 0
holds "a dropped packet is told as it was" jq -se 'length == 2 and (.[0] | del(.time)) == {"interface": "wan0", "dir": "in",
    "verdict": "drop", "reason": "peer", "service": "sip", "would_drop": false, "protocol": "udp", "src": "192.0.2.1",
    "sport": 40000, "dst": "192.0.2.10", "dport": 5060, "length": 50, "suppressed": 0,
    "packet": "udp 192.0.2.1:40000 > 192.0.2.10:5060 len 8"}' "$WORK/json"
holds "with a time of this century" jq -se '.[0].time | test("^20[0-9]{2}-[0-9-]{5}T[0-9:]{8}[.][0-9]{9}Z$")' "$WORK/json"
listens text --color never
send "$nothing"
holds "the line for people comes at once" settles heard text \
    'wan0  in   drop  not-allowed  -         udp 192.0.2.1:40000 > 192.0.2.10:9999 len 8, 50 bytes'
inside "$TRAFFIC/knock" -w 100 $OUTSIDE4 udp:7777 >/dev/null
holds "what may not leave is told as well" settles heard text "wan0  out  drop  outbound     -         udp 192.0.2.10:[0-9]* > 192.0.2.1:7777"
says 1 "process $LISTENER listens already" events
holds "a second listener is refused, and told who listens" equal $? 0
tells 1 '.error.code == 1' events -j
holds "in JSON too" equal $? 0
ends
holds "a listener that is interrupted ends well" equal $? 0
holds "and says how much there was" grep -q '^2 packets shown, 0 suppressed$' "$WORK/text.said"
fails "nobody listens any more" listening

# Filters and passes.
listens filtered -j --reason peer --reason banned --service sip --peer 203.0.113.0/24 --peer 2001:db8::/32
send "$nothing"
send "$stranger"
send "$other"
holds "filters leave what is asked for" settles heard filtered 'udp 203.0.113.9'
ends
holds "and nothing else" summed '.shown == 1 and .seen == 3' filtered
says 2 "did you mean 'not-allowed'" events --reason not-alowed
holds "a reason that is none is refused" equal $? 0
listens mistyped --service sib --service sip --service echo
ends
holds "a service that nobody has is named" equal "$(grep -c warning "$WORK/mistyped.said")$(grep -c "'sib'" "$WORK/mistyped.said")" 11
listens passes -j --pass
send "$welcome" 3
holds "passes are told to who asks for them" settles heard passes '"pass","reason":"service","service":"tls"' 3
ends
listens sample -j --pass=100
floods "$welcome" 100000 >/dev/null
ends
holds "or a part of them" summed '.reasons.service | .seen + .suppressed | . > 500 and . < 1500' sample

# A flood, with and without somebody who listens.
listens flood -j
before=$(drops)
holds "a flood of a million packets" floods "$nothing" 1000000
ends
holds "is a bounded number of lines" summed '.shown <= 1000' flood
holds "and all of it is counted" equal $(($(drops) - before)) "$(summed '.seen + .suppressed' flood)"
holds "on the last line by reason" summed '.suppressed > 900000 and .suppressed == .reasons["not-allowed"].suppressed' flood

# A listener that is slower than the flood: what the ring has no room for counts, too. It stops for less than its lease,
# or says that it did not.
listens slow -j
before=$(drops)
kill -STOP "$LISTENER"
for ((i = 0; i < 6; i++)); do
    floods "$nothing" 1000
    sleep 0.14
done >/dev/null
kill -CONT "$LISTENER"
ends
holds "a ring without room loses nothing" summed ".seen < 600 and (.seen + .suppressed == $(($(drops) - before)) or $(grep -c 'may be missing' "$WORK/slow.said") > 0)" slow

# Listeners that end as they should not.
listens killed
kill -9 "$LISTENER"
wait "$LISTENER" 2>/dev/null
sleep 3.2
before=$(windows)
floods "$nothing" 1000 >/dev/null
holds "a killed listener leaves nothing on" equal "$(windows)" "$before"
listens fresh -j
send "$stranger"
holds "nor in the way of the next" settles heard fresh '"reason":"peer"'
ends
holds "who is told nothing old" summed '.seen == 1 and .suppressed == 0' fresh
inside "$BUILD/ucgate-events" 2>"$WORK/pipe.said" | timeout 0.5 cat >/dev/null &
LISTENER=$!
settles listening
wait "$LISTENER"
holds "a listener whose output nobody reads ends by itself" settles not listening
fails "and says nothing of it" grep -q error "$WORK/pipe.said"
ln -s /dev/full "$WORK/full"
listens full
send "$nothing"
wait "$LISTENER"
holds "a full disk is an error" equal $? 3

# The words that the manual explains, and the completion knows, are all there are.
words() { inside "$BUILD/ucgate-stats" -j | jq -r '.interfaces[0].drops[].reason' | sort; }
holds "the manual has every reason" equal "$(words | xargs)" "$(sed -n '/^.Sh REASONS/,/^.El/s/^.It Cm //p' "$E2E/../../tools/events/ucgate-events.8" | sort | xargs)"
for word in $(words); do
    grep -qw -- "$word" "$E2E/../../tools/events/ucgate-events.bash" || echo "$word"
done >"$WORK/words"
holds "so has the completion" equal "$(cat "$WORK/words")" ''

# A capture.
holds "where it cannot be written, the filter is not to blame" says 3 "cannot write" events -w "$WORK/nowhere/saved.pcapng"
listens saved -w "$WORK/saved.pcapng"
send "$nothing"
send "$other"
settles test "$(stat -c %s "$WORK/saved.pcapng")" -gt 400
ends
holds "a capture says why" equal "$(strings "$WORK/saved.pcapng" | grep -c -e '^ucgate: drop not-allowed: nothing matches' -e '^ucgate: drop peer (sip)')" 2
holds "and how many there were" grep -q '^2 packets shown' "$WORK/saved.said"
if [ -x "$BUILD/ucgate-replay" ]; then
    holds "it replays to the same verdicts" equal "$(inside "$BUILD/ucgate-replay" -j -c "$WORK/one.yaml" "$WORK/saved.pcapng" |
        jq -c 'select(.n) | [.verdict, .reason, .service]' | xargs)" '[drop,not-allowed,null] [drop,peer,sip]'
fi

# Rules and interfaces that change meanwhile.
listens changes -j
reload monitor >/dev/null 2>&1
send "$stranger"
holds "what would be dropped is told so" settles heard changes '"verdict":"pass","reason":"peer","service":"sip","would_drop":true'
inside "$BUILD/ucgate" detach -i wan0 >/dev/null
holds "a filter that is taken off is told" settles heard changes.said 'wan0: the filter was taken off; waiting for it to come back'
attach one >/dev/null 2>&1
holds "one that comes back too" settles heard changes.said 'wan0: the filter is on, listening'
send "$nothing"
holds "and listened to" settles heard changes '"verdict":"drop","reason":"not-allowed"'
ends
holds "until the end" equal $? 0
