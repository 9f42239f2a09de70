# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `make check`: what a reviewer should not have to say. A check of one file leaves a mark, so that a second run only
# looks at what has changed; the checks of the whole tree are quick.

CLANG_FORMAT ?= clang-format-14
CLANG_TIDY   ?= clang-tidy-14

BPF_ALL   := $(BPF_SRC) $(TEST_BPF)
C_ALL     := $(C_SRC) $(FUZZ_SRC)
CODE      := $(C_ALL) $(BPF_ALL) $(HEADERS)
TEXTS     := $(CODE) $(SCRIPTS) $(MAN_PAGES) $(RULE_SETS) Makefile $(wildcard README.md */README.md */*/README.md \
             .github/*.md tests/style/*.awk tests/style/*.mk)
BPF_ONLY  := $(wildcard bpf/*.h maps/*.bpf.h)
SPARSE_ONLY := tests/style/endian.h
HOST_ONLY := $(filter-out $(BPF_ONLY) $(SPARSE_ONLY),$(HEADERS))
MARKS     := $(BUILD)/check
# A tenth of the analyzer's nodes a function: 0.4 s instead of 5 s for lint.c.
TIDY      := $(CLANG_TIDY) --quiet --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang \
             --extra-arg=max-nodes=20000
SPARSE    := tests/style/sparse.sh

# Runs a command quietly: its output is shown only when it fails.
quietly = $(Q)mkdir -p $(@D) && { $(1); } >$@.out 2>&1 && touch $@ || { cat $@.out; exit 1; }

CHECKS := format tidy sparse cppcheck headers shell text man style

##@ Check
.PHONY: check
check: ## every check below, as one suite
	$(Q)$(RUN) check -- $(MAKE_SUB) -k -j$(JOBS) $(CHECKS:%=check-%)

.PHONY: $(CHECKS:%=check-%)
check-format: $(CODE:%=$(MARKS)/%.format) ## clang-format 14
check-tidy: $(C_ALL:%=$(MARKS)/%.tidy) $(BPF_ALL:%=$(MARKS)/%.tidy) ## clang-tidy 14, see .clang-tidy
check-sparse: $(C_ALL:%=$(MARKS)/%.sparse) $(BPF_ALL:%=$(MARKS)/%.sparse) ## byte order
check-cppcheck: $(MARKS)/cppcheck ## what cppcheck sees
check-headers: $(HOST_ONLY:%=$(MARKS)/%.alone) $(BPF_ONLY:%=$(MARKS)/%.alone) ## every header compiles alone
check-shell: $(SCRIPTS:%=$(MARKS)/%.shell) ## shellcheck
check-text: $(MARKS)/text ## licence lines, spelling, words, white space
check-man: $(MAN_PAGES:%=$(MARKS)/%.man) ## mandoc
check-style: $(MARKS)/style ## who includes whom, lengths of functions and files, folders that name their files

.PHONY: size
size: ## the lengths of functions and files
	$(Q)tests/style/functions.sh $(CODE)

.PHONY: format
format: ## write the sources as clang-format wants them
	$(Q)$(CLANG_FORMAT) -i $(CODE)

.PHONY: hooks
hooks: ## let git run the quick checks before each commit
	$(Q)ln -sf "$(CURDIR)/tools/dev/pre-commit" "$$(git rev-parse --git-path hooks)/pre-commit"

$(MARKS)/%.format: % .clang-format
	$(call quietly,$(CLANG_FORMAT) --dry-run -Werror $<)

# The object stands for the headers: it is rebuilt when one changes.
$(MARKS)/%.c.tidy: %.c $(BUILD)/%.o .clang-tidy
	$(call quietly,$(TIDY) $< -- $(CC_FLAGS))
$(MARKS)/%.bpf.c.tidy: %.bpf.c $(BUILD)/%.bpf.o .clang-tidy
	$(call quietly,$(TIDY) --checks=-misc-unused-parameters $< -- $(BPF_FLAGS))

$(MARKS)/%.c.sparse: %.c $(BUILD)/%.o tests/style/endian.h
	$(call quietly,$(SPARSE) $(DEFINES) $(INCLUDES) $<)
$(MARKS)/%.bpf.c.sparse: %.bpf.c $(BUILD)/%.bpf.o tests/style/endian.h
	$(call quietly,$(SPARSE) -D__bpf__ $(BPF_INCLUDES) $<)

# What is shipped: the tests' idioms are not worth its guesses.
SHIPPED := $(filter-out tests/%,$(C_ALL) $(BPF_ALL))
$(MARKS)/cppcheck: $(SHIPPED) $(HEADERS) tests/style/cppcheck.txt tests/style/cppcheck.cfg
	$(Q)mkdir -p $(MARKS)/cppcheck-work
	$(call quietly,cppcheck --quiet -j$(JOBS) --max-configs=2 --enable=warning$(comma)style$(comma)performance$(comma)portability --std=c11 \
		--inline-suppr --suppressions-list=tests/style/cppcheck.txt --error-exitcode=1 --cppcheck-build-dir=$(MARKS)/cppcheck-work \
		--library=tests/style/cppcheck.cfg -Iinclude -I. -Iloader \
		$(SHIPPED))

$(HOST_ONLY:%=$(MARKS)/%.alone): $(MARKS)/%.alone: % | $(SKELETONS)
	$(call quietly,$(CC) $(CC_FLAGS) -Werror -fsyntax-only -x c -include $< /dev/null \
		$(if $(filter include/abi/%,$<),&& $(CLANG) $(BPF_FLAGS) -Werror -fsyntax-only -x c -include $< /dev/null))
$(BPF_ONLY:%=$(MARKS)/%.alone): $(MARKS)/%.alone: %
	$(call quietly,$(CLANG) $(BPF_FLAGS) -Werror -Wno-unused-function -fsyntax-only -x c -include linux/bpf.h \
		-include bpf/bpf_helpers.h -include $< /dev/null)

$(MARKS)/%.shell: %
	$(call quietly,shellcheck -x $<)

$(MARKS)/text: $(TEXTS) tests/style/text.sh
	$(call quietly,tests/style/text.sh $(TEXTS) && codespell -I tests/style/words.txt $(TEXTS))

$(MARKS)/%.man: %
	$(call quietly,mandoc -Tlint -Wwarning $<)

READMES := $(patsubst %/README.md,%,$(filter-out tests/README.md,$(shell git ls-files "*/README.md")))
$(MARKS)/style: $(CODE) $(READMES:%=%/README.md) tests/style/includes.awk $(wildcard tests/style/*.sh)
	$(call quietly,awk -f tests/style/includes.awk $(CODE) && tests/style/functions.sh $(CODE) && tests/style/readme.sh $(READMES) \
		&& tests/style/planted.sh)

# What clangd reads. One entry a file, joined by commas.
comma := ,
quote := "
entry = {"directory": "$(CURDIR)", "file": "$(2)", "command": "$(subst $(quote),\$(quote),$(1) -c $(2))"}
entries = $(foreach src,$(C_SRC),$(call entry,$(CC) $(CC_FLAGS),$(src))) \
          $(foreach src,$(BPF_ALL),$(call entry,$(CLANG) $(BPF_FLAGS),$(src)))
$(BUILD)/compile_commands.json: Makefile $(BUILD)/flags $(C_SRC) $(BPF_ALL)
	$(file >$@,[$(subst } {,}$(comma) {,$(strip $(entries)))])
