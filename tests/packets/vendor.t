# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The rule set that is the vendor's table word by word.
rules ../../loader/rulesets/aspenuc-literal.yaml
udp 203.0.113.9:5060 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5061 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5100 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5100 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5099 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:443 -> pass service tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass service tls
tcp 203.0.113.9:40000 > 192.0.2.10:444 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:53 -> pass service dns
tcp 203.0.113.9:40000 > 192.0.2.10:5222 -> pass service xmpp
tcp 17.57.1.1:5223 > 192.0.2.10:40000 flags A -> pass service xmpp
tcp 17.57.1.1:2195 > 192.0.2.10:40000 flags A -> pass service apns
tcp 203.0.113.9:5269 > 192.0.2.10:40000 flags S -> drop no-flow
udp 203.0.113.9:40000 > 192.0.2.10:8801 -> pass service zoom
udp 203.0.113.9:8802 > 192.0.2.10:40000 -> pass service zoom
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:8803 -> pass service rtp
udp 203.0.113.9:40000 > 192.0.2.10:1024 -> pass service rtp
udp 203.0.113.9:40000 > 192.0.2.10:65535 -> pass service rtp
# the table says both ways, and a stateless list cannot tell them apart: a high source port gets in
udp 203.0.113.9:40000 > 192.0.2.10:1023 -> pass service rtp
udp 203.0.113.9:1023 > 192.0.2.10:1023 -> drop not-allowed
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass service rtp
udp 203.0.113.9:1023 > 192.0.2.10:53 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:22 -> drop not-allowed
