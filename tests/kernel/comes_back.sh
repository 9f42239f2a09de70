#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `ucgate run` on this kernel, behind a dispatcher or alone, with tcx or clsact: what an interface had is there again
# when it comes back.
. "$(dirname "$0")/../e2e/peers.sh"

begin
rules sip <<-END
	version: 1
	outbound: enforce
	services:
	  - {name: sip, direction: in, udp: [5060]}
END
rules both <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060, 5070]}
END
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
sleep 0.3

running() { inside "$BUILD/ucgate" status -j -i wan0 2>/dev/null | jq -e '.interfaces[0].egress != null' >/dev/null; }
soon() {
    local try
    for ((try = 0; try < 200; try++)); do
        "$@" && return
        sleep 0.1
    done
    return 1
}
passes() { equal "$(knock outside -w 1000 $INSIDE4 udp:5060 udp:5070 udp:9999 | awk '$3 == "open" { printf "%s ", $2 }')" "$1"; }
come_back() {
    inside ip link del wan0
    ip link add wan0 netns "$NETWORK-inside" type veth peer name isp0 netns "$NETWORK-outside"
    network_end inside wan0 $INSIDE4/24 $INSIDE6/64
    network_end outside isp0 $OUTSIDE4/24 $OUTSIDE6/64
}
banned() { equal "$(inside "$BUILD/ucgate" bans -j | jq '.interfaces[0].bans | length')" 1; }
said() { grep -q "$1" "$WORK/run.log" || { cat "$WORK/run.log" && false; }; }

nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate" run -i wan0 -c "$WORK/sip.yaml" --force >"$WORK/run.log" 2>&1 &
keeper=$!
NETWORK_PIDS+=("$keeper")
holds "run attaches" soon running
holds "and filters" soon passes '5060 '
inside "$BUILD/ucgate" ban 198.51.100.9 >"$WORK/banned" 2>&1
for time in first second third; do
    come_back
    holds "the $time time that the interface comes back it is filtered" soon running
    holds "as before" soon passes '5060 '
done
holds "its ban goes on" banned
cp "$WORK/both.yaml" "$WORK/new" && mv "$WORK/new" "$WORK/sip.yaml"
holds "other rules come into force" soon passes '5060 5070 '
come_back
holds "which are there again as well" soon passes '5060 5070 '
holds "run says how long it was open" said 'open for'
sed -n 's/.*\(open for.*\)/      \1/p' "$WORK/run.log"
kill -9 "$keeper"
wait "$keeper" 2>/dev/null
holds "killed, it leaves the filter" passes '5060 5070 '
