# SPDX-License-Identifier: BSD-3-Clause
# uk/bits/syscall_dispatch.h: system calls as direct function calls. The number
# is a constant where musl calls, so the switch folds to one call and what
# nobody calls is collected by the linker.

_SYSCALLS := $(sort $(call both,UK_PROVIDED_SYSCALLS))
_sc_name = $(firstword $(subst -, ,$(1)))
_sc_argc = $(patsubst %e,%,$(patsubst %u,%,$(lastword $(subst -, ,$(1)))))
_sc_types = $(or $(subst $(space),$(comma) ,$(wordlist 1,$(1),long long long long long long)),void)
_sc_args = $(subst $(space),$(comma) ,$(wordlist 1,$(1),a b c d e f))

# "wordlist 1,0" is an error in make: a call without arguments is its own case
_sc_decl = long uk_syscall_r_$(1)($(if $(filter 0,$(2)),void,$(call _sc_types,$(2))));
_sc_case = case SYS_$(1): return uk_syscall_r_$(1)($(if $(filter 0,$(2)),,$(call _sc_args,$(2))));

define _SYSCALL_HEADER
/* Derived from UK_PROVIDED_SYSCALLS; edits are lost. The includer defines the
 * SYS_ numbers. Unknown numbers end in uk_syscall_missing(): -ENOSYS, counted. */
#ifndef __UK_BITS_SYSCALL_DISPATCH_H__
#define __UK_BITS_SYSCALL_DISPATCH_H__
long uk_syscall_missing(long nr);
$(foreach s,$(_SYSCALLS),$(call _sc_decl,$(call _sc_name,$(s)),$(call _sc_argc,$(s)))$(newline))
static inline __attribute__((always_inline, unused)) long
uk_syscall_dispatch(long nr, long a, long b, long c, long d, long e, long f)
{
	(void)a; (void)b; (void)c; (void)d; (void)e; (void)f;
	switch (nr) {
$(foreach s,$(_SYSCALLS),	$(call _sc_case,$(call _sc_name,$(s)),$(call _sc_argc,$(s)))$(newline))
	default: return uk_syscall_missing(nr);
	}
}
#endif
endef

_SYSCALL_H := $(BUILD_DIR)/include/uk/bits/syscall_dispatch.h
UK_GENERATED_HEADERS += $(_SYSCALL_H)
UK_DIRS += $(dir $(_SYSCALL_H))
$(_SYSCALL_H): $(if $(call _same,$(file <$(_SYSCALL_H)),$(_SYSCALL_HEADER)),,FORCE) | $(dir $(_SYSCALL_H))
	$(file >$@,$(_SYSCALL_HEADER))
prepare: | $(_SYSCALL_H)

print-syscalls:
	@printf '%s\n' $(_SYSCALLS)
