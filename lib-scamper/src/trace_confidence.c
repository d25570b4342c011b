/* SPDX-License-Identifier: BSD-3-Clause */
#include "trace_modes.h"

/* scamper.md section 3: "probes needed when n interfaces were seen", n + 1
 * being the number that is to be ruled out; from 2 on. Beyond the table the
 * need grows about as much for each further interface. */
unsigned int trace_confidence(uint8_t percent, unsigned int interfaces)
{
	static const uint8_t table[2][5] = {{6, 11, 16, 21, 27},
					    {8, 15, 21, 28, 36}};
	const uint8_t *row = table[percent == 99];
	unsigned int index = interfaces ? interfaces - 1 : 0;

	if (index < 5)
		return row[index];
	return row[4] + (index - 4) * (unsigned int)(row[4] - row[3]);
}
