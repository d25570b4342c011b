# SPDX-License-Identifier: BSD-3-Clause
# Records. A product depends on PRODUCT.cmd, which holds what made it (the exact
# command, as a rule) and is rewritten only when that changes. It is written
# before the product, so that a kill at any point is harmless.

# _cmd_rule target: TARGET.cmd is out of date when it differs from CMD.TARGET
define _cmd_rule
$(1).cmd: $$$$(if $$$$(call _same,$$$$(file <$(1).cmd),$$$$(CMD.$(1))),,FORCE) | $(dir $(1))
	$$(file >$$@,$$(CMD.$(1)))
endef
# Every blank counts, only the last newline does not: make 4.3 keeps that of
# some files
_same = $(call _equal,$(subst $(newline)<end>,<end>,<begin>$(1)<end>),<begin>$(2)<end>)
_equal = $(and $(findstring $(1),$(2)),$(findstring $(2),$(1)))
FORCE:
