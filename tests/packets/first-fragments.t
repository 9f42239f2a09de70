# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 4: what is remembered of a first fragment.
rules rules/state.yaml
udp 203.0.113.9 > 192.0.2.10 frag 1480 id 7 len 8 -> drop fragment-orphan
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ id 7 len 1472 udplen 2000 -> pass service sip
udp 203.0.113.9 > 192.0.2.10 frag 1480 id 7 len 8 -> pass fragment sip
udp 203.0.113.9 > 192.0.2.10 frag 1480+ id 7 len 8 vlan 7 -> pass fragment sip
udp 203.0.113.9 > 192.0.2.10 frag 8 id 7 len 8 -> pass fragment sip
# source, destination, id and protocol
udp 203.0.113.9 > 192.0.2.10 frag 1480 id 8 len 8 -> drop fragment-orphan
udp 203.0.113.8 > 192.0.2.10 frag 1480 id 7 len 8 -> drop fragment-orphan
udp 203.0.113.9 > 192.0.2.11 frag 1480 id 7 len 8 -> drop fragment-orphan
tcp 203.0.113.9 > 192.0.2.10 frag 1480 id 7 len 8 -> drop fragment-orphan
# what is invalid stays so
udp 203.0.113.9 > 192.0.2.10 frag 65528 id 7 len 8 -> drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 1480+ id 7 len 7 -> drop fragment-invalid
# 30 s, and later ones do not renew it
at 15s
udp 203.0.113.9 > 192.0.2.10 frag 1480 id 7 len 8 -> pass fragment sip
at 29.999s
udp 203.0.113.9 > 192.0.2.10 frag 1480 id 7 len 8 -> pass fragment sip
at 30.001s
udp 203.0.113.9 > 192.0.2.10 frag 1480 id 7 len 8 -> drop fragment-orphan
# a dropped first neither makes nor removes it
udp 203.0.113.9:40000 > 192.0.2.10:5062 frag 0+ id 9 len 8 -> drop not-allowed
udp 203.0.113.9 > 192.0.2.10 frag 16 id 9 len 8 -> drop fragment-orphan
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ id 9 len 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 frag 0+ id 9 len 8 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ id 9 iplen 24 -> drop fragment-invalid
udp 203.0.113.9 > 192.0.2.10 frag 16 id 9 len 8 -> pass fragment sip
# another first that passes renews it
at 50s
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ id 9 len 8 -> pass service sip
at 79s
udp 203.0.113.9 > 192.0.2.10 frag 16 id 9 len 8 -> pass fragment sip
# IPv6: the fragment header's next header
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ id 7 len 8 -> pass service sip
udp 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 7 len 8 -> pass fragment sip
udp 2001:db8:a::9 > 2001:db8:b::10 hbh frag 16 id 7 len 8 -> pass fragment sip
udp 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 0x10007 len 8 -> drop fragment-orphan
udp 2001:db8:a::9 > 2001:db8:b::11 frag 16 id 7 len 8 -> drop fragment-orphan
tcp 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 7 len 8 -> drop fragment-orphan
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0+ dst id 8 len 8 -> pass service sip
udp 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 8 len 8 -> drop fragment-orphan
proto 60 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 8 len 8 -> pass fragment sip
# an atomic one is whole, and remembers nothing
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 frag 0 id 9 len 8 -> pass service sip
udp 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 9 len 8 -> drop fragment-orphan
# of a flow, of an essential
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 203.0.113.9:53 > 192.0.2.10:40000 frag 0+ id 20 len 8 -> pass flow dns
udp 203.0.113.9 > 192.0.2.10 frag 16 id 20 len 8 -> pass fragment dns
icmp 203.0.113.9 > 192.0.2.10 type echo frag 0+ id 21 -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 frag 16 id 21 len 8 -> pass fragment echo
udp 203.0.113.1:67 > 192.0.2.10:68 frag 0+ id 22 len 8 -> pass essential dhcp
udp 203.0.113.1 > 192.0.2.10 frag 16 id 22 len 8 -> pass fragment dhcp
esp 192.0.2.10 > 203.0.113.9 out -> pass flow tunnel
esp 203.0.113.9 > 192.0.2.10 frag 0+ id 23 len 8 -> pass flow tunnel
esp 203.0.113.9 > 192.0.2.10 frag 8 id 23 len 8 -> pass fragment tunnel
# the lists reach them, but not the essentials
icmp 203.0.113.66 > 192.0.2.10 type echo frag 0+ id 31 -> pass essential echo
icmp 203.0.113.66 > 192.0.2.10 frag 16 id 31 len 8 -> pass fragment echo
udp 203.0.113.66:67 > 192.0.2.10:68 frag 0+ id 32 len 8 -> pass essential dhcp
udp 203.0.113.66 > 192.0.2.10 frag 16 id 32 len 8 -> pass fragment dhcp
udp 203.0.113.66:40000 > 192.0.2.10:5060 frag 0+ id 33 len 8 -> drop blocklist sip
udp 203.0.113.66 > 192.0.2.10 frag 16 id 33 len 8 -> drop fragment-orphan
# outbound
udp 192.0.2.10 > 203.0.113.9 frag 16 id 41 len 8 out -> pass outbound
udp 192.0.2.10:40001 > 203.0.113.9:53 frag 0+ id 41 len 8 out -> pass flow dns
udp 192.0.2.10 > 203.0.113.9 frag 16 id 41 len 8 out -> pass fragment dns
udp 203.0.113.9:53 > 192.0.2.10:40001 -> pass flow dns
udp 203.0.113.9 > 192.0.2.10 frag 16 id 41 len 8 -> drop fragment-orphan
udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 frag 0+ id 42 len 8 out -> pass service sip
udp 2001:db8:b::10 > 2001:db8:a::9 frag 16 id 42 len 8 out -> pass fragment sip
icmp 192.0.2.10 > 203.0.113.9 type echo frag 0+ id 43 out -> pass essential echo
icmp 192.0.2.10 > 203.0.113.9 frag 16 id 43 len 8 out -> pass fragment echo
# nobody's
udp 192.0.2.10:40001 > 203.0.113.9:54 frag 0+ id 44 len 8 out -> pass outbound
udp 192.0.2.10 > 203.0.113.9 frag 16 id 44 len 8 out -> pass fragment
# what a first teaches has its whole header
udp 192.0.2.10:40002 > 203.0.113.9:53 frag 0+ iplen 24 out -> pass outbound
udp 203.0.113.9:53 > 192.0.2.10:40002 -> drop no-flow

