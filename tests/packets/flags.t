# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 6: TCP flags that no real stack sends.
rules rules/tracked.yaml
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags S -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags A -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags PA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags FA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags FPA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags FPUA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags R -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags RA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags RFA -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags P -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags U -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags PU -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SEC -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SP -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SU -> pass service web
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags none -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags E -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags EC -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SF -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SFA -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SR -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SRA -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SFRPAU -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags 0xff -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags F -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags FPU -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags FR -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags FEC -> drop tcp-flags
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 flags none -> drop tcp-flags
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 flags SF hbh dst -> drop tcp-flags
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 flags F frag 0 -> drop tcp-flags
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:443 flags FA -> pass service web
# before services and their peers, after the source
tcp 198.51.100.9:40000 > 192.0.2.10:443 flags none -> drop tcp-flags
tcp 203.0.113.9:40000 > 192.0.2.10:444 flags SF -> drop tcp-flags
tcp 127.0.0.1:40000 > 192.0.2.10:443 flags SF -> drop bogon
tcp 203.0.113.9:40000 > 192.0.2.10:443 flags SF vlan 7 pppoe opt ra -> drop tcp-flags
