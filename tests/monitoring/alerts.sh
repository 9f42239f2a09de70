#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Each alert fires on what it is for and on nothing else (alerts.yml), and none of them goes untested.
set -u
here=$(cd "$(dirname "$0")" && pwd)
rules=$here/../../tools/prometheus/ucgate.rules.yml
promtool check rules "$rules" && promtool test rules "$here/alerts.yml" || exit 1

untested=$(sed -n 's/^ *- alert: //p' "$rules" | while read -r alert; do
    grep -q "$alert" "$here/alerts.yml" || echo "$alert"
done)
[ -z "$untested" ] || echo "FAIL: no test names $untested"
[ -z "$untested" ]
