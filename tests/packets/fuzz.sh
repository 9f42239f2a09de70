#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Random frames of both directions: FUZZ_FRAMES of them, those of FUZZ_SEED.
exec "${BUILD:-build}"/tests/packets/run --fuzz "${FUZZ_FRAMES:-200000}" "${FUZZ_SEED:-20260}"
