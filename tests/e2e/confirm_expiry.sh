#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# When rules that nobody confirms fall back: between SECS and SECS + 0.5 s after the commit, told by packets alone. A
# packet that the old rules pass shows that the new ones are not in force yet, or no more, and the other way round, so
# what is held against the promise is certain however busy the machine is. TRIALS are the SECS.
. "$(dirname "$0")/lib.sh"

begin
unset SSH_CONNECTION
rules_make
attached one >"$WORK/attached" 2>&1
for port in 5060 5070; do
    ethernet 0800 "$(udp4 198.51.100.1 40000 192.0.2.10 $port)"
done >"$WORK/frames"

# A tap sees what XDP has let through. "SECONDS PORT" a line.
seen() { sed -n 's/^\([0-9.]*\) .* 192\.0\.2\.10\.\([0-9]*\): .*/\1 \2/p' "$WORK/tap"; }
changed() { seen | awk -v old=5060 -v new=5070 '$2 == new { on = 1 } $2 == old && on { done = 1 } END { exit !done }'; }
# In ms: the least and the most that can have been between the commit and the fall back.
between() {
    seen | awk '
        $2 == 5060 && !on { before = $1 }
        $2 == 5070 { if (!on) first = $1; on = 1; last = $1 }
        $2 == 5060 && on { printf "%d %d", (last - first) * 1000, ($1 - before) * 1000; exit }'
}

for seconds in ${TRIALS:-1 2 3}; do
    nsenter --net="/run/netns/$NETWORK-inside" tcpdump -Z root -i wan0 -Q in -l -n -tt 'udp and src host 198.51.100.1' \
        >"$WORK/tap" 2>"$WORK/tapping" &
    tap=$!
    nsenter --net="/run/netns/$NETWORK-outside" "$TRAFFIC/frames" storm isp0 60 1000 <"$WORK/frames" >"$WORK/sent" &
    storm=$!
    settles test -s "$WORK/tap"
    holds "rules on trial for $seconds s" ucgate reload -c "$WORK/two.yaml" --confirm "$seconds"
    sleep "$seconds"
    holds "fall back with nobody's help" tcp_settles changed
    kill $storm $tap
    wait $storm $tap 2>/dev/null
    read -r least most < <(between)
    holds "not before their time" test "$most" -ge $((seconds * 1000))
    holds "nor half a second after it" test "$least" -le $((seconds * 1000 + 500))
    figure "a trial of $seconds s falls back after, in ms" "$least to $most"
done
