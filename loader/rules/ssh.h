/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The SSH session that runs a command: whoever changes the rules of a remote box should not saw off his branch.
 */
#ifndef UCGATE_RULES_SSH_H
#define UCGATE_RULES_SSH_H

#include "rules/rules.h"

/* Reads a value of SSH_CONNECTION: `PEER PORT LOCAL PORT`, zone ids allowed. False when it is none. */
bool ssh_session_parse(const char *connection, struct ssh_session *ret);

#endif
