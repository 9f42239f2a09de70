#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
uname -r
find objects -name '*.o' | while read o; do bpftool prog load $o /sys/fs/bpf/p_$(md5sum <<<$o | cut -c1-6) > /tmp/log 2>&1 && echo ok $o || { echo FAIL $o; tail -30 /tmp/log; }; done
bpftool -j prog show | grep -o '"name":"[a-z_]*"\|verified_insns":[0-9]*'
