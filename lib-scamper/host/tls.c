/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TLS by OpenSSL (make TLS=1): the system's trusted certificates, or those of
 * SSL_CERT_FILE; version 1.2 or later.
 */
#include "tls.h"

#ifndef UK_SCAMPER_TLS

const struct scamper_tls *const host_tls = NULL;

#else

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

struct session {
	SSL_CTX *context;
	SSL *ssl;
	BIO *in;  /* from the connection */
	BIO *out; /* to it */
	char problem[160];
};

static void tls_close(void *session)
{
	struct session *s = session;

	SSL_free(s->ssl); /* and both BIOs */
	SSL_CTX_free(s->context);
	free(s);
}

/* A name, or an address: certificates tell them apart. */
static bool expect_host(SSL *ssl, const char *host)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);

	if (X509_VERIFY_PARAM_set1_ip_asc(param, host))
		return true;
	return SSL_set_tlsext_host_name(ssl, host) && SSL_set1_host(ssl, host);
}

static bool set_up(struct session *s, const char *host)
{
	s->context = SSL_CTX_new(TLS_client_method());
	if (!s->context ||
	    !SSL_CTX_set_min_proto_version(s->context, TLS1_2_VERSION) ||
	    !SSL_CTX_set_default_verify_paths(s->context))
		return false;
	SSL_CTX_set_verify(s->context, SSL_VERIFY_PEER, NULL);
	/* The place of what is sent may change from call to call. */
	SSL_CTX_set_mode(s->context,
			 SSL_MODE_ENABLE_PARTIAL_WRITE |
				 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	s->ssl = SSL_new(s->context);
	s->in = BIO_new(BIO_s_mem());
	s->out = BIO_new(BIO_s_mem());
	if (!s->ssl || !s->in || !s->out) {
		BIO_free(s->in);
		BIO_free(s->out);
		return false;
	}
	SSL_set_bio(s->ssl, s->in, s->out);
	SSL_set_connect_state(s->ssl);
	return expect_host(s->ssl, host);
}

static void *tls_open(const char *host)
{
	struct session *s = calloc(1, sizeof(*s));

	if (s && set_up(s, host))
		return s;
	if (s)
		tls_close(s);
	return NULL;
}

static bool tls_feed(void *session, const void *data, size_t len)
{
	struct session *s = session;

	return BIO_write(s->in, data, (int)len) == (int)len;
}

/* The number of bytes, 0 when it has to wait, -1. */
static long result(struct session *s, int rc)
{
	int error = SSL_get_error(s->ssl, rc);

	if (rc > 0)
		return rc;
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
		return 0;
	if (error == SSL_ERROR_ZERO_RETURN)
		snprintf(s->problem, sizeof(s->problem), "it was closed");
	else if (SSL_get_verify_result(s->ssl) != X509_V_OK)
		snprintf(s->problem, sizeof(s->problem), "its certificate: %s",
			 X509_verify_cert_error_string(
				 SSL_get_verify_result(s->ssl)));
	else
		ERR_error_string_n(ERR_peek_error(), s->problem,
				   sizeof(s->problem));
	ERR_clear_error();
	return -1;
}

static long tls_read(void *session, void *data, size_t len)
{
	struct session *s = session;

	return result(s, SSL_read(s->ssl, data, (int)len));
}

static long tls_write(void *session, const void *data, size_t len)
{
	struct session *s = session;

	return result(s, SSL_write(s->ssl, data, (int)len));
}

static const void *tls_output(void *session, size_t *len)
{
	struct session *s = session;
	char *data;
	long used = BIO_get_mem_data(s->out, &data);

	*len = used > 0 ? (size_t)used : 0;
	return data;
}

static void tls_sent(void *session, size_t len)
{
	struct session *s = session;
	char gone[4096];

	while (len) {
		int n = BIO_read(
			s->out, gone,
			(int)(len < sizeof(gone) ? len : sizeof(gone)));

		if (n <= 0)
			return;
		len -= (size_t)n;
	}
}

static const char *tls_problem(void *session)
{
	struct session *s = session;

	return s->problem[0] ? s->problem : "TLS failed";
}

static const struct scamper_tls openssl = {
	.open = tls_open,
	.feed = tls_feed,
	.read = tls_read,
	.write = tls_write,
	.output = tls_output,
	.sent = tls_sent,
	.problem = tls_problem,
	.close = tls_close,
};

const struct scamper_tls *const host_tls = &openssl;

#endif
