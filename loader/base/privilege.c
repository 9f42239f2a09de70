// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/privilege.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include "base/log.h"

static const struct {
	unsigned int number;
	const char *name;
} needed[] = {
	{CAP_BPF, "CAP_BPF"},
	{CAP_NET_ADMIN, "CAP_NET_ADMIN"},
	{CAP_PERFMON, "CAP_PERFMON"},
};

static uint64_t capabilities_effective(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};

	if (syscall(SYS_capget, &header, data) < 0)
		return UINT64_MAX; /* unknown: name nothing rather than the wrong thing */
	return data[0].effective | (uint64_t)data[1].effective << 32;
}

bool privilege_missing(char *ret, size_t size)
{
	uint64_t effective = capabilities_effective();

	*ret = '\0';
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (effective >> needed[i].number & 1)
			continue;
		snprintf(ret + strlen(ret), size - strlen(ret), "%s%s", *ret ? ", " : "", needed[i].name);
	}
	return *ret;
}

int privilege_log(int error, const char *format, ...)
{
	char text[512], missing[128];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if ((error == -EPERM || error == -EACCES) && privilege_missing(missing, sizeof(missing)))
		log_error("%s: %s; this takes %s, which you do not have: run it as root", text,
			  strerror(-error), missing);
	else
		log_errno(error, "%s", text);
	return error;
}
