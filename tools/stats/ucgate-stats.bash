# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Completion of ucgate-stats for bash.

_ucgate_stats() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local options='--interface --watch --exact --flows --top --suggest --for --from --json --prometheus --color --help --version'

    case $before in
        -i | --interface) mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/class/net)" -- "$word") ;;
        --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") ;;
        --from) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        -w | --watch | --for) COMPREPLY=() ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
    esac
}
complete -F _ucgate_stats ucgate-stats
