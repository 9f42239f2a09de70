#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# PPPoE: the session's own frames pass, the packets inside are judged like any other.
. "$(dirname "$0")/peers.sh"

begin
sip_attached
counted_behind discovery 'ether type 0x8863' && counted_behind session 'ether type 0x8864' || exit

# session PPP_PROTOCOL PAYLOAD: a frame of session 1.
session() { ethernet 8864 "11000001$(hex 2 $((${#2} / 2 + 2)))$1$2"; }

counted pass pppoe
frame_send "$(ethernet 8863 "11090000$(hex 2 4)01010000")"
frame_send "$(session c021 0901000800000000)"
holds "discovery passes" equal "$(behind discovery)" 1
holds "so does PPP's link control" equal "$(behind session)" 1
holds "both are counted as pppoe" grows_by 2 pass pppoe

counted pass sip
frame_send "$(session 0021 "$CALL")"
holds "a call inside a session passes" equal "$(behind session)" 2
holds "and is counted as sip" grows_by 1 pass sip

counted drop not-allowed
frame_send "$(session 0021 "$OTHER")"
holds "port 5062 inside a session does not" equal "$(behind session)" 2
holds "and is counted as not-allowed" grows_by 1 drop not-allowed

counted drop malformed
frame_send "$(ethernet 8864 "11000001$(hex 2 1400)0021$CALL")"
holds "a length beyond the frame does not" equal "$(behind session)" 2
holds "and is counted as malformed" grows_by 1 drop malformed

counted drop ethertype
frame_send "$(session 002b "$CALL")"
holds "IPX inside a session does not" equal "$(behind session)" 2
holds "and is counted as ethertype" grows_by 1 drop ethertype
