#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# A thousand reloads between two rule sets under traffic: a packet sees one of them or the other, never a part of
# each, and none is lost or counted twice. RELOADS sets another number.
. "$(dirname "$0")/peers.sh"

RELOADS=${RELOADS:-1000}
begin
# One lets in (198.51.100.1, port 1000), the other (198.51.100.2, port 2000); both always let in port 3000. The pairs
# (198.51.100.2, port 1000) and (198.51.100.1, port 2000) belong to neither: they would pass only a mixture.
for one in 1 2; do
    rules $one <<-END
	version: 1
	services:
	  - name: turn
	    direction: in
	    udp: [${one}000]
	    peers: [198.51.100.$one]
	  - name: always
	    direction: in
	    udp: [3000]
END
done
attached 1
# Exact counters behind the filter; nothing goes further up.
inside nft -f - <<-END || exit
	table netdev behind {
	    counter own_1 {}
	    counter own_2 {}
	    counter cross_1 {}
	    counter cross_2 {}
	    counter always {}
	    chain ingress {
	        type filter hook ingress device wan0 priority 0
	        ip saddr 198.51.100.1 udp dport 1000 counter name own_1 drop
	        ip saddr 198.51.100.2 udp dport 2000 counter name own_2 drop
	        ip saddr 198.51.100.2 udp dport 1000 counter name cross_1 drop
	        ip saddr 198.51.100.1 udp dport 2000 counter name cross_2 drop
	        udp dport 3000 counter name always drop
	    }
	}
END
totals() { inside "$BUILD/ucgate-stats" -j | jq ".interfaces[0].totals.in.$1.packets"; }
arrived() { outside ip -s -j link show isp0 | jq ".[0].stats64.tx.$1"; }
sent() { sed -n "$1p" "$WORK/sent"; }

for pair in '1 1000' '2 2000' '2 1000' '1 2000' '3 3000'; do
    read -r host port <<<"$pair"
    ethernet 0800 "$(udp4 "198.51.100.$host" 40000 192.0.2.10 "$port")"
done >"$WORK/frames"

# Nobody else may speak while packets are counted to the last one.
outside sysctl -qw net.ipv6.conf.isp0.disable_ipv6=1
sleep 0.5
pass=$(totals pass) drop=$(totals drop) before=$(arrived packets)
# Not by `outside`, which would be the process that $! names.
nsenter --net="/run/netns/$NETWORK-outside" "$TRAFFIC/frames" storm isp0 240 1000 <"$WORK/frames" >"$WORK/sent" &
storm=$!
refused=0
for ((i = 0; i < RELOADS; i++)); do
    reload $((2 - i % 2)) >"$WORK/reload" 2>&1 || { refused=$((refused + 1)) && cat "$WORK/reload"; }
done
kill $storm
wait $storm
sleep 0.3 # what is under way arrives

holds "all $RELOADS reloads are done" equal "$refused" 0
holds "packets that belong to neither rule set never pass" equal "$(behind cross_1) $(behind cross_2)" '0 0'
holds "both rule sets were in force" test "$(behind own_1)" -gt 0 -a "$(behind own_2)" -gt 0
holds "and out of force" test "$(behind own_1)" -lt "$(sent 1)" -a "$(behind own_2)" -lt "$(sent 2)"
holds "what both let in always passed" equal "$(behind always)" "$(sent 5)"
holds "and is counted as such" equal "$(counter pass always)" "$(sent 5)"
holds "passed and dropped add up to what arrived" equal \
    $(($(totals pass) - pass + $(totals drop) - drop)) $(($(arrived packets) - before))
holds "passes are counted under their service" equal "$(counter pass turn)" $(($(behind own_1) + $(behind own_2)))
figure "reloads under traffic" "$RELOADS"
figure "packets meanwhile, of which lost" "$(($(arrived packets) - before)), $(($(sent 5) - $(behind always)))"
figure "packets that passed by a mixture of two rule sets" $(($(behind cross_1) + $(behind cross_2)))
figure "sent, less passed and dropped" \
    $(($(arrived packets) - before - $(totals pass) + pass - $(totals drop) + drop))
