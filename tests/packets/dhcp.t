# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 7: DHCP towards the client ports.
rules rules/tracked.yaml
udp 192.0.2.1:67 > 192.0.2.10:68 len 300 -> pass essential dhcp
udp 192.0.2.1:67 > 255.255.255.255:68 len 300 -> pass essential dhcp
udp 192.0.2.1:67 > 255.255.255.255:68 -> pass essential dhcp
udp 192.0.2.1:67 > 192.0.2.10:68 vlan 7 -> pass essential dhcp
udp 192.0.2.1:67 > 192.0.2.10:68 frag 0+ -> pass essential dhcp
udp 192.0.2.1:67 > 192.0.2.10:69 -> drop not-allowed
udp 192.0.2.1:66 > 192.0.2.10:68 -> drop not-allowed
udp 192.0.2.1:68 > 192.0.2.10:67 -> drop not-allowed
udp 192.0.2.1:68 > 192.0.2.10:68 -> drop not-allowed
udp 192.0.2.1:67 > 192.0.2.10:67 -> drop not-allowed
tcp 192.0.2.1:67 > 192.0.2.10:68 -> drop not-allowed
udp 192.0.2.1:547 > 192.0.2.10:546 -> drop not-allowed
udp [fe80::1]:547 > [fe80::10]:546 len 80 -> pass essential dhcp
udp [fe80::1]:547 > [fe80::10]:546 hbh -> pass essential dhcp
udp [febf:ffff::1]:547 > [fe80::10]:546 -> pass essential dhcp
udp [fec0::1]:547 > [fe80::10]:546 -> drop not-allowed
udp [2001:db8:a::9]:547 > [2001:db8:b::10]:546 -> drop not-allowed
udp [fe80::1]:546 > [fe80::10]:547 -> drop not-allowed
udp [fe80::1]:547 > [fe80::10]:547 -> drop not-allowed
udp [fe80::1]:547 > [fe80::10]:545 -> drop not-allowed
udp [fe80::1]:67 > [fe80::10]:68 -> drop not-allowed
tcp [fe80::1]:547 > [fe80::10]:546 -> drop not-allowed
rules rules/stateless.yaml
udp 192.0.2.1:67 > 255.255.255.255:68 len 300 -> pass essential dhcp
udp [fe80::1]:547 > [fe80::10]:546 -> pass essential dhcp
