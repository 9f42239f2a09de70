# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Frames that BPF_PROG_TEST_RUN does not run, and what is judged in their place (tools/replica/stand_in.h): shorter ones
# than an Ethernet header, outbound ones that end before an IP header, outbound ones of more than a page.
rules rules/state-enforce.yaml
arp cut 0 -> drop malformed
arp cut 13 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 cut 13 -> drop malformed
arp cut 0 out -> drop outbound
udp 192.0.2.10:40000 > 203.0.113.9:5060 cut 13 out -> drop outbound
udp 192.0.2.10:40000 > 203.0.113.9:5060 cut 33 out -> drop outbound
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:5060 cut 53 out -> drop outbound
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 cut 34 out
# super-packets
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 len 20000 out
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 len 3359 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 60000 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 60000 vlan 3 svlan 4 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 60000 pppoe vlan 3 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 60000 pppoe pppoe-len -1 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 60000 iplen +1 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 60000 iplen +1 pad 1 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 10 pad 9000 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 10 pppoe pppoe-len +9000 pad 9000 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA len 9000 pppoe pppoe-len -8000 out
compare tcp 192.0.2.10:40000 > 203.0.113.9:443 doff 3 len 60000 out
compare tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 flags PA len 60000 hbh dst out
compare tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 flags PA len 60000 hbh hbh out
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 len 20000 udplen +1 out
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 len 20000 udplen 7 out
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 len 20000 udplen 100 out
ether 0x9000 len 9000 out -> drop outbound
lldp len 9000 out -> pass essential lldp
ppp lcp len 9000 out -> pass essential pppoe
# fragments: a length that is no multiple of 8 stays none, and what is remembered is the same
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 frag 0+ id 7 len 7992 udplen 20000 out
compare udp 192.0.2.10 > 203.0.113.9 frag 8000 id 7 len 4001 out
compare udp 192.0.2.10:40000 > 203.0.113.9:5060 frag 0+ id 8 len 7993 out
compare udp 192.0.2.10 > 203.0.113.9 frag 8000 id 8 len 4001 out
compare udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:5060 frag 0+ id 7 len 7992 out
compare udp 2001:db8:b::10 > 2001:db8:a::9 frag 8000 id 7 len 4001 out
