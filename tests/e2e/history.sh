#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The history of rule sets: when, which, who; back to any of them without the files that they came from, after a restart
# as well; and a disk that is full or cannot be written to is no reason to refuse a reload.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
# ports NAME PORT: rules that tell apart.
ports() {
    rules "$1" <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [$2]}
	END
}
for i in {1..12}; do ports "$i" $((5060 + i)); done
history() { ucgate history -j -i wan0; }
told() { tells 0 ".interfaces[0].history | $1" ucgate history -j -i wan0; }
# newest N: the file of number N - 1.
newest() { printf '%s\n' "$folder"/*.yaml | tail -n "$1" | head -n 1; }
hash() { ucgate status -j | jq -r '.interfaces[0].hash'; }
put() { ucgate reload -c "$WORK/$1.yaml" >>"$WORK/reloads" 2>&1; }

holds "before, there is none" told '. == []'
holds "for people too" equal "$(ucgate history -i wan0)" 'wan0: no history'
holds "of interfaces that are not attached it wants the name" exits 4 ucgate history
holds "attach" ucgate attach -i wan0 -c "$WORK/1.yaml"
folder=$(history | jq -r '.interfaces[0].folder')
holds "is kept" told "length == 1 and (.[0] | .number == 0 and .generation == 1 and .hash == \"$(hash)\" and .in_force and
    .uid == 0 and .file == \"$WORK/1.yaml\" and (.at | fromdate > 0) and (.command | test(\"ucgate attach -i wan0 -c\")))"
export SUDO_USER=alice
put 2
unset SUDO_USER
holds "so is a reload, and who asked for it" told 'length == 2 and .[0].sudo_user == "alice" and .[0].number == 0 and
    .[0].in_force and .[1].sudo_user == null and (.[1].in_force | not)'
holds "people see it" equal "$(ucgate history | grep -c 'by alice: ')" 1
put 2
holds "what changes nothing is not added" told 'length == 2'
ucgate reload -c "$WORK/nosuch.yaml" >>"$WORK/reloads" 2>&1
holds "nor what is refused" told 'length == 2'
for i in {3..12}; do put "$i"; done
holds "ten are kept" told 'length == 10 and [.[].number] == [range(10)] and .[9].generation == 3'
holds "no more files than that" equal "$(find "$folder" -type f | wc -l)" 10

# Back.
rm "$WORK"/[0-9]*.yaml
for wrong in 0 10 x -- '2 3'; do
    # shellcheck disable=SC2086 # words
    [ "$wrong" = -- ] || holds "rollback does not take '$wrong'" exits 2 ucgate rollback $wrong
done
wanted=$(history | jq -r '.interfaces[0].history[4].hash')
holds "rollback to number 4" tells 0 ".changed and .hash == \"$wanted\"" ucgate rollback -j 4
holds "without its file" status ".hash == \"$wanted\" and .file == \"$WORK/8.yaml\""
holds "is on top then" told "length == 10 and .[0].hash == \"$wanted\" and .[0].in_force and (.[0].command | test(\"rollback\"))"
holds "rollback leads back again" ucgate rollback
holds "and is on top as well" told ".[0].hash == \"$(hash)\" and .[1].hash == \"$wanted\" and .[0].in_force"
cp "$folder"/*.yaml "$WORK/"
holds "each is a rule file" ucgate check -c "$(newest 1)"

# After a restart, that is: nothing is left but the disk.
ports new 6000
ucgate detach -i wan0 >"$WORK/detached"
holds "a history outlives detach" told 'length == 10 and all(.in_force | not)'
ucgate attach -i wan0 -c "$WORK/new.yaml" >"$WORK/attached" 2>&1
holds "rollback then takes what is in it" tells 0 '.changed' ucgate rollback -j
holds "the rules before" equal "$(hash)" "$(history | jq -r '.interfaces[0].history[2].hash')"
ucgate attach -i wan0 -c "$WORK/new.yaml" >"$WORK/attached" 2>&1
holds "a number works, too" tells 0 ".changed and .hash == \"$wanted\"" ucgate rollback -j 4

# Lists are kept with their contents, each content once.
seq -f '203.0.113.%g' 1 50 >"$WORK/them.txt"
printf '198.51.100.0/24\n2001:db8:1::/48\n' >"$WORK/peers.txt"
rules lists <<-END
	version: 1
	outbound: any
	never_block: [203.0.113.200]
	blocklists: [{name: them, file: them.txt}, {name: twins, file: them.txt}, {name: us, prefixes: [192.0.2.77]}]
	services:
	  - name: sip
	    description: 'a "quoted" : word # and more'
	    udp: [5060, 5061-5070]
	    peers_file: peers.txt
	    peers: [192.0.2.0/25]
	    limit: {per_source: 50/s burst 100, total: 600/m}
	  - {name: rtp, udp: [1024-65535], dynamic: true, timeout: 2m}
	  - {name: vpn, protocols: [esp, gre], local: [192.0.2.10], direction: in}
END
put lists
lists=$(hash)
seq -f '203.0.113.%g' 1 51 >"$WORK/them.txt"
put lists
holds "lists of other contents are other rules" told ".[1].hash == \"$lists\" and .[0].hash != \"$lists\""
holds "each content is kept once" equal "$(find "$folder/lists" -type f | wc -l)" 2
rm "$WORK/them.txt" "$WORK/peers.txt"
holds "rollback by the kernel needs none" tells 0 ".hash == \"$lists\"" ucgate rollback -j
ucgate detach -i wan0 >"$WORK/detached"
ucgate attach -i wan0 -c "$WORK/new.yaml" >"$WORK/attached" 2>&1
holds "rollback by the disk brings the lists as they were" tells 0 ".hash == \"$lists\"" ucgate rollback -j
holds "what list prints of it has the same hash" ucgate list
ucgate list >"$WORK/listed.yaml"
holds "once more" tells 0 ".changed == false and .hash == \"$lists\"" ucgate reload -j -c "$WORK/listed.yaml"
for i in {1..11}; do ports "$i" $((7000 + i)) && put "$i"; done
holds "lists that nothing names are gone" equal "$(find "$folder/lists" -type f | wc -l)" 0

# Damage.
sed -i 's/70[0-9][0-9]/7999/' "$(newest 3)"
holds "rules that are not what they were are refused" says 1 "is not what came into force" ucgate rollback 2
echo nonsense >"$(newest 4)"
holds "a file that makes no sense is passed over" told 'length == 9'

# No disk. The mount hides it from what is called here only.
without() { nsenter --net="/run/netns/$NETWORK-inside" unshare -m sh -c "$1"' && shift && exec "$@"' - - "$BUILD/ucgate" "${@:2}"; }
full='mount -t tmpfs -o size=4k tmpfs /var/lib && head -c 4096 /dev/zero >/var/lib/full'
readonly='mount -t tmpfs -o ro tmpfs /var/lib'
put 1
holds "a full disk is a warning" says 0 "history.*No space left" without "$full" reload -c "$WORK/2.yaml"
holds "and the rules are in force" status '.file | endswith("/2.yaml")'
holds "so is a read-only one" says 0 "history.*Read-only" without "$readonly" reload -c "$WORK/3.yaml"
holds "and the rules are in force" status '.file | endswith("/3.yaml")'
holds "in JSON the answer is the same" tells 0 '.changed' without "$readonly" reload -j -c "$WORK/4.yaml"
holds "rollback by the kernel works without a disk" tells 0 '.changed' without "$readonly" rollback -j
holds "a number does not" says 1 "no rules to go back to" without "$readonly" rollback 2
