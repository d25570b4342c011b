# SPDX-License-Identifier: BSD-3-Clause
# Flags of every compilation and link of the image. Paths are mapped so that
# the same input gives the same bytes from any folder.

_opt := $(if $(CONFIG_OPTIMIZE_NONE),-O0,$(if $(CONFIG_OPTIMIZE_PERF),-O2,-Os))
_map = -ffile-prefix-map=$(1)=$(2)

COMPFLAGS += -nostdlib -nostdinc -U__linux__ -ffreestanding -fno-builtin-malloc
COMPFLAGS += -D__Unikraft__ -DUK_CODENAME='"$(UK_CODENAME)"' -DUK_VERSION=$(UK_VERSION).$(UK_SUBVERSION) -DUK_FULLVERSION=$(UK_FULLVERSION)
COMPFLAGS += $(call _map,$(CONFIG_UK_BASE),core) $(call _map,$(BUILD_DIR),build) $(call _map,$(APP_DIR),app) $(foreach d,$(ELIB_DIR),$(call _map,$(d),$(notdir $(d))))
COMPFLAGS += -fno-pic -fno-pie -fcf-protection=none -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections
# A frame larger than a page must touch the guard page, not jump over it
COMPFLAGS += -fno-omit-frame-pointer -fno-common -fstack-clash-protection
COMPFLAGS-$(CONFIG_OPTIMIZE_LTO) += -flto -fno-fat-lto-objects
COMPFLAGS-$(CONFIG_STACK_PROTECTOR) += -fstack-protector-strong -mstack-protector-guard=global
ifneq ($(CONFIG_STACK_PROTECTOR),y)
COMPFLAGS += -fno-stack-protector
endif
CFLAGS += -std=gnu11 $(_opt) -Wall -Wextra
CXXFLAGS += $(_opt) -Wall -Wextra -fno-exceptions -fno-rtti
CFLAGS-$(CONFIG_OPTIMIZE_WERROR) += -Werror
DBGFLAGS += -g$(or $(CONFIG_DEBUG_LEVEL),1) -gno-record-gcc-switches
CINCLUDES += -I$(BUILD_DIR)/include -I$(CONFIG_UK_BASE)/include
CXXINCLUDES += -I$(BUILD_DIR)/include -I$(CONFIG_UK_BASE)/include
ASINCLUDES += -I$(BUILD_DIR)/include -I$(CONFIG_UK_BASE)/include
ASFLAGS += -D__ASSEMBLY__ -Wa,--noexecstack
ifeq ($(ARCH),x86_64)
# An interrupt starts on the stack of the thread, right below the stack pointer
# (arch/x86_64/vectors.S): red-zone.sh refuses an image with data there
ARCHFLAGS += -m64 -march=x86-64 -mno-red-zone
ISR_ARCHFLAGS += -m64 -march=x86-64 -mno-red-zone -mgeneral-regs-only
endif

ASFLAGS += $(call _given,UK_ASFLAGS)
CFLAGS += $(call _given,UK_CFLAGS)
CXXFLAGS += $(call _given,UK_CXXFLAGS)
LDFLAGS += $(call _given,UK_LDFLAGS)

LIBLDFLAGS += -nostdlib -nostartfiles -Wl,-r -no-pie
LDFLAGS += -nostdlib -nostartfiles -static -no-pie -Wl,--gc-sections -Wl,--build-id=none \
	-Wl,-z,noexecstack -Wl,-z,max-page-size=4096 -Wl,-z,norelro -Wl,--fatal-warnings
# Code generated while linking needs the flags that decide sections and code
_lto_flags = -flto -flto-partition=one $(_opt) $(filter -m%,$(ARCHFLAGS)) $(filter -f%-sections -fno-pi% -fcf% -fstack% -fno-omit% -fno-async%,$(COMPFLAGS)) $(filter -mstack% -fstack%,$(COMPFLAGS-y))
LDFLAGS-$(CONFIG_OPTIMIZE_LTO) += $(_lto_flags) -fdump-ipa-cgraph
