/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Formatted output. One formatter for the console and for buffers; it holds no
 * state and allocates nothing, so a crash handler may use it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <uk/print.h>

/* Collects characters and passes them on in pieces. */
struct sink {
	char *buf;
	size_t size;  /* of buf */
	size_t used;  /* in buf */
	size_t total; /* characters printed so far */
	bool console; /* full buffer: write it out; else drop the rest */
};

struct spec {
	bool left, zero, plus, space, alt, upper;
	int width;
	int precision; /* -1: none */
	int size;      /* bytes of the argument */
};

static void put(struct sink *s, char c)
{
	s->total++;
	if (s->console && s->used == s->size) {
		uk_console_write(s->buf, s->used);
		s->used = 0;
	}
	if (s->used < s->size)
		s->buf[s->used++] = c;
}

static void pad(struct sink *s, char c, int count)
{
	while (count-- > 0)
		put(s, c);
}

static void put_text(struct sink *s, const struct spec *sp, const char *text,
		     size_t len)
{
	int fill = sp->width - (int)len;

	if (!sp->left)
		pad(s, ' ', fill);
	for (size_t i = 0; i < len; i++)
		put(s, text[i]);
	if (sp->left)
		pad(s, ' ', fill);
}

static void put_string(struct sink *s, const struct spec *sp, const char *text)
{
	size_t len = 0;

	if (!text)
		text = "(null)";
	while (text[len] && (sp->precision < 0 || len < (size_t)sp->precision))
		len++;
	put_text(s, sp, text, len);
}

/* Digits of @v from the end of @end backwards; returns the first one. */
static char *digits(char *end, uint64_t v, unsigned base, bool upper)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	while (v) {
		*--end = set[v % base];
		v /= base;
	}
	return end;
}

static const char *prefix_of(const struct spec *sp, uint64_t v, unsigned base,
			     bool negative)
{
	if (negative)
		return "-";
	if (sp->plus)
		return "+";
	if (sp->space)
		return " ";
	if (sp->alt && base == 16 && v)
		return sp->upper ? "0X" : "0x";
	return "";
}

static void put_number(struct sink *s, const struct spec *sp, uint64_t v,
		       unsigned base, bool negative)
{
	char buf[24];
	char *end = buf + sizeof(buf);
	char *first = digits(end, v, base, sp->upper);
	const char *prefix = prefix_of(sp, v, base, negative);
	int len = (int)(end - first);
	int zeros = UK_MAX((sp->precision < 0 ? 1 : sp->precision) - len, 0);
	int fill;

	/* C11, 7.21.6.1: the first digit of %#o is 0 */
	if (sp->alt && base == 8 && v && !zeros)
		zeros = 1;
	fill = sp->width - len - zeros - (int)strlen(prefix);

	if (sp->zero && !sp->left && sp->precision < 0 && fill > 0) {
		zeros += fill;
		fill = 0;
	}
	if (!sp->left)
		pad(s, ' ', fill);
	while (*prefix)
		put(s, *prefix++);
	pad(s, '0', zeros);
	while (first < end)
		put(s, *first++);
	if (sp->left)
		pad(s, ' ', fill);
}

static const char *parse_flags(const char *f, struct spec *sp)
{
	for (;; f++) {
		switch (*f) {
		case '-':
			sp->left = true;
			break;
		case '0':
			sp->zero = true;
			break;
		case '+':
			sp->plus = true;
			break;
		case ' ':
			sp->space = true;
			break;
		case '#':
			sp->alt = true;
			break;
		default:
			return f;
		}
	}
}

static const char *parse_int(const char *f, int *v)
{
	*v = 0;
	while (*f >= '0' && *f <= '9') {
		if (*v < 100000)
			*v = *v * 10 + (*f - '0');
		f++;
	}
	return f;
}

static const char *parse_size(const char *f, int *size)
{
	*size = sizeof(int);
	for (;; f++) {
		switch (*f) {
		case 'h':
			*size = *size == sizeof(short) ? 1 : sizeof(short);
			break;
		case 'l':
		case 'z':
		case 't':
		case 'j':
			*size = sizeof(long);
			break;
		default:
			return f;
		}
	}
}

