#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Where libxdp's dispatcher cannot take ucgate (5.10: an extension's functions cannot take the context), it goes alone,
# says so, and touches nobody else's program.
. "$(dirname "$0")/../e2e/peers.sh"

begin
rules sip <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
END
answer inside "$INSIDE4" udp:5060 udp:5062
sleep 0.3

runs() { inside xdp-loader status wan0 | grep -w "$1"; }
silent() { equal "$(knock outside -w 600 "$INSIDE4" "udp:$1")" "udp $1 silent"; }
aloud() { attach sip >"$WORK/said" 2>&1 && grep -q 'only XDP program\|trying another way' "$WORK/said"; }
other_load() { inside xdp-filter load wan0 --mode native --policy allow --features udp; }
refused() { ! attach sip >"$WORK/said" 2>&1 && grep -q 'xdp_dispatcher\|xdpfilt_alw_udp\|dispatcher' "$WORK/said"; }

holds "ucgate attaches and says that it is alone" aloud
holds "no dispatcher is there" not runs xdp_dispatcher
holds "what is not allowed is dropped" silent 5062
fails "another filter cannot take its place" other_load
holds "ucgate stays" runs ucgate_ingress
holds "ucgate leaves" inside "$BUILD/ucgate" detach -i wan0
holds "the other filter comes" other_load
holds "ucgate is refused, and names it" refused
holds "the other filter stays" runs xdpfilt_alw_udp
