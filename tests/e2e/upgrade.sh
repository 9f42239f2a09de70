#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Another build takes over: flows, bans and counters go on, nothing is let in or lost between the two programs, and a
# takeover that is killed leaves one of the two. TAKEOVERS and KILLS set how often.
. "$(dirname "$0")/lib.sh"

TAKEOVERS=${TAKEOVERS:-20} KILLS=${KILLS:-20}
next=$BUILD/variant/next
begin
make --no-print-directory BUILD="$next" VERSION=9.9.9 all >"$WORK/make" 2>&1 || cat "$WORK/make"
rules_make
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
# by BUILD: that build attaches.
by() { inside "$1/ucgate" attach -i wan0 -c "$WORK/one.yaml" --force; }
of_version() { status ".version == \"$1\""; }
answered() { inside "$BUILD/ucgate-stats" -j | jq '[.interfaces[0].services[].in.pass.packets] | add'; }

holds "a build attaches" by "$BUILD"
old=$(program wan0)
holds "bans" ucgate ban 203.0.113.77
holds "and lets in what is allowed" passes '5060 '
before=$(answered)
holds "the next build takes over" by "$next"
fails "by a program of its own" equal "$(program wan0)" "$old"
holds "whose version is told" of_version 9.9.9
holds "the counts go on" equal "$(answered)" "$before"
holds "so does the ban" tells 0 '[.. | strings] | any(startswith("203.0.113.77"))' ucgate bans -j
holds "the rules are the same" passes '5060 '
now=$(program wan0)
holds "a build that is there already" by "$next"
holds "changes nothing" equal "$(program wan0)" "$now"
holds "the older build comes back" by "$BUILD"
holds "and is told" of_version "$("$BUILD/ucgate" --version | awk '{ print $NF }')"

# Exact counters behind the filter; nothing goes further up.
inside nft -f - <<-END || exit
	table netdev behind {
	    counter allowed {}
	    counter refused {}
	    chain ingress {
	        type filter hook ingress device wan0 priority 0
	        ip saddr 198.51.100.1 udp dport 5060 counter name allowed drop
	        ip saddr 198.51.100.1 udp dport 5070 counter name refused drop
	    }
	}
END
sent() { sed -n "$1p" "$WORK/sent"; }
for port in 5060 5070; do
    ethernet 0800 "$(udp4 198.51.100.1 40000 192.0.2.10 $port)"
done >"$WORK/frames"
nsenter --net="/run/netns/$NETWORK-outside" "$TRAFFIC/frames" storm isp0 60 1000 <"$WORK/frames" >"$WORK/sent" &
storm=$!
builds=("$next" "$BUILD")
for ((i = 0; i < TAKEOVERS; i++)); do
    by "${builds[i % 2]}" >"$WORK/taken" 2>&1 || { cat "$WORK/taken" && break; }
done
kill $storm
wait $storm
sleep 0.3 # what is under way arrives
holds "$TAKEOVERS takeovers are done under traffic" equal "$i" "$TAKEOVERS"
holds "none of the $(sent 1) packets that are allowed is lost" equal "$(behind allowed)" "$(sent 1)"
holds "none of the $(sent 2) others gets in" equal "$(behind refused)" 0
figure "takeovers under traffic" "$i"
figure "packets meanwhile, of which lost, of which let in" "$(($(sent 1) + $(sent 2))), $(($(sent 1) - $(behind allowed))), $(behind refused)"

# Killed at any instant of the time that a takeover takes here.
whole=$(timed by "${builds[i % 2]}")
killed=0 wrong=0
for ((i = 0; i < 5 * KILLS && killed < KILLS; i++)); do
    if killed_within "$whole" "${builds[i % 2]}/ucgate" attach -i wan0 -c "$WORK/one.yaml" --force; then
        killed=$((killed + 1)) whole=$((whole + whole / 50))
    else
        whole=$TOOK
    fi
    passes '5060 ' && status '.rules_mode == "enforce"' >"$WORK/status" || wrong=$((wrong + 1))
done
holds "$KILLS killed takeovers leave it filtered, and known" equal "$killed, $wrong" "$KILLS, 0"
figure "takeover killed, of which invalid" "$killed, $wrong"
holds "the next one is whole" by "$next"
holds "and of its version" of_version 9.9.9
holds "detach takes all of it off" ucgate detach -i wan0
holds "no program is left" equal "$(program wan0)" 0
