# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `mode: monitor`: everything passes, the reason is the would-be one, counted apart.
rules rules/monitor.yaml
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
udp 198.51.100.9:40000 > 192.0.2.10:5060 -> pass peer sip
udp 203.0.113.9:40000 > 192.0.2.10:5061 -> pass not-allowed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 -> pass peer sip
arp -> pass essential arp
arp cut 41 -> pass malformed
ether 0x9000 len 46 -> pass ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 1 vlan 2 vlan 3 -> pass vlan-depth
udp 127.0.0.1:40000 > 192.0.2.10:5060 -> pass bogon
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt lsrr -> pass source-route
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 route 0 -> pass source-route
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags none -> pass tcp-flags
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 7 -> pass fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> pass fragment-orphan
icmp 203.0.113.9 > 192.0.2.10 type 13 -> pass icmp
icmp 203.0.113.9 > 192.0.2.10 type unreachable -> pass icmp-unrelated
icmp 203.0.113.9 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 203.0.113.9 > 192.0.2.10 type echo-reply -> pass no-flow
gre 203.0.113.9 > 192.0.2.10 -> pass protocol
# limits go on as if it had been dropped
50 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
3 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass rate-limit echo
at 20ms
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass rate-limit echo
