#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# A box without any service still has neighbours, an address and a path MTU; switched off, an essential is gone.
. "$(dirname "$0")/peers.sh"

begin
rules nothing <<-END
	version: 1
	services: []
END
rules deaf <<-END
	version: 1
	essentials: {echo: false, arp: false}
	services: []
END
attached nothing

ping_once() { "$1" ping -n -c 1 -W 1 "$2"; }
flush() {
    inside ip neighbour flush dev wan0
    outside ip neighbour flush dev isp0
}

flush
counted pass arp
holds "the outside pings the box over IPv4" ping_once outside $INSIDE4
holds "ARP was let in" grows pass arp
flush
counted pass nd
holds "the outside pings the box over IPv6" ping_once outside $INSIDE6
holds "neighbour discovery was let in" grows pass nd
counted pass echo
holds "a second ping" ping_once outside $INSIDE4
holds "one echo request is counted" grows_by 1 pass echo

# Duplicate address detection: the box must hear the neighbour that holds the address. The kernel asks once and may
# be overheard on a busy machine, so three times; were the answers dropped, none of them would do.
inside sysctl -qw net.ipv6.conf.wan0.accept_dad=1 net.ipv6.conf.wan0.dad_transmits=1
duplicate() {
    local try look
    for try in 1 2 3; do
        inside ip address delete $OUTSIDE6/64 dev wan0 2>/dev/null
        inside ip address add $OUTSIDE6/64 dev wan0
        for look in {1..25}; do
            sleep 0.1
            inside ip -6 address show dev wan0 | grep -q dadfailed && return
        done
    done
    echo "$try tries, $look looks each: the address is in use"
    return 1
}
holds "an address that a neighbour holds is recognised as a duplicate" duplicate
inside ip address delete $OUTSIDE6/64 dev wan0

# Multicast listener reports of the outside are heard.
counted pass mld
outside ip address add ff02::1:beef/128 dev isp0 autojoin 2>/dev/null
heard() {
    for _ in {1..30}; do
        grows pass mld && return
        sleep 0.1
    done
    return 1
}
holds "multicast listener reports are let in" heard

counted drop not-allowed
holds "nothing else gets an answer" equal "$(knock outside -w 500 $INSIDE4 tcp:22 | cut -d' ' -f3)" silent
holds "and is counted" grows_by 1 drop not-allowed

holds "rules without echo and ARP are put in force" reload deaf
counted drop icmp
fails "the box answers no ping any more" ping_once outside $INSIDE4
holds "the request is counted as icmp" grows drop icmp
flush
counted drop ethertype
fails "nor ARP" ping_once outside $INSIDE4
holds "which is counted as ethertype" grows drop ethertype
