# SPDX-License-Identifier: BSD-3-Clause
# Pure make functions that libraries call. None of them starts a process,
# except the compiler predicates, which ask the compiler once and only if used.

empty :=
space := $(empty) $(empty)
comma := ,
hash := \#
squote := '
define newline


endef

# qstrip: string symbols of .config keep their double quotes in make
qstrip = $(strip $(subst ",,$(1)))
# " (keeps editors' quoting in step)

uc = $(subst a,A,$(subst b,B,$(subst c,C,$(subst d,D,$(subst e,E,$(subst f,F,$(subst g,G,$(subst h,H,$(subst i,I,$(subst j,J,$(subst k,K,$(subst l,L,$(subst m,M,$(subst n,N,$(subst o,O,$(subst p,P,$(subst q,Q,$(subst r,R,$(subst s,S,$(subst t,T,$(subst u,U,$(subst v,V,$(subst w,W,$(subst x,X,$(subst y,Y,$(subst z,Z,$(1)))))))))))))))))))))))))))
lc = $(subst A,a,$(subst B,b,$(subst C,c,$(subst D,d,$(subst E,e,$(subst F,f,$(subst G,g,$(subst H,h,$(subst I,i,$(subst J,j,$(subst K,k,$(subst L,l,$(subst M,m,$(subst N,n,$(subst O,o,$(subst P,p,$(subst Q,q,$(subst R,r,$(subst S,s,$(subst T,t,$(subst U,u,$(subst V,v,$(subst W,w,$(subst X,x,$(subst Y,y,$(subst Z,z,$(1)))))))))))))))))))))))))))

# uniq: the words of a list without repetition, first occurrence kept
uniq = $(if $(1),$(firstword $(1)) $(call uniq,$(filter-out $(firstword $(1)),$(1))))
# both: a variable in its two spellings, X then X-y
both = $($(1)) $($(1)-y)

# Coded errors; the text names the cause, then the remedy.
uk_error = $(error UK$(1): $(2))

# log tag,text: one line of progress, written by make itself
$(foreach t,CC_____ CXX____ AS_____ LD_____ OBJCOPY AR_____ STRIP__ GEN____ CP_____ LN_____ M4_____ AWK____ LDS____ UNTAR__ PATCH__ CLEAN__ RM_____,\
  $(eval _tag.$(subst _,,$(t)) := $(subst _, ,$(t))$(empty)))
_quiet := $(if $(and $(filter command line,$(origin V)),$(filter 1 2,$(V))),,y)
Q := $(if $(_quiet),@)
log = $(if $(_quiet),$(info $(space) $(or $(_tag.$(1)),$(1)) $(2)))
vprefix_lib = $(1): $(2)

# verbose_cmd tag,text,command: a recipe line that prints progress
verbose_cmd = $(Q)$(call log,$(1),$(2))$(call _begin,$@)$(3)
# build_cmd tag,lib,target,command: the same, with the exact command kept
# beside the target and run from there, so that argv cannot overflow
build_cmd = $(Q)$(call log,$(1),$(2): $(notdir $(3)))$(call _begin,$(3))$(file >$(3).cmd,$(4))$(SHELL) $(3).cmd
build_clean = $(Q)rm -rf -- $(3)
verbose_include = $(eval include $(1))

# Compiler predicates. The version is asked for on first use, then remembered.
_cc_id = $(eval _cc_id := $$(shell $(CC) -dumpfullversion -dumpversion 2>/dev/null))$(_cc_id)
_cc_kind = $(eval _cc_kind := $$(if $$(findstring clang,$$(shell $(CC) --version 2>/dev/null)),clang,gcc))$(_cc_kind)
_ver_word = $(word $(1),$(subst ., ,$(_cc_id)) 0 0)
_ver_ge = $(shell [ $(_major) -gt $(1) -o \( $(_major) -eq $(1) -a $(_minor) -ge $(or $(2),0) \) ] && echo y)
_major = $(call _ver_word,1)
_minor = $(call _ver_word,2)
have_gcc = $(if $(filter gcc,$(_cc_kind)),y,n)
have_clang = $(if $(filter clang,$(_cc_kind)),y,n)
cc_version_ge = $(call _ver_ge,$(1),$(2))
cc_version_lt = $(if $(call _ver_ge,$(1),$(2)),,y)
gcc_version_ge = $(if $(filter y,$(have_gcc)),$(call cc_version_ge,$(1),$(2)))
gcc_version_lt = $(if $(filter y,$(have_gcc)),$(call cc_version_lt,$(1),$(2)))
clang_version_ge = $(if $(filter y,$(have_clang)),$(call cc_version_ge,$(1),$(2)))
clang_version_lt = $(if $(filter y,$(have_clang)),$(call cc_version_lt,$(1),$(2)))
error_if_gcc_version_lt = $(if $(call gcc_version_lt,$(1),$(2)),$(call uk_error,1010,gcc $(1).$(2) or later is needed here. Install a newer gcc.))
error_if_clang_version_lt = $(if $(call clang_version_lt,$(1),$(2)),$(call uk_error,1010,clang $(1).$(2) or later is needed here. Install a newer clang.))
ukarch_str2cfg = $(patsubst "%",%,$(CONFIG_UK_ARCH))
