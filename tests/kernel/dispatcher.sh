#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Behind libxdp's dispatcher: ucgate and another filter share an interface, whoever comes and goes first.
. "$(dirname "$0")/../e2e/peers.sh"

begin
rules sip <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060], tcp: [5060]}
	  - {name: web, direction: out, udp: [443]}
END
rules nothing <<-END
	version: 1
	services: []
END
answer inside $INSIDE4 udp:5060 udp:5062
answer outside $OUTSIDE4 udp:443
sleep 0.3

running() { inside xdp-loader status wan0; }
runs() { running | grep -w "$1"; }
status() { inside "$BUILD/ucgate" status -j | jq -e "$1"; }
open() { equal "$(knock outside -w 2000 $INSIDE4 udp:5060)" 'udp 5060 open'; }
silent() { equal "$(knock outside -w 600 $INSIDE4 "udp:$1")" "udp $1 silent"; }
asked() { equal "$(knock inside -w "$1" "$OUTSIDE4" udp:443)" "udp 443 $2"; }
forged() { equal "$(knock outside -p 443 -w 600 "$INSIDE4" udp:5062)" "udp 5062 silent"; }
other_load() { inside xdp-filter load wan0 --mode native --policy allow --features udp; }
other_unload() { inside xdp-filter unload wan0; }

holds "ucgate attaches behind a dispatcher" attach sip
holds "which is there" runs xdp_dispatcher
holds "in native mode" status '.interfaces[0].mode == "native"'
holds "another filter joins" other_load
holds "ucgate stays" runs ucgate_ingress
holds "and so does the other one" runs xdpfilt_alw_udp
holds "what is allowed passes both" open
holds "what is not is dropped" silent 5062
holds "what the box asks for is answered" asked 2000 open
holds "and an answer to nothing is dropped" forged
holds "the other filter takes a port away" inside xdp-filter port 5060 --proto udp --mode dst
holds "which both enforce" silent 5060
holds "and gives it back" inside xdp-filter port 5060 --proto udp --mode dst --remove
holds "a reload" reload nothing
holds "is in force beside the other filter" silent 5060
holds "for answers, too" asked 600 silent
holds "detach takes ucgate away" inside "$BUILD/ucgate" detach -i wan0
fails "all of it" runs ucgate_ingress
holds "and nothing else" runs xdpfilt_alw_udp
holds "the port is open again" open

holds "ucgate joins a filter that was there first" attach sip
holds "both run: ucgate" runs ucgate_ingress
holds "both run: the other" runs xdpfilt_alw_udp
holds "ucgate's verdict counts" silent 5062
holds "the other filter leaves" other_unload
holds "ucgate stays behind" runs ucgate_ingress
holds "and filters" silent 5062
holds "ucgate leaves" inside "$BUILD/ucgate" detach -i wan0
fails "nothing is left of ucgate" runs ucgate_ingress
fails "nor of a dispatcher" runs xdp_dispatcher
holds "nor of its pins" equal "$(find /sys/fs/bpf/ucgate -mindepth 1 2>/dev/null)" ''

attach sip >"$WORK/attached" 2>&1
rm -r /sys/fs/bpf/ucgate/*-*
fails "ucgate that lost its pins is not attached" inside "$BUILD/ucgate" status
holds "attach replaces it" attach nothing
holds "by one program" equal "$(running | grep -cw ucgate_ingress)" 1
holds "with the new rules" silent 5060
