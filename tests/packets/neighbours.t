# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 5: neighbour discovery, multicast listener discovery, and the ICMP that is not let in.
rules rules/tracked.yaml
icmpv6 fe80::9 > ff02::2 type rs ttl 255 -> pass essential nd
icmpv6 2001:db8:a::9 > ff02::2 type rs ttl 255 -> pass essential nd
icmpv6 fe80::9 > ff02::1 type ra ttl 255 len 8 -> pass essential nd
icmpv6 fe80::9 > ff02::1:ff00:10 type ns ttl 255 len 16 -> pass essential nd
icmpv6 2001:db8:a::9 > ff02::1:ff00:10 type ns ttl 255 len 16 -> pass essential nd
icmpv6 fe80::9 > fe80::10 type na ttl 255 len 16 -> pass essential nd
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type na ttl 255 len 16 -> pass essential nd
icmpv6 fe80::9 > fe80::10 type na ttl 255 len 16 vlan 7 -> pass essential nd
icmpv6 fe80::9 > fe80::10 type na ttl 255 len 16 pppoe -> pass essential nd
icmpv6 fe80::9 > fe80::10 type na ttl 255 len 16 dst -> pass essential nd
# bodies are not checked, codes neither
icmpv6 fe80::9 > fe80::10 type na ttl 255 -> pass essential nd
icmpv6 fe80::9 > fe80::10 type ns ttl 255 code 3 -> pass essential nd
# hop limit
icmpv6 fe80::9 > ff02::2 type rs ttl 254 -> drop icmp
icmpv6 fe80::9 > ff02::1 type ra ttl 254 len 8 -> drop icmp
icmpv6 fe80::9 > ff02::1:ff00:10 type ns ttl 254 len 16 -> drop icmp
icmpv6 fe80::9 > ff02::1:ff00:10 type ns ttl 0 len 16 -> drop icmp
icmpv6 fe80::9 > fe80::10 type na ttl 64 len 16 -> drop icmp
# router advertisements are the link's own
icmpv6 2001:db8:a::9 > ff02::1 type ra ttl 255 len 8 -> drop icmp
icmpv6 fe7f:ffff::9 > ff02::1 type ra ttl 255 len 8 -> drop icmp
icmpv6 febf:ffff::9 > ff02::1 type ra ttl 255 len 8 -> pass essential nd
icmpv6 fec0::9 > ff02::1 type ra ttl 255 len 8 -> drop icmp

# MLD: hop limit 1, link-local or unspecified source
icmpv6 fe80::9 > ff02::1 type mld-query ttl 1 len 16 -> pass essential mld
icmpv6 fe80::9 > ff02::1 type mld-query ttl 1 len 16 hbh -> pass essential mld
icmpv6 fe80::9 > ff02::5 type mld-report ttl 1 len 16 -> pass essential mld
icmpv6 fe80::9 > ff02::2 type mld-done ttl 1 len 16 -> pass essential mld
icmpv6 fe80::9 > ff02::16 type mld2-report ttl 1 len 20 -> pass essential mld
icmpv6 fe80::9 > ff02::16 type mld2-report ttl 1 -> pass essential mld
icmpv6 fe80::9 > ff02::1 type mld-query ttl 2 len 16 -> drop icmp
icmpv6 fe80::9 > ff02::1 type mld-query ttl 0 len 16 -> drop icmp
icmpv6 fe80::9 > ff02::1 type mld-query ttl 255 len 16 -> drop icmp
icmpv6 2001:db8:a::9 > ff02::1 type mld-query ttl 1 len 16 -> drop icmp
icmpv6 fec0::9 > ff02::16 type mld2-report ttl 1 -> drop icmp
icmpv6 2001:db8:a::9 > ff02::5 type mld-report ttl 1 -> drop icmp
icmpv6 2001:db8:a::9 > ff02::2 type mld-done ttl 1 -> drop icmp

# redirects and all else
icmpv6 fe80::9 > fe80::10 type redirect ttl 255 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type redirect -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 4 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type ra -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type rs -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 13 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 14 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 17 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 1 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 2 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 10 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 129 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 135 ttl 255 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 143 ttl 1 -> drop icmp
icmp 192.0.2.1 > 192.0.2.10 type 255 -> drop icmp
icmpv6 fe80::9 > fe80::10 type redirect ttl 1 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 100 ttl 1 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 144 ttl 1 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 142 ttl 1 -> drop icmp
icmpv6 fe80::9 > fe80::10 type ns ttl 1 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 0 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 5 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 8 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 100 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 127 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 138 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 139 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 142 ttl 255 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 144 ttl 255 -> drop icmp
icmpv6 fe80::9 > fe80::10 type 255 -> drop icmp
# IGMP is a protocol that no service lists
igmp 192.0.2.1 > 224.0.0.1 ttl 1 opt ra len 8 -> drop protocol
