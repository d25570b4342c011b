# SPDX-License-Identifier: BSD-3-Clause
# Goals. Those that need the configuration refuse to run without one: this
# core has no configurator of its own, .config comes from the SDK.

# The goals of a configurator go to the command UK_CONFIGURATOR, with what the
# command line says; the Makefile that a build leaves gives the SDK's
_CONFIGURATION := defconfig olddefconfig savedefconfig allyesconfig allnoconfig randconfig menuconfig
_asked := $(firstword $(filter $(_CONFIGURATION),$(MAKECMDGOALS)))
_other_asked := $(firstword $(filter config oldconfig nconfig xconfig gconfig kmenuconfig guiconfig ukconfig,$(MAKECMDGOALS)))
$(if $(_other_asked),$(call uk_error,1003,there is no configurator for the goal '$(_other_asked)'. Use menuconfig$(comma) or olddefconfig for what is new.))
$(if $(_asked),$(if $(call _given,UK_CONFIGURATOR),,$(call uk_error,1003,the goal '$(_asked)' needs a configurator$(comma) which this core has not. Give UK_CONFIGURATOR$(comma) or run make in the folder that dotnet build leaves (docs/make.md).)))
$(if $(UK_DEFCONFIG),$(call _plain,$(UK_DEFCONFIG),UK_DEFCONFIG)$(call _absolute,$(UK_DEFCONFIG),UK_DEFCONFIG))

_NO_CONFIG_GOALS := print-version print-vars help properclean distclean $(_CONFIGURATION)
_goals := $(or $(MAKECMDGOALS),all)
_CONFIG_GOAL := $(filter-out $(_NO_CONFIG_GOALS),$(_goals))

ifneq ($(_CONFIG_GOAL),)
ifeq ($(wildcard $(UK_CONFIG)),)
$(call uk_error,1001,no configuration at $(UK_CONFIG). Build the project with dotnet build, which writes it, or give C=FILE.)
endif
endif

.PHONY: all images objs libs prepare preprocess fetch clean clean-libs \
	properclean distclean print-version print-vars print-libs print-srcs \
	print-objs print-lds print-syscalls print-loc syncconfig help FORCE $(_CONFIGURATION)

$(_CONFIGURATION):
	$(Q)$(UK_CONFIGURATOR) $@ core=$(CONFIG_UK_BASE) $(if $(NO_APP),,app=$(APP_DIR)) libraries=$(subst $(space),:,$(filter-out $(EXCLUDEDIRS),$(ELIB_DIR) $(EPLAT_DIR))) \
		build=$(BUILD_DIR) config=$(UK_CONFIG) name=$(or $(call _given,N),$(notdir $(APP_DIR))) defconfig=$(UK_DEFCONFIG)

print-version:
	@echo '$(UK_FULLVERSION)~$(call lc,$(UK_CODENAME))'

print-vars:
	$(foreach v,$(sort $(filter $(or $(VARS),%),$(filter-out _%,$(.VARIABLES)))),$(info $(v)=$(value $(v))))@:

properclean:
	$(Q)rm -rf -- $(BUILD_DIR)

distclean: properclean
	$(Q)rm -f -- $(UK_CONFIG) $(UK_CONFIG).old

help:
	@cat $(UK_MAKE)/help.txt
