# SPDX-License-Identifier: BSD-3-Clause
# Tools by plain name: they are looked up when a recipe runs, so reading this
# file forks nothing. Only the command line changes them; CROSS_COMPILE alone
# may come from the environment.

CROSS_COMPILE := $(call qstrip,$(CROSS_COMPILE))
COMPILER := $(or $(call _given,COMPILER),gcc)
# make presets CC, CXX, AR ...: only the command line may override ours
_tool = $(if $(filter command line,$(origin $(1))),,$(eval $(1) := $(2)))
$(call _tool,CC,$(CROSS_COMPILE)$(COMPILER))
$(call _tool,CXX,$(CROSS_COMPILE)$(if $(filter clang,$(COMPILER)),clang++,g++))
CPP = $(CC) -E
$(call _tool,LD,$(CC))
$(call _tool,AR,$(CROSS_COMPILE)ar)
$(call _tool,NM,$(CROSS_COMPILE)nm)
$(call _tool,OBJCOPY,$(CROSS_COMPILE)objcopy)
$(call _tool,OBJDUMP,$(CROSS_COMPILE)objdump)
$(call _tool,READELF,$(CROSS_COMPILE)readelf)
$(call _tool,STRIP,$(CROSS_COMPILE)strip)
# A launcher (ccache, distcc) stands before every compilation
$(call _tool,UK_COMPILER_LAUNCHER,)

$(call _tool,HOSTCC,gcc)
$(call _tool,HOSTCXX,g++)
$(call _tool,HOSTLN,ln)
$(call _tool,AWK,awk)
$(call _tool,SED,sed)
$(call _tool,GREP,grep)
$(call _tool,M4,m4)
$(call _tool,PYTHON,python3)
$(call _tool,PATCH,patch)
$(call _tool,TAR,tar)
$(call _tool,UNZIP,unzip)
$(call _tool,GIT,git)
CP := cp
MV := mv
RM := rm
CAT := cat
MKDIR := mkdir
TOUCH := touch
SCRIPTS_DIR := $(CONFIG_UK_BASE)/make
export LC_ALL := C
