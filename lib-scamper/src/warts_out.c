/* SPDX-License-Identifier: BSD-3-Clause */
#include "warts_out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "result.h"

void out_begin(struct warts_out *out, uint16_t type)
{
	buffer_reset(&out->body);
	buffer_reset(&out->values);
	out->addrs_used = 0;
	out->failed = false;
	buffer_put16(&out->body, WARTS_MAGIC);
	buffer_put16(&out->body, type);
	buffer_put32(&out->body, 0);
}

int out_end(struct warts_out *out)
{
	if (out->body.failed || out->values.failed)
		return -ENOMEM;
	if (out->failed || out->body.len - WARTS_HEADER > UINT32_MAX)
		return -EMSGSIZE;
	put32(out->body.data + 4, (uint32_t)(out->body.len - WARTS_HEADER));
	return 0;
}

void out_free(struct warts_out *out)
{
	buffer_free(&out->body);
	buffer_free(&out->values);
	free(out->addrs);
}

void block_begin(struct warts_out *out, const struct warts_field *fields,
		 const void *structure, const struct scamper_extra *extra)
{
	buffer_reset(&out->values);
	memset(out->flags, 0, out->flag_bytes);
	out->flag_bytes = 1;
	out->fields = fields;
	out->structure = structure;
	out->extra = extra;
}

/* Flag n is bit (n-1) mod 7 of byte (n-1)/7; bit 7: another byte follows. */
static void set_flag(struct warts_out *out, unsigned int number)
{
	unsigned int byte = (number - 1) / 7;

	if (byte >= FLAG_BYTES) {
		out->failed = true;
		return;
	}
	out->flags[byte] |= (uint8_t)(1u << (number - 1) % 7);
	if (out->flag_bytes < byte + 1)
		out->flag_bytes = byte + 1;
}

static void put_extra_below(struct warts_out *out, unsigned int number)
{
	for (; out->extra && out->extra->number < number;
	     out->extra = out->extra->next) {
		set_flag(out, out->extra->number);
		buffer_put(&out->values, out->extra->data, out->extra->len);
	}
}

/* False for a number that `extra` provides. */
static bool announce(struct warts_out *out, unsigned int number)
{
	put_extra_below(out, number);
	if (out->extra && out->extra->number == number)
		return false;
	set_flag(out, number);
	return true;
}

static void put_bytes(struct warts_out *out, const struct scamper_addr *addr)
{
	buffer_put8(&out->values, addr->len);
	buffer_put8(&out->values, addr->type);
	buffer_put(&out->values, addr->bytes, addr->len);
}

static uint32_t known_addr(const struct warts_out *out,
			   const struct scamper_addr *addr)
{
	uint32_t i = 0;

	while (i < out->addrs_used && !scamper_addr_equal(&out->addrs[i], addr))
		i++;
	return i;
}

/* New addresses get the next number of this record (section 6). */
void block_value_addr(struct warts_out *out, const struct scamper_addr *addr)
{
	void *addrs = out->addrs;
	uint32_t index;

	index = known_addr(out, addr);
	if (index < out->addrs_used) {
		buffer_put8(&out->values, 0);
		buffer_put32(&out->values, index);
		return;
	}
	if (scamper_array_grow(&addrs, index, sizeof(*addr))) {
		out->values.failed = true;
		return;
	}
	out->addrs = addrs;
	out->addrs[out->addrs_used++] = *addr;
	put_bytes(out, addr);
}

/* True when a byte that says "none" is another one. */
static bool is_set(uint8_t kind, const uint8_t *value)
{
	static const uint8_t bytes[] = {
		[FIELD_8] = 1,
		[FIELD_LOW_8] = 2,
		[FIELD_16] = 2,
		[FIELD_ICMP] = 2,
		[FIELD_32] = 4,
		[FIELD_TIME] = 4,
		[FIELD_ADDR] = 1,
		[FIELD_ROUTER] = 1,
		[FIELD_TEXT] = sizeof(char *),
	};

	for (unsigned int i = 0; i < bytes[kind]; i++)
		if (value[i])
			return true;
	return false;
}

static void put_field(struct warts_out *out, uint8_t kind, const void *value)
{
	const uint32_t *words = value;

	switch (kind) {
	case FIELD_8:
		buffer_put8(&out->values, *(const uint8_t *)value);
		break;
	case FIELD_LOW_8:
		buffer_put8(&out->values, (uint8_t) * (const uint16_t *)value);
		break;
	case FIELD_ICMP:
		buffer_put(&out->values, value, 2);
		break;
	case FIELD_16:
		buffer_put16(&out->values, *(const uint16_t *)value);
		break;
	case FIELD_TIME:
	case FIELD_32:
		buffer_put32(&out->values, words[0]);
		if (kind == FIELD_TIME)
			buffer_put32(&out->values, words[1]);
		break;
	case FIELD_ADDR:
		block_value_addr(out, value);
		break;
	case FIELD_ROUTER:
		put_bytes(out, value);
		break;
	default: /* FIELD_TEXT */
		buffer_put_text(&out->values, *(char *const *)value);
		break;
	}
}

static void put_fields_below(struct warts_out *out, unsigned int number)
{
	const struct warts_field *f = out->fields;

	for (; f && f->number && f->number < number; f++) {
		const uint8_t *value = (const uint8_t *)out->structure + f->at;

		if ((!f->if_set || is_set(f->kind, value)) &&
		    announce(out, f->number))
			put_field(out, f->kind, value);
	}
	out->fields = f;
}

bool block_has(struct warts_out *out, unsigned int number)
{
	put_fields_below(out, number);
	return announce(out, number);
}

void block_leave_out(struct warts_out *out, unsigned int number)
{
	put_fields_below(out, number);
	out->fields++;
}

void block_end(struct warts_out *out)
{
	bool any = false;

	put_fields_below(out, UINT16_MAX + 1u);
	put_extra_below(out, UINT16_MAX + 1u);
	for (unsigned int i = 0; i < out->flag_bytes; i++) {
		bool last = i + 1 == out->flag_bytes;

		any |= out->flags[i] != 0;
		buffer_put8(&out->body,
			    (uint8_t)(out->flags[i] | (last ? 0 : 0x80)));
	}
	if (!any)
		return;
	if (out->values.len > UINT16_MAX)
		out->failed = true;
	buffer_put16(&out->body, (uint16_t)out->values.len);
	buffer_put(&out->body, out->values.data, out->values.len);
}

void block_put8(struct warts_out *out, unsigned int number, uint8_t value)
{
	if (block_has(out, number))
		buffer_put8(&out->values, value);
}

void block_put16(struct warts_out *out, unsigned int number, uint16_t value)
{
	if (block_has(out, number))
		buffer_put16(&out->values, value);
}

void block_put32(struct warts_out *out, unsigned int number, uint32_t value)
{
	if (block_has(out, number))
		buffer_put32(&out->values, value);
}

void block_put_place(struct warts_out *out, uint32_t list, uint32_t cycle)
{
	if (list)
		block_put32(out, 1, list);
	if (cycle)
		block_put32(out, 2, cycle);
}

void block_put_ext(struct warts_out *out, unsigned int number,
		   const uint8_t *ext, uint16_t len)
{
	if (len == 0 || !block_has(out, number))
		return;
	buffer_put16(&out->values, len);
	buffer_put(&out->values, ext, len);
}
