#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate-trace on an attached interface: it sees what the filter has learned, says what the filter does, and leaves
# every pinned map as it was, bit by bit.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
rules one <<-END
	version: 1
	blocklists:
	  - {name: bad, prefixes: [198.51.100.0/24]}
	services:
	  - {name: sip, direction: in, udp: [5060]}
	  - {name: web, direction: in, tcp: [443], limit: {per_source: 1/m burst 2}}
	  - {name: dns, direction: out, udp: [53]}
END
rules two <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5061]}
END
rules bad <<-END
	version: 1
	services: [{name: sip, udp: [70000]}]
END

trace() { inside "$BUILD/ucgate-trace" "$@"; }
# traced FILTER OPTION... PACKET: what comes of one packet.
traced() { tells 0 "$1" trace -j "${@:2}"; }
# reasons STORY: the reasons of its packets, in one line.
reasons() { trace -j "$@" | jq -r .reason | tr '\n' ' '; }

holds "not attached, -i says so" says 4 'not attached' trace -i wan0 arp
holds "and in JSON" tells 4 '.error.code == 4' trace -j -i wan0 arp
holds "without -i and -c the default rules judge" traced '.verdict == "pass" and .service == "sip"' 'udp 192.0.2.1:9 > 192.0.2.10:5060'

attached one
answer outside $OUTSIDE4 udp:53
listening_wait outside udp 53
knock inside -w 2000 -p 4000 $OUTSIDE4 udp:53 >"$WORK/asked" 2>&1 || knock inside -w 2000 $OUTSIDE4 udp:53 >"$WORK/asked"
port=$(inside "$BUILD/ucgate-stats" --flows -j | jq 'select(.service == "dns") | .local_port' | head -n 1)
REPLY="udp $OUTSIDE4:53 > $INSIDE4:$port"

# What it sees.
holds "a flow of the interface lets its reply in" traced '.verdict == "pass" and .reason == "flow" and .service == "dns" and .n == 1 and .dir == "in"' -i wan0 "$REPLY"
holds "the one attached interface is the default" traced '.reason == "flow"' "$REPLY"
holds "the explanation names the flow" traced '.explain | any(startswith("flow: this box asked for it (dns)"))' "$REPLY"
holds "a forged reply is one to nothing" traced '.verdict == "drop" and .reason == "no-flow" and .service == null' "udp $OUTSIDE4:53 > $INSIDE4:$((port ^ 1))"
holds "a rule file knows no flows" traced '.reason == "no-flow"' -c "$WORK/one.yaml" "$REPLY"
holds "a blocklist is there, by its name" traced '.reason == "blocklist" and .service == "sip" and (.explain | any(contains("blocklist bad")))' 'udp 198.51.100.9:5 > 192.0.2.10:5060'
ucgate ban 203.0.113.0/24 --for 1h >"$WORK/ban"
holds "a ban is, with its time" traced '.reason == "banned" and .service == "sip" and (.explain | any(contains("203.0.113.0/24 holds 203.0.113.9 for another")))' 'udp 203.0.113.9:5 > 192.0.2.10:5060'
holds "and what ends it" traced '.explain | any(contains("ucgate unban 203.0.113.0/24"))' 'udp 203.0.113.9:5 > 192.0.2.10:5060'
knock outside -w 300 $INSIDE4 tcp:443 >"$WORK/knock"
holds "what a source has used up of a limit counts" equal "$(reasons "2 x tcp $OUTSIDE4:9 > $INSIDE4:443")" 'service rate-limit '
holds "another source has all of it" equal "$(reasons '3 x tcp 192.0.2.99:9 > 192.0.2.10:443')" 'service service rate-limit '
holds "ucgate trace is the same program" tells 0 '.reason == "flow"' ucgate trace -j "$REPLY"

