#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate-replay: what it prints of a capture to the byte, the capture's clock, every kind of link, files that are none;
# and that the frames of a capture get the same verdicts on a real interface.
. "$(dirname "$0")/lib.sh"

replay() { inside "$BUILD/ucgate-replay" "$@"; }

# --- captures ---

le16() { printf '%02x%02x' $(($1 & 255)) $(($1 >> 8 & 255)); }
le32() { echo "$(le16 $(($1 & 65535)))$(le16 $(($1 >> 16)))"; }
# shellcheck disable=SC2059 # the digits are the format
bytes() { printf "$(tr -d ' \n' | sed 's/../\\x&/g')"; }

# pcap LINK_TYPE NAME: keeps lines of `MILLISECONDS HEX` as a capture, $WORK/NAME.pcap.
pcap() {
    local at hex
    {
        echo "d4c3b2a1$(le16 2)$(le16 4)$(le32 0)$(le32 0)$(le32 65535)$(le32 "$1")"
        while read -r at hex; do
            echo "$(le32 $((1700000000 + at / 1000)))$(le32 $((at % 1000 * 1000)))$(le32 $((${#hex} / 2)))$(le32 $((${#hex} / 2)))$hex"
        done
    } | bytes >"$WORK/$2.pcap"
}

# To nobody's address, so that no host answers.
frame() { echo "020000000009020000000007$1$2"; }
udp() { frame 0800 "$(udp4 "$1" "$2" "$3" "$4")"; }
# tcp FROM PORT TO PORT FLAGS
tcp() { frame 0800 "$(ipv4 06 "$1" "$3" "$(hex 2 "$2")$(hex 2 "$4")$(hex 4 1)$(hex 4 1)50$5ffff00000000")"; }

FAR=203.0.113.9
call_frames() {
    cat <<-END
	0 $(udp $FAR 40000 $INSIDE4 5060)
	100 $(tcp $FAR 40000 $INSIDE4 22 02)
	200 $(udp $FAR 40000 $INSIDE4 9999)
	300 $(udp $FAR 15000 $INSIDE4 12000)
	400 $(udp $INSIDE4 12000 $FAR 15000)
	500 $(udp $FAR 15000 $INSIDE4 12000)
	600 $(tcp $INSIDE4 50000 $FAR 443 02)
	700 $(tcp $FAR 443 $INSIDE4 50000 12)
	800 $(tcp $FAR 443 $INSIDE4 50001 12)
	900 $(frame 88f7 0000)
	1000 $(udp 127.0.0.1 40000 $INSIDE4 5060)
	1100 $(udp $INSIDE4 9999 $FAR 9999)
	END
}

begin
rules call <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
	  - {name: ssh, direction: in, tcp: [22], peers: [198.51.100.0/24]}
	  - {name: web, direction: out, tcp: [443]}
	  - {name: rtp, udp: [10000-20000], dynamic: true}
END
rules narrow <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060], peers: [198.51.100.0/24]}
	  - {name: ssh, direction: in, tcp: [22]}
	  - {name: web, direction: out, tcp: [443]}
	  - {name: rtp, udp: [10000-20000], dynamic: true}
END
{ echo 'mode: monitor' && cat "$WORK/call.yaml"; } >"$WORK/monitor.yaml"
rules bad <<<'version: 2'
call_frames | pcap 1 call
CALL=(-c "$WORK/call.yaml" --local "$INSIDE4" "$WORK/call.pcap")

# prints FILE COMMAND...: exactly what the file holds, on standard output.
prints() {
    local wanted=$1
    shift
    "$@" >"$WORK/printed" 2>"$WORK/said"
    diff "$wanted" "$WORK/printed"
}

# --- what it prints ---