rules rules/state-enforce.yaml
udp 192.0.2.10 > 203.0.113.9 frag 16 id 41 len 8 out -> drop outbound
udp 192.0.2.10:40001 > 203.0.113.9:53 frag 0+ id 41 len 8 out -> pass flow dns
udp 192.0.2.10 > 203.0.113.9 frag 16 id 41 len 8 out -> pass fragment dns
udp 192.0.2.10:40001 > 203.0.113.9:54 frag 0+ id 42 len 8 out -> drop outbound
udp 192.0.2.10 > 203.0.113.9 frag 16 id 42 len 8 out -> drop outbound

rules rules/state-lenient.yaml
udp 203.0.113.9 > 192.0.2.10 frag 16 id 7 len 8 -> pass fragment tls
udp 198.51.100.9 > 192.0.2.10 frag 16 id 7 len 8 -> drop fragment-orphan
udp 198.51.100.1 > 192.0.2.10 frag 16 id 7 len 8 -> pass fragment trunk
udp 203.0.113.66 > 192.0.2.10 frag 16 id 7 len 8 -> drop blocklist tls
udp 2001:db8:a::9 > 2001:db8:b::10 frag 16 id 7 len 8 -> pass fragment tls
udp 2001:db8:f::9 > 2001:db8:b::10 frag 16 id 7 len 8 -> drop fragment-orphan
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ id 7 len 8 -> pass service sip
udp 203.0.113.9 > 192.0.2.10 frag 16 id 7 len 8 -> pass fragment sip
udp 203.0.113.9 > 192.0.2.10 frag 65528 id 7 len 8 -> drop fragment-invalid
