# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# How a row of a table is served, tried and counted. A kind of traffic is a line in `title` and an arm in row_serve
# and row_try.

# shellcheck disable=SC2034,SC2154 # shared with run.sh
declare -A title=(
    [sip]='SIP call' [talk]='call with media' [tls]='TLS handshake' [dns]='DNS query' [xmpp]='XMPP stream' [xmpps]='XMPP stream in TLS'
    [knock]='knock' [media]='50 datagrams' [scan]='nmap port scan' [ping]='ping' [resolve]='address resolution'
    [refused]='refused datagram'
)

rows() { grep '^[io]' "$1"; }

inside_address() { case $1 in *6) echo "$INSIDE6" ;; *) echo "$INSIDE4" ;; esac; }
outside_address() { case $1 in *6) echo "$OUTSIDE6" ;; *) echo "$OUTSIDE4" ;; esac; }

# "udp6" "1023>5,7-9" -> "udp:5 udp:7-9", as listen and knock take them.
knock_words() {
    local over=${1%6} ports=${2#*>}
    echo "$over:${ports//,/ $over:}"
}

# How many ports a list holds.
ports_count() {
    tr , '\n' <<<"${1#*>}" | awk -F- '{ n += (NF > 1 ? $2 : $1) - $1 + 1 } END { print n }'
}

# row_ports TRAFFIC OVER PORTS, for people: "tcp 5060, 5061" and "udp from 1023 to 1-1023".
row_ports() {
    local traffic=$1 ports=${3//,/, }
    shift
    case $traffic:$2 in
        scan:*) echo "$1 1-65535" ;;
        *:-) case $1 in *6) echo IPv6 ;; *) echo IPv4 ;; esac ;;
        *'>'*) echo "$1 from ${ports/>/ to }" ;;
        *) echo "$1 $ports" ;;
    esac
}

# row_serve TRAFFIC SIDE ADDRESS TRANSPORT PORT SERVED: starts its server, unless SERVED says it runs already.
row_serve() {
    local -n running=$6
    local key="$2 $4 $5 $3"

    [ "$1" != dns ] || key="$2 tcp $5 $3" # one server for both
    [ -z "${running[$key]:-}" ] || return 0
    case $1 in
        sip) sip_serve "$2" "$3" "$4" "$5" ;;
        talk) talk_serve "$2" "$3" "$5" 7000 ;;
        tls) tls_serve "$2" "$3" "$5" ;;
        dns) dns_serve "$2" "$3" ;;
        xmpp) xmpp_serve "$2" "$3" "$5" ;;
        xmpps) xmpp_serve "$2" "$3" "$5" tls ;;
    esac
    # shellcheck disable=SC2004 # a name, no number
    running[$key]=1
}

# One try of one client: prints "TRIED ARRIVED".
tried() { "$@" >/dev/null 2>&1 && echo 1 1 || echo 1 0; }

# How much the box's listeners have heard.
heard() { cat "$work"/inside-listen.* | wc -l; }

# knocks SIDE ADDRESS TRANSPORT PORTS [OPTION...]: prints "TRIED ARRIVED". What comes in arrived when the box heard
# it, answered or not; what goes out is not filtered, there the answer must arrive.
knocks() {
    local side=$1 address=$2 over=$3 ports=$4 before answered
    shift 4
    case $ports in *'>'*) set -- "$@" -p "${ports%>*}" ;; esac
    before=$(heard)
    # shellcheck disable=SC2046 # a list of words
    answered=$(knock "$side" "$@" "$address" $(knock_words "$over" "$ports") | grep -c -e open -e closed)
    if [ "$side" = outside ] && [ "$answered" -eq 0 ]; then
        answered=$(($(heard) - before))
    fi
    echo "$(ports_count "$ports") $answered"
}

# Which ports answer at all, of 65,535: prints "EXPECTED FOUND", FOUND is 0 unless they are exactly the expected.
scan() {
    local expected=$3 found
    found=$("$1" nmap -n -Pn -sS -p1-65535 --min-rate 20000 --max-retries 1 -oG - "$2" |
        grep -o '[0-9]*/\(open\|closed\)/tcp' | cut -d/ -f1 | sort -n | paste -sd,)
    if [ "$found" = "$expected" ]; then
        echo "$(ports_count "$expected") $(ports_count "$found")"
    else
        echo "$(ports_count "$expected") 0"
        echo "the scan found: ${found:-nothing}" >&2
    fi
}

# An address is learned anew (ARP, neighbour discovery) before a ping.
resolve() {
    "$1" ip neighbour flush dev "$2"
    "$1" ping -n -c 1 -W 2 "$3"
}

# row_try WAY TRAFFIC OVER PORTS: prints "TRIED ARRIVED".
row_try() {
    local side=outside link=isp0 address over=${3%6} ports=$4
    address=$(inside_address "$3")
    [ "$1" = in ] || { side=inside link=wan0 && address=$(outside_address "$3"); }
    case $2 in
        sip) tried sip_call $side "$address" "$over" "$ports" ;;
        tls) tried tls_shake $side "$address" "$ports" ;;
        talk) talk $side "$address" "$ports" && echo 40 40 || echo 40 0 ;; # datagrams of media, at least
        dns) tried "dns_ask_$over" $side "$address" ;;
        xmpp) tried xmpp_open $side "$address" "$ports" ;;
        xmpps) tried xmpp_open $side "$address" "$ports" tls ;;
        media) knocks $side "$address" "$over" "$ports" -n 50 ;;
        knock | refused) knocks $side "$address" "$over" "$ports" ;;
        scan) scan $side "$address" "$ports" ;;
        ping) tried $side ping -n -c 1 -W 2 "$address" ;;
        resolve) tried resolve $side $link "$address" ;;
    esac
}

# The counters, one a line: "pass sip 12", "drop not-allowed 3".
counters_read() {
    inside "$stats" -j | jq -r '.interfaces[0] |
        ((.services + .essentials)[] | "pass \(.name) \(.in.pass.packets)"),
        (.drops[] | "drop \(.reason) \(.packets)")'
}

# counter_grown pass|drop|only NAME: by how much, from $work/before to $work/after. NAME `.`: all of that kind.
counter_grown() {
    local kind=${1/only/drop}
    awk -v kind="$kind" -v name="$2" '
        $1 == kind && (name == "." || $2 == name) { n += FNR == NR ? -$3 : $3 }
        END { print n + 0 }' "$work/before" "$work/after"
}
