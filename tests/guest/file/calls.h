/* SPDX-License-Identifier: BSD-3-Clause */
/* The system calls as functions, as a C library's dispatcher reaches them. */
#ifndef GUEST_FILE_CALLS_H
#define GUEST_FILE_CALLS_H

#include <uk/abi.h>
#include <uk/errno.h>

long uk_syscall_r_open(long path, long flags, long mode);
long uk_syscall_r_openat(long dir, long path, long flags, long mode);
long uk_syscall_r_close(long fd);
long uk_syscall_r_read(long fd, long buf, long len);
long uk_syscall_r_write(long fd, long buf, long len);
long uk_syscall_r_writev(long fd, long iov, long n);
long uk_syscall_r_pread64(long fd, long buf, long len, long pos);
long uk_syscall_r_pwrite64(long fd, long buf, long len, long pos);
long uk_syscall_r_lseek(long fd, long offset, long whence);
long uk_syscall_r_ioctl(long fd, long request, long arg);
long uk_syscall_r_fsync(long fd);
long uk_syscall_r_ftruncate(long fd, long size);
long uk_syscall_r_fstat(long fd, long st);
long uk_syscall_r_stat(long path, long st);
long uk_syscall_r_lstat(long path, long st);
long uk_syscall_r_access(long path, long mode);
long uk_syscall_r_mkdir(long path, long mode);
long uk_syscall_r_rmdir(long path);
long uk_syscall_r_unlink(long path);
long uk_syscall_r_rename(long from, long to);
long uk_syscall_r_chdir(long path);
long uk_syscall_r_getcwd(long buf, long size);
long uk_syscall_r_getdents64(long fd, long buf, long len);
long uk_syscall_r_umask(long mask);

#define ARG(p)          ((long)(p))
#define CALL(name, ...) uk_syscall_r_##name(__VA_ARGS__)

extern int failures;

#define HOLDS(cond)                                                            \
	do {                                                                   \
		if (!(cond)) {                                                 \
			printf("FAIL line %d: %s\n", __LINE__, #cond);         \
			failures++;                                            \
		}                                                              \
	} while (0)

/** Compares; a failure prints both numbers. */
#define SAME(call, want)                                                       \
	do {                                                                   \
		long got_ = (call), want_ = (want);                            \
                                                                               \
		if (got_ != want_) {                                           \
			printf("FAIL line %d: %s is %ld, not %ld\n", __LINE__, \
			       #call, got_, want_);                            \
			failures++;                                            \
		}                                                              \
	} while (0)

/* Parts of main(). */
void test_data(void);
void test_appending(void);
void test_refusals(void);
void test_directories(void);
void test_many(void);

/** open(2) that must succeed. */
long must_open(const char *path, int flags);

#endif
