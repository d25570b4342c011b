/* SPDX-License-Identifier: BSD-3-Clause */
/* Questions for host names and their answers (RFC 1035): pure functions. */
#ifndef SCAMPER_DNS_H
#define SCAMPER_DNS_H

#include <scamper/addr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DNS_QUESTION = 96, /* bytes of a question at most */
	DNS_NAME = 256,    /* bytes of a name as text at most, with its zero */
};

/* Asks for the name (PTR) of an IPv4 or IPv6 address; returns its length. */
size_t dns_question(uint16_t id, const struct scamper_addr *addr,
		    uint8_t question[DNS_QUESTION]);

/*
 * The first host name that a message answers the question with, as text
 * without the dot at its end. False: it answers another question, or none, is
 * broken, or the name has characters that are not visible ASCII.
 */
bool dns_name(const uint8_t *question, size_t question_len,
	      const uint8_t *message, size_t len, char name[DNS_NAME]);

#endif
