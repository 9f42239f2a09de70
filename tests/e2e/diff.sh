#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# A rule file against what the kernel holds: what is told, to the letter, and the exit status.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
rules old <<-END
	version: 1
	never_block: [192.0.2.0/25]
	blocklists:
	  - {name: them, file: them.txt}
	  - {name: us, prefixes: [203.0.113.128/25, "2001:db8:1::/48"]}
	services:
	  - {name: sip, direction: in, udp: [5060, 5070], tcp: [5060], limit: {per_source: 50/s}}
	  - {name: vpn, protocols: [esp], peers: [198.51.100.0/24, 198.51.101.0/24]}
	  - {name: rtp, udp: [10000-20000], dynamic: true}
	  - {name: old, tcp: [99]}
END
rules new <<-END
	version: 1
	mode: monitor
	essentials: {lldp: false}
	never_block: [192.0.2.128/25]
	blocklists:
	  - {name: them, file: them.txt}
	services:
	  - {name: rtp, udp: [10000-20000], dynamic: true, timeout: 2m}
	  - {name: sip, direction: out, udp: [5060-5061], tcp: [5060], limit: {per_source: 50/s, total: 600/m}}
	  - {name: web, tcp: [80], peers: ["2001:db8:2::/64"], critical: true}
	  - {name: vpn, protocols: [esp, gre], peers: [198.51.100.0/24, 198.51.101.0/25], local: [192.0.2.10]}
END
# The same in other words.
rules same <<-END
	{"version": 1, "never_block": ["192.0.2.0/26", "192.0.2.64/26"], "blocklists": [{"name": "them", "file": "twin.txt"},
	  {"name": "us", "prefixes": ["2001:db8:1::/48", "203.0.113.192/26", "203.0.113.128/26"]}],
	 "services": [{"name": "sip", "udp": [5070, 5060], "tcp": ["5060"], "direction": "in", "description": "calls",
	    "limit": {"per_source": "50/s burst 50"}},
	  {"name": "vpn", "protocols": [50], "peers": ["198.51.100.0/23"]},
	  {"name": "rtp", "udp": ["10000-15000", "15001-20000"], "dynamic": true},
	  {"name": "old", "tcp": [99]}]}
END
printf '203.0.113.0/26\n198.51.100.1\n198.51.100.3\n' >"$WORK/them.txt"
printf '198.51.100.3\n198.51.100.1\n203.0.113.0/27\n203.0.113.32/27\n' >"$WORK/twin.txt"
# prints FILE OPTION...: diff prints what is on standard input.
prints() {
    local file=$1
    shift
    sed "s|@WORK@|$WORK|" >"$WORK/wanted"
    exits 1 ucgate diff -c "$WORK/$file.yaml" "$@" >"$WORK/printed" 2>/dev/null
    diff -u "$WORK/wanted" "$WORK/printed"
}

holds "nothing is attached" exits 4 ucgate diff
attached old >"$WORK/attached" 2>&1
holds "the file that they came from is the same" exits 0 ucgate diff
holds "and it is told so" equal "$(ucgate diff 2>/dev/null)" "wan0: generation 1 is $WORK/old.yaml"
holds "in JSON" tells 0 '.same and .interface == "wan0" and .changes == [] and .running.hash == .wanted.hash and
    .blocklisted.added.ranges == 0' ucgate diff -j
