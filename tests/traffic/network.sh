# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Two hosts on one wire, for the demo and the end-to-end tests. Nothing leaves their network namespaces.
#
#     inside: the box that ucgate protects          outside: everybody else
#       192.0.2.10, 2001:db8::10  wan0 ----------- isp0  192.0.2.1, 2001:db8::1
#
# client_make puts a third one, `client`, behind the box.
#
# `inside CMD` and `outside CMD` run a command there; `inside_serve CMD` and `outside_serve CMD` keep one running until
# network_remove. ip-netns-exec would hide bpffs, so nsenter is used.

INSIDE4=192.0.2.10 INSIDE6=2001:db8::10
OUTSIDE4=192.0.2.1 OUTSIDE6=2001:db8::1
NETWORK_MTU=1500
NETWORK_LIFE=${NETWORK_LIFE:-300} # seconds after which every server ends by itself

inside() { nsenter --net="/run/netns/$NETWORK-inside" "$@"; }
outside() { nsenter --net="/run/netns/$NETWORK-outside" "$@"; }

# The log of a server is named after its first words: sipp, openssl, ...
network_serve() {
    local side=$1 log
    shift
    log=$(mktemp -p "$NETWORK_LOGS" "$side-$(basename "$1").XXXXXX")
    nsenter --net="/run/netns/$NETWORK-$side" timeout "$NETWORK_LIFE" "$@" </dev/null >"$log" 2>&1 &
    NETWORK_PIDS+=($!)
    # shellcheck disable=SC2034 # for the caller
    NETWORK_LOG=$log
}
inside_serve() { network_serve inside "$@"; }
outside_serve() { network_serve outside "$@"; }

# One end: ours alone, quiet (nobody asks for a router), ready at once (no duplicate address detection).
network_end() {
    local side=$1 link=$2
    shift 2
    "$side" sysctl -qw "net.ipv6.conf.$link.router_solicitations=0" "net.ipv6.conf.$link.accept_dad=0" \
        net.ipv4.tcp_synack_retries=0 net.ipv4.icmp_ratelimit=0
    "$side" ip link set lo up
    for address in "$@"; do
        "$side" ip address add "$address" dev "$link"
    done
    "$side" ip link set "$link" up
}

# network_make NAME DIRECTORY: makes both hosts; the logs of servers go to DIRECTORY.
network_make() {
    NETWORK=$1 NETWORK_LOGS=$2 NETWORK_PIDS=()
    ip netns add "$NETWORK-inside" || return
    ip netns add "$NETWORK-outside" || return
    ip link add wan0 netns "$NETWORK-inside" mtu "$NETWORK_MTU" type veth \
        peer name isp0 netns "$NETWORK-outside" mtu "$NETWORK_MTU" || return
    # VLAN tags stay in the frame, where XDP can see them.
    inside ethtool -K wan0 rxvlan off 2>/dev/null
    network_end inside wan0 $INSIDE4/24 $INSIDE6/64
    network_end outside isp0 $OUTSIDE4/24 $OUTSIDE6/64
}

network_remove() {
    local pid
    for pid in "${NETWORK_PIDS[@]}"; do
        kill "$pid" 2>/dev/null
    done
    wait "${NETWORK_PIDS[@]}" 2>/dev/null
    ip netns delete "$NETWORK-inside" 2>/dev/null
    ip netns delete "$NETWORK-outside" 2>/dev/null
    ip netns delete "$NETWORK-client" 2>/dev/null
    ip netns delete "$NETWORK-far" 2>/dev/null
    NETWORK_PIDS=()
}

# client_make: a third host, behind the box, which masquerades it: all that it sends leaves with the box's addresses.
CLIENT4=10.99.0.2 CLIENT6=fd99::2
client() { nsenter --net="/run/netns/$NETWORK-client" "$@"; }
client_serve() { network_serve client "$@"; }
client_make() {
    ip netns add "$NETWORK-client" || return
    ip link add eth0 netns "$NETWORK-client" type veth peer name lan0 netns "$NETWORK-inside" || return
    network_end inside lan0 10.99.0.1/24 fd99::1/64
    network_end client eth0 $CLIENT4/24 $CLIENT6/64
    client ip route add default via 10.99.0.1
    client ip route add default via fd99::1
    inside sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
    inside nft -f - <<-END
	table inet box {
	    chain leaving {
	        type nat hook postrouting priority srcnat;
	        oifname wan0 masquerade
	    }
	}
	END
}

# far_make MTU: a fourth host, beyond the outside and a hop of that MTU, at least 1,280, which only the box has a route to.
FAR4=198.51.100.2 FAR6=2001:db8:51::2
far() { nsenter --net="/run/netns/$NETWORK-far" "$@"; }
far_serve() { network_serve far "$@"; }
far_make() {
    ip netns add "$NETWORK-far" || return
    ip link add hop0 netns "$NETWORK-outside" mtu "$1" type veth peer name far0 netns "$NETWORK-far" || return
    network_end outside hop0 198.51.100.1/24 2001:db8:51::1/64
    network_end far far0 $FAR4/24 $FAR6/64
    far ip route add default via 198.51.100.1
    far ip route add default via 2001:db8:51::1
    outside sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
    inside ip route add 198.51.100.0/24 via $OUTSIDE4
    inside ip route add 2001:db8:51::/64 via $OUTSIDE6
}

# listening_wait SIDE tcp|udp PORT: until somebody listens there, at most 5 s.
listening_wait() {
    local try kind=-lt
    [ "$2" = tcp ] || kind=-lu
    for ((try = 0; try < 100; try++)); do
        [ -z "$("$1" ss -Hn $kind "sport = :$3")" ] || return 0
        sleep 0.05
    done
    echo "$1: nobody listens on $2 port $3" >&2
    return 1
}
