# SPDX-License-Identifier: BSD-3-Clause
# Resolves many configurations with kconfiglib, the reference of DifferentialTests.
# Each folder given holds Kconfig and request.config; reference.config and reference.min are written into it.
import sys

import kconfiglib

HEADER = "#\n# Automatically generated file; DO NOT EDIT.\n# %s\n#\n"

for folder in sys.argv[1:]:
    tree = kconfiglib.Kconfig(folder + "/Kconfig", warn=False)
    tree.load_config(folder + "/request.config")
    tree.write_config(folder + "/reference.config", header=HEADER % tree.mainmenu_text, save_old=False)
    tree.write_min_config(folder + "/reference.min", header="")
