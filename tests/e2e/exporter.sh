#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate-exporter without privilege, scraped by Prometheus, by clients that say nothing and by clients that take their
# time; what it tells is what ucgate-stats tells.

# In a mount namespace of its own: the permissions of /sys/fs/bpf are changed here.
if [ -z "${OWN_MOUNTS:-}" ] && [ "$(id -u)" -eq 0 ]; then
    OWN_MOUNTS=1 exec unshare --mount --propagation unchanged "$BASH" "$0"
fi
. "$(dirname "$0")/lib.sh"

GROUP=65534 # of whoever may read the pins
METRICS=http://127.0.0.1:9477/metrics

get() { inside curl -s --max-time 10 "$@"; }
scrape() { get -f "$METRICS"; }
# sample LINE: that sample is there, now or as soon as the last answer is no longer good.
sample_is() { scrape | grep -qxF "$1"; }
sample() { settles sample_is "$1" || { scrape | grep "^${1%%[\{ ]*}" && false; }; }
status_of() { get -o /dev/null -w '%{http_code}' "$@"; }

# serve_as ID ARGUMENT...: the exporter as that user, in no group but that one, without privilege, until `stop`.
serve_as() {
    inside_serve setpriv --reuid "$1" --regid "$1" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs \
        "$WORK/ucgate-exporter" "${@:2}"
    SERVER=${NETWORK_PIDS[-1]}
}
listens() { settles grep -q 'listening on' "$NETWORK_LOG"; }
serve() { serve_as $GROUP "$@" && listens; }
# The process that inside_serve knows is that of `timeout`, which hands on what can be.
stop() { kill "$SERVER" && wait "$SERVER"; }
stop_hard() { kill -KILL "$(pgrep -P "$SERVER")" && wait "$SERVER" 2>/dev/null; }
listening_at() { sed -n 's/.*listening on //p' "$NETWORK_LOG"; }

send() {
    local frame i
    frame=$(ethernet 0800 "$(udp4 $OUTSIDE4 40000 $INSIDE4 "$1")")
    for ((i = 0; i < $2; i++)); do
        echo "$frame"
    done | outside "$TRAFFIC/frames" send isp0
}

if [ -n "${OWN_MOUNTS:-}" ]; then
    mount --make-rprivate /sys && mount -t bpf -o mode=0700 bpf /sys/fs/bpf || exit 1
fi
begin
rules_make
cp "$BUILD/ucgate-exporter" "$WORK/ucgate-exporter"
chmod 711 "$WORK"
# As tmpfiles.d/ucgate.conf makes it, once and for all that is attached later.
chgrp $GROUP /sys/fs/bpf && chmod 0710 /sys/fs/bpf
mkdir -p /sys/fs/bpf/ucgate && chgrp $GROUP /sys/fs/bpf/ucgate && chmod 2750 /sys/fs/bpf/ucgate

serve -i wan0
holds "it listens where Prometheus looks for it" equal "$(listening_at)" "$METRICS"
holds "with nothing attached it answers" sample "ucgate_build_info{version=\"$("$BUILD/ucgate-exporter" --version | cut -d' ' -f2)\"} 1"
holds "an interface that should be filtered is told" sample 'ucgate_interface_attached{interface="wan0",mode="none"} 0'

attached one
send 5060 3
send 5061 7
holds "what is attached later is read without another word" sample 'ucgate_interface_attached{interface="wan0",mode="native"} 1'
holds "what passed is told" sample 'ucgate_service_packets_total{interface="wan0",service="sip",direction="in",verdict="pass"} 3'
holds "and what was dropped" sample 'ucgate_drops_total{interface="wan0",reason="not-allowed"} 7'
same_as_stats() { [ "$(scrape | grep -E "$1")" = "$(inside "$BUILD/ucgate-stats" --prometheus | grep -E "$1")" ]; }
holds "ucgate-stats says the same" settles same_as_stats '^ucgate_(service|drop|rule|reload|build|confirm)'
well_formed() { scrape >"$WORK/metrics" && promtool check metrics <"$WORK/metrics"; }
holds "Prometheus' own tool has nothing to say against it" well_formed
holds "there are samples to say something against" test "$(grep -c '^ucgate_' "$WORK/metrics")" -gt 90
told=$(grep -vE '^#|(hash|version)="' "$WORK/metrics")
fails "no address, prefix or port is a label" grep -E '="[^"]*([0-9]+\.[0-9]+|::|5060)' <<<"$told"

