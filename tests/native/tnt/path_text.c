/* SPDX-License-Identifier: BSD-3-Clause */
#include "path_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records.h"
#include "tests.h"

const struct tnt_rules default_rules = {.frpla = 3, .rtla = 1};

struct tnt_addr letter(char name)
{
	return tnt_addr_ipv4(20u << 24 | (uint32_t)(name - 'A' + 1) << 8 | 2);
}

static void set_address(struct scamper_hop *hop, const char *word)
{
	if (strchr(word, '.'))
		assert_true(scamper_addr_parse(word, &hop->addr));
	else
		hop->addr = tnt_addr_to(letter(word[0]));
}

static void set_label(struct scamper_hop *hop, int ttl)
{
	const uint8_t ext[] = {0, 4, 1, 1, 0, 1, 1, (uint8_t)ttl};

	hop->ext = malloc(sizeof(ext));
	memcpy(hop->ext, ext, sizeof(ext));
	hop->ext_len = sizeof(ext);
}

static void set_type(struct scamper_hop *hop, const char *word)
{
	hop->icmp_type = 11;
	hop->icmp_code = 0;
	if (*word == 'e') {
		hop->icmp_type = 0;
		hop->quoted_ttl = 0;
	} else if (*word != 't') {
		hop->icmp_type = 3;
		hop->icmp_code = *word == 'p' ? 3 : 1;
	}
}

/* One hop; its ER TTL is kept in reply_ipid, which nothing here uses. */
static struct scamper_hop *parse_hop(const char *text, unsigned int ttl)
{
	struct scamper_hop *hop = scamper_hop_new();
	char copy[128], *word, *save;

	hop->probe_ttl = (uint8_t)ttl;
	hop->reply_ttl = 255;
	hop->reply_ipid = 255;
	hop->quoted_ttl = 1;
	hop->flags = SCAMPER_HOP_REPLY_TTL;
	hop->probe_size = hop->quoted_len = 44;
	hop->reply_size = 56;
	hop->rtt_us = 1000;
	snprintf(copy, sizeof(copy), "%s", text);
	word = strtok_r(copy, " ", &save);
	set_address(hop, word);
	set_type(hop, strtok_r(NULL, " ", &save));
	while ((word = strtok_r(NULL, " ", &save))) {
		if (*word == 'q')
			hop->quoted_ttl = (uint8_t)atoi(word + 1);
		else if (*word == 'm')
			set_label(hop, atoi(word + 1));
		else
			assert_int_equal(sscanf(word, "%hhu/%hu",
						&hop->reply_ttl,
						&hop->reply_ipid),
					 2);
	}
	return hop;
}

struct scamper_trace *text_trace(const char *text, char dst)
{
	struct scamper_trace *trace = scamper_trace_new();
	char copy[1024], *word, *save;

	snprintf(copy, sizeof(copy), "%s", text);
	trace->type = SCAMPER_TRACE_ICMP_PARIS;
	trace->src = scamper_addr_ipv4(0xac140002);
	trace->dst = tnt_addr_to(letter(dst));
	trace->first_hop = 1;
	trace->squeries = 1;
	trace->probe_size = 44;
	for (word = strtok_r(copy, ";", &save); word;
	     word = strtok_r(NULL, ";", &save)) {
		word += strspn(word, " ");
		trace->hop_count++;
		trace->probe_count++;
		if (*word != '*')
			scamper_trace_append(trace,
					     parse_hop(word, trace->hop_count));
	}
	return trace;
}

void text_path(struct tnt_path *path, const char *text, char dst)
{
	tnt_path_init(path, text_trace(text, dst));
	for (size_t i = 0; i < path->hops.count; i++) {
		struct tnt_hop *hop = &path->hops.at[i];

		if (hop->reply)
			hop->er_ttl = (uint8_t)hop->reply->reply_ipid;
	}
}

void assert_tags(const struct tnt_path *path, const char *expected)
{
	char *dump = text_of(path), *line, *save, tags[1024] = "";

	strtok_r(dump, "\n", &save); /* the heading */
	while ((line = strtok_r(NULL, "\n", &save))) {
		char *from = strstr(line, "[MPLS,");

		if (*tags)
			strcat(tags, "|");
		if (from)
			strncat(tags, from + 6, strcspn(from + 6, "]"));
		else
			strcat(tags, "-");
	}
	assert_string_equal(tags, expected);
	free(dump);
}
