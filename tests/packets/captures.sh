#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Frames that others captured, where there are some: program and model agree about each, by each kind of rules.
set -euo pipefail
captures=${CAPTURES:-../shared/captures}
frames=$(mktemp)
lines=$(mktemp --suffix=.t)
trap 'rm -f "$frames" "$lines"' EXIT

for need in tshark jq; do
    command -v $need >/dev/null || { echo "$need is not installed" && exit 77; }
done
[ -d "$captures" ] || { echo "there are no captures in $captures" && exit 77; }

for file in "$captures"/*.pcap*; do
    tshark -r "$file" -T jsonraw 2>/dev/null | jq -r '.[]._source.layers.frame_raw[0] | "compare hex " + .'
done >"$frames"
for rules in tests/packets/rules/{stateless,tracked,sessions}.yaml loader/rulesets/aspenuc-literal.yaml; do
    echo "rules $PWD/$rules"
    cat "$frames"
done >"$lines"
"${BUILD:-build}"/tests/packets/run "$lines"
