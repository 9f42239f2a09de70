// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/build.h"

#include <sha2.h>
#include <string.h>

#include "bpf/egress.skel.h"
#include "bpf/ingress.skel.h"

void build_id(uint8_t ret[INSTANCE_BUILD_SIZE])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	const void *object;
	SHA2_CTX hash;
	size_t size;

	SHA256Init(&hash);
	SHA256Update(&hash, (const uint8_t *)UCGATE_VERSION, sizeof(UCGATE_VERSION));
	object = ingress_bpf__elf_bytes(&size);
	SHA256Update(&hash, object, size);
	object = egress_bpf__elf_bytes(&size);
	SHA256Update(&hash, object, size);
	SHA256Final(digest, &hash);
	memcpy(ret, digest, INSTANCE_BUILD_SIZE);
}
