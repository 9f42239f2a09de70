#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Another build takes over, on the hooks that this kernel has: of each program exactly one is there, which filters.
. "$(dirname "$0")/../e2e/lib.sh"

begin
rules_make
answer inside "$INSIDE4" udp:5060 udp:5070 udp:9999
listening_wait inside udp 9999
one=$WORK/one.yaml
silent() { equal "$(knock outside -w 600 "$INSIDE4" "udp:$1")" "udp $1 silent"; }
filters() { equal "$(knock outside -w 3000 "$INSIDE4" udp:5060)" 'udp 5060 open' && silent 9999; }
behind_dispatcher() { inside xdp-loader status wan0 | grep -qw xdp_dispatcher; }
ours() { inside xdp-loader status wan0 | grep -cw ucgate_ingress; }
ours_out() { inside tc filter show dev wan0 egress | grep -c ucgate_egress; }

# As if another build had attached: the last bytes of `instance` say which.
build_forget() {
    local value
    value=$(bpftool -j map dump pinned "$(pins)/instance" | jq -r '.[0].value[:-8] | join(" ")')
    # shellcheck disable=SC2086 # bytes
    bpftool map update pinned "$(pins)/instance" key 0 0 0 0 value $value 0 0 0 0 0 0 0 0
}
take_over() { build_forget && says 0 'its programs are those of version' ucgate attach -i wan0 -c "$one" --force; }
alone() {
    equal "$(ours)" 1 && status '.egress != null' &&
        { status '.egress == "tcx"' >/dev/null || equal "$(ours_out)" 1; }
}

attached one >"$WORK/attached" 2>&1
holds "one program each way" alone
counted pass sip
holds "it filters" filters
holds "another build takes over" take_over
holds "by one program each way" alone
holds "which filters" filters
holds "the counts go on" grows pass sip
if behind_dispatcher; then
    inside xdp-loader load -m native wan0 objects/bpf/ingress.bpf.o -n ucgate_ingress >"$WORK/loaded" 2>&1 || cat "$WORK/loaded"
    holds "one that was killed left its program beside" equal "$(ours)" 2
    holds "the next takes over" take_over
    holds "and clears it away" alone
    holds "it filters" filters
fi
