// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/preflight.h"

#include <errno.h>

#include "attach/object.h"
#include "base/log.h"

/*
 * What fits one buffer of a page: its headroom (256), the tail that the kernel keeps (320), and a frame's Ethernet
 * header with two VLAN tags stay out of the MTU. Drivers differ a little.
 */
enum { SINGLE_BUFFER_MTU = 4096 - 256 - 320 - 22 };

static void warn_offloads(const struct interface *interface)
{
	const char *name = interface->name;

	if (!interface->up)
		log_warning(
			"%s is down: attaching anyway, it filters from the first packet; 'ip link set dev %s up'",
			name, name);
	if (interface->lro)
		log_warning("%s: large receive offload joins frames, so most drivers refuse native XDP; "
			    "'ethtool -K %s lro off'",
			    name, name);
	if (interface->rxvlan)
		log_warning(
			"%s: the interface takes VLAN tags off before XDP sees the frame, so tagged frames are "
			"judged as if they had no tag; 'ethtool -K %s rxvlan off'",
			name, name);
}

void preflight_mtu(const struct interface *interface, enum xdp_choice choice)
{
	if (choice == XDP_CHOICE_GENERIC || interface->mtu <= SINGLE_BUFFER_MTU || frags_available())
		return;
	log_warning(
		"%s: an MTU of %u does not fit one buffer, and this kernel has no xdp.frags (5.18): native mode "
		"will be refused; 'ip link set dev %s mtu 1500', or '--xdp generic'",
		interface->name, interface->mtu, interface->name);
}

int preflight(const struct interface *interface, enum xdp_choice choice)
{
	struct xdp_occupant occupant;
	int r = xdp_occupant_find(interface->ifindex, &occupant);

	if (r < 0)
		return log_errno(r, "%s: cannot ask which XDP program is attached", interface->name);
	if (occupant.prog_id && !occupant.dispatcher) {
		log_error(
			"%s: another XDP program is attached: '%s', id %u (%s mode), not by libxdp's dispatcher; "
			"it is left alone, so take it off first, with what put it there",
			interface->name, occupant.name[0] ? occupant.name : "?", occupant.prog_id,
			instance_mode_name(occupant.mode));
		return -EBUSY;
	}
	if (occupant.prog_id)
		log_note("%s: joins the XDP programs of libxdp's dispatcher (id %u)", interface->name,
			 occupant.prog_id);
	warn_offloads(interface);
	preflight_mtu(interface, choice);
	return 0;
}
