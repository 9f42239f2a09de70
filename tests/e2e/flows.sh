#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# A client behind a box that masquerades it and runs aspenuc.yaml on its WAN interface: what the client asks for is
# answered, and nothing else gets in, though it may look like an answer.
. "$(dirname "$0")/lib.sh"

begin
command -v nft >/dev/null || { echo 'skipped: needs nft' && exit 77; }
client_make || { echo "cannot make the client" && BROKEN=1 && exit 1; }
cp "$E2E/../../loader/rulesets/aspenuc.yaml" "$WORK/aspenuc.yaml"
attached aspenuc
holds "outbound packets are seen" status '.egress == "tcx" or .egress == "clsact"'

# passed in|out SERVICE: packets of a service, in one direction.
passed() {
    inside "$BUILD/ucgate-stats" -j | jq --arg way "$1" --arg name "$2" \
        '[.interfaces[0] | (.services + .essentials)[] | select(.name == $name) | .[$way].pass.packets] | add'
}
dropped() { inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].totals.in.drop.packets'; }
flows() { inside "$BUILD/ucgate-stats" --flows -j; }
# learned FILTER: a flow that the jq filter is true of is listed.
learned() { flows | tee "$WORK/flows" | jq -se "any(.[]; $1)" >/dev/null || { cat "$WORK/flows" && false; }; }

mkdir "$WORK/files"
head -c 5000000 /dev/urandom >"$WORK/files/page"
digest=$(sha256sum <"$WORK/files/page" | cut -d' ' -f1)
download() { tls_fetch client "$1" 443 page | sha256sum | cut -d' ' -f1; }
for address in $OUTSIDE4 $OUTSIDE6; do
    tls_serve outside "$address" 443 "$WORK/files"
    dns_serve outside "$address"
    xmpp_serve outside "$address" 5222
    talk_serve outside "$address" 5061 7000
done
answer outside $OUTSIDE4 udp:20000-20099
for port in 53 443 5222; do
    listening_wait outside tcp $port
done
listening_wait outside udp 5061
listening_wait outside udp 20099
sleep 0.3

before=$(dropped)
for address in $OUTSIDE4 $OUTSIDE6; do
    holds "names resolve by UDP at $address" equal "$(dns_ask_udp client "$address")" 192.0.2.10
    holds "and by TCP" equal "$(dns_ask client "$address")" 192.0.2.10
    holds "5 MB over TLS arrive unharmed" equal "$(download "$address")" "$digest"
    holds "an XMPP stream opens" xmpp_open client "$address" 5222
    said=$(passed out rtp) heard=$(passed in rtp)
    holds "a call is made" talk client "$address" 5061
    holds "its media went out" test "$(passed out rtp)" -ge $((said + 40))
    holds "and came back" test "$(passed in rtp)" -ge $((heard + 40))
    holds "the client pings" client ping -n -c 2 -W 2 -i 0.2 "$address"
done
holds "nothing of it was dropped" equal "$(dropped)" "$before"

# What the table has to tell.
holds "the lookup is a flow" learned \
    '.service == "dns-udp" and .protocol == "udp" and .peer == "192.0.2.1" and .peer_port == 53 and .state == "answered"'
holds "the box's address is the local one" learned '.local == "192.0.2.10" and .service == "rtp" and .peer_port == 7000'
holds "an echo is one" learned '.service == "echo" and .protocol == "icmp"'
holds "of IPv6 too" learned '.service == "rtp" and .local == "2001:db8::10"'
holds "for people it is a line" equal "$(inside "$BUILD/ucgate-stats" --flows | grep -c 'udp .*192.0.2.1:53 .*dns-udp.*answered')" 1
holds "the table's fill counts them" equal \
    "$(inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].tables.flows.used')" "$(flows | wc -l)"

