/* SPDX-License-Identifier: BSD-3-Clause */
/* The 9P client through the file calls, against a server in memory. */
#include "test.h"
#include <stdlib.h>
#include <string.h>
#include <uk/errno.h>
#include <uk/file.h>
#include <uk/fs.h>
#include "../../../core/lib/uk9p/files.h"
#include "server.h"

static struct server *server;
static struct p9 *share;

static const struct uk_9p_transport transport = {.exchange = server_exchange};

static void add_file(int i, const char *name, uint8_t type, const char *data)
{
	struct server_file *f = &server->files[i];

	f->used = 1;
	f->type = type;
	strcpy(f->name, name);
	f->size = (uint32_t)strlen(data);
	memcpy(f->data, data, f->size);
}

static int set_up(void **state)
{
	(void)state;
	server = calloc(1, sizeof(*server));
	share = calloc(1, sizeof(*share));
	add_file(0, "hello", 0, "hello, world");
	add_file(1, "dir", 0x80, "");
	add_file(2, "link", 0x02, "hello");
	share->transport = &transport;
	share->priv = server;
	return p9_connect(share);
}

static int tear_down(void **state)
{
	(void)state;
	free(share->request);
	free(share->reply);
	free(share);
	free(server);
	return 0;
}

static int open_file(const char *path, int flags, struct uk_file **f)
{
	return p9_fs_ops.open(share, path, flags, 0644, f);
}

/* All fids but the root's were clunked. */
static void expect_no_leak(void)
{
	assert_int_equal(server->open_fids, 1);
}

static void test_read(void **state)
{
	struct uk_file *f;
	char buf[32];

	(void)state;
	assert_int_equal(open_file("/hello", UK_O_RDONLY, &f), 0);
	assert_int_equal(uk_file_read(f, buf, 5), 5);
	assert_int_equal(uk_file_read(f, buf + 5, sizeof(buf) - 5), 7);
	assert_memory_equal(buf, "hello, world", 12);
	assert_int_equal(uk_file_read(f, buf, sizeof(buf)), 0);
	assert_int_equal(uk_file_write(f, buf, 1), -EBADF);
	assert_int_equal(f->ops->lseek(f, -5, UK_SEEK_END), 7);
	assert_int_equal(uk_file_read(f, buf, sizeof(buf)), 5);
	assert_int_equal(f->ops->lseek(f, -1, UK_SEEK_SET), -EINVAL);
	assert_int_equal(f->ops->lseek(f, 1, 9), -EINVAL);
	assert_int_equal(f->ops->lseek(f, INT64_MAX, UK_SEEK_CUR), -EOVERFLOW);
	assert_int_equal(uk_file_put(f), 0);
	expect_no_leak();
}

static void test_big_write_in_short_steps(void **state)
{
	static char data[60000], back[60001];
	struct uk_file *f;

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (char)(i * 7);
	server->max_io = 999;
	assert_int_equal(open_file("/new", UK_O_CREAT | UK_O_RDWR, &f), 0);
	assert_int_equal(uk_file_write(f, data, sizeof(data)), sizeof(data));
	f->pos = 0;
	assert_int_equal(uk_file_read(f, back, sizeof(back)), sizeof(data));
	assert_memory_equal(data, back, sizeof(data));
	assert_int_equal(f->ops->fsync(f), 0);
	assert_int_equal(f->ops->ftruncate(f, 10), 0);
	assert_int_equal(f->ops->lseek(f, 0, UK_SEEK_END), 10);
	uk_file_put(f);
	expect_no_leak();
}

static void test_append_and_truncate(void **state)
{
	struct uk_file *f;

	(void)state;
	assert_int_equal(open_file("/hello", UK_O_WRONLY | UK_O_APPEND, &f), 0);
	server->files[0].size = 5; /* the host changed it meanwhile */
	assert_int_equal(uk_file_write(f, "!!", 2), 2);
	assert_int_equal(f->pos, 7);
	assert_memory_equal(server->files[0].data, "hello!!", 7);
	uk_file_put(f);
	assert_int_equal(open_file("/hello", UK_O_WRONLY | UK_O_TRUNC, &f), 0);
	assert_int_equal(server->files[0].size, 0);
	uk_file_put(f);
	expect_no_leak();
}

