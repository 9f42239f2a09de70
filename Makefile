# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# ucgate: one Makefile for the whole tree; everything it makes is under $(BUILD). `make help` lists what it does.

# --- knobs ------------------------------------------------------------------------------------------------------
BUILD    ?= build
CC       ?= cc
CLANG    ?= clang
BPFTOOL  ?= bpftool
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
VERSION  := 0.1.0

# V=1 shows the commands, SAN=1 builds with the address and undefined-behaviour sanitizers, WERROR=1 is for CI.
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-8s%s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$@)')

SANITIZE := $(if $(filter 1,$(SAN)),-fsanitize=address$(comma)undefined -fno-omit-frame-pointer)
comma := ,
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wpointer-arith -Wcast-qual \
            -Wvla -Wimplicit-fallthrough -Werror=implicit -Werror=return-type $(if $(filter 1,$(WERROR)),-Werror)
INCLUDES := -Iinclude -I. -Iloader -I$(BUILD)
ALL_CPPFLAGS = -D_GNU_SOURCE -DUCGATE_VERSION='"$(VERSION)"' $(INCLUDES) $(CPPFLAGS)
ALL_CFLAGS = -std=gnu11 $(WARNINGS) $(SANITIZE) $(CFLAGS) -MMD -MP
ALL_LDFLAGS = $(SANITIZE) $(LDFLAGS)
LIBS := -lxdp -lbpf -lyaml -ljansson -lsmartcols -lmd -lelf -lz

# --- sources ----------------------------------------------------------------------------------------------------
BPF_SRC     := $(wildcard bpf/*.bpf.c)
LIBRARY_SRC := $(wildcard loader/rules/*.c loader/base/*.c loader/attach/*.c loader/apply/*.c maps/*.c)
LOADER_SRC  := $(wildcard loader/command/*.c)
TOOL_DIRS   := $(patsubst %/main.c,%,$(wildcard tools/*/main.c))
TOOLS       := $(foreach dir,$(TOOL_DIRS),$(BUILD)/ucgate-$(notdir $(dir)))
RULE_SETS   := $(wildcard loader/rulesets/*.yaml)

BPF_OBJ     := $(BPF_SRC:%.bpf.c=$(BUILD)/%.bpf.o)
SKELETONS   := $(BPF_SRC:%.bpf.c=$(BUILD)/%.skel.h)
LIBRARY_OBJ := $(LIBRARY_SRC:%.c=$(BUILD)/%.o)
LOADER_OBJ  := $(LOADER_SRC:%.c=$(BUILD)/%.o)

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:

## all: build everything (the default)
.PHONY: all
all: $(BUILD)/ucgate $(TOOLS) $(RULE_SETS:loader/rulesets/%=$(BUILD)/share/ucgate/%) $(BUILD)/compile_commands.json

# --- packet programs --------------------------------------------------------------------------------------------
BPF_CFLAGS := -O2 -g -std=gnu11 -Wall -Wextra -Wno-unused-parameter -Wno-address-of-packed-member \
              -mcpu=v3 -Iinclude -I. -I/usr/include/$(shell $(CC) -print-multiarch 2>/dev/null || uname -m)

$(BUILD)/%.bpf.o: %.bpf.c
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) -target bpf $(BPF_CFLAGS) -MMD -MP -MT $@ -c $< -o $@

$(BUILD)/%.skel.h: $(BUILD)/%.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name $(notdir $*)_bpf > $@

# --- library and programs ---------------------------------------------------------------------------------------
$(BUILD)/%.o: %.c | $(SKELETONS)
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/libucgate.a: $(LIBRARY_OBJ)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/ucgate: $(LOADER_OBJ) $(BUILD)/libucgate.a
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

.SECONDEXPANSION:
$(BUILD)/ucgate-%: $$(patsubst %.c,$(BUILD)/%.o,$$(wildcard tools/%/*.c)) $(BUILD)/libucgate.a
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/share/ucgate/%: loader/rulesets/%
	$(Q)mkdir -p $(@D) && cp $< $@

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
