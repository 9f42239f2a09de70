#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What is asked of every kernel, inside the emulated machine: the objects of every clang load, the packet suite and
# trace say the same as elsewhere, flows are learned by whichever hook there is for what leaves, an end-to-end test
# passes over native veth, reloads and trials keep their promises, another build takes over, and other XDP programs and
# tc filters are left in peace.
set -u
passed=0 failed=0

asks() {
    local sentence=$1
    shift
    if "$@" >/tmp/output 2>&1; then
        passed=$((passed + 1)) && echo "ok    $sentence"
        grep -h -e '^ok ' -e '^figure' /tmp/output | sed 's/^/      /'
    else
        failed=$((failed + 1)) && echo "WRONG $sentence" && tail -n 40 /tmp/output | sed 's/^/      /'
    fi
}

echo "kernel $(uname -r)"
while read -r object; do
    asks "the object of ${object#objects/} loads" bpftool prog load "$object" "/sys/fs/bpf/object"
    bpftool prog show pinned /sys/fs/bpf/object 2>/dev/null | grep -o 'xlated [0-9]*B' | sed 's/^/      /'
    rm -f /sys/fs/bpf/object
done < <(find objects -name '*.o' | sort)
asks "every packet gets the verdict it must get" tests/packets/judge.sh
asks "trace says the same as elsewhere" tests/golden/trace.sh tracked
# What of neighbours an old kernel can do.
case $(uname -r) in
    5.10.*) neighbours=tests/kernel/alone.sh ;;
    *) neighbours=tests/kernel/dispatcher.sh ;;
esac
export RELOADS=15 TRIALS=1
for script in tests/e2e/counters_by_name.sh tests/e2e/reload_mix.sh tests/e2e/confirm_expiry.sh tests/kernel/egress.sh \
    tests/kernel/takeover.sh tests/kernel/comes_back.sh $neighbours; do
    asks "$script passes" "$script"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
