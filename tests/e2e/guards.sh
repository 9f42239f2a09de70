#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What is refused although the rule file is sound: rules that cut off the SSH session that asks, lists that lost most of
# their entries; --force takes them. And attach --monitor, which drops nothing.
. "$(dirname "$0")/lib.sh"

begin
rules_make
unset SSH_CONNECTION
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
one=$WORK/one.yaml two=$WORK/two.yaml
# entries N FILE: a list of so many, that do not merge.
entries() { for ((i = 0; i < $1; i++)); do echo "198.51.$((i / 128)).$((i % 128 * 2))"; done >"$WORK/$2"; }
generation() { ucgate status -j | jq '.interfaces[0].generation'; }
refused_by() { says 1 "$1" ucgate reload; }

# The session that asks.
session="$OUTSIDE4 40000 $INSIDE4"
holds "rules without the session's port are refused" \
    says 1 "SSH session" env SSH_CONNECTION="$session 22" nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate" attach -i wan0 -c "$one"
holds "nothing is attached then" equal "$(program wan0)$(pins)" 0
holds "rules that list it are not" env SSH_CONNECTION="$session 443" nsenter --net="/run/netns/$NETWORK-inside" "$BUILD/ucgate" attach -i wan0 -c "$one"
export SSH_CONNECTION="$session 443"
holds "a reload that would cut it off is refused" says 1 "nothing was changed" ucgate reload -c "$two"
holds "in JSON too" tells 1 '.error.code == 1' ucgate reload -j -c "$two"
holds "and changes nothing" equal "$(generation)" 1
holds "--force takes it" ucgate reload -c "$two" --force
holds "the same rules again are no change, so nobody is against them" tells 0 '.changed == false' ucgate reload -j -c "$two"
cp "$two" "$WORK/copy.yaml"
holds "nor from a copy of it" tells 0 '.changed == false' ucgate reload -j -c "$WORK/copy.yaml"
holds "the way back is not barred: it lists the port" ucgate rollback
holds "but forth it is" says 1 "SSH session" ucgate rollback
holds "unless it is forced" ucgate rollback --force
unset SSH_CONNECTION

# Lists.
rules lists <<-END
	version: 1
	blocklists: [{name: them, file: them.txt}, {name: few, file: few.txt}]
	services:
	  - {name: sip, direction: in, udp: [5060], peers_file: peers.txt}
END
entries 200 them.txt && entries 3 few.txt && entries 300 peers.txt
sed -i 's/^198/203/' "$WORK/them.txt" "$WORK/few.txt"
holds "lists" ucgate reload -c "$WORK/lists.yaml"
was=$(generation)
entries 0 them.txt
holds "a list that lost all is refused" refused_by "them.*has 0 prefixes, 200 are in force"
entries 99 them.txt && sed -i 's/^198/203/' "$WORK/them.txt"
holds "a list that lost more than half is refused" refused_by "them.*has 99 prefixes, 200"
holds "in JSON too" tells 1 '.error.code == 1 and (.error.message | test("them"))' ucgate reload -j
holds "by attach as well" says 1 "them" ucgate attach -i wan0 -c "$WORK/lists.yaml"
holds "and for a trial" says 1 "them" ucgate reload --confirm 5
holds "nothing has changed" equal "$(generation)" "$was"
entries 100 them.txt && sed -i 's/^198/203/' "$WORK/them.txt"
holds "one that lost half is not" tells 0 '.changed' ucgate reload -j
entries 1 few.txt && sed -i 's/^198/203/' "$WORK/few.txt"
holds "nor a short one that lost most" tells 0 '.changed' ucgate reload -j
entries 0 few.txt
holds "but one that lost all" refused_by "few.*has 0 prefixes, 1"
holds "--force takes it" tells 0 '.changed' ucgate reload -j --force
holds "an empty list that stays empty is no news" tells 0 '.changed == false' ucgate reload -j
entries 20 peers.txt
holds "peers that lost most are refused" refused_by "service 'sip': 20 peers, 300"
holds "--force takes them" ucgate reload --force
rules without <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [5060]}
END
holds "who takes the lists out of the rules means it" ucgate reload -c "$WORK/without.yaml"
rules critical <<-END
	version: 1
	blocklists: [{name: them, file: them.txt}]
	services:
	  - {name: sip, direction: in, udp: [5060], peers: [203.51.0.0/24], critical: true}
END
holds "a list over the peers of a critical service is refused" says 1 "critical service sip" ucgate reload -c "$WORK/critical.yaml"
holds "--force or not" exits 1 ucgate reload -c "$WORK/critical.yaml" --force
ucgate detach -i wan0 >"$WORK/detached"

# Monitor.
holds "attach --monitor" tells 0 '.changed' ucgate attach -j -i wan0 -c "$one" --monitor
holds "drops nothing" passes '5060 5070 9999 '
holds "and counts what it would" test "$(counter would_drop not-allowed)" -gt 0
holds "status says so" status '.rules_mode == "monitor"'
holds "for people too" equal "$(ucgate status | head -n 1 | cut -c1-13)" 'wan0: monitor'
holds "list shows the mode" equal "$(ucgate list | grep -c '^mode: monitor')" 1
holds "attach --monitor again changes nothing" tells 0 '.changed == false' ucgate attach -j -i wan0 -c "$one" --monitor
holds "the next reload goes by the file" tells 0 '.changed' ucgate reload -j
holds "and enforces" status '.rules_mode == "enforce"'
holds "for good" passes '5060 '