cat >"$WORK/json" <<-END
	{"n":1,"dir":"in","verdict":"pass","reason":"service","service":"sip"}
	{"n":2,"dir":"in","verdict":"drop","reason":"peer","service":"ssh"}
	{"n":3,"dir":"in","verdict":"drop","reason":"not-allowed","service":null}
	{"n":4,"dir":"in","verdict":"drop","reason":"not-allowed","service":null}
	{"n":5,"dir":"out","verdict":"pass","reason":"flow","service":"rtp"}
	{"n":6,"dir":"in","verdict":"pass","reason":"flow","service":"rtp"}
	{"n":7,"dir":"out","verdict":"pass","reason":"flow","service":"web"}
	{"n":8,"dir":"in","verdict":"pass","reason":"flow","service":"web"}
	{"n":9,"dir":"in","verdict":"drop","reason":"no-flow","service":null}
	{"n":10,"dir":"in","verdict":"drop","reason":"ethertype","service":null}
	{"n":11,"dir":"in","verdict":"drop","reason":"bogon","service":null}
	{"n":12,"dir":"out","verdict":"pass","reason":"outbound","service":null}
	{"summary":{"frames":12,"pass":6,"drop":6,"reasons":{"not-allowed":2,"flow":4,"service":1,"peer":1,"no-flow":1,"ethertype":1,"bogon":1,"outbound":1},"services":{"rtp":2,"web":2,"sip":1}}}
END
cat >"$WORK/table" <<-END
	DROPPED      SERVICE  IN  OUT  FRAMES  WHY
	not-allowed  -         2    -  3, 4    nothing matches
	peer         ssh       1    -  2       a service lists the port, not this address
	no-flow      -         1    -  9       looks like a reply, but nothing was asked
	ethertype    -         1    -  10      neither IP nor an essential protocol
	bogon        -         1    -  11      a source address that nobody can have

	PASSED       SERVICE  IN  OUT  FRAMES  WHY
	flow         rtp       1    1  5, 6    belongs to a learned flow
	flow         web       1    1  7, 8    belongs to a learned flow
	service      sip       1    -  1       a service matched as server
	outbound     -         -    1  12      outbound, and no service says anything of it

	12 frames: 6 pass, 6 drop
END
# Lines of --drops begin with six columns of blanks and number, which the tabs of this script would eat.
sed 's/^>//' >"$WORK/drops" <<-END
	>     2      0.100000  in   drop        peer              ssh         tcp 203.0.113.9:40000 > 192.0.2.10:22 flags S
	>     3      0.200000  in   drop        not-allowed       -           udp 203.0.113.9:40000 > 192.0.2.10:9999 len 8
	>     4      0.300000  in   drop        not-allowed       -           udp 203.0.113.9:15000 > 192.0.2.10:12000 len 8
	>     9      0.800000  in   drop        no-flow           -           tcp 203.0.113.9:443 > 192.0.2.10:50001 flags SA
	>    10      0.900000  in   drop        ethertype         -           ether 0x88f7 len 2
	>    11      1.000000  in   drop        bogon             -           udp 127.0.0.1:40000 > 192.0.2.10:5060 len 8
END
holds "an object a frame, and a summary" prints "$WORK/json" replay -j "${CALL[@]}"
holds "the status is 0" exits 0 replay "${CALL[@]}"
holds "a table with example frames" prints "$WORK/table" replay "${CALL[@]}"
holds "a list of drops" prints "$WORK/drops" replay --drops "${CALL[@]}"
# of JQ COMMAND...: the objects that it prints, as one list, and what the filter makes of them.
of() {
    local filter=$1
    shift
    "$@" 2>"$WORK/said" | jq -sc "$filter"
}
holds "as objects, with time and packet" equal "$(of 'map(select(.packet)) | [length, .[0].n, .[0].time, .[0].packet]' replay -j --drops "${CALL[@]}")" \
    '[6,2,"2023-11-14T22:13:20.100000000Z","tcp 203.0.113.9:40000 > 192.0.2.10:22 flags S"]'
holds "standard input is a capture as well" prints "$WORK/table" replay -c "$WORK/call.yaml" --local $INSIDE4 - <"$WORK/call.pcap"
holds "without --local all came in, which is said" says 0 "without --local every frame came in" replay -c "$WORK/call.yaml" "$WORK/call.pcap"
holds "as ucgate replay, too" prints "$WORK/table" ucgate replay "${CALL[@]}"

