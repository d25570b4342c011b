# SPDX-License-Identifier: BSD-3-Clause
# A goal or a variable nobody knows is a mistake, not something to pass over.
# Read last: by now every library, and so every prefix, is registered.

_KNOWN_GOALS := all images objs libs prepare preprocess fetch clean clean-libs syncconfig \
	print-libs print-srcs print-objs print-lds print-syscalls print-loc $(_NO_CONFIG_GOALS) FORCE
_unknown_goals := $(filter-out $(_KNOWN_GOALS) $(UK_LIBS) $(UK_LIBS:%=clean-%) $(BUILD_DIR)/%,$(MAKECMDGOALS))
# Before auto.mk is made nothing is known to be enabled; make reads all again then
ifneq ($(and $(_unknown_goals),$(wildcard $(_AUTO_MK))),)
$(if $(filter $(UK_LIBS_KNOWN) $(UK_LIBS_KNOWN:%=clean-%),$(_unknown_goals)),\
  $(call uk_error,1024,the library of the goal '$(firstword $(_unknown_goals))' is off. Turn it on in $(UK_CONFIG).),\
  $(call uk_error,1024,there is no goal '$(firstword $(_unknown_goals))'. 'help' lists them.))
endif

_KNOWN_VARIABLES := A L P E O C N V VARS ARCH SHELL COMPILER CROSS_COMPILE LLVM_TARGET_ARCH CC CXX CPP LD AR NM OBJCOPY OBJDUMP READELF STRIP AWK SED GREP M4 PYTHON PATCH \
	TAR UNZIP GIT HOSTCC HOSTCXX HOSTAR HOSTLN MAKEFLAGS UK_DEFCONFIG UK_ASFLAGS UK_CFLAGS UK_CXXFLAGS UK_GOCFLAGS UK_LDFLAGS UK_LDEPS UK_COMPILER_LAUNCHER \
	UK_IMAGE_NAME_OVERWRITE UK_ARCHIVE_DIRS UK_CONFIGURATOR
_GLOBAL_LISTS := COMPFLAGS ASFLAGS CFLAGS CXXFLAGS ASINCLUDES CINCLUDES CXXINCLUDES ARCHFLAGS ISR_ARCHFLAGS DBGFLAGS LDFLAGS LIBLDFLAGS OBJCFLAGS M4FLAGS M4INCLUDES
_overrides := $(foreach w,$(MAKEOVERRIDES),$(foreach n,$(firstword $(subst =, ,$(w))),$(if $(filter command line,$(origin $(n))),$(n))))
_unknown_variables := $(filter-out $(_KNOWN_VARIABLES) CONFIG_% $(_GLOBAL_LISTS) $(_GLOBAL_LISTS:%=%-y) \
	$(foreach l,$(UK_LIBS_KNOWN),$(call uc,$(l))_%),$(_overrides))
$(if $(_unknown_variables),$(call uk_error,1023,the variable '$(firstword $(_unknown_variables))' on the command line is not known. docs/make.md lists all of them.))
