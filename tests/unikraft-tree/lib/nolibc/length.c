/* SPDX-License-Identifier: BSD-3-Clause */
unsigned long length(const char *text);

unsigned long length(const char *text)
{
	unsigned long n = 0;

	while (text[n])
		n++;
	return n;
}
