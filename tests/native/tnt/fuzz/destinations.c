/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of destinations: the input is the file. */
#include "destinations.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static char path[32];
	struct tnt_destinations list = {0};

	if (fd < 0) {
		fd = memfd_create("destinations", 0);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	if (tnt_destinations_load(&list, path, false, NULL)) {
		if (!list.count)
			abort();
		tnt_destinations_shuffle(&list, size);
	}
	tnt_destinations_free(&list);
	return 0;
}
