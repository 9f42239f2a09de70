#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# deps.sh build|demo|test...: installs what these jobs need and this machine lacks, from Debian's own packages.
set -eu

packages() {
    case $1 in
        build) # compilers, and the libraries that the programs link with
            echo gcc libc6-dev linux-libc-dev clang llvm bpftool libbpf-dev libxdp-dev libelf-dev zlib1g-dev \
                libpcap-dev libmicrohttpd-dev libyaml-dev libjansson-dev libsmartcols-dev libmd-dev libmnl-dev libsystemd-dev
            ;;
        demo) # clients, servers and network namespaces
            echo iproute2 iputils-ping ethtool procps util-linux sip-tester openssl dnsmasq-base bind9-dnsutils \
                socat nmap jq
            ;;
        test) # the suites, the checks, and the kernels of other Debian releases
            echo libcmocka-dev libclang-rt-14-dev xdp-tools nftables ipset iptables strace qemu-system-x86 cpio busybox-static kmod xz-utils \
                fail2ban prosody clang-format clang-tidy sparse cppcheck shellcheck codespell universal-ctags mandoc tcpdump tshark time xxd zstd \
                prometheus curl
            ;;
        *)
            echo "deps.sh: no job '$1'; there are build, demo, test" >&2
            exit 2
            ;;
    esac
}

wanted=$(for job in "$@"; do packages "$job"; done)
# shellcheck disable=SC2086 # lists of words
have=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii *//p')
missing=$(comm -23 <(tr ' ' '\n' <<<"$wanted" | sort -u) <(sort -u <<<"$have") | tr '\n' ' ')
[ -n "${missing// /}" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "missing packages: $missing" >&2
    echo "install them with: sudo make deps" >&2
    exit 1
fi
echo "installing by apt-get: $missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
install() { apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing </dev/null >"$log" 2>&1; }
log=$(mktemp)
# A package's service is not for the tests, and not to be started by being installed.
policy=/usr/sbin/policy-rc.d
[ -e $policy ] && policy=$log.policy
printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
trap 'rm -f "$log" "$policy"' EXIT
# The package lists may be absent (a fresh image) or name versions that the mirror has replaced since.
install || { echo "updating the package lists first" && apt-get update -qq && install; } || {
    tail -n 30 "$log" >&2
    echo "apt-get could not install them" >&2
    exit 1
}
# Nor at the next boot.
for daemon in fail2ban prosody; do
    case " $missing" in *" $daemon "*) update-rc.d "$daemon" disable >/dev/null 2>&1 || true ;; esac
done
