#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Interfaces are renamed, vanish and come back under numbers that were used before; pins never confuse the two.
. "$(dirname "$0")/lib.sh"

begin
rules_make
attached one
id=$(program wan0)

inside ip link set dev wan0 down
inside ip link set dev wan0 name wan.7 up
holds "a renamed interface keeps its filter" equal "$(program wan.7)" "$id"
holds "status knows it by its new name" status '.interface == "wan.7"'
holds "reload finds it" tells 0 '.changed' ucgate reload -j -i wan.7 -c "$WORK/two.yaml" --force
holds "nobody has the old name" exits 4 ucgate reload -i wan0
holds "attach by the new name is a reload" says 0 "this is a reload" ucgate attach -i wan.7 -c "$WORK/two.yaml" --force
inside ip link set dev wan.7 down
inside ip link set dev wan.7 name wan0 up

# A name that is no UTF-8 is an interface like others; JSON and metrics stay what they are.
odd=$'w\xff"\\x'
inside ip link set dev wan0 down
inside ip link set dev wan0 name "$odd" up
for command in status diff history bans 'ban 203.0.113.5' 'unban 203.0.113.5' reload confirm rollback panic 'panic --off' attach; do
    # shellcheck disable=SC2086 # a command and its argument
    holds "odd names are told in JSON ($command)" tells 0 '.interfaces // [.] | length == 1 and (.[0].interface | . == null or . == "w?\"\\x")' ucgate $command -j -i "$odd"
done
holds "in status, too" tells 0 '.interfaces | length == 1 and .[0].interface == "w?\"\\x"' ucgate status -j
inside ip link set dev "$odd" down
inside ip link set dev "$odd" name $'w\e[31m' up
plain() { [[ $(ucgate "$@" -i $'w\e[31m' 2>&1) != *$'\e'* ]]; }
for command in status diff history 'ban 203.0.113.5' 'unban 203.0.113.5' reload confirm panic 'panic --off'; do
    # shellcheck disable=SC2086 # a command and its argument
    holds "a name that colours the terminal does not ($command)" plain $command
done
inside ip link set dev $'w\e[31m' down
inside ip link set dev $'w\e[31m' name "$odd" up
holds "metrics are UTF-8" iconv -f UTF-8 <(inside "$BUILD/ucgate-stats" --prometheus)
inside ip link set dev "$odd" down
inside ip link set dev "$odd" name wan0 up

index=$(inside ip -j link show wan0 | jq '.[0].ifindex')
inside ip link del wan0
holds "an interface that is gone is not attached" exits 4 ucgate status
inside ip link add wan0 index "$index" type veth peer name isp0
holds "one that takes its number is not attached" exits 4 ucgate status
holds "no other verb takes it for attached" exits 4 ucgate reload -c "$WORK/one.yaml"
holds "attach cleans up and works" tells 0 '.changed and .generation == 1' ucgate attach -j -i wan0 -c "$WORK/one.yaml" --force
holds "status is about the new one" status ".ifindex == $index and .generation == 1"

# Several at once.
inside ip link add wan1 type veth peer name isp1
holds "a second interface" ucgate attach -i wan1 -c "$WORK/two.yaml" --force
holds "status shows both" tells 0 '[.interfaces[].interface] == ["wan0", "wan1"]' ucgate status -j
holds "list wants to know which" says 2 "list takes one" ucgate list
holds "and lists it" equal "$(ucgate list -i wan1 | grep -c 5070)" 1
holds "reload without -i takes both, each with its file" tells 0 \
    '[.interfaces[] | .changed] == [false, false]' ucgate reload -j --force
holds "or one" tells 0 '.changed' ucgate reload -j -i wan1 -c "$WORK/one.yaml" --force
holds "a name does not touch the other" tells 0 '[.interfaces[].generation] == [1, 2]' ucgate status -j
holds "detach takes one" ucgate detach -i wan1
holds "and leaves the other" status '.interface == "wan0"'
holds "another network namespace has none of them" equal "$(outside "$BUILD/ucgate" status -j 2>/dev/null)" '{"interfaces":[]}'

# Moved to another network namespace, with the filter on.
moved() { outside "$BUILD/ucgate" "$@"; }
inside ip link add wan2 index 1002 type veth peer name isp2
inside ip link property add dev wan2 altname uplink
holds "attach by another name" tells 0 '.interface == "wan2"' ucgate attach -j -i uplink -c "$WORK/one.yaml" --force
inside ip link set wan2 netns "$NETWORK-outside"
holds "an interface that went elsewhere is not attached here" exits 4 ucgate status -i wan2
inside ip link add wan2 index 1002 type veth peer name isp3
holds "one that takes its number does not take its filter" says 3 "another network namespace" ucgate attach -i wan2 -c "$WORK/two.yaml" --force
holds "the filter went with it" tells 0 '.interfaces | length == 1 and (.[0] | .interface == "wan2" and .generation == 1)' moved status -j
holds "attach is a reload there" says 0 "this is a reload" moved attach -i wan2 -c "$WORK/one.yaml" --force
holds "reload works" tells 0 '.changed and .generation == 2' moved reload -j -i wan2 -c "$WORK/two.yaml" --force
holds "so do the counters" equal "$(outside "$BUILD/ucgate-stats" -j -i wan2 | jq -c '.interfaces[] | [.attached, .generation]')" '[true,2]'
holds "and panic" moved panic -i wan2
holds "detach takes it off" moved detach -i wan2
holds "nothing is left there" exits 4 moved status
holds "the other one is free" ucgate attach -i wan2 -c "$WORK/one.yaml" --force
holds "an interface that goes with its filter on" inside ip link del wan2
holds "cannot be detached" exits 4 ucgate detach -i wan2
holds "but what it left is taken away" equal "$(pins | grep -c -e '-1002$')" 0

# Two at once: the lock puts them in a row.
for file in one two one two one two; do
    reload $file >>"$WORK/reloads" 2>&1 &
done
ucgate attach -i wan1 -c "$WORK/one.yaml" --force >"$WORK/first" 2>&1 &
ucgate attach -i wan1 -c "$WORK/one.yaml" --force >"$WORK/second" 2>&1 &
for job in $(jobs -p); do wait "$job" || echo "$job failed" >>"$WORK/failed"; done
holds "commands that run at once all succeed" test ! -s "$WORK/failed"
holds "each changed the rules of those before it" tells 0 '.interfaces[0].generation <= 7' ucgate status -j
holds "one of two attaches was a reload" equal "$(cat "$WORK/first" "$WORK/second" | grep -c 'this is a reload')" 1