/* A new file takes two messages; one that is there is opened as it is. */
static void test_create(void **state)
{
	struct uk_file *f;
	unsigned walks;

	(void)state;
	assert_int_equal(open_file("/hello", UK_O_RDONLY, &f), 0);
	uk_file_put(f);
	walks = server->seen[110]; /* Twalk */
	assert_int_equal(open_file("/new", UK_O_CREAT | UK_O_WRONLY, &f), 0);
	assert_int_equal(server->seen[110], walks + 1);
	assert_int_equal(server->seen[14], 1); /* Tlcreate */
	assert_int_equal(uk_file_write(f, "abc", 3), 3);
	uk_file_put(f);
	assert_int_equal(open_file("/new", UK_O_CREAT | UK_O_WRONLY, &f), 0);
	assert_int_equal(uk_file_write(f, "X", 1), 1);
	uk_file_put(f);
	assert_int_equal(server->files[3].size, 3);
	assert_memory_equal(server->files[3].data, "Xbc", 3);
	assert_int_equal(
		open_file("/new", UK_O_CREAT | UK_O_TRUNC | UK_O_RDWR, &f), 0);
	assert_int_equal(server->files[3].size, 0);
	uk_file_put(f);
	expect_no_leak();
}

static void test_errors_of_the_server(void **state)
{
	struct uk_file *f;
	struct uk_stat st;

	(void)state;
	assert_int_equal(open_file("/none", UK_O_RDONLY, &f), -ENOENT);
	assert_int_equal(open_file("/none/x", UK_O_CREAT | UK_O_WRONLY, &f),
			 -ENOENT);
	assert_int_equal(open_file("/hello/x", UK_O_RDONLY, &f), -ENOTDIR);
	assert_int_equal(open_file("/dir", UK_O_WRONLY, &f), -EISDIR);
	assert_int_equal(open_file("/", UK_O_CREAT | UK_O_WRONLY, &f), -EISDIR);
	assert_int_equal(open_file("/hello", UK_O_DIRECTORY, &f), -ENOTDIR);
	assert_int_equal(
		open_file("/hello", UK_O_CREAT | UK_O_EXCL | UK_O_WRONLY, &f),
		-EEXIST);
	assert_int_equal(open_file("/link", UK_O_RDONLY, &f), -ELOOP);
	assert_int_equal(open_file("/link/x", UK_O_RDONLY, &f), -ELOOP);
	assert_int_equal(p9_fs_ops.stat(share, "/link", true, &st), -ELOOP);
	assert_int_equal(p9_fs_ops.stat(share, "/link", false, &st), 0);
	assert_int_equal(st.mode, 0120777);
	assert_int_equal(p9_fs_ops.unlink(share, "/dir", false), -EISDIR);
	assert_int_equal(p9_fs_ops.unlink(share, "/hello", true), -ENOTDIR);
	server->write_error = ENOSPC;
	assert_int_equal(open_file("/hello", UK_O_WRONLY, &f), 0);
	assert_int_equal(uk_file_write(f, "x", 1), -ENOSPC);
	uk_file_put(f);
	expect_no_leak();
}

static void test_tree_calls(void **state)
{
	struct uk_stat st;

	(void)state;
	assert_int_equal(p9_fs_ops.mkdir(share, "/sub", 0755), 0);
	assert_int_equal(p9_fs_ops.mkdir(share, "/sub", 0755), -EEXIST);
	assert_int_equal(p9_fs_ops.rename(share, "/hello", "/bye"), 0);
	assert_int_equal(p9_fs_ops.stat(share, "/hello", true, &st), -ENOENT);
	assert_int_equal(p9_fs_ops.stat(share, "/bye", true, &st), 0);
	assert_int_equal(st.size, 12);
	assert_int_equal(st.mode, 0100644);
	assert_int_equal(st.uid, 11);
	assert_int_equal(st.blksize, 4096);
	assert_int_equal(st.mtime.sec, 1002);
	assert_int_equal(p9_fs_ops.unlink(share, "/bye", false), 0);
	assert_int_equal(p9_fs_ops.unlink(share, "/sub", true), 0);
	assert_int_equal(p9_fs_ops.unlink(share, "/sub", true), -ENOENT);
	expect_no_leak();
}

