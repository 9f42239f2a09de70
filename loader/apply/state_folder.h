/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is to outlive the machine's next start lies below STATE_FOLDER, by interface. An interface outside the machine's
 * first network namespace is told from others of its name by the namespace's cookie and the boot.
 */
#ifndef UCGATE_APPLY_STATE_FOLDER_H
#define UCGATE_APPLY_STATE_FOLDER_H

#include <stdbool.h>

#define STATE_FOLDER "/var/lib/ucgate"

enum { STATE_NAME_SIZE = 96 };

/* The name of an interface of the caller's network namespace there. */
void state_name(const char *interface, char ret[STATE_NAME_SIZE]);

/* Whether it names an interface of a network namespace that has ended with its boot. */
bool state_name_ended(const char *name);

/* Makes a folder, and STATE_FOLDER and what lies between them. Returns 0 or -errno. */
int state_folder_make(const char *path);

#endif
