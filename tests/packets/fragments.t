# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 4: fragments one by one; what is remembered of them is in first-fragments.t.
rules rules/tracked.yaml

# a first fragment is judged like a whole packet; its UDP length is that of the whole
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 8 id 0xffff vlan 7 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 1472 udplen 4000 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ udplen 65535 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 frag 0+ len 8 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ len 4 -> pass service web
tcp 198.51.100.9:40000 > 192.0.2.10:443 frag 0+ len 4 -> drop peer web
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ len 4 flags none -> drop tcp-flags
icmp 203.0.113.9 > 192.0.2.10 type echo frag 0+ len 8 -> pass essential echo
gre 203.0.113.9 > 192.0.2.10 frag 0+ len 8 -> pass service tunnel
gre 203.0.113.9 > 192.0.2.10 frag 0+ -> pass service tunnel
proto 99 203.0.113.9 > 192.0.2.10 frag 0+ len 8 -> drop protocol
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ len 8 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ len 8 udplen 4000 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh frag 0+ dst len 8 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 frag 0+ len 8 -> drop not-allowed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 frag 0+ len 4 -> pass service web
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo frag 0+ len 8 -> pass essential echo

# later ones, whose first nobody has seen
rules rules/tracked.yaml
udp 203.0.113.9 > 192.0.2.10 frag 1480 len 100 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 1480+ len 104 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 8 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 8+ -> drop fragment-orphan
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 8 len 8 -> drop fragment-orphan
tcp 203.0.113.9 > 192.0.2.10 frag 16 len 8 -> drop fragment-orphan
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 16 -> drop fragment-orphan
icmp 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> drop fragment-orphan
icmp 203.0.113.9 > 192.0.2.10 type echo frag 8 -> drop fragment-orphan
gre 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> drop fragment-orphan
proto 99 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 1480 len 100 vlan 7 pppoe -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 1448 len 100 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 1448+ len 104 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 hbh dst frag 8 len 8 -> drop fragment-orphan
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 8 len 8 -> drop fragment-orphan
tcp 2001:db8:a::9 > 2001:db8:b::10 frag 8 len 8 -> drop fragment-orphan
icmpv6 2001:db8:a::9 > 2001:db8:b::10 frag 8 len 8 -> drop fragment-orphan
icmpv6 fe80::9 > ff02::1 type ns ttl 255 frag 8 len 16 -> drop fragment-orphan
# what a later fragment carries is no header: neither the seventh, nor a source route, nor no-next-header
udp 2001:db8:a::9 > 2001:db8:b::10 frag 8 next 0 len 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 8 next 43 len 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 8 next 44 len 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 8 next 59 len 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 dst dst dst dst dst frag 8 next 60 len 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 dst dst dst dst dst dst frag 8 len 8 -> drop malformed

# a first fragment without its whole L4 header
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ iplen 27 -> drop fragment-invalid
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ iplen 28 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ iplen 20 -> drop fragment-invalid
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ iplen 19 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ iplen 28 -> drop fragment-invalid
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ iplen 36 -> drop fragment-invalid
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ iplen 39 -> drop fragment-invalid
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ len 4 doff 6 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ len 4 doff 7 -> drop fragment-invalid
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ len 4 doff 15 -> drop fragment-invalid
icmp 203.0.113.9 > 192.0.2.10 type echo frag 0+ iplen 27 -> drop fragment-invalid
icmp 203.0.113.9 > 192.0.2.10 type echo frag 0+ iplen 20 -> drop fragment-invalid
icmp 203.0.113.9 > 192.0.2.10 type echo frag 0+ -> pass essential echo
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ iplen 8 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ iplen 15 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ iplen 16 -> pass service sip
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 frag 0+ iplen 24 -> drop fragment-invalid
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 frag 0+ len 4 doff 6 -> pass service web
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 frag 0+ len 4 doff 7 -> drop fragment-invalid
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo frag 0+ iplen 15 -> drop fragment-invalid
# it is so with no service in sight, too
udp 203.0.113.9:40000 > 192.0.2.10:5062 frag 0+ iplen 27 -> drop fragment-invalid
udp 203.0.113.9:67 > 192.0.2.10:68 frag 0+ iplen 27 -> drop fragment-invalid

