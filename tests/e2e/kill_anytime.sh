#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Killed at any instant: attach and detach leave the interface bare or wholly filtered, reload leaves it with wholly the
# old or wholly the new rules, and the next command finds its way. KILLS sets how often.
. "$(dirname "$0")/lib.sh"

KILLS=${KILLS:-20}
begin
rules_make
unset SSH_CONNECTION
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
one=$WORK/one.yaml two=$WORK/two.yaml
bare='5060 5070 9999 ' first='5060 ' second='5070 '

# kills SENTENCE ALLOWED-PATTERN PREPARE COMMAND...: after each kill, at an instant of the time that the command takes
# here, what passes must match; PREPARE is the next command. Those that came through are tried as well, but not counted.
kills() {
    local sentence=$1 allowed=$2 prepare=$3 whole try killed=0 wrong=0
    shift 3
    : >"$WORK/wrong"
    $prepare >"$WORK/prepared" 2>&1
    whole=$(timed ucgate "$@")
    for ((try = 0; try < 5 * KILLS && killed < KILLS; try++)); do
        $prepare >"$WORK/prepared" 2>&1 || { cat "$WORK/prepared" >>"$WORK/wrong" && wrong=$((wrong + 1)); }
        if killed_within "$whole" "$BUILD/ucgate" "$@"; then
            killed=$((killed + 1)) whole=$((whole + whole / 50)) # should the machine have become slower
        else
            whole=$TOOK
        fi
        passes "$allowed" >>"$WORK/wrong" || wrong=$((wrong + 1))
    done
    cat "$WORK/wrong"
    holds "$killed times $sentence" equal "$killed, $wrong" "$KILLS, 0"
    figure "$sentence, of which invalid" "$killed, $wrong"
}

detached() { ucgate detach -i wan0 || [ $? -eq 4 ]; }
filtered() { ucgate attach -i wan0 -c "$one"; }
calm() { ucgate panic --off && ucgate reload -c "$one"; }
on_trial() { ucgate confirm && calm && ucgate reload -c "$two" --confirm 600; }

kills "attach killed" "$bare|$first" detached attach -i wan0 -c "$one"
kills "detach killed" "$bare|$first" filtered detach -i wan0
filtered >"$WORK/filtered" 2>&1
ucgate detach -i wan0 >"$WORK/detached"
holds "no pins are left over" equal "$(pins)" ''

filtered >"$WORK/filtered" 2>&1
kills "reload killed" "$first|$second" calm reload -c "$two"
kills "panic killed" "$bare|$first" calm panic
kills "confirm killed" "$second" on_trial confirm
holds "a reload after them works" calm
holds "and is in force" passes "$first"
