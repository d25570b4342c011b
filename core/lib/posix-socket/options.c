/* SPDX-License-Identifier: BSD-3-Clause */
/* Options that are alike for all families; others go to the driver. */
#include <string.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include <uk/time.h>
#include "socket_internal.h"

static int set_timeout(uint64_t *ns, const void *value, uint32_t len)
{
	struct uk_timeval tv;

	if (len < sizeof(tv))
		return -EINVAL;
	memcpy(&tv, value, sizeof(tv));
	if (tv.usec < 0 || tv.usec >= 1000000)
		return -33 /* EDOM, socket(7) */;
	if (tv.sec < 0) {
		*ns = 1; /* as Linux: a negative limit has already passed */
	} else if ((uint64_t)tv.sec >= INT64_MAX / UK_NSEC_PER_SEC) {
		*ns = 0;
	} else {
		*ns = (uint64_t)tv.sec * UK_NSEC_PER_SEC +
		      (uint64_t)tv.usec * UK_NSEC_PER_USEC;
	}
	return 0;
}

static int get_value(void *out, uint32_t *room, const void *value, uint32_t len)
{
	*room = UK_MIN(*room, len);
	memcpy(out, value, *room);
	return 0;
}

static int get_int(void *out, uint32_t *room, int value)
{
	return get_value(out, room, &value, sizeof(value));
}

static int get_timeout(void *out, uint32_t *room, uint64_t ns)
{
	struct uk_timeval tv = {
		(int64_t)(ns / UK_NSEC_PER_SEC),
		(int64_t)(ns % UK_NSEC_PER_SEC / UK_NSEC_PER_USEC)};

	return get_value(out, room, &tv, sizeof(tv));
}

int uk_socket_setopt(struct uk_socket *s, int level, int name,
		     const void *value, uint32_t len)
{
	if (level == UK_SOL_SOCKET) {
		switch (name) {
		case UK_SO_RCVTIMEO:
			return set_timeout(&s->rcv_timeout_ns, value, len);
		case UK_SO_SNDTIMEO:
			return set_timeout(&s->snd_timeout_ns, value, len);
		case UK_SO_TYPE:
		case UK_SO_DOMAIN:
		case UK_SO_PROTOCOL:
		case UK_SO_ERROR:
		case UK_SO_ACCEPTCONN:
			return -UK_ENOPROTOOPT;
		default:
			break;
		}
	}
	return s->ops->setsockopt(s, level, name, value, len);
}

int uk_socket_getopt(struct uk_socket *s, int level, int name, void *value,
		     uint32_t *len)
{
	if (level == UK_SOL_SOCKET) {
		switch (name) {
		case UK_SO_TYPE:
			return get_int(value, len, s->type);
		case UK_SO_DOMAIN:
			return get_int(value, len, s->family);
		case UK_SO_PROTOCOL:
			return get_int(value, len, s->protocol);
		case UK_SO_ERROR:
			return get_int(value, len, s->ops->take_error(s));
		case UK_SO_RCVTIMEO:
			return get_timeout(value, len, s->rcv_timeout_ns);
		case UK_SO_SNDTIMEO:
			return get_timeout(value, len, s->snd_timeout_ns);
		default:
			break;
		}
	}
	return s->ops->getsockopt(s, level, name, value, len);
}