# a whole header that is wrong stays malformed; one that is not whole is invalid, whatever it holds
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 8 udplen 7 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ udplen 7 iplen 27 -> drop fragment-invalid
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ len 4 doff 4 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 frag 0+ doff 4 iplen 36 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ len 8 udplen 7 -> drop malformed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 frag 0+ doff 4 iplen 24 -> drop fragment-invalid
# extension headers behind the fragment header
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ dst iplen 15 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ dst iplen 16 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ dst iplen 24 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ dst extlen 9 len 8 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ route 0 len 8 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ route 0 iplen 15 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ route 0 extlen 99 len 8 -> drop fragment-invalid
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ hbh len 8 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst frag 0+ dst len 8 -> drop malformed
esp 2001:db8:a::9 > 2001:db8:b::10 frag 0+ dst -> pass service tunnel
esp 2001:db8:a::9 > 2001:db8:b::10 frag 0+ dst iplen 15 -> drop fragment-invalid
proto 59 2001:db8:a::9 > 2001:db8:b::10 frag 0+ len 8 -> drop protocol
# before it they belong to the packet
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst frag 0+ iplen 15 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst frag 0+ iplen 7 -> drop malformed

# IPv4 offset 1 with TCP would overwrite the flags (RFC 1858)
tcp 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> drop fragment-invalid
tcp 203.0.113.9 > 192.0.2.10 frag 8+ len 8 -> drop fragment-invalid
tcp 203.0.113.9 > 192.0.2.10 frag 8 -> drop fragment-invalid

# beyond the largest packet
udp 203.0.113.9 > 192.0.2.10 frag 65528 len 7 id 99 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 65528 len 8 -> drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 65520 len 15 id 99 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 65520 len 16 -> drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 65528 len 7 pad 20 id 99 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 65520 len 15 opt ra id 99 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 65528 len 7 id 99 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 frag 65528 len 8 -> drop fragment-invalid
udp 2001:db8:a::9 > 2001:db8:b::10 dst frag 65520 len 15 id 99 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::10 dst frag 65520 len 16 -> drop fragment-invalid

# more to come, and no multiple of eight
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 7 -> drop fragment-invalid
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 9 -> drop fragment-invalid
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 8 pad 1 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 8 opt ra -> pass service sip
udp 203.0.113.9 > 192.0.2.10 frag 1480+ len 1479 -> drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 1480+ len 1480 id 99 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.10 frag 1480+ len 1481 -> drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 1480 len 1479 id 99 -> drop fragment-orphan
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ len 7 -> drop fragment-invalid
udp 2001:db8:a::9 > 2001:db8:b::10 frag 1448+ len 9 -> drop fragment-invalid
udp 2001:db8:a::9 > 2001:db8:b::10 hbh frag 1448+ len 8 id 99 -> drop fragment-orphan
gre 203.0.113.9 > 192.0.2.10 frag 0+ len 7 -> drop fragment-invalid

# an atomic fragment is a whole packet
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 len 7 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 udplen 9 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 iplen 15 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 dst iplen 15 -> drop malformed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 frag 0 doff 6 -> drop malformed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:444 frag 0 -> drop not-allowed
icmpv6 fe80::9 > ff02::1:ff00:10 type ns ttl 255 len 16 frag 0 -> pass essential nd

# fragmented neighbour discovery (RFC 6980), and only that
icmpv6 fe80::9 > ff02::1:ff00:10 type ns ttl 255 len 16 frag 0+ -> drop icmp
icmpv6 fe80::9 > ff02::1:ff00:10 type na ttl 255 len 16 frag 0+ -> drop icmp
icmpv6 fe80::9 > ff02::1 type ra ttl 255 len 16 frag 0+ -> drop icmp
icmpv6 fe80::9 > ff02::2 type rs ttl 255 len 16 frag 0+ -> drop icmp
icmpv6 fe80::9 > ff02::1 type ns ttl 255 len 15 frag 0+ -> drop fragment-invalid
icmpv6 fe80::9 > ff02::1 type mld-query ttl 1 len 16 frag 0+ -> pass essential mld
icmpv6 fe80::9 > ff02::16 type mld2-report ttl 1 len 16 frag 0+ -> pass essential mld
