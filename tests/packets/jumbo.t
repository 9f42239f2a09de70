# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Frames of more than one page: jumbo frames and super-packets are judged like any other. Needs xdp.frags (5.18).
rules rules/tracked.yaml
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 len 8972 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 vlan 7 vlan 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 pppoe -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 cut -1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 udplen +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 iplen +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 pad 1 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 8972 pad 1 iplen +1 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 len 8952 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 len 8952 -> drop not-allowed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 len 8952 cut -1 -> drop malformed
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags A len 65000 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:444 flags A len 65000 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags A len 65495 -> pass service web
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 flags A len 65000 -> pass service web
lldp len 9000 -> pass essential lldp
ether 0x9000 len 9000 -> drop ethertype
icmp 203.0.113.9 > 192.0.2.10 type echo len 8900 -> pass essential echo
