#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# `make install DESTDIR=` puts everything in its place, what it puts there works, and `make uninstall` leaves nothing.
set -eu
build=$(realpath -m "${BUILD:-build}")/variant/install
root=$build/root
rm -rf "$root"
into=("${MAKE:-make}" --no-print-directory BUILD="$build" PREFIX=/usr DESTDIR="$root" "-j$(nproc)")
"${into[@]}" install

for file in sbin/ucgate sbin/ucgate-stats share/ucgate/aspenuc{,-strict,-literal}.yaml share/doc/ucgate/LICENSE \
    share/man/man8/ucgate.8 share/man/man8/ucgate-stats.8 share/man/man5/ucgate.yaml.5 \
    share/bash-completion/completions/ucgate sbin/ucgate-events share/man/man8/ucgate-events.8 \
    share/bash-completion/completions/ucgate-events {sbin,share/bash-completion/completions}/ucgate-{replay,trace} \
    share/man/man8/ucgate-{replay,trace}.8 sbin/ucgate-exporter share/man/man8/ucgate-exporter.8 \
    lib/systemd/system/ucgate-exporter.service lib/systemd/system/ucgate@.service lib/sysusers.d/ucgate.conf lib/tmpfiles.d/ucgate.conf \
    share/ucgate/prometheus/ucgate.rules.yml share/ucgate/grafana/ucgate.json; do
    [ -s "$root/usr/$file" ] || {
        echo "FAIL: install forgot /usr/$file"
        exit 1
    }
done
"$root/usr/sbin/ucgate" --version
"$root/usr/sbin/ucgate" check -c "$root/usr/share/ucgate/aspenuc.yaml"
"$root/usr/sbin/ucgate" stats --help
cmp tools/fail2ban/ucgate.conf "$root/etc/fail2ban/action.d/ucgate.conf"
"$root/usr/sbin/ucgate" exporter --help
grep -q '^ExecStart=/usr/sbin/ucgate-exporter ' "$root/usr/lib/systemd/system/ucgate-exporter.service" || {
    echo "FAIL: the unit does not start what was installed"
    exit 1
}
outside=$(find "$root" -type f -not -path "$root/usr/*" -not -path "$root/etc/fail2ban/*")
[ -z "$outside" ] || {
    echo "FAIL: install wrote outside PREFIX: $outside"
    exit 1
}

"${into[@]}" uninstall
left=$(find "$root" -type f)
[ -z "$left" ] || {
    echo "FAIL: uninstall left $left"
    exit 1
}
