# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What the end-to-end tests with real peers have in common: two hosts on a wire (tests/traffic/network.sh), ucgate on
# the inside one, sentences that hold or do not.
set -u
E2E=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export BUILD=${BUILD:-build}
BUILD=$(cd "$BUILD" && pwd)

# shellcheck source=SCRIPTDIR/../traffic/network.sh
. "$E2E/../traffic/network.sh"
# shellcheck source=SCRIPTDIR/../traffic/peers.sh
. "$E2E/../traffic/peers.sh"

HELD=0 BROKEN=0

# begin: makes the network and $WORK, an own folder; both are gone when the script ends, however it ends.
begin() {
    [ "$(id -u)" -eq 0 ] || { echo 'skipped: needs root' && exit 77; }
    WORK=$(mktemp -d)
    trap end EXIT
    trap 'exit 130' INT TERM HUP PIPE
    network_make "ucgate-$(basename "$0" .sh)-$$" "$WORK" || exit 1
}

end() {
    local status=$?
    trap - EXIT INT TERM HUP PIPE
    inside "$BUILD/ucgate" detach -i wan0 >/dev/null 2>&1
    history_remove
    network_remove
    rm -rf "$WORK"
    [ $((HELD + BROKEN)) -eq 0 ] || echo "$HELD passed, $BROKEN failed"
    [ $status -eq 0 ] && [ "$BROKEN" -eq 0 ]
    exit $? # bare, it would end with the status from before the trap
}

# The namespace's rule sets on disk would stay until the next boot.
history_remove() {
    local folder
    folder=$(inside "$BUILD/ucgate" history -j -i wan0 2>/dev/null | jq -r '.interfaces[0].folder // empty')
    [[ ! $folder = /var/lib/ucgate/history/wan0@* ]] || rm -rf "$folder"
}

# rules NAME: keeps standard input as a rule file, $WORK/NAME.yaml.
rules() { cat >"$WORK/$1.yaml"; }

# --force: an SSH session that this may run in does not pass through the namespace.
attach() { inside "$BUILD/ucgate" attach -i wan0 -c "$WORK/$1.yaml" --xdp native --force; }
reload() { inside "$BUILD/ucgate" reload -i wan0 -c "$WORK/$1.yaml" --force; }

# attached NAME: ends the script when the rules cannot be put in force.
attached() { attach "$1" || { echo "cannot attach" && BROKEN=1 && exit 1; }; }

# holds SENTENCE COMMAND...: the command must succeed. A function of the script may be the command.
holds() {
    local sentence=$1
    shift
    if "$@" >"$WORK/output" 2>&1; then
        HELD=$((HELD + 1)) && echo "ok    $sentence"
    else
        BROKEN=$((BROKEN + 1)) && echo "WRONG $sentence" && sed 's/^/      /' "$WORK/output" | tail -n 20
    fi
}

# fails SENTENCE COMMAND...: the command must not succeed.
fails() {
    local sentence=$1
    shift
    holds "$sentence" not "$@"
}

# figure NAME VALUE: for the table that run.sh prints below the suite. Not within `holds`, which keeps what is printed.
figure() { printf 'figure\t%s: %s\t%s\n' "$(basename "$0" .sh)" "$1" "$2"; }

not() { ! "$@"; }

equal() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'" && false; }; }

# counter pass|drop|would_drop NAME: packets of a service or essential, or by reason; 0 when it is not named.
counter() {
    inside "$BUILD/ucgate-stats" -j | jq --arg kind "$1" --arg name "$2" '.interfaces[0] |
        if $kind == "pass" then [(.services + .essentials)[] | select(.name == $name) | .in.pass.packets]
        elif $kind == "drop" then [.drops[] | select(.reason == $name) | .packets]
        else [.would_drop[] | select(.reason == $name) | .packets] end | add // 0'
}

# grew SENTENCE COUNTER...: holds when a counter is above what it was at the last look. `counted` looks.
counted() { COUNTED=$(counter "$@"); }
grows() { [ "$(counter "$@")" -gt "$COUNTED" ] || { echo "$* did not grow from $COUNTED" && false; }; }
grows_by() {
    local by=$1 now
    shift
    now=$(counter "$@")
    [ "$now" -eq $((COUNTED + by)) ] || { echo "$* grew from $COUNTED to $now, not by $by" && false; }
}

# A hexadecimal number of N bytes.
hex() { printf "%0$(($1 * 2))x" "$2"; }
# shellcheck disable=SC2086 # four words
hex4() { printf '%02x%02x%02x%02x' ${1//./ }; }
# 2001:db8::N as hexadecimal digits.
hex6() { echo "20010db8000000000000$(hex 6 "0x${1##*:}")"; }

mac_of() { "$1" ip -j link show "$2" | jq -r '.[0].address' | tr -d :; }

# ipv4 PROTOCOL FROM TO PAYLOAD: an IPv4 packet; the protocol as two digits, the payload as hexadecimal ones.
ipv4() {
    local header
    header=4500$(hex 2 $((20 + ${#4} / 2)))0000000040$1
    echo "$header$(checksum "${header}0000$(hex4 "$2")$(hex4 "$3")")$(hex4 "$2")$(hex4 "$3")$4"
}

# udp4 FROM FROM_PORT TO TO_PORT: an IPv4 UDP packet with eight bytes in it.
udp4() { ipv4 11 "$1" "$3" "$(hex 2 "$2")$(hex 2 "$4")$(hex 2 16)0000$(hex 8 0)"; }

# checksum HEX: the Internet checksum of bytes whose checksum field is zero.
checksum() {
    local sum=0 at
    for ((at = 0; at < ${#1}; at += 4)); do
        sum=$((sum + 0x${1:at:4}))
    done
    sum=$(((sum & 0xffff) + (sum >> 16)))
    sum=$(((sum & 0xffff) + (sum >> 16)))
    hex 2 $((~sum & 0xffff))
}

# counted_behind NAME EXPRESSION: counts frames behind the filter, by nftables' netdev hook, which sees what XDP let
# through. behind NAME: how many so far.
counted_behind() {
    inside nft -f - <<-END
	table netdev behind {
	    counter $1 {}
	    chain $1 {
	        type filter hook ingress device wan0 priority 0
	        $2 counter name $1
	    }
	}
	END
}
behind() { inside nft -j list counter netdev behind "$1" | jq '.nftables[] | .counter? // empty | .packets'; }

# frame_send FRAME: from outside.
frame_send() { outside "$TRAFFIC/frames" send isp0 <<<"$1"; }

# Rules of one port, a packet to it, and one to another.
# shellcheck disable=SC2034 # for the caller
sip_attached() {
    rules sip <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
	END
    attached sip
    CALL=$(udp4 198.51.100.7 40000 $INSIDE4 5060)
    OTHER=$(udp4 198.51.100.7 40000 $INSIDE4 5062)
}

# ethernet TYPE PAYLOAD: a frame from outside to the box.
ethernet() { echo "$(mac_of inside wan0)$(mac_of outside isp0)$1$2"; }
