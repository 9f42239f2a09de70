# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Section 6: what becomes of what the box sends.
rules rules/state.yaml
# essentials, whatever their checks
arp out -> pass essential arp
lldp len 9 out -> pass essential lldp
eapol len 4 out -> pass essential eapol
ppp lcp len 8 out -> pass essential pppoe
pppoe-discovery out -> pass essential pppoe
icmp 192.0.2.10 > 203.0.113.9 type echo id 7 out -> pass essential echo
icmp 192.0.2.10 > 203.0.113.9 type echo-reply id 7 out -> pass essential echo
icmpv6 2001:db8:b::10 > 2001:db8:a::9 type echo id 7 out -> pass essential echo
icmpv6 2001:db8:b::10 > 2001:db8:a::9 type echo-reply id 7 out -> pass essential echo
icmp 192.0.2.10 > 203.0.113.9 type unreachable quote ( udp 203.0.113.9:1 > 192.0.2.10:2 ) out -> pass essential icmp-error
icmp 192.0.2.10 > 203.0.113.9 type exceeded out -> pass essential icmp-error
icmp 192.0.2.10 > 203.0.113.9 type parameter out -> pass essential icmp-error
icmpv6 2001:db8:b::10 > 2001:db8:a::9 type too-big out -> pass essential icmp-error
icmpv6 2001:db8:b::10 > 2001:db8:a::9 type unreachable out -> pass essential icmp-error
icmpv6 fe80::10 > ff02::1:ff00:9 type ns ttl 255 len 16 out -> pass essential nd
icmpv6 fe80::10 > ff02::1:ff00:9 type ns ttl 3 len 16 out -> pass essential nd
icmpv6 2001:db8:b::10 > ff02::1 type ra len 16 out -> pass essential nd
icmpv6 :: > ff02::1:ff00:9 type ns ttl 255 len 16 out -> pass essential nd
icmpv6 fe80::10 > ff02::16 type mld2-report ttl 1 out -> pass essential mld
icmpv6 2001:db8:b::10 > ff02::16 type mld-report ttl 9 out -> pass essential mld
udp 0.0.0.0:68 > 255.255.255.255:67 out -> pass essential dhcp
udp 192.0.2.10:68 > 203.0.113.1:67 out -> pass essential dhcp
udp [fe80::10]:546 > [ff02::1:2]:547 out -> pass essential dhcp
udp [2001:db8:b::10]:546 > [2001:db8:a::9]:547 out -> pass essential dhcp
arp cut 41 out -> pass outbound
# the rest
icmp 192.0.2.10 > 203.0.113.9 type redirect out -> pass outbound
icmp 192.0.2.10 > 203.0.113.9 type 13 out -> pass outbound
icmpv6 fe80::10 > fe80::9 type redirect ttl 255 out -> pass outbound
icmpv6 192.0.2.10 > 203.0.113.9 type echo out -> pass outbound
ether 0x9000 len 46 out -> pass outbound
udp 192.0.2.10:67 > 203.0.113.9:68 out -> pass outbound
udp 192.0.2.10:40000 > 203.0.113.9:54 out -> pass outbound
gre 192.0.2.10 > 203.0.113.9 out -> pass service gre
proto 99 192.0.2.10 > 203.0.113.9 out -> pass outbound
# what cannot be read teaches nothing
udp 192.0.2.10:40000 > 203.0.113.9:53 out udplen 7 -> pass outbound
udp 192.0.2.10:40000 > 203.0.113.9:53 out opt lsrr -> pass outbound
udp 192.0.2.10:40000 > 203.0.113.9:53 out frag 0+ len 7 -> pass outbound
udp 192.0.2.10:40000 > 203.0.113.9:53 out vlan 1 vlan 2 vlan 3 -> pass outbound
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop no-flow
icmp 192.0.2.10 > 203.0.113.9 type echo id 9 opt ssrr out -> pass outbound
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 9 -> drop no-flow
# flags and sources are not asked about
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags none out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
udp 192.0.2.10:40000 > 203.0.113.9:53 out vlan 7 pppoe opt ra -> pass flow dns
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns

