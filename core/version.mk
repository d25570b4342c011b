# SPDX-License-Identifier: BSD-3-Clause
# The revision of Unikraft's build interface that this core offers
# (features of 0.17 that a Makefile.uk may test for), and our own name for it.
UK_VERSION = 0
UK_SUBVERSION = 17
UK_EXTRAVERSION = 0
UK_CODENAME = Embedded
UK_FULLVERSION = $(UK_VERSION).$(UK_SUBVERSION).$(UK_EXTRAVERSION)
