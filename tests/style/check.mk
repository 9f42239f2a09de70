# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `make check`: what a reviewer should not have to say.

# What clangd and clang-tidy read. One entry a file, joined by commas.
comma := ,
quote := "
entry = {"directory": "$(CURDIR)", "file": "$(2)", "command": "$(subst $(quote),\$(quote),$(1) -c $(2))"}
entries = $(foreach src,$(C_SRC),$(call entry,$(CC) $(CC_FLAGS),$(src))) \
          $(foreach src,$(BPF_SRC) $(TEST_BPF),$(call entry,$(CLANG) $(BPF_FLAGS),$(src)))
$(BUILD)/compile_commands.json: Makefile $(BUILD)/flags $(C_SRC) $(BPF_SRC) $(TEST_BPF)
	$(file >$@,[$(subst } {,}$(comma) {,$(strip $(entries)))])
