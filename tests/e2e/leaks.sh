#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Hundreds of reloads, refused ones, bans, trials, confirms, rollbacks, attaches, interfaces made again, beside and by an
# `ucgate run`: no map, program, link, pin, descriptor or memory is left over. RELOADS sets how many, LEAK_SECONDS after how
# long it ends earlier.
. "$(dirname "$0")/keeper.sh"

RELOADS=${RELOADS:-300}
ROUND=${ROUND:-100} LEAK_SECONDS=${LEAK_SECONDS:-600}
NETWORK_LIFE=$((LEAK_SECONDS * 2))
begin
unset SSH_CONNECTION
for port in 5060 5070; do
    rules $port <<-END
	version: 1
	blocklists: [{name: them, prefixes: [203.0.113.0/24, 198.51.$((port - 5000)).0/24]}]
	services:
	  - {name: sip, direction: in, udp: [$port]}
END
done
rules bad <<<'version: 7'
cp "$WORK/5060.yaml" "$WORK/kept.yaml"

map_list() { bpftool -j map show | jq --arg name "$1" '.[] | select(.name == $name) | .id'; }
# value MAP FILTER: of each value of a map, as a list of bytes; numbers as the machine has them.
value() { bpftool -j map dump id "$1" 2>/dev/null | jq -r "def number: reverse | map(.[2:]) | \"0x\" + add; .[].value | $2" 2>/dev/null; }
outer() { bpftool -j map show pinned "$(pins)/rules" | jq .id; }
# Maps within maps that are in none, of anybody, now and a second later: somebody else may be filling one.
loose() {
    local outer inner
    for outer in $(map_list rules) $(map_list blocklists); do
        for inner in $(value "$outer" 'select(type == "array") | number'); do
            echo $((inner))
        done
    done | sort >"$WORK/held"
    { map_list ucgate_rules && map_list ucgate_blocked; } | sort | comm -23 - "$WORK/held"
}
strays() {
    loose >"$WORK/loose"
    sleep 1
    loose | comm -12 - "$WORK/loose" | wc -l
}
none_stray() { equal "$(strays)" 0; }
held_by() { inside bpftool -j map dump pinned "$(pins)/$1" | jq '[.[].value | select(type == "array")] | length'; }
# What there is of us, in one line: of an earlier attach, nothing, since its programs would hold its maps.
there() {
    local programs links
    programs=$(bpftool -j prog show | jq -c --argjson rules "$(outer)" '[.[] | select(.map_ids // [] | index($rules)) | .id]')
    links=$(bpftool -j link show | jq --argjson programs "$programs" '[.[] | select(.prog_id | IN($programs[]))] | length')
    echo "$(jq length <<<"$programs") programs, $links links, $(find "$(pins)" -type f | wc -l) pins," \
        "$(held_by rules) rule sets, $(held_by blocklists) lists, $(maps_left "${EARLIER[@]}") maps of earlier attaches," \
        "$(strays) stray maps, $(find "/proc/$KEEPER/fd" -type l | wc -l) descriptors"
}
memory() { sed -n 's/^VmRSS: *\([0-9]*\) kB/\1/p' "/proc/$KEEPER/status"; }
filtered() { tells 0 '.interfaces | length == 1' ucgate status -j >/dev/null 2>&1; }

# Each leaves the interface filtered.
done_ok() { "$@" >"$WORK/done" 2>&1 || { echo "$*: $(cat "$WORK/done")" >>"$WORK/wrong"; }; }
again() { done_ok ucgate reload -c "$WORK/$1.yaml"; }
number=0 EARLIER=()
step() {
    local port=$((5060 + number % 2 * 10))
    case $((number++ % ROUND)) in
        *3) done_ok exits 1 ucgate reload -c "$WORK/bad.yaml" && again $port ;;
        *5) done_ok ucgate ban 198.51.100.7 --for 1m && again $port && done_ok ucgate unban 198.51.100.7 ;;
        *6) done_ok ucgate reload -c "$WORK/$port.yaml" --confirm 60 && done_ok ucgate confirm ;;
        *7) again $port && done_ok ucgate rollback ;;
        *8) done_ok ucgate reload -c "$WORK/$port.yaml" --confirm 60 && done_ok ucgate rollback ;;
        *9) cp "$WORK/$port.yaml" "$WORK/kept.yaml" && kill -HUP "$KEEPER" && again $port ;;
        31) again $port && EARLIER+=("$(outer)") && done_ok ucgate detach -i wan0 && done_ok ucgate attach -i wan0 -c "$WORK/kept.yaml" ;;
        61) again $port && inside ip link del wan0 && inside ip link add wan0 type veth peer name isp0 && done_ok settles filtered ;;
        *) again $port ;;
    esac
}
# All that happens happens once more, and then it is as it was at the beginning.
round() {
    local i
    for ((i = 0; i < ROUND; i++)); do step; done
    again 5070 && again 5060
}

keeper_start -i wan0 -c "$WORK/kept.yaml"
holds "it becomes ready" ready
[ "$BROKEN" -eq 0 ] || { cat "$WORK/run.log" && exit 1; }
: >"$WORK/wrong"
round
holds "what nobody holds is gone" settles none_stray
before=$(there) least=$(memory)
for ((reloads = 0; reloads < RELOADS && SECONDS < LEAK_SECONDS; reloads += ROUND)); do
    round
done
as_before() { equal "$(there)" "$before"; }
holds "$reloads changes of every kind are done" not test -s "$WORK/wrong"
head -n 5 "$WORK/wrong"
holds "what there is of it is as before: $before" settles as_before
grown=$(($(memory) - least))
holds "the process has not grown" test "$grown" -lt 1024
figure "changes of every kind" "$reloads"
figure "there before" "$before"
figure "there after" "$(there)"
figure "growth of the process, in KiB" "$grown"
holds "it ends without an error" keeper_end TERM
EARLIER+=("$(outer)")
ucgate detach -i wan0 >"$WORK/detached" 2>&1
gone() { equal "$(maps_left "${EARLIER[@]}")$(strays)" 00; }
holds "after detach nothing is there" settles gone
