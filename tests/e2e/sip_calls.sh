#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Real calls (SIPp) over UDP and TCP, IPv4 and IPv6: a listed port is answered, its neighbour is not.
. "$(dirname "$0")/peers.sh"

begin
rules calls <<-END
	version: 1
	services:
	  - name: phone
	    direction: in
	    tcp: [5060]
	    udp: [5060]
	  - name: trunk
	    direction: in
	    tcp: [5100]
	    udp: [5100]
	    peers: [$OUTSIDE4, '$OUTSIDE6']
END
attached calls
for address in $INSIDE4 $INSIDE6; do
    for transport in udp tcp; do
        for port in 5060 5062 5100; do
            sip_serve inside "$address" $transport $port
        done
    done
done
for transport in udp tcp; do
    for port in 5060 5062 5100; do
        listening_wait inside $transport $port
    done
done
sleep 0.5

PEER_WAIT=2
for address in $INSIDE4 $INSIDE6; do
    for transport in udp tcp; do
        counted pass phone
        holds "a call over $transport to 5060 of $address" sip_call outside "$address" $transport 5060
        holds "is counted as phone" grows pass phone
        counted pass trunk
        holds "a call over $transport to 5100 of $address" sip_call outside "$address" $transport 5100
        holds "is counted as trunk" grows pass trunk
        counted drop not-allowed
        fails "no call over $transport to 5062 of $address" sip_call outside "$address" $transport 5062
        holds "its packets are counted as not-allowed" grows drop not-allowed
    done
done

outside ip address add 192.0.2.99/32 dev isp0
outside ip route replace $INSIDE4 dev isp0 src 192.0.2.99
counted drop peer
holds "a stranger's knock on 5100 stays unanswered" equal "$(knock outside -w 600 $INSIDE4 tcp:5100)" 'tcp 5100 silent'
holds "and is counted as peer" grows_by 1 drop peer
