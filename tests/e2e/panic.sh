#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Panic lets everything pass until its end, whatever is reloaded meanwhile, and works on damaged pins.
. "$(dirname "$0")/lib.sh"

begin
rules_make
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
open() { equal "$(knock outside -w 2000 $INSIDE4 "udp:$1")" "udp $1 open"; }
silent() { equal "$(knock outside -w 400 $INSIDE4 "udp:$1")" "udp $1 silent"; }

attached one
holds "before: what the rules list passes" open 5060
holds "before: the rest does not" silent 9999
id=$(program wan0)

holds "panic" tells 0 '.interfaces[0] | .interface == "wan0" and .panic and .changed' ucgate panic -j
holds "lets everything pass" open 9999
holds "status says so loudly" equal "$(ucgate status | head -n 1 | cut -c1-30)" 'wan0: PANIC: EVERYTHING PASSES'
holds "and in JSON" status '.rules_mode == "panic"'
holds "a second panic changes nothing" tells 0 '.interfaces[0].changed == false' ucgate panic -j
holds "list shows the rules that wait" equal "$(ucgate list 2>/dev/null | grep -c 5060)" 1
holds "a reload meanwhile is kept back" says 0 "panic" reload two
holds "everything still passes" open 9999
holds "status still says so" status '.rules_mode == "panic" and (.file | endswith("/two.yaml"))'
holds "the same reload again changes nothing" tells 0 '.changed == false' ucgate reload -j -c "$WORK/two.yaml"
holds "the end of panic" tells 0 '.interfaces[0] | .changed and .panic == false' ucgate panic --off -j
holds "puts the new rules in force" open 5070
holds "and no others" silent 5060
holds "status says so" status '.rules_mode == "enforce"'
holds "a second end changes nothing" tells 0 '.interfaces[0].changed == false' ucgate panic --off -j
holds "it was one program all the time" equal "$(program wan0)" "$id"

# Damaged: the map of rules is gone from the pins.
rm "$(pins)/rules"
holds "reload on damaged pins fails" exits 3 reload one
holds "panic on damaged pins takes the program off" says 0 "taken off" ucgate panic
holds "everything passes" open 9999
holds "nothing is attached then" exits 4 ucgate status
holds "and attach works again" attach one

rm "$(pins)/instance"
holds "without a word about the instance, too" ucgate panic
holds "everything passes" open 9999
holds "reload wants it to be detached first" says 3 "detach -i wan0" reload one
holds "so does attach" says 3 "detach -i wan0" attach one
holds "detach works on damaged pins" ucgate detach -i wan0
holds "all of it" equal "$(program wan0)$(pins)" 0

# A lock that somebody holds for ever.
attached one
exec {lock}</sys/fs/bpf/ucgate
flock "$lock"
holds "panic does not wait for ever for a lock" says 0 "without the lock" ucgate panic
# The others are patient, and say why they gave up. Their half minute is made short.
impatient() { inside strace -qq -o "$WORK/trace" -e trace=clock_nanosleep -e inject=clock_nanosleep:retval=0 "$BUILD/ucgate" "$@"; }
command -v strace >/dev/null && for verb in "reload -c $WORK/two.yaml" "attach -i wan0 -c $WORK/two.yaml" "ban 203.0.113.7" "unban 203.0.113.7" "detach -i wan0"; do
    # shellcheck disable=SC2086 # words
    holds "${verb%% *} waits, and then says for whom" says 3 "another ucgate has held the lock .* for 30 s" impatient $verb
done
exec {lock}<&-
holds "everything passes" open 9999
