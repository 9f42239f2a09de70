#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# modules.sh DIR OUT MODULE...: the modules of an unpacked kernel and what they depend on, uncompressed and in the order
# to load them, as a cpio archive. What is built in, or unknown to this kernel, is left out.
set -eu
dir=$1 out=$2
shift 2
tree=$(find "$dir" -path '*/lib/modules/*' -prune -type d)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/modules"

module_add() {
    local path=$1 name
    name=$(basename "$path")
    name=${name%%.ko*}.ko
    [ ! -e "$root/modules/$name" ] || return 0
    case $path in
        *.xz) xz -dc "$tree/$path" ;;
        *.zst) zstd -qdc "$tree/$path" ;;
        *) cat "$tree/$path" ;;
    esac >"$root/modules/$name"
    echo "$name" >>"$root/modules/order"
}

: >"$root/modules/order"
for module in "$@"; do
    # modules.dep: `path: the nearest dependency ... the farthest one`
    line=$(grep -E "(^|/)${module//_/[_-]}\.ko[.a-z]*:" "$tree/modules.dep" || true)
    for path in $(tr ' ' '\n' <<<"${line#*:}" | tac) ${line%%:*}; do
        module_add "$path"
    done
done
(cd "$root" && find modules | cpio --quiet -o -H newc) >"$out.new"
mv "$out.new" "$out"
