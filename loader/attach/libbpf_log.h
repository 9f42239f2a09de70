/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What libbpf and libxdp say by themselves: silent, or through base/log with --verbose. Failures reach us as errors,
 * and the verifier's words as a log of ours.
 */
#ifndef UCGATE_ATTACH_LIBBPF_LOG_H
#define UCGATE_ATTACH_LIBBPF_LOG_H

/* Once, before the first call of either library. */
void libbpf_log_setup(void);

#endif
