# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Real servers and real clients, one pair a kind of traffic. SIDE is `inside` or `outside` of network.sh. A server
# runs until network_remove; a client ends with 0 when it got what it came for.

TRAFFIC=${BUILD:-build}/tests/traffic
PEERS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PEER_WAIT=${PEER_WAIT:-3} # seconds a client waits for an answer

# An IPv6 address as URLs and SIP write it.
bracketed() { case $1 in *:*) echo "[$1]" ;; *) echo "$1" ;; esac; }

# Any address of a side, of the family of ADDRESS.
address_beside() {
    case $1:$2 in
        inside:*:*) echo "$INSIDE6" ;;
        inside:*) echo "$INSIDE4" ;;
        client:*:*) echo "$CLIENT6" ;;
        client:*) echo "$CLIENT4" ;;
        outside:*:*) echo "$OUTSIDE6" ;;
        outside:*) echo "$OUTSIDE4" ;;
    esac
}

sip_transport() { [ "$1" = udp ] && echo u1 || echo t1; }

# sip_serve SIDE ADDRESS udp|tcp PORT: answers calls.
sip_serve() {
    "$1_serve" sipp -sn uas -i "$(bracketed "$2")" -p "$4" -t "$(sip_transport "$3")" -nostdin
}

# sip_call SIDE ADDRESS udp|tcp PORT: one call: INVITE, ringing, answer, 50 ms of silence, BYE.
sip_call() {
    local from
    from=$(address_beside "$1" "$2")
    "$1" sipp -sn uac "$(bracketed "$2"):$4" -i "$(bracketed "$from")" -p $((40000 + RANDOM % 20000)) \
        -t "$(sip_transport "$3")" -m 1 -d 50 -timeout "$PEER_WAIT" -timeout_error -nostdin >/dev/null 2>&1
}

# talk_serve SIDE ADDRESS PORT MEDIA_PORT: answers calls over UDP, and sends back what it hears.
talk_serve() {
    "$1_serve" sipp -sn uas -i "$(bracketed "$2")" -p "$3" -mp "$4" -rtp_echo -t u1 -nostdin
}

# talk SIDE ADDRESS PORT: a call over UDP of a second, with a second of G.711 sent.
talk() {
    local from
    from=$(address_beside "$1" "$2")
    if [ ! -e "$NETWORK_LOGS/talk.xml" ]; then
        ln -s "$(dirname "$(dpkg -L sip-tester | grep g711a.pcap)")" "$NETWORK_LOGS/pcap"
        sipp -sd uac_pcap | sed 's/milliseconds="8000"/milliseconds="1000"/' >"$NETWORK_LOGS/talk.xml"
    fi
    "$1" env -C "$NETWORK_LOGS" sipp -sf talk.xml "$(bracketed "$2"):$3" -i "$(bracketed "$from")" \
        -p $((30000 + RANDOM % 5000)) -mp $((40000 + 2 * (RANDOM % 5000))) -t u1 -m 1 -timeout 8 -timeout_error \
        -nostdin >/dev/null 2>&1
}

# A key and a certificate that nobody needs to trust, made once.
certificate_make() {
    [ -s "$NETWORK_LOGS/both.pem" ] && return
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=pbx.example \
        -keyout "$NETWORK_LOGS/key.pem" -out "$NETWORK_LOGS/cert.pem" 2>/dev/null || return
    cat "$NETWORK_LOGS/key.pem" "$NETWORK_LOGS/cert.pem" >"$NETWORK_LOGS/both.pem"
}

# tls_serve SIDE ADDRESS PORT [DIRECTORY]: serves the files of a directory by HTTPS.
tls_serve() {
    certificate_make
    "$1_serve" env -C "${4:-$NETWORK_LOGS}" openssl s_server -accept "$(bracketed "$2"):$3" -WWW -quiet \
        -key "$NETWORK_LOGS/key.pem" -cert "$NETWORK_LOGS/cert.pem"
}

# tls_shake SIDE ADDRESS PORT: a TLS handshake.
tls_shake() {
    "$1" timeout "$PEER_WAIT" openssl s_client -connect "$(bracketed "$2"):$3" -brief </dev/null >/dev/null 2>&1
}

# tls_fetch SIDE ADDRESS PORT FILE: the bytes of a file, on stdout.
tls_fetch() {
    printf 'GET /%s HTTP/1.0\r\n\r\n' "$4" |
        "$1" timeout 30 openssl s_client -connect "$(bracketed "$2"):$3" -quiet -ign_eof 2>/dev/null |
        sed '1,/^\r$/d'
}

# dns_serve SIDE ADDRESS: knows pbx.example and a text of 3,000 bytes, long.example.
dns_serve() {
    local text
    text=$(printf '%0200d' 0)
    "$1_serve" dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --user=root --pid-file= \
        --listen-address="$2" --bind-interfaces --log-facility=- --address=/pbx.example/192.0.2.10 \
        --txt-record="long.example$(printf ",$text%.0s" {1..15})"
}

# dns_ask SIDE ADDRESS [NAME TYPE]: by TCP, the answer on stdout.
dns_ask() {
    "$1" dig +tcp +short +time="$PEER_WAIT" +tries=1 "@$2" "${3:-pbx.example}" "${4:-A}" | grep -v '^;'
}

dns_ask_tcp() { dns_ask "$@"; }

# The same by UDP.
dns_ask_udp() {
    "$1" dig +notcp +short +time="$PEER_WAIT" +tries=1 "@$2" "${3:-pbx.example}" "${4:-A}" | grep -v '^;'
}

# xmpp_serve SIDE ADDRESS PORT [tls]: opens an XMPP stream to everybody who opens one.
xmpp_serve() {
    local listen=TCP-LISTEN options
    options="bind=$(bracketed "$2"),fork,reuseaddr"
    certificate_make
    if [ "${4:-}" = tls ]; then
        listen=OPENSSL-LISTEN options+=",cert=$NETWORK_LOGS/both.pem,verify=0"
    fi
    case $2 in *:*) options+=,pf=ip6 ;; esac
    "$1_serve" socat "$listen:$3,$options" "EXEC:bash $PEERS/xmpp_stream.sh"
}

# xmpp_open SIDE ADDRESS PORT [tls]: sends a stream header, and wants one back.
xmpp_open() {
    local connect=TCP options=connect-timeout=$PEER_WAIT
    [ "${4:-}" != tls ] || connect=OPENSSL options+=,verify=0
    printf '<?xml version="1.0"?><stream:stream to="pbx.example" version="1.0">' |
        "$1" timeout "$PEER_WAIT" socat -T1 -t1 - "$connect:$(bracketed "$2"):$3,$options" 2>/dev/null |
        grep -q '<stream:features/>'
}

# answer SIDE ADDRESS PORT...: answers on ports nobody else serves; what arrived is in $NETWORK_LOG.
answer() {
    local side=$1
    shift
    "${side}_serve" "$TRAFFIC/listen" "$NETWORK_LIFE" "$@"
}

# knock SIDE [OPTION...] ADDRESS PORT...: what came back, a line a port.
knock() {
    local side=$1
    shift
    "$side" "$TRAFFIC/knock" "$@"
}
