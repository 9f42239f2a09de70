# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 1: PPPoE sessions. Its length bounds the packet inside.
rules rules/tracked.yaml
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 pppoe -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe vlan 7 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe svlan 7 vlan 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe vlan 7 vlan 8 vlan 9 -> drop vlan-depth
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 pppoe -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 pppoe -> drop not-allowed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 pppoe svlan 7 vlan 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe session 0xffff -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe session 0 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:443 pppoe len 40 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 pppoe opt rr -> pass service web
icmp 203.0.113.9 > 192.0.2.10 type echo pppoe -> pass essential echo

# version and type, code
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-type 0x12 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-type 0x21 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-type 0x10 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-type 0 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-code 1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-code 0xa7 -> drop malformed

# length: at least 2, within the frame, around the packet
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len 0 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len 1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len 2 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len +1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len +1 pad 1 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len +2 pad 1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len -1 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pppoe-len -1 pad 20 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe pad 20 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe len 10 iplen -5 udplen -5 pppoe-len -5 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe len 10 iplen -5 udplen -5 pppoe-len -6 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe cut 14 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe cut 19 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe cut 20 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe cut 21 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe cut -1 -> drop malformed

# PPP protocols
udp 203.0.113.9:40000 > 192.0.2.10:5060 ppp ip -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 ppp ipv6 -> drop malformed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 ppp ipv6 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 ppp ip -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 ppp 0x0020 -> drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 ppp 0x2100 -> drop ethertype
ppp 0x0021 -> drop malformed
ppp 0x0057 -> drop malformed
ppp lcp -> pass essential pppoe
ppp lcp len 40 -> pass essential pppoe
ppp lcp len 8 vlan 7 vlan 8 -> pass essential pppoe
ppp lcp len 8 pppoe-len +1 -> drop malformed
ppp lcp len 8 pppoe-len 2 -> pass essential pppoe
ppp lcp pppoe-type 0x22 -> drop malformed
ppp lcp pppoe-code 9 -> drop malformed
ppp ipcp len 8 -> pass essential pppoe
ppp pap len 8 -> pass essential pppoe
ppp chap len 8 -> pass essential pppoe
ppp 0x8000 len 8 -> pass essential pppoe
ppp 0xffff len 8 -> pass essential pppoe
ppp 0x7fff len 8 -> drop ethertype
ppp 0x00fd len 8 -> drop ethertype
ppp 0x0000 len 8 -> drop ethertype
