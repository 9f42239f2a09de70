# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Completion of ucgate for bash.

_ucgate_programs() {
    compgen -c ucgate- | sed -n 's/^ucgate-//p' | sort -u
}

_ucgate() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local common='--json --color --verbose --help'
    local -A options=(
        [check]="--config --strict --against --local --interface $common"
        [attach]="--interface --config --xdp --flows --monitor --confirm --force $common"
        [reload]="--interface --config --confirm --force $common"
        [run]="--interface --config --xdp --flows --force $common"
        [confirm]="--interface $common"
        [rollback]="--interface --force $common"
        [history]="--interface $common"
        [detach]="--interface $common"
        [panic]="--interface --off $common"
        [ban]="--interface --for --force $common"
        [unban]="--interface --all $common"
        [bans]="--interface $common"
        [diff]="--interface --config $common"
        [status]="--interface $common"
        [list]="--interface $common"
    )

    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "${!options[*]} $(_ucgate_programs) --help --version" -- "$word")
        return
    fi
    case $before in
        -i | --interface) mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/class/net)" -- "$word") ;;
        -c | --config | --against) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") ;;
        --xdp) mapfile -t COMPREPLY < <(compgen -W 'auto native generic' -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -W "${options[${COMP_WORDS[1]}]:-}" -- "$word") ;;
    esac
}
complete -F _ucgate ucgate