static unsigned count_entries(struct uk_file *f, size_t room)
{
	char *buf = malloc(room);
	unsigned n = 0;
	long got;

	while ((got = f->ops->getdents(f, buf, room)) > 0)
		for (long at = 0; at < got; n++) {
			struct uk_dirent64 *d = (void *)(buf + at);

			assert_int_equal(d->reclen % 8, 0);
			assert_true(strlen(d->name) < 10);
			at += d->reclen;
		}
	assert_int_equal(got, 0);
	free(buf);
	return n;
}

static void test_directory(void **state)
{
	struct uk_file *f;
	char buf[8];

	(void)state;
	assert_int_equal(open_file("/", UK_O_RDONLY | UK_O_DIRECTORY, &f), 0);
	assert_int_equal(count_entries(f, 4096), 3);
	f->ops->lseek(f, 0, UK_SEEK_SET);
	assert_int_equal(count_entries(f, 40), 3); /* one a call */
	f->ops->lseek(f, 0, UK_SEEK_SET);
	assert_int_equal(uk_file_read(f, buf, sizeof(buf)), -EISDIR);
	assert_string_equal(f->ops->path(f), "/");
	uk_file_put(f);
	expect_no_leak();
}

/* Names more than one Twalk can hold: 20 components, wrong at any depth. */
static void test_deep_path(void **state)
{
	char path[64] = "";
	struct uk_stat st;

	(void)state;
	for (int i = 0; i < 20; i++)
		strcat(path, "/x");
	assert_int_equal(p9_fs_ops.stat(share, path, true, &st), -ENOENT);
	memcpy(path, "/dir/", 5);
	assert_int_equal(p9_fs_ops.stat(share, path, true, &st), -ENOENT);
	expect_no_leak();
}

static uint32_t cut(struct server *s, uint8_t *reply, uint32_t len)
{
	uint32_t n = s->mangle_arg < len ? s->mangle_arg : len;

	/* with a size that fits, so that the cut itself is what is found */
	if (n >= 4)
		memcpy(reply, &n, 4);
	return n;
}

/* Every operation with every reply cut at every length: an error, a clean
 * end, and a session that works afterwards. */
static void try_all(void)
{
	struct uk_file *f;
	struct uk_stat st;
	char buf[64];

	if (open_file("/hello", UK_O_RDWR, &f) == 0) {
		uk_file_read(f, buf, sizeof(buf));
		uk_file_write(f, buf, sizeof(buf));
		f->ops->fstat(f, &st);
		f->ops->fsync(f);
		f->ops->ftruncate(f, 12);
		f->ops->lseek(f, 0, UK_SEEK_END);
		uk_file_put(f);
	}
	if (open_file("/", UK_O_RDONLY, &f) == 0) {
		f->ops->getdents(f, buf, sizeof(buf));
		uk_file_put(f);
	}
	p9_fs_ops.stat(share, "/dir", true, &st);
}

static void test_cut_replies(void **state)
{
	static const uint8_t types[] = {12, 24, 26, 40, 50, 110, 116, 118, 120};

	(void)state;
	server->mangle = cut;
	for (size_t t = 0; t < sizeof(types); t++)
		for (uint32_t n = 0; n < 170; n++) {
			server->mangle_type = types[t];
			server->mangle_arg = n;
			try_all();
			/* what the client had to give up is forgotten */
			memset(server->fids + 1, 0,
			       sizeof(server->fids) - sizeof(int));
			server->open_fids = 1;
			share->next_fid = 1;
		}
	server->mangle = 0;
	assert_false(share->broken);
	add_file(0, "hello", 0, "hello, world");
	test_read(state);
}

