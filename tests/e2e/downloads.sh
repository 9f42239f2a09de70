#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What a listed port carries arrives whole: a download over TLS, answers of DNS over TCP, XMPP streams.
. "$(dirname "$0")/peers.sh"

begin
rules services <<-END
	version: 1
	services:
	  - name: tls
	    direction: in
	    tcp: [443]
	  - name: dns
	    direction: in
	    tcp: [53]
	  - name: xmpp
	    direction: in
	    tcp: [5222, 5270]
END
attached services
mkdir "$WORK/files"
head -c 20000000 /dev/urandom >"$WORK/files/firmware"
for address in $INSIDE4 $INSIDE6; do
    tls_serve inside "$address" 443 "$WORK/files"
    tls_serve inside "$address" 444 "$WORK/files"
    dns_serve inside "$address"
    xmpp_serve inside "$address" 5222
    xmpp_serve inside "$address" 5270 tls
    xmpp_serve inside "$address" 5221
done
for port in 53 443 444 5221 5222 5270; do
    listening_wait inside tcp $port
done
sleep 0.3

# The digest is of the bytes that came through.
download() { tls_fetch outside "$1" "$2" firmware | sha256sum | cut -d' ' -f1; }
digest=$(sha256sum <"$WORK/files/firmware" | cut -d' ' -f1)

for address in $INSIDE4 $INSIDE6; do
    counted pass tls
    holds "20 MB over TLS from 443 of $address arrive unharmed" equal "$(download "$address" 443)" "$digest"
    holds "and are counted as tls" grows pass tls
    counted pass dns
    holds "DNS over TCP answers at $address" equal "$(dns_ask outside "$address")" 192.0.2.10
    holds "an answer of 3,000 bytes too" test "$(dns_ask outside "$address" long.example TXT | wc -c)" -gt 3000
    holds "and are counted as dns" grows pass dns
    counted pass xmpp
    holds "an XMPP stream opens on 5222 of $address" xmpp_open outside "$address" 5222
    holds "and inside TLS on 5270" xmpp_open outside "$address" 5270 tls
    holds "and are counted as xmpp" grows pass xmpp
done

PEER_WAIT=1
counted drop not-allowed
fails "no TLS on 444, though a server listens" tls_shake outside $INSIDE4 444
fails "no XMPP on 5221, though a server listens" xmpp_open outside $INSIDE4 5221
holds "the attempts are counted as not-allowed" grows drop not-allowed
