// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/protocol.h"

#include <errno.h>
#include <strings.h>

enum { OSPF = 89 };

/* The registry "Assigned Internet Protocol Numbers" of IANA, without "(deprecated)". */
static const char *const names[256] = {
	[0] = "hopopt",
	[1] = "icmp",
	[2] = "igmp",
	[3] = "ggp",
	[4] = "ipv4",
	[5] = "st",
	[6] = "tcp",
	[7] = "cbt",
	[8] = "egp",
	[9] = "igp",
	[10] = "bbn-rcc-mon",
	[11] = "nvp-ii",
	[12] = "pup",
	[13] = "argus",
	[14] = "emcon",
	[15] = "xnet",
	[16] = "chaos",
	[17] = "udp",
	[18] = "mux",
	[19] = "dcn-meas",
	[20] = "hmp",
	[21] = "prm",
	[22] = "xns-idp",
	[23] = "trunk-1",
	[24] = "trunk-2",
	[25] = "leaf-1",
	[26] = "leaf-2",
	[27] = "rdp",
	[28] = "irtp",
	[29] = "iso-tp4",
	[30] = "netblt",
	[31] = "mfe-nsp",
	[32] = "merit-inp",
	[33] = "dccp",
	[34] = "3pc",
	[35] = "idpr",
	[36] = "xtp",
	[37] = "ddp",
	[38] = "idpr-cmtp",
	[39] = "tp++",
	[40] = "il",
	[41] = "ipv6",
	[42] = "sdrp",
	[43] = "ipv6-route",
	[44] = "ipv6-frag",
	[45] = "idrp",
	[46] = "rsvp",
	[47] = "gre",
	[48] = "dsr",
	[49] = "bna",
	[50] = "esp",
	[51] = "ah",
	[52] = "i-nlsp",
	[53] = "swipe",
	[54] = "narp",
	[55] = "min-ipv4",
	[56] = "tlsp",
	[57] = "skip",
	[58] = "ipv6-icmp",
	[59] = "ipv6-nonxt",
	[60] = "ipv6-opts",
	[62] = "cftp",
	[64] = "sat-expak",
	[65] = "kryptolan",
	[66] = "rvd",
	[67] = "ippc",
	[69] = "sat-mon",
	[70] = "visa",
	[71] = "ipcv",
	[72] = "cpnx",
	[73] = "cphb",
	[74] = "wsn",
	[75] = "pvp",
	[76] = "br-sat-mon",
	[77] = "sun-nd",
	[78] = "wb-mon",
	[79] = "wb-expak",
	[80] = "iso-ip",
	[81] = "vmtp",
	[82] = "secure-vmtp",
	[83] = "vines",
	[84] = "iptm",
	[85] = "nsfnet-igp",
	[86] = "dgp",
	[87] = "tcf",
	[88] = "eigrp",
	[OSPF] = "ospfigp",
	[90] = "sprite-rpc",
	[91] = "larp",
	[92] = "mtp",
	[93] = "ax.25",
	[94] = "ipip",
	[95] = "micp",
	[96] = "scc-sp",
	[97] = "etherip",
	[98] = "encap",
	[100] = "gmtp",
	[101] = "ifmp",
	[102] = "pnni",
	[103] = "pim",
	[104] = "aris",
	[105] = "scps",
	[106] = "qnx",
	[107] = "a/n",
	[108] = "ipcomp",
	[109] = "snp",
	[110] = "compaq-peer",
	[111] = "ipx-in-ip",
	[112] = "vrrp",
	[113] = "pgm",
	[115] = "l2tp",
	[116] = "ddx",
	[117] = "iatp",
	[118] = "stp",
	[119] = "srp",
	[120] = "uti",
	[121] = "smp",
	[122] = "sm",
	[123] = "ptp",
	[124] = "isis over ipv4",
	[125] = "fire",
	[126] = "crtp",
	[127] = "crudp",
	[128] = "sscopmce",
	[129] = "iplt",
	[130] = "sps",
	[131] = "pipe",
	[132] = "sctp",
	[133] = "fc",
	[134] = "rsvp-e2e-ignore",
	[135] = "mobility header",
	[136] = "udplite",
	[137] = "mpls-in-ip",
	[138] = "manet",
	[139] = "hip",
	[140] = "shim6",
	[141] = "wesp",
	[142] = "rohc",
	[143] = "ethernet",
	[144] = "aggfrag",
	[145] = "nsh",
	[146] = "homa",
	[147] = "bit-emu",
};

/* Names that people use and IANA does not, and what they mean. Only `ospf` is taken. */
static const struct {
	const char *name;
	uint8_t number;
} others[] = {
	{"ospf", OSPF},	   {"icmpv6", 58},	     {"icmp6", 58},
	{"hop-by-hop", 0}, {"mobility-header", 135}, {"mobility", 135},
};

const char *protocol_name(uint8_t number)
{
	return number == OSPF ? "ospf" : names[number];
}

static bool name_matches(struct slice text, const char *name)
{
	return name && strlen(name) == text.length && strncasecmp(name, text.start, text.length) == 0;
}

/* In upper or lower case. */
static bool number_find(struct slice text, unsigned int *ret)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (name_matches(text, others[i].name)) {
			*ret = others[i].number;
			return true;
		}
	}
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (name_matches(text, names[i])) {
			*ret = i;
			return true;
		}
	}
	return false;
}

static int number_check(struct slice text, unsigned int number, struct complaint *ret_why)
{
	switch (number) {
	case 6:
	case 17:
		return complain(ret_why, "`%s` has ports: list them under `%s`", QUOTED(text),
				number == 6 ? "tcp" : "udp");
	case 1:
	case 58:
		return complain(ret_why, "`%s` is no service: ICMP is judged by its types, see `essentials`",
				QUOTED(text));
	case 0:
	case 43:
	case 44:
	case 59:
	case 60:
	case 135:
		return complain(ret_why, "`%s` is an IPv6 extension header, no protocol of its own",
				QUOTED(text));
	}
	if (number > 254)
		return complain(ret_why, "protocol %s is out of range: protocols are 2 to 254", QUOTED(text));
	return 0;
}

static int name_complain(struct slice text, struct complaint *ret_why)
{
	if (slice_digits(text) && text.length > 1 && text.start[0] == '0')
		return complain(ret_why, "protocol `%s` begins with a zero", QUOTED(text));
	if (slice_digits(text))
		return complain(ret_why, "protocol %s is out of range: protocols are 2 to 254", QUOTED(text));
	return complain(ret_why, "`%s` is no IP protocol: write IANA's name in lower case, or the number",
			QUOTED(text));
}

int protocol_parse(struct slice text, uint8_t *ret, struct complaint *ret_why)
{
	unsigned int number;
	bool named = false;

	if (!slice_number(text, &number)) {
		named = number_find(text, &number);
		if (!named)
			return name_complain(text, ret_why);
	}
	if (number_check(text, number, ret_why) < 0)
		return -EINVAL;
	if (named && !slice_is(text, protocol_name((uint8_t)number)) && !slice_is(text, names[number]))
		return complain_suggest(ret_why, protocol_name((uint8_t)number), "`%s` is written `%s`",
					QUOTED(text), protocol_name((uint8_t)number));
	*ret = (uint8_t)number;
	return 0;
}

const char *protocol_format(uint8_t number, char ret_text[PROTOCOL_TEXT_SIZE])
{
	const char *name = protocol_name(number);

	if (name)
		snprintf(ret_text, PROTOCOL_TEXT_SIZE, "%s", name);
	else
		snprintf(ret_text, PROTOCOL_TEXT_SIZE, "%u", number);
	return ret_text;
}
