// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/libbpf_log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>
#include <xdp/libxdp.h>

#include "base/log.h"
#include "cleanup.h"

__attribute__((format(printf, 1, 0))) static int say(const char *format, va_list arguments)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;

	if (!log_verbose() || vasprintf(&text, format, arguments) < 0)
		return 0;
	rest = text;
	while ((line = strsep(&rest, "\n"))) /* a verifier's log is one message of many lines */
		if (*line)
			log_debug("%s", line);
	return 0;
}

__attribute__((format(printf, 2, 0))) static int libbpf_say(enum libbpf_print_level level, const char *format,
							    va_list arguments)
{
	return level == LIBBPF_DEBUG ? 0 : say(format, arguments);
}

__attribute__((format(printf, 2, 0))) static int libxdp_say(enum libxdp_print_level level, const char *format,
							    va_list arguments)
{
	return level == LIBXDP_DEBUG ? 0 : say(format, arguments);
}

void libbpf_log_setup(void)
{
	libbpf_set_print(libbpf_say);
	libxdp_set_print(libxdp_say);
}
