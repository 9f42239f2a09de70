#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What kill_anytime.sh leaves to chance, step by step: each verb is killed at each of its system calls that changes
# something.
. "$(dirname "$0")/lib.sh"

begin
command -v strace >/dev/null || { echo 'skipped: needs strace' && exit 77; }
rules_make
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
bare='5060 5070 9999 ' first='5060 ' second='5070 '

KILLED=0
# steps SENTENCE ALLOWED-PATTERN CALL PREPARE COMMAND...: after each kill what passes must match.
steps() {
    local sentence=$1 allowed=$2 call=$3 prepare=$4 step steps
    shift 4
    $prepare >"$WORK/prepared" 2>&1
    steps=$(changes_of "$call" "$@")
    : >"$WORK/steps"
    for step in $steps; do
        $prepare >"$WORK/prepared" 2>&1 || { cat "$WORK/prepared" >>"$WORK/steps" && break; }
        killed_at "$call" "$step" "$@"
        passes "$allowed" >"$WORK/passes" || { echo "killed at $call $step" | cat - "$WORK/passes" >>"$WORK/steps" && break; }
    done
    steps=$(wc -w <<<"$steps")
    KILLED=$((KILLED + steps))
    holds "$sentence: at each of $steps times $call" cat_nothing "$WORK/steps"
    holds "of which there are some" test "$steps" -gt 0
}
cat_nothing() { cat "$1" && [ ! -s "$1" ]; }

# Starting points. What a kill left over is part of what is tried, so nothing is tidied up in between.
detached() { ucgate detach -i wan0 || [ $? -eq 4 ]; }
in_force() { ucgate attach -i wan0 -c "$WORK/one.yaml" --force; }
calm() { in_force && ucgate panic --off && reload one; }

for call in bpf mkdir; do
    steps "attach killed" "$bare|$first" $call detached attach -i wan0 -c "$WORK/one.yaml" --force
done
for call in unlink rmdir; do
    steps "detach killed" "$bare|$first" $call in_force detach -i wan0
done
for call in bpf rename; do
    steps "reload killed" "$first|$second" $call calm reload -c "$WORK/two.yaml" --force
    steps "panic killed" "$bare|$first" $call calm panic
done
calm >"$WORK/calm" 2>&1
holds "after all that a reload works" reload two
holds "and is in force" passes "$second"
ucgate detach -i wan0 >"$WORK/detached"
holds "nothing is left over" equal "$(pins)$(program wan0)" 0
figure "kills at a system call that changes something" "$KILLED"
