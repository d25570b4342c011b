/* SPDX-License-Identifier: BSD-3-Clause */
/* Paths made normal, and the calls without a mounted root. */
#include "test.h"
#include <stdlib.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/fs.h>

static void test_normal_forms(void **state)
{
	static const struct {
		const char *cwd, *path, *want;
	} cases[] = {
		{"/", "/", "/"},
		{"/", "a", "/a"},
		{"/", "./a/", "/a"},
		{"/", "//a///b//", "/a/b"},
		{"/x/y", "a", "/x/y/a"},
		{"/x/y", "..", "/x"},
		{"/x/y", "../../..", "/"},
		{"/x/y", "../../../z", "/z"},
		{"/x", "/a/./b/../c", "/a/c"},
		{"/x", ".", "/x"},
		{"/", "...", "/..."},
		{"/", "a/..b/.c", "/a/..b/.c"},
	};
	char out[UK_PATH_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			uk_fs_normalise(cases[i].cwd, cases[i].path, out), 0);
		assert_string_equal(out, cases[i].want);
	}
}

static void test_limits(void **state)
{
	char *out = malloc(UK_PATH_MAX); /* exact, for the sanitizer */
	char path[2 * UK_PATH_MAX];

	(void)state;
	assert_int_equal(uk_fs_normalise("/", "", out), -ENOENT);
	memset(path, 'a', sizeof(path));
	path[UK_NAME_MAX] = 0;
	assert_int_equal(uk_fs_normalise("/", path, out), 0);
	path[UK_NAME_MAX] = 'a';
	path[UK_NAME_MAX + 1] = 0;
	assert_int_equal(uk_fs_normalise("/", path, out), -ENAMETOOLONG);
	for (size_t i = 0; i < sizeof(path); i++)
		path[i] = i % 2 ? 'a' : '/';
	path[UK_PATH_MAX - 1] = 0; /* UK_PATH_MAX - 2 of "/a", then "/" */
	assert_int_equal(uk_fs_normalise("/", path, out), 0);
	assert_int_equal(strlen(out), UK_PATH_MAX - 2);
	path[UK_PATH_MAX - 1] = 'a';
	path[UK_PATH_MAX] = 0;
	assert_int_equal(uk_fs_normalise("/", path, out), -ENAMETOOLONG);
	free(out);
}

static void test_no_root(void **state)
{
	struct uk_file *f;
	struct uk_stat st;

	(void)state;
	assert_int_equal(uk_fs_open("/a", UK_O_RDONLY, 0, &f), -ENOENT);
	assert_int_equal(uk_fs_open("/a", UK_O_CREAT | UK_O_WRONLY, 0, &f),
			 -EROFS);
	assert_int_equal(uk_fs_mkdir("a", 0777), -EROFS);
	assert_int_equal(uk_fs_unlink("a", false), -EROFS);
	assert_int_equal(uk_fs_rename("a", "b"), -EROFS);
	assert_int_equal(uk_fs_stat("/a", true, &st), -ENOENT);
	assert_int_equal(uk_fs_stat("/", true, &st), 0);
	assert_int_equal(st.mode & UK_S_IFMT, UK_S_IFDIR);
	assert_int_equal(uk_fs_open(0, UK_O_RDONLY, 0, &f), -EFAULT);
	assert_int_equal(uk_fs_chdir("/nowhere"), -ENOENT);
	assert_int_equal(uk_fs_chdir("/"), 0);
	assert_string_equal(uk_fs_cwd(), "/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal_forms),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_no_root),
	};

	return cmocka_run_group_tests_name("path", tests, 0, 0);
}
