#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What somebody else does to the pins, the disk and the hooks of an interface that is filtered: each command says something
# of use, nobody else's program is touched, and there is a way out.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
rules_make
answer inside $INSIDE4 udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
one=$WORK/one.yaml two=$WORK/two.yaml
again() {
    ucgate detach -i wan0 >"$WORK/again" 2>&1
    ucgate attach -i wan0 -c "$one" >>"$WORK/again" 2>&1 || { cat "$WORK/again" && false; }
}
# speaks COMMAND...: it succeeds, or says why not; never ends by a signal or without a word.
speaks() {
    local status
    "$@" >"$WORK/spoken" 2>&1
    status=$?
    cat "$WORK/spoken"
    [ $status -le 4 ] && [ -s "$WORK/spoken" ]
}
# Attach, or what it says to do first, and then attach.
way_out() {
    ucgate attach -i wan0 -c "$one" >"$WORK/out" 2>&1 && return
    cat "$WORK/out"
    grep -q 'ucgate detach -i wan0' "$WORK/out" && ucgate detach -i wan0 && ucgate attach -i wan0 -c "$one"
}

# Every pin, one after the other.
again
names=$(find "$(pins)" -type f -printf '%f\n' | sort)
: >"$WORK/wrong"
tried() { "$@" >"$WORK/tried" 2>&1 || { echo "without $name: $*:" && cat "$WORK/tried"; } >>"$WORK/wrong"; }
for name in $names; do
    tried again
    rm "$(pins)/$name"
    for verb in status list "diff -c $one" "history -i wan0" "reload -c $two" "ban 198.51.100.9" confirm rollback; do
        # shellcheck disable=SC2086 # words
        tried speaks ucgate $verb
    done
    tried way_out
    tried passes '5060 '
    tried status '.rules_mode == "enforce"'
    rm -f "$(pins)/$name"
    speaks ucgate panic >"$WORK/tried" # or nothing is attached any more
    tried passes '5060 5070 9999 '
    ucgate detach -i wan0 >"$WORK/tried" 2>&1
    tried equal "$(program wan0)$(pins)" 0
done
cat "$WORK/wrong"
holds "without any one of $(wc -w <<<"$names") pins there is a way out" test ! -s "$WORK/wrong"

# All of them, and bpffs itself.
again
rm -r "$(pins)"
holds "without any pin nothing is attached" says 4 "not attached" ucgate status
holds "attach works" again
apart() {
    inside unshare --mount --propagation private bash -c "umount /sys/fs/bpf && $1"
}
if [ "$(findmnt -rn -o FSTYPE /sys/fs/bpf)" = bpf ] && apart true 2>/dev/null; then
    holds "where bpffs is unmounted status still finds it" apart "'$BUILD/ucgate' status -j | jq -e '.interfaces | length == 1'"
    holds "so does a reload" apart "'$BUILD/ucgate' reload -c '$two'"
    holds "which is in force" passes '5070 '
    holds "and panic" apart "'$BUILD/ucgate' panic"
    ucgate panic --off >"$WORK/off" 2>&1
fi

# Another XDP program, once ours has been taken off by hand.
again
foreign_load() { inside xdp-loader load -m skb wan0 "$BUILD/bpf/ingress.bpf.o"; }
bpftool link detach pinned "$(pins)/link"
foreign_load >"$WORK/loaded" 2>&1 || cat "$WORK/loaded"
foreign=$(program wan0)
fails "somebody else's program is there" equal "$foreign" 0
holds "status does not take it for ours" says 4 "not attached" ucgate status
holds "attach names it and refuses" says 3 "id $foreign" ucgate attach -i wan0 -c "$one"
for verb in "reload -c $two" panic rollback "detach -i wan0"; do
    # shellcheck disable=SC2086 # words
    holds "${verb%% *} finds nothing of ours" says 4 "not attached" ucgate $verb
done
holds "theirs stays" equal "$(program wan0)" "$foreign"
holds "and nothing of ours" equal "$(pins)" ''
inside ip link set dev wan0 xdpgeneric off
holds "once it is gone attach works" again
holds "and filters" passes '5060 '

# Another program for what leaves.
inside tc qdisc add dev wan0 clsact
inside tc filter add dev wan0 egress prio 1 bpf da bytecode '1,6 0 0 4294967295'
theirs() { inside tc filter show dev wan0 egress | grep -q 'pref 1 .*bytecode'; }
holds "a filter for what leaves joins" theirs
holds "a reload goes on" ucgate reload -c "$two"
holds "so does an attach" ucgate attach -i wan0 -c "$one"
holds "detach leaves it alone" ucgate detach -i wan0
holds "where it was" theirs
inside tc qdisc del dev wan0 clsact
holds "attach" ucgate attach -i wan0 -c "$one"
inside tc qdisc del dev wan0 clsact 2>/dev/null
[ ! -e "$(pins)/egress_link" ] || bpftool link detach pinned "$(pins)/egress_link"
holds "without a program for what leaves status says so" status '.egress == null'
holds "attach puts it back" ucgate attach -i wan0 -c "$one"
holds "which status shows" status '.egress != null'

# A disk that is full, or cannot be written to.
without() { nsenter --net="/run/netns/$NETWORK-inside" unshare -m sh -c "$1"' && shift && exec "$@"' - - "$BUILD/ucgate" "${@:2}"; }
# shellcheck disable=SC2034 # by name
full='mkdir -p /var/lib/ucgate && mount -t tmpfs -o size=64k tmpfs /var/lib/ucgate && { cat /dev/zero >/var/lib/ucgate/full; true; } 2>/dev/null'
# shellcheck disable=SC2034
readonly='mount -t tmpfs -o ro tmpfs /var'
ucgate detach -i wan0 >"$WORK/detached" 2>&1
for disk in full readonly; do
    holds "$disk: attach says that nothing is kept" says 0 "history" without "${!disk}" attach -i wan0 -c "$one"
    holds "$disk: and filters" passes '5060 '
    holds "$disk: a reload" says 0 "history" without "${!disk}" reload -c "$two"
    holds "$disk: on trial as well" says 0 "history" without "${!disk}" reload -c "$one" --confirm 60
    holds "$disk: is confirmed" exits 0 without "${!disk}" confirm
    holds "$disk: a ban is in force, and not kept, which is said" says 0 "warning" without "${!disk}" ban 198.51.100.9
    holds "$disk: it is there" tells 0 '.interfaces[0].bans | length == 1' ucgate bans -j
    holds "$disk: its end" exits 0 without "${!disk}" unban 198.51.100.9
    holds "$disk: status" without "${!disk}" status
    holds "$disk: panic" exits 0 without "${!disk}" panic
    holds "$disk: and back" exits 0 without "${!disk}" panic --off
    holds "$disk: detach" exits 0 without "${!disk}" detach -i wan0
done
holds "nothing is left" equal "$(program wan0)$(pins)" 0
