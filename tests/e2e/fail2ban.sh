#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# fail2ban bans through ucgate, by the action that `make install` gives it: who appears in a log is silenced for as long
# as fail2ban says, is let in again by it, and whoever was banned by hand stays so.
. "$(dirname "$0")/lib.sh"

begin
command -v fail2ban-server >/dev/null || { echo 'skipped: needs fail2ban' && exit 77; }
rules guarded <<-END
	version: 1
	never_block: [198.51.100.7]
	services:
	  - {name: sip, direction: in, tcp: [5060]}
END
attached guarded
for address in $INSIDE4 $INSIDE6; do
    answer inside "$address" tcp:5060
done
listening_wait inside tcp 5060
sleep 0.2
open() { equal "$(knock outside -w 2000 "$1" tcp:5060)" 'tcp 5060 open'; }
silent() { equal "$(knock outside -w 600 "$1" tcp:5060)" 'tcp 5060 silent'; }
banned() { tells 0 ".interfaces[0].bans | $1" ucgate bans -j; }

mkdir -p "$WORK"/fail2ban/{action.d,filter.d}
cp "$E2E/../../tools/fail2ban/ucgate.conf" "$WORK/fail2ban/action.d"
cat >"$WORK/fail2ban/fail2ban.conf" <<-END
	[Definition]
	loglevel = INFO
	logtarget = STDOUT
	syslogsocket = auto
	socket = $WORK/fail2ban.sock
	pidfile = $WORK/fail2ban.pid
	dbfile = None
END
printf '[Definition]\nfailregex = ^attack from <HOST>$\ndatepattern = {NONE}\n' >"$WORK/fail2ban/filter.d/attack.conf"
# One jail bans without an end. A jail gives its actions the port and protocol as well, which ucgate does not ask for.
for jail in hour:3600 ever:-1; do
    cat <<-END
	[${jail%:*}]
	enabled = true
	backend = polling
	filter = attack
	logpath = $WORK/${jail%:*}.log
	maxretry = 1
	bantime = ${jail#*:}
	action = ucgate[ucgate="$BUILD/ucgate", options="-i wan0"]
	END
done >"$WORK/fail2ban/jail.conf"
: >"$WORK/hour.log"
: >"$WORK/ever.log"

inside_serve fail2ban-server -f -c "$WORK/fail2ban" start
log=$NETWORK_LOG
watching() { [ "$(grep -c "Jail '.*' started" "$log")" = 2 ] || { cat "$log" && false; }; }
client_says() { inside fail2ban-client -c "$WORK/fail2ban" "$@"; }
appears() { echo "attack from $2" >>"$WORK/$1.log"; }

holds "fail2ban takes the action" tcp_settles watching
ucgate ban 203.0.113.9 >"$WORK/ban"
holds "nobody is banned by it" banned 'length == 1'
appears hour $OUTSIDE4
holds "who appears in its log is banned" tcp_settles banned 'any(.[]; .prefix == "192.0.2.1/32")'
holds "for as long as it says" banned '.[] | select(.prefix == "192.0.2.1/32") | .left_s > 3000 and .left_s <= 3600'
holds "and silent" silent $INSIDE4
holds "nobody else is" open $INSIDE6
appears ever $OUTSIDE6
holds "so is who appears over IPv6" tcp_settles banned 'any(.[]; .prefix == "2001:db8::1/128" and .until == null)'
holds "without an end, where it says so" silent $INSIDE6
appears hour 198.51.100.7
refused() { grep -q 'Failed to execute ban.*198.51.100.7' "$log" || { tail "$log" && false; }; }
holds "whom rules protect is not banned, and its log says so" tcp_settles refused
fails "nor listed" banned 'any(.[]; .prefix == "198.51.100.7/32")'

holds "fail2ban lets one in again" client_says set hour unbanip $OUTSIDE4
holds "which ucgate does" tcp_settles banned 'all(.[]; .prefix != "192.0.2.1/32")'
holds "so it answers" open $INSIDE4
holds "fail2ban ends" client_says stop
holds "and its bans with it, not those by hand" tcp_settles banned '[.[].prefix] == ["203.0.113.9/32"]'
holds "all are answered" open $INSIDE6
