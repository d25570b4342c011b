/* SPDX-License-Identifier: BSD-3-Clause */
#include "warts_in.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "result.h"

enum { BITS_OF_BYTE = 7 };

void in_begin(struct warts_in *in, const uint8_t *data, size_t len)
{
	memset(in, 0, sizeof(*in));
	in->start = data;
	in->p = data;
	in->end = data + len;
}

void in_free(struct warts_in *in)
{
	free(in->addrs);
	in->addrs = NULL;
}

void in_fail(struct warts_in *in, enum in_fault fault)
{
	if (in->fault != FAULT_NONE)
		return;
	in->fault = fault;
	in->fault_at = in->p;
}

const uint8_t *in_bytes(struct warts_in *in, size_t len)
{
	const uint8_t *at = in->p;

	if (in->fault != FAULT_NONE)
		return NULL;
	if (len > (size_t)(in->end - in->p)) {
		in_fail(in, FAULT_SHORT);
		return NULL;
	}
	in->p += len;
	return at;
}

uint8_t in8(struct warts_in *in)
{
	const uint8_t *p = in_bytes(in, 1);

	return p ? *p : 0;
}

uint16_t in16(struct warts_in *in)
{
	const uint8_t *p = in_bytes(in, 2);

	return p ? get16(p) : 0;
}

uint32_t in32(struct warts_in *in)
{
	const uint8_t *p = in_bytes(in, 4);

	return p ? get32(p) : 0;
}

struct scamper_time in_time(struct warts_in *in)
{
	struct scamper_time time;

	time.sec = in32(in);
	time.usec = in32(in);
	return time;
}

static struct scamper_addr known_addr(struct warts_in *in)
{
	const uint8_t *at = in->p;
	uint32_t index = in32(in);

	if (in->fault == FAULT_NONE && index < in->addrs_used)
		return in->addrs[index];
	in->p = at;
	in_fail(in, FAULT_REFERENCE);
	return (struct scamper_addr){.type = SCAMPER_ADDR_NONE};
}

static struct scamper_addr new_addr(struct warts_in *in, uint8_t len)
{
	struct scamper_addr addr = {.len = len};
	void *addrs = in->addrs;
	const uint8_t *bytes;

	addr.type = in8(in);
	if (len > sizeof(addr.bytes))
		in_fail(in, FAULT_SHORT);
	bytes = in_bytes(in, len);
	if (!bytes)
		return (struct scamper_addr){.type = SCAMPER_ADDR_NONE};
	memcpy(addr.bytes, bytes, len);
	if (scamper_array_grow(&addrs, in->addrs_used, sizeof(addr))) {
		in_fail(in, FAULT_MEMORY);
		return addr;
	}
	in->addrs = addrs;
	in->addrs[in->addrs_used++] = addr;
	return addr;
}

struct scamper_addr in_addr(struct warts_in *in)
{
	uint8_t len = in8(in);

	return len ? new_addr(in, len) : known_addr(in);
}

struct scamper_addr in_router(struct warts_in *in)
{
	uint32_t known = in->addrs_used;
	struct scamper_addr router = in_addr(in);

	in->addrs_used = known;
	return router;
}

char *in_text(struct warts_in *in)
{
	const uint8_t *nul = NULL;
	const uint8_t *bytes;
	char *text;

	if (in->fault == FAULT_NONE && in->p < in->end)
		nul = memchr(in->p, '\0', (size_t)(in->end - in->p));
	if (!nul) {
		in_fail(in, FAULT_SHORT);
		return NULL;
	}
	bytes = in->p;
	text = malloc((size_t)(nul - bytes) + 1);
	if (!text) {
		in_fail(in, FAULT_MEMORY);
		return NULL;
	}
	memcpy(text, bytes, (size_t)(nul - bytes) + 1);
	in->p = nul + 1;
	return text;
}

