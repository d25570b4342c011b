# SPDX-License-Identifier: BSD-3-Clause
# Reads every Makefile.uk, in the order that decides include paths and linking:
# rules, application, internal libraries, external libraries, architecture,
# drivers, platforms (build-interface 2.1).

_dirs_with = $(filter-out $(EXCLUDEDIRS),$(patsubst %/$(2),%,$(sort $(wildcard $(addsuffix /$(2),$(1))))))
_core := $(CONFIG_UK_BASE)
_LIBDIRS := $(call _dirs_with,$(_core)/lib/*,Makefile.uk)
_ARCHDIRS := $(call _dirs_with,$(_core)/arch $(_core)/arch/*,Makefile.uk)
_DRVDIRS := $(call _dirs_with,$(_core)/drivers/* $(_core)/drivers/*/*,Makefile.uk)
_PLATDIRS := $(call _dirs_with,$(_core)/plat $(_core)/plat/*,Makefile.uk)
_ELIBDIRS := $(filter-out $(EXCLUDEDIRS),$(ELIB_DIR))
UK_PLAT_COMMON_BASE := $(_core)/plat/common

include $(wildcard $(addsuffix /Makefile.rules,$(_core)/arch $(_core)/arch/* $(_core)/plat/* $(_core)/lib/* $(_core)/drivers/* $(_core)/drivers/*/* $(_ELIBDIRS) $(if $(NO_APP),,$(APP_DIR))))

ifeq ($(NO_APP),)
$(eval $(call import_lib,$(APP_DIR)))
endif
$(foreach d,$(_LIBDIRS) $(_ELIBDIRS) $(_ARCHDIRS) $(_DRVDIRS) $(_PLATDIRS) $(EPLAT_DIR),$(eval $(call import_lib,$(d))))

include $(wildcard $(addsuffix /Makefile.build,$(_core)/lib/* $(_core)/plat/* $(_ELIBDIRS) $(if $(NO_APP),,$(APP_DIR))))

# Libraries of one platform only are linked into that image, not into all
_PLAT_LIBS := $(foreach p,$(UK_PLATS),$($(call uc,$(p))_LIBS))