holds "a file that says it otherwise is the same" exits 0 ucgate diff -c "$WORK/same.yaml"
ucgate list >"$WORK/listed.yaml"
holds "so is what list prints" exits 0 ucgate diff -c "$WORK/listed.yaml"
ucgate list -j >"$WORK/listed.json"
holds "and as JSON" exits 0 ucgate diff -c "$WORK/listed.json"
echo 'version: 2' >"$WORK/bad.yaml"
holds "a bad file is refused" tells 1 '.error.errors | length > 0' ucgate diff -j -c "$WORK/bad.yaml"
differs() {
    prints new "$@" <<-END
	wan0: generation 1 differs from @WORK@/new.yaml
	  rules
	  + mode: monitor
	  + essentials: lldp: false
	  - never_block: 192.0.2.0/25
	  + never_block: 192.0.2.128/25
	  - order of services: sip, vpn, rtp
	  + order of services: rtp, sip, vpn
	- blocklist us
	  - from: the rule file
	  - prefixes: 2
	  service rtp
	  + timeout: 2m
	  service sip
	  - udp: 5060
	  - udp: 5070
	  + udp: 5060-5061
	  - direction: in
	  + direction: out
	  + limit: total: 600/m
	+ service web
	  + tcp: 80
	  + peers: 2001:db8:2::/64
	  + critical: true
	  service vpn
	  + protocols: gre
	  - peers: 198.51.100.0/23
	  + peers: 198.51.100.0/24
	  + peers: 198.51.101.0/25
	  + local: 192.0.2.10/32
	- service old
	  - tcp: 99
	  addresses on blocklists
	  - 2 ranges, 128 IPv4 addresses, such as 203.0.113.128/25 2001:db8:1::/48
	END
}
holds "what differs is told, key by key" differs
holds "in JSON" tells 1 '(.same | not) and (.changes | length == 7) and
    (.changes[] | select(.name == "sip") | .change == "changed" and (.keys[] | select(.key == "udp") |
        .removed == ["5060", "5070"] and .added == ["5060-5061"])) and
    (.changes[] | select(.name == "web") | .change == "added") and (.changes[] | select(.name == "old") | .change == "removed") and
    .blocklisted.removed == {ranges: 2, ipv4_addresses: 128, examples: ["203.0.113.128/25", "2001:db8:1::/48"]}' \
    ucgate diff -j -c "$WORK/new.yaml"
holds "colours where they are wanted" equal "$(ucgate diff --color always -c "$WORK/new.yaml" 2>/dev/null | grep -c $'\e\[3[12]m')" 25

# The contents of a list file.
printf '203.0.113.0/26\n198.51.100.2/31\n192.0.2.200\n' >"$WORK/them.txt"
lists() {
    prints old <<-END
	wan0: generation 1 differs from @WORK@/old.yaml
	  addresses on blocklists
	  - 1 range, 1 IPv4 address, such as 198.51.100.1/32
	  + 2 ranges, 2 IPv4 addresses, such as 192.0.2.200/32 198.51.100.2/32
	END
}
holds "a list file that has changed is told by its addresses" lists
rules moved <<-END
	version: 1
	blocklists: [{name: a, prefixes: [203.0.113.1, 203.0.113.7]}, {name: b, prefixes: [203.0.113.3, 203.0.113.5]}]
	services: []
END
rules swapped <<-END
	version: 1
	blocklists: [{name: a, prefixes: [203.0.113.3, 203.0.113.7]}, {name: b, prefixes: [203.0.113.1, 203.0.113.5]}]
	services: []
END
ucgate reload -c "$WORK/moved.yaml" >"$WORK/reloaded"
moved() {
    prints swapped <<-END
	wan0: generation 2 differs from @WORK@/swapped.yaml
	  the same addresses, in other blocklists
	END
}
holds "an address that only went to another list is told, too" moved
ucgate reload -c "$WORK/swapped.yaml" --confirm 600 >"$WORK/reloaded"
holds "rules on trial are what is in force" exits 0 ucgate diff -c "$WORK/swapped.yaml"
ucgate panic >"$WORK/panic"
holds "in a panic it is what waits" exits 0 ucgate diff -c "$WORK/moved.yaml"
ucgate panic --off >"$WORK/panic"

# All that the project ships, and a million prefixes.
for set in loader/rulesets/*.yaml; do
    ucgate reload -c "$set" >"$WORK/reloaded" 2>&1
    ucgate list >"$WORK/listed.yaml"
    holds "$(basename "$set") is listed as it is" exits 0 ucgate diff -c "$WORK/listed.yaml"
done
awk 'BEGIN { srand(7); for (i = 0; i < 200000; i++) printf "%d.%d.%d.%d\n", 1 + rand() * 200, rand() * 256, rand() * 256, rand() * 256 }' |
    grep -v '^127\.' >"$WORK/many.txt"
rules many <<-END
	version: 1
	blocklists: [{name: many, file: many.txt}]
	services: []
END
ucgate reload -c "$WORK/many.yaml" >"$WORK/reloaded" 2>&1
holds "many prefixes are read back as they were" exits 0 ucgate diff
(sed 1d "$WORK/many.txt" && echo 223.255.255.255) >"$WORK/fewer.txt" && mv "$WORK/fewer.txt" "$WORK/many.txt"
holds "one of many is seen" tells 1 '.blocklisted.added == {ranges: 1, ipv4_addresses: 1, examples: ["223.255.255.255/32"]} and
    .blocklisted.removed.ranges <= 1' ucgate diff -j
