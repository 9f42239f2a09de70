# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Steps 8 to 10 with `state: none`.
rules rules/stateless.yaml
# both: as server by the destination port, as client by the source port
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.9:5060 > 192.0.2.10:40000 -> pass service sip
udp 203.0.113.9:5061 > 192.0.2.10:40000 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags S -> pass service sip
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags SA -> pass service sip
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags A -> pass service sip
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags R -> pass service sip
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags RA -> pass service sip
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags FA -> pass service sip
udp [2001:db8:a::9]:5060 > [2001:db8:b::10]:40000 -> pass service sip
tcp [2001:db8:a::9]:5060 > [2001:db8:b::10]:40000 flags SA -> pass service sip
# TCP from a server needs ACK or RST, else somebody opens a session
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags S -> drop no-flow
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags P -> drop no-flow
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags U -> drop no-flow
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags SEC -> drop no-flow
tcp 203.0.113.9:5060 > 192.0.2.10:40000 flags none -> drop tcp-flags
tcp [2001:db8:a::9]:5060 > [2001:db8:b::10]:40000 flags S -> drop no-flow
# the destination port decides first
tcp 203.0.113.9:993 > 192.0.2.10:5060 flags S -> pass service sip
udp 203.0.113.9:123 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.9:5060 > 192.0.2.10:25 -> pass service sip
# in
udp 203.0.113.9:40000 > 192.0.2.10:25 -> pass service server
udp 203.0.113.9:25 > 192.0.2.10:40000 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:25 flags S -> pass service server
tcp 203.0.113.9:25 > 192.0.2.10:40000 flags SA -> drop not-allowed
# out
tcp 203.0.113.9:993 > 192.0.2.10:40000 flags SA -> pass service client
tcp 203.0.113.9:993 > 192.0.2.10:40000 flags S -> drop no-flow
tcp 203.0.113.9:40000 > 192.0.2.10:993 flags S -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:993 flags A -> drop not-allowed
udp 203.0.113.9:123 > 192.0.2.10:40000 -> pass service client
udp 203.0.113.9:123 > 192.0.2.10:123 -> pass service client
udp 203.0.113.9:40000 > 192.0.2.10:123 -> drop not-allowed
# port 0 matches nothing, as a local port neither
udp 203.0.113.9:0 > 192.0.2.10:40000 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:0 -> drop not-allowed
udp 203.0.113.9:123 > 192.0.2.10:0 -> drop no-flow
# local_ports
udp 203.0.113.9:2000 > 192.0.2.10:39999 -> drop no-flow
udp 203.0.113.9:2000 > 192.0.2.10:40000 -> pass service bound
udp 203.0.113.9:2000 > 192.0.2.10:40010 -> pass service bound
udp 203.0.113.9:2000 > 192.0.2.10:40011 -> drop no-flow
tcp 203.0.113.9:2000 > 192.0.2.10:40005 flags A -> pass service bound
tcp 203.0.113.9:2000 > 192.0.2.10:40005 flags S -> drop no-flow
tcp 203.0.113.9:2000 > 192.0.2.10:40011 flags A -> drop no-flow
udp 203.0.113.9:40000 > 192.0.2.10:2000 -> drop not-allowed
# dynamic ranges are open
udp 203.0.113.9:40000 > 192.0.2.10:16384 -> pass service media
udp 203.0.113.9:40000 > 192.0.2.10:16400 -> pass service media
udp 203.0.113.9:40000 > 192.0.2.10:16383 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:16401 -> drop not-allowed
udp 203.0.113.9:16384 > 192.0.2.10:40000 -> pass service media
udp 203.0.113.9:16384 > 192.0.2.10:16385 -> pass service media
tcp 203.0.113.9:40000 > 192.0.2.10:16384 flags S -> pass service media
tcp 203.0.113.9:16384 > 192.0.2.10:40000 flags SA -> pass service media
# and do not count for no-flow
tcp 203.0.113.9:16384 > 192.0.2.10:40000 flags S -> drop not-allowed
udp 203.0.113.9:33434 > 192.0.2.10:40000 -> pass service probe
udp 203.0.113.9:40000 > 192.0.2.10:33434 -> drop not-allowed

