/* SPDX-License-Identifier: BSD-3-Clause */
/* Damaged warts files: an error with a place, never more than that. */
#include "test.h"

#include <stdbool.h>
#include <stdio.h>

#include "../../../lib-scamper/src/bytes.h"
#include "records.h"

static const char *const files[] = {
	"data/mpls-gap.warts",  "data/tnt-uhp-buddy.warts",
	"data/lastditch.warts", "data/tracelb.warts",
	"data/dealias.warts",   "data/dealias-excluded.warts",
};

/* Reads from a copy that is exactly as long as it says. */
static int read_bytes(const uint8_t *data, size_t len,
		      struct scamper_error *error)
{
	struct bytes in = {.data = malloc(len ? len : 1), .len = len};
	struct bytes out = {0};
	int rc;

	assert_non_null(in.data);
	memcpy(in.data, data, len);
	rc = convert(&in, SCAMPER_LAYOUT_AUTO, SCAMPER_FORMAT_JSON, &out,
		     error);
	bytes_free(&in);
	bytes_free(&out);
	return rc;
}

static bool at_record(const struct bytes *file, size_t len)
{
	size_t at = 0;

	while (at < len)
		at += 8 + get32(file->data + at + 4);
	return at == len;
}

static void test_cut_at_every_byte(void **state)
{
	(void)state;
	for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++) {
		struct bytes file = bytes_of_file(files[f]);

		for (size_t len = 0; len <= file.len; len++) {
			struct scamper_error error = {0};
			int rc = read_bytes(file.data, len, &error);

			if (at_record(&file, len)) {
				assert_true(rc >= 0);
				continue;
			}
			assert_int_equal(rc, -1);
			assert_int_equal(error.code, 5031);
		}
		bytes_free(&file);
	}
}

/* The record says it ends earlier than its values do. */
static void test_every_shorter_record(void **state)
{
	struct bytes file = bytes_of_file("data/mpls-gap.warts");
	const size_t at = 0xc9; /* the trace */
	uint32_t full = get32(file.data + at + 4);

	(void)state;
	for (uint32_t len = 0; len < full; len++) {
		struct scamper_error error = {0};

		put32(file.data + at + 4, len);
		read_bytes(file.data, at + 8 + len, &error);
		/* Only the end mark of the attributes may be missing. */
		if (len < full - 2)
			assert_int_equal(error.code, 5032);
	}
	bytes_free(&file);
}

static void test_every_bit(void **state)
{
	(void)state;
	for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++) {
		struct bytes file = bytes_of_file(files[f]);

		/* Of a long file every seventh: all places of a byte come. */
		size_t step = file.len > 2000 ? 7 : 1;

		for (size_t bit = 0; bit < file.len * 8; bit += step) {
			struct scamper_error error = {0};

			file.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
			read_bytes(file.data, file.len, &error);
			file.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		for (size_t i = 0; i < file.len; i++) {
			uint8_t was = file.data[i];
			struct scamper_error error = {0};

			file.data[i] = 0xff;
			read_bytes(file.data, file.len, &error);
			file.data[i] = 0;
			read_bytes(file.data, file.len, &error);
			file.data[i] = was;
		}
		bytes_free(&file);
	}
}

static void test_wrong_magic(void **state)
{
	struct bytes file = bytes_of_file("data/chain3.warts");
	struct scamper_error error = {0};
	size_t second = 8 + get32(file.data + 4);

	(void)state;
	assert_int_equal(read_bytes((const uint8_t *)"GIF89a...", 9, &error),
			 -1);
	assert_int_equal(error.code, 5030);
	file.data[second] = 0x13;
	assert_int_equal(read_bytes(file.data, file.len, &error), -1);
	assert_int_equal(error.code, 5030);
	assert_non_null(strstr(error.text, "at offset 35:"));
	bytes_free(&file);
}

/* A record of the given type and body. */
static int read_record(uint16_t type, const uint8_t *body, size_t len,
		       struct scamper_error *error)
{
	uint8_t *data = malloc(8 + len);
	int rc;

	assert_non_null(data);
	put16(data, 0x1205);
	put16(data + 2, type);
	put32(data + 4, (uint32_t)len);
	memcpy(data + 8, body, len);
	rc = read_bytes(data, 8 + len, error);
	free(data);
	return rc;
}

/* What was read is written, and can be read again. */
static void expect_written(uint16_t type, const uint8_t *body, size_t len)
{
	struct bytes in = {.data = calloc(1, 8 + len), .len = 8 + len};
	struct bytes out = {0}, again = {0};
	struct scamper_error error = {0};

	assert_non_null(in.data);
	put16(in.data, 0x1205);
	put16(in.data + 2, type);
	put32(in.data + 4, (uint32_t)len);
	memcpy(in.data + 8, body, len);
	assert_int_equal(convert(&in, SCAMPER_LAYOUT_AUTO, SCAMPER_FORMAT_WARTS,
				 &out, &error),
			 1);
	assert_true(out.len > len);
	assert_int_equal(convert(&out, SCAMPER_LAYOUT_AUTO,
				 SCAMPER_FORMAT_WARTS, &again, &error),
			 1);
	assert_int_equal(again.len, out.len);
	assert_memory_equal(again.data, out.data, out.len);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&again);
}

