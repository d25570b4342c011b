# SPDX-License-Identifier: BSD-3-Clause
# The configuration: C -> O/config, auto.mk (for make), uk/bits/config.h (for C).
# auto.mk is an included file with a rule, so GNU make remakes it and starts
# over when .config is newer. config-sync.sh compares by content and removes
# just the objects whose sources or headers name a changed symbol.

_AUTO_MK := $(BUILD_DIR)/auto.mk
-include $(_AUTO_MK)

$(_AUTO_MK): $(UK_CONFIG) $(UK_MAKE)/config-sync.sh $(if $(wildcard $(BUILD_DIR)/include/uk/bits/config.h),,FORCE)
	$(Q)$(SHELL) $(UK_MAKE)/config-sync.sh $(UK_CONFIG) $(BUILD_DIR)

ARCH := $(if $(CONFIG_ARCH_X86_64),x86_64,$(call qstrip,$(CONFIG_UK_ARCH)))
CONFIG_UK_ARCH := $(or $(call qstrip,$(CONFIG_UK_ARCH)),$(ARCH))
UK_FAMILY := $(if $(filter x86_64,$(ARCH)),x86,$(ARCH))
UK_NAME := $(or $(call _given,N),$(call qstrip,$(CONFIG_UK_NAME)),$(notdir $(APP_DIR)))
