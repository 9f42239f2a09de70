# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Completion of ucgate-trace for bash.

_ucgate_trace() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local options='--interface --config --hex --json --color --help --version'

    case $before in
        -i | --interface) mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/class/net)" -- "$word") ;;
        -c | --config) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") ;;
        --hex) COMPREPLY=() ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$options tcp udp icmp icmpv6 arp lldp in out" -- "$word") ;;
    esac
}
complete -F _ucgate_trace ucgate-trace