rules rules/state-any.yaml
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 192.0.2.10:40000 > 203.0.113.9:54 out -> pass flow other
udp 203.0.113.9:54 > 192.0.2.10:40000 -> pass flow other
tcp 192.0.2.10:40000 > 198.51.100.9:443 out -> pass flow other
tcp 198.51.100.9:443 > 192.0.2.10:40000 flags SA -> pass flow other
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:54 out -> pass flow other
udp [2001:db8:a::9]:54 > [2001:db8:b::10]:40000 -> pass flow other
udp 203.0.113.9:55 > 192.0.2.10:40000 -> drop not-allowed
# not what step 8 lets in anyway
udp 192.0.2.10:5060 > 203.0.113.9:40000 out -> pass service sip
# but what it lets in within a limit
tcp 192.0.2.10:8443 > 203.0.113.9:40000 flags SA out -> pass flow other
9 x tcp 203.0.113.9:40000 > 192.0.2.10:8443 flags A -> pass flow other
# TCP and UDP only
proto 99 192.0.2.10 > 203.0.113.9 out -> pass outbound
proto 99 203.0.113.9 > 192.0.2.10 -> drop protocol
tcp 192.0.2.10:40001 > 198.51.100.9:444 flags R out -> pass outbound
tcp 198.51.100.9:444 > 192.0.2.10:40001 flags SA -> drop not-allowed
at 100s
udp 203.0.113.9:54 > 192.0.2.10:40000 -> pass flow other
at 401s
udp 203.0.113.9:54 > 192.0.2.10:40000 -> drop expired other

rules rules/state-enforce.yaml
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 192.0.2.10:5060 > 203.0.113.9:40000 out -> pass service sip
tcp 192.0.2.10:8443 > 203.0.113.9:40000 flags SA out -> pass service web
udp 192.0.2.10:40000 > 203.0.113.9:54 out -> drop outbound
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:54 out -> drop outbound
udp 203.0.113.9:54 > 192.0.2.10:40000 -> drop not-allowed
tcp 192.0.2.10:40000 > 198.51.100.9:443 out -> drop outbound
proto 99 192.0.2.10 > 203.0.113.9 out -> drop outbound
ether 0x9000 len 46 out -> drop outbound
icmp 192.0.2.10 > 203.0.113.9 type 13 out -> drop outbound
# an RST that would have taught passes
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags R out -> pass outbound
tcp 192.0.2.10:40000 > 198.51.100.9:443 flags R out -> drop outbound
tcp 192.0.2.10:8443 > 203.0.113.9:40000 flags R out -> pass service web
# essentials pass, but those that cannot be read
arp out -> pass essential arp
arp cut 41 out -> drop outbound
icmp 192.0.2.10 > 203.0.113.9 type echo out -> pass essential echo
icmp 192.0.2.10 > 203.0.113.9 type echo iplen 27 out -> drop outbound
icmp 192.0.2.10 > 203.0.113.9 type unreachable out -> pass essential icmp-error
icmp 192.0.2.10 > 203.0.113.9 type echo opt lsrr out -> drop outbound
icmp 192.0.2.10 > 203.0.113.9 type echo frag 0+ iplen 24 out -> drop outbound
udp 192.0.2.10:68 > 203.0.113.1:67 out -> pass essential dhcp
udp 192.0.2.10:40000 > 203.0.113.9:53 out udplen 7 -> drop outbound

rules rules/essentials-off.yaml
icmp 192.0.2.10 > 203.0.113.9 type echo id 7 out -> pass essential echo
arp out -> pass essential arp
icmpv6 fe80::10 > ff02::1:ff00:9 type ns ttl 255 len 16 out -> pass essential nd
udp 0.0.0.0:68 > 255.255.255.255:67 out -> pass essential dhcp
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> pass flow echo

