/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef XENSTORE_INTERNAL_H
#define XENSTORE_INTERNAL_H

#include <stdbool.h>
#include <uk/waitq.h>

#include "wire.h"

/* Woken when something has come from the store. */
extern struct uk_waitq xs_arrived;

/* Takes in what has come: the reply to the request, watch events. */
void xs_pump(void);

/*
 * One request and its reply, which is put into @reply (@room bytes, ended by
 * a zero byte) unless @room is 0. Returns the bytes of the reply or a negative
 * errno.
 */
long xs_request(uint32_t type, const char *text1, const char *text2,
		size_t len2, char *reply, size_t room);

/* watch.c: the store says that the watch of @token has fired. */
void xs_watch_fired(const char *token);

#endif
