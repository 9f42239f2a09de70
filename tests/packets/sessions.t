# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `state: tracked` with services that open sessions: an inbound packet never teaches a flow, so it never passes.
rules rules/sessions.yaml
udp 203.0.113.9:53 > 192.0.2.10:40000 -> drop no-flow
udp 203.0.113.9:53 > 192.0.2.10:53 -> drop no-flow
udp 203.0.113.9:40000 > 192.0.2.10:53 -> drop not-allowed
tcp 203.0.113.9:53 > 192.0.2.10:40000 flags SA -> drop no-flow
tcp 203.0.113.9:53 > 192.0.2.10:40000 flags S -> drop no-flow
tcp 203.0.113.9:53 > 192.0.2.10:40000 flags R -> drop no-flow
udp [2001:db8:a::9]:53 > [2001:db8:b::10]:40000 -> drop no-flow
tcp 203.0.113.9:40000 > 192.0.2.10:443 -> pass service tls
tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA -> drop no-flow
tcp 198.51.100.9:443 > 192.0.2.10:40000 flags SA -> drop not-allowed
tcp 198.51.100.9:40000 > 192.0.2.10:443 -> drop peer tls
tcp [2001:db8:a::9]:443 > [2001:db8:b::10]:40000 flags SA -> drop no-flow
tcp [2001:db8:f::9]:443 > [2001:db8:b::10]:40000 flags SA -> drop not-allowed
# peer goes before no-flow
tcp 198.51.100.9:53 > 192.0.2.10:443 flags SA -> drop peer tls
udp 203.0.113.9:53 > 192.0.2.10:443 -> drop no-flow
tcp 203.0.113.8:53 > 192.0.2.10:22 flags S -> drop peer inner
tcp 203.0.113.9:53 > 192.0.2.10:22 flags S -> pass service inner
# local and local_ports do not count
udp 203.0.113.9:2000 > 192.0.2.99:40000 -> drop no-flow
udp 203.0.113.9:2000 > 192.0.2.99:40001 -> drop no-flow
udp 203.0.113.9:2000 > 192.0.2.10:40000 -> drop no-flow
udp 203.0.113.9:2001 > 192.0.2.99:40000 -> drop not-allowed
# dynamic ranges are closed, and do not count either
udp 203.0.113.9:16384 > 192.0.2.10:16384 -> drop not-allowed
udp 203.0.113.9:40000 > 192.0.2.10:16384 -> drop not-allowed
udp 203.0.113.9:16384 > 192.0.2.10:40000 -> drop not-allowed
# a service as server has no client side
tcp 203.0.113.9:22 > 192.0.2.10:40000 flags SA -> drop not-allowed
udp 203.0.113.9:0 > 192.0.2.10:40000 -> drop not-allowed
