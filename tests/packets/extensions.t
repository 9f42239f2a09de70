# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 2: IPv6 extension headers.
rules rules/tracked.yaml
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 2 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 3 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 4 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh dst route 2 frag 0 auth dst -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh 31 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst 255 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst vlan 7 pppoe -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 hbh dst -> drop not-allowed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 hbh dst -> pass service web
tcp [2001:db8:f::9]:40000 > [2001:db8:b::10]:443 hbh dst -> drop peer web
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo hbh dst -> pass essential echo
gre 2001:db8:a::9 > 2001:db8:b::10 hbh dst -> pass service tunnel

# at most six
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst dst -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst dst dst -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh dst dst dst dst dst -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh dst dst dst dst dst dst -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst frag 0 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst dst frag 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst route 0 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst dst route 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst dst dst dst dst dst dst dst dst dst -> drop malformed

# hop-by-hop comes first or not at all
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst hbh -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh hbh -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 hbh -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth hbh -> drop malformed

# routing type 0 is a source route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 0 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh route 0 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst route 0 dst -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 2 route 0 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 route 0 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 route 0 -> drop source-route
udp [::1]:40000 > [2001:db8:b::10]:5060 route 0 -> drop source-route
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo route 0 -> drop source-route
# it wins over its own bad length and over what follows; a header that is cut is malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 0 extlen 100 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 udplen 7 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 hbh -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 0 iplen 8 -> drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 0 iplen 7 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst 0 extlen 100 route 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 iplen +1 -> drop malformed

# headers that run past the end
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst iplen 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst iplen 1 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst iplen 7 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst iplen 8 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst iplen 15 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst iplen 16 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst extlen 1 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst extlen 2 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst extlen 255 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 hbh extlen 2 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth extlen 255 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 2 extlen 255 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 iplen 7 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 dst cut -1 -> drop malformed
esp 2001:db8:a::9 > 2001:db8:b::10 dst -> pass service tunnel
esp 2001:db8:a::9 > 2001:db8:b::10 dst iplen 8 -> pass service tunnel
esp 2001:db8:a::9 > 2001:db8:b::10 dst iplen 7 pad 20 -> drop malformed
esp 2001:db8:a::9 > 2001:db8:b::10 dst extlen 1 -> drop malformed

# the lengths of an authentication header count four bytes; one of a fragment header nothing
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth 1 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth 0 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth 5 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 auth 255 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 extlen 255 -> pass service sip
# `ah` in `protocols` is IPv4's
ah 203.0.113.9 > 192.0.2.10 -> pass service tunnel
ah 203.0.113.9 > 192.0.2.10 len 24 -> pass service tunnel
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 auth -> drop not-allowed
ah 2001:db8:a::9 > 2001:db8:b::10 -> drop malformed
# IPv4 has no extension headers
proto 0 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
proto 43 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
proto 44 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
proto 60 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol

# no next header
proto 59 2001:db8:a::9 > 2001:db8:b::10 -> drop protocol
proto 59 2001:db8:a::9 > 2001:db8:b::10 len 40 -> drop protocol
proto 59 2001:db8:a::9 > 2001:db8:b::10 hbh dst -> drop protocol
proto 59 2001:db8:a::9 > 2001:db8:b::10 dst dst dst dst dst dst -> drop protocol
proto 59 203.0.113.9 > 192.0.2.10 -> drop protocol
# it is said in step 2, before the source is looked at
proto 59 ::1 > 2001:db8:b::10 -> drop protocol
# mobility, HIP and shim6 are protocols like any other
proto 135 2001:db8:a::9 > 2001:db8:b::10 len 8 -> drop protocol
proto 139 2001:db8:a::9 > 2001:db8:b::10 len 8 -> drop protocol
proto 140 2001:db8:a::9 > 2001:db8:b::10 len 8 -> drop protocol
# a second fragment header
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 frag 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 dst frag 0 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ frag 0 len 8 -> drop malformed
