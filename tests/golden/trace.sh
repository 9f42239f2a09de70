#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# trace.sh [--update] [NAME]: what `ucgate-trace` says, to the letter. trace/NAME.story under the rules of
# trace/NAME.yaml is trace/NAME.text, and trace/NAME.json. --update writes what is said now, and shows what has changed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
trace=$(realpath "${BUILD:-build}/ucgate-trace") || exit 1
[ "$(id -u)" -eq 0 ] || { echo 'skipped: needs root' && exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
update=
[ "${1:-}" != --update ] || { update=yes && shift; }

# judge NAME FORM OPTION...: compares what is said, or keeps it.
judge() {
    local golden=$here/trace/$1.$2
    "$trace" -c "$here/trace/$1.yaml" "${@:3}" <"$here/trace/$1.story" >"$work/said" || echo "exit status $?" >>"$work/said"
    if [ -n "$update" ]; then
        diff -uN -L "old $1.$2" -L "new $1.$2" "$golden" "$work/said"
        cp "$work/said" "$golden"
    elif diff -u -L "should be $1.$2" -L "is" "$golden" "$work/said"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

# Every reason is explained somewhere here, but for those that take an attached interface.
reasons_covered() {
    sed -n 's/^\tX([A-Z_]*, *[0-9]*, *"\([a-z-]*\)".*/\1/p' "$here/../../include/abi/reason.h" |
        grep -vxE 'revoked|banned' |
        while read -r reason; do
            grep -qh "\"reason\":\"$reason\"" "$here"/trace/*.json || echo "no packet with reason $reason"
        done >"$work/uncovered"
    cat "$work/uncovered"
    [ ! -s "$work/uncovered" ]
}

for story in "$here"/trace/${1:-*}.story; do
    name=$(basename "$story" .story)
    judge "$name" text
    judge "$name" json --json
done
[ -z "$update" ] || exit 0
if [ $# -gt 0 ] || reasons_covered; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
