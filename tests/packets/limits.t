# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 8: limits. per_source first, then total; what is dropped costs nothing.
rules rules/state.yaml
3 x tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> pass service web
2 x tcp 203.0.113.9:40001 > 192.0.2.10:8443 -> drop rate-limit web
# the total of 5 at once
2 x tcp 203.0.113.8:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.8:40000 > 192.0.2.10:8443 -> drop rate-limit web
tcp 203.0.113.7:40000 > 192.0.2.10:8443 -> drop rate-limit web
at 99ms
tcp 203.0.113.7:40000 > 192.0.2.10:8443 -> drop rate-limit web
at 101ms
tcp 203.0.113.7:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.7:40000 > 192.0.2.10:8443 -> drop rate-limit web
at 499ms
tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> drop rate-limit web
at 501ms
tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> drop rate-limit web
# a packet the total refuses has not cost its source anything
3 x tcp 203.0.113.6:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.5:40000 > 192.0.2.10:8443 -> drop rate-limit web
at 1100ms
3 x tcp 203.0.113.5:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.5:40000 > 192.0.2.10:8443 -> drop rate-limit web
# the other reasons go on
tcp 203.0.113.5:40000 > 192.0.2.10:8443 flags none -> drop tcp-flags
tcp 203.0.113.5:40000 > 192.0.2.10:8444 -> drop not-allowed

# never_block and critical peers are exempt, and cost nothing
rules rules/state.yaml
20 x tcp 198.51.100.200:40000 > 192.0.2.10:8443 -> pass service web
3 x tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> drop rate-limit web
20 x udp 198.51.100.1:40000 > 192.0.2.10:7000 -> pass service trunk
60 x icmp 198.51.100.200 > 192.0.2.10 type echo -> pass essential echo
60 x icmp 198.51.100.1 > 192.0.2.10 type echo -> pass essential echo

# IPv6: the /64
rules rules/state.yaml
2 x tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:8443 -> pass service web
tcp [2001:db8:a::1:2:3]:40000 > [2001:db8:b::10]:8443 -> pass service web
tcp [2001:db8:a::8]:40000 > [2001:db8:b::10]:8443 -> drop rate-limit web
tcp [2001:db8:a:1::8]:40000 > [2001:db8:b::10]:8443 -> pass service web
# services count apart
2 x udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:3478 -> pass service turn
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:3478 -> drop rate-limit turn

# total alone, a minute's rate
rules rules/state.yaml
udp 203.0.113.1:40000 > 192.0.2.10:1123 -> pass service ntp
udp 203.0.113.2:40000 > 192.0.2.10:1123 -> pass service ntp
udp 203.0.113.3:40000 > 192.0.2.10:1123 -> pass service ntp
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:1123 -> pass service ntp
udp 203.0.113.5:40000 > 192.0.2.10:1123 -> drop rate-limit ntp
at 999ms
udp 203.0.113.5:40000 > 192.0.2.10:1123 -> drop rate-limit ntp
at 1001ms
udp 203.0.113.5:40000 > 192.0.2.10:1123 -> pass service ntp
at 3600s
4 x udp 203.0.113.5:40000 > 192.0.2.10:1123 -> pass service ntp
udp 203.0.113.5:40000 > 192.0.2.10:1123 -> drop rate-limit ntp

# flows are exempt
rules rules/state.yaml
2 x udp 203.0.113.9:3478 > 192.0.2.10:3478 -> pass service turn
udp 203.0.113.9:3478 > 192.0.2.10:3478 -> drop rate-limit turn
udp 192.0.2.10:3478 > 203.0.113.9:3478 out -> pass flow turn
9 x udp 203.0.113.9:3478 > 192.0.2.10:3478 -> pass flow turn
udp 203.0.113.9:3479 > 192.0.2.10:3478 -> drop rate-limit turn
udp 192.0.2.10:3478 > 203.0.113.9:40000 out -> pass service turn
udp 203.0.113.9:40000 > 192.0.2.10:3478 -> drop rate-limit turn
at 305s
2 x udp 203.0.113.9:3478 > 192.0.2.10:3478 -> pass service turn
udp 203.0.113.9:3478 > 192.0.2.10:3478 -> drop rate-limit turn
# what a list takes has cost its limit
2 x udp 203.0.113.66:40000 > 192.0.2.10:3478 -> drop blocklist turn
udp 203.0.113.66:40000 > 192.0.2.10:3478 -> drop rate-limit turn
