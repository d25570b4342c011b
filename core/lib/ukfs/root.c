/* SPDX-License-Identifier: BSD-3-Clause */
/* The root file system and the working directory. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/fs.h>

static const struct uk_fs_ops *root;
static void *root_priv;
static char *cwd; /* NULL: "/" */

int uk_fs_mount_root(const struct uk_fs_ops *ops, void *priv)
{
	if (root)
		return -EBUSY;
	root = ops;
	root_priv = priv;
	return 0;
}

const char *uk_fs_cwd(void)
{
	return cwd ? cwd : "/";
}

/* A path as file systems take it, in memory of its own: thread stacks are
 * smaller than two of them. */
static int resolve(const char *path, char **out)
{
	int rc;

	if (!path)
		return -EFAULT;
	*out = uk_malloc(UK_PATH_MAX);
	if (!*out)
		return -ENOMEM;
	rc = uk_fs_normalise(uk_fs_cwd(), path, *out);
	if (rc < 0) {
		uk_free(*out);
		*out = 0;
	}
	return rc;
}

/* "a/" names a directory even where a may be something else. */
static bool names_directory(const char *path)
{
	size_t n = strlen(path);

	return n > 0 && path[n - 1] == '/';
}

int uk_fs_open(const char *path, int flags, unsigned mode, struct uk_file **out)
{
	char *full;
	int rc = resolve(path, &full);

	if (rc < 0)
		return rc;
	if (names_directory(path)) {
		if (flags & UK_O_CREAT)
			rc = -EISDIR;
		flags |= UK_O_DIRECTORY;
	}
	if (rc == 0 && root)
		rc = root->open(root_priv, full, flags, mode, out);
	else if (rc == 0)
		rc = flags & UK_O_CREAT ? -EROFS : -ENOENT;
	uk_free(full);
	return rc;
}

static int stat_bare(const char *full, struct uk_stat *st)
{
	if (strcmp(full, "/") != 0)
		return -ENOENT;
	*st = (struct uk_stat){
		.mode = UK_S_IFDIR | 0555, .nlink = 2, .blksize = 4096};
	return 0;
}

int uk_fs_stat(const char *path, bool follow, struct uk_stat *st)
{
	char *full;
	int rc = resolve(path, &full);

	if (rc < 0)
		return rc;
	follow = follow || names_directory(path);
	rc = root ? root->stat(root_priv, full, follow, st)
		  : stat_bare(full, st);
	if (rc == 0 && names_directory(path) &&
	    (st->mode & UK_S_IFMT) != UK_S_IFDIR)
		rc = -ENOTDIR;
	uk_free(full);
	return rc;
}

int uk_fs_unlink(const char *path, bool dir)
{
	char *full;
	int rc = resolve(path, &full);

	if (rc < 0)
		return rc;
	if (!root)
		rc = -EROFS;
	else if (strcmp(full, "/") == 0)
		rc = dir ? -EBUSY : -EISDIR;
	else
		rc = root->unlink(root_priv, full, dir);
	uk_free(full);
	return rc;
}

int uk_fs_rename(const char *from, const char *to)
{
	char *full_from, *full_to;
	int rc = resolve(from, &full_from);

	if (rc < 0)
		return rc;
	rc = resolve(to, &full_to);
	if (rc == 0) {
		if (!root)
			rc = -EROFS;
		else if (strcmp(full_from, "/") == 0 ||
			 strcmp(full_to, "/") == 0)
			rc = -EBUSY;
		else
			rc = root->rename(root_priv, full_from, full_to);
		uk_free(full_to);
	}
	uk_free(full_from);
	return rc;
}

int uk_fs_mkdir(const char *path, unsigned mode)
{
	char *full;
	int rc = resolve(path, &full);

	if (rc < 0)
		return rc;
	if (strcmp(full, "/") == 0)
		rc = -EEXIST;
	else
		rc = root ? root->mkdir(root_priv, full, mode) : -EROFS;
	uk_free(full);
	return rc;
}

int uk_fs_chdir(const char *path)
{
	struct uk_stat st;
	char *full;
	int rc = uk_fs_stat(path, true, &st);

	if (rc < 0)
		return rc;
	if ((st.mode & UK_S_IFMT) != UK_S_IFDIR)
		return -ENOTDIR;
	rc = resolve(path, &full);
	if (rc < 0)
		return rc;
	uk_free(cwd);
	cwd = full;
	return 0;
}
