# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Completion of ucgate-events for bash.

_ucgate_events() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local options='--interface --write --pass --reason --service --peer --count --for --json --color --help --version'
    local reasons='service flow related essential fragment outbound malformed ethertype vlan-depth bogon source-route tcp-flags
        fragment-invalid fragment-orphan icmp icmp-unrelated protocol peer expired revoked no-flow rate-limit banned blocklist not-allowed'

    case $before in
        -i | --interface) mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/class/net)" -- "$word") ;;
        -w | --write) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        --reason) mapfile -t COMPREPLY < <(compgen -W "$reasons" -- "$word") ;;
        --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") ;;
        --service | --peer | -n | --count | --for) COMPREPLY=() ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
    esac
}
complete -F _ucgate_events ucgate-events
