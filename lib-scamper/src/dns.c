/* SPDX-License-Identifier: BSD-3-Clause */
#include "dns.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"

enum {
	HEADER = 12,
	RESPONSE = 0x80, /* of the third byte .. */
	OPCODE = 0x78,   /* .. 0: a query */
	RCODE = 0x0f,    /* of the fourth; 0: no error */
	WANTED = 0x0100, /* recursion */
	TYPE_PTR = 12,
	CLASS_IN = 1,
	QUESTION_END = 4, /* type and class */
	RECORD_HEAD = 10, /* type, class, time to live, length */
	POINTER = 0xc0,   /* of the length of a label (section 4.1.4) */
};

static size_t put_label(uint8_t *out, size_t at, const char *text)
{
	size_t len = strlen(text);

	out[at] = (uint8_t)len;
	memcpy(out + at + 1, text, len);
	return at + 1 + len;
}

/* RFC 1035 section 3.5, RFC 3596 section 2.5. */
static size_t put_address(uint8_t *out, size_t at,
			  const struct scamper_addr *addr)
{
	bool ipv6 = addr->type == SCAMPER_ADDR_IPV6;
	char label[4];

	for (int i = addr->len - 1; i >= 0; i--) {
		unsigned int byte = addr->bytes[i];

		snprintf(label, sizeof(label), ipv6 ? "%x" : "%u",
			 ipv6 ? byte & 15 : byte);
		at = put_label(out, at, label);
		if (!ipv6)
			continue;
		snprintf(label, sizeof(label), "%x", byte >> 4);
		at = put_label(out, at, label);
	}
	at = put_label(out, at, ipv6 ? "ip6" : "in-addr");
	return put_label(out, at, "arpa");
}

size_t dns_question(uint16_t id, const struct scamper_addr *addr,
		    uint8_t question[DNS_QUESTION])
{
	size_t at;

	memset(question, 0, HEADER);
	put16(question, id);
	put16(question + 2, WANTED);
	put16(question + 4, 1);
	at = put_address(question, HEADER, addr);
	question[at++] = 0;
	put16(question + at, TYPE_PTR);
	put16(question + at + 2, CLASS_IN);
	return at + QUESTION_END;
}

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

/* It is of the server, without error, and repeats the question. */
static bool answers(const uint8_t *question, size_t question_len,
		    const uint8_t *message, size_t len)
{
	if (len < question_len || get16(message) != get16(question) ||
	    (message[2] & (RESPONSE | OPCODE)) != RESPONSE ||
	    (message[3] & RCODE) || get16(message + 4) != 1)
		return false;
	for (size_t i = HEADER; i < question_len; i++)
		if (lower(message[i]) != lower(question[i]))
			return false;
	return true;
}

/* Behind the name at `at`; 0: it does not end. */
static size_t skip_name(const uint8_t *message, size_t len, size_t at)
{
	while (at < len && message[at] && message[at] < POINTER)
		at += 1 + (size_t)message[at];
	if (at >= len)
		return 0;
	at += message[at] ? 2 : 1;
	return at <= len ? at : 0;
}

static bool visible(const uint8_t *label, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (label[i] <= ' ' || label[i] > '~' || label[i] == '.' ||
		    label[i] == '\\' || label[i] == '"')
			return false;
	return true;
}

/* Pointers lead ever farther back, so that there is an end to them. */
static bool read_name(const uint8_t *message, size_t len, size_t at,
		      char name[DNS_NAME])
{
	size_t begin = at, used = 0;

	while (at < len && message[at]) {
		size_t label = message[at];

		if (label >= POINTER) {
			if (len - at < 2)
				return false;
			at = get16(message + at) & 0x3fff;
			if (at >= begin)
				return false;
			begin = at;
			continue;
		}
		if (label >= len - at || used + label + 1 > DNS_NAME ||
		    !visible(message + at + 1, label))
			return false;
		memcpy(name + used, message + at + 1, label);
		used += label;
		name[used++] = '.';
		at += 1 + label;
	}
	if (at >= len || used == 0)
		return false;
	name[used - 1] = '\0';
	return true;
}

/* Whose name it is does not matter: behind a CNAME it is another one (RFC
 * 2317). */
bool dns_name(const uint8_t *question, size_t question_len,
	      const uint8_t *message, size_t len, char name[DNS_NAME])
{
	size_t at = question_len;
	unsigned int records;

	if (!answers(question, question_len, message, len))
		return false;
	for (records = get16(message + 6); records > 0; records--) {
		at = skip_name(message, len, at);
		if (at == 0 || len - at < RECORD_HEAD)
			return false;
		if (get16(message + at) == TYPE_PTR &&
		    get16(message + at + 2) == CLASS_IN)
			return read_name(message, len, at + RECORD_HEAD, name);
		at += RECORD_HEAD + (size_t)get16(message + at + 8);
		if (at > len)
			return false;
	}
	return false;
}
