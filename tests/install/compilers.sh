#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Every compiler that is installed builds everything without a warning, into a folder of its own: gcc, clang, and the
# packet programs by each clang-NN of Debian. tests/kernel loads those objects.
set -u
build=${BUILD:-build}/variant
passed=0 failed=0

builds() {
    local name=$1
    shift
    if "${MAKE:-make}" --no-print-directory BUILD="$build/$name" WERROR=1 "$@"; then
        passed=$((passed + 1))
    else
        echo "FAIL: $name does not build"
        failed=$((failed + 1))
    fi
}

jobs=-j$(nproc)
# The one that `cc` is has built the suite that runs this.
for compiler in gcc clang; do
    [[ $(realpath "$(command -v cc)") == *"$compiler"* ]] || builds "$compiler" CC="$compiler" "$jobs" all tests
done
for clang in /usr/bin/clang-[0-9]*; do
    [ ! -x "$clang" ] || builds "${clang##*/}" CLANG="$clang" "$jobs" programs
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