# Nobody asked for these. The box listens, so that it would hear.
answer inside $INSIDE4 tcp:40000 udp:40000 udp:40001
listening_wait inside udp 40001
sleep 0.2
heard=$NETWORK_LOG
used=$(flows | wc -l)
# forged REASON SENTENCE KNOCK-ARGUMENTS...
forged() {
    local reason=$1 sentence=$2
    shift 2
    counted drop "$reason"
    knock outside -w 200 "$@" >"$WORK/knocked"
    holds "$sentence: dropped as $reason" grows drop "$reason"
}
forged not-allowed "a connection to a port nobody listed" $INSIDE4 tcp:40000
forged no-flow "an answer of a name server nobody asked" -p 53 $INSIDE4 udp:40000
forged not-allowed "media nobody asked for" -p 20500 $INSIDE4 udp:40001
holds "none of it was heard" equal "$(grep -c '^tcp\|^udp' "$heard")" 0
# What only looks like an answer: from every port that the rules list, by every flag that an answer can have, to ports
# that nobody listens on for the outside. Ports and flags are all that differs, so both headers are made once.
tcp_from="53 443 2195 2196 2197 5060 5061 5100 5222 5223 5269 5270" udp_from="53 5060 5061 5100 8801 8802"
targets="22 1025 40000"
answers_forge() { # LINK-AND-TYPE HEADER-OF-TCP HEADER-OF-UDP
    local from to flags
    for to in $targets; do
        for from in $tcp_from; do
            for flags in 04 10 11 12 14 18; do # RST, ACK, FIN ACK, SYN ACK, RST ACK, PSH ACK
                printf '%s%04x%04x%08x%08x50%s0400%08x\n' "$1$2" "$from" "$to" 1 1 $flags 0
            done
        done
        for from in $udp_from; do
            printf '%s%04x%04x%04x%04x\n' "$1$3" "$from" "$to" 8 0
        done
    done
}
header_of() { echo "${1::${#1}-$2}"; }
link=$(ethernet '' '')
answers_forge "${link}0800" "$(header_of "$(ipv4 06 $OUTSIDE4 $INSIDE4 "$(hex 20 0)")" 40)" \
    "$(header_of "$(ipv4 11 $OUTSIDE4 $INSIDE4 "$(hex 8 0)")" 16)" >"$WORK/forged4"
answers_forge "${link}86dd" "60000000$(hex 2 20)0640$(hex6 $OUTSIDE6)$(hex6 $INSIDE6)" \
    "60000000$(hex 2 8)1140$(hex6 $OUTSIDE6)$(hex6 $INSIDE6)" >"$WORK/forged6"
counted_behind forged "th dport { ${targets// /, } }" || exit
for family in 4 6; do
    count=$(wc -l <"$WORK/forged$family")
    counted drop no-flow
    outside "$TRAFFIC/frames" send isp0 <"$WORK/forged$family"
    holds "$count forged answers over IPv$family, from every listed port: all dropped as no-flow" grows_by "$count" drop no-flow
done
holds "none of them came through" equal "$(behind forged)" 0
holds "and the outside has made no flow" test "$(flows | wc -l)" -le "$used"

# Rules change while everything runs.
sed 's/^    description: audio and video of calls/    description: changed/' "$WORK/aspenuc.yaml" >"$WORK/other.yaml"
knock client -n 100 -w 3000 $OUTSIDE4 udp:20000-20099 >"$WORK/knocked" &
knocking=$!
download $OUTSIDE4 >"$WORK/downloaded" &
downloading=$!
for round in 1 2 3 4 5; do
    for name in other aspenuc; do
        reload $name >"$WORK/reloaded.$round" 2>&1 || echo "$round $name" >>"$WORK/refused"
    done
done
wait $knocking
wait $downloading
holds "reloads went well" test ! -s "$WORK/refused"
holds "a hundred flows lose nothing by ten reloads" equal "$(grep -c open "$WORK/knocked")" 100
holds "nor does a download" equal "$(cat "$WORK/downloaded")" "$digest"

# Attaching again mends what somebody took away.
rm -f "$(pins)/egress_link"
inside tc filter del dev wan0 egress 2>/dev/null
holds "status says when outbound packets are not seen" status '.egress == null'
holds "attach puts the program back" attach aspenuc
holds "status says so" status '.egress != null'
holds "and names resolve" equal "$(dns_ask_udp client $OUTSIDE4)" 192.0.2.10
holds "detach takes both programs" ucgate detach -i wan0
holds "nothing is left" equal "$(pins)$(program wan0)$(inside tc filter show dev wan0 egress)" 0
