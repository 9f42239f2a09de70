#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The program for outbound packets among others on the same hook; rules that drop outbound packets; sizes of tables.
. "$(dirname "$0")/lib.sh"

begin
rules listed <<-END
	version: 1
	services:
	  - {name: web, direction: out, tcp: [443], udp: [443]}
END
{ cat "$WORK/listed.yaml" && echo 'outbound: enforce'; } >"$WORK/enforced.yaml"
answer outside $OUTSIDE4 udp:443 udp:8443
listening_wait outside udp 8443

# Which of the two far ports answer: "443 8443", "443", nothing.
answering() { knock inside -w 150 $OUTSIDE4 udp:443 udp:8443 | awk '$3 == "open" { printf "%s ", $2 }'; }
filters() { inside tc filter show dev wan0 egress | grep -c 'handle\|fh '; }

inside tc qdisc add dev wan0 clsact
inside tc filter add dev wan0 egress prio 1 bpf da bytecode "1,6 0 0 4294967295" # says TC_ACT_UNSPEC
before=$(filters)
attached listed
holds "what is asked for is answered" equal "$(answering)" '443 '
holds "the filter of somebody else stays" test "$(filters)" -ge "$before"
holds "the flow is counted out and in" tells 0 \
    '.interfaces[0].services[] | select(.name == "web") | .out.pass.packets > 0 and .in.pass.packets > 0' \
    inside "$BUILD/ucgate-stats" -j
holds "what no service has is counted apart" tells 0 '.interfaces[0].outbound.pass.packets > 0' inside "$BUILD/ucgate-stats" -j
inside ip link set dev wan0 down
inside ip link set dev wan0 name wan.7 up
holds "a renamed interface is still looked at" tells 0 '.interfaces[0].egress != null' ucgate status -j
inside ip link set dev wan.7 down
inside ip link set dev wan.7 name wan0 up
holds "detach" ucgate detach -i wan0
holds "leaves the others alone" equal "$(filters)" "$before"
holds "and everything is answered" equal "$(answering)" '443 8443 '
inside tc qdisc del dev wan0 clsact

# detach is over when it returns: the next attach finds the interface free.
again() {
    local round
    for round in 1 2 3 4 5 6 7 8 9 10; do
        echo "round $round"
        attach listed || return
        ucgate detach -i wan0 || return
    done
}
holds "attach and detach ten times in a row" again

# Wherever attach and detach are stopped, outbound packets are not dropped by half.
command -v strace >/dev/null && {
    in_force() { ucgate attach -i wan0 -c "$WORK/enforced.yaml" --force; }
    detached() { ucgate detach -i wan0 || [ $? -eq 4 ]; }
    # steps PREPARE COMMAND...: whole is all or nothing: with the far end's answers, drops of both sorts.
    steps() {
        local prepare=$1 step steps now out
        shift
        $prepare >"$WORK/prepared" 2>&1
        steps=$(changes_of bpf "$@")
        : >"$WORK/steps"
        for step in $steps; do
            $prepare >"$WORK/prepared" 2>&1 || { echo "$step: prepare" >>"$WORK/steps" && cat "$WORK/prepared" >>"$WORK/steps" && break; }
            killed_at bpf "$step" "$@"
            now=$(answering)
            out=$(inside "$BUILD/ucgate-stats" -j 2>/dev/null | jq '.interfaces[0].outbound.drop.packets // 0' 2>/dev/null)
            case "$now:$([ "${out:-0}" -gt 0 ] && echo dropped)" in
                '443 8443 :' | '443 8443 :dropped' | '443 :dropped') ;;
                *) echo "killed at step $step of $1: '$now' answers, ${out:-0} outbound packets dropped" >>"$WORK/steps" ;;
            esac
        done
        cat "$WORK/steps"
        [ ! -s "$WORK/steps" ] && [ "$(wc -w <<<"$steps")" -gt 3 ]
    }
    holds "attach stopped at each step" steps detached attach -i wan0 -c "$WORK/enforced.yaml" --force
    holds "detach stopped at each step" steps in_force detach -i wan0
    detached >"$WORK/detached" 2>&1
    holds "nothing is left over" equal "$(pins)$(program wan0)" 0
}

attached enforced
holds "with outbound: enforce what is not listed does not leave" equal "$(answering)" '443 '
holds "and is counted as dropped" tells 0 '.interfaces[0] | .outbound.drop.packets > 0 and .totals.out.drop.packets > 0' \
    inside "$BUILD/ucgate-stats" -j
holds "these are rules of the first generation" status '.generation == 1 and .rules_mode == "enforce"'
ucgate detach -i wan0 >"$WORK/detached"

# Sizes.
holds "a number that is none is refused" says 2 "from 1024 to 1048576" ucgate attach -i wan0 -c "$WORK/listed.yaml" --flows 1k --force
holds "so is one that is too small" says 2 "from 1024" ucgate attach -i wan0 -c "$WORK/listed.yaml" --flows 1000 --force
holds "--flows sets the four tables" ucgate attach -i wan0 -c "$WORK/listed.yaml" --flows 2048 --force
holds "which the stats show" tells 0 '.interfaces[0].tables.flows | .max == 8192 and .evicted == 0' inside "$BUILD/ucgate-stats" -j
# bytes_of: of all maps that the pins hold.
bytes_of() {
    for pin in "$(pins)"/*; do
        bpftool -j map show pinned "$pin" 2>/dev/null
    done | jq -s '[.[] | select(.bytes_memlock?)] | unique_by(.id) | [.[].bytes_memlock] | add'
}
holds "a small box gives it 8 MB at most" at_most 8000000 bytes_of
holds "other sizes later are not taken, and this is said" says 0 "keep their 2048 entries" \
    ucgate attach -i wan0 -c "$WORK/listed.yaml" --flows 4096 --force
ucgate detach -i wan0 >"$WORK/detached"
attached listed
holds "without --flows it takes 30 MB at most" at_most 30000000 bytes_of
