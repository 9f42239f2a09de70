#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Rules that nobody confirms fall back by themselves, with every process dead; confirmed ones stay; rollback goes back.
. "$(dirname "$0")/lib.sh"

begin
rules_make
rules three <<-END
	version: 1
	services:
	  - {name: web, direction: in, udp: [9999]}
	END
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
unset SSH_CONNECTION
one=$WORK/one.yaml two=$WORK/two.yaml three=$WORK/three.yaml
fallen() { ucgate status -j | jq -e '.interfaces[0].confirm_expired != null' >/dev/null; }
# expires: until the time of the rules on trial is over.
expires() {
    local try
    for ((try = 0; try < 400; try++)); do
        fallen && return
        sleep 0.05
    done
    return 1
}
hash() { ucgate status -j | jq -r '.interfaces[0].hash'; }
processes() { ip netns pids "$NETWORK-inside" | xargs -r ps -o comm= -p | grep -c ^ucgate; }

attached one >"$WORK/attached" 2>&1
for seconds in 0 -1 1.5 5s 86401 ''; do
    holds "--confirm does not take '$seconds'" says 2 "from 1 to 86400" ucgate reload -c "$one" --confirm "$seconds"
done
holds "nothing waits" status '.pending_confirm_s == null and .confirm_expired == null'
holds "so there is nothing to confirm" tells 0 '.changed == false' ucgate confirm -j
holds "or to go back to" says 1 "no rules to go back to" ucgate rollback
first=$(hash)

# What passes behind the filter, under traffic to both ports all the time.
inside nft -f - <<-END || exit
	table netdev seen {
	    counter one {}
	    counter two {}
	    chain ingress {
	        type filter hook ingress device wan0 priority 0
	        ip saddr 198.51.100.1 udp dport 5060 counter name one drop
	        ip saddr 198.51.100.1 udp dport 5070 counter name two drop
	    }
	}
END
for port in 5060 5070; do
    ethernet 0800 "$(udp4 198.51.100.1 40000 192.0.2.10 $port)"
done >"$WORK/frames"
nsenter --net="/run/netns/$NETWORK-outside" "$TRAFFIC/frames" storm isp0 60 20 <"$WORK/frames" >"$WORK/sent" &
storm=$!
seen() { inside nft -j list counter netdev seen "$1" | jq '.nftables[] | .counter? // empty | .packets'; }
# flows SENTENCE ONE TWO: of which rule set packets pass now.
flowing() {
    local one two
    one=$(seen one) two=$(seen two)
    sleep 0.2
    equal "$(($(seen one) > one)) $(($(seen two) > two))" "$1"
}