reload two >"$WORK/said" 2>&1
holds "what a reload puts in force is read, too" sample 'ucgate_reloads_total{result="success"} 1'
says_no() { ! inside "$BUILD/ucgate" reload -i wan0 -c "$WORK/bad.yaml" 2>/dev/null; }
holds "a bad file is refused" says_no
holds "that is counted" sample 'ucgate_reloads_total{result="refused"} 1'
inside "$BUILD/ucgate" reload -i wan0 -c "$WORK/one.yaml" --force --confirm 1 >"$WORK/said" 2>&1
holds "rules that nobody confirms are told of" sample 'ucgate_confirm_expired{interface="wan0"} 1'
inside "$BUILD/ucgate" detach -i wan0 >"$WORK/said" 2>&1
holds "an interface that is detached is told as well" sample 'ucgate_interface_attached{interface="wan0",mode="none"} 0'
attached one
holds "and read again when it is attached anew" sample 'ucgate_interface_attached{interface="wan0",mode="native"} 1'

holds "there is a page for people" equal "$(status_of "${METRICS%/metrics}/")" 200
holds "and nothing else" equal "$(status_of "${METRICS}/x")" 404
holds "POST is not allowed" equal "$(status_of -X POST -d x "$METRICS")" 405
holds "what is allowed is said" grep -qi '^allow: GET, HEAD' <(get -i -X PUT -d x "$METRICS")
holds "HEAD has the length of what GET has" equal "$(get -I "$METRICS" | grep -ciE '^HTTP/1.1 200|^content-length: [1-9]')" 2
holds "the content type says the version" grep -qi '^content-type: text/plain; version=0.0.4' <(get -i "$METRICS")
holds "OpenMetrics is there for who asks" equal "$(get -H 'Accept: application/openmetrics-text;version=1.0.0' "$METRICS" | tail -n 1)" '# EOF'

# shellcheck disable=SC2016 # of the inner shell
crowd='for ((i = 0; i < 200; i++)); do
    exec {fd}<>/dev/tcp/127.0.0.1/9477 && printf "GET /metrics HTTP/1.1\r\nX: " >&$fd || exit 1
done
curl -sf --max-time 10 '$METRICS
holds "two hundred who never finish their request keep nobody out" grep -q ucgate_build_info <(inside bash -c "$crowd")
# A reader who takes nothing of a long answer, and a request that is no end of a head.
# shellcheck disable=SC2016
stuck='for ((i = 0; i < 20; i++)); do exec {fd}<>/dev/tcp/127.0.0.1/9477; printf "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" >&$fd; done
exec {fd}<>/dev/tcp/127.0.0.1/9477; head -c 100000 /dev/zero | tr "\0" x >&$fd; curl -sf --max-time 10 '$METRICS
holds "nor do those who do not read, or never stop" grep -q ucgate_build_info <(inside bash -c "$stuck" 2>/dev/null)
holds "it ends when it is told to" stop

mount -o remount,bind,ro /sys/fs/bpf
serve
holds "a file system of pins that cannot be written to is enough" sample 'ucgate_interface_attached{interface="wan0",mode="native"} 1'
mount -o remount,bind,rw /sys/fs/bpf
stop
serve_as 65533 && listens
holds "who may not read the pins says so" sample 'ucgate_read_errors 1'
stop

serve --listen '[::1]:0'
holds "IPv6, on a port that is free" equal "$(status_of "$(listening_at)")" 200
stop
serve --listen :9478
holds "every address, as far as the filter lets anybody in" equal "$(outside curl -s -o /dev/null -w '%{http_code}' --max-time 1 "http://$INSIDE4:9478/metrics")" 000
holds "those of IPv4" equal "$(status_of http://127.0.0.1:9478/metrics)" 200
holds "and of IPv6" equal "$(status_of 'http://[::1]:9478/metrics')" 200
stop

