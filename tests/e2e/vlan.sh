#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Tagged frames are judged by what they carry: in a VLAN, in a customer's VLAN inside a provider's, with a tag that
# has only a priority. Counted behind the filter by nftables' netdev hook, which sees what XDP let through.
. "$(dirname "$0")/peers.sh"

begin
rules sip <<-END
	version: 1
	services:
	  - name: sip
	    direction: in
	    udp: [5060]
END
attached sip
inside nft -f - <<-END || exit
	table netdev behind {
	    counter frames {}
	    chain ingress {
	        type filter hook ingress device wan0 priority 0
	        ether saddr $(mac_of outside isp0 | sed "s/../&:/g; s/:$//") ether type != { arp, ip6 } counter name frames
	    }
	}
END
seen() { inside nft -j list counter netdev behind frames | jq '.nftables[] | .counter? // empty | .packets'; }
send() { outside "$TRAFFIC/frames" send isp0 <<<"$1"; }

call=0800$(udp4 198.51.100.7 40000 192.0.2.10 5060)
other=0800$(udp4 198.51.100.7 40000 192.0.2.10 5062)
passed=0

# tagged NAME TYPE TAGS: what is in the tags decides.
tagged() {
    counted pass sip
    send "$(ethernet "$2" "$3$call")"
    passed=$((passed + 1))
    holds "a call $1 passes" equal "$(seen)" $passed
    holds "and is counted as sip" grows_by 1 pass sip
    counted drop not-allowed
    send "$(ethernet "$2" "$3$other")"
    holds "port 5062 $1 does not" equal "$(seen)" $passed
    holds "and is counted as not-allowed" grows_by 1 drop not-allowed
}
tagged 'in VLAN 7' 8100 0007
tagged 'with a priority only' 8100 a000
tagged 'in VLAN 42 of service VLAN 100' 88a8 00648100002a
tagged 'in VLAN 7 of VLAN 7' 8100 000781000007

counted drop vlan-depth
send "$(ethernet 88a8 "00648100002a81000003$call")"
holds 'behind three tags nothing passes' equal "$(seen)" $passed
holds 'which is counted as vlan-depth' grows_by 1 drop vlan-depth

session=88641100$(hex 2 1)$(hex 2 38)0021${call#0800}
counted pass sip
send "$(ethernet 8100 "0007$session")"
holds 'a call in a PPPoE session in a VLAN passes' equal "$(seen)" $((passed + 1))
holds 'and is counted as sip' grows_by 1 pass sip
