/* SPDX-License-Identifier: BSD-3-Clause */
/* TCP sockets. lwIP keeps what is sent, rx what was received and not read. */
#include <string.h>
#include <uk/alloc.h>
#include <uk/errno.h>
#include <uk/essentials.h>
#include "inet.h"

#define MAX_BACKLOG 128

static err_t received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t err)
{
	struct inet_socket *is = arg;
	struct inet_stream *st = &is->stream;

	(void)pcb;
	(void)err;
	if (!p) {
		st->eof = true;
	} else if (st->shut_read) {
		tcp_recved(is->pcb.tcp, p->tot_len);
		pbuf_free(p);
	} else if (st->rx) {
		/* 64 KiB is the end of a chain's length; TCP_WND is less. */
		pbuf_cat(st->rx, p);
	} else {
		st->rx = p;
	}
	inet_wake(is);
	return ERR_OK;
}

static err_t acknowledged(void *arg, struct tcp_pcb *pcb, u16_t len)
{
	struct inet_socket *is = arg;

	(void)pcb;
	(void)len;
	if (is->stream.full) {
		is->stream.full = false;
		inet_wake(is);
	}
	return ERR_OK;
}

/* Every second: without data in flight no ACK would end a lack of memory. */
static err_t polled(void *arg, struct tcp_pcb *pcb)
{
	return arg ? acknowledged(arg, pcb, 0) : ERR_OK;
}

/* Called when the connection is gone; lwIP has freed its side already. */
static void failed(void *arg, err_t err)
{
	struct inet_socket *is = arg;
	struct inet_stream *st = &is->stream;

	is->pcb.tcp = NULL;
	if (st->connecting)
		is->error = err == ERR_RST ? UK_ECONNREFUSED : ETIMEDOUT;
	else if (err == ERR_RST)
		is->error = UK_ECONNRESET;
	else if (err == ERR_ABRT && st->connected)
		is->error = ETIMEDOUT;
	st->connecting = false;
	st->eof = true;
	inet_wake(is);
}

static void attach(struct inet_socket *is, struct tcp_pcb *pcb)
{
	is->pcb.tcp = pcb;
	tcp_arg(pcb, is);
	tcp_recv(pcb, received);
	tcp_sent(pcb, acknowledged);
	tcp_poll(pcb, polled, 2);
	tcp_err(pcb, failed);
}

int inet_stream_create(struct inet_socket *is, int family)
{
	struct tcp_pcb *pcb = tcp_new_ip_type(
		family == UK_AF_INET6 ? IPADDR_TYPE_V6 : IPADDR_TYPE_V4);

	if (!pcb)
		return -ENOMEM;
	attach(is, pcb);
	return 0;
}

static void forget(struct inet_socket *is)
{
	tcp_arg(is->pcb.tcp, NULL);
	if (!is->stream.listening) {
		tcp_recv(is->pcb.tcp, NULL);
		tcp_sent(is->pcb.tcp, NULL);
		tcp_poll(is->pcb.tcp, NULL, 0);
		tcp_err(is->pcb.tcp, NULL);
	} else {
		tcp_accept(is->pcb.tcp, NULL);
	}
}

void inet_stream_close(struct inet_socket *is)
{
	struct inet_stream *st = &is->stream;

	while (st->waiting) {
		struct inet_socket *first = st->waiting;

		st->waiting = first->next;
		inet_stream_close(first);
	}
	if (is->pcb.tcp) {
		/* RFC 1122 4.2.2.13: unread data make it a reset. */
		bool unread = st->rx != NULL;

		forget(is);
		if (unread || tcp_close(is->pcb.tcp) != ERR_OK)
			tcp_abort(is->pcb.tcp);
	}
	if (st->rx)
		pbuf_free(st->rx);
	uk_free(is);
}

int inet_stream_bind(struct inet_socket *is, const ip_addr_t *ip, uint16_t port)
{
	if (!is->pcb.tcp || is->pcb.tcp->local_port != 0)
		return -EINVAL;
	return inet_errno(tcp_bind(is->pcb.tcp, ip, port));
}

