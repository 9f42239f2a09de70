# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Steps 8 and 10 with `state: tracked`: services as server, and why not.
rules rules/tracked.yaml
# ports
udp 203.0.113.9:40000 > 192.0.2.10:5059 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5061 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5062 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5099 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:5100 -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5101 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5061 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:443 -> drop not-allowed
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5061 -> pass service sip
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:5061 -> drop not-allowed
# the byte order of a port
udp 203.0.113.9:40000 > 192.0.2.10:50195 -> drop not-allowed
# a listed source port opens nothing
udp 203.0.113.9:5060 > 192.0.2.10:40000 -> drop not-allowed
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> drop not-allowed
udp [2001:db8:a::9]:5060 > [2001:db8:b::10]:40000 -> drop not-allowed
udp 203.0.113.9:0 > 192.0.2.10:5060 -> pass service sip
udp 203.0.113.9:5060 > 192.0.2.10:5060 -> pass service sip
# the ends of the range; port 0 matches nothing
udp 203.0.113.9:40000 > 192.0.2.10:0 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:0 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:1 -> pass service edges
tcp 203.0.113.9:40000 > 192.0.2.10:1 -> pass service edges
udp 203.0.113.9:40000 > 192.0.2.10:2 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:65534 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:65535 -> pass service edges
tcp 203.0.113.9:40000 > 192.0.2.10:65535 -> pass service edges
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:65535 -> pass service edges
# any flags: a service as server needs no state
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags S -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags PA len 500 -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags R -> pass service sip
tcp 203.0.113.9:40000 > 192.0.2.10:5060 flags FA -> pass service sip

# peers
tcp 203.0.113.0:40000 > 192.0.2.10:443 -> pass service web
tcp 203.0.113.255:40000 > 192.0.2.10:443 -> pass service web
tcp 203.0.112.255:40000 > 192.0.2.10:443 -> drop peer web
tcp 203.0.114.0:40000 > 192.0.2.10:443 -> drop peer web
tcp 9.113.0.203:40000 > 192.0.2.10:443 -> drop peer web
tcp 203.0.114.0:40000 > 192.0.2.10:8443 flags A -> drop peer web
tcp [2001:db8:a::]:40000 > [2001:db8:b::10]:443 -> pass service web
tcp [2001:db8:a:ffff:ffff:ffff:ffff:ffff]:40000 > [2001:db8:b::10]:443 -> pass service web
tcp [2001:db8:9:ffff:ffff:ffff:ffff:ffff]:40000 > [2001:db8:b::10]:443 -> drop peer web
tcp [2001:db8:b::]:40000 > [2001:db8:b::10]:443 -> drop peer web
tcp [fe80::9]:40000 > [2001:db8:b::10]:443 -> drop peer web
# a family without a prefix has no peers
udp 203.0.113.9:40000 > 192.0.2.10:6100 -> pass service only4
udp 203.0.113.8:40000 > 192.0.2.10:6100 -> drop peer only4
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:6100 -> drop peer only4
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:6200 -> pass service only6
udp [2001:db8:a::8]:40000 > [2001:db8:b::10]:6200 -> drop peer only6
udp 203.0.113.9:40000 > 192.0.2.10:6200 -> drop peer only6

# local
udp 203.0.113.9:40000 > 192.0.2.10:6000 -> pass service here
udp 203.0.113.9:40000 > 192.0.2.9:6000 -> drop peer here
udp 203.0.113.9:40000 > 192.0.2.11:6000 -> drop peer here
udp 203.0.113.9:40000 > 255.255.255.255:6000 -> drop peer here
udp [2001:db8:a::9]:40000 > [2001:db8:b::10]:6000 -> pass service here
udp [2001:db8:a::9]:40000 > [2001:db8:b::11]:6000 -> drop peer here
udp [2001:db8:a::9]:40000 > [ff02::1]:6000 -> drop peer here
# both
tcp 198.51.100.64:40000 > 192.0.2.0:7000 -> pass service narrow
tcp 198.51.100.127:40000 > 192.0.2.15:7000 -> pass service narrow
tcp 198.51.100.63:40000 > 192.0.2.15:7000 -> drop peer narrow
tcp 198.51.100.128:40000 > 192.0.2.15:7000 -> drop peer narrow
tcp 198.51.100.127:40000 > 192.0.2.16:7000 -> drop peer narrow
tcp 198.51.100.128:40000 > 192.0.2.16:7000 -> drop peer narrow
tcp [2001:db8:c::1]:40000 > [2001:db8:b::1]:7000 -> pass service narrow
tcp [2001:db8:c:1::1]:40000 > [2001:db8:b::1]:7000 -> drop peer narrow
tcp [2001:db8:c::1]:40000 > [2001:db8:b:1::1]:7000 -> drop peer narrow

