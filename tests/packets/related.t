# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 5: ICMP errors about traffic of ours. Without flows only a service as server can have sent the quoted packet.
rules rules/tracked.yaml

icmp 198.51.100.1 > 192.0.2.10 type unreachable code 4 quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type exceeded quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type parameter quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type unreachable code 1 quote ( tcp 192.0.2.10:443 > 203.0.113.9:40000 flags SA ) -> pass related web
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( gre 192.0.2.10 > 203.0.113.9 ) -> pass related tunnel
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type unreachable quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( tcp [2001:db8:b::10]:443 > [2001:db8:a::9]:40000 flags A len 1400 ) -> pass related web
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type exceeded quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type parameter quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type unreachable quote ( gre 2001:db8:b::10 > 2001:db8:a::9 ) -> pass related tunnel
icmp 198.51.100.1 > 192.0.2.10 type unreachable vlan 7 pppoe quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type unreachable opt ra quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 dst type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> pass related sip

# the outer destination is the quoted source
icmp 198.51.100.1 > 192.0.2.11 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::11 type unreachable quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b:1::10 type unreachable quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> drop icmp-unrelated
# the service's port is the quoted source port
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5062 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:5060 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:5061 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:0 > 203.0.113.9:40000 ) -> drop icmp-unrelated
# its peers hold the quoted destination, its local the quoted source
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:443 > 198.51.100.9:40000 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( tcp [2001:db8:b::10]:443 > [2001:db8:f::9]:40000 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:6000 > 203.0.113.9:40000 ) -> pass related here
icmp 198.51.100.1 > 192.0.2.11 type unreachable quote ( udp 192.0.2.11:6000 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:9005 > 203.0.113.9:40000 ) -> pass related first
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:9005 > 203.0.113.8:40000 ) -> pass related second
# a protocol has to be listed
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( proto 99 192.0.2.10 > 203.0.113.9 len 8 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( ospf 192.0.2.10 > 203.0.113.1 ) -> pass related routing
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( ospf 192.0.2.10 > 203.0.113.2 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( ah 192.0.2.10 > 203.0.113.9 ) -> pass related tunnel
# an echo is nobody's yet, an echo reply never was
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( icmp 192.0.2.10 > 203.0.113.9 type echo id 7 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( icmp 192.0.2.10 > 203.0.113.9 type echo-reply id 7 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type unreachable quote ( icmpv6 2001:db8:b::10 > 2001:db8:a::9 type echo id 7 ) -> drop icmp-unrelated

# four bytes of the L4 header are enough
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 cut 24 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 cut 23 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 cut 20 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 cut 19 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 cut 0 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 cut 23 ) pad 20 -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:443 > 203.0.113.9:40000 flags A cut 28 ) -> pass related web
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( gre 192.0.2.10 > 203.0.113.9 cut 20 ) -> pass related tunnel
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( gre 192.0.2.10 > 203.0.113.9 cut 19 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 cut 44 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 cut 43 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( gre 2001:db8:b::10 > 2001:db8:a::9 cut 40 ) -> pass related tunnel
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( gre 2001:db8:b::10 > 2001:db8:a::9 cut 39 ) -> drop icmp-unrelated
# lengths and checks of the quoted packet are not what matters
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 iplen 1500 udplen 1480 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 iplen 1460 ) -> pass related sip
# data behind the quote (RFC 4884)
icmp 198.51.100.1 > 192.0.2.10 type exceeded quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 len 100 ) len 20 -> pass related sip

# options and extension headers are walked
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 opt ra ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 opt rr opt ts cut 40 ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 opt rr opt ts cut 39 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 opt ra cut 23 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ihl 4 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 hbh dst ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst hbh ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 auth dst route 2 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst dst dst dst dst dst ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst dst dst dst dst dst dst ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst cut 52 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst cut 51 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst cut 47 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 dst extlen 200 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( gre 2001:db8:b::10 > 2001:db8:a::9 dst cut 48 ) -> pass related tunnel
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( gre 2001:db8:b::10 > 2001:db8:a::9 dst cut 47 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( proto 59 2001:db8:b::10 > 2001:db8:a::9 ) -> drop icmp-unrelated
# a first fragment counts, a later one does not
icmp 198.51.100.1 > 192.0.2.10 type exceeded quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 frag 0+ ) -> pass related sip
icmp 198.51.100.1 > 192.0.2.10 type exceeded quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 frag 8 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type exceeded quote ( gre 192.0.2.10 > 203.0.113.9 frag 8+ len 8 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type exceeded quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 frag 0+ ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type exceeded quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 frag 0 ) -> pass related sip
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type exceeded quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 frag 8 ) -> drop icmp-unrelated
# another family or version inside
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 version 6 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type unreachable quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 version 4 ) -> drop icmp-unrelated
# only errors: a quote in anything else is nothing
icmp 198.51.100.1 > 192.0.2.10 type redirect quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> drop icmp
icmp 198.51.100.1 > 192.0.2.10 type 4 quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> drop icmp
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type 5 quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> drop icmp
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type 0 quote ( udp [2001:db8:b::10]:5060 > [2001:db8:a::9]:40000 ) -> drop icmp
# an error in a first fragment is judged by what it has
icmp 198.51.100.1 > 192.0.2.10 type unreachable frag 0+ quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 len 4 ) -> pass related sip

# services that open sessions sent nothing as server
rules rules/sessions.yaml
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:53 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:443 > 203.0.113.9:40000 ) -> pass related tls
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:16384 > 203.0.113.9:16384 ) -> drop icmp-unrelated

# stateless: errors are essential, whatever they quote
rules rules/stateless.yaml
icmp 198.51.100.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:9 > 203.0.113.9:9 ) -> pass essential icmp-error
icmp 198.51.100.1 > 192.0.2.11 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> pass essential icmp-error
icmp 198.51.100.1 > 192.0.2.10 type exceeded -> pass essential icmp-error
icmp 198.51.100.1 > 192.0.2.10 type parameter -> pass essential icmp-error
icmp 198.51.100.1 > 192.0.2.10 type 4 -> drop icmp
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type unreachable -> pass essential icmp-error
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big -> pass essential icmp-error
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type exceeded -> pass essential icmp-error
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type parameter -> pass essential icmp-error
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type 5 -> drop icmp
icmp 198.51.100.1 > 192.0.2.10 type unreachable iplen 27 -> drop malformed
icmp 127.0.0.1 > 192.0.2.10 type unreachable -> drop bogon
