#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The program for what leaves, on the hook that this kernel has (tcx from 6.6, else clsact) and beside whatever way XDP
# took: a packet that goes out teaches a flow, its answer passes, what nobody asked for does not; whoever else uses
# clsact stays through attach, mending and detach.
. "$(dirname "$0")/../e2e/lib.sh"

case $(uname -r) in
    5.* | 6.[0-5].*) hook=clsact ;;
    *) hook=tcx ;;
esac

begin
rules web <<-END
	version: 1
	services:
	  - {name: web, direction: out, tcp: [443], udp: [443]}
END
for address in $OUTSIDE4 $OUTSIDE6; do
    answer outside "$address" tcp:443 udp:443 udp:8443
done
for address in $INSIDE4 $INSIDE6; do
    answer inside "$address" udp:40000
done
listening_wait outside udp 8443
listening_wait inside udp 40000
sleep 0.5

asked() { equal "$(knock inside -w "$1" "$2" "$3:$4")" "$3 $4 $5"; }
filters() { inside tc filter show dev wan0 egress; }
# The filter of somebody else: TC_ACT_UNSPEC by classic BPF.
foreign_stays() { filters | grep -q 'pref 1 .*bytecode'; }
ours_left() { filters | grep -c ucgate; }
flow() { inside "$BUILD/ucgate-stats" --flows -j | jq -se "any(.[]; $1)"; }
inside tc qdisc add dev wan0 clsact
inside tc filter add dev wan0 egress prio 1 bpf da bytecode '1,6 0 0 4294967295'
holds "somebody else is on clsact" foreign_stays

holds "attach" attach web
holds "the hook is $hook" status ".egress == \"$hook\""
holds "whoever was there stays" foreign_stays
for address in $OUTSIDE4 $OUTSIDE6; do
    holds "UDP to $address is answered" asked 3000 "$address" udp 443 open
    holds "TCP, too" asked 3000 "$address" tcp 443 open
    holds "as flows" flow ".service == \"web\" and .protocol == \"udp\" and .peer == \"$address\" and .state == \"answered\""
    holds "of both protocols" flow ".service == \"web\" and .protocol == \"tcp\" and .peer == \"$address\""
    counted drop not-allowed
    holds "a port that is not listed is not" asked 600 "$address" udp 8443 silent
    holds "its answer is dropped" grows drop not-allowed
done
for address in $INSIDE4 $INSIDE6; do
    counted drop no-flow
    holds "a forged answer to $address" equal "$(knock outside -p 443 -w 600 "$address" udp:40000)" 'udp 40000 silent'
    holds "is dropped" grows drop no-flow
done

# Taken away by somebody, put back by attach.
rm -f "$(pins)/egress_link"
[ $hook = tcx ] || inside tc filter del dev wan0 egress pref 1 handle 0x5543 bpf
holds "without it, status says so" settles status '.egress == null'
holds "attach mends it" attach web
holds "by the same hook" status ".egress == \"$hook\""
holds "a new flow is learned" asked 3000 "$OUTSIDE4" udp 443 open

holds "detach" ucgate detach -i wan0
holds "takes ours away" equal "$(ours_left)" 0
holds "and leaves the others" foreign_stays
holds "all is answered" asked 3000 "$OUTSIDE4" udp 8443 open
