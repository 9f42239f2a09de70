#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# programs.sh BUILD OUT: the part of the guest's root that all kernels share, as a cpio archive: ucgate with its tests,
# and the programs of this machine that they use, each with its libraries.
set -eu
build=$1 out=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# program_add PROGRAM DIR
program_add() {
    local path library
    path=$(command -v "$1") || {
        echo "no program $1 on this machine" >&2
        return 1
    }
    install -D "$(realpath "$path")" "$2/$(basename "$1")"
    ldd "$path" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
        [ -e "$root$library" ] || install -D "$(realpath "$library")" "$root$library"
    done
}

mkdir -p "$root"/{bin,sbin,proc,sys,dev,run,tmp,root,var/lib,etc,work/build}
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd" # tcpdump asks for it
for applet in $(busybox --list); do
    ln -sf busybox "$root/bin/$applet"
done
PATH=/bin:/sbin:/usr/bin:/usr/sbin
for program in bash busybox timeout jq ip tc ss bpftool nsenter nft tcpdump xdp-filter xdp-loader; do
    rm -f "$root/bin/$program"
    program_add "$program" "$root/bin"
done
ln -sf bash "$root/bin/sh"
for program in ucgate ucgate-stats ucgate-trace tests/traffic/{knock,listen,frames} tests/packets/run; do
    program_add "$build/$program" "$root/work/$(dirname "build/$program")"
done

# The objects of libxdp's dispatcher and of xdp-filter.
objects=$(dirname "$(dpkg -L libxdp1 | grep xdp-dispatcher.o)")
mkdir -p "$root$objects"
cp "$objects"/*.o "$root$objects"
# The packet programs as each clang of the build made them.
for object in "$build"/bpf/*.bpf.o "$build"/variant/clang-*/bpf/*.bpf.o; do
    [ ! -e "$object" ] || install -D -m 644 "$object" "$root/work/objects/${object#"$build"/}"
done
cp -r --parents include/abi loader/rulesets tests/{e2e,golden,kernel,packets,traffic} "$root/work"
install -m 755 tests/kernel/init.sh "$root/init"
install -m 755 "${GUEST:-tests/kernel/guest.sh}" "$root/work/tests/kernel/guest.sh"
(cd "$root" && find . | cpio --quiet -o -H newc) >"$out.new"
mv "$out.new" "$out"
