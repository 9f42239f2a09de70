// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/interface.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include <net/if.h>

#include "cleanup.h"

/* Drivers without ethtool have no offloads to speak of: what cannot be asked counts as off. */
static uint32_t ethtool_flags(int socket, const char *name)
{
	struct ethtool_value value = {.cmd = ETHTOOL_GFLAGS};
	struct ifreq request = {.ifr_data = (char *)&value};

	memcpy(request.ifr_name, name, strlen(name));
	return ioctl(socket, SIOCETHTOOL, &request) < 0 ? 0 : value.data;
}

int interface_find(const char *name, struct interface *ret)
{
	_cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct interface interface = {};
	struct ifreq request = {};
	uint32_t flags;

	if (strlen(name) >= sizeof(request.ifr_name) || !*name)
		return -ENODEV;
	if (fd < 0)
		return -errno;
	memcpy(request.ifr_name, name, strlen(name));
	if (ioctl(fd, SIOCGIFINDEX, &request) < 0)
		return -errno;
	interface.ifindex = (uint32_t)request.ifr_ifindex;
	/* Its first name: an interface may be asked for by others. */
	if (!if_indextoname(interface.ifindex, interface.name))
		return -errno;
	if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
		return -errno;
	interface.up = request.ifr_flags & IFF_UP;
	if (ioctl(fd, SIOCGIFMTU, &request) < 0)
		return -errno;
	interface.mtu = (uint32_t)request.ifr_mtu;
	flags = ethtool_flags(fd, name);
	interface.lro = flags & ETH_FLAG_LRO;
	interface.rxvlan = flags & ETH_FLAG_RXVLAN;
	*ret = interface;
	return 0;
}
