#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Tagged frames are judged by what they carry: in a VLAN, in a customer's VLAN inside a provider's, with a tag that
# has only a priority.
. "$(dirname "$0")/peers.sh"

begin
sip_attached
counted_behind frames "ether saddr $(mac_of outside isp0 | sed "s/../&:/g; s/:$//") ether type != { arp, ip6 }" || exit
passed=0

# tagged NAME TYPE TAGS: what is in the tags decides.
tagged() {
    counted pass sip
    frame_send "$(ethernet "$2" "${3}0800$CALL")"
    passed=$((passed + 1))
    holds "a call $1 passes" equal "$(behind frames)" $passed
    holds "and is counted as sip" grows_by 1 pass sip
    counted drop not-allowed
    frame_send "$(ethernet "$2" "${3}0800$OTHER")"
    holds "port 5062 $1 does not" equal "$(behind frames)" $passed
    holds "and is counted as not-allowed" grows_by 1 drop not-allowed
}
tagged 'in VLAN 7' 8100 0007
tagged 'with a priority only' 8100 a000
tagged 'in VLAN 42 of service VLAN 100' 88a8 00648100002a
tagged 'in VLAN 7 of VLAN 7' 8100 000781000007

counted drop vlan-depth
frame_send "$(ethernet 88a8 "00648100002a810000030800$CALL")"
holds 'behind three tags nothing passes' equal "$(behind frames)" $passed
holds 'which is counted as vlan-depth' grows_by 1 drop vlan-depth

session=88641100$(hex 2 1)$(hex 2 38)0021$CALL
counted pass sip
frame_send "$(ethernet 8100 "0007$session")"
holds 'a call in a PPPoE session in a VLAN passes' equal "$(behind frames)" $((passed + 1))
holds 'and is counted as sip' grows_by 1 pass sip
