#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Every verb: what it does, prints, refuses, and its exit status.
. "$(dirname "$0")/lib.sh"

begin
rules_make
unset SSH_CONNECTION
one=$WORK/one.yaml two=$WORK/two.yaml bad=$WORK/bad.yaml

holds "no verb is a usage error" says 2 '^Usage: ucgate' ucgate
holds "help is none" exits 0 ucgate --help
holds "the version is told" equal "$(ucgate --version | cut -d' ' -f1)" ucgate
for verb in attach reload confirm rollback history diff detach panic status list; do
    holds "$verb explains itself" exits 0 ucgate $verb --help
    holds "$verb refuses an option that nobody knows" says 2 "unknown option" ucgate $verb --bogus
    holds "$verb refuses it in JSON" tells 2 '.error.code == 2 and (.error.message | length > 0)' ucgate $verb -j --bogus
    holds "$verb refuses what it has no use for" says 2 "surplus\|from 1 to" ucgate $verb surplus
done
holds "a verb that nobody knows is a usage error" says 2 "'nosuch' is no command" ucgate nosuch
holds "in JSON too" tells 2 '.error.code == 2' ucgate nosuch -j
holds "a path is no verb" exits 2 ucgate ../ucgate
holds "a colour that nobody knows is one" says 2 "auto, always, never" ucgate status --color sometimes
holds "a mode that nobody knows is one" says 2 "auto, native, generic" ucgate attach -i wan0 --xdp fast
holds "-i wants a name" says 2 "needs IFACE" ucgate status -i
holds "ucgate NAME runs ucgate-NAME" exits 0 ucgate stats --help

# Nothing is attached.
holds "attach wants the interface" says 2 "-i IFACE" ucgate attach
holds "detach wants the interface" says 2 "-i IFACE" ucgate detach
holds "attach to nothing is an error of the kernel" says 3 "No such device" ucgate attach -i nosuch0 -c "$one"
for verb in reload confirm rollback history diff panic status list "detach -i wan0"; do
    # shellcheck disable=SC2086 # words
    holds "$verb without an attached interface" says 4 "not attached" ucgate $verb
done
holds "status then has an empty list" tells 4 '.interfaces == []' ucgate status -j
holds "an interface by name that is not attached" tells 4 '.error.code == 4' ucgate status -j -i wan0
holds "so has list" tells 4 '.error.code == 4' ucgate list -j

# Refused files change nothing.
holds "a bad file is refused" says 1 "error" ucgate attach -i wan0 -c "$bad"
holds "with every message in JSON" tells 1 '.error.code == 1 and (.error.errors | length > 0)' ucgate attach -j -i wan0 -c "$bad"
holds "a file that is not there is refused" says 1 "nosuch.yaml" ucgate attach -i wan0 -c "$WORK/nosuch.yaml"
holds "nothing is attached then" equal "$(program wan0)" 0
holds "and nothing pinned" equal "$(pins)" ''

# Attach.
holds "attach" ucgate attach -i wan0 -c "$one"
id=$(program wan0)
fails "puts a program there" equal "$id" 0
holds "status tells all of it" status '.interface == "wan0" and .mode == "native" and .generation == 1 and
    (.hash | test("^[0-9a-f]{64}$")) and (.file | endswith("/one.yaml")) and (.since | fromdate > 0) and
    .pending_confirm_s == null and .state == "tracked" and .rules_mode == "enforce"'
holds "the program's id" status ".prog_id == $(bpftool -j prog show pinned "$(pins)/program" | jq .id)"
holds "the interface's number" status ".ifindex == $(inside ip -j link show wan0 | jq '.[0].ifindex')"
holds "status for people" equal "$(ucgate status | head -n 1)" 'wan0: enforce'
holds "one interface by its name" tells 0 '.interfaces | length == 1' ucgate status -j -i wan0
holds "attach again says that it reloads" says 0 "this is a reload" ucgate attach -i wan0 -c "$one"
holds "and changes nothing" equal "$(program wan0) $(ucgate status -j | jq '.interfaces[0].generation')" "$id 1"
holds "attach with other rules is a reload" tells 0 '.changed and .generation == 2' ucgate attach -j -i wan0 -c "$two"
holds "of the same program" equal "$(program wan0)" "$id"
holds "a mode cannot be changed so" says 0 "stays in native mode" ucgate attach -i wan0 -c "$two" --xdp generic

