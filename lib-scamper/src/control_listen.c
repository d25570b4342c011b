/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a server listens: TCP, or a socket in the file system. */
#define _POSIX_C_SOURCE 200809L /* getaddrinfo() */
#include "control_server.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "control_state.h"
#include "control_where.h"
#include "fail.h"

enum { BACKLOG = 16 };

void server_tcp_options(int fd)
{
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
}

static bool fail_listen(struct scamper_error *error, const char *where)
{
	scamper_fail(error, ERR_LISTEN,
		     "cannot listen at '%.80s': %s. Give an address of this "
		     "machine and a port that is free.",
		     where, strerror(errno));
	return false;
}

/* -1 with errno. */
static int open_listener(int family, const void *addr, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM, 0), on = 1, saved;

	if (fd < 0)
		return -1;
	if (family != AF_UNIX)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, addr, len) == 0 && listen(fd, BACKLOG) == 0 &&
	    fcntl(fd, F_SETFL, O_NONBLOCK) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static bool add_listener(struct scamper_server *server, int fd, char *path)
{
	server->listeners[server->listeners_used++] =
		(struct listener){.fd = fd, .path = path};
	return true;
}

bool scamper_server_listen(struct scamper_server *server, const char *where,
			   struct scamper_error *error)
{
	struct where place;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
	struct addrinfo *found;
	int fd;

	if (!where_parse(where, "127.0.0.1", &place) ||
	    getaddrinfo(place.host, place.port, &hints, &found) != 0) {
		scamper_fail(error, ERR_WHERE,
			     "'%.80s' is no place to listen at. Write PORT, "
			     "ADDRESS:PORT or [ADDRESS]:PORT.",
			     where);
		return false;
	}
	fd = open_listener(found->ai_family, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	if (fd < 0)
		return fail_listen(error, where);
	return add_listener(server, fd, NULL);
}

/* A socket file on which nobody listens: its server has died. Files of other
 * kinds refuse a connection as well. */
static bool abandoned(const struct sockaddr_un *un)
{
	struct stat st;
	bool refused;
	int fd;

	if (lstat(un->sun_path, &st) < 0 || !S_ISSOCK(st.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0)
		return false;
	refused = connect(fd, (const struct sockaddr *)un, sizeof(*un)) < 0 &&
		  errno == ECONNREFUSED;
	close(fd);
	return refused;
}

bool scamper_server_listen_path(struct scamper_server *server, const char *path,
				struct scamper_error *error)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	char *copy;
	int fd;

	if (strlen(path) >= sizeof(un.sun_path)) {
		errno = ENAMETOOLONG;
		return fail_listen(error, path);
	}
	strcpy(un.sun_path, path);
	fd = open_listener(AF_UNIX, &un, sizeof(un));
	if (fd < 0 && errno == EADDRINUSE && abandoned(&un) &&
	    unlink(path) == 0)
		fd = open_listener(AF_UNIX, &un, sizeof(un));
	if (fd < 0)
		return fail_listen(error, path);
	copy = copy_text(path);
	if (!copy) {
		close(fd);
		scamper_fail_memory(error);
		return false;
	}
	return add_listener(server, fd, copy);
}
