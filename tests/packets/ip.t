# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 2: IP headers, their lengths, and those of TCP, UDP and ICMP; each edge by one byte both ways.
rules rules/tracked.yaml

# IPv4: version, IHL
udp 203.0.113.9:40000 > 192.0.2.10:5060 version 4 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 version 6 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 version 5 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 version 0 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 version 15 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 ihl 4 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 ihl 0 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 ihl 15 -> drop malformed
# IHL 6 takes the ports for an option: 0x9c is none, its length 0x40 is too much
udp 203.0.113.9:40000 > 192.0.2.10:5060 ihl 6 -> drop malformed
# the two ports are a long enough option, what follows is no UDP header
udp 203.0.113.9:39940 > 192.0.2.10:5060 ihl 6 -> drop malformed

# IPv4: total length against the frame
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen +1 pad 1 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen +2 pad 1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen 65535 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen 0 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen 19 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen 20 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen 27 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 iplen 28 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 cut -1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 cut 33 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 cut 34 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 cut 14 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 cut 15 -> drop malformed

# padding is not part of the packet
udp 203.0.113.9:40000 > 192.0.2.10:5060 pad 18 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pad 18 udplen +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pad 18 iplen 27 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 pad 6 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 pad 6 doff 6 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 pad 6 iplen 39 -> drop malformed
icmp 203.0.113.9 > 192.0.2.10 type echo pad 18 -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo pad 18 iplen 27 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 pad 18 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 pad 18 udplen +1 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 pad 18 iplen 7 -> drop malformed

# UDP length: at least 8, within the packet; shorter than the packet is sound
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 10 udplen 0 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 10 udplen 7 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 10 udplen 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 10 udplen -1 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 10 udplen +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 10 udplen 65535 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 len 10 udplen 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 len 10 udplen 7 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 len 10 udplen 8 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 len 10 udplen +1 -> drop malformed
# a broken packet is malformed, whether a service wants it or not
udp 203.0.113.9:40000 > 192.0.2.10:5062 len 10 udplen 7 -> drop malformed
udp 203.0.113.9:67 > 192.0.2.10:68 udplen 7 -> drop malformed

# TCP data offset: at least 5, within the packet
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 4 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 0 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 6 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 6 len 3 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 6 len 4 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 15 len 39 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 doff 15 len 40 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 iplen 39 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 cut -1 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 iplen 39 cut -1 -> drop malformed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 doff 4 -> drop malformed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 doff 5 -> pass service web
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 doff 6 len 3 -> drop malformed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 doff 6 len 4 -> pass service web
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 iplen 19 -> drop malformed
# no flags at all, but first of all it is broken
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags none doff 4 -> drop malformed

# ICMP: at least 8 bytes, of its own family
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo iplen 27 -> drop malformed
icmp 203.0.113.9 > 192.0.2.10 type echo iplen 20 -> drop malformed
icmp 203.0.113.9 > 192.0.2.10 type 200 iplen 27 -> drop malformed
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo -> pass essential echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo iplen 7 -> drop malformed
icmpv6 2001:db8:a::9 > 2001:db8:b::10 iplen 0 -> drop malformed
icmp 2001:db8:a::9 > 2001:db8:b::10 -> drop protocol
icmp 2001:db8:a::9 > 2001:db8:b::10 iplen 7 -> drop protocol
icmpv6 203.0.113.9 > 192.0.2.10 -> drop protocol
icmpv6 203.0.113.9 > 192.0.2.10 iplen 27 -> drop protocol
icmpv6 203.0.113.9 > 192.0.2.10 type 135 ttl 255 -> drop protocol

# IPv6: version, payload length
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 version 4 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 version 7 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen +1 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen +1 pad 1 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen +2 pad 1 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen 65535 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen 7 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 iplen 8 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 cut -1 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 cut 54 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 cut 53 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 cut 15 -> drop malformed

# protocols without ports have no length of their own
gre 203.0.113.9 > 192.0.2.10 -> pass service tunnel
esp 203.0.113.9 > 192.0.2.10 -> pass service tunnel
esp 203.0.113.9 > 192.0.2.10 len 100 -> pass service tunnel
esp 203.0.113.9 > 192.0.2.10 iplen +1 -> drop malformed
gre 2001:db8:a::9 > 2001:db8:b::10 -> pass service tunnel
esp 2001:db8:a::9 > 2001:db8:b::10 iplen +1 -> drop malformed
