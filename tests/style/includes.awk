# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Who may include whom (CONTRIBUTING.md): fails on an #include "..." that goes against the direction.
BEGIN {
    may["include"] = "include"
    may["maps"] = "include maps"
    may["bpf"] = "include maps bpf"
    may["loader"] = "include maps loader bpf"    # bpf: the skeletons
    may["tools"] = "include maps loader tools bpf"
    may["tests"] = "include maps bpf loader tools tests"
    # Includes are written relative to include/, loader/ or the top.
    home["abi"] = "include"
    home["cleanup.h"] = "include"
    split("rules base attach apply change run command", folders)
    for (i in folders)
        home[folders[i]] = "loader"
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    path = $0
    sub(/^[^"]*"/, "", path)
    sub(/".*/, "", path)
    from = FILENAME
    sub(/\/.*/, "", from)
    where = path
    sub(/\/.*/, "", where)
    if (where in home)
        where = home[where]
    else if (path !~ /\//)
        where = from # a neighbour in the same folder
    if (path ~ /\.\.\//)
        complain("no ../ includes: \"" path "\"")
    else if (index(" " may[from] " ", " " where " ") == 0)
        complain(from "/ may not include \"" path "\"")
    else if (where == "bpf" && from ~ /^(loader|tools)$/ && path !~ /\.skel\.h$/)
        complain(from "/ may take no more than a skeleton from bpf/: \"" path "\"")
    else if (path ~ /\.bpf\.h$/ && from !~ /^(maps|bpf|tests)$/)
        complain(from "/ may not include what only BPF programs can: \"" path "\"")
}
function complain(text) {
    print FILENAME ":" FNR ": " text
    bad = 1
}
END { exit bad }
