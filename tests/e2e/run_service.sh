#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `ucgate run` as a service manager sees it: readiness, status, watchdog, reload, privileges, the unit file.
. "$(dirname "$0")/keeper.sh"

begin
rules_make
unset SSH_CONNECTION
one=$WORK/one.yaml two=$WORK/two.yaml bad=$WORK/bad.yaml
generation() { ucgate status -j | jq '.interfaces[0].generation'; }
hash() { ucgate status -j | jq -r '.interfaces[0].hash'; }

# What it is asked.
holds "help is no error" exits 0 ucgate run --help
holds "an option that nobody knows is one" says 2 "unknown option" ucgate run --bogus
holds "in JSON too" tells 2 '.error.code == 2' ucgate run -j --bogus
holds "so is an interface twice" says 2 "twice" ucgate run -i wan0 -i wan0
holds "a name that is too long" says 2 "no name" ucgate run -i an-interface-with-a-long-name
holds "a file that is for no interface" says 2 "no interface before it" ucgate run -i wan0 -c "$one" -c "$two"
holds "without -i there has to be an attached one" says 4 "not attached" ucgate run
holds "a bad file ends it" says 1 "70000" ucgate run -i wan0 -c "$bad"
holds "and attaches nothing" equal "$(program wan0)" 0
holds "also where the interface is not there" says 1 "refused" ucgate run -i nosuch0 -c "$bad"

# What it tells.
WATCHDOG_USEC=200000
keeper_start -i wan0 -c "$one"
holds "it becomes ready" ready
[ "$BROKEN" -eq 0 ] || { cat "$WORK/run.log" && exit 1; }
WATCHDOG_USEC=
holds "the interface is filtered by then" status '.generation == 1'
holds "it tells its status" heard 'STATUS=wan0: filtered'
holds "and that it is alive" settles heard 'WATCHDOG=1.*WATCHDOG=1'
fails "nothing of a reload" heard RELOADING
holds "a second one is refused" says 3 "another 'ucgate run' keeps it" ucgate run -i wan0 -c "$one"
inside ip link property add dev wan0 altname uplink
holds "by another name of the interface as well" says 3 "another 'ucgate run' keeps it" ucgate run -i uplink -c "$two"
holds "before it has changed anything" in_force 5060

# SIGHUP.
sed -i 's/5060/5061/' "$one"
kill -HUP "$KEEPER"
holds "SIGHUP reloads" settles in_force 5061
holds "which the manager is told" settles heard 'RELOADING=1$'
holds "with the time" heard '^MONOTONIC_USEC=[1-9]'
holds "and when it is over" settles heard 'MONOTONIC_USEC=[0-9]*.*READY=1'
before=$(hash)
cp "$bad" "$one"
kill -HUP "$KEEPER"
holds "a bad file is said" settles said 'one.yaml:3:.*70000'
holds "in the status too" settles heard 'wan0: filtered, its rule file is refused'
holds "and changes nothing" equal "$(hash)" "$before"
holds "a synchronous reload sees it" exits 1 ucgate reload -i wan0
rules_make
holds "until it is good again" settles in_force 5060

# Panic, and a change on trial, are the operator's: the run does not touch them.
ucgate panic >"$WORK/panic" 2>&1
sleep 0.3
holds "panic stays" status '.rules_mode == "panic"'
inside ip link del wan0
inside ip link add wan0 type veth peer name isp0
panics() { ucgate status -j 2>/dev/null | jq -e '.interfaces[0].rules_mode == "panic"' >/dev/null; }
holds "also when the interface is made again" settles panics
ucgate panic --off >"$WORK/panic" 2>&1
ucgate reload -i wan0 -c "$two" --confirm 1 >"$WORK/trial" 2>&1
holds "rules on trial are the operator's, too" in_force 5070
holds "that they were not confirmed is said in the log" settles said 'were not confirmed'
holds "the rules before are in force" in_force 5060

# How it ends.
kept() { equal "$(program wan0)" "$1"; }
id=$(program wan0)
holds "SIGTERM ends it" keeper_end TERM
holds "which the manager is told" heard 'STOPPING=1'
holds "the filter stays" kept "$id"
holds "another one takes it over" keeper_started -i wan0 -c "$one"
holds "SIGINT ends it as well" keeper_end INT
holds "the filter stays" kept "$id"
keeper_started -i wan0 -c "$one"
fails "SIGKILL is no good end" keeper_end KILL
holds "the filter stays" kept "$id"
holds "and no lock" keeper_started -i wan0 -c "$one"
keeper_end TERM
holds "a bad file leaves what is in force" keeper_started -i wan0 -c "$bad"
holds "which is said" said 'goes on with the rules that are in force'
inside ip link del wan0
inside ip link add wan0 type veth peer name isp0
holds "also when the interface is made again" settles in_force 5060
keeper_end TERM

# Three capabilities, as the unit file has them.
ucgate detach -i wan0 >"$WORK/detached" 2>&1
KEEPER_UNDER=(setpriv --bounding-set "-all,+bpf,+net_admin,+perfmon" --no-new-privs)
holds "three capabilities are enough to attach" keeper_started -i wan0 -c "$one"
cp "$two" "$WORK/new" && mv "$WORK/new" "$one"
holds "to reload" settles in_force 5070
inside ip link del wan0
inside ip link add wan0 type veth peer name isp0
holds "to attach again" settles in_force 5070
fails "nothing was denied" said 'denied\|not permitted: \|EPERM'
keeper_end TERM

# The journal takes the level of a line from what is before it.
journal() { JOURNAL_STREAM=$(stat -L -c '%d:%i' /proc/self/fd/2) ucgate "$@"; }
holds "the journal is told how bad it is" says 1 '^<3>ucgate: error: ' journal reload -i wan0 -c "$bad"
holds "and nobody else" says 1 '^ucgate: error: ' env JOURNAL_STREAM=1:2 nsenter --net="/run/netns/$NETWORK-inside" \
    "$BUILD/ucgate" reload -i wan0 -c "$bad"

# The unit file.
unit=$WORK/ucgate@wan0.service
sed "s|@SBINDIR@|$BUILD|" "$E2E/../../loader/run/ucgate@.service" >"$unit"
if systemd-analyze --version >/dev/null 2>&1; then
    holds "systemd finds nothing wrong with the unit file" systemd-analyze verify --man=no "$unit"
    holds "nor much that it might do" systemd-analyze security --offline=true --threshold=25 "$unit"

    # Every system call that it makes is one that the unit file lets it make.
    KEEPER_UNDER=(strace -f -qq -o "$WORK/calls")
    keeper_started -i wan0 -c "$one"
    inside ip link del wan0
    inside ip link add wan0 type veth peer name isp0
    settles in_force 5070
    pkill -TERM -P "$KEEPER" && wait "$KEEPER"
    filter=$(sed -n 's/^SystemCallFilter=//p' "$unit")
    # shellcheck disable=SC2046,SC2086 # words
    allowed() {
        local group
        for group in "$@"; do
            case $group in
                @*) allowed $(systemd-analyze syscall-filter "$group" | sed -n 's/^    \([^# ].*\)/\1/p') ;;
                *) echo "$group" ;;
            esac
        done
    }
    # shellcheck disable=SC2086 # words
    allowed @default $filter | sort -u >"$WORK/allowed"
    sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$WORK/calls" | sort -u >"$WORK/made"
    holds "it makes system calls" test -s "$WORK/made"
    holds "none but those of the filter" equal "$(comm -23 "$WORK/made" "$WORK/allowed" | grep -vx execve | tr '\n' ' ')" ''
fi
