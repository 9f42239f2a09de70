#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Rules change under 200 conversations: fifty reloads that keep their service lose nothing; one that takes it away ends
# them all as revoked, and one that brings it back lets them go on as soon as the inside speaks.
. "$(dirname "$0")/lib.sh"

RELOADS=${RELOADS:-50}
begin
# with NAME PORTS PEERS: conversations on port 8000, among other services.
with() {
    rules "$1" <<-END
	version: 1
	services:
	  - {name: first, direction: both, tcp: [$2]}
	  - {name: talk, direction: out, tcp: [8000], udp: [8000]$3}
	END
}
with one 443 ''
with two 443,5060 ', timeout: 1h'
with elsewhere 443 ', peers: [203.0.113.0/24]'
# The same service by another name and number.
rules renamed <<-END
	version: 1
	services:
	  - {name: speech, direction: out, tcp: [8000], udp: [8000]}
	END
attached one

outside_serve "$TRAFFIC/converse" serve $OUTSIDE4 8000
listening_wait outside udp 8000
hold_start() { # SECONDS
    : >"$WORK/held"
    nsenter --net="/run/netns/$NETWORK-inside" "$TRAFFIC/converse" hold $OUTSIDE4 8000 100 "$1" >"$WORK/held" &
    holding=$!
    NETWORK_PIDS+=("$holding")
    for ((try = 0; try < 100; try++)); do
        ! grep -q started "$WORK/held" || return 0
        sleep 0.05
    done
    return 1
}
dropped() { inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].totals.in.drop.packets'; }
dropped_otherwise() { inside "$BUILD/ucgate-stats" -j | jq '[.interfaces[0].drops[] | select(.reason != "revoked") | .packets] | add // 0'; }
held() { sed -n "s/^$1 //p" "$WORK/held"; }
running() { inside "$BUILD/ucgate-stats" --flows -j | jq -s "[.[] | select(.peer_port == 8000 and $1)] | length"; }

before=$(dropped)
holds "200 conversations start" hold_start 20
holds "each is a flow that was answered" equal "$(running '.state == "answered" and .service == "talk"')" 200
turns=$(counter pass talk)
for ((round = 1; round <= RELOADS; round++)); do
    case $((round % 3)) in 0) name=one ;; 1) name=two ;; 2) name=renamed ;; esac
    reload "$name" >"$WORK/reloaded" 2>&1 || cat "$WORK/reloaded" >>"$WORK/refused"
done
holds "$RELOADS reloads went well" test ! -s "$WORK/refused"
holds "and the words went on meanwhile" test "$(counter pass talk)" -gt $((turns + 200))
kill "$holding"
wait "$holding"
holds "not a conversation is lost" equal "$(held alive)" 200
holds "nor a packet dropped" equal "$(dropped)" "$before"
echo "      $(held turns) words"
holds "the last rules name the flows" equal "$(running '.service != "talk" and .service != "speech"')" 0

# Its port stays listed, for other peers alone.
holds "rules with all before them" reload one
holds "and conversations again" hold_start 30
counted drop revoked
others=$(dropped_otherwise)
holds "a reload takes the service away" reload elsewhere
sleep 0.5
holds "their answers are dropped as revoked" grows drop revoked
holds "and as nothing else" equal "$(dropped_otherwise)" "$others"
holds "those of all conversations" test $(($(counter drop revoked) - COUNTED)) -ge 200
holds "a reload that brings it back" reload one
counted drop revoked
sleep 1.5
holds "lets what TCP repeats through" equal "$(counter drop revoked)" "$COUNTED"
kill "$holding"
wait "$holding"
holds "so that all connections go on" test "$(held alive)" -ge 100
