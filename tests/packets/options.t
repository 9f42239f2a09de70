# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 2: IPv4 options.
rules rules/tracked.yaml
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt nop -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt eol -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt rr -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ts -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ra -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt nop opt nop opt rr opt ts opt ra -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 opt ra -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:443 opt ra -> pass service web
icmp 203.0.113.9 > 192.0.2.10 type echo opt ra -> pass essential echo
gre 203.0.113.9 > 192.0.2.10 opt ra -> pass service tunnel
# forty bytes of nothing
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 01010101010101010101010101010101010101010101010101010101010101010101010101010101 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 82280000000000000000000000000000000000000000000000000000000000000000000000000000 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 82290000000000000000000000000000000000000000000000000000000000000000000000000000 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 01010101010101010101010101010101010101010101010101010101010101010101010101010182 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 01010101010101010101010101010101010101010101010101010101010101010101010101018202 -> pass service sip

# source routes
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ssrr -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt nop opt lsrr -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt nop opt nop opt nop opt ssrr -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt rr opt nop opt lsrr -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ts opt ssrr -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr pppoe vlan 7 vlan 8 -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5062 opt lsrr -> drop source-route
icmp 203.0.113.9 > 192.0.2.10 type echo opt lsrr -> drop source-route
gre 203.0.113.9 > 192.0.2.10 opt ssrr -> drop source-route
udp 127.0.0.1:40000 > 192.0.2.10:5060 opt lsrr -> drop source-route
# after the end there are no options
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt eol opt lsrr -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt eol opt 8200 -> pass service sip
# only these two are source routes: 3 and 9 are what they are without the copied bit
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 03070400000000 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 09070400000000 -> pass service sip
# inside another option there is none
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 8204830701 -> pass service sip

# lengths
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 8200 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 8201 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 8202 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 82040000 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 82050000 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 82ff0000 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 01010182 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 01018202 -> pass service sip
# a source route wins over its own bad length, not over one before it
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 8300 -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 83ff -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 8901 -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 01010183 -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 820083070400 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt 830704000000008200 -> drop source-route
# L4 comes after the options, the IP header before them
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr udplen 7 -> drop source-route
tcp 203.0.113.9:40000 > 192.0.2.10:443 opt lsrr doff 4 -> drop source-route
tcp 203.0.113.9:40000 > 192.0.2.10:443 opt lsrr iplen 28 -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr iplen 28 pad 8 -> drop source-route
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr iplen 27 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr iplen +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr ihl 5 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ra iplen 24 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ra iplen 23 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ra iplen 31 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ra iplen 32 -> pass service sip
# in fragments too, later ones as well
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr frag 0+ len 8 -> drop source-route
udp 203.0.113.9 > 192.0.2.10 opt lsrr frag 1480 len 8 -> drop source-route
udp 203.0.113.9 > 192.0.2.10 opt 8200 frag 1480 len 8 -> drop malformed
