# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 5: errors about flows, and echoes.
rules rules/state.yaml
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> drop icmp-unrelated
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> pass related dns
icmp 198.51.100.7 > 192.0.2.10 type exceeded vlan 7 quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 opt ra cut 28 ) -> pass related dns
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 cut 23 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40001 > 203.0.113.9:53 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:40000 > 203.0.113.9:53 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 203.0.113.9:53 > 192.0.2.10:40000 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.11 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10 > 203.0.113.9 frag 8 len 8 ) -> drop icmp-unrelated
tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 out -> pass flow tls
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 flags A len 1200 ) -> pass related tls
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 dst hbh cut 60 ) -> pass related tls
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type too-big quote ( tcp [2001:db8:b::10]:40000 > [2001:db8:a::8]:443 ) -> drop icmp-unrelated
esp 192.0.2.10 > 203.0.113.9 out -> pass flow tunnel
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( esp 192.0.2.10 > 203.0.113.9 cut 20 ) -> pass related tunnel
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( esp 192.0.2.10 > 203.0.113.8 ) -> drop icmp-unrelated
# no list reaches them
icmp 203.0.113.66 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> pass related dns
# the flow before the service as server
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:8443 > 203.0.113.9:443 ) -> pass related web
tcp 192.0.2.10:8443 > 203.0.113.9:443 out -> pass flow tls
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( tcp 192.0.2.10:8443 > 203.0.113.9:443 ) -> pass related tls
# echoes: six bytes of their header
icmp 192.0.2.10 > 203.0.113.9 type echo id 7 out -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> pass flow echo
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 8 -> drop no-flow
icmp 203.0.113.8 > 192.0.2.10 type echo-reply id 7 -> drop no-flow
icmp 203.0.113.9 > 192.0.2.11 type echo-reply id 7 -> drop no-flow
icmp 198.51.100.7 > 192.0.2.10 type exceeded quote ( icmp 192.0.2.10 > 203.0.113.9 type echo id 7 ) -> pass related echo
icmp 198.51.100.7 > 192.0.2.10 type exceeded quote ( icmp 192.0.2.10 > 203.0.113.9 type echo id 7 cut 26 ) -> pass related echo
icmp 198.51.100.7 > 192.0.2.10 type exceeded quote ( icmp 192.0.2.10 > 203.0.113.9 type echo id 7 cut 25 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.10 type exceeded quote ( icmp 192.0.2.10 > 203.0.113.9 type echo id 8 ) -> drop icmp-unrelated
icmp 198.51.100.7 > 192.0.2.10 type exceeded quote ( icmp 192.0.2.10 > 203.0.113.9 type echo-reply id 7 ) -> drop icmp-unrelated
icmpv6 2001:db8:b::10 > 2001:db8:a::9 type echo id 7 out -> pass essential echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo-reply id 7 -> pass flow echo
icmpv6 2001:db8:f::1 > 2001:db8:b::10 type exceeded quote ( icmpv6 2001:db8:b::10 > 2001:db8:a::9 type echo id 7 ) -> pass related echo
# no list takes an echo reply
icmp 192.0.2.10 > 203.0.113.66 type echo id 7 out -> pass essential echo
icmp 203.0.113.66 > 192.0.2.10 type echo-reply id 7 -> pass flow echo
# an error refreshes nothing, and an expired flow has none
at 200s
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> pass related dns
at 301s
icmp 198.51.100.7 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:40000 > 203.0.113.9:53 ) -> drop icmp-unrelated
at 595s
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> pass flow echo
at 1300s
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> drop no-flow
icmp 198.51.100.7 > 192.0.2.10 type exceeded quote ( icmp 192.0.2.10 > 203.0.113.9 type echo id 7 ) -> drop icmp-unrelated
