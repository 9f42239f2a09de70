#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `mode: monitor` drops nothing and says what it would have dropped; back to enforcing is one reload.
. "$(dirname "$0")/peers.sh"

begin
for mode in monitor enforce; do
    rules $mode <<-END
	version: 1
	mode: $mode
	services:
	  - name: sip
	    direction: in
	    tcp: [5060]
END
done
attached monitor
answer inside $INSIDE4 tcp:5060 tcp:5062
answer inside $INSIDE6 tcp:5060 tcp:5062
listening_wait inside tcp 5062
sleep 0.2

for address in $INSIDE4 $INSIDE6; do
    counted pass sip
    holds "a listed port of $address answers" equal "$(knock outside -w 2000 "$address" tcp:5060)" 'tcp 5060 open'
    holds "and is counted as sip" grows pass sip
    counted would_drop not-allowed
    holds "so does one that is not listed" equal "$(knock outside -w 2000 "$address" tcp:5062)" 'tcp 5062 open'
    holds "which would have been not-allowed" grows would_drop not-allowed
done
holds "nothing was dropped" equal "$(counter drop not-allowed)" 0

holds "enforcing is put in force" reload enforce
counted drop not-allowed
holds "and the other port is silent" equal "$(knock outside -w 600 $INSIDE4 tcp:5062)" 'tcp 5062 silent'
holds "and counted as dropped" grows_by 1 drop not-allowed
