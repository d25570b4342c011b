# SPDX-License-Identifier: BSD-3-Clause
# Reads one library's Makefile.uk and prints what it fetches; builds nothing.
# make -f probe.mk LIBRARY=folder CONFIG=file-of-values
MAKEFLAGS += -rR
comma := ,
empty :=
space := $(empty) $(empty)
probe:
.PHONY: probe
include $(CONFIG)
uc = $(shell echo '$(1)' | tr a-z A-Z)
qstrip = $(strip $(subst ",,$(1)))
# "
IMPORT_BASE := $(LIBRARY)
BUILD_DIR := /nonexistent/build
CONFIG_UK_BASE := /nonexistent/core
UK_PLAT_COMMON_BASE := /nonexistent/core/plat/common
APP_DIR := /nonexistent/app
APP_BASE := $(APP_DIR)
CONFIG_UK_APP := $(APP_DIR)
have_gcc := y
have_clang := n
CC := gcc

define addlib_s
$(call uc,$(1))_BASE := $(LIBRARY)
$(call uc,$(1))_BUILD := $(BUILD_DIR)/$(1)
endef
addlib = $(addlib_s)
addlib_tree = $(addlib_s)
addlib_tree_s = $(addlib_s)
define addplatlib
$(call addlib_s,$(2))
endef
addplatlib_s = $(addplatlib)

# _say kind,lib,name,addresses
define _say
$(call uc,$(1))_ORIGIN := $(BUILD_DIR)/$(1)/origin
$$(info UKPROBE|$(strip $(2))|$(strip $(1))|$(strip $(3))|$(strip $($(call uc,$(1))_ORIGIN_SHA256))|$(strip $(4)))
endef
fetch = $(call _say,$(1),fetch,$(notdir $(2)),$(2))
fetchas = $(call _say,$(1),fetch,$(3),$(2))
fetch2 = $(call _say,$(1),fetch,$(notdir $(2)),$(2) $(3))
fetchas2 = $(call _say,$(1),fetch,$(4),$(2) $(3))
clone = $(call _say,$(1),clone,,$(2))
define unarchive
$(call uc,$(1))_ORIGIN := $(BUILD_DIR)/$(1)/origin
endef
mk_sub_libbuild_dir =

-include $(LIBRARY)/Makefile.rules
include $(LIBRARY)/Makefile.uk
