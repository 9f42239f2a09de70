# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Step 9 and section 6: what the inside sends teaches, what comes back passes.
rules rules/state.yaml
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop no-flow
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
udp 203.0.113.9:53 > 192.0.2.10:40000 vlan 7 pppoe opt ra -> pass flow dns
# the whole tuple counts
udp 203.0.113.9:53 > 192.0.2.10:40001 -> drop no-flow
udp 203.0.113.9:53 > 192.0.2.11:40000 -> drop no-flow
udp 203.0.113.8:53 > 192.0.2.10:40000 -> drop no-flow
udp 203.0.113.9:54 > 192.0.2.10:40000 -> drop not-allowed
tcp 203.0.113.9:53 > 192.0.2.10:40000 flags SA -> drop no-flow
udp 203.0.113.9:40000 > 192.0.2.10:53 -> drop not-allowed
udp 192.0.2.10:53 > 203.0.113.9:40000 out -> pass outbound
# an inbound packet never teaches
udp 203.0.113.9:53 > 192.0.2.10:40001 -> drop no-flow
# IPv6
udp [2001:db8:a::9]:53 > [2001:db8:b::10]:40000 -> drop no-flow
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:53 out -> pass flow dns
udp [2001:db8:a::9]:53 > [2001:db8:b::10]:40000 -> pass flow dns
udp [2001:db8:a::9]:53 > [2001:db8:b::10]:40000 hbh dst -> pass flow dns
udp [2001:db8:a::9]:53 > [2001:db8:b::11]:40000 -> drop no-flow
udp [2001:db8:a:1::9]:53 > [2001:db8:b::10]:40000 -> drop no-flow
# peers: outbound and inbound
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> pass flow tls
tcp 192.0.2.10:40000 > 198.51.100.9:443 out -> pass outbound
tcp 198.51.100.9:443 > 192.0.2.10:40000 flags SA -> drop not-allowed
tcp [2001:db8:b::10]:40000 > [2001:db8:a::9]:443 out -> pass flow tls
tcp [2001:db8:a::9]:443 > [2001:db8:b::10]:40000 flags SA -> pass flow tls
tcp [2001:db8:b::10]:40000 > [2001:db8:f::9]:443 out -> pass outbound
# local and local_ports
udp 192.0.2.10:40000 > 203.0.113.9:2000 out -> pass flow bound
udp 203.0.113.9:2000 > 192.0.2.10:40000 -> pass flow bound
udp 192.0.2.10:40009 > 203.0.113.9:2000 out -> pass flow bound
udp 192.0.2.10:40010 > 203.0.113.9:2000 out -> pass outbound
udp 203.0.113.9:2000 > 192.0.2.10:40010 -> drop no-flow
udp 192.0.2.11:40000 > 203.0.113.9:2000 out -> pass outbound
udp 203.0.113.9:2000 > 192.0.2.11:40000 -> drop no-flow
udp [2001:db8:b::10]:40000 > [2001:db8:a::9]:2000 out -> pass outbound
# dynamic: both ports in the list; RTCP on the next port is a flow of its own
udp 203.0.113.9:16384 > 192.0.2.10:16390 -> drop not-allowed
udp 192.0.2.10:16390 > 203.0.113.9:16384 out -> pass flow media
udp 203.0.113.9:16384 > 192.0.2.10:16390 -> pass flow media
udp 203.0.113.9:16385 > 192.0.2.10:16391 -> drop not-allowed
udp 192.0.2.10:16391 > 203.0.113.9:16385 out -> pass flow media
udp 203.0.113.9:16385 > 192.0.2.10:16391 -> pass flow media
udp 192.0.2.10:40000 > 203.0.113.9:16384 out -> pass outbound
udp 203.0.113.9:16384 > 192.0.2.10:40000 -> drop not-allowed
udp 192.0.2.10:16390 > 203.0.113.9:16401 out -> pass outbound
udp 192.0.2.10:16383 > 203.0.113.9:16400 out -> pass outbound
udp 192.0.2.10:16400 > 203.0.113.9:16400 out -> pass flow media
tcp 192.0.2.10:16400 > 203.0.113.9:16400 out -> pass outbound
udp [2001:db8:b::10]:16384 > [2001:db8:a::9]:16384 out -> pass flow media
udp [2001:db8:a::9]:16384 > [2001:db8:b::10]:16384 -> pass flow media
# dynamic with local_ports
udp 192.0.2.10:4500 > 203.0.113.9:4000 out -> pass flow fax
udp 203.0.113.9:4000 > 192.0.2.10:4500 -> pass flow fax
udp 192.0.2.10:4000 > 203.0.113.9:4000 out -> pass outbound
udp 203.0.113.9:4000 > 192.0.2.10:4000 -> drop not-allowed
# protocols without ports
esp 203.0.113.9 > 192.0.2.10 -> drop not-allowed
esp 192.0.2.10 > 203.0.113.9 out -> pass flow tunnel
esp 203.0.113.9 > 192.0.2.10 len 40 -> pass flow tunnel
esp 203.0.113.8 > 192.0.2.10 -> drop not-allowed
esp 192.0.2.10 > 198.51.100.9 out -> pass outbound
esp 198.51.100.9 > 192.0.2.10 -> drop not-allowed
# what step 8 lets in anyway learns nothing
gre 192.0.2.10 > 203.0.113.9 out -> pass service gre
gre 203.0.113.9 > 192.0.2.10 -> pass service gre
udp 192.0.2.10:5060 > 203.0.113.9:5060 out -> pass service sip
udp 203.0.113.9:5060 > 192.0.2.10:5060 -> pass service sip
udp 192.0.2.10:5060 > 203.0.113.9:40000 out -> pass service sip
udp 203.0.113.9:40000 > 192.0.2.10:5060 -> pass service sip
# from another port: the client's side
udp 203.0.113.9:5060 > 192.0.2.10:40000 -> drop no-flow
udp 192.0.2.10:40000 > 203.0.113.9:5060 out -> pass flow sip
udp 203.0.113.9:5060 > 192.0.2.10:40000 -> pass flow sip

