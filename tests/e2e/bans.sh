#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Bans: they drop what a service lets in, end with their time, outlive reload and the program, and spare who is critical.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
rules plain <<-END
	version: 1
	services:
	  - {name: sip, direction: in, tcp: [5060]}
END
rules other <<-END
	version: 1
	services:
	  - {name: sip, direction: in, tcp: [5060, 5061]}
END
rules guarded <<-END
	version: 1
	never_block: [198.51.100.0/24]
	services:
	  - {name: sip, direction: in, tcp: [5060]}
	  - {name: core, direction: in, tcp: [5061], peers: [192.0.2.0/30, "2001:db8::/124"], critical: true}
END
attached plain
answer inside $INSIDE4 tcp:5060
answer inside $INSIDE6 tcp:5060
listening_wait inside tcp 5060
sleep 0.2

open4() { equal "$(knock outside -w 2000 $INSIDE4 tcp:5060)" 'tcp 5060 open'; }
open6() { equal "$(knock outside -w 2000 $INSIDE6 tcp:5060)" 'tcp 5060 open'; }
silent4() { equal "$(knock outside -w 600 $INSIDE4 tcp:5060)" 'tcp 5060 silent'; }
silent6() { equal "$(knock outside -w 600 $INSIDE6 tcp:5060)" 'tcp 5060 silent'; }
banned() { tells 0 ".interfaces | length == 1 and (.[0].bans | $1)" ucgate bans -j; }

# A host, a prefix, both families.
holds "without a ban the port answers" open4
holds "nobody is banned" banned '. == []'
holds "a ban" tells 0 '.interfaces == [{interface: "wan0", banned: 1, refused: []}]' ucgate ban -j $OUTSIDE4
counted drop banned
holds "silences" silent4
holds "and counts" grows drop banned
holds "the other family answers" open6
holds "a ping too: essentials are never banned" outside ping -c 1 -W 2 -q $INSIDE4
holds "bans lists it, without an end" banned 'length == 1 and .[0].prefix == "192.0.2.1/32" and .[0].until == null'
holds "unban" tells 0 '.interfaces == [{interface: "wan0", unbanned: 1}]' ucgate unban -j $OUTSIDE4
holds "lets it in again" open4
holds "what is not banned is no error" tells 0 '.interfaces[0].unbanned == 0' ucgate unban -j $OUTSIDE4
holds "a prefix of IPv6" ucgate ban 2001:db8::/64
holds "silences its hosts" silent6
holds "unban wants it as it was banned" tells 0 '.interfaces[0].unbanned == 0' ucgate unban -j $OUTSIDE6
holds "all are unbanned at once" tells 0 '.interfaces[0].unbanned == 1' ucgate unban -j --all
holds "and nobody is left" banned '. == []'
holds "so it answers" open6

# Time.
holds "a ban for five seconds" ucgate ban $OUTSIDE4 --for 5s
holds "silences for now" silent4
holds "and says when it ends" banned '.[0].left_s <= 5 and (.[0].until | fromdate) > (.[0].since | fromdate)'
holds "after that it is over" tcp_settles open4
holds "and gone from the list" banned '. == []'
slowly() { { sleep 3 && echo 192.0.2.1; } | ucgate ban --for 3s -; }
holds "a list that comes slowly" slowly
holds "is banned from when it is there" banned 'length == 1'
ucgate ban $OUTSIDE4 --for 1s >"$WORK/ban"
holds "a longer ban takes the place of a shorter one" tells 0 '.interfaces[0].banned == 1' ucgate ban -j --for 1h $OUTSIDE4
sleep 1.1
holds "and lasts" silent4

