# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What the tests of `ucgate run` have in common, on top of lib.sh.

# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# keeper_start ARGUMENT...: `ucgate run` inside, told to a service manager that is a socket; what it says goes to
# $WORK/run.log, what the manager hears to $WORK/heard. Ends with the script.
keeper_start() {
    if [ ! -S "$WORK/notify" ]; then
        socat -u "UNIX-RECV:$WORK/notify" "OPEN:$WORK/heard,creat,append" >"$WORK/socat" 2>&1 &
        NETWORK_PIDS+=($!)
        settles test -S "$WORK/notify"
    fi
    : >"$WORK/heard"
    : >"$WORK/run.log"
    NOTIFY_SOCKET=$WORK/notify WATCHDOG_USEC=${WATCHDOG_USEC:-} nsenter --net="/run/netns/$NETWORK-inside" \
        "${KEEPER_UNDER[@]}" "$BUILD/ucgate" run "$@" </dev/null >"$WORK/run.log" 2>&1 &
    KEEPER=$!
    NETWORK_PIDS+=("$KEEPER")
}
KEEPER_UNDER=()
keeper_started() { keeper_start "$@" && { ready || { cat "$WORK/run.log" && false; }; }; }

# keeper_end SIGNAL: ends it; its exit status.
keeper_end() {
    kill -s "$1" "$KEEPER" && wait "$KEEPER" 2>/dev/null
}

# settles COMMAND...: within 20 s the command succeeds. Another test may hold the lock, the machine may be busy.
settles() {
    local try
    for ((try = 0; try < 400; try++)); do
        "$@" && return
        sleep 0.05
    done
    return 1
}

heard() { grep -qa -- "$1" "$WORK/heard"; }
said() { grep -q -- "$1" "$WORK/run.log" || { cat "$WORK/run.log" && false; }; }
ready() { settles heard 'READY=1'; }

# in_force TEXT [INTERFACE]: the running rules have it.
in_force() { ucgate list -i "${2:-wan0}" 2>/dev/null | grep -q "$1"; }