# peers and local
udp 203.0.113.9:40000 > 192.0.2.10:4000 -> pass service partner
udp 203.0.113.127:40000 > 192.0.2.10:4000 -> pass service partner
udp 203.0.113.128:40000 > 192.0.2.10:4000 -> drop peer partner
udp 203.0.113.9:40000 > 192.0.2.11:4000 -> drop peer partner
udp 203.0.113.9:4000 > 192.0.2.10:40000 -> pass service partner
udp 203.0.113.128:4000 > 192.0.2.10:40000 -> drop peer partner
udp 203.0.113.9:4000 > 192.0.2.11:40000 -> drop peer partner
tcp 203.0.113.9:4000 > 192.0.2.10:40000 flags A -> pass service partner
tcp 203.0.113.128:4000 > 192.0.2.10:40000 flags A -> drop peer partner
# no-flow is for that peer, whatever its flags and the local address
tcp 203.0.113.9:4000 > 192.0.2.10:40000 flags S -> drop no-flow
tcp 203.0.113.9:4000 > 192.0.2.11:40000 flags S -> drop no-flow
tcp 203.0.113.128:4000 > 192.0.2.10:40000 flags S -> drop not-allowed
udp 198.51.100.9:40000 > 192.0.2.99:4000 -> pass service partner-rest
udp 198.51.100.9:4000 > 192.0.2.10:40000 -> drop peer partner
udp 198.51.101.9:40000 > 192.0.2.10:4000 -> drop peer partner
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:4000 -> pass service partner
udp [2001:db8:a:1::9]:40000 > [2001:db8:b::10]:4000 -> drop peer partner
udp [2001:db8:a::9]:40000 > [2001:db8:b::11]:4000 -> drop peer partner
udp [2001:db8:a::9]:4000 > [2001:db8:b::10]:40000 -> pass service partner
tcp [2001:db8:a::9]:4000 > [2001:db8:b::10]:40000 flags S -> drop no-flow
tcp [2001:db8:a:1::9]:4000 > [2001:db8:b::10]:40000 flags S -> drop not-allowed
# peer goes before no-flow
udp 203.0.113.128:123 > 192.0.2.10:4000 -> pass service client
tcp 203.0.113.128:993 > 192.0.2.10:4000 flags S -> drop peer partner
tcp 203.0.113.9:993 > 192.0.2.11:4000 flags S -> drop peer partner

# protocols match in any direction
esp 203.0.113.9 > 192.0.2.10 len 8 -> pass service tunnel
esp 2001:db8:a::9 > 2001:db8:b::10 len 8 -> pass service tunnel
gre 203.0.113.1 > 192.0.2.10 len 8 -> pass service gre
gre 203.0.113.2 > 192.0.2.10 len 8 -> drop peer gre
gre 2001:db8:a::9 > 2001:db8:b::10 len 8 -> drop peer gre
ah 203.0.113.1 > 192.0.2.10 len 8 -> drop protocol

# what comes before services comes before them here, too
udp 203.0.113.9:40000 > 192.0.2.10:5060 udplen 7 -> drop malformed
udp 127.0.0.1:40000 > 192.0.2.10:5060 -> drop bogon
udp 203.0.113.9:40000 > 192.0.2.10:5060 opt ssrr -> drop source-route
udp 203.0.113.9 > 192.0.2.10 frag 8 len 8 -> drop fragment-orphan
udp 203.0.113.9:40000 > 192.0.2.10:5060 frag 0+ len 8 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags SF -> drop tcp-flags
udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 1 vlan 2 vlan 3 -> drop vlan-depth