/* 256 flag bytes, each with all flags, and values for none or some. */
static void test_many_flag_bytes(void **state)
{
	uint8_t body[600];
	struct scamper_error error = {0};

	(void)state;
	memset(body, 0xff, 255);
	body[255] = 0x7f;
	put16(body + 256, 0);
	put16(body + 258, 0);
	assert_int_equal(read_record(6, body, 260, &error), -1);
	assert_int_equal(error.code, 5032);
	/* Unknown flags only: all of it is kept as it is. */
	memset(body, 0x80, 255);
	body[255] = 0x40;
	put16(body + 256, 3);
	memset(body + 258, 7, 3);
	put16(body + 261, 0);
	put16(body + 263, 0);
	assert_int_equal(read_record(6, body, 265, &error), 1);
	expect_written(6, body, 265);
	/* A writer would have to say too much. */
	memmove(body + 1, body, 265);
	assert_int_equal(read_record(6, body, 266, &error), -1);
	assert_int_equal(error.code, 5032);
	/* No end of flags within the record. */
	memset(body, 0xff, sizeof(body));
	assert_int_equal(read_record(6, body, sizeof(body), &error), -1);
	assert_int_equal(read_record(7, body, sizeof(body), &error), -1);
}

static void test_counts_of_65535(void **state)
{
	uint8_t body[3] = {0, 0xff, 0xff}; /* no parameters, 65535 hops */
	struct scamper_error error = {0};

	(void)state;
	assert_int_equal(read_record(6, body, 3, &error), -1);
	assert_int_equal(error.code, 5032);
	assert_int_equal(read_record(7, body, 3, &error), -1);
	assert_int_equal(error.code, 5032);
}

static void test_references(void **state)
{
	/* Parameter 27, destination: address number 5 of an empty table. */
	static const uint8_t bad_addr[] = {0x80, 0x80, 0x80, 0x20, 0, 5,
					   0,    0,    0,    0,    5};
	static const uint8_t bad_list[] = {1, 0, 4, 0, 0, 0, 9};
	static const uint8_t bad_cycle[] = {0, 0, 0, 1, 0, 0, 0, 0, 0};
	struct scamper_error error = {0};

	(void)state;
	assert_int_equal(read_record(6, bad_addr, sizeof(bad_addr), &error),
			 -1);
	assert_int_equal(error.code, 5033);
	assert_int_equal(read_record(6, bad_list, sizeof(bad_list), &error),
			 -1);
	assert_int_equal(error.code, 5033);
	assert_int_equal(read_record(7, bad_list, sizeof(bad_list), &error),
			 -1);
	assert_int_equal(error.code, 5033);
	assert_int_equal(read_record(4, bad_cycle, sizeof(bad_cycle), &error),
			 -1);
	assert_int_equal(error.code, 5033);
}

/* A length of 4 GB: neither is the memory taken nor the time. */
static void test_huge_length(void **state)
{
	uint8_t data[16] = {0x12, 0x05, 0, 6, 0xff, 0xff, 0xff, 0xff};
	struct scamper_error error = {0};

	(void)state;
	assert_int_equal(read_bytes(data, sizeof(data), &error), -1);
	assert_int_equal(error.code, 5032);
	data[3] = 10; /* a type to be skipped */
	assert_int_equal(read_bytes(data, sizeof(data), &error), -1);
	assert_int_equal(error.code, 5031);
}

static long failing_read(void *user, void *data, size_t len)
{
	(void)user;
	(void)data;
	(void)len;
	return -5; /* EIO */
}

static void test_read_error(void **state)
{
	struct scamper_stream stream = {failing_read, NULL};
	struct scamper_reader *reader =
		scamper_reader_new(stream, SCAMPER_LAYOUT_AUTO);
	struct scamper_object object;
	struct scamper_error error = {0};

	(void)state;
	assert_int_equal(scamper_reader_next(reader, &object, &error), -1);
	assert_int_equal(error.code, 5034);
	scamper_reader_free(reader);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_cut_at_every_byte),
	cmocka_unit_test(test_every_shorter_record),
	cmocka_unit_test(test_every_bit),
	cmocka_unit_test(test_wrong_magic),
	cmocka_unit_test(test_many_flag_bytes),
	cmocka_unit_test(test_counts_of_65535),
	cmocka_unit_test(test_references),
	cmocka_unit_test(test_huge_length),
	cmocka_unit_test(test_read_error),
};

TEST_GROUP(damage_tests, tests);
