# SPDX-License-Identifier: BSD-3-Clause
# Goals. Those that need the configuration refuse to run without one: this
# core has no configurator of its own, .config comes from the SDK.

# What upstream answers with a configurator: this core reads .config only
_CONFIGURATORS := config oldconfig olddefconfig defconfig savedefconfig menuconfig nconfig xconfig gconfig kmenuconfig guiconfig ukconfig \
	allyesconfig allnoconfig randconfig
$(if $(filter $(_CONFIGURATORS),$(MAKECMDGOALS)),$(call uk_error,1003,the goal '$(firstword $(filter $(_CONFIGURATORS),$(MAKECMDGOALS)))' needs a configurator, which this core has not. dotnet build -t:UkMenuconfig and -t:UkSaveDefconfig are the SDK's.))

_NO_CONFIG_GOALS := print-version print-vars help properclean distclean
_goals := $(or $(MAKECMDGOALS),all)
_CONFIG_GOAL := $(filter-out $(_NO_CONFIG_GOALS),$(_goals))

ifneq ($(_CONFIG_GOAL),)
ifeq ($(wildcard $(UK_CONFIG)),)
$(call uk_error,1001,no configuration at $(UK_CONFIG). Build the project with dotnet build, which writes it, or give C=FILE.)
endif
endif

.PHONY: all images objs libs prepare preprocess fetch clean clean-libs \
	properclean distclean print-version print-vars print-libs print-srcs \
	print-objs print-lds print-syscalls print-loc syncconfig help FORCE

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
