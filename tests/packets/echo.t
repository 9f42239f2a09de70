# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 5: pings. 50 a second and 50 at once, for each IPv4 address and each IPv6 /64.
rules rules/tracked.yaml
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo code 5 -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo len 1400 -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo vlan 7 vlan 8 pppoe -> pass essential echo
icmp 203.0.113.9 > 224.0.0.1 type echo -> pass essential echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo -> pass essential echo
icmpv6 2001:db8:a::9 > ff02::1 type echo -> pass essential echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo dst -> pass essential echo
# replies: nothing was asked
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> drop no-flow
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo-reply id 7 -> drop no-flow
icmp 203.0.113.9 > 192.0.2.10 type echo-reply iplen 27 -> drop malformed

# the burst, then one every 20 ms
rules rules/tracked.yaml
50 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
5 x icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
icmp 203.0.113.10 > 192.0.2.10 type echo -> pass essential echo
at 1ns
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
at 19.999999ms
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
at 20ms
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
at 60ms
2 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
# what is dropped costs nothing
at 79ms
100 x icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
at 80ms
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
# other packets of that source go their way
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
icmp 203.0.113.9 > 192.0.2.10 type 13 -> drop icmp
icmp 203.0.113.9 > 192.0.2.10 type echo-reply -> drop no-flow
# a rest makes the burst whole again, and no more than whole
at 1079ms
49 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
at 3600s
50 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
# a ping a source may send is a ping in any wrapping
icmp 203.0.113.9 > 192.0.2.10 type echo vlan 7 -> drop rate-limit echo
icmp 203.0.113.9 > 192.0.2.10 type echo pppoe -> drop rate-limit echo
icmp 203.0.113.9 > 192.0.2.10 type echo opt ra -> drop rate-limit echo
icmp 203.0.113.9 > 192.0.2.10 type echo frag 0+ -> drop rate-limit echo
icmp 203.0.113.9 > 192.0.2.11 type echo -> drop rate-limit echo

# IPv6: the /64 counts
rules rules/tracked.yaml
25 x icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo -> pass essential echo
25 x icmpv6 2001:db8:a::1:2:3 > 2001:db8:b::10 type echo -> pass essential echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo -> drop rate-limit echo
icmpv6 2001:db8:a:0:ffff:ffff:ffff:ffff > 2001:db8:b::10 type echo -> drop rate-limit echo
icmpv6 2001:db8:a:1::9 > 2001:db8:b::10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmpv6 fe80::9 > fe80::10 type echo -> pass essential echo
at 20ms
icmpv6 2001:db8:a::77 > 2001:db8:b::10 type echo -> pass essential echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo -> drop rate-limit echo

# an IPv4 address and the /64 that begins with its bytes are two sources
rules rules/tracked.yaml
50 x icmp 32.1.13.184 > 192.0.2.10 type echo -> pass essential echo
icmp 32.1.13.184 > 192.0.2.10 type echo -> drop rate-limit echo
icmpv6 2001:db8::1 > 2001:db8:b::10 type echo -> pass essential echo

# stateless: requests as ever, replies pass
rules rules/stateless.yaml
50 x icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type echo -> drop rate-limit echo
60 x icmp 203.0.113.9 > 192.0.2.10 type echo-reply -> pass flow echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo-reply -> pass flow echo
icmpv6 2001:db8:a::9 > 2001:db8:b::10 type echo-reply iplen 7 -> drop malformed
