#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# As kill_every_step.sh, for what goes on trial, is confirmed, and goes back: killed at each system call that changes
# something, wholly one of the two rule sets is in force, and the next command works unaided. STEP=1 tries every call.
. "$(dirname "$0")/lib.sh"

STEP=${STEP:-4}
begin
command -v strace >/dev/null || { echo 'skipped: needs strace' && exit 77; }
unset SSH_CONNECTION
rules_make
hash() { ucgate status -j | jq -r '.interfaces[0] | .hash + (if .pending_confirm_s then " on trial" else "" end)'; }
attached one >"$WORK/attached" 2>&1
first=$(hash)
ucgate reload -c "$WORK/two.yaml" >"$WORK/reloaded"
second=$(hash)

# killed_at CALL N COMMAND...: kills it when it makes that system call for the Nth time. Fails when it came through.
killed_at() {
    local call=$1 count=$2
    shift 2
    not inside strace -qq -f -o "$WORK/trace" -e trace="$call" -e inject="$call:signal=KILL:when=$count" \
        "$BUILD/ucgate" "$@" >"$WORK/killed" 2>&1
}

KILLED=0
# steps SENTENCE ALLOWED-PATTERN CALL PREPARE COMMAND...: after each kill what is in force must match.
steps() {
    local sentence=$1 allowed=$2 call=$3 prepare=$4 step now total=0
    shift 4
    : >"$WORK/steps"
    for ((step = 1; step < 500; step += STEP)); do
        $prepare >"$WORK/prepared" 2>&1 || { echo "not ready" >>"$WORK/steps" && cat "$WORK/prepared" >>"$WORK/steps" && break; }
        killed_at "$call" $step "$@" || break
        total=$((total + 1))
        now=$(hash)
        [[ $now =~ ^($allowed)$ ]] || { echo "killed at $call $step: '$now'" >>"$WORK/steps" && break; }
    done
    cat "$WORK/steps"
    KILLED=$((KILLED + total))
    holds "$sentence: $total times $call" not test -s "$WORK/steps"
    holds "and then it gets through" test "$total" -gt 0 -a "$step" -lt 500
}

calm() { ucgate confirm && ucgate reload -c "$WORK/one.yaml"; }
on_trial() { calm && ucgate reload -c "$WORK/two.yaml" --confirm 600; }
second_in_force() { calm && ucgate reload -c "$WORK/two.yaml"; }

for call in bpf rename; do
    [ $call = bpf ] || STEP=1
    steps "a trial killed" "$first|$second on trial" $call calm reload -c "$WORK/two.yaml" --confirm 600
    steps "confirm killed" "$second|$second on trial" $call on_trial confirm
    steps "the end of a trial killed" "$first|$second on trial" $call on_trial rollback
    steps "rollback killed" "$first|$second" $call second_in_force rollback
done
steps "the history killed" "$first|$second" fdatasync calm reload -c "$WORK/two.yaml"
holds "after all that it is calm" calm
holds "with the first rules" equal "$(hash)" "$first"
holds "and nothing left half done" not test -e "$(pins)/rules_next"
figure "kills at a system call of a trial, confirm, rollback" "$KILLED"
