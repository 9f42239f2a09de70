#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# fetch.sh SUITE PATTERN DIR: unpacks the newest cloud kernel of a Debian release whose version matches PATTERN into
# DIR, from the mirror that this machine's apt uses. apt keeps its state under DIR.apt, so the machine's own is not
# touched. Exit status 77: the mirror cannot be reached, or has no such release.
set -eu
suite=$1 pattern=$2 dir=$3
[ ! -e "$dir/ready" ] || exit 0
architecture=$(dpkg --print-architecture)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
state=$(realpath -m "$dir.apt")
rm -rf "$dir" "$state"
mkdir -p "$dir" "$state"/{lists/partial,cache/archives/partial,parts,debs}
: >"$state/status"

# The label is known once `apt-get update` has run; else the first source is taken for Debian's own.
mirror() {
    local format="\$(REPO_URI)" found
    found=$(apt-get indextargets --format "$format" 'Created-By: Packages' "Label: $1" | head -n 1)
    if [ -z "$found" ] && [ "$1" = Debian ]; then
        found=$(apt-get indextargets --format "$format" 'Created-By: Packages' | head -n 1)
    fi
    echo "$found"
}

# A mirror may stand still (a snapshot), and a kernel to test on need not be today's: no Check-Valid-Until.
private() {
    "$1" -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
        -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts="$state/parts" \
        -o Dir::Etc::preferencesparts="$state/parts" -o APT::Architecture="$architecture" \
        -o Acquire::Languages=none -o APT::Sandbox::User=root -o Acquire::Retries=3 -o Acquire::Check-Valid-Until=false "${@:2}"
}

echo "deb [signed-by=$keyring] $(mirror Debian) $suite main" >"$state/sources.list"
# An old release gets its newest kernels from the security archive alone.
security=$(mirror Debian-Security)
if [ "$suite" = bullseye ] && [ -n "$security" ]; then
    echo "deb [signed-by=$keyring] $security $suite-security main" >>"$state/sources.list"
fi
private apt-get -qq update || {
    echo "skipped: no package lists of Debian $suite to be had"
    exit 77
}
image=$(private apt-cache search --names-only "^linux-image-${pattern}[^ ]*-cloud-$architecture\$" |
    awk '{ print $1 }' | sort -V | tail -n 1)
[ -n "$image" ] || {
    echo "skipped: Debian $suite has no cloud kernel $pattern"
    exit 77
}
# Newer releases keep the kernel and its modules in packages of their own.
parts=$(private apt-cache depends "$image" | sed -n 's/^ *Depends: \(linux-\(binary\|modules\)-.*\)$/\1/p')
# shellcheck disable=SC2086 # a list of words
(cd "$state/debs" && private apt-get -qq download "$image" $parts)
for package in "$state"/debs/*.deb; do
    dpkg-deb -x "$package" "$dir"
done
rm -rf "$state"
modules=$(find "$dir" -path '*/lib/modules/*' -prune -type d)
[ -e "$modules/modules.dep" ] || depmod -b "${modules%/lib/modules/*}" "${modules##*/}"
echo "${modules##*/}" >"$dir/ready"
