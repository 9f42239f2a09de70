# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 9: how TCP flows end.
rules rules/state.yaml
# FIN both ways: 10 s from the last packet
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags FA out -> pass flow tls
at 60s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags FA -> pass flow tls
at 65s
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags A out -> pass flow tls
at 70s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
at 81s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> drop expired tls
# anew by any packet but an RST
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags R out -> pass outbound
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> drop expired tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags A out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
at 200s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls

# FIN one way only
rules rules/state.yaml
tcp 192.0.2.10:40001 > 203.0.113.9:443 out -> pass flow tls
2 x tcp 203.0.113.9:443 > 192.0.2.10:40001 flags FA -> pass flow tls
tcp 192.0.2.10:40002 > 203.0.113.9:443 out -> pass flow tls
2 x tcp 192.0.2.10:40002 > 203.0.113.9:443 flags FA out -> pass flow tls
at 100s
tcp 203.0.113.9:443 > 192.0.2.10:40001 flags A -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40002 flags A -> pass flow tls
# the other FIN later
tcp 192.0.2.10:40001 > 203.0.113.9:443 flags FA out -> pass flow tls
at 111s
tcp 203.0.113.9:443 > 192.0.2.10:40001 flags A -> drop expired tls
tcp 203.0.113.9:443 > 192.0.2.10:40002 flags A -> pass flow tls

# an outbound SYN starts a closing flow anew
rules rules/state.yaml
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags FA out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags FA -> pass flow tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags SEC out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
at 100s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
# a SYN with ACK does not, nor any other packet
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags FA out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags FA -> pass flow tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags SA out -> pass flow tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA out -> pass flow tls
at 111s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> drop expired tls

# RST from outside: unanswered
rules rules/state.yaml
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags RA -> pass flow tls
at 5s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
at 16s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> drop expired tls
# answered: a blind reset changes nothing
rules rules/state.yaml
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags R -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags RA -> pass flow tls
at 100s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
# nor does the FIN in one
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags FRA -> pass flow tls
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags FA out -> pass flow tls
at 111s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
at 120s
# an outbound RST does
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags R out -> pass flow tls
at 125s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
at 136s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> drop expired tls
# an answered flow that starts anew is unanswered
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags RA -> pass flow tls
at 147s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> drop expired tls

# an RST teaches nothing
rules rules/state.yaml
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags R out -> pass outbound
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags RA out -> pass outbound
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> drop no-flow
tcp 192.0.2.10:5060 > 203.0.113.9:40000 flags RA out -> pass service sip
tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 flags R out -> pass outbound
tcp [2001:db8:a::9]:443 > [2001:db8:b::10]:40000 flags SA -> drop no-flow
# any other does: a session that began before the filter
tcp 192.0.2.10:40000 > 203.0.113.9:443 flags PA out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
# UDP knows no flags
udp 192.0.2.10:40000 > 203.0.113.9:53 out data 0707070707070707 -> pass flow dns
udp 203.0.113.9:53 > 192.0.2.10:40000 data 0404040404040404 -> pass flow dns
at 100s
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
