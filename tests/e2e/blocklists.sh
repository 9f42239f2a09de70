#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Blocklists: from a file or in line, in force and gone with their rules, printed by list, a million prefixes of them.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
# with NAME LISTS: rules with these blocklists, in flow style.
with() {
    rules "$1" <<-END
	version: 1
	blocklists: [$2]
	services:
	  - {name: sip, direction: in, tcp: [5060]}
	END
}
with none ''
with inline '{name: us, prefixes: [192.0.2.1, "2001:db8::/120"]}'
with file '{name: them, file: them.txt}, {name: others, prefixes: [203.0.113.0/24]}'
printf '# them\n192.0.2.0/29\n' >"$WORK/them.txt"
rules exempt <<-END
	version: 1
	never_block: [192.0.2.1]
	blocklists: [{name: them, file: them.txt}]
	services:
	  - {name: sip, direction: in, tcp: [5060]}
END
rules critical <<-END
	version: 1
	blocklists: [{name: them, file: them.txt}]
	services:
	  - {name: sip, direction: in, tcp: [5060], peers: [192.0.2.0/24], critical: true}
END

open4() { equal "$(knock outside -w 2000 $INSIDE4 tcp:5060)" 'tcp 5060 open'; }
open6() { equal "$(knock outside -w 2000 $INSIDE6 tcp:5060)" 'tcp 5060 open'; }
silent4() { equal "$(knock outside -w 600 $INSIDE4 tcp:5060)" 'tcp 5060 silent'; }
silent6() { equal "$(knock outside -w 600 $INSIDE6 tcp:5060)" 'tcp 5060 silent'; }
hash() { ucgate status -j | jq -r '.interfaces[0].hash'; }
# noted: remembers the maps of lists that there are.
NOTED=()
noted() {
    # shellcheck disable=SC2207 # numbers
    NOTED+=($(map_ids ucgate_blocked))
}

attached none
answer inside $INSIDE4 tcp:5060
answer inside $INSIDE6 tcp:5060
listening_wait inside tcp 5060
sleep 0.2
holds "without lists the port answers" open4
holds "and takes no map of lists" equal "$(map_ids ucgate_blocked)" ""

holds "lists in the rule file" reload inline
noted
counted drop blocklist
holds "silence" silent4
holds "and count" grows drop blocklist
holds "in IPv6 too" silent6
holds "no list takes an essential" outside ping -c 1 -W 2 -q $INSIDE4
hash=$(hash)
ucgate list >"$WORK/listed.yaml"
holds "list prints them" grep -q '2001:db8::/120' "$WORK/listed.yaml"
holds "so that they compile to the same rules" reload listed
holds "the same" equal "$(hash)" "$hash"

holds "lists from a file" reload file
noted
holds "silence as well" silent4
holds "and let the other family in" open6
hash=$(hash)
ucgate list >"$WORK/listed.yaml"
holds "list names the file" grep -q "file: \"$WORK/them.txt\"" "$WORK/listed.yaml"
holds "so that it compiles to the same rules" reload listed
holds "those" equal "$(hash)" "$hash"
printf '198.51.100.0/29\n' >"$WORK/them.txt"
holds "a file that has changed is a change" tells 0 '.changed' ucgate reload -j -c "$WORK/file.yaml"
holds "in force at once" open4
holds "and another hash" not equal "$(hash)" "$hash"
printf '192.0.2.0/29\n203.0.113.1/24\n' >"$WORK/them.txt"
holds "a file with a bad line is refused" says 1 "them.txt:2:1: error:.*203.0.113.0/24" ucgate reload -c "$WORK/file.yaml"
holds "and changes nothing" open4
printf '192.0.2.0/29\n' >"$WORK/them.txt"

holds "never_block" reload exempt
noted
holds "is exempt" open4
holds "over critical peers a list is refused" says 1 "critical service sip" ucgate reload -c "$WORK/critical.yaml"
export SSH_CONNECTION="192.0.2.1 40000 $INSIDE4 5060"
holds "a list that holds who is logged in is refused" says 1 "SSH session" ucgate reload -c "$WORK/file.yaml"
unset SSH_CONNECTION

holds "there were some" test ${#NOTED[@]} -ge 3
holds "a reload without lists" reload none
holds "lets all in" open4
with again ''
sed -i 's/5060/5060, 5061/' "$WORK/again.yaml"
holds "and when the rules before are gone as well" reload again
holds "no map of lists is left" settles at_most 0 maps_left "${NOTED[@]}"

# A million, and the wire while it is put in force. Figures are printed, not judged.
awk 'BEGIN { srand(7); for (i = 0; i < 1000000; i++) { a = int(rand() * 4294967296)
    printf i % 10 < 8 ? "%d.%d.%d.%d\n" : "%d.%d.%d.0/24\n", a / 16777216, a / 65536 % 256, a / 256 % 256, a % 256 } }' |
    grep -v '^192\.0\.2\.' >"$WORK/million.txt"
with million '{name: million, file: million.txt}'
started=$(date +%s%N)
holds "a million prefixes" reload million
echo "      in $((($(date +%s%N) - started) / 1000000)) ms, $(bpftool -j map show id "$(map_ids ucgate_blocked | tr ' ' '\n' | tail -n 1)" | jq '.bytes_memlock / 1024 | floor') KiB"
holds "let others in" open4
echo 192.0.2.1 >>"$WORK/million.txt"
holds "and one more" reload million
holds "nobody who is listed" silent4
