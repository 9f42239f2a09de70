#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# shellcheck shell=dash
# The first process of the guest: mounts, modules, the tests, their exit status, power off.
export PATH=/bin:/sbin HOME=/root BUILD=/work/build
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
ln -s /proc/self/fd /dev/fd
mount -t tmpfs run /run
mkdir -p /run/netns
mount -t tmpfs tmp /tmp
mount -t bpf bpf /sys/fs/bpf
while read -r module; do
    insmod "/modules/$module" || echo "cannot load $module"
done </modules/order
cd /work || exit
tests/kernel/guest.sh
echo "guest exit status $?"
poweroff -f
