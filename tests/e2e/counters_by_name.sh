#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# A counter belongs to a service's name: it survives reloads that move the service, take it away and bring it back.
. "$(dirname "$0")/peers.sh"

begin
rules first <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
	  - {name: tls, direction: in, udp: [443]}
END
rules moved <<-END
	version: 1
	services:
	  - {name: web, direction: in, udp: [80]}
	  - {name: tls, direction: in, udp: [443]}
	  - {name: sip, direction: in, udp: [5070]}
END
rules without <<-END
	version: 1
	services:
	  - {name: tls, direction: in, udp: [443]}
END
attached first
answer inside $INSIDE4 udp:5060 udp:5070 udp:443 udp:80
listening_wait inside udp 80
sleep 0.2

# packets PORT N: that many datagrams, each after the answer to the one before: an answer to a closed socket would
# bring an ICMP error, which is counted for the service too.
packets() {
    for ((i = 0; i < $2; i++)); do
        knock outside -w 2000 $INSIDE4 "udp:$1" >/dev/null
    done
}
counts() { echo "sip $(counter pass sip), tls $(counter pass tls), web $(counter pass web)"; }

packets 5060 3
packets 443 5
holds "each service counts its packets" equal "$(counts)" 'sip 3, tls 5, web 0'
holds "services change places and ports" reload moved
holds "the counts stay with the names" equal "$(counts)" 'sip 3, tls 5, web 0'
packets 5070 2
packets 80 7
knock outside -w 300 $INSIDE4 udp:5060 >/dev/null
holds "and go on" equal "$(counts)" 'sip 5, tls 5, web 7'
holds "sip is taken away" reload without
packets 443 1
holds "sip comes back" reload first
packets 5060 4
holds "its count is what it was, and more" equal "$(counts)" 'sip 9, tls 6, web 7'
holds "attaching again changes nothing" attach first
holds "not even a counter" equal "$(counts)" 'sip 9, tls 6, web 7'
