# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 1: the frame.
rules rules/tracked.yaml

# Ethernet and tags
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 0 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 4095 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 0xe007 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 svlan 7 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 svlan 7 vlan 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 vlan 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 svlan 8 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 1 vlan 2 vlan 3 -> drop vlan-depth
udp 203.0.113.9:40000 > 192.0.2.10:5060 svlan 1 svlan 2 svlan 3 -> drop vlan-depth
udp 203.0.113.9:40000 > 192.0.2.10:5060 svlan 1 vlan 2 vlan 3 vlan 4 -> drop vlan-depth
udp 203.0.113.9:40000 > 192.0.2.10:5060 tag 0x9100 1 -> drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 1 tag 0x9100 1 -> drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 1 vlan 2 tag 0x9100 1 -> drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5062 vlan 7 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5062 svlan 7 vlan 8 -> drop not-allowed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 vlan 7 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 svlan 7 vlan 8 -> pass service sip
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5060 vlan 1 vlan 2 vlan 3 -> drop vlan-depth
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5062 vlan 7 vlan 8 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:443 vlan 7 vlan 8 -> pass service web
gre 203.0.113.9 > 192.0.2.10 vlan 7 -> pass service tunnel

# frames that end where a header should be
ether ip -> drop malformed
ether ipv6 -> drop malformed
ether 0x8100 -> drop malformed
ether 0x8100 len 3 -> drop malformed
ether 0x8100 len 4 -> drop ethertype
ether 0x88a8 len 3 -> drop malformed
ether 0x9100 -> drop ethertype
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 cut 14 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 cut 17 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 cut 18 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 vlan 8 cut 18 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 vlan 8 cut 21 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 vlan 8 cut 22 -> drop malformed
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 vlan 8 vlan 9 cut 22 -> drop vlan-depth
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 vlan 8 vlan 9 cut 26 -> drop vlan-depth

# other ethertypes, 802.3 lengths
ether 0 len 46 -> drop ethertype
ether 38 len 46 -> drop ethertype
ether 1500 len 46 -> drop ethertype
ether 0x05ff len 46 -> drop ethertype
ether 0x0600 len 46 -> drop ethertype
ether 0x0801 len 46 -> drop ethertype
ether 0x8035 len 46 -> drop ethertype
ether 0x8847 len 46 -> drop ethertype
ether 0x86dc len 46 -> drop ethertype
ether 0x88f7 len 46 -> drop ethertype
ether 0xffff len 46 -> drop ethertype
ether 0x9000 len 46 vlan 5 -> drop ethertype

# ARP: 28 bytes
arp -> pass essential arp
arp pad 18 -> pass essential arp
arp vlan 7 -> pass essential arp
arp vlan 7 svlan 8 -> pass essential arp
arp vlan 7 vlan 8 vlan 9 -> drop vlan-depth
arp cut 42 -> pass essential arp
arp cut 41 -> drop malformed
arp cut 14 -> drop malformed
arp vlan 7 cut 46 -> pass essential arp
arp vlan 7 cut 45 -> drop malformed
ether arp len 28 -> pass essential arp
ether arp len 27 -> drop malformed

# EAPOL and LLDP: nothing of them is looked at
eapol -> pass essential eapol
eapol len 4 -> pass essential eapol
eapol len 200 vlan 0 -> pass essential eapol
lldp -> pass essential lldp
lldp len 100 -> pass essential lldp
lldp len 46 vlan 3 vlan 4 -> pass essential lldp
lldp vlan 1 vlan 2 vlan 3 -> drop vlan-depth

# PPPoE discovery: 6 bytes
pppoe-discovery -> pass essential pppoe
pppoe-discovery len 40 -> pass essential pppoe
pppoe-discovery vlan 7 -> pass essential pppoe
pppoe-discovery cut 20 -> pass essential pppoe
pppoe-discovery cut 19 -> drop malformed
pppoe-discovery pppoe-len 1000 -> pass essential pppoe
ether 0x8863 len 5 -> drop malformed
ether 0x8863 len 6 -> pass essential pppoe

# size: there is none too big
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 1472 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 len 3000 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 len 3000 -> drop not-allowed
lldp len 3000 -> pass essential lldp
