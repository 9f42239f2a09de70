#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# run.sh SUITE PROGRAM...           runs each program, one line a program, its output kept in $BUILD/log/SUITE/
# run.sh SUITE -- PROGRAM ARGS...   the same for one program with arguments
# run.sh total TARGET...            runs make targets that use this script, and adds up
#
# Below the programs of a suite comes a table of the figures that they printed: lines `figure<TAB>name<TAB>value`.
#
# A program passes by exit status 0, is skipped by 77, else failed. It counts as one test unless it says how many it
# holds: by a line `N passed, N failed[, N skipped]`, or as cmocka does. Exit status 1 when anything failed.
set -u
suite=$1
shift
build=${BUILD:-build}
logs=$build/log/$suite
passed=0 failed=0 skipped=0

# Output of a program -> "passed failed skipped".
counts_read() {
    awk '
        /^[0-9]+ passed, [0-9]+ failed/ { said = 1; p = $1; f = $3; s = $5 + 0 }
        /^\[  PASSED  \] [0-9]+ test/ { cmocka = 1; p += $4 }
        /^\[  FAILED  \] [0-9]+ test/ { cmocka = 1; f += $4 }
        /^\[  SKIPPED \] [0-9]+ test/ { cmocka = 1; s += $4 }
        END { print p + 0, f + 0, s + 0, said || cmocka ? "counted" : "" }' "$1"
}

program_run() {
    local name=${1#"$build"/} log status start counted p f s
    name=${name#variant/*/}
    name=${name#tests/}
    log=$logs/$(echo "$name" | tr / -).log
    start=$(date +%s%N)
    timeout --foreground -k 10 "${TEST_TIMEOUT:-900}" "$@" >"$log" 2>&1 </dev/null
    status=$?
    read -r p f s counted < <(counts_read "$log")
    case $status:$counted in
        0:) p=1 ;;
        77:*) p=0 f=0 s=1 ;;
        0:counted) [ "$f" -eq 0 ] || status=1 ;;
        *) [ "$f" -gt 0 ] || f=1 ;;
    esac
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    local verdict=ok
    [ "$status" -eq 0 ] || verdict=FAIL
    [ "$status" -ne 77 ] || verdict=skip
    printf '  %-4s  %-48s %5d  %6d ms\n' "$verdict" "$suite: $name" $((p + f + s)) $((($(date +%s%N) - start) / 1000000))
    case $verdict in
        FAIL) printf -- '--- exit status %d, the end of %s:\n' "$status" "$log" && tail -n 60 "$log" ;;
        skip) tail -n 1 "$log" | sed 's/^/        /' ;;
    esac
    grep -h '^skipped: ' "$log" | sed 's/^/        /'
}

total_print() {
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
}

figures_print() {
    cat "$logs"/*.log 2>/dev/null | awk -F '\t' '$1 == "figure" { printf "  %-72s %s\n", $2, $3 }'
}

if [ "$suite" = total ]; then
    export TEST_TOTALS=$build/log/totals
    mkdir -p "$build/log"
    : >"$TEST_TOTALS"
    for target in "$@"; do
        "${MAKE:-make}" --no-print-directory "$target" || echo "0 1 0 $target" >>"$TEST_TOTALS.broken"
    done
    # A target that broke before it could count (a build error, say) is one failure.
    read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$TEST_TOTALS")
    if [ -s "$TEST_TOTALS.broken" ]; then
        echo "suites with failures: $(awk '{ print $4 }' "$TEST_TOTALS.broken" | tr '\n' ' ')(logs in $build/log)"
        [ "$failed" -gt 0 ] || failed=1
    fi
    rm -f "$TEST_TOTALS.broken"
    total_print
    [ "$failed" -eq 0 ]
    exit
fi

rm -rf "$logs"
mkdir -p "$logs"
if [ "${1:-}" = -- ]; then
    shift
    program_run "$@"
else
    for program in "$@"; do
        program_run "$program"
    done
fi
figures_print
if [ -n "${TEST_TOTALS:-}" ]; then
    echo "$passed $failed $skipped" >>"$TEST_TOTALS"
else
    total_print
fi
[ "$failed" -eq 0 ]
