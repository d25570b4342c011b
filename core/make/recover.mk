# SPDX-License-Identifier: BSD-3-Clause
# A compiler that is killed leaves half of a file, newer than its sources: the
# next run would take it for finished. So make notes each product before its
# command starts (without a process), forgets the notes when a build ends well,
# and looks at what they name when the one before did not: recover.sh.

_BEGUN := $(BUILD_DIR)/begun
_begin = $(file >>$(_BEGUN),$(1))

ifneq ($(strip $(file <$(_BEGUN))),)
$(info $(shell $(SHELL) $(UK_MAKE)/recover.sh $(_BEGUN) $(BUILD_DIR)))
endif

# The recipe of a goal that went well; with several goals another may still be
# at work
_forget_begun = $(if $(word 2,$(MAKECMDGOALS)),,$(if $(strip $(file <$(_BEGUN))),$(file >$(_BEGUN))))
