/* SPDX-License-Identifier: BSD-3-Clause */
/* Which share becomes "/": tag fs0, or the one the command line names. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/init.h>
#include <uk/param.h>
#include <uk/print.h>
#include "files.h"

#define TAG_DEFAULT "fs0"

struct share {
	struct share *next;
	char tag[UK_9P_TAG_MAX];
	struct p9 p;
};

static struct share *shares;
static const char *wanted_tag;

static int set_rootfs(const char *value)
{
	return strcmp(value, "9pfs") == 0 ? 0 : -EINVAL;
}
UK_PARAM(vfs_rootfs, "vfs.rootfs", "9pfs", set_rootfs);

static int set_rootdev(const char *value)
{
	if (!*value || strlen(value) >= UK_9P_TAG_MAX)
		return -EINVAL;
	wanted_tag = value;
	return 0;
}
UK_PARAM(vfs_rootdev, "vfs.rootdev", "tag of the 9P share to mount on /",
	 set_rootdev);

static struct share *find(const char *tag)
{
	struct share *s = shares;

	while (s && strcmp(s->tag, tag) != 0)
		s = s->next;
	return s;
}

int uk_9p_register(const char *tag, const struct uk_9p_transport *transport,
		   void *priv)
{
	struct share *s;

	if (!*tag || strlen(tag) >= UK_9P_TAG_MAX)
		return -EINVAL;
	if (find(tag))
		return -EEXIST;
	s = uk_calloc(1, sizeof(*s));
	if (!s)
		return -ENOMEM;
	memcpy(s->tag, tag, strlen(tag) + 1);
	s->p.tag = s->tag;
	s->p.transport = transport;
	s->p.priv = priv;
	s->next = shares;
	shares = s;
	return 0;
}

/* A share that was asked for and is missing stops the boot: the files of a
 * run must not vanish silently. */
static int uk_9p_mount(void)
{
	const char *tag = wanted_tag ? wanted_tag : TAG_DEFAULT;
	struct share *s = find(tag);

	if (!s && wanted_tag) {
		uk_pr_err("UK8302: no 9P share has the tag '%s' of "
			  "vfs.rootdev. Give the device this mount_tag.\n",
			  tag);
		return -ENODEV;
	}
	if (!s && shares)
		uk_pr_warn("UK8303: the 9P share '%s' is not mounted. Name it "
			   "%s or give vfs.rootdev=%s.\n",
			   shares->tag, TAG_DEFAULT, shares->tag);
	return s ? uk_fs_mount_root(&p9_fs_ops, &s->p) : 0;
}
UK_INIT(UK_INIT_ROOTFS, uk_9p_mount);