holds "before, packets pass by the first rules" flowing '1 0'
holds "a reload on trial says for how long" tells 0 '.changed and .pending_confirm_s >= 1 and .pending_confirm_s <= 6' ucgate reload -j -c "$two" --confirm 6
holds "packets pass by the second" flowing '0 1'
holds "status says so" status '.pending_confirm_s >= 1 and .pending_confirm_s <= 6 and .generation == 2 and (.file | endswith("/two.yaml"))'
holds "loudly" equal "$(ucgate status | grep -c 'NOT CONFIRMED YET')" 1
holds "nobody is left to see to it" equal "$(processes)" 0
holds "it falls back" expires
holds "packets pass by the first rules again" flowing '1 0'
holds "status shows those in force" status ".hash == \"$first\" and .generation == 1 and .pending_confirm_s == null and
    (.file | endswith(\"/one.yaml\"))"
holds "and what was not confirmed" status '.confirm_expired | .generation == 2 and (.file | endswith("/two.yaml")) and (.at | fromdate > 0)'
holds "loudly" equal "$(ucgate status | grep -c 'FELL BACK')" 1
holds "the stats show those in force" equal \
    "$(inside "$BUILD/ucgate-stats" -j | jq -r '.interfaces[0] | "\(.hash) \(.generation)"')" "$first 1"
holds "loudly as well" equal "$(inside "$BUILD/ucgate-stats" | grep -c 'FELL BACK')" 1
holds "so does list" equal "$(ucgate list 2>/dev/null | grep -c 5060)" 1
holds "and says what happened" says 0 "not confirmed" ucgate list
holds "to confirm now is too late" says 1 "too late" ucgate confirm
holds "and it says what puts them in force again" says 1 "ucgate reload -i wan0 -c FILE" ucgate confirm
holds "in JSON too" tells 1 '.error.code == 1' ucgate confirm -j
holds "which changes nothing" status ".hash == \"$first\""
holds "the rules in force are no change" tells 0 '.changed == false and .generation == 1' ucgate reload -j -c "$one"
holds "and then it is over" status '.confirm_expired == null'
kill $storm
wait $storm 2>/dev/null
inside nft delete table netdev seen

# What comes after: previous are the rules that it fell back to.
ucgate reload -c "$two" --confirm 1 >"$WORK/reloads"
holds "a second trial expires" expires
holds "the next reload says so" says 0 "not confirmed" ucgate reload -c "$three"
holds "is in force" passes '9999 '
holds "rollback leads to what was in force before" tells 0 ".changed and .hash == \"$first\"" ucgate rollback -j
holds "not to what expired" passes '5060 '
holds "rollback of that leads to the reload again" ucgate rollback
holds "which is in force" passes '9999 '
holds "and once more" ucgate rollback -i wan0

# Rollback at once; what is reloaded meanwhile is on trial as well.
ucgate reload -c "$two" --confirm 600 >"$WORK/reloads"
holds "a reload during a trial is on trial" tells 0 '.changed and .pending_confirm_s > 500' ucgate reload -j -c "$three"
holds "and in force" passes '9999 '
holds "rollback ends it at once" tells 0 ".changed and .hash == \"$first\"" ucgate rollback -j
holds "where the trial began" passes '5060 '
holds "nothing waits then" status '.pending_confirm_s == null and .confirm_expired == null'

# Confirm.
ucgate reload -c "$two" --confirm 5 >"$WORK/reloads"
holds "confirm" tells 0 '.changed' ucgate confirm -j
holds "ends the wait" status '.pending_confirm_s == null'
sleep 5.6
holds "the rules stay" passes '5070 '
holds "and nothing expired" status '.confirm_expired == null'

# Panic gives a trial up.
ucgate reload -c "$three" --confirm 600 >"$WORK/reloads"
ucgate panic >"$WORK/panic"
holds "panic during a trial lets everything pass" passes '5060 5070 9999 '
holds "and ends the wait" status '.pending_confirm_s == null and .rules_mode == "panic"'
holds "meanwhile there is nothing to try" says 1 "panic" ucgate reload -c "$one" --confirm 5
holds "nor to go back to" says 1 "panic" ucgate rollback
holds "its end" ucgate panic --off
holds "leads to the rules before the trial" passes '5070 '
ucgate detach -i wan0 >"$WORK/detached"

# The first rules of all.
holds "attach on trial" tells 0 '.changed and .pending_confirm_s >= 1' ucgate attach -j -i wan0 -c "$one" --confirm 6
holds "filters" passes '5060 '
holds "until nobody has confirmed" expires
holds "then everything passes" passes '5060 5070 9999 '
holds "status says so" status '.rules_mode == "panic" and .pending_confirm_s == null and .confirm_expired.generation == 1 and
    (.since | fromdate > 1700000000)'
holds "loudly" equal "$(ucgate status | head -n 1 | cut -c1-33)" 'wan0: NO RULES: EVERYTHING PASSES'
holds "list and diff say so" says 0 "there are no rules, everything passes" ucgate list
holds "both" says 1 "there are no rules, everything passes" ucgate diff -c "$one"
fails "without a panic that nobody has begun" says 1 "panic" ucgate diff -c "$one"
holds "there is no end of panic" says 1 "no rules to go back to" ucgate panic --off
holds "the next rules are in force at once" ucgate reload -c "$two"
holds "and pass what they list" passes '5070 '
holds "what nobody confirmed is not before them" tells 0 '[.interfaces[0].history[] | select(.confirmed | not) | .file] |
    any(endswith("/one.yaml"))' ucgate history -j
ucgate detach -i wan0 >"$WORK/detached"
holds "confirmed first rules" ucgate attach -i wan0 -c "$one" --confirm 60
holds "are confirmed" ucgate confirm
holds "to stay" status '.pending_confirm_s == null and .confirm_expired == null'
holds "and pass what they list" passes '5060 '

# An SSH session that would be cut off comes back by itself.
export SSH_CONNECTION="$OUTSIDE4 40000 $INSIDE4 22"
holds "rules that cut off a session are refused" says 1 "--confirm" ucgate reload -c "$two"
holds "but not with --confirm" ucgate reload -c "$two" --confirm 600
holds "nor is the way back" ucgate rollback
holds "nor what is in force already" tells 0 '.changed == false' ucgate reload -j -c "$one"
unset SSH_CONNECTION
