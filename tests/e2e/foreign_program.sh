#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# An XDP program of somebody else is named and left alone.
. "$(dirname "$0")/lib.sh"

begin
rules_make
# The smallest there is: return XDP_PASS.
inside xdp-loader load -m skb wan0 "$BUILD/bpf/ingress.bpf.o" >"$WORK/loaded" 2>&1 || {
    cat "$WORK/loaded"
    exit 1
}
foreign=$(program wan0)
fails "another program is attached" equal "$foreign" 0
holds "attach names it and refuses" says 3 "'ucgate_ingress', id $foreign" ucgate attach -i wan0 -c "$WORK/one.yaml"
holds "in JSON too" tells 3 '.error.code == 3' ucgate attach -j -i wan0 -c "$WORK/one.yaml"
holds "it stays" equal "$(program wan0)" "$foreign"
holds "nothing is pinned" equal "$(pins)" ''
for verb in "detach -i wan0" panic reload status list; do
    # shellcheck disable=SC2086 # words
    holds "$verb does not take it for ours" exits 4 ucgate $verb
done
holds "it stays" equal "$(program wan0)" "$foreign"
inside ip link set dev wan0 xdpgeneric off
holds "once it is gone, attach works" ucgate attach -i wan0 -c "$WORK/one.yaml"
ours=$(program wan0)
fails "nobody takes ours off by netlink" inside ip link set dev wan0 xdp off
holds "ours stays" equal "$(program wan0)" "$ours"
