#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# text.sh FILE...: what every text of the tree must have and must not have.
set -u
bad=0
complain() {
    [ -z "$2" ] || {
        printf '%s:\n%s\n' "$1" "$2"
        bad=1
    }
}
code=$(printf '%s\n' "$@" | grep -E '\.(c|h|sh|awk|mk|yaml)$|(^|/)Makefile$')
# shellcheck disable=SC2086 # no blanks in our file names
complain "no SPDX licence line in the first two lines" \
    "$(for file in $code; do head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause' || echo "$file"; done)"
# The words are written in pieces so that this file does not find itself.
complain "words that hide unfinished work" \
    "$(grep -HnwiE 'TO''DO|FIX''ME|X''XX|place''holder|st''ub|st''ubbed|not imple''mented' "$@")"
complain "dashes that are no ASCII" "$(grep -HnP '\xe2\x80[\x93\x94]' "$@")"
complain "functions that cannot say what went wrong" \
    "$(printf '%s\n' "$@" | grep -E '^(loader|maps|tools)/.*\.[ch]$' | xargs -r grep -HnE '\b(atoi|atol|atoll|sprintf|gets|strtok)\(')"
complain "white space at the end of a line" "$(grep -HnE '[ 	]+$' "$@")"
complain "no newline at the end" \
    "$(for file in "$@"; do [ ! -s "$file" ] || [ -z "$(tail -c 1 "$file")" ] || echo "$file"; done)"
complain "a name that says nothing (helper, util, common, misc)" \
    "$(printf '%s\n' "$@" | grep -iE '(^|/)[^/]*(helper|util|common|misc)[^/]*$')"
exit $bad
