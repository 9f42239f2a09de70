#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# boot.sh DIR INITRD: boots an unpacked kernel in an emulated machine that has no disk and no network; prints its
# console. Ends with the exit status of the guest's tests, 124 after BOOT_SECONDS, 125 when they never came to an end.
set -u
kernel=$(find "$1" -name 'vmlinuz*' -type f | head -n 1)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Without cx16: qemu 7.2 emulates cmpxchg16b wrongly, and newer kernels crash on it now and then. Without la57: faster.
timeout --foreground -k 5 "${BOOT_SECONDS:-600}" qemu-system-x86_64 -accel tcg -cpu max,-cx16,-la57 -M q35 -smp 1 -m 768 \
    -nodefaults -no-user-config -display none -no-reboot -serial stdio -kernel "$kernel" -initrd "$2" \
    -append "console=ttyS0 quiet loglevel=3 panic=-1 random.trust_cpu=on mitigations=off" </dev/null 2>&1 |
    tr -d '\r' | tee "$log" | grep --line-buffered -av -e '^SeaBIOS' -e '^Booting from ROM' -e 'Power down'
qemu_status=${PIPESTATUS[0]}
status=$(sed -n 's/^guest exit status \([0-9]*\)$/\1/p' "$log")
[ "$qemu_status" -ne 124 ] || status=124
exit "${status:-125}"
