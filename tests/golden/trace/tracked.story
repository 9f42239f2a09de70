# services as server
udp 203.0.113.130:5060 > 192.0.2.10:5060 len 700       # not a peer
udp 198.51.100.9:5060 > 192.0.2.10:5060 len 700        # never_block
udp 192.0.2.200:5060 > 192.0.2.10:5060 vlan 7
udp [2001:db8:a::9]:5060 > [2001:db8:b::10]:5060 hbh
udp 203.0.113.66:5060 > 192.0.2.10:5060                # blocklist
udp 203.0.113.70:5060 > 192.0.2.10:5060                # another one
tcp 203.0.113.1:40000 > 192.0.2.11:22                  # not its local address
5 x tcp 203.0.113.200:40000 > 192.0.2.10:443
esp 203.0.113.200 > 192.0.2.10 len 60
gre 203.0.113.200 > 192.0.2.10 len 60
tcp 203.0.113.200:40000 > 192.0.2.10:23
udp 203.0.113.200:20000 > 192.0.2.10:20000             # dynamic, and nothing sent
udp 203.0.113.200:40000 > 192.0.2.10:53                # only out

# flows
udp 203.0.113.200:53 > 192.0.2.10:40000
udp 192.0.2.10:40000 > 203.0.113.200:53 len 40 out
udp 192.0.2.10:40000 > 203.0.113.200:53 len 40 out
+20ms udp 203.0.113.200:53 > 192.0.2.10:40000 len 200
udp 203.0.113.200:53 > 192.0.2.10:40001
+40s udp 203.0.113.200:53 > 192.0.2.10:40000
udp 192.0.2.10:20000 > 203.0.113.200:20000 len 172 out; udp 203.0.113.200:20000 > 192.0.2.10:20000 len 172
tcp 192.0.2.10:40000 > 198.51.100.1:5061 out; tcp 192.0.2.10:40000 > 198.51.100.1:5061 flags R out
esp 192.0.2.10 > 203.0.113.9 len 60 out
tcp 192.0.2.10:443 > 203.0.113.200:40000 flags SA out
tcp 192.0.2.10:40000 > 203.0.113.200:25 out
udp 192.0.2.10:5060 > 203.0.113.200:5060 out
arp out; icmp 192.0.2.10 > 203.0.113.200 type echo id 7 out

# ICMP
icmp 203.0.113.200 > 192.0.2.10 type echo-reply id 7
icmp 203.0.113.200 > 192.0.2.10 type echo-reply id 8
60 x icmp 203.0.113.200 > 192.0.2.10 type echo
icmp 203.0.113.1 > 192.0.2.10 type unreachable code 4 quote ( udp 192.0.2.10:20000 > 203.0.113.200:20000 )
icmp 203.0.113.1 > 192.0.2.10 type exceeded quote ( tcp 192.0.2.10:443 > 203.0.113.200:40000 )
icmp 203.0.113.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10:1 > 203.0.113.200:2 )
icmp 203.0.113.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.11:1 > 203.0.113.200:2 )
icmp 203.0.113.1 > 192.0.2.10 type unreachable quote ( udp 192.0.2.10 > 203.0.113.200 frag 800 )
icmp 203.0.113.1 > 192.0.2.10 type unreachable
icmp 203.0.113.1 > 192.0.2.10 type redirect
icmp 203.0.113.1 > 192.0.2.10 type 13
icmpv6 fe80::1 > ff02::1 type ra ttl 255 len 8
icmpv6 fe80::1 > ff02::1 type ra ttl 64 len 8
icmpv6 fe80::1 > ff02::1 type mld-query ttl 2
icmpv6 203.0.113.1 > 192.0.2.10 type echo

# headers
arp; lldp len 40; eapol len 4; pppoe-discovery; ppp lcp len 8
udp 203.0.113.1:67 > 255.255.255.255:68 len 240
ether 0x9000 len 46; ether 38 len 38; ppp 0x0031 len 8
arp vlan 1 vlan 2 vlan 3
hex 0200; arp cut 16; arp cut 30; ether 0x8863 len 3; ether 0x8864 len 4; udp 203.0.113.1:1 > 192.0.2.10:2 pppoe pppoe-len +4
ether ip data 6500; udp 203.0.113.1:1 > 192.0.2.10:2 pppoe pppoe-code 1
udp 203.0.113.1:1 > 192.0.2.10:2 ihl 4; udp 203.0.113.1:1 > 192.0.2.10:2 iplen +9; udp 203.0.113.1:1 > 192.0.2.10:2 iplen 12
udp 203.0.113.1:1 > 192.0.2.10:2 opt 0701; udp 203.0.113.1:1 > 192.0.2.10:2 udplen 7; tcp 203.0.113.1:1 > 192.0.2.10:2 doff 15
udp 203.0.113.1:1 > 192.0.2.10:2 iplen 24; icmp 203.0.113.1 > 192.0.2.10 type echo iplen -4
udp [2001:db8:a::9]:1 > [2001:db8:b::10]:2 iplen +9; udp [2001:db8:a::9]:1 > [2001:db8:b::10]:2 hbh hbh; udp [2001:db8:a::9]:1 > [2001:db8:b::10]:2 udplen 99
udp 127.0.0.1:1 > 192.0.2.10:2; udp 192.0.2.10:1 > 192.0.2.10:2; udp [::1]:1 > [2001:db8:b::10]:2
udp 203.0.113.1:1 > 192.0.2.10:2 opt lsrr; udp [2001:db8:a::9]:1 > [2001:db8:b::10]:2 route 0
tcp 203.0.113.1:1 > 192.0.2.10:2 flags SF

# fragments
udp 203.0.113.200 > 192.0.2.10 frag 1480 id 9 len 40
udp 192.0.2.200:5060 > 192.0.2.10:5060 frag 0+ id 9 len 1472; udp 192.0.2.200 > 192.0.2.10 frag 1480 id 9 len 40
+31s udp 192.0.2.200 > 192.0.2.10 frag 1480 id 9 len 40
udp 203.0.113.200:5060 > 192.0.2.10:5060 frag 0+ id 9 len 13; tcp 203.0.113.200 > 192.0.2.10 frag 8 id 9 len 40
udp 192.0.2.10 > 203.0.113.200 frag 1480 id 9 len 40 out
