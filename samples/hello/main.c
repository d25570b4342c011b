/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <uk/plat.h>

int main(void)
{
	printf("Hello from %s\n", uk_plat_name());
	return 0;
}
