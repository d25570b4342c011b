/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The status of main(), for the launcher: 'E' and one byte on the debug console
 * at I/O port 0x2e8 (docs/interfaces.md 4). A tree itself does not tell it.
 * Makefile.uk has the linker send calls of main() here.
 */
#include <uk/config.h>

int __real_main(int argc, char *argv[]);
int __wrap_main(int argc, char *argv[]);

#if defined(__x86_64__)
static void status_write(unsigned char byte)
{
	__asm__ volatile("outb %0, %1"
			 :
			 : "a"(byte), "Nd"((unsigned short)0x2e8));
}
#else
static void status_write(unsigned char byte)
{
	(void)byte;
}
#endif

int __wrap_main(int argc, char *argv[])
{
	int status = __real_main(argc, argv);

#if CONFIG_LIBUKRANDOM_CMDLINE_SEED
	/* The launcher seeds images that hold the name of this parameter. */
	__asm__ volatile("" : : "r"("random.seed"));
#endif
	status_write('E');
	status_write((unsigned char)status);
	return status;
}
