# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 11: what would pass meets the blocklists.
rules rules/lists.yaml
udp 203.0.113.6:40000 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.7:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 203.0.113.8:40000 > 192.0.2.10:5060 -> pass service sip
udp [2001:db8:a::6]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [2001:db8:a::7]:40000 > [2001:db8:b::10]:5060 -> drop blocklist sip
udp [2001:db8:a::8]:40000 > [2001:db8:b::10]:5060 -> pass service sip
gre 203.0.113.7 > 192.0.2.10 -> drop blocklist tunnel
# the edges of a prefix, and of the halves that the table cuts addresses in
udp 198.51.99.255:40000 > 192.0.2.10:5060 -> pass service sip
udp 198.51.100.0:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 198.51.100.255:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 198.51.101.0:40000 > 192.0.2.10:5060 -> pass service sip
udp 10.253.255.255:40000 > 192.0.2.10:5060 -> pass service sip
udp 10.254.0.0:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 10.254.255.255:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 10.255.0.0:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 10.255.255.255:40000 > 192.0.2.10:5060 -> drop blocklist sip
udp 11.0.0.0:40000 > 192.0.2.10:5060 -> pass service sip
udp [2001:db8:b:ffff:ffff:ffff:ffff:ffff]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [2001:db8:c::]:40000 > [2001:db8:b::10]:5060 -> drop blocklist sip
udp [2001:db8:c:ffff:ffff:ffff:ffff:ffff]:40000 > [2001:db8:b::10]:5060 -> drop blocklist sip
udp [2001:db8:d::]:40000 > [2001:db8:b::10]:5060 -> pass service sip
# never_block
udp 198.51.100.9:40000 > 192.0.2.10:5060 -> pass service sip
udp [2001:db8:c::9]:40000 > [2001:db8:b::10]:5060 -> pass service sip
# what is dropped anyway says why as ever
udp 203.0.113.7:40000 > 192.0.2.10:5062 -> drop not-allowed
tcp 203.0.113.7:40000 > 192.0.2.10:5061 -> drop peer core
tcp 203.0.113.7:40000 > 192.0.2.10:5060 flags none -> drop tcp-flags
# no list takes an essential
icmp 203.0.113.7 > 192.0.2.10 type echo -> pass essential echo
udp 198.51.100.1:67 > 192.0.2.10:68 -> pass essential dhcp