static err_t connected(void *arg, struct tcp_pcb *pcb, err_t err)
{
	struct inet_socket *is = arg;

	(void)pcb;
	(void)err;
	is->stream.connecting = false;
	is->stream.connected = true;
	inet_wake(is);
	return ERR_OK;
}

int inet_stream_connect(struct inet_socket *is, const ip_addr_t *ip,
			uint16_t port)
{
	struct inet_stream *st = &is->stream;
	err_t err;

	if (st->connecting)
		return -EALREADY;
	if (st->connected)
		return -UK_EISCONN;
	if (st->listening)
		return -EOPNOTSUPP;
	if (!is->pcb.tcp) {
		/* A failed connect leaves a socket that can try again. */
		int r = inet_stream_create(is, is->up->family);

		if (r)
			return r;
		st->eof = false;
	}
	if (!inet_route(&is->pcb.tcp->local_ip, ip))
		return -UK_ENETUNREACH;
	err = tcp_connect(is->pcb.tcp, ip, port, connected);
	if (err)
		return inet_errno(err);
	st->connecting = true;
	return -EINPROGRESS;
}

/* A new connection waits, with its data, until accept() takes it. */
static err_t arrived(void *arg, struct tcp_pcb *pcb, err_t err)
{
	struct inet_socket *listener = arg;
	struct inet_socket **at;
	struct inet_socket *is;

	if (err != ERR_OK || !pcb || !listener)
		return ERR_VAL;
	if (listener->stream.waiting_count >= listener->stream.backlog)
		return ERR_MEM; /* lwIP resets the connection */
	is = uk_calloc(1, sizeof(*is));
	if (!is)
		return ERR_MEM;
	is->type = UK_SOCK_STREAM;
	is->rcvbuf = listener->rcvbuf;
	is->stream.connected = true;
	attach(is, pcb);
	at = &listener->stream.waiting;
	while (*at)
		at = &(*at)->next;
	*at = is;
	listener->stream.waiting_count++;
	inet_wake(listener);
	return ERR_OK;
}

int inet_stream_listen(struct inet_socket *is, int backlog)
{
	struct inet_stream *st = &is->stream;
	struct tcp_pcb *listener;
	err_t err;

	if (backlog < 1)
		backlog = 1;
	backlog = UK_MIN(backlog, MAX_BACKLOG);
	st->backlog = backlog;
	if (st->listening)
		return 0;
	if (!is->pcb.tcp || st->connecting || st->connected)
		return -EINVAL;
	listener = tcp_listen_with_backlog_and_err(is->pcb.tcp, (u8_t)backlog,
						   &err);
	if (!listener)
		return inet_errno(err);
	is->pcb.tcp = listener;
	st->listening = true;
	tcp_arg(listener, is);
	tcp_accept(listener, arrived);
	return 0;
}

int inet_stream_accept(struct inet_socket *is, struct uk_socket *to)
{
	struct inet_socket *first = is->stream.waiting;

	if (!is->stream.listening)
		return -EINVAL;
	if (!first)
		return -EAGAIN;
	is->stream.waiting = first->next;
	is->stream.waiting_count--;
	first->next = NULL;
	first->up = to;
	to->driver = first;
	return 0;
}

static void drop_received(struct inet_stream *st)
{
	if (st->rx)
		pbuf_free(st->rx);
	st->rx = NULL;
}

int inet_stream_shutdown(struct inet_socket *is, int how)
{
	struct inet_stream *st = &is->stream;
	bool read = how != UK_SHUT_WR;
	bool write = how != UK_SHUT_RD;

	if (!is->pcb.tcp || !st->connected)
		return -UK_ENOTCONN;
	if (read) {
		st->shut_read = true;
		drop_received(st);
	}
	if (write && !st->shut_write) {
		/* The receiving side stays with us: it is only discarded. */
		err_t err = tcp_shutdown(is->pcb.tcp, 0, 1);

		if (err)
			return inet_errno(err);
		st->shut_write = true;
	}
	inet_wake(is);
	return 0;
}

