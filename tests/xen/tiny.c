/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A PVH guest that needs nothing but Xen: it does what the first word of its
 * command line says. It proves the test bed without the core, and is what
 * times and memory of real images are compared with.
 *
 *   print TEXT  prints the command line and powers off
 *   flood N     prints N numbered lines of 64 bytes and powers off
 *   crash       prints a line and reports a crash
 *   hang        prints a line and waits for ever
 *
 * Interface: Xen's public documents, PVH (docs/misc/pvh.pandoc) and headers
 * xen.h, hvm/hvm_op.h, hvm/params.h, event_channel.h, sched.h, io/console.h.
 */
#include <stdint.h>

#define HYPERCALL_SCHED    29
#define HYPERCALL_EVTCHN   32
#define HYPERCALL_HVM      34
#define SCHEDOP_BLOCK      1
#define SCHEDOP_SHUTDOWN   2
#define SHUTDOWN_POWEROFF  0
#define SHUTDOWN_CRASH     3
#define EVTCHNOP_SEND      4
#define HVMOP_GET_PARAM    1
#define PARAM_CONSOLE_PFN  17
#define PARAM_CONSOLE_PORT 18
#define DOMID_SELF         0x7ff0u
#define CPUID_HYPERVISOR   0x40000000u

struct start_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t modules;
	uint64_t module_list;
	uint64_t command_line;
};

struct hvm_param {
	uint16_t domain;
	uint32_t index;
	uint64_t value;
};

struct console_ring {
	char in[1024];
	char out[2048];
	volatile uint32_t in_cons, in_prod, out_cons, out_prod;
};

static uint8_t hypercall_page[4096] __attribute__((aligned(4096)));
static struct console_ring *ring;
static uint32_t console_port;

/* XEN_ELFNOTE_PHYS32_ENTRY = 18 */
__asm__(".pushsection .note.xen, \"a\", @note\n"
	"	.long	4, 4, 18\n"
	"	.asciz	\"Xen\"\n"
	"	.long	entry\n"
	".popsection\n"
	".pushsection .text\n"
	".globl	entry\n"
	"entry:\n"
	"	movl	$stack_end, %esp\n"
	"	pushl	%ebx\n" /* address of start_info */
	"	call	run\n"
	".popsection\n"
	".pushsection .bss\n"
	"	.skip	4096\n"
	"stack_end:\n"
	".popsection\n");

/* each call has 32 bytes of the page; arguments are in ebx and ecx */
static int hypercall(unsigned int number, unsigned int command, void *arg)
{
	int result;
	uint8_t *entry = hypercall_page + number * 32;

	__asm__ volatile("call *%[entry]"
			 : "=a"(result), "+b"(command), "+c"(arg)
			 : [entry] "r"(entry)
			 : "memory");
	return result;
}

static void hypercall_init(void)
{
	uint32_t base = CPUID_HYPERVISOR, eax, ebx, ecx, edx;

	__asm__ volatile("cpuid"
			 : "=a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx)
			 : "a"(base + 2));
	__asm__ volatile("wrmsr"
			 :
			 : "c"(ebx), "a"(hypercall_page), "d"(0)
			 : "memory");
}

static uint32_t param(uint32_t index)
{
	struct hvm_param p = {.domain = DOMID_SELF, .index = index};

	hypercall(HYPERCALL_HVM, HVMOP_GET_PARAM, &p);
	return (uint32_t)p.value;
}

static void notify(void)
{
	hypercall(HYPERCALL_EVTCHN, EVTCHNOP_SEND, &console_port);
}

static void put(char c)
{
	/* no event comes back without a vector for it: look again and again */
	if (ring->out_prod - ring->out_cons == sizeof(ring->out)) {
		notify();
		while (ring->out_prod - ring->out_cons == sizeof(ring->out))
			__asm__ volatile("pause");
	}
	ring->out[ring->out_prod % sizeof(ring->out)] = c;
	__asm__ volatile("" ::: "memory");
	ring->out_prod++;
}

static void print(const char *text)
{
	while (*text)
		put(*text++);
	notify();
}

static void print_line(uint32_t number)
{
	char line[65];
	int i;

	for (i = 0; i < 63; i++)
		line[i] = '.';
	for (i = 7; i >= 0; i--, number /= 10)
		line[i] = (char)('0' + number % 10);
	line[63] = '\n';
	line[64] = '\0';
	print(line);
}

static _Noreturn void shutdown(uint32_t reason)
{
	for (;;)
		hypercall(HYPERCALL_SCHED, SCHEDOP_SHUTDOWN, &reason);
}

/* whether the text begins with a word, and where it goes on */
static const char *after(const char *text, const char *word)
{
	while (*word && *text == *word)
		text++, word++;
	return *word ? 0 : text + (*text == ' ');
}

__attribute__((used)) static _Noreturn void run(const struct start_info *info)
{
	const char *line = (const char *)(uintptr_t)info->command_line;
	const char *rest;
	uint32_t count = 0, i;

	hypercall_init();
	ring = (struct console_ring *)(param(PARAM_CONSOLE_PFN) << 12);
	console_port = param(PARAM_CONSOLE_PORT);
	rest = after(line, "flood");
	if (rest) {
		while (*rest >= '0' && *rest <= '9')
			count = count * 10 + (uint32_t)(*rest++ - '0');
		for (i = 0; i < count; i++)
			print_line(i);
		shutdown(SHUTDOWN_POWEROFF);
	}
	print("tiny guest: ");
	print(line);
	print("\n");
	if (after(line, "print"))
		shutdown(SHUTDOWN_POWEROFF);
	if (after(line, "hang"))
		for (;;)
			hypercall(HYPERCALL_SCHED, SCHEDOP_BLOCK, 0);
	shutdown(SHUTDOWN_CRASH);
}
