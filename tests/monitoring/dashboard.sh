#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The dashboard is JSON that Grafana can place, its expressions are PromQL, and the dashboard and the alerts name no
# metric that is not there.
set -u
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/../.." || exit 1
dashboard=tools/grafana/ucgate.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
fail() { echo "FAIL: $*" && bad=1; }

jq -e '[.panels[].id] | length > 0 and length == (unique | length)' "$dashboard" >/dev/null || fail "panels share a number"
jq -e 'all(.panels[].gridPos; .x >= 0 and .w > 0 and .h > 0 and .x + .w <= 24)' "$dashboard" >/dev/null ||
    fail "a panel is beside the grid of 24 columns"
jq -e '[.panels[] | .gridPos as $g | range($g.y; $g.y + $g.h) as $y | range($g.x; $g.x + $g.w) as $x | "\($x) \($y)"] |
    length == (unique | length)' "$dashboard" >/dev/null || fail "panels lie upon each other"
jq -e 'all(.panels[] | select(.type != "row"); .title and .description and (.targets | length > 0))' "$dashboard" >/dev/null ||
    fail "a panel has no title, description or expression"

# Every expression, Grafana's variables replaced by what they may be, as a rule of Prometheus.
jq '{groups: [{name: "dashboard", rules: [.. | .expr? // empty | {record: "x:y",
    expr: (gsub("\\$__rate_interval"; "5m") | gsub("\\$[a-z]+"; "any"))}]}]} |
    .groups[0].rules |= (to_entries | map(.value + {record: "dashboard:expression\(.key)"}))' "$dashboard" >"$work/rules.yml"
promtool check rules "$work/rules.yml" || fail "an expression is no PromQL"

# The heads of all metrics are printed whether anything is attached or not.
"$build/ucgate-stats" --prometheus -i lo 2>/dev/null | sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' | sort >"$work/metrics"
{
    jq -r '.. | strings' "$dashboard"
    cat tools/prometheus/ucgate.rules.yml
    sed -n 's/^\.It Ql //p' tools/exporter/ucgate-exporter.8
} | grep -oE 'ucgate_[a-z_]+' | sort -u >"$work/named"
unknown=$(comm -13 "$work/metrics" "$work/named")
[ -z "$unknown" ] || fail "no such metrics: $unknown"
untold=$(sed -n 's/^\.It Ql \(ucgate_[a-z_]*\).*/\1/p' tools/exporter/ucgate-exporter.8 | sort | comm -23 "$work/metrics" -)
[ -z "$untold" ] || fail "ucgate-exporter(8) tells nothing of $untold"
[ "$(wc -l <"$work/named")" -ge 10 ] || fail "found too few metrics to believe it"
exit $bad
