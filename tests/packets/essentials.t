# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Section 5: an essential that is switched off has the reason its kind has otherwise.
rules rules/essentials-off.yaml
arp -> drop ethertype
arp vlan 7 -> drop ethertype
eapol -> drop ethertype
lldp -> drop ethertype
pppoe-discovery -> drop ethertype
ppp lcp len 8 -> drop ethertype
ppp 0x00fd len 8 -> drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 pppoe -> pass service sip
# shorter is malformed, switched off or not
arp cut 41 -> drop malformed
pppoe-discovery cut 19 -> drop malformed
ppp lcp len 8 pppoe-len +1 -> drop malformed
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop icmp
60 x icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo -> drop icmp
icmp 203.0.113.9 > 192.0.2.10 type echo-reply -> drop no-flow
icmpv6 fe80::9 > ff02::2 type rs ttl 255 -> drop icmp
icmpv6 fe80::9 > ff02::1 type ra ttl 255 -> drop icmp
icmpv6 fe80::9 > ff02::1:ff00:10 type ns ttl 255 -> drop icmp
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 -> drop icmp
icmpv6 fe80::9 > fe80::10 type na ttl 255 -> drop icmp
icmpv6 fe80::9 > ff02::1 type mld-query ttl 1 -> drop icmp
icmpv6 fe80::9 > ff02::16 type mld2-report ttl 1 -> drop icmp
udp 192.0.2.1:67 > 255.255.255.255:68 -> drop not-allowed
udp [fe80::1]:547 > [fe80::10]:546 -> drop not-allowed
# `icmp-error` acts only with `state: none`
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type unreachable -> drop icmp-unrelated
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip

rules rules/essentials-off-stateless.yaml
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> drop icmp
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big -> drop icmp
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop icmp
# echo replies pass with `state: none`, always
icmp 203.0.113.9 > 192.0.2.10 type echo-reply -> pass flow echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo-reply -> pass flow echo
# without the essential, DHCP is what services make of it
udp 192.0.2.1:67 > 255.255.255.255:68 -> pass service bootp
udp 192.0.2.2:67 > 255.255.255.255:68 -> drop peer bootp
udp [fe80::1]:547 > [fe80::10]:546 -> drop not-allowed
arp -> pass essential arp
