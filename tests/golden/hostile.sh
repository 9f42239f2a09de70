#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# shellcheck disable=SC2016 # messages quote words as `word`
#
# hostile.sh: files from hell. `ucgate check` must end, refuse each with a message, and stay within 64 MiB. The limit of
# time is a guard against hanging, not a measurement.
set -u
shopt -s lastpipe # what a pipe counts, counts here
build=${BUILD:-build}
ucgate=$(realpath "$build/ucgate") || exit 1
work=$(mktemp -d)
trap 'kill "$grower" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0 grower=0
limit_kib=$((64 * 1024))

block() { head -c "$2" /dev/zero | tr '\0' "$1"; }

# refused MESSAGE FILE: a message with the text on stderr, exit status 1.
refused() {
    local status peak why=
    /usr/bin/time -q -f %M -o peak timeout 60 "$ucgate" check -c "$2" >stdout 2>stderr </dev/null
    status=$?
    peak=$(tail -n 1 peak)
    [ $status -eq 1 ] || why="exit status $status"
    grep -qF -- "$1" stderr || why="$why, no message '$1'"
    [ "$peak" -le $limit_kib ] || why="$why, $peak KiB"
    if [ -z "$why" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$2: ${why#, }"
        head -c 1000 stderr
    fi
}

# holds NAME MESSAGE: the same for standard input as a file.
holds() {
    cat >"$1"
    refused "$2" "$1"
    rm -f "$1"
}

# lists NAME MESSAGE: standard input as a list file, in both places that take one.
lists() {
    cat >"$1.txt"
    printf 'version: 1\nservices: []\nblocklists: [{name: a, file: %s.txt}]\n' "$1" >"$1-block.yaml"
    printf 'version: 1\nservices: [{name: a, tcp: [1], peers_file: %s.txt}]\n' "$1" >"$1-peers.yaml"
    refused "$2" "$1-block.yaml"
    refused "$2" "$1-peers.yaml"
    rm -f "$1.txt"
}

# What is no file.
mkfifo pipe && ln -s pipe pipe-link && ln -s loop loop && ln -s nowhere dangling && mkdir folder
refused 'is a pipe' pipe
refused 'is a pipe' pipe-link
refused 'Too many levels' loop
refused 'No such file' dangling
refused 'is a folder' folder
refused 'is a device' /dev/zero
refused 'is a device' /dev/stdin
refused 'error: ' /proc/kmsg
refused 'error: ' /proc/self/mem
refused 'error: ' /proc/kallsyms

# What is too much.
head -c $((64 << 20)) /dev/zero | tr '\0' 'a' | holds 64-mib '16 MiB'
truncate -s 1T huge && refused '16 MiB' huge && rm huge
(while :; do head -c 1000000 /dev/zero; done >growing) &
grower=$!
sleep 0.2
refused ': error: ' growing
kill "$grower" && wait "$grower" 2>/dev/null
rm -f growing
block '[' 200000 | holds brackets '16 levels'
block '{' 200000 | holds braces '16 levels'
{ block '[' 100000 && block ']' 100000; } | holds brackets-closed '16 levels'
yes -- '[' | head -n 200000 | holds brackets-lines '16 levels'
yes '{a: ' | head -n 200000 | tr -d '\n' | holds braces-keys '16 levels'
yes -- '- ' | head -n 200000 | tr -d '\n' | holds dashes '16 levels'
yes '? ' | head -n 200000 | tr -d '\n' | holds question-marks '16 levels'
yes | head -n 3000 | awk '{ printf "%*sa:\n", NR, "" }' | holds steps '16 levels'
{ echo 'a: &a [x, x, x, x, x, x, x, x]' && for c in {b..z}; do
    echo "$c: &$c [*a, *a, *a, *a, *a, *a, *a, *a]"
done; } | holds alias-bomb 'anchors are not allowed'
yes -- '- *a' | head -n 3000000 | holds aliases 'aliases are not allowed'
yes 'a: 1' | head -n 3000000 | holds duplicates 'duplicate key'
seq -f 'k%.0f: 1' 1300000 | holds keys 'more than 1200000 values'
{ printf 'version: 1\nservices: [{name: a, tcp: [' && yes '1,' | head -n 8000000 | tr -d '\n'; } | head -c 16000000 | holds ports 'more than 1200000 values'
{ printf '[' && yes '1,' | head -n 8000000 | tr -d '\n' && printf '1]'; } | holds json-ports 'more than 1200000 values'
{ printf 'version: 1\nservices:\n' && yes -- '- {name: a, tcp: [1]}' | head -n 700000; } | holds services 'more than 1200000 values'
{ printf 'version: 1\nservices:\n' && yes -- '- {name: a, tcp: [1]}' | head -n 100000; } | holds services-fewer 'more than 64 services'
# So many errors that finding them all would take longer than anybody reads.
seq -f 'k%.0f: 1' 590000 | holds unknown-keys 'and 9901 more'
{ printf 'version: 1\nservices: [{name: a, tcp: [' && yes 'x,' | head -n 1100000 | tr -d '\n' && echo ']}]'; } | holds bad-ports 'and 9901 more'
{ printf 'version: 1\nservices: [{name: a, protocols: [' && yes 'x,' | head -n 1100000 | tr -d '\n' && echo ']}]'; } | holds bad-protocols 'and 9901 more'
{ printf 'version: 1\nservices: [{name: a, tcp: [' && yes '1-65535,' | head -n 1100000 | tr -d '\n' && echo ']}]'; } | holds port-entries 'more than 65536 entries'
{ printf '{"version": 1,' && block ' ' 15000000 && printf '"services": [{"name": "a", "tcp": [' && yes '0,' | head -n 150 | tr -d '\n' &&
    echo '0]}]}'; } | holds long-line 'and 51 more'
{ printf 'a: "' && block x 16000000 && printf '"'; } | holds quoted 'unknown key `a`'
{ printf 'a: ' && block x 16000000; } | holds plain 'unknown key `a`'
{ printf 'a: |\n' && yes ' x' | head -n 5000000; } | holds literal 'unknown key `a`'
block k 1000000 | holds key ': error: '
yes '# comment' | head -n 1600000 | holds comments 'missing key `version`'
yes -- '---' | head -n 4000000 | holds documents 'second document'
block '\t' 16000000 | holds tabs ': error: '
{ seq -f '%%TAG !a%.0f! tag:x' 100000 && printf -- '---\nversion: 1\n'; } | holds directives 'directives are not allowed'
{ printf 'version: 1\nservices: []\n...\n' && seq -f '%%TAG !a%.0f! tag:x' 100000; } | holds directives-behind 'directives are not allowed'

# What is no text.
head -c 16000000 /dev/zero | holds nuls 'NUL byte'
block '\377' 16000000 | holds no-utf8 'UTF-8'
printf 'version: 1\n\0' | holds nul '2:1: error: a NUL byte'

# List files.
yes 192.0.2.1 | head -c $((64 << 20)) | lists addresses 'more than'
yes garbage | head -c $((64 << 20)) | lists garbage 'and 9901 more'
yes 10.0.0.1/8 | head -c $((64 << 20)) | lists host-bits 'and 9901 more'
block 1 $((64 << 20)) | lists one-line '256 bytes'
block 1 $(((64 << 20) + 1)) | lists too-large '64 MiB'
head -c $((64 << 20)) /dev/zero | lists nuls 'NUL byte'
seq 1048577 | awk '{ printf "2001:0db8:1111:2222:3333:4444:%04x:%04x\n", $1 / 65536, $1 % 65536 }' | lists long-addresses 'more than'
{ seq 250000 | awk '{ printf "%*s10.%d.%d.%d\n", 240, "", $1 / 65536, $1 / 256 % 256, $1 % 256 }' && echo bad; } | lists indented ': error: '
yes '# nothing' | head -c $((64 << 20)) >comments.txt
{ printf 'version: 1\nservices: []\nblocklists:\n' && seq -f '  - {name: a%.0f, file: comments.txt}' 1000; } | holds lists '256 MiB'
rm comments.txt
printf 'version: 1\nservices: []\nblocklists:\n' >all.yaml
for file in pipe folder loop dangling /dev/zero; do
    printf '  - {name: a%s, file: %s}\n' "$(basename $file)" "$file" >>all.yaml
done
refused '/pipe`: is a pipe' all.yaml
refused '/folder`: is a folder' all.yaml
refused '/loop`: Too many levels' all.yaml
refused '/dangling`: No such file' all.yaml
refused '/dev/zero`: is a device' all.yaml

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
