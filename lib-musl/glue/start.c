/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From the booted core to main(): builds the block that the System V ABI
 * (section 3.4.1 "Initial Stack and Register State") puts on a new process's
 * stack and hands it to musl's ordinary start-up code. The program headers
 * that musl searches for the TLS segment are made from linker symbols, since
 * an image's own headers are not mapped.
 */
/* First: musl's private headers define "weak" and "hidden" as macros. */
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/plat.h>
#include <uk/random.h>
#include <uk/sched.h>
#include <elf.h>
#include <stdint.h>
#include <string.h>
#include "pthread_impl.h"

typedef int main_fn(int, char **, char **);

int __libc_start_main(main_fn *main, int argc, char **argv, void (*init)(void),
		      void (*fini)(void), void (*ldso)(void));

#define AUXV_PAIRS 6

static Elf64_Phdr tls_phdr;
static uintptr_t random_bytes[2];

static const Elf64_Phdr *tls_program_header(void)
{
	tls_phdr.p_type = PT_TLS;
	tls_phdr.p_vaddr = (uintptr_t)uk_tls_start;
	tls_phdr.p_filesz =
		(uintptr_t)uk_tls_data_end - (uintptr_t)uk_tls_start;
	tls_phdr.p_memsz = (uintptr_t)uk_tls_end - (uintptr_t)uk_tls_start;
	tls_phdr.p_align = (uintptr_t)uk_tls_align;
	if (tls_phdr.p_align == 0)
		tls_phdr.p_align = 1;
	return &tls_phdr;
}

static void fill_auxv(uintptr_t *auxv)
{
	const uintptr_t pairs[AUXV_PAIRS][2] = {
		{AT_PHDR, (uintptr_t)tls_program_header()},
		{AT_PHENT, sizeof(Elf64_Phdr)},
		{AT_PHNUM, 1},
		{AT_PAGESZ, 4096},
		{AT_RANDOM, (uintptr_t)random_bytes},
		{AT_NULL, 0},
	};

	memcpy(auxv, pairs, sizeof(pairs));
}

/* argv, NULL, (no environment) NULL, auxiliary vector: for ever in use. */
static char **build_block(int argc, char **argv)
{
	size_t words = (size_t)argc + 2 + 2 * AUXV_PAIRS;
	uintptr_t *block = uk_malloc(words * sizeof(*block));

	if (!block)
		uk_panic("UK8401: no memory for the program's arguments. "
			 "Give the guest more memory.");
	memcpy(block, argv, (size_t)argc * sizeof(*block));
	block[argc] = 0;
	block[argc + 1] = 0;
	fill_auxv(block + argc + 2);
	return (char **)block;
}

int uk_libc_start(main_fn *main, int argc, char **argv)
{
	uk_random_fill(random_bytes, sizeof(random_bytes));
	__libc_start_main(main, argc, build_block(argc, argv), 0, 0, 0);
	/* __libc_start_main ends in exit(). */
	__builtin_unreachable();
}

/** Called by musl once the TLS block of a thread is ready. */
int __set_thread_area(void *tp)
{
	uk_thread_set_fs((uintptr_t)tp);
	return 0;
}

_Noreturn void uk_libc_crash(void)
{
	uk_panic("UK9401: the C library found its state damaged. "
		 "Look at the functions listed below.");
}
