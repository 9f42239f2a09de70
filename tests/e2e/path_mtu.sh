#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Path MTU discovery through the filter, in both families. An upload over a hop with a smaller MTU stands still for as
# long as the hop's report is kept back, and is whole once it comes. A report about what the box never asked for is
# dropped and changes no route; the same one about a flow of the box does change it.
. "$(dirname "$0")/lib.sh"

begin
command -v nft >/dev/null || { echo 'skipped: needs nft' && exit 77; }
{ client_make && far_make 1280; } || { echo "cannot make the hosts" && BROKEN=1 && exit 1; }
cp "$E2E/../../loader/rulesets/aspenuc.yaml" "$WORK/aspenuc.yaml"
attached aspenuc
client sysctl -qw net.ipv4.tcp_mtu_probing=0 # which would find out without a report

outside nft -f - <<-END || exit
	table inet hop {
	    counter kept_back {}
	    chain reports {
	        type filter hook output priority 0
	    }
	}
END
reports_keep() {
    outside nft add rule inet hop reports icmp type destination-unreachable counter name kept_back drop
    outside nft add rule inet hop reports icmpv6 type packet-too-big counter name kept_back drop
}
reports_release() { outside nft flush chain inet hop reports; }
kept_back() { outside nft -j list counter inet hop kept_back | jq '.nftables[] | .counter? // empty | .packets'; }
some_kept_back() { [ "$(kept_back)" -gt "$1" ]; }

head -c 1000000 /dev/urandom >"$WORK/page"
size() { stat -c %s "$WORK/uploaded"; }
whole() { cmp "$WORK/page" "$WORK/uploaded"; }

for address in $FAR4 $FAR6; do
    kept=$(kept_back)
    far_serve socat -u "TCP-LISTEN:443,pf=$(case $address in *:*) echo ip6 ;; *) echo ip4 ;; esac),reuseaddr" "CREATE:$WORK/uploaded"
    listening_wait far tcp 443
    reports_keep
    client_serve socat -u "OPEN:$WORK/page" "TCP:$(bracketed "$address"):443"
    holds "the hop has something to say about an upload to $address" settles some_kept_back "$kept"
    sleep 0.5
    holds "which stands still without it" test "$(size)" -lt 1000000
    reports_release
    holds "and is whole once it was said" tcp_settles whole
    holds "the client was told the MTU" grep -q 'mtu 1280' <(client ip route get "$address")
done

# Two sockets of the box, connected to the outside: the filter knows of one, by dns-udp; NTP is not in the table.
answer outside $OUTSIDE4 udp:53 udp:123
answer outside $OUTSIDE6 udp:53 udp:123
listening_wait outside udp 123
asked=53 other=123
for address in $OUTSIDE4 $OUTSIDE6; do
    for port in $asked $other; do
        pipe=$WORK/$port-${address//:/-}
        mkfifo "$pipe"
        inside_serve socat -u "OPEN:$pipe" "UDP:$(bracketed "$address"):$port,bind=$(bracketed "$(address_beside inside "$address")"):$((41000 + port))"
        exec {said}<>"$pipe"
        echo asked >&"$said"
    done
done
both_answered() { equal "$(counter pass dns-udp)" 2; }
holds "the box asks, and is answered" settles both_answered

# report4|6 PEER_PORT: somebody on the way says that what the box sends from 41000 + PEER_PORT is too big.
report4() {
    local icmp
    icmp=0000$(hex 2 600)$(udp4 $INSIDE4 $((41000 + $1)) $OUTSIDE4 "$1")
    ethernet 0800 "$(ipv4 01 $OUTSIDE4 $INSIDE4 "0304$(checksum "03040000$icmp")$icmp")"
}
report6() {
    local icmp ends
    icmp=$(hex 4 1300)60000000$(hex 2 16)1140$(hex6 $INSIDE6)$(hex6 $OUTSIDE6)$(hex 2 $((41000 + $1)))$(hex 2 "$1")$(hex 2 16)0000$(hex 8 0)
    ends=$(hex6 $OUTSIDE6)$(hex6 $INSIDE6)
    ethernet 86dd "60000000$(hex 2 $((4 + ${#icmp} / 2)))3a40${ends}0200$(checksum "$ends$(hex 4 $((4 + ${#icmp} / 2)))$(hex 4 58)02000000$icmp")$icmp"
}
route_has() { inside ip route get "$1" | grep -q "mtu $2"; }

for family in 4 6; do
    [ $family = 4 ] && address=$OUTSIDE4 mtu=600 || address=$OUTSIDE6 mtu=1300
    counted drop icmp-unrelated
    for port in $other 53999 443; do
        frame_send "$(report$family "$port")"
    done
    holds "IPv$family: three reports about what the filter knows nothing of are icmp-unrelated" grows_by 3 drop icmp-unrelated
    fails "and change no route" route_has "$address" "$mtu"
    counted pass dns-udp
    frame_send "$(report$family "$asked")"
    holds "the same about a flow passes, as its service's" grows_by 1 pass dns-udp
    holds "and does change it" settles route_has "$address" "$mtu"
done