# What it leaves. Without a carrier nobody else writes.
# dump: all that is in the pinned maps; a ring buffer has no entries.
dump() {
    local pin type
    for pin in "$(pins)"/*; do
        type=$(bpftool -j map show pinned "$pin" 2>/dev/null | jq -r '.type // empty')
        case $type in '' | ringbuf) continue ;; esac
        basename "$pin"
        bpftool -j map dump pinned "$pin" || return
    done
}
# dumped MAP: there is an entry of it.
dumped() { grep -A 1 -x "$1" "$WORK/before" | grep -q '"key"'; }
STORY="$REPLY; udp $INSIDE4:4001 > 9.9.9.9:53 out; udp 9.9.9.9:53 > $INSIDE4:4001; 100 x icmp 192.0.2.7 > $INSIDE4 type echo
    5 x tcp 192.0.2.98:9 > $INSIDE4:443; udp 192.0.2.1:5 > $INSIDE4:5060 frag 0+ id 7 len 8; udp 192.0.2.1 > $INSIDE4 frag 16 id 7 len 8
    tcp 203.0.113.1:1 > $INSIDE4:22; arp; +400s $REPLY; udp $INSIDE4:$port > $OUTSIDE4:53 out"
outside ip link set isp0 down
sleep 0.3
dump >"$WORK/before"
holds "a story of 114 packets" equal "$(trace -i wan0 -j - <<<"$STORY" | wc -l)" 114
dump >"$WORK/after"
holds "every counter, flow and fragment is as it was" cmp "$WORK/before" "$WORK/after"
for map in flows_v4_other sources bans service_stats reason_stats flow_stats rules_live; do
    holds "which says something, since there is something in $map" dumped $map
done
outside ip link set isp0 up

# Rules on trial, panic, monitor, a reload that takes a flow's service away.
reload two >"$WORK/reload"
holds "the rules in force judge" traced '.reason == "service"' 'udp 192.0.2.9:5 > 192.0.2.10:5061'
holds "a flow whose service is gone is revoked" traced '.reason == "revoked" or .reason == "not-allowed"' "$REPLY"
ucgate panic >"$WORK/panic"
holds "panic judges nothing" traced '.verdict == "pass" and .reason == null and (.explain[0] | startswith("panic"))' 'tcp 192.0.2.9:5 > 192.0.2.10:22'
ucgate panic --off >"$WORK/panic"
holds "until it ends" traced '.verdict == "drop"' 'tcp 192.0.2.9:5 > 192.0.2.10:22'

ucgate reload -i wan0 -c "$WORK/one.yaml" --force --confirm 1 >"$WORK/reload"
holds "rules on trial judge" traced '.reason == "service"' 'udp 192.0.2.9:5 > 192.0.2.10:5060'
sleep 1.8
holds "until they were not confirmed" traced '.reason == "service"' 'udp 192.0.2.9:5 > 192.0.2.10:5061'

ucgate detach -i wan0 >"$WORK/detached"
ucgate attach -i wan0 -c "$WORK/one.yaml" --force --confirm 1 >"$WORK/reload"
sleep 1.8
holds "where first rules expired, it is told how to have rules" traced '.reason == null and (.explain | any(startswith("rules: none")) and any(test("ucgate reload -c FILE")) and all(test("panic --off") | not))' 'tcp 192.0.2.9:5 > 192.0.2.10:22'

# What it says of what it cannot do.
holds "a misspelt packet is usage, with its place" says 2 'column 5: .*"nowhere" is no address' trace -c "$WORK/one.yaml" 'udp nowhere > 192.0.2.10:5060'
holds "in JSON as well" tells 2 '.error.code == 2 and (.error.message | contains("column 5"))' trace -j -c "$WORK/one.yaml" 'udp nowhere > 192.0.2.10:5060'
for nothing in '' ' ; ' '# a comment' '+20s'; do
    holds "no packet ('$nothing') is usage, too" says 2 'no packet' trace -c "$WORK/one.yaml" "$nothing"
done
holds "nor is an empty standard input one" tells 2 '.error.code == 2' trace -j -c "$WORK/one.yaml" </dev/null
holds "nor what no length field can say" says 2 'packet 1 is longer' trace -c "$WORK/one.yaml" 'udp 192.0.2.1:9 > 192.0.2.10:5060 len 70000'
holds "two sources of rules are one too many" says 2 'exclude each other' trace -i wan0 -c "$WORK/one.yaml" arp
holds "refused rules" tells 1 '.error.code == 1' trace -j -c "$WORK/bad.yaml" arp
holds "an interface that is none" tells 4 '.error.code == 4' trace -j -i nosuch0 arp
holds "the words of one packet need no quotes" traced '.reason == "peer" or .reason == "not-allowed"' -c "$WORK/two.yaml" udp 192.0.2.1:5 '>' 192.0.2.10:5060 vlan 7
holds "digits are a packet" traced '.reason == "malformed"' -c "$WORK/one.yaml" --hex "02 00:00:00 00 01" 020000000002 0806
holds "that may go out" traced '.dir == "out"' -c "$WORK/one.yaml" --hex 0200000000010200000000020806 out
plain() { [[ $(trace -c "$WORK/one.yaml" arp) != *$'\033'* ]]; }
coloured() { [[ $(trace --color=always -c "$WORK/one.yaml" arp) == *$'\033'* ]]; }
holds "without a terminal there is no colour" plain
holds "unless it is asked for" coloured
