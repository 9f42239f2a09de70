#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Twice as many spoofed packets as the flow tables hold: nobody outside makes, fills, or shortens what the inside has
# learned, and flows in use go on.
. "$(dirname "$0")/lib.sh"

FLOWS=1024
begin
rules small <<-END
	version: 1
	services:
	  - {name: web, direction: both, tcp: [443]}
	  - {name: lookups, direction: out, udp: [53, 20000-20099]}
	  - {name: rtp, udp: [30000-65535], dynamic: true}
END
holds "small tables" ucgate attach -i wan0 -c "$WORK/small.yaml" --xdp native --force --flows $FLOWS
flows() { inside "$BUILD/ucgate-stats" --flows -j; }
# Which flows there are, without how old they are.
keys() { flows | jq -c '[.protocol, .local, .local_port, .peer, .peer_port, .service, .state]' | sort; }
table() { inside "$BUILD/ucgate-stats" -j | jq ".interfaces[0].tables.flows.$1"; }
holds "as small as was asked for" equal "$(table max)" $((4 * FLOWS))

# What the inside does: a hundred lookups from one port, an echo, and a connection that stays.
answer outside $OUTSIDE4 udp:20000-20099
answer outside $OUTSIDE6 udp:20000-20099
answer inside $INSIDE4 udp:20500
heard=$NETWORK_LOG
outside_serve socat "TCP-LISTEN:443,bind=$OUTSIDE4,reuseaddr" "PIPE"
listening_wait outside udp 20099
listening_wait outside tcp 443
sleep 0.2
lookup() { knock inside -p 20500 -w 3000 "$1" udp:20000-20099 >"$WORK/knocked"; }
holds "a hundred lookups are answered" lookup $OUTSIDE4
holds "in IPv6 too" lookup $OUTSIDE6
holds "and an echo" inside ping -n -q -c 1 -W 2 $OUTSIDE4
mkfifo "$WORK/words"
inside timeout 120 socat -t 5 - "TCP:$OUTSIDE4:443,sourceport=41000" <"$WORK/words" >"$WORK/echoed" 2>/dev/null &
NETWORK_PIDS+=($!)
exec 7>"$WORK/words"
# said WORD: it comes back by the connection.
said() { echo "$1" >&7 && settles grep -qx "$1" "$WORK/echoed"; }
holds "a connection talks" said before
keys >"$WORK/before"
used=$(table used)
holds "all of them are flows" equal "$used" "$(wc -l <"$WORK/before")"

# storm 4|6 COUNT SEED: packets from everywhere: requests, answers, media, resets, echo replies, errors. Many
# name the ports of flows in use.
storm() {
    awk -v family="$1" -v count="$2" -v seed="$3" -v link="$(mac_of inside wan0)$(mac_of outside isp0)" '
        function port() { return ports[int(rand() * 8) + 1] }
        function any() { return 1024 + int(rand() * 64000) }
        function data(n) { return substr(zeros, 1, 2 * n) }
        function udp(from, to) { return sprintf("%04x%04x00100000", from, to) data(8) }
        function tcp(from, to, flags) { return sprintf("%04x%04x000000010000000150%02x04000000", from, to, flags) "0000" }
        function ip4(protocol, body, bits) {
            return sprintf("4500%04x%04x%s40%02x0000%02x%02x%02x%02xc000020a", 20 + length(body) / 2, rand() * 65536, bits,
                protocol, 1 + rand() * 120, rand() * 256, rand() * 256, 1 + rand() * 250) body
        }
        function ip6(protocol, body) {
            return sprintf("60000000%04x%02x402001%04x000000000000000000%06x20010db8000000000000000000000010",
                length(body) / 2, protocol, rand() * 3000, rand() * 16777215) body
        }
        function wrap(protocol, body) {
            if (family == 6) return "86dd" ip6(protocol == 1 ? 58 : protocol, body)
            return "0800" ip4(protocol, body, "0000")
        }
        BEGIN {
            srand(seed); zeros = sprintf("%0400d", 0)
            split("443 53 20000 20050 40000 50000 5060 1", ports)
            split("2 18 16 24 4 20 17 1", flags)
            for (i = 0; i < count; i++) {
                kind = i % 8
                if (kind < 2) frame = wrap(17, udp(port(), kind ? 20500 : any()))
                else if (kind < 5) frame = wrap(6, tcp(port(), kind == 2 ? 41000 : any(), flags[int(rand() * 8) + 1]))
                else if (kind == 5) frame = wrap(1, (family == 6 ? "81" : "00") "000000" sprintf("%04x0001", any()) data(8))
                else if (kind == 6) frame = wrap(1, (family == 6 ? "01" : "03") "030000" "00000000" substr(wrap(17, udp(any(), port())), 5))
                else frame = wrap(17, udp(50000, 50000 + i % 1000))
                print link frame
            }
        }'
}
count=$((2 * 4 * FLOWS))
for family in 4 6; do
    storm $family $count $family >"$WORK/storm$family"
    before=$(inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].totals.in | .pass.packets + .drop.packets')
    holds "$count packets from outside over IPv$family" outside "$TRAFFIC/frames" send isp0 <"$WORK/storm$family"
    after=$(inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].totals.in | .pass.packets + .drop.packets')
    holds "were judged" test $((after - before)) -ge "$count"
    keys >"$WORK/after"
    holds "not one flow was made, changed or lost" diff "$WORK/before" "$WORK/after"
done
holds "nor evicted" equal "$(table evicted)" 0

# What was in use is.
holds "the connection talks" said after
: >"$heard"
holds "the lookups can be answered" knock outside -p 20007 -w 3000 $INSIDE4 udp:20500
fails "those that were not made cannot" knock outside -p 20100 -w 300 $INSIDE4 udp:20500

# Resets out of the blue, with the tuple of a connection but not its numbers: its flow stays, and idles as it did.
reset() { ipv4 06 $OUTSIDE4 $INSIDE4 "$(hex 2 443)$(hex 2 41000)$(hex 4 "$1")$(hex 4 1)5004040000000000"; }
for number in 1 2 3 4 5 6 7 8; do
    ethernet 0800 "$(reset $((number * 500000000)))"
done >"$WORK/resets"
counted pass web
holds "blind resets" outside "$TRAFFIC/frames" send isp0 <"$WORK/resets"
connection() { flows | jq -r 'select(.protocol == "tcp" and .local_port == 41000) | .state'; }
holds "leave the flow as it was" equal "$(connection)" answered
sleep 12
holds "after the time that a reset one has" said later
exec 7>&-
