#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# readme.sh FOLDER...: the README of each folder names every source file below it that no deeper README is for, as
# `name.c`, `name.h` or `name`.
set -u
bad=0

# The nearest folder upward that has a README.
reader_of() {
    local folder
    folder=$(dirname "$1")
    while [ ! -e "$folder/README.md" ]; do
        folder=$(dirname "$folder")
    done
    echo "$folder"
}

for folder in "$@"; do
    while read -r file; do
        [ "$(reader_of "$file")" = "$folder" ] || continue
        name=$(basename "${file%.*}").
        case $name in
            *_*) all="*${name#"${name%_*}"}" ;; # `*_json.c` names them all
            *) all=$name ;;
        esac
        grep -qF -e "$name" -e "\`${name%.}\`" -e "$all" "$folder/README.md" || {
            echo "$folder/README.md does not name $file"
            bad=1
        }
    done < <(git ls-files "$folder" | grep -E '\.(c|h|sh)$')
done
exit $bad
