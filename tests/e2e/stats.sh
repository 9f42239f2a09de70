#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate-stats against traffic that was counted by hand: every packet is in the totals once, whoever may read the pins
# reads them, and each way of printing says the same.

# In a mount namespace of its own: the permissions of /sys/fs/bpf are changed here.
if [ -z "${OWN_MOUNTS:-}" ] && [ "$(id -u)" -eq 0 ]; then
    OWN_MOUNTS=1 exec unshare --mount --propagation unchanged "$BASH" "$0"
fi
. "$(dirname "$0")/peers.sh"

stats() { inside "$BUILD/ucgate-stats" "$@"; }
# value FILTER: of the only interface, compact.
value() { stats -j | jq -c ".interfaces[0] | $1"; }

# run COMMAND...: its exit status on stdout, what it says in $WORK/out and $WORK/err.
run() {
    "$@" >"$WORK/out" 2>"$WORK/err"
    echo $?
}

# nobody COMMAND...: ucgate-stats as somebody without privilege.
nobody() { inside setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all "$WORK/ucgate-stats" "$@"; }

# send PORT N: N datagrams of 50 bytes each, as a frame.
send() {
    local frame i
    frame=$(ethernet 0800 "$(udp4 $OUTSIDE4 40000 $INSIDE4 "$1")")
    for ((i = 0; i < $2; i++)); do
        echo "$frame"
    done | outside "$TRAFFIC/frames" send isp0
}

# shellcheck disable=SC2016 # jq's variables
# What passed and was dropped, less the sums that it should be: packets and bytes of both.
imbalance() {
    value '(([.services[], .essentials[]] | map(.in.pass)) + .would_drop) as $passes | .totals.in as $in | .drops as $drops |
        [([$passes[].packets] | add) - $in.pass.packets, ([$passes[].bytes] | add) - $in.pass.bytes,
         ([$drops[].packets] | add) - $in.drop.packets, ([$drops[].bytes] | add) - $in.drop.bytes]'
}

if [ -n "${OWN_MOUNTS:-}" ]; then
    mount --make-rprivate /sys && mount -t bpf -o mode=0700 bpf /sys/fs/bpf || exit 1
fi
begin
rules first <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
	  - {name: tls, direction: in, udp: [443]}
END
rules second <<-END
	version: 1
	mode: monitor
	services:
	  - {name: tls, direction: in, udp: [443]}
	  - {name: dns, direction: in, udp: [53], tcp: [53]}
END

holds "with nothing attached the status is 4" equal "$(run stats)" 4
holds "it is said" grep -q 'not attached to any interface' "$WORK/err"
holds "in JSON as well" equal "$(run stats -j)" 4
holds "the list is empty" equal "$(cat "$WORK/out")" '{"interfaces":[]}'

attached first
send 5060 3
send 443 2
send 5061 7
holds "services come in file order, with what passed" equal "$(value '[.services[] | [.name, .in.pass.packets, .in.pass.bytes]]')" \
    '[["sip",3,150],["tls",2,100]]'
holds "drops have their reason" equal "$(value '[.drops[] | select(.packets > 0)]')" '[{"reason":"not-allowed","packets":7,"bytes":350}]'
holds "totals are the sums" equal "$(imbalance)" '[0,0,0,0]'
holds "mode, generation and hash are those of ucgate status" equal \
    "$(value '[.interface, .mode, .generation, .hash, .rules_mode, .last_reload]')" \
    "$(inside "$BUILD/ucgate" status -j | jq -c '.interfaces[0] | [.interface, .mode, .generation, .hash, .rules_mode, .since]')"
holds "the table says it, too" equal "$(stats | awk '$1 == "sip" || $1 == "not-allowed" { print $1, $2, $3 }' | xargs)" \
    'sip 3 150 not-allowed 7 350'
holds "and Prometheus" equal "$(stats --prometheus | grep -c -e '^ucgate_service_packets_total{interface="wan0",service="sip",direction="in",verdict="pass"} 3$' \
    -e '^ucgate_drops_total{interface="wan0",reason="not-allowed"} 7$')" 2

holds "another interface is not attached" equal "$(run stats -i lo)" 4
holds "this one is" equal "$(run stats -i wan0)" 0
holds "a wrong option is status 2" equal "$(run stats --wrong)" 2
holds "so is no number of seconds" equal "$(run stats -w 0)" 2
holds "in JSON, wherever -j stands" equal "$(run stats --wrong -j)" 2
holds "it is an error, too" equal "$(jq .error.code "$WORK/out")" 2
holds "a full disk is not passed over" equal "$(stats -j 2>"$WORK/err" >/dev/full; echo $?)" 3

