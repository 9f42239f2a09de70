#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# PPPoE: the session's own frames pass, the packets inside are judged like any other. Counted behind the filter by
# nftables' netdev hook, which sees what XDP let through.
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
	table netdev seen {
	    counter discovery {}
	    counter session {}
	    chain ingress {
	        type filter hook ingress device wan0 priority 0
	        ether type 0x8863 counter name discovery
	        ether type 0x8864 counter name session
	    }
	}
END

seen() { inside nft -j list counter netdev seen "$1" | jq '.nftables[] | .counter? // empty | .packets'; }

# session PPP_PROTOCOL PAYLOAD: a frame of session 1.
session() { ethernet 8864 "11000001$(hex 2 $((${#2} / 2 + 2)))$1$2"; }
send() { outside "$TRAFFIC/frames" send isp0 <<<"$1"; }

call=$(udp4 198.51.100.7 40000 192.0.2.10 5060)
other=$(udp4 198.51.100.7 40000 192.0.2.10 5062)

counted pass pppoe
send "$(ethernet 8863 "11090000$(hex 2 4)01010000")"
send "$(session c021 0901000800000000)"
holds "discovery passes" equal "$(seen discovery)" 1
holds "so does PPP's link control" equal "$(seen session)" 1
holds "both are counted as pppoe" grows_by 2 pass pppoe

counted pass sip
send "$(session 0021 "$call")"
holds "a call inside a session passes" equal "$(seen session)" 2
holds "and is counted as sip" grows_by 1 pass sip

counted drop not-allowed
send "$(session 0021 "$other")"
holds "port 5062 inside a session does not" equal "$(seen session)" 2
holds "and is counted as not-allowed" grows_by 1 drop not-allowed

counted drop malformed
send "$(ethernet 8864 "11000001$(hex 2 1400)0021$call")"
holds "a length beyond the frame does not" equal "$(seen session)" 2
holds "and is counted as malformed" grows_by 1 drop malformed

counted drop ethertype
send "$(session 002b "$call")"
holds "IPX inside a session does not" equal "$(seen session)" 2
holds "and is counted as ethertype" grows_by 1 drop ethertype
