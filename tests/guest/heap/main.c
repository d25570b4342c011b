/* SPDX-License-Identifier: BSD-3-Clause */
/* Damages the heap; CONFIG_LIBUKALLOC_DEBUG must tell. */
#include <stdlib.h>

#include "check.h"

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	char *p = malloc(13);
	char *q = malloc(100);

	memset(p, 1, 13);
	memset(q, 2, 100);
	if (!strcmp(how, "good")) {
		p = realloc(p, 1000);
		CHECK(p && p[0] == 1 && p[12] == 1);
		memset(p, 3, 1000);
		free(p);
		free(q);
		return check_result("heap");
	}
	if (!strcmp(how, "beyond"))
		p[13] = 0;
	if (!strcmp(how, "before"))
		((volatile char *)q)[-9] = 0;
	if (!strcmp(how, "twice"))
		free(p);
	free(p);
	free(q);
	puts("not stopped");
	return 1;
}
