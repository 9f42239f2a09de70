#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# run.sh [RELEASE...]: runs guest.sh on kernels of Debian releases, oldest to newest, in emulated machines. The kernels
# are kept in $KERNELS ($BUILD/kernels). GUEST names another script to run there.
set -u
build=${BUILD:-build}
kernels=${KERNELS:-$build/kernels}
here=$(dirname "$0")
passed=0 failed=0 skipped=0
# release:version; the last one has what will be in the next release.
modules="veth dummy sch_ingress cls_bpf ipv6 nf_tables nft_counter nft_objref"
releases="bullseye:5.10 bookworm:6.1 trixie:6.12 sid:"
[ $# -eq 0 ] || releases="$*"
mkdir -p "$kernels" "$build/log"
[ "$(uname -m)" = x86_64 ] || {
    echo "the emulated machines of tests/kernel are x86_64 only"
    exit 77
}

release_run() {
    local release=${1%%:*} version=${1#*:} dir log status
    dir=$kernels/$release log=$build/log/kernel-$release.log
    "$here/fetch.sh" "$release" "$version" "$dir" >"$log" 2>&1
    status=$?
    if [ $status -ne 0 ]; then
        tail -n 5 "$log"
        echo "release $release: kernel not fetched"
        return $status
    fi
    # shellcheck disable=SC2086 # the list of words is what is wanted
    "$here/modules.sh" "$dir" "$dir/modules.cpio" $modules &&
        cat "$kernels/programs.cpio" "$dir/modules.cpio" >"$dir/initrd" &&
        "$here/boot.sh" "$dir" "$dir/initrd" >"$log" 2>&1
    status=$?
    rm -f "$dir/initrd"
    sed "s/^/$release: /" "$log"
    return $status
}

# Adds what the guest counted in FILE. A guest that broke before it counted, or after, is one failure.
count() {
    local p f
    read -r p f < <(sed -n 's/^.*: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$1" | tail -n 1)
    [ "$2" -eq 0 ] || [ "${f:-0}" -gt 0 ] || f=1
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0}))
}

# release_try RELEASE: leaves what was said and the exit status beside each other.
release_try() {
    local said=$build/log/kernel-${1%%:*}.said started=$SECONDS status
    release_run "$1" >"$said" 2>&1
    status=$?
    echo $status >"$said.status"
    echo "release ${1%%:*}: exit status $status, $((SECONDS - started)) s" >>"$said"
}

"$here/programs.sh" "$build" "$kernels/programs.cpio" || exit 1
# As many machines at once as there are processors: each emulates one.
for release in $releases; do
    while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do
        wait -n
    done
    release_try "$release" &
done
wait
for release in $releases; do
    said=$build/log/kernel-${release%%:*}.said
    status=$(cat "$said.status")
    cat "$said"
    if [ "$status" -eq 77 ]; then
        skipped=$((skipped + 1))
    else
        count "$said" "$status"
    fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
