#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What a call's media does besides RTP both ways: RTCP on the next port, a fax on the port that was RTP's. Nothing of it
# is open before the inside has sent, in either family.
. "$(dirname "$0")/lib.sh"

begin
rules media <<-END
	version: 1
	services:
	  - {name: sip, udp: [5060]}
	  - {name: rtp, udp: [1024-65535], dynamic: true, timeout: 10s}
END
attached media
flows() { inside "$BUILD/ucgate-stats" --flows -j; }
beside() { bracketed "$(address_beside "$1" "$2")"; }

# --- RTP, and RTCP on the next port, each opened by its own first packet ---
open_in() { equal "$(knock outside -p "$1" -w 2000 "$box" "udp:$2")" "udp $2 open"; }
silent_in() { equal "$(knock outside -p "$1" -w 300 "$box" "udp:$2")" "udp $2 silent"; }
open_out() { equal "$(knock inside -p "$1" -w 2000 "$peer" "udp:$2")" "udp $2 open"; }
for box in $INSIDE4 $INSIDE6; do
    peer=$(address_beside outside "$box")
    answer inside "$box" udp:40000-40001
    answer outside "$peer" udp:30000-30001
    listening_wait inside udp 40001
    listening_wait outside udp 30001
    holds "$box: no media from outside before the inside has sent" silent_in 30000 40000
    holds "RTP goes out and comes back" open_out 40000 30000
    holds "now the outside can begin as well" open_in 30000 40000
    holds "not by RTCP, which has a port of its own" silent_in 30001 40001
    holds "nor from another port to RTP's" silent_in 30001 40000
    holds "RTCP goes out and comes back" open_out 40001 30001
    holds "and the outside can begin by it" open_in 30001 40001
done

# --- A call that becomes a fax: the same ports carry T.38 after a second INVITE ---
# sdp audio|image, message METHOD CSEQ [KIND]: what the caller sends; reply CODE [KIND]: what is sent back.
sdp() {
    local media='m=audio [media_port] RTP/AVP 8\n      a=rtpmap:8 PCMA/8000'
    [ "$1" = audio ] || media='m=image [media_port] udptl t38\n      a=T38FaxVersion:0'
    printf '      v=0\n      o=fax 1 1 IN IP[media_ip_type] [media_ip]\n      s=-\n'
    printf '      c=IN IP[media_ip_type] [media_ip]\n      t=0 0\n      %b\n' "$media"
}
body() {
    [ -z "${1:-}" ] || printf '      Content-Type: application/sdp\n'
    printf '      Content-Length: %s\n\n' "$([ -n "${1:-}" ] && echo '[len]' || echo 0)"
    [ -z "${1:-}" ] || sdp "$1"
}
message() {
    local retransmitted=' retrans="500"'
    [ "$1" != ACK ] || retransmitted=''
    printf '<send%s><![CDATA[\n\n' "$retransmitted"
    printf '      %s\n' "$1 sip:[service]@[remote_ip]:[remote_port] SIP/2.0" \
        'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]' \
        'From: <sip:fax@[local_ip]:[local_port]>;tag=[call_number]' \
        'To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]' 'Call-ID: [call_id]' "CSeq: $2 $1" \
        'Contact: sip:fax@[local_ip]:[local_port]' 'Max-Forwards: 70'
    body "${3:-}"
    printf '\n]]></send>\n'
}
reply() {
    printf '<send><![CDATA[\n\n'
    printf '      %s\n' "SIP/2.0 $1" '[last_Via:]' '[last_From:]' '[last_To:];tag=1[call_number]' '[last_Call-ID:]' \
        '[last_CSeq:]' 'Contact: <sip:[local_ip]:[local_port]>'
    body "${2:-}"
    printf '\n]]></send>\n'
}
# plays audio|image: half a second of packets. The fax's are short ones; SIPp does not mind what is in them.
plays() {
    local capture=g711a
    [ "$1" = audio ] || capture=dtmf_2833_1
    printf '<nop><action><exec play_pcap_%s="pcap/%s.pcap"/></action></nop><pause milliseconds="500"/>\n' "$1" $capture
}
scenario() { printf '<?xml version="1.0"?>\n<scenario name="fax">\n' && cat && printf '</scenario>\n'; }
{
    for kind in audio image; do
        [ $kind = audio ] && number=1 || number=2
        message INVITE "$number" $kind && echo '<recv response="200"/>' && message ACK "$number" && plays $kind
    done
    message BYE 3 && echo '<recv response="200"/>'
} | scenario >"$WORK/fax_call.xml"
{
    for kind in audio image; do
        echo '<recv request="INVITE"/>' && reply '200 OK' $kind && echo '<recv request="ACK"/>'
    done
    echo '<recv request="BYE"/>' && reply '200 OK'
} | scenario >"$WORK/fax_answer.xml"
ln -s "$(dirname "$(dpkg -L sip-tester | grep g711a.pcap)")" "$WORK/pcap"

fax() {
    inside env -C "$WORK" sipp -sf fax_call.xml "$(bracketed "$1"):5060" -i "$(beside inside "$1")" -p 5070 -mp 42000 \
        -t u1 -m 1 -timeout 8 -timeout_error -nostdin
}
counted_behind spoken 'udp sport 7000 udp length > 24' && counted_behind faxed 'udp sport 7000 udp length 24' || exit
passed() {
    inside "$BUILD/ucgate-stats" -j | jq --arg way "$1" '.interfaces[0].services[] | select(.name == "rtp")[$way].pass.packets'
}
drops() { inside "$BUILD/ucgate-stats" -j | jq '.interfaces[0].totals.in.drop.packets'; }
fax_flows() { flows | jq -s '[.[] | select(.local_port == 42000 and .peer_port == 7000)] | length'; }
for address in $OUTSIDE4 $OUTSIDE6; do
    outside_serve env -C "$WORK" sipp -sf fax_answer.xml -i "$(bracketed "$address")" -p 5060 -mp 7000 -rtp_echo -t u1 -nostdin
    listening_wait outside udp 5060
    listening_wait outside udp 7000
    out=$(passed out) in=$(passed in) dropped=$(drops) flows=$(fax_flows) spoken=$(behind spoken) faxed=$(behind faxed)
    holds "a call to $address becomes a fax" fax "$address"
    holds "speech was heard" test "$(behind spoken)" -ge $((spoken + 10))
    holds "then the fax" test "$(behind faxed)" -ge $((faxed + 5))
    holds "as RTP's service, in both directions" equal "$(($(passed out) - out))" "$(($(passed in) - in))"
    holds "by one flow" equal "$(fax_flows)" $((flows + 1))
    holds "and nothing was dropped" equal "$(drops)" "$dropped"
done
