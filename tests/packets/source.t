# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 3: sources that nobody can have.
rules rules/tracked.yaml
udp 0.0.0.0:40000 > 192.0.2.10:5060 -> drop bogon
udp 0.0.0.1:40000 > 192.0.2.10:5060 -> drop bogon
udp 0.255.255.255:40000 > 192.0.2.10:5060 -> drop bogon
udp 1.0.0.0:40000 > 192.0.2.10:5060 -> pass service sip
udp 126.255.255.255:40000 > 192.0.2.10:5060 -> pass service sip
udp 127.0.0.0:40000 > 192.0.2.10:5060 -> drop bogon
udp 127.0.0.1:40000 > 192.0.2.10:5060 -> drop bogon
udp 127.255.255.255:40000 > 192.0.2.10:5060 -> drop bogon
udp 128.0.0.0:40000 > 192.0.2.10:5060 -> pass service sip
udp 223.255.255.255:40000 > 192.0.2.10:5060 -> pass service sip
udp 224.0.0.0:40000 > 192.0.2.10:5060 -> drop bogon
udp 239.255.255.255:40000 > 192.0.2.10:5060 -> drop bogon
udp 240.0.0.0:40000 > 192.0.2.10:5060 -> drop bogon
udp 255.255.255.255:40000 > 192.0.2.10:5060 -> drop bogon
udp 192.0.2.10:40000 > 192.0.2.10:5060 -> drop bogon
udp 192.0.2.11:40000 > 192.0.2.10:5060 -> pass service sip
# private, shared and link-local ones are somebody's
udp 10.0.0.1:40000 > 192.0.2.10:5060 -> pass service sip
udp 100.64.0.1:40000 > 192.0.2.10:5060 -> pass service sip
udp 169.254.1.1:40000 > 192.0.2.10:5060 -> pass service sip
udp 172.16.0.1:40000 > 192.0.2.10:5060 -> pass service sip
udp 192.168.0.1:40000 > 192.0.2.10:5060 -> pass service sip
# destinations are not looked at
udp 203.0.113.9:40000 > 127.0.0.1:5060 -> pass service sip
udp 203.0.113.9:40000 > 224.0.0.1:5060 -> pass service sip
udp 203.0.113.9:40000 > 255.255.255.255:5060 -> pass service sip
udp [2001:db8:a::9]:40000 > [::1]:5060 -> pass service sip
udp [2001:db8:a::9]:40000 > [ff02::1]:5060 -> pass service sip
udp [::]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [::1]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [::2]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [::192.0.2.1]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [::ffff:192.0.2.1]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [::ffff:0:0]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [::ffff:255.255.255.255]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [::fffe:192.0.2.1]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [::1:ffff:192.0.2.1]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [ff00::1]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [ff02::1]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:40000 > [2001:db8:b::10]:5060 -> drop bogon
udp [feff::1]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [fe80::9]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [fd00::9]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [2001:db8:b::10]:40000 > [2001:db8:b::10]:5060 -> drop bogon
# equal in their first half only
udp [2001:db8:b::11]:40000 > [2001:db8:b::10]:5060 -> pass service sip
udp [2001:db8:b:1::10]:40000 > [2001:db8:b::10]:5060 -> pass service sip

# whatever it carries
tcp 127.0.0.1:40000 > 192.0.2.10:443 -> drop bogon
tcp 127.0.0.1:40000 > 192.0.2.10:443 flags none -> drop bogon
icmp 127.0.0.1 > 192.0.2.10 type echo -> drop bogon
icmp 0.0.0.0 > 192.0.2.10 type unreachable -> drop bogon
gre 224.0.0.5 > 192.0.2.10 -> drop bogon
proto 99 127.0.0.1 > 192.0.2.10 -> drop bogon
udp 0.0.0.0:67 > 255.255.255.255:68 -> drop bogon
udp 127.0.0.1:40000 > 192.0.2.10:5060 vlan 7 pppoe -> drop bogon
udp 127.0.0.1:40000 > 192.0.2.10:5060 opt ra -> drop bogon
udp [::1]:40000 > [2001:db8:b::10]:5060 hbh dst -> drop bogon
# what is malformed is so whoever sent it
udp 127.0.0.1:40000 > 192.0.2.10:5060 udplen 7 -> drop malformed
tcp [::1]:40000 > [2001:db8:b::10]:443 doff 4 -> drop malformed
# fragments come after it
udp 127.0.0.1 > 192.0.2.10 frag 1480 len 8 -> drop bogon
udp 127.0.0.1:40000 > 192.0.2.10:5060 frag 0+ len 7 -> drop bogon
udp ::1 > 2001:db8:b::10 frag 1480 len 8 -> drop bogon

# the unspecified address may ask who is there
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 len 16 -> pass essential nd
icmpv6 :: > ff02::2 type rs ttl 255 -> pass essential nd
icmpv6 :: > ff02::1 type na ttl 255 len 16 -> pass essential nd
icmpv6 :: > ff02::16 type mld2-report ttl 1 hbh -> pass essential mld
icmpv6 :: > ff02::1:ff00:10 type mld-report ttl 1 hbh len 16 -> pass essential mld
icmpv6 :: > ff02::2 type mld-done ttl 1 len 16 -> pass essential mld
icmpv6 :: > ff02::1 type mld-query ttl 1 len 16 -> pass essential mld
icmpv6 :: > :: type ns ttl 255 len 16 -> pass essential nd
icmpv6 :: > 2001:db8:b::10 type ns ttl 255 len 16 -> pass essential nd
# on its own terms: step 5 still looks
icmpv6 :: > ff02::1:ff00:10 type ns ttl 254 len 16 -> drop icmp
icmpv6 :: > ff02::1 type ra ttl 255 len 8 -> drop icmp
icmpv6 :: > ff02::16 type mld2-report ttl 2 -> drop icmp
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 len 16 frag 0 -> pass essential nd
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 len 16 frag 0+ -> drop icmp
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 iplen 7 -> drop malformed
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 frag 0+ iplen 15 -> drop bogon
icmpv6 :: > ff02::1:ff00:10 type ns ttl 255 frag 8 len 16 -> drop bogon
# and nothing else
icmpv6 :: > ff02::1 type echo -> drop bogon
icmpv6 :: > ff02::1 type redirect ttl 255 -> drop bogon
icmpv6 :: > ff02::1 type unreachable -> drop bogon
icmpv6 :: > ff02::1 type 144 ttl 1 -> drop bogon
icmpv6 ::1 > ff02::1 type ns ttl 255 len 16 -> drop bogon
icmp :: > ff02::1 type 135 ttl 255 len 16 -> drop bogon
udp [::]:40000 > [ff02::1]:5060 hbh -> drop bogon
