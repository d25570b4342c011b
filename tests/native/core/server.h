/* SPDX-License-Identifier: BSD-3-Clause */
/* A 9P server in memory: a root with one level of files, for tests. */
#ifndef TEST_SERVER_H
#define TEST_SERVER_H

#include <stdint.h>
#include <uk/9p.h>

#define SERVER_FILES 8

struct server_file {
	char name[256];
	char data[65536];
	uint32_t size;
	uint8_t type; /* qid type: 0 file, 0x80 directory, 0x02 link */
	int used;
};

struct server {
	struct server_file files[SERVER_FILES];
	/** fid -> 1 + file, 0 free, -1 the root */
	int fids[256];
	int open_fids;
	/** Most bytes one read or write moves. */
	uint32_t max_io;
	/** Error of the next write. */
	uint32_t write_error;
	/** Changes a reply before it is delivered; returns its length. */
	uint32_t (*mangle)(struct server *s, uint8_t *reply, uint32_t len);
	uint32_t mangle_arg;
	uint8_t mangle_type;
	/** Requests by type. */
	unsigned seen[256];
};

long server_exchange(void *server, const void *request, uint32_t request_len,
		     void *reply, uint32_t reply_room);

#endif