rules rules/stateless.yaml
udp 192.0.2.10:5060 > 203.0.113.9:40000 out -> pass service sip
udp 192.0.2.10:40000 > 203.0.113.9:5060 out -> pass service sip
tcp 192.0.2.10:25 > 203.0.113.9:40000 out -> pass service server
tcp 192.0.2.10:40000 > 203.0.113.9:25 out -> pass outbound
tcp 192.0.2.10:40000 > 203.0.113.9:993 flags R out -> pass service client
tcp 192.0.2.10:993 > 203.0.113.9:40000 out -> pass outbound
udp 192.0.2.10:1 > 203.0.113.9:2000 out -> pass service bound
udp 192.0.2.10:1 > 203.0.113.9:16384 out -> pass service media
udp 192.0.2.10:16384 > 203.0.113.9:1 out -> pass outbound
udp 192.0.2.99:4000 > 192.0.2.1:1 out -> pass service partner
gre 192.0.2.10 > 203.0.113.9 out -> pass service gre
icmp 192.0.2.10 > 203.0.113.9 type echo out -> pass essential echo

# monitor: counted apart, and nothing is learned from what would be dropped
rules rules/state-monitor.yaml
udp 192.0.2.10:40000 > 203.0.113.9:54 out -> would-drop outbound
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags R out -> pass outbound
udp 192.0.2.10:40000 > 203.0.113.9:54 out frag 0+ id 7 len 8 -> would-drop outbound
udp 192.0.2.10 > 203.0.113.9 out frag 16 id 7 len 8 -> would-drop outbound
udp 203.0.113.9:53 > 192.0.2.10:40000 -> would-drop no-flow
udp 192.0.2.10:40000 > 203.0.113.66:123 out -> pass flow quick
udp 203.0.113.66:123 > 192.0.2.10:40000 -> would-drop blocklist quick
udp 203.0.113.9:40000 > 192.0.2.10:5062 frag 0+ id 9 len 8 -> would-drop not-allowed
udp 203.0.113.9 > 192.0.2.10 frag 16 id 9 len 8 -> would-drop fragment-orphan
at 14s
udp 203.0.113.66:123 > 192.0.2.10:40000 -> would-drop blocklist quick
at 21s
udp 203.0.113.66:123 > 192.0.2.10:40000 -> would-drop expired quick
3 x tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> would-drop rate-limit web
# the rest of a first fragment that is invalid or malformed follows nothing
rules rules/state.yaml
udp 192.0.2.10:40000 > 203.0.113.9:53 frag 0+ id 77 len 13 out -> pass outbound
udp 192.0.2.10 > 203.0.113.9 frag 24 id 77 len 8 out -> pass outbound
udp 192.0.2.10:40000 > 203.0.113.9:53 frag 0+ id 78 len 16 udplen 7 out -> pass outbound
udp 192.0.2.10 > 203.0.113.9 frag 24 id 78 len 8 out -> pass outbound
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:53 frag 0+ id 79 len 13 out -> pass outbound
udp 2001:db8:b::10 > 2001:db8:a::9 frag 24 id 79 len 8 out -> pass outbound
# each direction follows its own: what leaves lets nothing in that carries the address of the box
udp 192.0.2.10:40000 > 203.0.113.9:53 frag 0+ id 80 len 8 out -> pass flow dns
udp 192.0.2.10 > 203.0.113.9 frag 16 id 80 len 8 out -> pass fragment dns
udp 192.0.2.10 > 203.0.113.9 frag 16 id 80 len 8 -> drop fragment-orphan
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ id 81 len 8 -> pass service sip
udp 203.0.113.9 > 192.0.2.10 frag 16 id 81 len 8 out -> pass outbound
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:53 frag 0+ id 82 len 8 out -> pass flow dns
udp 2001:db8:b::10 > 2001:db8:a::9 frag 16 id 82 len 8 -> drop fragment-orphan