# idle times, and that both directions refresh
rules rules/state.yaml
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 192.0.2.10:40000 > 203.0.113.9:123 out -> pass flow quick
udp 192.0.2.10:40000 > 203.0.113.9:124 out -> pass flow long
tcp 192.0.2.10:40000 > 203.0.113.9:443 out -> pass flow tls
esp 192.0.2.10 > 203.0.113.9 out -> pass flow tunnel
at 15s
udp 203.0.113.9:123 > 192.0.2.10:40000 -> pass flow quick
at 30s
udp 203.0.113.9:123 > 192.0.2.10:40000 -> pass flow quick
at 45s
udp 192.0.2.10:40000 > 203.0.113.9:123 out -> pass flow quick
at 60s
udp 203.0.113.9:123 > 192.0.2.10:40000 -> pass flow quick
at 81s
udp 203.0.113.9:123 > 192.0.2.10:40000 -> drop expired quick
at 295s
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
at 590s
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
esp 203.0.113.9 > 192.0.2.10 -> pass flow tunnel
at 891s
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop expired dns
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop expired dns
udp 192.0.2.10:40000 > 203.0.113.9:53 out -> pass flow dns
udp 203.0.113.9:53 > 192.0.2.10:40000 -> pass flow dns
at 1192s
esp 203.0.113.9 > 192.0.2.10 -> drop expired tunnel
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop expired dns
at 3590s
udp 203.0.113.9:124 > 192.0.2.10:40000 -> pass flow long
at 7191s
udp 203.0.113.9:124 > 192.0.2.10:40000 -> drop expired long
at 7430s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> pass flow tls
at 14871s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> drop expired tls
at 2592000s
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags A -> drop expired tls

# a packet that is dropped for what it is refreshes nothing
rules rules/state.yaml
udp 192.0.2.10:40000 > 203.0.113.9:123 out -> pass flow quick
tcp 192.0.2.10:40000 > 203.0.113.9:123 out -> pass flow quick
at 14s
udp 203.0.113.9:123 > 192.0.2.10:40000 opt lsrr -> drop source-route
udp 203.0.113.9:123 > 192.0.2.10:40000 udplen 7 -> drop malformed
tcp 203.0.113.9:123 > 192.0.2.10:40000 flags none -> drop tcp-flags
at 21s
udp 203.0.113.9:123 > 192.0.2.10:40000 -> drop expired quick
tcp 203.0.113.9:123 > 192.0.2.10:40000 flags SA -> drop expired quick

# blocklists meet flows, and refresh none of them
rules rules/state.yaml
udp 192.0.2.10:40000 > 203.0.113.66:123 out -> pass flow quick
udp 203.0.113.66:123 > 192.0.2.10:40000 -> drop blocklist quick
at 14s
udp 203.0.113.66:123 > 192.0.2.10:40000 -> drop blocklist quick
at 21s
udp 203.0.113.66:123 > 192.0.2.10:40000 -> drop expired quick
tcp [2001:db8:b::10]:40000 > [2001:db8:66::1]:443 out -> pass flow tls
tcp [2001:db8:66::1]:443 > [2001:db8:b::10]:40000 flags SA -> drop blocklist tls
# an RST that is dropped closes nothing
tcp 192.0.2.10:40000 > 203.0.113.66:443 out -> pass flow tls
tcp 203.0.113.66:443 > 192.0.2.10:40000 flags RA -> drop blocklist tls
at 40s
tcp 203.0.113.66:443 > 192.0.2.10:40000 flags SA -> drop blocklist tls
tcp 192.0.2.10:40000 > 203.0.113.66:443 flags A out -> pass flow tls
