# SPDX-License-Identifier: BSD-3-Clause
# What the build consists of, one item a line, for people and tools.

_print_each = $(foreach l,$(UK_LIBS),$(info $(l):)$(foreach i,$(call $(1),$(call uc,$(l))),$(info $(space)  $(i))))
_srcs_of = $(call both,$(1)_SRCS)
_objs_of = $($(1)_ALL_OBJS)

print-libs:
	@echo $(UK_LIBS)
print-srcs:
	@$(call _print_each,_srcs_of):
print-objs:
	@$(call _print_each,_objs_of):
print-loc:
	@wc -l $(sort $(filter-out $(BUILD_DIR)/%,$(foreach l,$(UK_LIBS),$(foreach s,$(call _srcs_of,$(call uc,$(l))),$(firstword $(subst |, ,$(subst >, ,$(s))))))))
print-lds:
	@printf '%s\n' $(foreach p,$(UK_PLATS),$(_LDS.$(p))) $(EXTRA_LD_SCRIPT-y)
