# SPDX-License-Identifier: BSD-3-Clause
# Objects -> one object per library (partial link, then symbol visibility) ->
# image. Arguments go through a response file, so no list is too long; the
# response file is also the record of the command.

# Libraries of objects, in link order: the platform's own first, then
# UK_LIBS in registration order (application first)
_linked_libs = $($(call uc,$(1))_LIBS) $(filter-out $(_PLAT_LIBS),$(UK_LIBS))
_has_code = $(strip $($(call uc,$(1))_ALL_OBJS) $(call both,$(call uc,$(1))_OBJS) $(call both,$(call uc,$(1))_ALIBS))

_exports = $(call both,$(1)_EXPORTS)
_locals = $(call both,$(1)_LOCALS) $(call both,EACHOLIB_LOCALS)
# With LTO a library that hides symbols is compiled to machine code at its
# partial link, because objcopy cannot reach into intermediate code; one with
# assembler likewise, because a partial link cannot hold both kinds. All others
# enter the image as single objects: gcc 12 gives local names of several
# partial links of intermediate code the same name.
_hides = $(strip $(call _exports,$(1))$(call _locals,$(1))$($(1)_HAS_AS))
_lto_lib = $(if $(CONFIG_OPTIMIZE_LTO),$(_lto_flags) $(filter -w -Wno-%,$(call both,$(1)_CFLAGS)) -flinker-output=$(if $(call _hides,$(1)),nolto-rel,rel))
_image_parts = $(if $(CONFIG_OPTIMIZE_LTO),$(if $(call _hides,$(2)),$(BUILD_DIR)/$(1).o,$($(2)_LINK_OBJS) $($(2)_LINK_ALIBS)),$(BUILD_DIR)/$(1).o)

# _response target: like a .cmd file, for argument lists of any length
define _link_lib
$(call uc,$(1))_LINK_OBJS = $$($(call uc,$(1))_ALL_OBJS) $$(call both,$(call uc,$(1))_OBJS) $$(call both,EACHOLIB_OBJS)
$(call uc,$(1))_LINK_ALIBS = $$(call both,$(call uc,$(1))_ALIBS) $$(call both,EACHOLIB_ALIBS)
CMD.$(BUILD_DIR)/$(1).ld.o = $$(call both,LIBLDFLAGS) $$(call _lto_lib,$(call uc,$(1))) $$(call both,$(call uc,$(1))_LDFLAGS) $$($(call uc,$(1))_LINK_OBJS) $$($(call uc,$(1))_LINK_ALIBS) -o $(BUILD_DIR)/$(1).ld.o
$(call _cmd_rule,$(BUILD_DIR)/$(1).ld.o)
$(BUILD_DIR)/$(1).ld.o: $$($(call uc,$(1))_LINK_OBJS) $$($(call uc,$(1))_LINK_ALIBS) $$(call both,$(call uc,$(1))_LDEPS) $(BUILD_DIR)/$(1).ld.o.cmd
	$$(Q)$$(call log,LD,$(1).ld.o)$$(call _begin,$$@)$$(LD) @$$@.cmd
CMD.$(BUILD_DIR)/$(1).o = $$(OBJCOPY) $$(call both,OBJCFLAGS) $$(call both,$(call uc,$(1))_OBJCFLAGS) $$(foreach f,$$(call _exports,$(call uc,$(1))),--keep-global-symbols=$$(f)) $$(foreach f,$$(call _locals,$(call uc,$(1))),--localize-symbols=$$(f)) $(BUILD_DIR)/$(1).ld.o $(BUILD_DIR)/$(1).o
$(call _cmd_rule,$(BUILD_DIR)/$(1).o)
$(BUILD_DIR)/$(1).o: $(BUILD_DIR)/$(1).ld.o $$(call _exports,$(call uc,$(1))) $$(call _locals,$(call uc,$(1))) $(BUILD_DIR)/$(1).o.cmd
	$$(Q)$$(call log,OBJCOPY,$(1).o)$$(call _begin,$$@)$$(CMD.$$@)
.PHONY: $(1) clean-$(1)
$(1): $(BUILD_DIR)/$(1).o
	$$(_forget_begun)
UK_DIRS += $(BUILD_DIR)/
endef
_CODE_LIBS := $(foreach l,$(UK_LIBS),$(if $(call _has_code,$(l)),$(l)))
$(foreach l,$(_CODE_LIBS),$(eval $(call _link_lib,$(l))))
libs: $(_CODE_LIBS:%=$(BUILD_DIR)/%.o)
	$(_forget_begun)

# The image of one platform. VMM variants only change the name.
_vmm.kvm = $(if $(CONFIG_KVM_VMM_QEMU),qemu,$(if $(CONFIG_KVM_VMM_FIRECRACKER),fc,kvm))
_image_name = $(or $(call qstrip,$(call _given,UK_IMAGE_NAME_OVERWRITE)),$(UK_NAME)_$(or $(_vmm.$(1)),$(1))-$(ARCH))

