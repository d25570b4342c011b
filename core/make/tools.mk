# SPDX-License-Identifier: BSD-3-Clause
# Tools by plain name: the shell finds them when a recipe runs, so reading
# this file forks nothing. CROSS_COMPILE may come from the environment.

CROSS_COMPILE := $(call qstrip,$(CROSS_COMPILE))
COMPILER ?= gcc
# make presets CC, CXX, AR ...: only the command line may override ours
_tool = $(if $(filter command line,$(origin $(1))),,$(eval $(1) := $(2)))
$(call _tool,CC,$(CROSS_COMPILE)$(COMPILER))
$(call _tool,CXX,$(CROSS_COMPILE)$(if $(filter clang,$(COMPILER)),clang++,g++))
CPP = $(CC) -E
$(call _tool,LD,$(CC))
$(call _tool,AR,$(CROSS_COMPILE)ar)
NM ?= $(CROSS_COMPILE)nm
OBJCOPY ?= $(CROSS_COMPILE)objcopy
OBJDUMP ?= $(CROSS_COMPILE)objdump
READELF ?= $(CROSS_COMPILE)readelf
STRIP ?= $(CROSS_COMPILE)strip
# A launcher (ccache, distcc) stands before every compilation
UK_COMPILER_LAUNCHER ?=

HOSTCC ?= gcc
HOSTCXX ?= g++
HOSTLN ?= ln
AWK ?= awk
SED ?= sed
GREP ?= grep
M4 ?= m4
PYTHON ?= python3
PATCH ?= patch
TAR ?= tar
UNZIP ?= unzip
GIT ?= git
CP := cp
MV := mv
RM := rm
CAT := cat
MKDIR := mkdir
TOUCH := touch
SCRIPTS_DIR := $(CONFIG_UK_BASE)/make
export LC_ALL := C