# The reasons that frames get, one a frame.
reasons_of() { of 'map(.reason // empty) | join(" ")' replay -j "$@"; }
verdicts_of() { of 'map(.verdict // empty) | unique | join(" ")' replay -j "$@"; }
holds "in monitor mode everything passes" equal "$(verdicts_of -c "$WORK/monitor.yaml" --local $INSIDE4 "$WORK/call.pcap")" '"pass"'
holds "for the reasons that it would be dropped for" equal "$(reasons_of -c "$WORK/monitor.yaml" --local $INSIDE4 "$WORK/call.pcap")" \
    "$(reasons_of "${CALL[@]}")"
holds "which the table has apart" grep -q '^12 frames: 12 pass, 0 drop; 6 pass only because' \
    <(replay -c "$WORK/monitor.yaml" --local $INSIDE4 "$WORK/call.pcap")

# --- saved frames, compared rules ---

replay -w "$WORK/drops.pcapng" "${CALL[@]}" >"$WORK/output"
if command -v tshark >/dev/null; then
    fields() { tshark -r "$WORK/drops.pcapng" -T fields -E separator=, -e frame.time_epoch -e frame.len -e frame.comment 2>/dev/null; }
    holds "saved drops have their time and reason" equal "$(fields | sed -n '1p;6p')" \
        '1700000000.100000000,54,ucgate: drop peer (ssh): a service lists the port, not this address
1700000001.000000000,50,ucgate: drop bogon: a source address that nobody can have'
    holds "all six of them" equal "$(fields | wc -l)" 6
else
    echo 'skipped: tshark is not installed'
fi
holds "saved drops are a capture again" equal "$(of '.[-1].summary.frames' replay -j -c "$WORK/call.yaml" "$WORK/drops.pcapng")" 6
holds "a folder that is not there is told" says 3 "cannot write" replay -w "$WORK/nowhere/drops.pcapng" "${CALL[@]}"
holds "so is a full disk" says 3 "cannot write" replay -w /dev/full "${CALL[@]}"
full() { "$@" >/dev/full; }
holds "the capture itself is not overwritten" says 2 "overwrite" replay -w "$WORK/call.pcap" "${CALL[@]}"
holds "standard output, too" exits 3 full replay -j "${CALL[@]}"

holds "the same rules differ in nothing" exits 0 replay --diff "$WORK/call.yaml" "${CALL[@]}"
holds "others do, which is status 1" exits 1 replay --diff "$WORK/narrow.yaml" "${CALL[@]}"
holds "and said by frame" equal "$(of 'map(select(.n) | [.n, .before.verdict, .after.verdict, .after.service])' \
    replay -j --diff "$WORK/narrow.yaml" "${CALL[@]}")" '[[1,"pass","drop","sip"],[2,"drop","pass","ssh"]]'
holds "and in all" equal "$(of '.[-1].summary' replay -j --diff "$WORK/narrow.yaml" "${CALL[@]}")" \
    '{"frames":12,"changed":2,"pass_to_drop":1,"drop_to_pass":1,"other_reason":0}'
sed '/rtp/d' "$WORK/call.yaml" >"$WORK/silent.yaml"
holds "each set of rules has learned for itself" equal "$(of 'map(select(.n) | [.n, .before.reason, .after.reason])' \
    replay -j --diff "$WORK/silent.yaml" "${CALL[@]}")" '[[6,"flow","not-allowed"]]'

# --- the capture's clock ---

rules brief <<-END
	version: 1
	services:
	  - {name: web, direction: out, udp: [443], timeout: 10s}
END
out=$(udp $INSIDE4 50000 $FAR 443) back=$(udp $FAR 443 $INSIDE4 50000)
pcap 1 clock <<<"0 $out
5000 $back
16000 $back
1000 $back
16500 $out
17000 $back"
holds "flows age by the capture's clock, which never runs backward" equal \
    "$(reasons_of -c "$WORK/brief.yaml" --local $INSIDE4 "$WORK/clock.pcap")" '"flow flow expired expired flow flow"'

