#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Frames of 9,000 bytes, which reach the program in several buffers, are judged like small ones.
. "$(dirname "$0")/peers.sh"

NETWORK_MTU=9000
begin
rules tls <<-END
	version: 1
	services:
	  - name: tls
	    direction: in
	    tcp: [443]
	    udp: [7000]
END
attached tls
mkdir "$WORK/files"
head -c 20000000 /dev/urandom >"$WORK/files/firmware"
tls_serve inside $INSIDE4 443 "$WORK/files"
listening_wait inside tcp 443

upload() { outside ping -n -c 1 -W 2 -s "$1" -M "do" $INSIDE4; }
counted pass echo
holds "a ping of 8,972 bytes is answered unfragmented" upload 8972
holds "and counted once" grows_by 1 pass echo

digest=$(sha256sum <"$WORK/files/firmware" | cut -d' ' -f1)
counted pass tls
holds "a download arrives unharmed" equal \
    "$(tls_fetch outside $INSIDE4 443 firmware | sha256sum | cut -d' ' -f1)" "$digest"
holds "and is counted" grows pass tls

# Large datagrams towards the box, so that it is the box that receives several buffers.
datagram() { head -c 8000 /dev/zero | outside timeout 2 socat -u - "UDP:$INSIDE4:$1"; }
counted pass tls
datagram 7000
holds "a datagram of 8,000 bytes passes in one piece" grows_by 1 pass tls
counted drop not-allowed
datagram 7001
holds "one to another port does not" grows_by 1 drop not-allowed
