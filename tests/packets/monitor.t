# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `mode: monitor`: everything passes, the reason is the would-be one, counted apart.
rules rules/monitor.yaml
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
udp 198.51.100.9:40000 > 192.0.2.10:5060 -> would-drop peer sip
udp 203.0.113.9:40000 > 192.0.2.10:5061 -> would-drop not-allowed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 -> would-drop peer sip
arp -> pass essential arp
arp cut 41 -> would-drop malformed
ether 0x9000 len 46 -> would-drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 1 vlan 2 vlan 3 -> would-drop vlan-depth
udp 127.0.0.1:40000 > 192.0.2.10:5060 -> would-drop bogon
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr -> would-drop source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 -> would-drop source-route
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags none -> would-drop tcp-flags
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 7 -> would-drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> would-drop fragment-orphan
icmp 203.0.113.9 > 192.0.2.10 type 13 -> would-drop icmp
icmp 203.0.113.9 > 192.0.2.10 type unreachable -> would-drop icmp-unrelated
icmp 203.0.113.9 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 203.0.113.9 > 192.0.2.10 type echo-reply -> would-drop no-flow
gre 203.0.113.9 > 192.0.2.10 -> would-drop protocol
# limits go on as if it had been dropped
50 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
3 x icmp 203.0.113.9 > 192.0.2.10 type echo -> would-drop rate-limit echo
at 20ms
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> would-drop rate-limit echo
