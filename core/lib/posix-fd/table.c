/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The descriptor table. Nothing here blocks while it changes the table, so
 * cooperative threads need no lock; closing, which may block, comes last.
 */
#include <string.h>
#include <uk/alloc.h>
#include <uk/config.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/file.h>
#include "console.h"

#define FIRST_SLOTS 16
#define MAX_SLOTS   CONFIG_LIBPOSIX_FD_MAX

struct slot {
	struct uk_file *file;
	bool cloexec;
};

/* The console is there from the start: messages need no set-up. */
static struct slot first_slots[FIRST_SLOTS] = {
	{.file = &uk_console_in},
	{.file = &uk_console_out},
	{.file = &uk_console_out},
};
static struct slot *slots = first_slots;
static int slot_count = FIRST_SLOTS;

void uk_file_init(struct uk_file *f, const struct uk_file_ops *ops, int flags,
		  void *priv)
{
	*f = (struct uk_file){
		.ops = ops, .refs = 1, .flags = flags, .priv = priv};
	uk_waitq_init(&f->pollq);
}

int uk_file_put(struct uk_file *f)
{
	if (--f->refs > 0 || !f->ops->close)
		return 0;
	return f->ops->close(f);
}

static bool is_open(int fd)
{
	return fd >= 0 && fd < slot_count && slots[fd].file;
}

/* Makes room for descriptor fd. */
static int grow(int fd)
{
	int count = slot_count;
	struct slot *bigger;

	if (fd < slot_count)
		return 0;
	if (fd >= MAX_SLOTS)
		return -EMFILE;
	while (count <= fd)
		count *= 2;
	count = UK_MIN(count, MAX_SLOTS);
	bigger = uk_calloc((size_t)count, sizeof(*bigger));
	if (!bigger)
		return -ENOMEM;
	memcpy(bigger, slots, (size_t)slot_count * sizeof(*slots));
	if (slots != first_slots)
		uk_free(slots);
	slots = bigger;
	slot_count = count;
	return 0;
}

int uk_fd_place(struct uk_file *f, int at, bool exact, bool cloexec)
{
	struct uk_file *old;
	int rc;

	if (at < 0)
		return -EBADF;
	while (!exact && is_open(at))
		at++;
	rc = grow(at);
	if (rc < 0)
		return exact && rc == -EMFILE ? -EBADF : rc;
	old = slots[at].file;
	slots[at] = (struct slot){.file = f, .cloexec = cloexec};
	if (old)
		uk_file_put(old);
	return at;
}

int uk_fd_install(struct uk_file *f)
{
	return uk_fd_place(f, 0, false, false);
}

struct uk_file *uk_fd_get(int fd)
{
	if (!is_open(fd))
		return 0;
	slots[fd].file->refs++;
	return slots[fd].file;
}

int uk_fd_cloexec(int fd)
{
	return is_open(fd) ? slots[fd].cloexec : -EBADF;
}

int uk_fd_set_cloexec(int fd, bool on)
{
	if (!is_open(fd))
		return -EBADF;
	slots[fd].cloexec = on;
	return 0;
}

int uk_fd_close(int fd)
{
	struct uk_file *f;

	if (!is_open(fd))
		return -EBADF;
	f = slots[fd].file;
	slots[fd].file = 0;
	return uk_file_put(f);
}
