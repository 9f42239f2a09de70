#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What is missing around the loader, bpffs, privilege, a wholesome interface, is put right or said in words.
. "$(dirname "$0")/lib.sh"

begin
rules_make
unset SSH_CONNECTION
inside_unprivileged() { inside setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
chmod 755 "$WORK"

holds "without privilege attach says what it takes" says 3 "CAP_BPF" inside_unprivileged "$BUILD/ucgate" attach -i wan0 -c "$WORK/one.yaml"
attached one
holds "and status that it may not look" says 3 "denied" inside_unprivileged "$BUILD/ucgate" status
chmod 644 "$(pins)"/*
holds "who may read the pins may see the status" inside_unprivileged "$BUILD/ucgate" status
holds "and the rules" inside_unprivileged "$BUILD/ucgate" list
holds "not change them" exits 3 inside_unprivileged "$BUILD/ucgate" reload -c "$WORK/two.yaml"
least() { inside setpriv --bounding-set -all,+bpf,+net_admin,+perfmon "$BUILD/ucgate" "$@"; }
holds "three capabilities are enough to reload" least reload -c "$WORK/two.yaml"
holds "and once more" least reload -c "$WORK/one.yaml"
holds "to panic and back" least panic
holds "and back" least panic --off
holds "to detach" least detach -i wan0
holds "to attach" least attach -i wan0 -c "$WORK/one.yaml"
holds "to see the status" least status
holds "and the rules" least list
ucgate detach -i wan0 >"$WORK/detached"

inside ethtool -K wan0 rxvlan on
holds "VLAN tags that the interface hides are named, with the fix" says 0 "ethtool -K wan0 rxvlan off" attach one
ucgate detach -i wan0 >"$WORK/detached"
inside ethtool -K wan0 rxvlan off
fails "once fixed nothing is said" says 0 "rxvlan" attach one
ucgate detach -i wan0 >"$WORK/detached"

# A mount namespace without bpffs, as `ip netns exec` makes one.
apart() {
    inside unshare --mount --propagation unchanged bash -c "mount --make-rprivate /sys; umount /sys/fs/bpf; $*"
}
holds "bpffs is mounted when it is missing" apart "'$BUILD/ucgate' attach -i wan0 -c '$WORK/one.yaml' --force && '$BUILD/ucgate' status && '$BUILD/ucgate' detach -i wan0"

# `ip netns exec` hides the machine's bpffs; pins in one of its own would be gone with the command, and the filter too.
exec_inside() { ip netns exec "$NETWORK-inside" "$@"; }
if exec_inside true 2>/dev/null; then
    holds "attach finds the machine's bpffs" exec_inside "$BUILD/ucgate" attach -i wan0 -c "$WORK/one.yaml" --force
    fails "so the filter outlives the command" equal "$(program wan0)" 0
    holds "and its pins are where others see them" ucgate status
    holds "status finds it as well" tells 0 '.interfaces | length == 1' exec_inside "$BUILD/ucgate" status -j
    holds "and ucgate-stats" tells 0 '.interfaces | length == 1' exec_inside "$BUILD/ucgate-stats" -j
    holds "and detach" exec_inside "$BUILD/ucgate" detach -i wan0
else
    echo "skipped: 'ip netns exec' does not work here (a chroot has no mount at its root)"
fi
holds "nothing is left" equal "$(program wan0)$(pins)" 0

# The SSH session that the command runs in.
session() { inside env SSH_CONNECTION="198.51.100.7 40000 192.0.2.10 $1" "$BUILD/ucgate" "${@:2}"; }
holds "rules that would cut off the session are refused" says 1 "SSH session" session 22 attach -i wan0 -c "$WORK/one.yaml"
holds "nothing is attached" equal "$(program wan0)" 0
holds "rules that list its port are not" session 443 attach -i wan0 -c "$WORK/one.yaml"
holds "reload is guarded as well" says 1 "SSH session" session 22 reload -c "$WORK/two.yaml"
holds "in JSON too" tells 1 '.error.message | contains("SSH")' session 22 reload -j -c "$WORK/two.yaml"
holds "--force is believed" session 22 reload -c "$WORK/two.yaml" --force
