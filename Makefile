# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate: one Makefile for the whole tree; all it makes is under $(BUILD). `make help` lists what it does.

# --- knobs ------------------------------------------------------------------------------------------------------
BUILD    ?= build
CC       ?= cc
CLANG    ?= clang
BPFTOOL  ?= bpftool
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
SBINDIR  ?= $(PREFIX)/sbin
DATADIR  ?= $(PREFIX)/share
SYSCONFDIR ?= /etc
LIBDIR   ?= $(PREFIX)/lib
JOBS     ?= $(shell nproc)
FUZZ_SECONDS ?= 30
VERSION  := 0.1.0

# V=1 shows the commands, SAN=1 adds the address and undefined-behaviour sanitizers, WERROR=1 refuses warnings.
Q        := $(if $(filter 1,$(V)),,@)
say       = $(if $(filter 1,$(V)),,@printf '  %-8s%s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$@)')
MAKE_SUB  = $(MAKE) --no-print-directory

SANITIZERS := address,undefined
SANITIZE := $(if $(filter 1,$(SAN)),-fsanitize=$(SANITIZERS) -fno-sanitize-recover=all -fno-omit-frame-pointer)
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wpointer-arith -Wcast-qual \
            -Wvla -Wimplicit-fallthrough -Werror=implicit -Werror=return-type $(if $(filter 1,$(WERROR)),-Werror)
INCLUDES := -Iinclude -I. -Iloader -isystem $(BUILD)
DEFINES  := -D_GNU_SOURCE -DUCGATE_VERSION='"$(VERSION)"'
CC_FLAGS  = -std=gnu11 $(DEFINES) $(INCLUDES) $(WARNINGS) -fstack-protector-strong $(SANITIZE) $(CPPFLAGS) $(CFLAGS)
LD_FLAGS  = -Wl,--as-needed -Wl,-z,relro,-z,now $(SANITIZE) $(LDFLAGS)
LIBS     := -lxdp -lbpf -lpcap -lmicrohttpd -lyaml -ljansson -lsmartcols -lmd -lmnl -lsystemd -lelf -lz
# clang -target bpf does not look where Debian keeps <asm/>.
BPF_INCLUDES := -Iinclude -I. $(patsubst %,-idirafter %,$(wildcard /usr/include/$(shell uname -m)-linux-gnu))
BPF_FLAGS := -target bpf -mcpu=v3 -O2 -g -std=gnu11 -Wall -Wextra -Wno-unused-parameter \
             -Wno-address-of-packed-member $(if $(filter 1,$(WERROR)),-Werror) $(BPF_INCLUDES)

