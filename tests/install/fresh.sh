#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# fresh.sh [COMMAND...]: a newcomer's first minutes. Makes a bare Debian 12 by debootstrap with nothing but make, git,
# ca-certificates and sudo added, clones this repository into it, and runs the README's two commands there (or
# COMMAND). What is committed is tested, not the working tree. FRESH keeps the folder between runs.
set -eu
[ "$(id -u)" -eq 0 ] || {
    echo "debootstrap and chroot need root" >&2
    exit 1
}
[ $# -gt 0 ] || set -- 'make demo' 'make test'
top=$(git rev-parse --show-toplevel)
fresh=$(realpath -m "${FRESH:-${BUILD:-build}/fresh}")
root=$fresh/root
mirror=$(apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' 'Label: Debian' | head -n 1)

# A root that debootstrap made once is kept as an archive, so that every run starts from the same bare system.
mkdir -p "$fresh"
if [ ! -s "$fresh/bare.tar" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase --include=make,git,ca-certificates,sudo bookworm "$root" "$mirror"
    tar -C "$root" -cf "$fresh/bare.tar" .
    rm -rf "$root"
fi
mkdir -p "$root"

leave() {
    awk -v root="$root/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r -n 1 umount -l
    rm -rf --one-file-system "$root"
}
trap leave EXIT
leave
mkdir -p "$root"
tar -C "$root" -xf "$fresh/bare.tar"
for place in proc sys dev; do
    mount --rbind "/$place" "$root/$place"
    mount --make-rslave "$root/$place"
done
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir -p "$root/mnt/ucgate"
mount --bind -o ro "$top" "$root/mnt/ucgate"
chroot "$root" git -c safe.directory='*' clone --quiet /mnt/ucgate /root/ucgate

status=0
for command in "$@"; do
    started=$SECONDS
    echo "== $command"
    chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
        LANG=C.UTF-8 sh -c "cd /root/ucgate && $command" || status=$?
    echo "== $command: exit status $status after $((SECONDS - started)) s"
    [ $status -eq 0 ] || break
done
exit $status
