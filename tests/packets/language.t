# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The packet language itself: what it refuses, and at which column.
rules rules/bare.yaml
wrong 1
wrong 1 foo 192.0.2.1:1 > 192.0.2.2:2
wrong 5 udp 192.0.2.1000:1 > 192.0.2.2:2
wrong 5 udp 192.0.2.1:1x > 192.0.2.2:2
wrong 5 udp 192.0.2.1:65536 > 192.0.2.2:2
wrong 17 udp 192.0.2.1:1 192.0.2.2:2
wrong 19 udp 192.0.2.1:1 > 2001:db8::1
wrong 28 udp 192.0.2.1 > 192.0.2.2:2
wrong 26 udp 192.0.2.1 > 192.0.2.2
wrong 5 udp [2001:db8::1:1 > [2001:db8::2]:2
wrong 5 udp 2001:db8::g > 2001:db8::2
wrong 4 udp
wrong 31 udp 192.0.2.1:1 > 192.0.2.2:2 foo
wrong 35 udp 192.0.2.1:1 > 192.0.2.2:2 ttl 256
wrong 35 udp 192.0.2.1:1 > 192.0.2.2:2 ttl x
wrong 35 udp 192.0.2.1:1 > 192.0.2.2:2 ttl -1
wrong 34 udp 192.0.2.1:1 > 192.0.2.2:2 ttl
wrong 36 udp 192.0.2.1:1 > 192.0.2.2:2 vlan 65536
wrong 36 udp 192.0.2.1:1 > 192.0.2.2:2 frag 7
wrong 36 udp 192.0.2.1:1 > 192.0.2.2:2 frag +
wrong 36 udp 192.0.2.1:1 > 192.0.2.2:2 frag 65536
wrong 31 udp 192.0.2.1:1 > 192.0.2.2:2 hbh
wrong 31 udp 192.0.2.1:1 > 192.0.2.2:2 extlen 1
wrong 35 udp 192.0.2.1:1 > 192.0.2.2:2 opt foo
wrong 35 udp 192.0.2.1:1 > 192.0.2.2:2 opt 123
wrong 36 udp 192.0.2.1:1 > 192.0.2.2:2 data 0g
wrong 37 tcp 192.0.2.1:1 > 192.0.2.2:2 flags SX
wrong 33 icmp 192.0.2.1 > 192.0.2.2 type ns
wrong 33 icmp 192.0.2.1 > 192.0.2.2 type 256
wrong 34 icmp 192.0.2.1 > 192.0.2.2 quote udp
wrong 40 icmp 192.0.2.1 > 192.0.2.2 quote ( arp )
wrong 65 icmp 192.0.2.1 > 192.0.2.2 quote ( udp 192.0.2.2:1 > 192.0.2.1:2
wrong 31 udp 192.0.2.1:1 > 192.0.2.2:2 )
wrong 5 hex 0
wrong 5 hex zz
wrong 6 ether
wrong 7 ether 65536
wrong 5 ppp foo
wrong 87 udp 192.0.2.1:1 > 192.0.2.2:2 vlan 1 vlan 2 vlan 3 vlan 4 vlan 5 vlan 6 vlan 7 vlan 8 vlan 9
wrong 31 udp 2001:db8::1 > 2001:db8::2 opt nop
wrong 31 esp 2001:db8::1 > 2001:db8::2 opt nop
wrong 35 esp 2001:db8::1 > 2001:db8::2 dst 256
wrong 83 esp 192.0.2.1 > 192.0.2.2 opt rr opt rr opt rr opt rr opt rr opt rr opt rr opt rr opt rr
wrong 64 icmp 192.0.2.1 > 192.0.2.2 quote ( esp 192.0.2.2 > 192.0.2.1 ) quote ( esp 192.0.2.2 > 192.0.2.1 )

# what it takes: blanks, comments, colons, hexadecimal numbers, `in`, either spelling of bytes
   udp   203.0.113.9:1  >  192.0.2.10:2   -> drop not-allowed
udp 203.0.113.9:1>192.0.2.10:2 -> drop not-allowed
udp 203.0.113.9:1 > 192.0.2.10:2 in ttl 0x40 -> drop not-allowed
udp 203.0.113.9:1 > 192.0.2.10:2 data 01:02:03 data 0405 -> drop not-allowed
--hex 02:00:00:00:00:01 020000000002 88cc -> pass essential lldp
hex 02000000000102000000000288CC in -> pass essential lldp