# --- other links, other files ---

call_frames | sed -E 's/^([0-9]+) .{24}(0800|88f7)/\1 0000000100060200000000070000\2/' | pcap 113 cooked
call_frames | sed -E 's/^([0-9]+) .{24}(0800|88f7)/\1 \2000000000002000100060200000000070000/' | pcap 276 cooked2
call_frames | grep -v 88f7 | sed -E 's/^([0-9]+) .{28}/\1 /' | pcap 101 raw
holds "cooked frames get the verdicts of Ethernet" prints "$WORK/json" replay -j -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/cooked.pcap"
holds "of the second version, too" prints "$WORK/json" replay -j -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/cooked2.pcap"
holds "raw IP as well" equal "$(reasons_of -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/raw.pcap")" \
    "$(reasons_of "${CALL[@]}" | sed 's/ethertype //')"
{
    for ((length = 0; length < 34; length += 3)); do
        frame=$(udp $INSIDE4 5060 $FAR 5060)
        echo "0 ${frame:0:$((2 * length))}"
    done
} | pcap 1 short
holds "frames that end in their headers are malformed" equal "$(of '.[-1].summary.reasons' replay -j -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/short.pcap")" \
    '{"malformed":12}'

# super FROM FROM_PORT TO TO_PORT: the longest IPv4 packet, in a frame beyond the file's snapshot length.
super() { frame 0800 "$(ipv4 11 "$1" "$3" "$(hex 2 "$2")$(hex 2 "$4")$(hex 2 65515)0000$(hex 65507 0)")"; }
printf '0 %s\n' "$(super $FAR 40000 $INSIDE4 5060)" "$(super $INSIDE4 12000 $FAR 15000)" "$(super $FAR 15000 $INSIDE4 12000)" | pcap 1 super
holds "super-packets get the verdicts of packets" equal \
    "$(reasons_of -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/super.pcap")" '"service flow flow"'

pcap 105 foreign </dev/null
pcap 1 empty </dev/null
head -c -7 "$WORK/call.pcap" >"$WORK/cut.pcap"
head -c 20 "$WORK/call.pcap" >"$WORK/stump.pcap"
holds "another link type is refused by name" says 1 "IEEE802_11" replay -c "$WORK/call.yaml" "$WORK/foreign.pcap"
holds "in JSON as well" tells 1 '.error.code == 1 and (.error.message | test("link type 105"))' replay -j -c "$WORK/call.yaml" "$WORK/foreign.pcap"
holds "a capture of nothing is read" tells 0 '.summary == {"frames":0,"pass":0,"drop":0,"reasons":{},"services":{}}' \
    replay -j -c "$WORK/call.yaml" "$WORK/empty.pcap"
holds "what a truncated file has is judged" equal "$(of 'length, .[-1].summary.frames' replay -j -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/cut.pcap")" \
    '12
11'
holds "and its status is 1" says 1 "beyond frame 11: truncated" replay -c "$WORK/call.yaml" --local $INSIDE4 "$WORK/cut.pcap"
holds "a file that ends in its header is none" tells 1 .error replay -j -c "$WORK/call.yaml" "$WORK/stump.pcap"
holds "nor is a rule file" tells 1 .error replay -j -c "$WORK/call.yaml" "$WORK/call.yaml"
holds "nor one that is not there" tells 1 .error replay -j -c "$WORK/call.yaml" "$WORK/nothing.pcap"
holds "bad rules are refused" says 1 "is refused" replay -c "$WORK/bad.yaml" "$WORK/call.pcap"
holds "bad rules to compare with, too" tells 1 .error replay -j --diff "$WORK/bad.yaml" "${CALL[@]}"
holds "a capture must be named" says 2 "which capture" replay
holds "and one only" says 2 "one capture at a time" replay "$WORK/call.pcap" "$WORK/call.pcap"
holds "-i and -c exclude each other" says 2 "exclude each other" replay -i wan0 "${CALL[@]}"
holds "--local takes prefixes" says 2 "host bits" replay --local 192.0.2.1/24 "$WORK/call.pcap"
cp "$BUILD/ucgate-replay" "$WORK/ucgate-replay"
chmod 711 "$WORK"
holds "without privilege it is status 3" says 3 "CAP_BPF" setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all \
    "$WORK/ucgate-replay" -c "$WORK/call.yaml" "$WORK/call.pcap"

