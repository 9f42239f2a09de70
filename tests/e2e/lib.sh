# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What the tests of ucgate's commands have in common, on top of peers.sh.

# shellcheck source=SCRIPTDIR/peers.sh
. "$(dirname "${BASH_SOURCE[0]}")/peers.sh"

ucgate() { inside "$BUILD/ucgate" "$@"; }

# exits STATUS COMMAND...: the command ends with this exit status.
exits() {
    local wanted=$1 status
    shift
    "$@"
    status=$?
    [ $status -eq "$wanted" ] || { echo "exit status $status, not $wanted" && false; }
}

# says STATUS PATTERN COMMAND...: ends so, and says something like that on standard error.
says() {
    local wanted=$1 pattern=$2
    shift 2
    exits "$wanted" "$@" 2>"$WORK/said" >/dev/null
    local held=$?
    cat "$WORK/said"
    [ $held -eq 0 ] && { grep -q -- "$pattern" "$WORK/said" || { echo "nothing like '$pattern'" && false; }; }
}

# tells STATUS FILTER COMMAND...: ends so, and what it prints is exactly one JSON document that the jq filter is true of.
tells() {
    local wanted=$1 filter=$2
    shift 2
    exits "$wanted" "$@" >"$WORK/told" || return
    cat "$WORK/told"
    [ "$(jq -s length "$WORK/told")" = 1 ] && jq -e "$filter" "$WORK/told" >/dev/null
}

# status FILTER: what `status` has to tell of the one interface.
status() { tells 0 ".interfaces | length == 1 and (.[0] | $1)" ucgate status -j; }

# The id of the XDP program on an interface; 0: none.
program() { inside ip -j -d link show "$1" | jq '.[0].xdp.prog.id // 0'; }

pins() { find /sys/fs/bpf/ucgate -mindepth 1 -maxdepth 1 -name "$(stat -L -c %i "/run/netns/$NETWORK-inside")-*" 2>/dev/null; }

# map_ids NAME: of the maps of that name that the interface's pins hold, in one line. Not of all that the kernel has:
# somebody else may run a suite.
map_ids() {
    for pin in "$(pins)"/*; do
        bpftool -j map show pinned "$pin" 2>/dev/null
    done | jq -rs "[.[] | select(.name? == \"$1\") | .id] | unique | join(\" \")"
}

# maps_left ID...: how many of these the kernel still has.
maps_left() {
    local id left=0
    for id; do
        ! bpftool map show id "$id" >/dev/null 2>&1 || left=$((left + 1))
    done
    echo $left
}

# settles COMMAND...: within two seconds the command succeeds; the kernel frees maps after a grace period.
settles() {
    local try
    for ((try = 0; try < 40; try++)); do
        "$@" && return
        sleep 0.05
    done
    return 1
}

# tcp_settles COMMAND...: the same for what TCP repeats, for which it waits longer each time.
tcp_settles() {
    local try
    for ((try = 0; try < 8; try++)); do
        settles "$@" && return
    done
    return 1
}

# changes_of CALLS COMMAND...: runs a command of ucgate; the numbers, among these system calls of it, of those that change
# something that outlives it; of the many maps that are pinned one after the other, every fourth. killed_at CALLS NUMBER COMMAND...: kills it at one; fails when it came through.
changes_of() {
    local calls=$1
    shift
    inside strace -qq -f -o "$WORK/trace" -e trace="$calls" "$BUILD/ucgate" "$@" >"$WORK/killed" 2>&1
    awk '/BPF_OBJ_PIN/ && pins++ % 4 { next } !/bpf\(/ || /BPF_(LINK|OBJ_PIN|MAP_UPDATE|MAP_DELETE)/ { print NR }' "$WORK/trace"
}
killed_at() {
    local calls=$1 count=$2
    shift 2
    not inside strace -qq -f -o "$WORK/trace" -e trace="$calls" -e inject="$calls:signal=KILL:when=$count" \
        "$BUILD/ucgate" "$@" >"$WORK/killed" 2>&1
}

# timed COMMAND...: how many microseconds it takes. killed_within MICROSECONDS COMMAND...: kills it at an instant of that
# time, by chance. Fails when it came through, and TOOK is how long that took.
timed() {
    local begun
    begun=$(date +%s%6N)
    "$@" >"$WORK/timed" 2>&1
    echo $(($(date +%s%6N) - begun))
}
killed_within() {
    local at begun status
    at=$((SRANDOM % $1)) && shift
    begun=$(date +%s%6N)
    inside timeout -s KILL "$(printf '%d.%06d' $((at / 1000000)) $((at % 1000000)))" "$@" >"$WORK/killed" 2>&1
    status=$?
    # shellcheck disable=SC2034 # for the caller
    TOOK=$(($(date +%s%6N) - begun))
    [ $status -eq 137 ]
}

# at_most N COMMAND...: the number that the command prints is none above that.
at_most() {
    local most=$1
    shift
    [ "$("$@")" -le "$most" ]
}

# passing [MS]: which of three ports let a packet in, waiting so long for an answer.
passing() { knock outside -w "${1:-100}" $INSIDE4 udp:5060 udp:5070 udp:9999 | awk '$3 == "open" { printf "%s ", $2 }'; }

# passes PATTERN: what passes is like that. A busy machine answers late, so what is not is asked again with patience.
passes() {
    local wait
    for wait in 100 3000; do
        PASSING=$(passing $wait)
        [[ ! $PASSING =~ ^($1)$ ]] || return 0
    done
    echo "'$PASSING' passes, not '$1'"
    return 1
}

# Two rule files that tell apart: sip on 5060, sip on 5070.
rules_make() {
    rules one <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
	  - {name: tls, direction: in, tcp: [443]}
	END
    rules two <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5070]}
	END
    rules bad <<-END
	version: 1
	services:
	  - {name: bad, direction: in, udp: [70000]}
	END
}
