#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# One XMPP stream on stdin and stdout (RFC 6120, 4.2): waits for the peer's header, answers with its own.
for _ in 1 2; do # the XML declaration is optional
    IFS= read -r -d '>' -t 3 tag || exit 1
    case $tag in
        *'<stream:stream'*)
            printf '%s' '<?xml version="1.0"?><stream:stream xmlns="jabber:client" version="1.0" id="1"' \
                ' xmlns:stream="http://etherx.jabber.org/streams" from="pbx.example"><stream:features/></stream:stream>'
            exit 0
            ;;
    esac
done
exit 1
