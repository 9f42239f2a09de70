#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Longer than a service's timeout: media in one direction alone keeps its flow, in either direction; XMPP streams
# (prosody) that were silent go on as soon as the inside speaks, and not before. All of it in one wait.
. "$(dirname "$0")/lib.sh"

SILENCE=13 # seconds, for a timeout of 10
begin
rules idle <<-END
	version: 1
	services:
	  - {name: xmpp, direction: out, tcp: [5222], timeout: 10s}
	  - {name: rtp, udp: [20000-65535], dynamic: true, timeout: 10s}
END
attached idle

# --- media: PURPOSE is a port of the inside; its far end is PURPOSE - 10000 ---
SENDING=41000 HEARING=41002 SILENT=41004
# hears SIDE ADDRESS PORT: keeps what arrives, in $WORK/SIDE-PORT-FAMILY.
family() { case $1 in *:*) echo 6 ;; *) echo 4 ;; esac; }
heard() { stat -c %s "$WORK/$1-$2-$(family "$3")"; }
hears() {
    : >"$WORK/$1-$3-$(family "$2")"
    "$1_serve" socat -u "UDP$(family "$2")-RECV:$3,bind=$(bracketed "$2"),reuseaddr" "OPEN:$WORK/$1-$3-$(family "$2"),append"
    listening_wait "$1" udp "$3"
}
# datagram SIDE FROM FROM_PORT TO TO_PORT: one byte. sends_out|sends_in ADDRESS-OF-BOX PORT, arrives: between both ends.
datagram() {
    printf x | "$1" socat -u - "UDP$(family "$2")-SENDTO:$(bracketed "$4"):$5,bind=$(bracketed "$2"):$3,reuseaddr"
}
sends_out() { datagram inside "$1" "$2" "$(address_beside outside "$1")" $(($2 - 10000)); }
sends_in() { datagram outside "$(address_beside outside "$1")" $(($2 - 10000)) "$1" "$2"; }
arrives() {
    local before
    before=$(heard inside "$2" "$1")
    sends_in "$@" && settles test "$(heard inside "$2" "$1")" -gt "$before"
}
for box in $INSIDE4 $INSIDE6; do
    for port in $SENDING $HEARING $SILENT; do
        hears inside "$box" "$port"
        hears outside "$(address_beside outside "$box")" $((port - 10000))
        sends_out "$box" "$port"
    done
done

# --- XMPP ---
command -v prosody >/dev/null && XMPP=y || XMPP=''
[ -n "$XMPP" ] || echo 'skipped: XMPP needs prosody'
STREAM="<stream:stream to='pbx.example' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
says_to_server() { echo "$2" >&"${SAYING[$1]}"; }
hears_from_server() { grep -q "$2" "$WORK/$1.heard"; }
# asks NAME XML ANSWER
asks() { says_to_server "$1" "$2" && tcp_settles hears_from_server "$1" "$3"; }
declare -A SAYING
# login NAME ADDRESS
login() {
    local pipe=$WORK/$1.said fd
    mkfifo "$pipe"
    : >"$WORK/$1.heard"
    exec {fd}<>"$pipe"
    SAYING[$1]=$fd
    inside_serve socat "OPEN:$pipe!!OPEN:$WORK/$1.heard,append" "TCP:$(bracketed "$2"):5222"
    asks "$1" "$STREAM" ANONYMOUS &&
        asks "$1" "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>" success &&
        asks "$1" "$STREAM" xmpp-bind &&
        asks "$1" "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>$1</resource></bind></iq>" '<jid>'
}
ping() { asks "$1" "<iq type='get' id='$2' to='pbx.example'><ping xmlns='urn:xmpp:ping'/></iq>" "id='$2'"; }
jid() { sed -n 's/.*<jid>\([^<]*\).*/\1/p' "$WORK/$1.heard"; }
if [ -n "$XMPP" ]; then
    mkdir "$WORK/certs"
    cat >"$WORK/prosody.lua" <<-END
	run_as_root = true
	daemonize = false
	pidfile = "$WORK/prosody.pid"
	data_path = "$WORK"
	certificates = "$WORK/certs"
	log = { { levels = { min = "info" }, to = "console" } }
	interfaces = { "$OUTSIDE4", "$OUTSIDE6" }
	c2s_require_encryption = false
	modules_enabled = { "saslauth", "ping", "message", "iq" }
	modules_disabled = { "s2s", "posix", "tls" }
	authentication = "anonymous"
	VirtualHost "pbx.example"
	END
    outside_serve prosody -F --config "$WORK/prosody.lua"
    listening_wait outside tcp 5222
    holds "alice opens a stream over IPv4" login alice $OUTSIDE4
    holds "bob over IPv6" login bob $OUTSIDE6
    holds "the server answers" ping alice before
fi

for ((second = 0; second < SILENCE; second++)); do
    for box in $INSIDE4 $INSIDE6; do
        sends_out "$box" $SENDING
        sends_in "$box" $HEARING
    done
    sleep 1
done

for box in $INSIDE4 $INSIDE6; do
    peer=$(address_beside outside "$box")
    holds "$box: whoever only sends is heard all the time" equal "$(heard outside $((SENDING - 10000)) "$peer")" $((SILENCE + 1))
    holds "and can be answered at last" arrives "$box" $SENDING
    holds "whoever only hears, after one packet, hears all" equal "$(heard inside $HEARING "$box")" $SILENCE
    counted drop expired
    sends_in "$box" $SILENT
    holds "where both were silent nothing comes in" equal "$(heard inside $SILENT "$box")" 0
    holds "it is expired" grows_by 1 drop expired
    sends_out "$box" $SILENT
    holds "until the inside sends again" arrives "$box" $SILENT
done
if [ -n "$XMPP" ]; then
    # Only bob speaks, and what he says is on its way to alice.
    counted drop expired
    holds "bob's stream goes on when he speaks" ping bob after
    says_to_server bob "<message to='$(jid alice)'><body>good morning</body></message>"
    holds "what the server has for alice is expired" settles grows drop expired
    fails "so she does not hear it" hears_from_server alice 'good morning'
    holds "she speaks" ping alice after
    holds "and hears it" tcp_settles hears_from_server alice 'good morning'
fi