# Reload.
holds "reload of the same file changes nothing" tells 0 '. == {changed: false, generation: 2, hash: .hash}' ucgate reload -j
holds "reload of another does" tells 0 '.changed and .generation == 3 and (.hash | length == 64)' ucgate reload -j -c "$one"
holds "reload without a file takes the one in force" status '.file | endswith("/one.yaml")'
sed 's/5060/5080/' "$one" >"$WORK/new" && mv "$WORK/new" "$one"
holds "as it is now" tells 0 '.changed and .generation == 4' ucgate reload -j
hash=$(ucgate status -j | jq -r '.interfaces[0].hash')
holds "a bad file is refused" exits 1 ucgate reload -c "$bad"
holds "in JSON too" tells 1 '.error.code == 1' ucgate reload -j -c "$bad"
holds "and changes nothing" status ".generation == 4 and .hash == \"$hash\""
holds "an unknown interface is not attached" exits 4 ucgate reload -i nosuch0
ids=()
for _ in {1..5}; do
    for file in "$two" "$one"; do
        ucgate reload -c "$file" >"$WORK/reloads" 2>&1
        # shellcheck disable=SC2207 # numbers
        ids+=($(map_ids ucgate_rules))
    done
done
mapfile -t ids < <(printf '%s\n' "${ids[@]}" | sort -u)
holds "ten reloads make ten maps of rules" test ${#ids[@]} -ge 10
holds "and keep two: those in force, those before" settles at_most 2 maps_left "${ids[@]}"

ln -s one.yaml "$WORK/link.yaml"
(cd "$WORK" && ucgate reload -c ./link.yaml) >"$WORK/reloads" 2>&1
holds "a file is known by its absolute path" status ".file == \"$WORK/link.yaml\""
ln -sf two.yaml "$WORK/link.yaml"
holds "a link that was turned is followed anew" tells 0 '.changed' ucgate reload -j
ucgate reload -c "$two" >"$WORK/reloads" 2>&1

# List.
hash=$(ucgate status -j | jq -r '.interfaces[0].hash')
ucgate list >"$WORK/listed.yaml"
holds "what list prints is a rule file that changes nothing" tells 0 '.changed == false' ucgate reload -j -c "$WORK/listed.yaml"
holds "with the same rules" status ".hash == \"$hash\""
ucgate list -j >"$WORK/listed.json"
holds "as JSON too" tells 0 '.changed == false' ucgate reload -j -c "$WORK/listed.json"
holds "which are the same again, from that file" status ".hash == \"$hash\" and (.file | endswith(\"/listed.json\"))"

# Detach.
holds "detach" tells 0 '.interface == "wan0" and .detached' ucgate detach -j -i wan0
holds "takes the program off" equal "$(program wan0)" 0
holds "and the pins away" equal "$(pins)" ''
holds "a second time there is nothing to detach" exits 4 ucgate detach -i wan0

# Generic mode.
holds "generic mode when it is asked for" ucgate attach -i wan0 -c "$two" --xdp generic
holds "status says so" status '.mode == "generic"'
holds "and the kernel" equal "$(inside ip -j -d link show wan0 | jq -r '.[0].xdp.mode')" 2
holds "detach works there as well" ucgate detach -i wan0

inside ip link set wan0 down
holds "an interface that is down is attached, with a warning" says 0 "is down" ucgate attach -i wan0 -c "$two"
ucgate detach -i wan0 >"$WORK/detached"
inside ip link set wan0 up
