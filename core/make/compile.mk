# SPDX-License-Identifier: BSD-3-Clause
# Rules of every source of every enabled library. An object depends on its
# source, the headers of its .d file and the record of its command (record.mk):
# a changed flag rebuilds just the objects it concerns.

_lib_includes = $(call both,$(1)_$(2)INCLUDES)
_c_flags = $(call both,COMPFLAGS) $(call both,$(1)_COMPFLAGS) $(call both,$(3)_INCLUDES) \
	$(call both,$(1)_$(2)INCLUDES) $(call both,$(2)INCLUDES) $(if $(filter isr,$(4)),$(call both,ISR_ARCHFLAGS) -D__INTERRUPTSAFE__,$(call both,ARCHFLAGS)) \
	$(call both,$(2)FLAGS) $(call both,$(2)FLAGS_EXTRA) $(call both,$(1)_$(2)FLAGS) $(call both,$(3)_FLAGS) $(call both,DBGFLAGS)
# For assembler the global includes come before those of library and file
_as_flags = $(call both,COMPFLAGS) $(call both,$(1)_COMPFLAGS) $(call both,ASINCLUDES) $(call both,$(3)_INCLUDES) \
	$(call both,$(1)_ASINCLUDES) $(if $(filter isr,$(4)),$(call both,ISR_ARCHFLAGS),$(call both,ARCHFLAGS)) \
	$(call both,ASFLAGS) $(call both,$(1)_ASFLAGS) $(call both,$(3)_FLAGS) $(call both,DBGFLAGS)
_defines = -D__LIBNAME__=$(1) -D__BASENAME__=$(notdir $(2)) $(if $(3),-D__VARIANT__=$(3))

# command by kind: lib,P,file prefix,source,object,variant
cmd.CC = $(UK_COMPILER_LAUNCHER) $(CC) $(call _c_flags,$(2),C,$(3),$(6)) $(call _defines,$(1),$(4),$(6)) -MMD -MP -MF $(5:.o=.d) -c $(4) -o $(5)
cmd.CXX = $(UK_COMPILER_LAUNCHER) $(CXX) $(call _c_flags,$(2),CXX,$(3),$(6)) $(call _defines,$(1),$(4),$(6)) -MMD -MP -MF $(5:.o=.d) -c $(4) -o $(5)
cmd.AS = $(UK_COMPILER_LAUNCHER) $(CC) $(call _as_flags,$(2),,$(3),$(6)) $(call _defines,$(1),$(4),$(6)) -MMD -MP -MF $(5:.o=.d) -c $(4) -o $(5)

_compiled := .c:CC .S:AS .sx:AS .s:AS .cc:CXX .cpp:CXX .cxx:CXX .cp:CXX .C:CXX .CPP:CXX .c++:CXX
_kind = $(strip $(foreach s,$(_compiled) .h:none .hpp:none .hh:none .inc:none .ld:ld .lds.S:lds,\
	$(if $(filter %$(firstword $(subst :, ,$(s))),$(1)),$(lastword $(subst :, ,$(s))))))

# _compile lib,P,source,variant: the longest matching suffix decides
define _compile
$(call _rule.$(or $(lastword $(call _kind,$(3))),unknown),$(1),$(2),$(3),$(4),$(call _fileprefix,$(2),$(3),$(4)),$(call _object,$(1),$(2),$(3),$(4)))
endef
_stem = $(basename $(notdir $(1)))
_fileprefix = $(1)_$(call uc,$(call _stem,$(2)))$(if $(3),_$(call uc,$(3)))
_treedir = $(if $($(2)_TREE),build/$(patsubst /%,%,$(patsubst $(or $($(2)_SRC),$($(2)_BASE))%,%,$(dir $(3)))))
_object = $(BUILD_DIR)/$(1)/$(call _treedir,$(1),$(2),$(3))$(if $($(2)_$(call uc,$(call _stem,$(3)))_SUBBUILD),$($(2)_$(call uc,$(call _stem,$(3)))_SUBBUILD)/)$(call _stem,$(3))$(if $(4),.$(4)).o

# _object_rule tag,lib,P,source,variant,file prefix,object
define _object_rule
$(if $(OBJECT_OF.$(7)),$$(call uk_error,1017,$(4) and $(OBJECT_OF.$(7)) of $(2) would both become $(7). Give one of them a variant: path|variant.))
OBJECT_OF.$(7) := $(4)
$(3)_ALL_OBJS += $(7)
UK_DIRS += $(dir $(7))
CMD.$(7) = $$(call cmd.$(1),$(2),$(3),$(6),$(4),$(7),$(5))
$(7): $(4) $(7).cmd $$$$($(6)_CDEPS) $$$$($(6)_CDEPS-y) | prepare
	$$(Q)$$(call log,$(1),$(2): $(notdir $(4))$(if $(5), [$(5)]))$$(call _begin,$(7))$$(CMD.$(7))