mkdir "$WORK/run" && chown 65534 "$WORK/run"
serve --listen "unix:$WORK/run/socket"
holds "a socket file is for owner and group" equal "$(stat -c %a "$WORK/run/socket")" 660
holds "it answers there" equal "$(status_of --unix-socket "$WORK/run/socket" http://x/metrics)" 200
holds "a second one leaves it alone" says 3 'in use' inside "$WORK/ucgate-exporter" --listen "unix:$WORK/run/socket"
stop_hard
serve --listen "unix:$WORK/run/socket"
holds "what a killed one left is taken over" equal "$(status_of --unix-socket "$WORK/run/socket" http://x/metrics)" 200
stop
fails "what ends removes its socket file" test -e "$WORK/run/socket"

textfile() { inside "$WORK/ucgate-exporter" --textfile "$@"; }
holds "a file for the node exporter" textfile "$WORK/run/ucgate.prom"
holds "it is well-formed" promtool check metrics <"$WORK/run/ucgate.prom"
holds "for everybody to read" equal "$(stat -c %a "$WORK/run/ucgate.prom")" 644
serve_as $GROUP --textfile "$WORK/run/ucgate.prom" --interval 1
always_whole() {
    local before now try
    before=$(stat -c %i "$WORK/run/ucgate.prom")
    for ((try = 0; try < 2000; try++)); do
        tail -n 1 "$WORK/run/ucgate.prom" | grep -q '^ucgate_build_info' || return 1
        now=$(stat -c %i "$WORK/run/ucgate.prom")
        [ "$now" -eq "$before" ] || return 0
    done
    echo "it was not written again" && false
}
holds "it is written again and again, and always whole" always_whole
stop
holds "nothing else lies beside it" equal "$(ls "$WORK/run")" ucgate.prom
holds "a folder that is not there is said" says 3 'No such file' textfile "$WORK/nowhere/x"
mkfifo "$WORK/pipe"
holds "what is no file is not replaced by one" says 3 'no regular file' textfile "$WORK/pipe"
holds "it is still there" test -p "$WORK/pipe"
holds "a wrong address is status 2" says 2 'listen takes' inside "$BUILD/ucgate-exporter" --listen 9477
holds "so is an interval of nothing" says 2 'textfile' inside "$BUILD/ucgate-exporter" --interval 5

# A real Prometheus, which asks for OpenMetrics.
serve
cat >"$WORK/prometheus.yml" <<-END
	global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
	rule_files: [$(realpath "$E2E/../../tools/prometheus/ucgate.rules.yml")]
	scrape_configs:
	  - {job_name: ucgate, static_configs: [{targets: ["127.0.0.1:9477"]}]}
END
inside_serve prometheus --config.file "$WORK/prometheus.yml" --storage.tsdb.path "$WORK/tsdb" \
    --web.listen-address 127.0.0.1:9090 --log.level error
# query EXPRESSION: its first value; 0 when there is none.
query() { get --data-urlencode "query=$1" http://127.0.0.1:9090/api/v1/query | jq -r '.data.result[0].value[1] // "0"'; }
is() { [ "$(query "$1")" = "$2" ]; }
patiently() { settles "$@" || settles "$@" || settles "$@"; }
drops='ucgate_drops_total{reason="not-allowed"}'
holds "Prometheus finds it up" patiently is 'up{job="ucgate"}' 1
holds "it has the filter attached" patiently is 'ucgate_interface_attached{interface="wan0",mode="native"}' 1
before=$(query "$drops")
send 9999 25
holds "a counter moves by what was sent" patiently is "$drops" $((before + 25))
holds "no alert is about this box" is 'count(ALERTS{alertstate="firing"}) or vector(0)' 0
inside "$BUILD/ucgate" panic >"$WORK/said" 2>&1
holds "one is when everything passes" patiently is 'count(ALERTS{alertname="UcgatePanic",alertstate="firing"})' 1