/* Writes one piece; returns the bytes lwIP took. */
static size_t write_piece(struct tcp_pcb *pcb, const uint8_t *data, size_t len,
			  bool more)
{
	size_t done = 0;

	while (done < len) {
		size_t room = tcp_sndbuf(pcb);
		size_t part = UK_MIN(len - done, room);
		u8_t flags = TCP_WRITE_FLAG_COPY;

		if (part == 0)
			break;
		if (more || part < len - done)
			flags |= TCP_WRITE_FLAG_MORE;
		if (tcp_write(pcb, data + done, (u16_t)part, flags))
			break;
		done += part;
	}
	return done;
}

static int write_error(const struct inet_socket *is)
{
	const struct inet_stream *st = &is->stream;

	if (is->error)
		return -is->error;
	if (st->connecting)
		return -EAGAIN;
	if (st->shut_write || (!is->pcb.tcp && st->eof))
		return -EPIPE;
	return !st->connected || !is->pcb.tcp ? -UK_ENOTCONN : 0;
}

long inet_stream_send(struct inet_socket *is, const struct uk_msghdr *m,
		      int flags)
{
	size_t done = 0;
	size_t i;
	int r = write_error(is);

	if (r) {
		if (r != -EAGAIN)
			is->error = 0;
		return r;
	}
	if (uk_iov_total(m->iov, m->iovlen) == 0)
		return 0;
	for (i = 0; i < m->iovlen; i++) {
		bool more = i + 1 < m->iovlen || (flags & UK_MSG_MORE);
		size_t took = write_piece(is->pcb.tcp, m->iov[i].base,
					  m->iov[i].len, more);

		done += took;
		if (took < m->iov[i].len) {
			is->stream.full = true;
			break;
		}
	}
	tcp_output(is->pcb.tcp);
	return done ? (long)done : -EAGAIN;
}

/* Moves bytes out of the chain, or only looks at them. */
static size_t take(struct inet_socket *is, const struct uk_msghdr *m,
		   size_t want, bool peek)
{
	struct inet_stream *st = &is->stream;
	size_t done = 0;
	struct pbuf *p;

	for (p = st->rx; p && done < want; p = p->next) {
		size_t part = UK_MIN((size_t)p->len, want - done);

		uk_iov_scatter(m->iov, m->iovlen, done, p->payload, part);
		done += part;
	}
	if (peek)
		return done;
	st->rx = pbuf_free_header(st->rx, (u16_t)done);
	if (is->pcb.tcp)
		tcp_recved(is->pcb.tcp, (u16_t)done);
	return done;
}

long inet_stream_recv(struct inet_socket *is, struct uk_msghdr *m, int flags)
{
	struct inet_stream *st = &is->stream;
	long want = uk_iov_total(m->iov, m->iovlen);
	int error = is->error;

	m->namelen = 0;
	m->controllen = 0;
	if (want < 0)
		return want;
	if (st->rx)
		return (long)take(is, m, (size_t)want, flags & UK_MSG_PEEK);
	if (error) {
		is->error = 0;
		return -error;
	}
	if (st->eof || st->shut_read || want == 0)
		return 0;
	return st->connected || st->connecting ? -EAGAIN : -UK_ENOTCONN;
}

unsigned inet_stream_poll(struct inet_socket *is)
{
	const struct inet_stream *st = &is->stream;
	unsigned r = 0;

	if (st->listening)
		return st->waiting ? UK_POLLIN : 0;
	if (st->rx || st->eof || st->shut_read)
		r |= UK_POLLIN;
	if (st->connected && is->pcb.tcp && !st->full && !st->shut_write &&
	    tcp_sndbuf(is->pcb.tcp) > 0)
		r |= UK_POLLOUT;
	/* A socket that was never connected, or whose connection ended. */
	if ((!st->connected && !st->connecting) || !is->pcb.tcp ||
	    (st->eof && st->shut_write))
		r |= UK_POLLHUP | UK_POLLOUT;
	return r;
}