against() { ucgate check --against "$WORK/call.pcap" --local $INSIDE4 "$@"; }
holds "a check against a capture is a replay where nothing is attached" prints "$WORK/table" against -c "$WORK/call.yaml"
holds "in JSON as well" prints "$WORK/json" against -j -c "$WORK/call.yaml"
holds "a file that is refused is not replayed" tells 1 '.ok == false' against -j -c "$WORK/bad.yaml"
holds "an interface must be attached to be compared with" says 4 "not attached" against -i wan0 -c "$WORK/call.yaml"
holds "--local is for captures" says 2 "goes with --against" ucgate check --local $INSIDE4 -c "$WORK/call.yaml"

# --- an interface ---

holds "what is not attached has no rules" says 4 "not attached" replay -i wan0 "$WORK/call.pcap"
attached call

# The frames on the wire, in their order, each from its side.
frames_send() {
    local at hex side before=
    while read -r at hex; do
        side=outside
        [[ $hex != *$(hex4 $INSIDE4)$(hex4 $FAR)* ]] || side=inside
        [ "$side" = "$before" ] || sleep 0.1 # what the other side sent has been received
        before=$side
        "$side" "$TRAFFIC/frames" send "$([ $side = inside ] && echo wan0 || echo isp0)" <<<"$hex"
    done
    sleep 0.1
}
# shellcheck disable=SC2016 # jq's variables
# What the interface counted of it, like a summary; names in alphabetical order.
counted_live() {
    inside "$BUILD/ucgate-stats" -j | jq -cS '.interfaces[0] | {
        drop: .totals.in.drop.packets,
        reasons: ([.drops[] | select(.packets > 0) | {(.reason): .packets}] | add),
        services: ([.services[] | select(.in.pass.packets + .out.pass.packets > 0) | {(.name): (.in.pass.packets + .out.pass.packets)}] | add)}'
}
# shellcheck disable=SC2016
counted_replayed() {
    of '(.[-1].summary) as $s | {drop: $s.drop, services: $s.services,
        reasons: (map(select(.verdict == "drop") | .reason) | group_by(.) | map({(.[0]): length}) | add)}' replay -j "${CALL[@]}" | jq -cS .
}
call_frames | frames_send
holds "a real interface gives the frames the same verdicts" equal "$(counted_live)" "$(counted_replayed)"

# The last answer alone: what the interface has learned is known with -i only.
call_frames | sed -n '6p;8p' | pcap 1 answers
snapshot() { inside "$BUILD/ucgate-stats" -j | jq -cS '.interfaces[0] | [.services, .drops, .totals, .tables.flows]'; }
before=$(snapshot)
holds "with -i its flows are known" equal "$(reasons_of -i wan0 "$WORK/answers.pcap")" '"flow flow"'
holds "with -c nothing is" equal "$(reasons_of -c "$WORK/call.yaml" "$WORK/answers.pcap")" '"not-allowed no-flow"'
holds "other rules take their place as a reload would" equal \
    "$(of 'map(select(.n) | [.n, .before.reason, .after.verdict])' replay -j -i wan0 --diff "$WORK/brief.yaml" "$WORK/answers.pcap")" \
    '[[1,"flow","drop"],[2,"flow","drop"]]'
holds "a check against a capture says what would change" equal \
    "$(of 'map(select(.n) | .n)' ucgate check -j -c "$WORK/narrow.yaml" --against "$WORK/call.pcap" --local $INSIDE4)" '[1,2]'
holds "with status 1" exits 1 against -c "$WORK/narrow.yaml"
holds "and 0 when nothing would" exits 0 against -c "$WORK/call.yaml"
holds "the interface does not notice" equal "$(snapshot)" "$before"