# first match in file order
tcp 203.0.113.9:40000 > 192.0.2.10:9004 -> pass service first
tcp 203.0.113.9:40000 > 192.0.2.10:9005 -> pass service first
tcp 203.0.113.9:40000 > 192.0.2.10:9010 -> pass service first
tcp 203.0.113.9:40000 > 192.0.2.10:9011 -> pass service second
tcp 203.0.113.8:40000 > 192.0.2.10:9004 -> drop peer first
tcp 203.0.113.8:40000 > 192.0.2.10:9005 -> pass service second
tcp 203.0.113.8:40000 > 192.0.2.10:9010 -> pass service second
tcp 203.0.113.8:40000 > 192.0.2.10:8999 -> drop not-allowed
tcp 203.0.113.8:40000 > 192.0.2.10:9020 -> pass service second
tcp 203.0.113.8:40000 > 192.0.2.10:9021 -> drop not-allowed
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:9005 -> pass service first
tcp [2001:db8:a::8]:40000 > [2001:db8:b::10]:9005 -> pass service second

# protocols without ports
gre 203.0.113.9 > 192.0.2.10 len 20 -> pass service tunnel
esp 203.0.113.9 > 192.0.2.10 len 20 -> pass service tunnel
ah 203.0.113.9 > 192.0.2.10 len 20 -> pass service tunnel
proto 41 203.0.113.9 > 192.0.2.10 len 40 -> pass service tunnel
proto 254 203.0.113.9 > 192.0.2.10 -> pass service tunnel
proto 41 2001:db8:a::9 > 2001:db8:b::10 len 40 -> pass service tunnel
esp 2001:db8:a::9 > 2001:db8:b::10 len 20 -> pass service tunnel
proto 42 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
ipip 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
sctp 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
udplite 203.0.113.9 > 192.0.2.10 len 40 -> drop protocol
proto 255 203.0.113.9 > 192.0.2.10 -> drop protocol
proto 0 203.0.113.9 > 192.0.2.10 -> drop protocol
proto 253 2001:db8:a::9 > 2001:db8:b::10 -> drop protocol
ipip 2001:db8:a::9 > 2001:db8:b::10 len 40 -> drop protocol
ospf 203.0.113.1 > 224.0.0.5 ttl 1 len 44 -> pass service routing
ospf 203.0.113.2 > 224.0.0.5 ttl 1 len 44 -> drop peer routing
ospf fe80::1 > ff02::5 ttl 1 len 44 -> pass service routing
ospf 2001:db8:a::9 > ff02::5 ttl 1 len 44 -> drop peer routing

# everything at once
tcp 203.0.113.9:40000 > 192.0.2.10:8443 svlan 7 vlan 8 pppoe opt ra opt nop len 100 pad 3 flags PA -> pass service web
tcp 198.51.100.9:40000 > 192.0.2.10:8443 svlan 7 vlan 8 pppoe opt ra opt nop len 100 pad 3 flags PA -> drop peer web
tcp [2001:db8:a::9]:40000 > [2001:db8:b::10]:8443 svlan 7 vlan 8 pppoe hbh dst route 2 frag 0 auth dst len 100 pad 3 flags PA -> pass service web
tcp [2001:db8:f::9]:40000 > [2001:db8:b::10]:8443 svlan 7 vlan 8 pppoe hbh dst route 2 frag 0 auth dst len 100 pad 3 flags PA -> drop peer web

# whole frames as bytes
hex 020000000001 020000000002 0800 4500001c00000000401100000a000001c000020a 9c4013c400080000 -> pass service sip
hex 020000000001 020000000002 0800 4500001c00000000401100000a000001c000020a 9c4013c600080000 -> drop not-allowed

# no services at all
rules rules/bare.yaml
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> drop not-allowed
tcp 203.0.113.9:40000 > 192.0.2.10:443 -> drop not-allowed
gre 203.0.113.9 > 192.0.2.10 -> drop protocol
arp -> pass essential arp
lldp -> pass essential lldp
eapol -> pass essential eapol
ppp lcp len 8 -> pass essential pppoe
pppoe-discovery -> pass essential pppoe
icmp 203.0.113.9 > 192.0.2.10 type echo -> pass essential echo
icmp 203.0.113.9 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:5060 > 203.0.113.9:40000 ) -> drop icmp-unrelated
icmpv6 fe80::9 > fe80::10 type ns ttl 255 len 16 -> pass essential nd
icmpv6 fe80::9 > ff02::16 type mld2-report ttl 1 -> pass essential mld
udp 192.0.2.1:67 > 255.255.255.255:68 -> pass essential dhcp
udp [fe80::1]:547 > [fe80::10]:546 -> pass essential dhcp

# no rules at all: nothing is known, so nothing is allowed
rules none
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> drop not-allowed
arp -> drop not-allowed
lldp len 9 -> drop not-allowed
ether ip -> drop not-allowed