static uint64_t unsigned_arg(const struct spec *sp, va_list *ap)
{
	if (sp->size == sizeof(long))
		return va_arg(*ap, unsigned long);
	return va_arg(*ap, unsigned int) & (sp->size == 1   ? 0xffu
					    : sp->size == 2 ? 0xffffu
							    : ~0u);
}

static int64_t signed_arg(const struct spec *sp, va_list *ap)
{
	int v;

	if (sp->size == sizeof(long))
		return va_arg(*ap, long);
	v = va_arg(*ap, int);
	return sp->size == 1 ? (signed char)v : sp->size == 2 ? (short)v : v;
}

static void put_signed(struct sink *s, const struct spec *sp, va_list *ap)
{
	int64_t v = signed_arg(sp, ap);

	put_number(s, sp, v < 0 ? -(uint64_t)v : (uint64_t)v, 10, v < 0);
}

static void put_unsigned(struct sink *s, struct spec *sp, va_list *ap,
			 unsigned base)
{
	sp->plus = sp->space = false;
	put_number(s, sp, unsigned_arg(sp, ap), base, false);
}

static void convert(struct sink *s, struct spec *sp, char c, va_list *ap)
{
	char one;

	switch (c) {
	case 'd':
	case 'i':
		put_signed(s, sp, ap);
		break;
	case 'u':
		put_unsigned(s, sp, ap, 10);
		break;
	case 'o':
		put_unsigned(s, sp, ap, 8);
		break;
	case 'X':
		sp->upper = true;
		put_unsigned(s, sp, ap, 16);
		break;
	case 'p':
		sp->alt = true;
		sp->size = sizeof(long);
		put_unsigned(s, sp, ap, 16);
		break;
	case 'x':
		put_unsigned(s, sp, ap, 16);
		break;
	case 'c':
		one = (char)va_arg(*ap, int);
		put_text(s, sp, &one, 1);
		break;
	case 's':
		put_string(s, sp, va_arg(*ap, const char *));
		break;
	default: /* '%', or an unknown one: print it so that it is seen */
		put(s, c);
		break;
	}
}

static const char *parse_spec(const char *f, struct spec *sp, va_list *ap)
{
	*sp = (struct spec){.precision = -1};
	f = parse_flags(f, sp);
	if (*f == '*') {
		sp->width = va_arg(*ap, int);
		f++;
	} else {
		f = parse_int(f, &sp->width);
	}
	if (sp->width < 0) {
		sp->left = true;
		sp->width = -sp->width;
	}
	if (*f == '.') {
		f++;
		if (*f == '*') {
			sp->precision = va_arg(*ap, int);
			f++;
		} else {
			f = parse_int(f, &sp->precision);
		}
	}
	return parse_size(f, &sp->size);
}

static void format(struct sink *s, const char *f, va_list *ap)
{
	struct spec sp;

	for (; *f; f++) {
		if (*f != '%') {
			put(s, *f);
			continue;
		}
		f = parse_spec(f + 1, &sp, ap);
		if (!*f)
			return;
		convert(s, &sp, *f, ap);
	}
}

void uk_vprintk(const char *fmt, va_list ap)
{
	char buf[128];
	struct sink s = {.buf = buf, .size = sizeof(buf), .console = true};
	va_list copy;

	va_copy(copy, ap);
	format(&s, fmt, &copy);
	va_end(copy);
	uk_console_write(buf, s.used);
}

void uk_printk(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	uk_vprintk(fmt, ap);
	va_end(ap);
}

int uk_vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct sink s = {.buf = buf, .size = size ? size - 1 : 0};
	va_list copy;

	va_copy(copy, ap);
	format(&s, fmt, &copy);
	va_end(copy);
	if (size)
		buf[s.used] = 0;
	return (int)s.total;
}

int uk_snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = uk_vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return n;
}
