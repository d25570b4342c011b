/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCAMPER_STOPPING_H
#define SCAMPER_STOPPING_H

/*
 * The stopping points of the multipath detection algorithm (Augustin et al.
 * 2007, Veitch et al. 2009): probes after which, with the given confidence in
 * percent (95, 99), a balancer of n + 1 equal branches would have shown more
 * than the n interfaces that were seen. n = 0 counts as 1.
 */
unsigned int stopping_point(unsigned int percent, unsigned int interfaces);

#endif
