#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `ucgate run` notices when the rule file or a list file becomes another one, in each way that editors, scripts and
# Kubernetes have of doing that, and leaves the rules in force when it is refused.
. "$(dirname "$0")/keeper.sh"

begin
unset SSH_CONNECTION
etc=$WORK/etc
mkdir "$etc"

# port N: a rule file with that port in it.
port() {
    cat <<-END
	version: 1
	services:
	  - {name: sip, direction: in, udp: [$1]}
	END
}

# taken PORT: soon the rules with that port are in force.
taken() { settles in_force "$1"; }

port 5001 >"$etc/rules.yaml"
keeper_start -i wan0 -c "$etc/rules.yaml"
holds "it becomes ready" ready
[ "$BROKEN" -eq 0 ] || { cat "$WORK/run.log" && exit 1; }
holds "with the rules in force" in_force 5001

port 5002 >"$etc/rules.yaml"
holds "a file that is written over" taken 5002
port 5003 >"$etc/.rules.new" && mv "$etc/.rules.new" "$etc/rules.yaml"
holds "a file that another is renamed to" taken 5003
mv "$etc/rules.yaml" "$etc/rules.yaml~" && port 5004 >"$etc/rules.yaml"
holds "an editor's way: the old one to a backup, a new one in its place" taken 5004
rm "$etc/rules.yaml" && sleep 0.4 && port 5005 >"$etc/rules.yaml"
holds "a file that was away for a while" taken 5005
holds "of which that was said" said 'No such file'
port 5006 >"$WORK/elsewhere.yaml" && ln -sf "$WORK/elsewhere.yaml" "$etc/rules.yaml"
holds "a link in its place" taken 5006
port 5007 >"$WORK/elsewhere.yaml"
holds "what the link leads to" taken 5007
mkdir "$WORK/etc2" && port 5008 >"$WORK/etc2/rules.yaml" && mv "$etc" "$WORK/etc1" && mv "$WORK/etc2" "$etc"
holds "another folder in the place of its folder" taken 5008

# Kubernetes: rules.yaml -> ..data/rules.yaml, ..data -> ..1; an update turns ..data.
mkdir "$etc/..1" "$etc/..2" && port 5009 >"$etc/..1/rules.yaml" && port 5010 >"$etc/..2/rules.yaml"
ln -s ..1 "$etc/..data"
ln -s ..data/rules.yaml "$etc/rules.new" && mv -T "$etc/rules.new" "$etc/rules.yaml"
holds "a chain of links" taken 5009
ln -s ..2 "$etc/..data_tmp" && mv -T "$etc/..data_tmp" "$etc/..data"
holds "a link in the middle of it that is turned" taken 5010
rm -r "$etc/..1" && mkdir "$etc/..3" && port 5011 >"$etc/..3/rules.yaml"
ln -s ..3 "$etc/..data_tmp" && mv -T "$etc/..data_tmp" "$etc/..data" && rm -r "$etc/..2"
holds "and turned again" taken 5011

# Lists.
cat >"$etc/lists.yaml" <<-END
	version: 1
	blocklists:
	  - {name: bad, file: bad.txt}
	services:
	  - {name: sip, direction: in, udp: [5012], peers_file: peers.txt}
	END
mv "$etc/lists.yaml" "$etc/rules.yaml"
holds "a file whose lists are not there is refused" settles said 'peers.txt'
holds "and leaves the rules in force" in_force 5011
holds "the manager hears of it" settles heard 'rule file is refused'
echo 198.51.100.0/24 >"$etc/peers.txt"
echo 203.0.113.0/24 >"$etc/bad.txt"
holds "until they are there" taken 198.51.100.0/24
generation() { ucgate status -j | jq '.interfaces[0].generation'; }
generation_above() { [ "$(generation)" -gt "$1" ]; }
before=$(generation)
echo 203.0.113.128/25 >"$etc/.new" && mv "$etc/.new" "$etc/bad.txt"
holds "a blocklist that is replaced" settles generation_above "$before"
echo 192.0.2.128/25 >>"$etc/peers.txt"
holds "a list that grows" taken 192.0.2.128/25

# A file that is refused, then put right.
port 70000 >"$etc/rules.yaml"
holds "a bad file is refused with its messages" settles said 'rules.yaml:3:.*70000'
holds "the rules in force stay" in_force 192.0.2.128/25
port 5013 >"$etc/rules.yaml"
holds "and a good one is taken next" taken 5013

# Writes in quick succession are one reload.
before=$(generation)
for number in {5020..5039}; do
    port "$number" >"$etc/rules.yaml"
    sleep 0.01
done
holds "of twenty quick writes the last is in force" taken 5039
at_most_three() { [ $(($(generation) - before)) -le 3 ]; }
holds "by a few reloads" at_most_three
holds "ending it is no error" keeper_end TERM
