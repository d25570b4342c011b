# SPDX-License-Identifier: BSD-3-Clause
# Registration macros of Makefile.uk, called as $(eval $(call NAME,args)).
# P is the upper-cased registered name. A library that is off still gets
# P_BASE and P_BUILD: unguarded include lists of others refer to them.

UK_LIBS :=
UK_LIBS_KNOWN :=
UK_PLATS :=

define addlib
$(call addlib_s,$(1),y)
endef

define addlib_s
$(if $(1),,$$(call uk_error,1014,a Makefile.uk in $$(IMPORT_BASE) registers a library without a name. Give addlib a name.))
$(if $(filter $(1),$(UK_LIBS_KNOWN)),$$(call uk_error,1015,library '$(1)' is registered twice ($$($(call uc,$(1))_BASE) and $$(IMPORT_BASE)). Remove one of them.))
UK_LIBS_KNOWN += $(1)
$(if $(filter y,$(2)),UK_LIBS += $(1))
$(call uc,$(1))_BASE := $$(IMPORT_BASE)
$(call uc,$(1))_BUILD := $$(BUILD_DIR)/$(1)
$(call uc,$(1))_EXPORTS := $$(wildcard $$(IMPORT_BASE)/exportsyms.uk)
$(call uc,$(1))_LOCALS := $$(wildcard $$(IMPORT_BASE)/localsyms.uk)
endef

# In a tree library objects keep the folders of their sources (0.14)
define addlib_tree
$(call addlib_tree_s,$(1),y)
endef
define addlib_tree_s
$(call addlib_s,$(1),$(2))
$(call uc,$(1))_TREE := y
endef

# addplat plat[,switch]: Linker.uk and the default link script
define addplat
$(call addplat_s,$(1),y)
endef
define addplat_s
$(if $(filter y,$(2)),UK_PLATS += $(1))
UK_PLAT_$(call uc,$(1))_BASE := $$(IMPORT_BASE)
UK_PLAT_$(call uc,$(1))_LINKER := $$(wildcard $$(IMPORT_BASE)/Linker.uk)
endef

# addplatlib plat,lib[,switch]: linked only into the image of that platform
define addplatlib
$(call addplatlib_s,$(1),$(2),y)
endef
define addplatlib_s
$(call addlib_s,$(2),$(3))
$(if $(filter y,$(3)),$(call uc,$(1))_LIBS += $(2))
$(call uc,$(2))_PLATS += $(1)
endef

# import_lib path: reads path/Makefile.uk; only allowed outside of a library
define import_lib
IMPORT_BASE := $(1)
ifeq ($$(wildcard $(1)/Makefile.uk),)
$$(call uk_error,1016,library folder $(1) has no Makefile.uk. Is this a microlibrary?)
endif
include $(1)/Makefile.uk
IMPORT_BASE :=
endef

# mk_sub_libbuild_dir lib,sub and mk_sub_build_dir lib/sub: rules of libraries
# write there without saying that they need it, so it is made at once, by the
# first run that wants it
mk_sub_libbuild_dir = $(call mk_sub_build_dir,$(1)/$(2))
mk_sub_build_dir = $(if $(or $(filter $(_dir_lib),$(UK_LIBS)),$(filter-out $(UK_LIBS_KNOWN),$(_dir_lib))),$(if $(wildcard $(BUILD_DIR)/$(1)/.),,$(shell mkdir -p $(BUILD_DIR)/$(1))))
_dir_lib = $(firstword $(subst /, ,$(1)))
sub_build_dir = $(if $($(3)SUBBUILD),$($(3)SUBBUILD)/)

define uk_libparam_libprefix_set
$(call uc,$(1))_COMPFLAGS-y += -DUK_LIBPARAM_LIBPREFIX=$(2)
endef
addlib_paramprefix = $(call uk_libparam_libprefix_set,$(1),$(2))

# Features of the reference core that this one has no use for. They must
# exist, because Makefile.uk of musl, newlib and lwip call them.
uknetdev_scratch_mem =
ukarch_tls_tcb_reserve =
aarch64_no_reserved_tcb_overlap =
