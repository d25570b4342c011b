/* SPDX-License-Identifier: BSD-3-Clause */
/* Making paths absolute and normal. */
#include <string.h>
#include <uk/errno.h>
#include <uk/fs.h>

/* Removes the last component; "" stays "". */
static size_t parent(const char *out, size_t len)
{
	while (len > 0 && out[len - 1] != '/')
		len--;
	return len > 0 ? len - 1 : 0;
}

/* Appends the components of path to out, which has no '/' at its end. */
static int append(char *out, size_t *len, const char *path)
{
	while (*path) {
		size_t n = 0;

		while (*path == '/')
			path++;
		while (path[n] && path[n] != '/')
			n++;
		if (n > UK_NAME_MAX)
			return -ENAMETOOLONG;
		if (n == 2 && path[0] == '.' && path[1] == '.') {
			*len = parent(out, *len);
		} else if (n > 0 && !(n == 1 && path[0] == '.')) {
			if (*len + 1 + n + 1 > UK_PATH_MAX)
				return -ENAMETOOLONG;
			out[(*len)++] = '/';
			memcpy(out + *len, path, n);
			*len += n;
		}
		path += n;
	}
	return 0;
}

int uk_fs_normalise(const char *cwd, const char *path, char *out)
{
	size_t len = 0;
	int rc = 0;

	if (!*path)
		return -ENOENT;
	if (*path != '/')
		rc = append(out, &len, cwd);
	if (rc == 0)
		rc = append(out, &len, path);
	if (rc < 0)
		return rc;
	if (len == 0)
		out[len++] = '/';
	out[len] = 0;
	return 0;
}