$(call _cmd_rule,$(7))
endef
_rule.CC = $(call _object_rule,CC,$(1),$(2),$(3),$(4),$(5),$(6))
_rule.CXX = $(call _object_rule,CXX,$(1),$(2),$(3),$(4),$(5),$(6))
_rule.AS = $(2)_HAS_AS := y$(newline)$(call _object_rule,AS,$(1),$(2),$(3),$(4),$(5),$(6))
_rule.none = UK_PREPROCESSED += $(3)
_rule.ld = EXTRA_LD_SCRIPT-y += $(3)
define _rule.lds
EXTRA_LD_SCRIPT-y += $(BUILD_DIR)/$(1)/$(notdir $(3:.lds.S=.lds))
UK_DIRS += $(BUILD_DIR)/$(1)/
$(call lds_rule,$(1),$(3),$(BUILD_DIR)/$(1)/$(notdir $(3:.lds.S=.lds)),$(2))
endef
_rule.unknown = $$(call uk_error,1018,$(1): no rule for source $(3). Supported: .c .S .s .cc .cpp .cxx .h .ld .lds.S and .m4>/.awk> of them.)

# lds_rule lib,source,output,P: a link script through the preprocessor
define lds_rule
CMD.$(3) = $$(CC) -E -P -x assembler-with-cpp $$(call _as_flags,$(4),,) -D__LIBNAME__=$(1) -MMD -MP -MT $(3) -MF $(3).d $(2) -o $(3)
UK_DEPFILES += $(3).d
UK_DIRS += $(dir $(3))
$(3): $(2) $(3).cmd | prepare
	$$(Q)$$(call log,LDS,$(1): $(notdir $(2)))$$(call _begin,$(3))$$(CMD.$(3))
$(call _cmd_rule,$(3))
endef

# source.m4>.c, source.awk>.h: one step before compiling
# _preprocess lib,P,source,output,file prefix
_prep_flags = $(foreach k,INCLUDES FLAGS,$(call both,$(1)$(k)) $(call both,$(2)_$(1)$(k)) $(call both,$(3)_PREP$(k)) $(call both,$(3)_$(1)$(k)))
define _preprocess
UK_DIRS += $(BUILD_DIR)/$(1)/
UK_PREPROCESSED += $(4)
CMD.$(4) = $(if $(filter %.m4,$(3)),$$(M4) $$(call _prep_flags,M4,$(2),$(5)) $(3),$$(AWK) $$(call _prep_flags,AWK,$(2),$(5)) -f $(3)) > $(4)
$(4): $(3) $(4).cmd
	$$(Q)$$(call log,$(if $(filter %.m4,$(3)),M4,AWK),$(1): $(notdir $(4)))$$(call _begin,$(4))$$(CMD.$(4))
$(call _cmd_rule,$(4))
endef

# _source lib,P,entry: entry = path[>suffix][|variant]...
_entry_path = $(firstword $(subst |, ,$(1)))
_entry_variants = $(wordlist 2,999,$(subst |, ,$(1)))
_pre_in = $(firstword $(subst >, ,$(1)))
_pre_out = $(BUILD_DIR)/$(2)/$(basename $(notdir $(call _pre_in,$(1))))$(lastword $(subst >, ,$(1)))
define _source
$(if $(findstring >,$(call _entry_path,$(3))),$(eval $(call _preprocess,$(1),$(2),$(call _pre_in,$(call _entry_path,$(3))),$(call _pre_out,$(call _entry_path,$(3)),$(1)),$(call _fileprefix,$(2),$(call _pre_in,$(call _entry_path,$(3)))))))
$(foreach v,$(or $(call _entry_variants,$(3)),-),$(eval $(call _compile,$(1),$(2),$(if $(findstring >,$(call _entry_path,$(3))),$(call _pre_out,$(call _entry_path,$(3)),$(1)),$(call _entry_path,$(3))),$(filter-out -,$(v)))))
endef

_library = $(foreach s,$(call both,$(2)_SRCS) $(call both,EACHOLIB_SRCS),$(call _source,$(1),$(2),$(s)))
$(foreach l,$(UK_LIBS),$(call _library,$(l),$(call uc,$(l))))

UK_DEPFILES += $(foreach l,$(UK_LIBS),$($(call uc,$(l))_ALL_OBJS:.o=.d))
-include $(wildcard $(UK_DEPFILES))

# A .d file names the source of the last compilation, which may have moved since,
# or be written relative to another folder by a cache of compilers: what has no
# rule and is not there makes its object stale, unless it is a source of today
_sources = $(foreach l,$(UK_LIBS),$(foreach o,$($(call uc,$(l))_ALL_OBJS),$(OBJECT_OF.$(o))))
$(foreach s,$(_compiled),%$(firstword $(subst :, ,$(s)))): ; $(if $(filter $@,$(_sources)),$(call uk_error,1025,the source $@ does not exist. Create it$(comma) or remove it from the Makefile.uk that lists it.))@:

prepare: $(_AUTO_MK) | fetch $(call both,UK_PREPARE) $(UK_PREPROCESSED) $(UK_GENERATED_HEADERS)
syncconfig: $(_AUTO_MK)
fetch: $(UK_FETCH_STAMPS) | $(call both,UK_FETCH)
preprocess: prepare $(call both,UK_PREPROCESS)
objs: $(foreach l,$(UK_LIBS),$($(call uc,$(l))_ALL_OBJS))
	$(_forget_begun)
