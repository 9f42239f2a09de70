#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Killed at any instant: attach and detach leave the interface bare or wholly filtered, reload leaves it with wholly the
# old or wholly the new rules, and the next command finds its way. KILLS sets how often.
. "$(dirname "$0")/lib.sh"

KILLS=${KILLS:-20}
begin
rules_make
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999

# killed_at MICROSECONDS COMMAND...: runs it for that long at most.
killed_at() {
    local pause
    pause=$(printf '0.%06d' "$1")
    shift
    inside timeout -s KILL "$pause" "$BUILD/ucgate" "$@" >"$WORK/killed" 2>&1
}

# The whole command takes some 60 ms here; where it is killed is spread over all of it by chance.
bare='5060 5070 9999 ' first='5060 ' second='5070 '
for ((i = 0; i < KILLS; i++)); do
    killed_at $((RANDOM % 80000)) attach -i wan0 -c "$WORK/one.yaml" --force
    passes "$bare|$first" || break
    attached one >"$WORK/attached" 2>&1
    killed_at $((RANDOM % 40000)) detach -i wan0
    passes "$bare|$first" || break
    ucgate detach -i wan0 >"$WORK/detached" 2>&1
    [ "$(program wan0)" = 0 ] || break
done
holds "$KILLS killed attaches and detaches leave all or nothing" equal "$i" "$KILLS"
attached one
ucgate detach -i wan0 >"$WORK/detached"
holds "no pins are left over" equal "$(pins)" ''

attached one
for ((i = 0; i < KILLS; i++)); do
    killed_at $((RANDOM % 50000)) reload -c "$WORK/$([ $((i % 2)) = 0 ] && echo two || echo one).yaml" --force
    passes "$first|$second" || break
done
holds "$KILLS killed reloads leave the old or the new rules" equal "$i" "$KILLS"
holds "a reload after them works" reload one
holds "and is in force" passes "$first"
for ((i = 0; i < KILLS; i++)); do
    killed_at $((RANDOM % 50000)) panic
    passes "$bare|$first" || break
    ucgate panic --off >"$WORK/off" 2>&1 || break
done
holds "so does panic" equal "$i" "$KILLS"