# --- sources ----------------------------------------------------------------------------------------------------
# A folder decides what a file becomes: loader/command and a tools/NAME with a main.c are programs, the other folders
# of loader/ and tools/, and maps/, are libucgate.a; each tests/unit/*/*.c and tests/traffic/*.c is a program, tests/{packets,bench} one program each,
# tests/harness their library.
COMMAND_SRC := $(wildcard loader/command/*.c)
TOOL_DIRS   := $(patsubst %/main.c,%,$(wildcard tools/*/main.c))
TOOL_SRC    := $(foreach dir,$(TOOL_DIRS),$(wildcard $(dir)/*.c))
LIBRARY_SRC := $(filter-out $(COMMAND_SRC) $(TOOL_SRC),$(wildcard loader/*/*.c tools/*/*.c)) $(wildcard maps/*.c)
BPF_SRC     := $(wildcard bpf/*.bpf.c)
HARNESS_SRC := $(wildcard tests/harness/*.c)
UNIT_SRC    := $(wildcard tests/unit/*/*.c)
FUZZ_SRC    := $(wildcard tests/fuzz/*.c)
TRAFFIC_SRC := $(wildcard tests/traffic/*.c)
SUITE_DIRS  := $(patsubst %/,%,$(sort $(dir $(wildcard tests/packets/*.c tests/bench/*.c tests/kernel/*.c))))
FAULTS_SRC  := $(wildcard tests/faults/*.c)
TEST_BPF    := $(wildcard tests/*/*.bpf.c)
SUITE_SRC   := $(filter-out $(TEST_BPF),$(foreach dir,$(SUITE_DIRS),$(wildcard $(dir)/*.c)))
C_SRC       := $(COMMAND_SRC) $(LIBRARY_SRC) $(TOOL_SRC) $(HARNESS_SRC) $(UNIT_SRC) $(SUITE_SRC) $(TRAFFIC_SRC) $(FAULTS_SRC)
HEADERS     := $(wildcard include/*.h include/*/*.h maps/*.h bpf/*.h loader/*/*.h tools/*/*.h tests/*/*.h tests/*/*/*.h)
SCRIPTS     := $(wildcard .ci/run tests/*.sh tests/*/*.sh tools/dev/*.sh tools/dev/pre-commit)
MAN_PAGES   := $(wildcard loader/*.[1-8] loader/*/*.[1-8] tools/*/*.[1-8])
RULE_SETS   := $(wildcard loader/rulesets/*.yaml)
COMPLETION  := $(wildcard loader/command/completion.bash tools/*/*.bash)
UNIT_FILES  := $(wildcard loader/*/*.service tools/*/*.service)
MONITORING  := $(wildcard tools/prometheus/*.yml tools/grafana/*.json)

objects      = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %.bpf.c,$(1)))
BPF_FULL    := $(patsubst %.bpf.c,$(BUILD)/%.bpf.full.o,$(BPF_SRC) $(TEST_BPF))
BPF_OBJ     := $(BPF_FULL:%.bpf.full.o=%.bpf.o)
SKELETONS   := $(BPF_FULL:%.bpf.full.o=%.skel.h)
TOOLS       := $(patsubst tools/%,$(BUILD)/ucgate-%,$(TOOL_DIRS))
SHARED      := $(RULE_SETS:loader/rulesets/%=$(BUILD)/share/ucgate/%)
UNITS       := $(UNIT_SRC:%.c=$(BUILD)/%)
TRAFFIC     := $(TRAFFIC_SRC:%.c=$(BUILD)/%)
FAULTS      := $(FAULTS_SRC:%.c=$(BUILD)/%.so)
SUITES      := $(SUITE_DIRS:%=$(BUILD)/%/run)
FUZZERS     := $(FUZZ_SRC:%.c=$(BUILD)/%)
LIBRARY     := $(BUILD)/libucgate.a
HARNESS     := $(if $(HARNESS_SRC),$(BUILD)/libharness.a)
export BUILD

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

##@ Build
.PHONY: all
all: $(BPF_SRC:%.bpf.c=$(BUILD)/%.skel.h) $(BUILD)/ucgate $(TOOLS) $(SHARED) $(BUILD)/compile_commands.json ## what install installs (the default)

.PHONY: deps
deps: ## what building and testing need and this machine lacks, by apt (as root)
	$(Q)tools/dev/deps.sh build demo test

.PHONY: programs
programs: $(SKELETONS)

.PHONY: clean
clean: ## remove $(BUILD)
	$(Q)rm -rf $(BUILD)

.PHONY: help
help: ## this list
	$(Q)awk -F ':.*## ' '/^##@ /{printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' \
		Makefile tests/style/check.mk
	$(Q)printf '\nV=1 shows commands, SAN=1 sanitizers, WERROR=1, BUILD=%s, CC=%s, CLANG=%s, DESTDIR=, PREFIX=%s\n' \
		'$(BUILD)' '$(CC)' '$(CLANG)' '$(PREFIX)'

# Objects depend on the flags they were made with: another compiler or SAN=1 in the same $(BUILD) rebuilds them.
FLAGS_NOW = $(filter-out -Werror,$(CC) $(CC_FLAGS) $(LD_FLAGS) $(CLANG) $(BPF_FLAGS))
$(BUILD)/flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' > $@
.PHONY: FORCE
FORCE:

# --- packet programs: object -> without DWARF -> skeleton that the programs embed -------------------------------
$(BPF_FULL): $(BUILD)/%.bpf.full.o: %.bpf.c $(BUILD)/flags
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_FLAGS) -MMD -MP -c $< -o $@

$(BPF_OBJ): $(BUILD)/%.bpf.o: $(BUILD)/%.bpf.full.o
	$(Q)$(BPFTOOL) gen object $@ $<

$(SKELETONS): $(BUILD)/%.skel.h: $(BUILD)/%.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name $(notdir $*)_bpf > $@

# --- library and programs ---------------------------------------------------------------------------------------
# -MD, not -MMD: a skeleton counts as a system header here, and must not be stale.
$(BUILD)/%.o: %.c $(BUILD)/flags
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) -MD -MP -c $< -o $@

SKELETON_USERS := $(shell grep -ls '[.]skel[.]h"' $(C_SRC) $(HEADERS) /dev/null)
$(call objects,$(filter %.c,$(SKELETON_USERS))) $(if $(filter %.h,$(SKELETON_USERS)),$(call objects,$(C_SRC))): \
	| $(SKELETONS)

link = $(Q)mkdir -p $(@D) && $(CC) $(LD_FLAGS) $(filter %.o,$^) $(filter %.a,$^) $(1) $(LIBS) -o $@

$(LIBRARY): $(call objects,$(LIBRARY_SRC))
$(BUILD)/libharness.a: $(call objects,$(HARNESS_SRC))
$(LIBRARY) $(BUILD)/libharness.a:
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(foreach dir,$(TOOL_DIRS),$(eval $(BUILD)/ucgate-$(notdir $(dir)): $(call objects,$(wildcard $(dir)/*.c))))
$(BUILD)/ucgate: $(call objects,$(COMMAND_SRC))
$(BUILD)/ucgate $(TOOLS): $(LIBRARY)
	$(call say,LD)
	$(call link)

$(BUILD)/share/ucgate/%: loader/rulesets/%
	$(Q)mkdir -p $(@D) && cp $< $@

# --- test programs ----------------------------------------------------------------------------------------------
# tests/unit/NAME of a program tools/NAME is linked with all of it but main.c.
$(foreach dir,$(TOOL_DIRS),$(eval $(filter $(BUILD)/tests/unit/$(notdir $(dir))/%,$(UNITS)): \
	$(call objects,$(filter-out %/main.c,$(wildcard $(dir)/*.c)))))
$(UNITS): %: %.o $(HARNESS) $(LIBRARY)
	$(call say,LD)
	$(call link,-lcmocka)

$(foreach dir,$(SUITE_DIRS),$(eval $(BUILD)/$(dir)/run: $(call objects,$(wildcard $(dir)/*.c))))
$(SUITES): $(HARNESS) $(LIBRARY)
	$(call say,LD)
	$(call link)

$(TRAFFIC): %: %.o
	$(call say,LD)
	$(call link)

$(FAULTS): %.so: %.o
	$(call say,LD)
	$(call link,-shared)

# libFuzzer's targets have a $(BUILD) and flags of their own, see `fuzz`.
$(FUZZERS): %: %.o $(HARNESS) $(LIBRARY)
	$(call say,LD)
	$(call link,-fsanitize=fuzzer)

$(call objects,$(FAULTS_SRC)): CC_FLAGS += -fPIC

.PHONY: tests
tests: $(UNITS) $(SUITES) $(TRAFFIC) $(FAULTS)

# --- tests ------------------------------------------------------------------------------------------------------
##@ Test
RUN := tests/run.sh
TEST_SUITES := check test-build test-unit test-sanitized test-golden test-packets test-monitoring test-e2e test-kernels

.PHONY: test
test: ## install what is missing, build, run every suite below
	$(Q)tools/dev/deps.sh build demo test
	$(Q)$(MAKE_SUB) -j$(JOBS) WERROR=1 all tests
	$(Q)$(RUN) total $(TEST_SUITES)

.PHONY: test-build
test-build: ## gcc, clang, each clang-NN for the packet programs; make install
	$(Q)$(RUN) build tests/install/compilers.sh tests/install/install.sh

.PHONY: test-unit
test-unit: $(UNITS) ## cmocka programs of tests/unit
	$(Q)$(RUN) unit $(UNITS)

.PHONY: test-sanitized
test-sanitized: ## the same under the address and undefined-behaviour sanitizers
	$(Q)$(MAKE_SUB) -j$(JOBS) BUILD=$(BUILD)/variant/sanitized SAN=1 units
	$(Q)$(RUN) sanitized $(UNITS:$(BUILD)/%=$(BUILD)/variant/sanitized/%)

.PHONY: units
units: $(UNITS)

.PHONY: test-golden
test-golden: all ## rule files against their compiled image or their messages
	$(Q)$(RUN) golden tests/golden/run.sh tests/golden/hostile.sh tests/golden/trace.sh

.PHONY: golden-update
golden-update: all ## write what the golden files should say, and show the difference
	$(Q)tests/golden/run.sh --update; tests/golden/trace.sh --update; git diff --stat -- tests/golden

.PHONY: test-packets
test-packets: $(BUILD)/tests/packets/run ## one packet a line through the real programs (root)
	$(Q)$(RUN) packets tests/packets/*.sh

.PHONY: test-e2e
test-e2e: all traffic ## real clients and servers in network namespaces (root); E2E="NAME..." chooses
	$(Q)$(RUN) e2e $(if $(E2E),$(E2E:%=tests/e2e/%.sh),$(filter-out %/lib.sh %/peers.sh %/keeper.sh,$(wildcard tests/e2e/*.sh)))

.PHONY: test-monitoring
test-monitoring: all ## alerts and dashboard against Prometheus' own tool
	$(Q)$(RUN) monitoring tests/monitoring/*.sh

.PHONY: test-kernels
test-kernels: all $(BUILD)/tests/packets/run ## the same programs on Debian's kernels 5.10 to the newest, under qemu
	$(Q)TEST_TIMEOUT=2700 $(RUN) kernels -- tests/kernel/run.sh

.PHONY: demo
demo: ## install what is missing, build, show the filter at work in network namespaces (root)
	$(Q)tools/dev/deps.sh build demo
	$(Q)$(MAKE_SUB) -j$(JOBS) all traffic
	$(Q)tests/demo/run.sh

.PHONY: traffic
traffic: $(TRAFFIC) $(FAULTS)

.PHONY: bench
bench: $(BUILD)/tests/bench/run ## cost of a packet in ns against other filters (root)
	$(Q)$<

.PHONY: fuzz
fuzz: ## each target of tests/fuzz for FUZZ_SECONDS (30)
	$(Q)$(MAKE_SUB) -j$(JOBS) BUILD=$(BUILD)/variant/fuzz CC=clang SAN=1 \
		SANITIZERS=fuzzer-no-link,address,undefined fuzzers
	$(Q)for fuzzer in $(FUZZ_SRC:tests/fuzz/%.c=%); do \
		mkdir -p $(BUILD)/corpus/$$fuzzer && $(BUILD)/variant/fuzz/tests/fuzz/$$fuzzer -max_total_time=$(FUZZ_SECONDS) \
			-dict=tests/fuzz/rule_file.dict -timeout=5 -rss_limit_mb=512 -print_final_stats=1 $(BUILD)/corpus/$$fuzzer $(wildcard tests/golden/*/) \
			loader/rulesets || exit; done

.PHONY: fuzzers
fuzzers: $(FUZZERS)

.PHONY: test-fresh
test-fresh: ## both commands of the README in a bare Debian 12 made by debootstrap (root; not part of test)
	$(Q)tests/install/fresh.sh

# --- checks -----------------------------------------------------------------------------------------------------
include tests/style/check.mk

# --- install ----------------------------------------------------------------------------------------------------
##@ Install
installed = $(DESTDIR)$(1)
COMPLETIONS := $(DATADIR)/bash-completion/completions
# fail2ban looks for actions here alone; it does nothing with one until a jail names it.
FAIL2BAN := $(SYSCONFDIR)/fail2ban/action.d/ucgate.conf
# systemd's, by folder of $(LIBDIR): what is named after the folder is ucgate.conf there.
SYSTEMD_DIRS := sysusers tmpfiles
.PHONY: install
install: all ## into $(DESTDIR)$(PREFIX), and fail2ban's action into $(DESTDIR)$(SYSCONFDIR)
	$(Q)install -d $(call installed,$(SBINDIR)) $(call installed,$(DATADIR)/ucgate) $(call installed,$(DATADIR)/doc/ucgate)
	$(Q)install -m 755 $(BUILD)/ucgate $(TOOLS) $(call installed,$(SBINDIR))
	$(Q)install -m 644 $(RULE_SETS) $(call installed,$(DATADIR)/ucgate)
	$(Q)install -m 644 LICENSE README.md $(call installed,$(DATADIR)/doc/ucgate)
	$(Q)for page in $(MAN_PAGES); do \
		install -D -m 644 $$page $(call installed,$(DATADIR)/man/man$${page##*.})/$${page##*/} || exit; done
	$(Q)for file in $(COMPLETION); do \
		install -D -m 644 $$file $(call installed,$(COMPLETIONS))/$$(basename $$file .bash | sed 's/^completion$$/ucgate/') || exit; done
	$(Q)install -D -m 644 tools/fail2ban/ucgate.conf $(call installed,$(FAIL2BAN))
	$(Q)install -d $(call installed,$(LIBDIR)/systemd/system)
	$(Q)for file in $(UNIT_FILES); do \
		sed 's|@SBINDIR@|$(SBINDIR)|' $$file | \
			install -m 644 /dev/stdin $(call installed,$(LIBDIR)/systemd/system)/$${file##*/} || exit; done
	$(Q)for kind in $(SYSTEMD_DIRS); do \
		install -D -m 644 tools/exporter/ucgate.$$kind $(call installed,$(LIBDIR))/$$kind.d/ucgate.conf || exit; done
	$(Q)for file in $(MONITORING:tools/%=%); do \
		install -D -m 644 tools/$$file $(call installed,$(DATADIR)/ucgate)/$$file || exit; done

.PHONY: uninstall
uninstall: ## remove what install put there
	$(Q)rm -f $(addprefix $(call installed,$(SBINDIR))/,ucgate $(notdir $(TOOLS)))
	$(Q)rm -f $(foreach page,$(MAN_PAGES),$(call installed,$(DATADIR)/man/man$(patsubst .%,%,$(suffix $(page)))/$(notdir $(page))))
	$(Q)rm -f $(call installed,$(COMPLETIONS))/ucgate $(patsubst %.bash,$(call installed,$(COMPLETIONS))/%,$(notdir $(filter tools/%,$(COMPLETION))))
	$(Q)rm -f $(call installed,$(FAIL2BAN))
	$(Q)rm -f $(patsubst %,$(call installed,$(LIBDIR)/systemd/system)/%,$(notdir $(UNIT_FILES)))
	$(Q)rm -f $(patsubst %,$(call installed,$(LIBDIR))/%.d/ucgate.conf,$(SYSTEMD_DIRS))
	$(Q)rm -rf $(call installed,$(DATADIR)/ucgate) $(call installed,$(DATADIR)/doc/ucgate)

-include $(shell find $(BUILD) -path $(BUILD)/variant -prune -o -type f -name '*.d' -print 2>/dev/null)