# image_rule plat,image: linked with its symbols as .dbg, then stripped
define image_rule
$(if $(UK_PLAT_$(call uc,$(1))_DEF_LDS),,$$(call uk_error,1019,platform $(1) names no link script. Set UK_PLAT_$(call uc,$(1))_DEF_LDS in its Makefile.uk.))
_LDS.$(1) := $(BUILD_DIR)/plat-$(1)/$(notdir $(basename $(UK_PLAT_$(call uc,$(1))_DEF_LDS)))
$(call lds_rule,plat-$(1),$(UK_PLAT_$(call uc,$(1))_DEF_LDS),$(BUILD_DIR)/plat-$(1)/$(notdir $(basename $(UK_PLAT_$(call uc,$(1))_DEF_LDS))),)
_IMAGE_OBJS.$(1) = $(foreach l,$(call _linked_libs,$(1)),$(if $(call _has_code,$(l)),$$(call _image_parts,$(l),$(call uc,$(l)))))
CMD.$(2).dbg = $$(call both,LDFLAGS) $$(_IMAGE_OBJS.$(1)) -lgcc -Wl,-dT,$$(_LDS.$(1)) $$(addprefix -Wl$$(comma)-T$$(comma),$$(EXTRA_LD_SCRIPT-y)) -Wl,-Map,$(2).map -o $(2).dbg
$(call _cmd_rule,$(2).dbg)
$(2).dbg: $$$$(_IMAGE_OBJS.$(1)) $$$$(_LDS.$(1)) $$$$(EXTRA_LD_SCRIPT-y) $$$$(call _given,UK_LDEPS) $(UK_MAKE)/red-zone.sh $(2).dbg.cmd
	$$(Q)$$(call log,LD,$(notdir $(2)).dbg)$$(call _begin,$$@)$$(LD) @$$@.cmd
	$(if $(CONFIG_OPTIMIZE_LTO),$$(Q)$$(SHELL) $$(UK_MAKE)/lto-origins.sh $(2))
	$$(Q)$(if $(filter x86_64,$(ARCH)),OBJDUMP=$$(OBJDUMP) $$(SHELL) $$(UK_MAKE)/red-zone.sh $$@)
$(2): $(2).dbg
	$$(Q)$$(call log,STRIP,$(notdir $(2)))$$(call _begin,$$@)$$(STRIP) -s -R .comment $(2).dbg -o $(2)
UK_IMAGES-y += $(2)
UK_DEBUG_IMAGES-y += $(2).dbg
endef
$(foreach p,$(UK_PLATS),$(eval $(call image_rule,$(p),$(BUILD_DIR)/$(call _image_name,$(p)))))
include $(foreach p,$(UK_PLATS),$(UK_PLAT_$(call uc,$(p))_LINKER))

ifneq ($(and $(call _given,UK_IMAGE_NAME_OVERWRITE),$(word 2,$(UK_PLATS))),)
$(call uk_error,1022,UK_IMAGE_NAME_OVERWRITE names one image$(comma) but the platforms $(UK_PLATS) are on. Turn all but one off.)
endif

# Before auto.mk is made nothing is known to be enabled; make reads all again then
ifneq ($(and $(filter all images,$(_goals)),$(wildcard $(_AUTO_MK))),)
$(if $(UK_PLATS),,$(call uk_error,1020,no platform is enabled in $(UK_CONFIG). Set CONFIG_PLAT_KVM=y.))
endif
images: $(UK_IMAGES-y) $(UK_DEBUG_IMAGES-y)
	$(_forget_begun)
all: images

# Directories (a trailing slash marks them), made by the first run that wants
# them, all at once: rules of libraries write there without saying so
_folders := $(sort $(patsubst %//,%/,$(addsuffix /,$(UK_DIRS) $(UK_LIBS:%=$(BUILD_DIR)/%))))
_no_folders := $(strip $(foreach d,$(_folders),$(if $(wildcard $(d).),,$(d))))
$(if $(and $(_no_folders),$(filter-out syncconfig clean% print-%,$(_goals))),$(shell mkdir -p $(_no_folders)))
$(_folders):
	$(Q)mkdir -p $@
prepare: | $(UK_LIBS:%=$(BUILD_DIR)/%/)

clean-libs: $(UK_LIBS:%=clean-%)
$(foreach l,$(UK_LIBS),$(eval clean-$(l): ; $$(Q)find $(BUILD_DIR)/$(l) -path $(BUILD_DIR)/$(l)/origin -prune -o \( -name '*.o' -o -name '*.d' -o -name '*.cmd' ! -name .origin.cmd \) -exec rm -f {} + ; rm -f $(BUILD_DIR)/$(l).o $(BUILD_DIR)/$(l).ld.o $(BUILD_DIR)/$(l)*.cmd $($(call uc,$(l))_CLEAN) $($(call uc,$(l))_CLEAN-y)))
clean: clean-libs
	$(Q)rm -f -- $(UK_IMAGES-y) $(UK_DEBUG_IMAGES-y) $(foreach i,$(UK_IMAGES-y),$(i).map $(i).lto) $(call both,UK_CLEAN)
