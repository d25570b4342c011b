/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Open file descriptions and the descriptor table of posix-fd.
 *
 * Sizes and offsets are in bytes. Results that POSIX types ssize_t are long,
 * offsets int64_t: the same types on this ABI, without needing a C library.
 * All functions return a negative errno on failure and must be called from
 * a thread.
 */
#ifndef UK_FILE_H
#define UK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uk/abi.h>
#include <uk/waitq.h>

struct uk_file;

/**
 * What can be done with an open file; a missing operation fails as POSIX
 * says (write: -EBADF, lseek: -ESPIPE, ioctl: -ENOTTY, else -EINVAL).
 */
struct uk_file_ops {
	/**
	 * Moves bytes. A seekable file uses and advances *pos (pos is never
	 * NULL); a stream ignores it. Blocks unless UK_O_NONBLOCK is set in
	 * f->flags, then -EAGAIN. May move less than asked for.
	 */
	long (*read)(struct uk_file *f, void *buf, size_t len, int64_t *pos);
	long (*write)(struct uk_file *f, const void *buf, size_t len,
		      int64_t *pos);
	/**
	 * The same for vectors, where one call is one message (sockets).
	 * Without them posix-fd calls read and write for each element.
	 */
	long (*readv)(struct uk_file *f, const struct uk_iovec *iov, int n);
	long (*writev)(struct uk_file *f, const struct uk_iovec *iov, int n);
	/**
	 * The last reference is gone: free what belongs to the description,
	 * struct uk_file included unless it is static. f is not used again.
	 */
	int (*close)(struct uk_file *f);
	/** UK_POLL* bits that hold now; changes wake f->pollq. NULL: IN|OUT. */
	unsigned (*poll)(struct uk_file *f);
	/** Sets and returns the position; NULL for streams. */
	int64_t (*lseek)(struct uk_file *f, int64_t offset, int whence);
	int (*fstat)(struct uk_file *f, struct uk_stat *st);
	int (*ftruncate)(struct uk_file *f, int64_t size);
	int (*fsync)(struct uk_file *f);
	int (*ioctl)(struct uk_file *f, unsigned long request, void *arg);
	/**
	 * Fills buf with struct uk_dirent64 records; returns the bytes, 0 at
	 * the end, -EINVAL if not even one record fits.
	 */
	long (*getdents)(struct uk_file *f, void *buf, size_t len);
	/** Of a directory: its absolute path, for openat(2) and the like. */
	const char *(*path)(struct uk_file *f);
};

/** An open file description: shared by all descriptors made by dup(). */
struct uk_file {
	const struct uk_file_ops *ops;
	/** Descriptors and calls in progress; see uk_file_put(). */
	unsigned refs;
	/** UK_O_* access mode and status flags. */
	int flags;
	/** Position of a seekable file. */
	int64_t pos;
	/** Woken whenever what poll() returns may have changed. */
	struct uk_waitq pollq;
	/** Of whoever made the file. */
	void *priv;
};

/** Sets up a description with one reference, owned by the caller. */
void uk_file_init(struct uk_file *f, const struct uk_file_ops *ops, int flags,
		  void *priv);

/** Gives a reference back; the last one closes the file. */
int uk_file_put(struct uk_file *f);

/**
 * Puts f into the lowest free descriptor. The descriptor takes over the
 * caller's reference; on failure the caller keeps it.
 *
 * @return the descriptor, or -EMFILE, -ENOMEM
 */
int uk_fd_install(struct uk_file *f);

/**
 * The description behind a descriptor, with a reference of its own, so that
 * it survives a close() by another thread: end with uk_file_put().
 *
 * @return the description or NULL (the call then fails with -EBADF)
 */
struct uk_file *uk_fd_get(int fd);

/** Closes a descriptor. */
int uk_fd_close(int fd);

/**
 * Puts f into descriptor at or into the lowest free one above it (exact:
 * into at itself; what was there is closed). References as uk_fd_install().
 *
 * @param cloexec the close-on-exec flag of the descriptor
 * @return the descriptor, or -EBADF, -EMFILE, -ENOMEM
 */
int uk_fd_place(struct uk_file *f, int at, bool exact, bool cloexec);

/** Reads the close-on-exec flag (0, 1) of a descriptor; -EBADF. */
int uk_fd_cloexec(int fd);

/** Sets or clears the close-on-exec flag of a descriptor; 0 or -EBADF. */
int uk_fd_set_cloexec(int fd, bool on);

/** Moves bytes as read(2) does, at f->pos. */
long uk_file_read(struct uk_file *f, void *buf, size_t len);

/** Moves bytes as write(2) does, at f->pos. */
long uk_file_write(struct uk_file *f, const void *buf, size_t len);

#endif /* UK_FILE_H */
