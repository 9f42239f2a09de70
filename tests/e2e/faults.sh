#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Every system call of every verb fails once, one after the other, and so does every allocation: the rules in force are
# wholly the old ones after a failure, which says something, or wholly the new ones after a success; and the next
# command works unaided. STEP tries only every so manieth.
. "$(dirname "$0")/lib.sh"

STEP=${STEP:-3}
begin
command -v strace >/dev/null || { echo 'skipped: needs strace' && exit 77; }
rules_make

# What the verbs change things by, and what they learn things by. Not write: what was done is done, also when it cannot
# be told.
calls='bpf openat read rename mkdir flock statfs newfstatat getdents64 socket sendto recvmsg'

FAULTS=0 WRONG=0
in_force() { inside "$BUILD/ucgate" status -j 2>/dev/null | jq -r '.interfaces[0] | "\(.generation) \(.hash)"'; }

# faulty CALL N COMMAND...: the Nth call of that kind fails. Says FAR when the command made fewer calls.
faulty() {
    local call=$1 count=$2
    shift 2
    : >"$WORK/trace"
    inside strace -qq -f -o "$WORK/trace" -e trace="$call" -e inject="$call:error=ENOMEM:when=$count" \
        "$BUILD/ucgate" "$@" >"$WORK/out" 2>"$WORK/err"
    STATUS=$?
    grep -q 'INJECTED' "$WORK/trace"
}

# judged BEFORE: whether what the command said and what is in force agree.
judged() {
    local after
    after=$(in_force)
    if [ "$STATUS" -gt 128 ]; then
        echo "ended by signal $((STATUS - 128))"
    elif [ "$STATUS" -eq 0 ] && [ "$after" = "$1" ]; then
        echo "done, but nothing has changed"
    elif [ "$STATUS" -ne 0 ] && [ "$after" != "$1" ]; then
        echo "failed, but '$after' is in force, not '$1'"
    elif [ "$STATUS" -ne 0 ] && ! [ -s "$WORK/err" ]; then
        echo "failed without a word"
    else
        return 0
    fi
    return 1
}

# Where a fault begins. That this works is the other half of the test.
bare() { ucgate detach -i wan0 >"$WORK/ready" 2>&1 || [ $? -eq 4 ] || { cat "$WORK/ready" && false; }; }
ready() {
    ucgate panic --off >"$WORK/off" 2>&1 # if it is on
    attached one >"$WORK/ready" 2>&1 || { cat "$WORK/ready" && false; }
}

# short N COMMAND...: the Nth allocation fails; the command got as far.
short() {
    local count=$1
    shift
    rm -f "$WORK/failed"
    inside env LD_PRELOAD="$BUILD/tests/faults/allocation.so" FAULT_FILE="$WORK/failed" FAULT_ALLOCATION="$count" \
        "$BUILD/ucgate" "$@" >"$WORK/out" 2>"$WORK/err"
    STATUS=$?
    [ -e "$WORK/failed" ]
}

# each_fault SENTENCE STEP BEGIN FAULT COMMAND...: FAULT takes the number of what fails, and the command, which brings
# rules that are not in force after BEGIN.
each_fault() {
    local sentence=$1 step=$2 begin=$3 count before total=0
    shift 3
    : >"$WORK/wrong"
    for ((count = 1; count < 100000; count += step)); do
        $begin >>"$WORK/wrong" || break
        before=$(in_force)
        "$1" $count "${@:2}" || break
        total=$((total + 1))
        judged "$before" >"$WORK/judged" ||
            echo "$count: $(cat "$WORK/judged"); it said: $(head -n 2 "$WORK/err" | tr '\n' ' ')" >>"$WORK/wrong"
    done
    FAULTS=$((FAULTS + total)) WRONG=$((WRONG + $(wc -l <"$WORK/wrong")))
    cat "$WORK/wrong"
    holds "$sentence: fails $total times, wholly" not test -s "$WORK/wrong"
}

for call in $calls; do
    eval "call_$call() { faulty $call \"\$@\"; }"
    each_fault "reload without $call" "$STEP" ready "call_$call" reload -i wan0 -c "$WORK/two.yaml" --force
    each_fault "panic without $call" "$STEP" ready "call_$call" panic -i wan0
done
on_trial() { ucgate confirm >"$WORK/off" 2>&1; ready && ucgate reload -c "$WORK/two.yaml" --force --confirm 600 >"$WORK/ready" 2>&1; }
each_fault "the end of a trial without bpf" $((STEP * 4)) on_trial call_bpf rollback
each_fault "the end of a trial without memory" $((STEP * 10)) on_trial short rollback
each_fault "reload without memory" "$STEP" ready short reload -i wan0 -c "$WORK/two.yaml" --force
each_fault "panic without memory" "$STEP" ready short panic -i wan0

# Attaching takes the kernel half a second, so not every single call.
each_fault "attach without bpf" $((STEP * 4)) bare call_bpf attach -i wan0 -c "$WORK/one.yaml" --force
each_fault "attach without openat" $((STEP * 4)) bare call_openat attach -i wan0 -c "$WORK/one.yaml" --force
each_fault "attach without sendto" "$STEP" bare call_sendto attach -i wan0 -c "$WORK/one.yaml" --force
each_fault "attach without memory" $((STEP * 50)) bare short attach -i wan0 -c "$WORK/one.yaml" --force
holds "attach after all that" attached one
holds "and detach" ucgate detach -i wan0
holds "leave nothing" equal "$(pins)$(program wan0)" 0
figure "system calls and allocations that failed, of which not wholly" "$FAULTS, $WRONG"
