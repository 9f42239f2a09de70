#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The data files: each packet against its verdict, reason, service and counters.
exec "${BUILD:-build}"/tests/packets/run tests/packets/*.t
