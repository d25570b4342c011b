# SPDX-License-Identifier: BSD-3-Clause
# Command-line parameters. Only values given on the make command line count;
# the environment is ignored (C excepted), so that a build cannot depend on it.

_given = $(if $(filter command line,$(origin $(1))),$($(1)))
_absolute = $(if $(filter-out /%,$(firstword $(1))),$(call uk_error,1011,$(2)=$(1) is not an absolute path. Give the full path.))
_plain = $(if $(word 2,$(1)),$(call uk_error,1012,$(2)=$(1) contains a space. Move the tree to a path without white space.))
_path = $(call _plain,$(1),$(2))$(call _absolute,$(1),$(2))$(if $(wildcard $(1)/.),,$(call uk_error,1013,directory $(1) ($(2)) does not exist. Check the path.))$(realpath $(1))

# A value out of a list, and a name of a file without folders
_one_of = $(if $(call _given,$(1)),$(if $(filter-out $(2),$($(1)))$(word 2,$($(1))),$(call uk_error,1021,$(1)=$($(1)) is not a value it can have. Use one of: $(2).)))
_file_name = $(if $(call _given,$(1)),$(if $(findstring /,$($(1)))$(word 2,$($(1)))$(findstring $(squote),$($(1)))$(filter . ..,$($(1))),$(call uk_error,1021,$(1)=$($(1)) cannot be the name of a file. Use a name without folders and blanks.)))
$(call _one_of,V,0 1 2)
$(call _one_of,COMPILER,gcc clang)
$(call _one_of,ARCH,x86_64)
$(call _file_name,N)
$(call _file_name,UK_IMAGE_NAME_OVERWRITE)
ifeq ($(call _given,V),2)
MAKEFLAGS += --warn-undefined-variables
endif

# A: the application. Without one the core itself is built as a library set.
ifneq ($(call _given,A),)
APP_DIR := $(call _path,$(A),A)
else
APP_DIR := $(CONFIG_UK_BASE)
NO_APP := y
endif
APP_BASE := $(APP_DIR)
CONFIG_UK_APP := $(APP_DIR)

# L, P: external libraries and platforms, colon separated, order kept
ELIB_DIR := $(foreach d,$(subst :, ,$(call _given,L)),$(call _path,$(d),L))
EPLAT_DIR := $(foreach d,$(subst :, ,$(call _given,P)),$(call _path,$(d),P))
# E: directories left out of import
EXCLUDEDIRS := $(foreach d,$(subst :, ,$(call _given,E)),$(call _path,$(d),E))

# O: the build directory; created by the first rule that needs it
BUILD_DIR := $(or $(call _given,O),$(APP_DIR)/build)
$(call _plain,$(BUILD_DIR),O)$(call _absolute,$(BUILD_DIR),O)
BUILD_DIR := $(abspath $(BUILD_DIR))
$(if $(findstring :,$(BUILD_DIR)),$(call uk_error,1012,O=$(BUILD_DIR) contains a colon. Choose another build directory.))

# C: the configuration, read but never written by make
$(if $(C),$(call _plain,$(C),C)$(call _absolute,$(C),C))
UK_CONFIG := $(abspath $(or $(C),$(APP_DIR)/.config))
CONFIG_DIR := $(patsubst %/,%,$(dir $(UK_CONFIG)))
