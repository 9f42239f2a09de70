#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# run.sh [RULE_SET]: the filter at work. Makes a box and an internet out of two network namespaces, puts ucgate on the
# box's WAN interface, sends real traffic both ways, and holds each row of RULE_SET.table (default: aspenuc)
# against two witnesses: what came through at the far end, and what ucgate counted. Exit status 0: all rows held.
set -u
here=$(dirname "$(realpath "$0")")
BUILD=$(realpath "${BUILD:-build}")
export BUILD
cd "$here/../.." || exit 2
rule_set=${1:-aspenuc}
rules=loader/rulesets/$rule_set.yaml
table=$here/$rule_set.table
stats=$BUILD/ucgate-stats
held=0 broken=0

. "$here/../traffic/network.sh"
. "$here/../traffic/peers.sh"
. "$here/rows.sh"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

demo_end() {
    trap - EXIT INT TERM HUP PIPE
    inside "$BUILD/ucgate" detach -i wan0 >/dev/null 2>&1
    network_remove
    rm -rf "$work"
}

# Every server that the table talks to, on the side it is expected.
servers_start() {
    local way traffic over ports side address rest
    local -A served=() answered=()

    while read -r way traffic over ports rest; do
        [ "$way" = in ] && side=inside address=$(inside_address "$over")
        [ "$way" = out ] && side=outside address=$(outside_address "$over")
        case $traffic in
            sip | talk | tls | dns | xmpp | xmpps) row_serve "$traffic" "$side" "$address" "${over%6}" "$ports" served ;;
            knock | media) answered[$side $address]+=" $(knock_words "$over" "$ports")" ;;
        esac
    done < <(rows "$table")
    for side in "${!answered[@]}"; do
        # shellcheck disable=SC2046,SC2086 # lists of words
        answer $side $(tr ' ' '\n' <<<"${answered[$side]}" | sort -u)
    done
    for side in "${!served[@]}"; do
        # shellcheck disable=SC2086
        listening_wait $side || return
    done
    sleep 0.2
}

# One row of the table: try it, look at both witnesses, print a line.
row_hold() {
    local way=$1 traffic=$2 over=$3 ports=$4 verdict=$5 counted=$6
    local tried arrived count drops mark=ok

    read -r tried arrived < <(row_try "$way" "$traffic" "$over" "$ports")
    counters_read >"$work/after"
    count=$(counter_grown "$verdict" "$counted")
    drops=$(counter_grown drop .)
    case $verdict in
        pass) [ "$arrived" -eq "$tried" ] && [ "$count" -ge "$tried" ] && [ "$drops" -eq 0 ] || mark=WRONG ;;
        drop) [ "$arrived" -eq 0 ] && [ "$count" -eq "$tried" ] && [ "$drops" -eq "$tried" ] || mark=WRONG ;;
        only) [ "$arrived" -eq "$tried" ] && [ "$count" -ge $((65535 - tried)) ] || mark=WRONG ;;
    esac
    [ $mark = ok ] && held=$((held + 1)) || broken=$((broken + 1))
    printf '%-5s  %-3s  %-19s  %-30s  %-4s  %5d of %-5d  %s +%d\n' "$mark" "$way" "${title[$traffic]}" \
        "$(row_ports "$traffic" "$over" "$ports")" "$verdict" "$arrived" "$tried" "$counted" "$count"
    [ "$verdict" != only ] || printf '%-12sexactly %s answer\n' '' "${ports//,/, }"
    mv "$work/after" "$work/before"
}

rows_hold() {
    local row line
    counters_read >"$work/before"
    while read -r -u 3 line; do
        case $line in
            '## '*) say "${line#\#\# }" ;;
            [io]*)
                read -ra row <<<"$line"
                row_hold "${row[@]}"
                ;;
        esac
    done 3<"$table"
}

for program in "$BUILD/ucgate" "$stats" "$TRAFFIC/knock" "$rules" "$table"; do
    [ -e "$program" ] || { echo "$program is missing: run \`make demo\`" >&2 && exit 2; }
done
[ "$(id -u)" -eq 0 ] || { echo "the demo makes network namespaces: run it as root" >&2 && exit 2; }

work=$(mktemp -d)
trap demo_end EXIT
trap 'exit 130' INT TERM HUP PIPE
cat <<-END

	Two hosts on one wire, in network namespaces of this machine; nothing leaves them.

	    the box: $INSIDE4, $INSIDE6  wan0 ------ everybody else: $OUTSIDE4, $OUTSIDE6
END
network_make "ucgate-demo-$$" "$work" || exit 2

say "# ucgate attach -i wan0 -c $rules"
# --force: the box is a namespace; the SSH session this may run in does not pass through its interface.
inside "$BUILD/ucgate" attach -i wan0 -c "$rules" --xdp native --force || exit
servers_start || exit 2

say 'what was tried, what came through, and what ucgate counted'
printf '%-5s  %-3s  %-19s  %-30s  %-4s  %-14s  %s\n' '' way traffic ports want 'came through' 'counted by ucgate as'
rows_hold

say '# ucgate-stats'
inside "$stats" -n
say "$held of $((held + broken)) expectations held, $SECONDS seconds"
[ "$broken" -eq 0 ]
