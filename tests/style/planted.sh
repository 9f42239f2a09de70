#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The checks of this folder find what is planted here for them: a check that cannot fail checks nothing.
set -u
style=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$style/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit
mkdir maps loader
bad=0

# finds WHAT TEXT COMMAND...: the command fails and says TEXT.
finds() {
    local what=$1 text=$2
    shift 2
    if "$@" >said 2>&1 || ! grep -q "$text" said; then
        echo "nobody finds $what" && bad=1
    fi
}

licence='// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause'
printf '%s\n#include "rules/model.h"\n' "$licence" >maps/upward.c
finds "an include against the direction" 'maps/ may not include "rules/model.h"' awk -f "$style/includes.awk" maps/upward.c
{ echo "void long_one(void)" && echo "{" && yes '	;' | head -n 90 && echo "}"; } >loader/long.c
finds "a long function" 'long_one is 93 lines long' "$style/functions.sh" loader/long.c
printf 'int f(void)\n{\n#if 1\n\treturn 1;\n#endif\n}\n' >loader/if.c
finds "an #if inside a function" 'loader/if.c:3: #if inside a function' "$style/functions.sh" loader/if.c
printf '%s\nint n = atoi("1");\n' "$licence" >loader/atoi.c
finds "atoi" 'loader/atoi.c:2' "$style/text.sh" loader/atoi.c
echo 'int n;' >loader/bare.c
finds "a missing licence" 'no SPDX' "$style/text.sh" loader/bare.c
printf '#include <netinet/in.h>\n__be16 port = 5060;\n' >loader/order.c
finds "a port in the wrong byte order" 'incorrect type' "$style/sparse.sh" -I"$top/include" loader/order.c
exit $bad
