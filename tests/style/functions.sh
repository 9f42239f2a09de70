#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# functions.sh FILE...: the budgets of CONTRIBUTING.md: function and file lengths, and no #if inside a function.
# Prints the figures of the tree; exit status 1 when one is over.
set -u
bad=0

functions=$(ctags -x --kinds-C=f --language-force=C --_xformat='%{end} %n %N %F' "$@" | awk '$1 ~ /^[0-9]+$/ { print $1 - $2 + 1, $3, $4, $2, $1 }' | sort -n)
lengths=$(cut -d' ' -f1 <<<"$functions")
percentile() { awk -v p="$1" '{ v[NR] = $1 } END { i = int(NR * p + 0.999); print v[i < 1 ? 1 : i] }' <<<"$lengths"; }
median=$(percentile 0.5) p95=$(percentile 0.95)
files=$(wc -l "$@" | awk '$2 != "total"' | sort -n)
printf '%d files of %d lines at most, %d functions: lines median %d, p95 %d, longest %d\n' "$#" \
    "$(tail -n 1 <<<"$files" | awk '{ print $1 }')" "$(wc -l <<<"$lengths")" "$median" "$p95" "$(tail -n 1 <<<"$lengths")"

over() {
    echo "$*"
    bad=1
}
[ "$median" -le 15 ] || over "functions: the median of $median lines is over 15"
[ "$p95" -le 60 ] || over "functions: 95 % must stay within 60 lines, they need $p95"
while read -r lines name file first _; do
    [ "$lines" -le 80 ] || over "$file:$first: $name is $lines lines long, at most 80"
done <<<"$functions"
while read -r lines file; do
    [ "$lines" -le 600 ] || over "$file: $lines lines, at most 600"
done <<<"$files"

# Conditional compilation inside a function makes two programs of one text.
conditionals=$(grep -nE '^[ \t]*#[ \t]*(if|ifdef|ifndef)\b' "$@" /dev/null | cut -d: -f1,2 | tr : ' ')
inside=$(awk 'NR == FNR { first[$3, ++n[$3]] = $4; last[$3, n[$3]] = $5; next }
    { for (i = 1; i <= n[$1]; i++) if ($2 > first[$1, i] && $2 < last[$1, i]) print $1 ":" $2 ": #if inside a function" }' \
    <(echo "$functions") <(echo "$conditionals"))
[ -z "$inside" ] || over "$inside"
exit $bad