void in_ext(struct warts_in *in, uint8_t **ext, uint16_t *ext_len)
{
	uint16_t len = in16(in);
	const uint8_t *bytes = in_bytes(in, len);

	if (!bytes || len == 0)
		return;
	free(*ext);
	*ext_len = 0;
	*ext = malloc(len);
	if (!*ext) {
		in_fail(in, FAULT_MEMORY);
		return;
	}
	memcpy(*ext, bytes, len);
	*ext_len = len;
}

/* All that is left of the block becomes the value of this number, at the end
 * of the list. The place of the next one, so that nobody looks for it. */
static struct scamper_extra **keep_rest(struct warts_in *in,
					unsigned int number,
					struct scamper_extra **extra)
{
	size_t len = (size_t)(in->end - in->p);

	while (*extra)
		extra = &(*extra)->next;
	if (scamper_extra_set(extra, (uint16_t)number, in->p, (uint16_t)len))
		in_fail(in, FAULT_MEMORY);
	in->p = in->end;
	return extra;
}

static void take_values(struct warts_in *in, const uint8_t *flags,
			unsigned int bytes,
			bool (*take)(struct warts_in *in, unsigned int number,
				     void *object),
			void *object, struct scamper_extra **extra)
{
	bool unknown = false;

	for (unsigned int i = 0; i < bytes * BITS_OF_BYTE; i++) {
		unsigned int bit = i % BITS_OF_BYTE;

		if (!(flags[i / BITS_OF_BYTE] >> bit & 1))
			continue;
		if (in->fault != FAULT_NONE)
			return;
		if (!unknown)
			unknown = !take(in, i + 1, object);
		if (unknown)
			extra = keep_rest(in, i + 1, extra);
	}
}

bool in_field(struct warts_in *in, unsigned int number,
	      const struct warts_field *fields, void *structure)
{
	uint16_t both;
	char *at;

	while (fields->number && fields->number != number)
		fields++;
	at = (char *)structure + fields->at;
	if (fields->number == 0)
		return false;
	switch (fields->kind) {
	case FIELD_8:
		*(uint8_t *)at = in8(in);
		break;
	case FIELD_LOW_8:
		*(uint16_t *)(void *)at = in8(in);
		break;
	case FIELD_16:
		*(uint16_t *)(void *)at = in16(in);
		break;
	case FIELD_ICMP:
		both = in16(in);
		at[0] = (char)(both >> 8);
		at[1] = (char)both;
		break;
	case FIELD_32:
		*(uint32_t *)(void *)at = in32(in);
		break;
	case FIELD_TIME:
		*(struct scamper_time *)(void *)at = in_time(in);
		break;
	case FIELD_ADDR:
		*(struct scamper_addr *)(void *)at = in_addr(in);
		break;
	case FIELD_ROUTER:
		*(struct scamper_addr *)(void *)at = in_router(in);
		break;
	default: /* FIELD_TEXT */
		free(*(char **)(void *)at);
		*(char **)(void *)at = in_text(in);
		break;
	}
	return true;
}

void in_block(struct warts_in *in,
	      bool (*take)(struct warts_in *in, unsigned int number,
			   void *object),
	      void *object, struct scamper_extra **extra)
{
	const uint8_t *flags = in->p;
	const uint8_t *end = in->end;
	unsigned int bytes = 0;
	bool any = false, more;
	const uint8_t *values;
	uint16_t len;

	do {
		uint8_t byte = in8(in);

		any |= (byte & 0x7f) != 0;
		more = byte & 0x80;
		if (++bytes > FLAG_BYTES)
			in_fail(in, FAULT_SHORT);
	} while (more && in->fault == FAULT_NONE);
	if (!any || in->fault != FAULT_NONE)
		return;
	len = in16(in);
	values = in_bytes(in, len);
	if (!values)
		return;
	in->p = values;
	in->end = values + len;
	take_values(in, flags, bytes, take, object, extra);
	/* TNT's layout is taken only when it fits to the byte. */
	if (in->tnt2018 && in->p != in->end)
		in_fail(in, FAULT_SHORT);
	in->p = values + len;
	in->end = end;
}