static uint32_t wrong_type(struct server *s, uint8_t *reply, uint32_t len)
{
	(void)s;
	reply[4] ^= 2;
	return len;
}

static uint32_t wrong_tag(struct server *s, uint8_t *reply, uint32_t len)
{
	(void)s;
	reply[5] ^= 1;
	return len;
}

static uint32_t wrong_size(struct server *s, uint8_t *reply, uint32_t len)
{
	(void)s;
	reply[0]++;
	return len;
}

static uint32_t error_zero(struct server *s, uint8_t *reply, uint32_t len)
{
	(void)s;
	(void)len;
	memset(reply, 0, 11);
	reply[0] = 11;
	reply[4] = 7;
	return 11;
}

/* The count field claims one byte more than was asked for. */
static uint32_t count_too_big(struct server *s, uint8_t *reply, uint32_t len)
{
	uint32_t count = s->mangle_arg;

	memcpy(reply + 7, &count, 4);
	return len;
}

static void test_wrong_replies(void **state)
{
	uint32_t (*const how[])(struct server *, uint8_t *, uint32_t) = {
		wrong_type, wrong_tag, wrong_size, error_zero};
	struct uk_file *f;
	char *buf = malloc(8);

	(void)state;
	assert_int_equal(open_file("/hello", UK_O_RDWR, &f), 0);
	for (size_t i = 0; i < 4; i++) {
		server->mangle = how[i];
		assert_int_equal(uk_file_read(f, buf, 8), -EIO);
		assert_int_equal(uk_file_write(f, buf, 8), -EIO);
	}
	server->mangle = count_too_big;
	server->mangle_arg = 9;
	assert_int_equal(uk_file_read(f, buf, 8), -EIO);
	assert_int_equal(uk_file_write(f, buf, 8), -EIO);
	server->mangle_arg = UINT32_MAX;
	assert_int_equal(uk_file_read(f, buf, 8), -EIO);
	server->mangle_arg = 0; /* a write of nothing must not loop */
	server->mangle_type = 118;
	assert_int_equal(uk_file_write(f, buf, 8), -EIO);
	server->mangle = 0;
	f->pos = 0;
	assert_int_equal(uk_file_read(f, buf, 8), 8);
	uk_file_put(f);
	free(buf);
	expect_no_leak();
}

static uint32_t evil_name(struct server *s, uint8_t *reply, uint32_t len)
{
	(void)s;
	reply[11 + 24] = '/'; /* first letter of the first name */
	return len;
}

static void test_directory_entry_with_slash(void **state)
{
	struct uk_file *f;
	char buf[256];

	(void)state;
	assert_int_equal(open_file("/", UK_O_RDONLY, &f), 0);
	server->mangle = evil_name;
	assert_int_equal(f->ops->getdents(f, buf, sizeof(buf)), -EIO);
	server->mangle = 0;
	uk_file_put(f);
}

static long dead(void *priv, const void *request, uint32_t request_len,
		 void *reply, uint32_t reply_room)
{
	(void)priv;
	(void)request;
	(void)request_len;
	(void)reply;
	(void)reply_room;
	return -ETIMEDOUT;
}

static void test_dead_transport(void **state)
{
	static const struct uk_9p_transport gone = {.exchange = dead};
	unsigned before;
	struct uk_file *f;

	(void)state;
	assert_int_equal(open_file("/hello", UK_O_RDWR, &f), 0);
	share->transport = &gone;
	assert_int_equal(uk_file_write(f, "x", 1), -EIO);
	share->transport = &transport;
	before = server->seen[118];
	assert_int_equal(uk_file_write(f, "x", 1), -EIO);
	assert_int_equal(server->seen[118], before);
	uk_file_put(f);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_read),
		T(test_big_write_in_short_steps),
		T(test_append_and_truncate),
		T(test_create),
		T(test_errors_of_the_server),
		T(test_tree_calls),
		T(test_directory),
		T(test_deep_path),
		T(test_cut_replies),
		T(test_wrong_replies),
		T(test_directory_entry_with_slash),
		T(test_dead_transport),
	};

	return cmocka_run_group_tests_name("9p", tests, 0, 0);
}
