/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a service manager is told, by sd_notify(3); nobody hears it where there is none.
 */
#ifndef UCGATE_RUN_NOTIFY_H
#define UCGATE_RUN_NOTIFY_H

#include <stdint.h>

/* Ready, or ready again after notify_reloading(). */
void notify_ready(void);
void notify_reloading(void);
void notify_stopping(void);

/* One line for `systemctl status`. */
void notify_status(const char *text);

/* How often notify_alive() is due, in us, half of what the manager waits; 0: it does not watch. */
uint64_t notify_interval(void);
void notify_alive(void);

#endif
