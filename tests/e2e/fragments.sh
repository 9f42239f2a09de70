#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# An INVITE of 4,000 bytes over UDP, which no wire takes in one piece: it arrives in order and with its later fragments
# in any order after the first; what has no first fragment does not, but for known peers where the rules are lenient.
. "$(dirname "$0")/lib.sh"

NETWORK_MTU=1280
PIECE=1232 # a multiple of 8 that leaves room for both headers of IPv6
begin
for handling in strict lenient; do
    rules $handling <<-END
	version: 1
	fragments: $handling
	services:
	  - {name: known, direction: in, udp: [5070], peers: [$OUTSIDE4, "$OUTSIDE6"]}
	  - {name: sip, direction: in, udp: [5060]}
	END
done

# The INVITE: a body that fills it up to 4,000 bytes.
invite_make() {
    local head
    head=$(printf 'INVITE sip:service@%s SIP/2.0\r\nCall-ID: 1@pbx.example\r\nContent-Length: 3900\r\nX-Pad: ' "$INSIDE4")
    printf '%s%0*d\r\n\r\n' "$head" $((4000 - ${#head} - 4)) 0 >"$WORK/invite"
}
invite_make
hexed() { od -An -v -tx1 "$1" | tr -d ' \n'; }

# datagram4|6 FROM PORT: the INVITE as a whole UDP packet, from an address to a port of the box.
datagram4() { echo "13c4$(hex 2 "$2")$(hex 2 4008)0000$(hexed "$WORK/invite")"; }
datagram6() {
    local udp
    udp=13c4$(hex 2 "$2")$(hex 2 4008)
    echo "$udp$(checksum "$(hex6 "$1")$(hex6 $INSIDE6)$(hex 4 4008)$(hex 4 17)${udp}0000$(hexed "$WORK/invite")")$(hexed "$WORK/invite")"
}

# What follows a fragment at an offset: 1 or 0. Then the headers: FROM ID OFFSET LENGTH.
more() { [ $(($1 + PIECE)) -lt 4008 ] && echo 1 || echo 0; }
header4() {
    local start
    start=4500$(hex 2 $((20 + $4)))$(hex 2 "$2")$(hex 2 $(($(more "$3") << 13 | $3 / 8)))4011
    echo "0800$start$(checksum "${start}0000$(hex4 "$1")$(hex4 $INSIDE4)")$(hex4 "$1")$(hex4 $INSIDE4)"
}
header6() {
    echo "86dd60000000$(hex 2 $((8 + $4)))2c40$(hex6 "$1")$(hex6 $INSIDE6)1100$(hex 2 $(($3 | $(more "$3"))))$(hex 4 "$2")"
}

# pieces 4|6 FROM PORT ID: the frames, one a line, in $WORK/1 to $WORK/4.
pieces() {
    local all at number=1 link
    all=$("datagram$1" "$2" "$3")
    link=$(mac_of inside wan0)$(mac_of outside isp0)
    for ((at = 0; at < 4008; at += PIECE)); do
        local data=${all:at * 2:PIECE * 2}
        echo "$link$("header$1" "$2" "$4" $at $((${#data} / 2)))$data" >"$WORK/$number"
        number=$((number + 1))
    done
}

# sent NUMBER...: these fragments, in this order.
sent() {
    local number
    for number; do cat "$WORK/$number"; done | outside "$TRAFFIC/frames" send isp0
}
size() { stat -c %s "$WORK/heard$1"; }
# arrives|is_lost 4|6 NUMBER...: whether the INVITE is heard, whole.
arrives() {
    local family=$1 before
    before=$(size "$1")
    shift
    sent "$@"
    sleep 0.2
    equal "$(($(size "$family") - before))" 4000 && cmp <(tail -c 4000 "$WORK/heard$family") "$WORK/invite"
}
is_lost() {
    local before
    before=$(size "$1")
    sent "${@:2}"
    sleep 0.2
    equal "$(size "$1")" "$before"
}

attached strict
# A call of real telephones whose messages are that long.
long_call() {
    local from
    from=$(address_beside outside "$1")
    sipp -sd uac | awk '{ print } /Subject: Performance/ && !done { printf "      X-Pad: %03600d\n", 0; done = 1 }' >"$WORK/long.xml"
    outside sipp -sf "$WORK/long.xml" "$(bracketed "$1"):5060" -i "$(bracketed "$from")" -p 5060 -t u1 -m 1 -d 50 \
        -timeout 8 -timeout_error -nostdin >/dev/null 2>&1
}
for address in $INSIDE4 $INSIDE6; do
    sip_serve inside "$address" udp 5060
    called=${NETWORK_PIDS[-1]}
    listening_wait inside udp 5060
    counted pass sip
    holds "a call with an INVITE of fragments is made to $address" long_call "$address"
    holds "which were counted as the service's" grows pass sip
    kill "$called"
    wait "$called" 2>/dev/null
done

for family in 4 6; do
    only=''
    [ $family = 4 ] || only=,ipv6only=1
    : >"$WORK/heard$family"
    inside_serve socat -u "UDP$family-RECV:5060$only" "OPEN:$WORK/heard$family,append"
    inside_serve socat -u "UDP$family-RECV:5070$only" "OPEN:$WORK/heard$family,append"
done
listening_wait inside udp 5060
sleep 0.3

id=1000
for handling in strict lenient; do
    holds "$handling rules" reload $handling
    for family in 4 6; do
        [ $family = 4 ] && from=$OUTSIDE4 stranger=192.0.2.77 || from=$OUTSIDE6 stranger=2001:db8::77
        say() { echo "$handling, IPv$family: $*"; }
        next() { id=$((id + 1)) && pieces $family "$@" $id; }

        next "$from" 5060
        holds "$(say in order)" arrives $family 1 2 3 4
        for order in '1 4 3 2' '1 3 4 2' '1 2 2 3 4'; do
            next "$from" 5060
            # shellcheck disable=SC2086 # several numbers
            holds "$(say "shuffled behind the first: $order")" arrives "$family" $order
        done

        next "$stranger" 5060
        counted drop fragment-orphan
        holds "$(say "three later ones of a stranger, no first")" is_lost $family 2 3 4
        holds "$(say "are orphans")" grows_by 3 drop fragment-orphan
        holds "$(say "which a first does not bring back")" is_lost $family 1
        next "$stranger" 5061
        counted drop fragment-orphan
        holds "$(say "behind a first that was not let in")" is_lost $family 1 2 3 4
        holds "$(say "they are orphans too")" grows_by 3 drop fragment-orphan
        next "$stranger" 5060
        sent 1
        pieces $family "$stranger" 5060 $((id + 500))
        holds "$(say "those of another id are not its own")" is_lost $family 2 3 4

        next "$from" 5070
        counted drop fragment-orphan
        if [ $handling = strict ]; then
            holds "$(say "a peer's later ones in front of the first")" is_lost $family 2 3 4 1
            holds "$(say "are orphans as well")" grows_by 3 drop fragment-orphan
        else
            holds "$(say "a peer's later ones in front of the first")" arrives $family 2 4 3 1
            holds "$(say "are none")" grows_by 0 drop fragment-orphan
        fi
    done
done
holds "what is remembered is counted" \
    test "$(inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].tables.fragments.used')" -ge 16
