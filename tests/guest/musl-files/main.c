/* SPDX-License-Identifier: BSD-3-Clause */
/* stdio and directories on the host's files; argv[1] = "none": no share. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#define LINES 2000

static void check_none(void)
{
	CHECK(!fopen("/file", "r") && errno == ENOENT);
	CHECK(!fopen("/file", "w") && errno == EROFS);
	CHECK(mkdir("/dir", 0755) == -1 && errno == EROFS);
	CHECK(write(99, "x", 1) == -1 && errno == EBADF);
}

static void check_stdio(void)
{
	FILE *f = fopen("text", "w");
	char line[64];
	int i, n;

	CHECK(f != NULL);
	if (!f)
		return;
	for (i = 0; i < LINES; i++)
		fprintf(f, "line %d\n", i);
	CHECK(fclose(f) == 0);
	f = fopen("text", "a");
	CHECK(fputs("end\n", f) >= 0 && fclose(f) == 0);
	f = fopen("/text", "r+");
	for (i = 0; i < LINES; i++)
		CHECK(fscanf(f, "line %d\n", &n) == 1 && n == i);
	CHECK(fgets(line, sizeof(line), f) && !strcmp(line, "end\n"));
	CHECK(!fgets(line, sizeof(line), f) && feof(f));
	CHECK(fseek(f, 5, SEEK_SET) == 0 && fputc('X', f) == 'X');
	rewind(f);
	CHECK(fgets(line, sizeof(line), f) && !strcmp(line, "line X\n"));
	fclose(f);
}

static void check_directories(void)
{
	struct stat st;
	struct dirent *e;
	int seen = 0;
	DIR *d;

	CHECK(mkdir("dir", 0755) == 0);
	CHECK(mkdir("dir", 0755) == -1 && errno == EEXIST);
	CHECK(chdir("dir") == 0);
	CHECK(rename("../text", "moved") == 0);
	CHECK(stat("/dir/moved", &st) == 0 && S_ISREG(st.st_mode));
	CHECK(st.st_size > LINES * 6);
	CHECK(stat("/text", &st) == -1 && errno == ENOENT);
	d = opendir(".");
	CHECK(d != NULL);
	while (d && (e = readdir(d)))
		seen += !strcmp(e->d_name, "moved");
	CHECK(seen == 1 && closedir(d) == 0);
	CHECK(unlink("moved") == 0 && chdir("/") == 0 && rmdir("dir") == 0);
	CHECK(access("dir", F_OK) == -1);
}

static void check_kept(void)
{
	int fd = open("kept", O_WRONLY | O_CREAT | O_TRUNC, 0644);

	CHECK(fd >= 0 && write(fd, "kept for the host", 17) == 17);
	/* Not closed: what was written is on the host all the same. */
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "none")) {
		check_none();
	} else {
		check_stdio();
		check_directories();
		check_kept();
	}
	return check_result("musl-files");
}
