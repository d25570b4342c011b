# SPDX-License-Identifier: BSD-3-Clause
# Third-party sources. An archive is verified before it is unpacked, unpacked
# under a temporary name and then renamed; make never downloads. Set
# P_ORIGIN_SHA256 (or MD5, SHA1, SHA512) before the call.

# Origins of libraries that are on; those of the others are left alone
UK_FETCH_STAMPS = $(foreach l,$(UK_LIBS),$(if $($(call uc,$(l))_ORIGIN),$(BUILD_DIR)/$(l)/.origin))

# Where archives named by a URL are looked for: filled by restore or by hand
UK_ARCHIVE_DIRS ?=

# unarchive lib,archive[,deps]
define unarchive
$(call _origin_vars,$(1),$(2))
$(call uc,$(1))_ARCHIVE_DEPS := $(3)
endef

# _origin_vars lib,archive: the unpack rule. It runs again, from a clean
# folder, when the archive is newer or the record differs: the archive's name,
# the expected digests, and names and text of the patches. Their times say
# nothing: files of a newer package can be older. Unpacked files take the time
# of unpacking, so that everything made from them is rebuilt; the stamp is from
# just before, so that make sees no file as older than it, except those whose
# time it noted before another job unpacked: it looks at these again.
define _origin_vars
$(call uc,$(1))_ORIGIN := $(BUILD_DIR)/$(1)/origin
$(call uc,$(1))_ARCHIVE := $(2)
_UNPACK.$(1) = $$(SHELL) $(UK_MAKE)/unarchive.sh $(2) $(BUILD_DIR)/$(1)/origin $$(call _origin_sums,$(call uc,$(1))) $$($(call uc,$(1))_PATCH_ARGS)
CMD.$(BUILD_DIR)/$(1)/.origin = $$(foreach p,$$($(call uc,$(1))_PATCH_FILES),$$(file <$$(p))$$(newline))$$(_UNPACK.$(1))
$(call _cmd_rule,$(BUILD_DIR)/$(1)/.origin)
$(BUILD_DIR)/$(1)/.origin: $(2) $$$$($$(call uc,$(1))_ARCHIVE_DEPS) $(UK_MAKE)/unarchive.sh $(BUILD_DIR)/$(1)/.origin.cmd | $$$$(@D)/
	$$(Q)$$(call log,UNTAR,$(1): $(notdir $(2)))$$(file >$$@.new)$$(_UNPACK.$(1))
	$$(Q)mv $$@.new $$@
$(BUILD_DIR)/$(1)/origin/%: $(BUILD_DIR)/$(1)/.origin ;
endef
_origin_sums = $(foreach k,MD5 SHA1 SHA256 SHA512,$(if $($(1)_ORIGIN_$(k)),$(call lc,$(k)):$(strip $($(1)_ORIGIN_$(k))))) $(call _listed_sum,$(1))
# A wrapped library has its archives in origins/LIB/, and their digests in
# origins/SHA256SUMS as "digest  LIB/file"
_sums_of = $(subst $(newline), ,$(subst $(space)$(space),:,$(file <$(1))))
_listed_sum = $(foreach s,$(wildcard $($(1)_BASE)/origins/SHA256SUMS),$(patsubst %:$(patsubst $(dir $(s))%,%,$($(1)_ARCHIVE)),sha256:%,\
	$(filter %:$(patsubst $(dir $(s))%,%,$($(1)_ARCHIVE)),$(call _sums_of,$(s)))))

# patch lib,patchdir,subdir: every *.patch of patchdir, sorted, -p1 in origin/subdir
define patch
$(call uc,$(1))_PATCH_FILES += $(sort $(wildcard $(2)/*.patch))
$(call uc,$(1))_PATCH_ARGS += $(foreach p,$(sort $(wildcard $(2)/*.patch)),patch:$(3):$(p))
endef

# fetch lib,url  fetchas lib,url,name  fetch2/fetchas2 with a second URL:
# the archive must already be on this machine
_archive_at = $(firstword $(wildcard $(addsuffix /$(2),$(BUILD_DIR)/$(1) $($(call uc,$(1))_BASE)/origins/$(1) $($(call uc,$(1))_BASE)/origins $(UK_ARCHIVE_DIRS))) $(BUILD_DIR)/$(1)/$(2))
define fetchas
$(call _origin_vars,$(1),$(call _archive_at,$(1),$(3)))
$$(BUILD_DIR)/$(1)/$(3):
	@echo >&2 "UK2001: the source archive $(3) of $(1) is not on this machine. Get it from $(2) and put it at $$@, or into a folder named by UK_ARCHIVE_DIRS."; exit 1
endef
fetch = $(call fetchas,$(1),$(2),$(notdir $(2)))
fetchas2 = $(call fetchas,$(1),$(2),$(4))
fetch2 = $(call fetchas,$(1),$(2),$(notdir $(2)))
define clone
$$(call uk_error,2002,$(1): a library that clones a git repository cannot be built hermetically. Package it with UkForeignRoot.)
endef
