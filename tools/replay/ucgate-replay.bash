# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Completion of ucgate-replay for bash.

_ucgate_replay() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local options='--interface --config --local --diff --drops --suggest --write --json --color --help --version'

    case $before in
        -i | --interface) mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/class/net)" -- "$word") ;;
        --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") ;;
        --local) mapfile -t COMPREPLY < <(compgen -W "$(ip -o address | awk '$3 ~ /^inet/ { sub("/.*", "", $4); print $4 }')" -- "$word") ;;
        *)
            case $word in
                -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
                *) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
            esac
            ;;
    esac
}
complete -F _ucgate_replay ucgate-replay
