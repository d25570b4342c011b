/* SPDX-License-Identifier: BSD-3-Clause */
/* How the library fills a struct scamper_error; codes of UK5xxx. */
#ifndef SCAMPER_FAIL_H
#define SCAMPER_FAIL_H

#include <scamper/error.h>

enum {
	ERR_EMPTY_COMMAND = 5001,
	ERR_UNKNOWN_COMMAND = 5002,
	ERR_UNKNOWN_OPTION = 5003,
	ERR_MISSING_VALUE = 5004,
	ERR_VALUE = 5005,
	ERR_METHOD = 5006,
	ERR_NO_ADDRESS = 5007,
	ERR_ADDRESS = 5008,
	ERR_TRAILING = 5009,
	ERR_COMBINATION = 5010,
	ERR_NOT_PRINTABLE = 5011,
	ERR_TOO_LONG = 5012,
	ERR_NO_TASK = 5013,
	ERR_SOURCE_CLOSED = 5014,
	ERR_ENGINE_OPTION = 5015,
	ERR_MEMORY = 5016,
	ERR_FEATURE = 5017,
	ERR_SOCKET = 5020,
	ERR_RECEIVE = 5021,
	ERR_WARTS_MAGIC = 5030,
	ERR_WARTS_TRUNCATED = 5031,
	ERR_WARTS_RECORD = 5032,
	ERR_WARTS_REFERENCE = 5033,
	ERR_WARTS_READ = 5034,
	ERR_NETDEV_BUSY = 5050,
	ERR_NOT_OFFERED = 6040,
	ERR_DATALINK = 6041,
	ERR_NAMES = 6042,
	ERR_NAME_SERVER = 5067,
	ERR_TAPE_WRITE = 5090,
	ERR_TAPE_DAMAGED = 5091,
	ERR_TAPE_ENDS = 5092,
	ERR_TAPE_DIFFERS = 5093,
	ERR_TAPE_READ = 5094,
	ERR_TAPE_VERSION = 5095,
};

/* Puts "UKnnnn: " and the formatted text into *error, which may be NULL. */
__attribute__((format(printf, 3, 4))) void scamper_fail(
	struct scamper_error *error, unsigned int code, const char *format,
	...);

/* UK5016, the same everywhere. */
void scamper_fail_memory(struct scamper_error *error);

#endif