# Reload, detach, a machine without its bpffs.
holds "a reload" reload other
holds "keeps the ban" silent4
holds "and its end" banned '.[0].prefix == "192.0.2.1/32" and .[0].left_s > 3500'
ucgate detach -i wan0 >"$WORK/detach"
holds "detached, everything passes" open4
attached plain
holds "attached again, it is banned" silent4
holds "for what is left of the hour" banned '.[0].left_s > 3400 and .[0].left_s <= 3600'
ucgate unban --all >"$WORK/unban"
ucgate detach -i wan0 >"$WORK/detach"
attached plain
holds "what was unbanned is not restored" banned '. == []'

# Lists.
printf '\xef\xbb\xbf# bad people\r\n\r\n 192.0.2.1 ; us\r\n203.0.113.0/24\n2001:db8::1' >"$WORK/list"
ban_list() { ucgate ban "$@" - <"$WORK/list"; }
unban_list() { ucgate unban "$@" - <"$WORK/list"; }
holds "a list on standard input" tells 0 '.interfaces[0].banned == 3' ban_list -j
holds "silences" silent4
holds "is taken back by the same list" tells 0 '.interfaces[0].unbanned == 3' unban_list -j
printf '192.0.2.1\nnobody\n10.0.0.1/8\n' >"$WORK/list"
holds "a list with a bad line is refused" says 1 'line 2' ban_list
holds "all bad lines are named" says 1 'line 3.*10.0.0.0/8' ban_list
holds "and nothing of it is banned" banned '. == []'
seq 0 99999 | awk '{ printf "100.%d.%d.%d\n", $1 / 65536, $1 / 256 % 256, $1 % 256 }' >"$WORK/list"
holds "a hundred thousand" tells 0 '.interfaces[0].banned == 100000' ban_list -j
holds "are listed" equal "$(ucgate bans -j | jq '.interfaces[0].bans | length')" 100000
holds "and leave others alone" open4
holds "and are gone at once" tells 0 '.interfaces[0].unbanned == 100000' ucgate unban -j --all

# Whom no ban may touch.
holds "rules with critical peers" reload guarded
holds "a critical peer cannot be banned" says 1 'critical service core' ucgate ban $OUTSIDE4
holds "nor a prefix that holds one" says 1 'critical service core' ucgate ban 192.0.2.0/24
holds "nor never_block" tells 1 '.interfaces[0] | .banned == 1 and .refused[0].prefix == "198.51.100.7/32"' ucgate ban -j 198.51.100.7 203.0.113.7
holds "the rest of the request is banned" banned 'length == 1 and .[0].prefix == "203.0.113.7/32"'
reload plain >"$WORK/reload"
ucgate ban 192.0.2.0/24 >"$WORK/ban"
holds "a ban from before" silent4
reload guarded >"$WORK/reload"
holds "spares who has become critical" open4
ucgate unban --all >"$WORK/unban"

# Usage.
holds "ban wants an address" says 2 'needs an address' ucgate ban
holds "unban too" says 2 'needs an address' ucgate unban
holds "not both an address and --all" says 2 'needs an address' ucgate unban --all 192.0.2.1
holds "no address" says 2 'no IPv4 or IPv6 address' ucgate ban nobody
holds "host bits name the prefix" says 2 '192.0.2.0/24' ucgate ban 192.0.2.1/24
holds "every address is none" says 2 'every address' ucgate ban 0.0.0.0/0
holds "a time without unit" says 2 'write 90s' ucgate ban 203.0.113.7 --for 90
holds "in JSON too" tells 2 '.error.code == 2' ucgate ban -j 203.0.113.7 --for 0s
export SSH_CONNECTION="203.0.113.9 40000 $INSIDE4 22"
holds "who is logged in is not banned" says 1 'SSH session' ucgate ban 203.0.113.0/24
holds "but by force" exits 0 ucgate ban --force 203.0.113.0/24
unset SSH_CONNECTION
ucgate unban --all >"$WORK/unban"
ucgate detach -i wan0 >"$WORK/detach"
for verb in "ban 203.0.113.7" "unban 203.0.113.7" bans; do
    # shellcheck disable=SC2086 # words
    holds "${verb%% *} without an attached interface" says 4 "not attached" ucgate $verb
done
