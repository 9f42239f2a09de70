#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# sparse.sh FLAGS... FILE: byte order by types: a port without htons() is an error here and nowhere else. What sparse
# says about the system's headers and about skeletons does not count.
set -u
said=$(sparse -Wbitwise -Wno-decl -D__CHECK_ENDIAN__ -include "$(dirname "$0")/endian.h" "$@" 2>&1 |
    awk '/note: in included file/ { note = $0; next }
         /^\/usr\// || /[.]skel[.]h:/ { next }
         { if (note != "") print note; note = ""; print }')
[ -z "$said" ] || {
    echo "$said"
    exit 1
}
