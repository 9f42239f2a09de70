#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# run.sh [--update]: what `ucgate check` says about rule files, to the letter.
#   bad/NAME.yaml  is refused with the messages in NAME.stderr, and says nothing on stdout
#   ok/NAME.yaml   is taken, with the messages in NAME.stderr (no file: none) and the table in NAME.stdout
#   lint/NAME.yaml the same: what is legal but doubtful; the shipped rule sets are there too
#   json/NAME.yaml the same as one document, NAME.stdout; strict.yaml with --strict
# --update writes what is said now, and shows what has changed. The folder of the tests reads @HERE@ in the files.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-build}
ucgate=$(realpath "$build/ucgate") || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
update=
[ "${1:-}" != --update ] || update=yes

# The messages about the SSH session that runs this test, where it is one, are no part of it.
session_strip() {
    awk '/ the SSH session from .* that runs this command/ { skip = 3 } skip > 0 { skip--; next } { print }'
}

# said FOLDER NAME STREAM: compares what was said with what should be, or keeps it.
said() {
    local golden=$here/$1/$2.$3
    sed "s|$here|@HERE@|g" "$work/$3" >"$work/$3.here"
    case $1/$3 in
        json/stdout) jq -c 'del(.warnings[] | select(.message | contains("the SSH session from")))' ;;
        *) session_strip ;;
    esac <"$work/$3.here" >"$work/$3.clean"
    if [ -n "$update" ]; then
        if [ -s "$work/$3.clean" ]; then
            diff -uN --label "old $1/$2.$3" --label "new $1/$2.$3" "$golden" "$work/$3.clean"
            cp "$work/$3.clean" "$golden"
        else
            rm -f "$golden"
        fi
        return 0
    fi
    [ -e "$golden" ] || golden=/dev/null
    diff -u --label "should be $1/$2.$3" --label "is" "$golden" "$work/$3.clean"
}

# judge FOLDER STATUS NAME OPTION...
judge() {
    local status verdict=ok
    (cd "$here/$1" && timeout 60 "$ucgate" check -c "$3.yaml" "${@:4}" >"$work/stdout" 2>"$work/stderr")
    status=$?
    [ "$status" -eq "$2" ] || {
        echo "$1/$3.yaml: exit status $status, should be $2"
        verdict=bad
    }
    said "$1" "$3" stderr || verdict=bad
    said "$1" "$3" stdout || verdict=bad
    if [ $verdict = ok ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

for file in "$here"/bad/*.yaml; do judge bad 1 "$(basename "$file" .yaml)"; done
for file in "$here"/ok/*.yaml; do judge ok 0 "$(basename "$file" .yaml)"; done
for file in "$here"/lint/*.yaml; do judge lint 0 "$(basename "$file" .yaml)"; done
for file in "$here"/json/*.yaml; do
    name=$(basename "$file" .yaml)
    case $name in
        empty | taken) judge json 0 "$name" -j ;;
        strict) judge json 1 "$name" -j --strict ;;
        *) judge json 1 "$name" -j ;;
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
