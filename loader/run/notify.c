// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/notify.h"

#include <inttypes.h>
#include <systemd/sd-daemon.h>

#include "run/timer.h"

void notify_ready(void)
{
	(void)sd_notify(0, "READY=1");
}

void notify_reloading(void)
{
	(void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64, timer_now());
}

void notify_stopping(void)
{
	(void)sd_notify(0, "STOPPING=1");
}

void notify_status(const char *text)
{
	(void)sd_notifyf(0, "STATUS=%s", text);
}

uint64_t notify_interval(void)
{
	uint64_t us;

	return sd_watchdog_enabled(0, &us) > 0 ? us / 2 : 0;
}

void notify_alive(void)
{
	(void)sd_notify(0, "WATCHDOG=1");
}