cp "$BUILD/ucgate-stats" "$WORK/ucgate-stats"
chmod 711 "$WORK"
holds "who may not read the pins is told so" equal "$(run nobody)" 3
holds "with the way out" grep -q PERMISSIONS "$WORK/err"
holds "in JSON as well" equal "$(run nobody -j)" 3
holds "as an error" equal "$(jq -c '.error | [(.message | type), .code]' "$WORK/out")" '["string",3]'
cp "$BUILD/ucgate-events" "$WORK/ucgate-events"
listen() { inside setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all "$WORK/ucgate-events" --for 1s "$@"; }
closed() { equal "$(run "$@")" 3 && grep -q 'ermi' "$WORK/err"; }
chmod o+x /sys/fs/bpf # the pins are seen then, and closed
for interface in '' '-i wan0'; do
    # shellcheck disable=SC2086 # an option and its argument, or none
    for command in 'nobody --flows' 'nobody --top --for 1s' listen; do
        holds "not to be permitted is not to be unattached ($command $interface)" closed $command $interface
    done
done
chmod o-x /sys/fs/bpf
chgrp 65534 /sys/fs/bpf
chmod g+x /sys/fs/bpf
chgrp -R 65534 /sys/fs/bpf/ucgate
chmod -R g+rX /sys/fs/bpf/ucgate
holds "read permission on the pins is enough" equal "$(nobody -j | jq -c .interfaces)" "$(stats -j | jq -c .interfaces)"

# Listening writes: three pins more.
holds "who may only read cannot listen" equal "$(run listen)" 3
holds "and is told the way out" grep -q PERMISSIONS "$WORK/err"
chmod g+w /sys/fs/bpf/ucgate/*/event*
holds "write permission on what is listened to is enough" equal "$(run listen)" 0

reload second >"$WORK/output" 2>&1
holds "a reload keeps the permission" equal "$(nobody -j | jq -c '.interfaces[0].generation')" 2
send 5060 4
send 443 1
send 53 1
holds "services of earlier rules follow with their counts" equal "$(value '[.services[] | [.name, .in.pass.packets]]')" \
    '[["tls",3],["dns",1],["sip",3]]'
holds "what would be dropped is counted apart" equal "$(value '[.would_drop[] | select(.packets > 0)]')" \
    '[{"reason":"not-allowed","packets":4,"bytes":200}]'
holds "and as passed in the totals" equal "$(imbalance)" '[0,0,0,0]'

(sleep 0.5 && send 443 20) &
stats -j -w 0.3 | head -n 12 >"$WORK/lines"
wait $!
holds "watching prints one object a line" equal "$(jq -s length "$WORK/lines")" 12
holds "the first has no rates" equal "$(head -n 1 "$WORK/lines" | jq '.interfaces[0].services[0].in.pass | has("packets_per_second")')" false
holds "the others have" equal "$(sed 1d "$WORK/lines" | jq -s 'any(.[].interfaces[0].services[0].in.pass; .packets_per_second > 1)')" true

# screen COMMAND...: for four seconds, on a terminal (which script(1) makes) of 70 columns, then of 90, then of 100.
screen() {
    # shellcheck disable=SC2016 # of the inner shell
    inside env TERM=xterm LC_ALL=C.UTF-8 WATCHED="$*" SHELL=/bin/sh script -qec 'stty rows 20 cols 70
        timeout --foreground 4 $WATCHED & sleep 1.5; stty cols 90; sleep 1; stty cols 100; wait $!' /dev/null </dev/null | tr -d '\r'
}
shown() { sed $'s/\033[^mKJH]*[mKJH]//g' "$WORK/screen"; } # without what moves and paints
draws() { grep -c $'\033\\[H\033\\[2J' "$WORK/screen"; }
more() { [ "$1" -gt "$2" ] || { echo "$1 is not more than $2" && false; }; }
screen "$BUILD/ucgate-stats" -w 60 >"$WORK/screen"
holds "on a terminal the screen is drawn over" grep -q $'^\033\\[H\033\\[2J' "$WORK/screen"
holds "again at once when the terminal changes its size" more "$(draws)" 1
for word in tls dns TOTAL WOULD not-allowed flows; do
    holds "$word is there each time" equal "$(shown | awk '{ print $1 }' | grep -cxF "$word")" "$(draws)"
done
widest=$(shown | LC_ALL=C.UTF-8 awk 'length > most { most = length } END { print most }')
holds "it is as wide as the terminal" more "$widest" 70
fails "and no wider" more "$widest" 100
holds "in colour" grep -q $'\033\\[33mmonitor\033\\[0m' "$WORK/screen"
NO_COLOR=1 screen "$BUILD/ucgate-stats" -w 60 >"$WORK/screen"
fails "unless NO_COLOR is set" grep -q $'\033\\[[0-9;]*m' "$WORK/screen"
screen "$BUILD/ucgate-stats" -j -w 1 >"$WORK/screen"
holds "JSON is one object a line there, too" more "$(jq -s length "$WORK/screen")" 1
stats -w 0.2 | head -n 60 >"$WORK/appended"
holds "what is no terminal gets one report after the other" more "$(grep -c '^SERVICE ' "$WORK/appended")" 1
fails "without a control character" grep -q $'\033' "$WORK/appended"

inside ip link set wan0 name wan1
holds "a renamed interface goes by its name now" equal "$(value .interface)" '"wan1"'
inside ip link delete wan1
holds "an interface that is gone is not attached" equal "$(run stats)" 4
