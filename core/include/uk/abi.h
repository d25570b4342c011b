/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Structures and constants of the Linux system-call ABI on x86_64 that the
 * core's file calls exchange with a C library. Prefixed, so that a source may
 * include the C library's headers as well.
 */
#ifndef UK_ABI_H
#define UK_ABI_H

#include <stddef.h>
#include <stdint.h>

/* open(2), fcntl(2) */
#define UK_O_ACCMODE   03
#define UK_O_RDONLY    00
#define UK_O_WRONLY    01
#define UK_O_RDWR      02
#define UK_O_CREAT     0100
#define UK_O_EXCL      0200
#define UK_O_TRUNC     01000
#define UK_O_APPEND    02000
#define UK_O_NONBLOCK  04000
#define UK_O_DIRECTORY 0200000
#define UK_O_NOFOLLOW  0400000
#define UK_O_CLOEXEC   02000000

#define UK_F_DUPFD         0
#define UK_F_GETFD         1
#define UK_F_SETFD         2
#define UK_F_GETFL         3
#define UK_F_SETFL         4
#define UK_F_DUPFD_CLOEXEC 1030
#define UK_FD_CLOEXEC      1

#define UK_AT_FDCWD            (-100)
#define UK_AT_SYMLINK_NOFOLLOW 0x100
#define UK_AT_REMOVEDIR        0x200
#define UK_AT_EMPTY_PATH       0x1000

#define UK_SEEK_SET 0
#define UK_SEEK_CUR 1
#define UK_SEEK_END 2

/* poll(2) */
#define UK_POLLIN   0x001
#define UK_POLLPRI  0x002
#define UK_POLLOUT  0x004
#define UK_POLLERR  0x008
#define UK_POLLHUP  0x010
#define UK_POLLNVAL 0x020

/* struct stat */
#define UK_S_IFMT  0170000
#define UK_S_IFLNK 0120000
#define UK_S_IFREG 0100000
#define UK_S_IFDIR 0040000
#define UK_S_IFCHR 0020000
#define UK_S_IFIFO 0010000

/* ioctl(2) */
#define UK_TIOCGWINSZ 0x5413
#define UK_FIONREAD   0x541b
#define UK_FIONBIO    0x5421

#define UK_PATH_MAX 4096
#define UK_NAME_MAX 255
#define UK_IOV_MAX  1024

struct uk_iovec {
	void *base;
	size_t len;
};

struct uk_timespec {
	int64_t sec;
	int64_t nsec;
};

struct uk_stat {
	uint64_t dev;
	uint64_t ino;
	uint64_t nlink;
	uint32_t mode;
	uint32_t uid;
	uint32_t gid;
	uint32_t pad0;
	uint64_t rdev;
	int64_t size;
	int64_t blksize;
	/** In units of 512 bytes. */
	int64_t blocks;
	struct uk_timespec atime, mtime, ctime;
	int64_t unused[3];
};

_Static_assert(sizeof(struct uk_stat) == 144, "struct stat of x86_64");

/** getdents64(2): records follow each other, reclen is a multiple of 8. */
struct uk_dirent64 {
	uint64_t ino;
	/** Position to continue behind this record. */
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

#endif /* UK_ABI_H */
