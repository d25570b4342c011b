# SPDX-License-Identifier: BSD-3-Clause
# Resolves many configurations with kconfiglib, the reference of DifferentialTests.
# Each folder given holds Kconfig and request.config; reference.config, .min, .h and .auto are written into it.
import os
import sys

import kconfiglib

NOTICE = "Automatically generated file; DO NOT EDIT."

for folder in sys.argv[1:]:
    tree = kconfiglib.Kconfig(folder + "/Kconfig", warn=False)
    tree.load_config(folder + "/request.config")
    header = "#\n# %s\n# %s\n#\n" % (NOTICE, tree.mainmenu_text)
    tree.write_config(folder + "/reference.config", header=header, save_old=False)
    tree.write_min_config(folder + "/reference.min", header="")
    tree.write_autoconf(folder + "/reference.h", header="/*\n *\n * %s\n * %s\n *\n */\n" % (NOTICE, tree.mainmenu_text))
    os.mkdir(folder + "/sync")
    tree.sync_deps(folder + "/sync")
    os.rename(folder + "/sync/auto.conf", folder + "/reference.auto")
