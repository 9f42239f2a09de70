# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Other rules in the middle of a sequence: flows and fragments stay, each is held against the rules in force.
rules rules/state.yaml
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 192.0.2.10:16384 > 203.0.113.9:16384 out -> pass flow media
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
udp 192.0.2.10:40000 > 203.0.113.9:123 out -> pass flow quick
icmp 192.0.2.10 > 203.0.113.9 type echo id 7 out -> pass essential echo
udp 203.0.113.9:53 > 192.0.2.10:40000 frag 0+ id 7 len 8 -> pass flow dns
3 x tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> pass service web
reload rules/state.yaml
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
udp 203.0.113.9:16384 > 192.0.2.10:16384 -> pass flow media
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> pass flow echo
udp 203.0.113.9 > 192.0.2.10 frag 16 id 7 len 8 -> pass fragment dns
tcp 203.0.113.9:40000 > 192.0.2.10:8443 -> drop rate-limit web
# dns for one peer only: its port is still listed
reload rules/state-other.yaml
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop revoked dns
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop revoked dns
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass outbound
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop revoked dns
udp 203.0.113.9:16384 > 192.0.2.10:16384 -> pass flow media
udp 203.0.113.9 > 192.0.2.10 frag 16 id 7 len 8 -> pass fragment dns
# the new timeout
at 60s
udp 203.0.113.9:123 > 192.0.2.10:40000 -> pass flow quick
# back again
reload rules/state.yaml
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> pass flow echo
# gone altogether: the model says which reasons are right
reload rules/state-less.yaml
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
udp 192.0.2.10:16384 > 203.0.113.9:16384 out -> pass outbound
icmp 203.0.113.9 > 192.0.2.10 type echo-reply id 7 -> pass flow echo

# what was nobody's may become somebody's, and the other way round
rules rules/state-any.yaml
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 192.0.2.10:40000 > 203.0.113.9:54 out -> pass flow other
reload rules/state-any.yaml
udp 203.0.113.9:54 > 192.0.2.10:40000 -> pass flow other
reload rules/state-less.yaml
at 5s
reload rules/state-any.yaml
udp 203.0.113.9:54 > 192.0.2.10:40000 -> pass flow other
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
