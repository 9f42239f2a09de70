/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What there is to say of rules that want to be confirmed (`--confirm`), and of everything passing.
 */
#ifndef UCGATE_CHANGE_TRIAL_TEXT_H
#define UCGATE_CHANGE_TRIAL_TEXT_H

#include <jansson.h>

#include "maps/live.h"

#include "change/attached.h"
#include "change/running.h"

/* Warns about rules that were not confirmed in time. Nobody was there to say it when it happened. */
void trial_say(const char *interface, const struct trial *trial);
void trial_look_and_say(const struct attached *attached);

/* That everything passes, when it does; what: `these are`, of the rules behind it. */
void open_say(const char *interface, const struct running *running, const char *what);

/* `{"generation":N,"hash":"...","file":"...","at":"RFC 3339"}` of rules that expired, or null. */
json_t *expired_json(const struct trial *trial);

#endif
