/*
 * tls.c - TLS over a connection that never blocks.
 *
 * The session of the last handshake is kept and offered the next time: a
 * server with thousands of mailboxes is signed in to once for each of them.
 * OpenSSL keeps the result of the certificate's check with the session.
 */
#include "net/net-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <string.h>

/* --- what is trusted --------------------------------------------------- */

/* Remember the names a refused certificate was made for. */
static void note_names(struct conn *c, X509 *cert)
{
	GENERAL_NAMES *all =
		X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	size_t at = 0;

	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *one = sk_GENERAL_NAME_value(all, i);
		int len;

		if (one->type != GEN_DNS)
			continue;
		len = ASN1_STRING_length(one->d.dNSName);
		if (len <= 0 || at + (size_t)len + 3 > sizeof(c->names))
			break;
		at += (size_t)snprintf(
			c->names + at, sizeof(c->names) - at, "%s%.*s",
			at > 0 ? ", " : "", len,
			(const char *)ASN1_STRING_get0_data(one->d.dNSName));
	}
	GENERAL_NAMES_free(all);
	for (char *p = c->names; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}

static void note_end(struct conn *c, const X509 *cert)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(cert), &tm) == 1)
		(void)strftime(c->expired_at, sizeof(c->expired_at), "%Y-%m-%d",
			       &tm);
}

/* OpenSSL has judged a certificate of the chain: remember why it failed. */
static int judged(int good, X509_STORE_CTX *store)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
		store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct conn *c = SSL_get_app_data(ssl);
	X509 *cert = X509_STORE_CTX_get_current_cert(store);

	if (!good) {
		c->verify = X509_STORE_CTX_get_error(store);
		if (cert != NULL) {
			note_end(c, cert);
			note_names(c, cert);
		}
	}
	return good;
}

/* A session that may be taken up again has arrived; 1: it is ours now. */
static int met(SSL *ssl, SSL_SESSION *session)
{
	struct conn *c = SSL_get_app_data(ssl);
	struct net *n = c->net;

	(void)pthread_mutex_lock(&n->lock);
	SSL_SESSION_free(n->met);
	free(n->met_whom);
	n->met = session;
	n->met_whom = str_printf("%s:%u", c->host, c->port);
	(void)pthread_mutex_unlock(&n->lock);
	return 1;
}

static int make_trust(struct net *n, struct err *e)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	int read;

	if (ctx == NULL)
		mem_exhausted(0);
	(void)SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	(void)SSL_CTX_set_mode(ctx,
			       SSL_MODE_ENABLE_PARTIAL_WRITE |
				       SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, judged);
	(void)SSL_CTX_set_session_cache_mode(
		ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	SSL_CTX_sess_set_new_cb(ctx, met);
	read = n->ca_file != NULL ? SSL_CTX_load_verify_file(ctx, n->ca_file)
				  : SSL_CTX_set_default_verify_paths(ctx);
	if (read != 1) {
		SSL_CTX_free(ctx);
		ERR_clear_error();
		return err_set(e, ERR_USAGE,
			       "%s: no certificates (PEM) can be read from it",
			       n->ca_file != NULL ? n->ca_file
						  : "the system's store");
	}
	n->trust = ctx;
	return 0;
}

/* --- shaking hands ----------------------------------------------------- */

static int refused_certificate(struct conn *c, struct err *e)
{
	const char *why = X509_verify_cert_error_string(c->verify);

	switch (c->verify) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return err_set(e, ERR_SOURCE,
			       "%s port %u: its certificate has expired (%s); "
			       "who runs the server has to renew it",
			       c->host, c->port, c->expired_at);
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return err_set(e, ERR_SOURCE,
			       "%s port %u: its certificate is not valid yet; "
			       "is the clock of this machine right?",
			       c->host, c->port);
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return err_set(e, ERR_SOURCE,
			       "%s port %u: its certificate is for another "
			       "host (%s); give the name that the certificate "
			       "has as the host",
			       c->host, c->port,
			       c->names[0] != '\0' ? c->names : "no names");
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		return err_set(e, ERR_SOURCE,
			       "%s port %u: its certificate was issued by "
			       "nobody that is trusted here (%s); if the "
			       "issuer is your own, give its certificate as "
			       "ca-file",
			       c->host, c->port, why);
	default:
		return err_set(e, ERR_SOURCE,
			       "%s port %u: its certificate is not accepted: "
			       "%s",
			       c->host, c->port, why);
	}
}

static int no_handshake(struct conn *c, int code, struct err *e)
{
	unsigned long why = ERR_peek_last_error();
	int sys = errno;

	ERR_clear_error();
	if (c->verify != X509_V_OK)
		return refused_certificate(c, e);
	if (code == SSL_ERROR_SSL &&
	    ERR_GET_REASON(why) != SSL_R_UNEXPECTED_EOF_WHILE_READING)
		return err_set(e, ERR_SOURCE,
			       "%s port %u: no TLS could be agreed on (%s); is "
			       "the port right, or is it one for STARTTLS?",
			       c->host, c->port,
			       ERR_reason_error_string(why) != NULL
				       ? ERR_reason_error_string(why)
				       : "unknown");
	if (code == SSL_ERROR_SYSCALL && sys != 0) {
		errno = sys;
		return err_sys(e, ERR_RETRY,
			       "%s port %u: the connection broke while TLS was "
			       "agreed on",
			       c->host, c->port);
	}
	return err_set(e, ERR_RETRY,
		       "%s port %u: the server hung up while TLS was agreed on",
		       c->host, c->port);
}

/* Who it has to be, and what is known of it. */
static void prepare(struct conn *c)
{
	struct net *n = c->net;
	X509_VERIFY_PARAM *whom = SSL_get0_param(c->ssl);
	AUTO(free) char *name = str_printf("%s:%u", c->host, c->port);

	SSL_set_app_data(c->ssl, c);
	if (X509_VERIFY_PARAM_set1_ip_asc(whom, c->host) != 1) {
		ERR_clear_error();
		SSL_set_hostflags(c->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
		if (SSL_set1_host(c->ssl, c->host) != 1 ||
		    SSL_set_tlsext_host_name(c->ssl, c->host) != 1)
			mem_exhausted(0);
	}
	(void)pthread_mutex_lock(&n->lock);
	if (n->met != NULL && strcmp(n->met_whom, name) == 0)
		(void)SSL_set_session(c->ssl, n->met);
	(void)pthread_mutex_unlock(&n->lock);
}

static int shake(struct conn *c, struct err *e)
{
	for (;;) {
		int done, code;

		ERR_clear_error();
		errno = 0;
		done = SSL_connect(c->ssl);
		if (done == 1)
			return 0;
		code = SSL_get_error(c->ssl, done);
		if (code != SSL_ERROR_WANT_READ && code != SSL_ERROR_WANT_WRITE)
			return no_handshake(c, code, e);
		if (conn_wait(c, code == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT,
			      c->net->opt.connect_s, e) < 0)
			return err_wrap(e, "while TLS was agreed on");
	}
}

int conn_tls_start(struct conn *c, struct err *e)
{
	struct net *n = c->net;
	int bad = 0;

	(void)pthread_mutex_lock(&n->lock);
	if (n->trust == NULL)
		bad = make_trust(n, e);
	(void)pthread_mutex_unlock(&n->lock);
	if (bad < 0)
		return -1;
	c->verify = X509_V_OK;
	c->ssl = SSL_new(n->trust);
	if (c->ssl == NULL || SSL_set_fd(c->ssl, c->fd) != 1)
		mem_exhausted(0);
	prepare(c);
	if (shake(c, e) < 0) {
		SSL_free(c->ssl);
		c->ssl = NULL;
		return -1;
	}
	return 0;
}

void conn_tls_end(struct conn *c)
{
	if (c->ssl == NULL)
		return;
	if (!c->ended)
		(void)SSL_shutdown(c->ssl); /* says so, does not wait */
	SSL_free(c->ssl);
	ERR_clear_error();
	c->ssl = NULL;
}

const char *conn_cipher(const struct conn *c)
{
	if (c->ssl == NULL)
		return "";
	return SSL_get_version(c->ssl);
}

/* --- bytes ------------------------------------------------------------- */

static ssize_t moved(struct conn *c, int done, size_t n, int *events)
{
	int code;

	if (done == 1)
		return (ssize_t)n;
	code = SSL_get_error(c->ssl, done);
	*events = code == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
	if (code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE)
		return -1;
	/* an end without close_notify: protocols on top tell a cut message */
	if (code == SSL_ERROR_ZERO_RETURN ||
	    (code == SSL_ERROR_SSL &&
	     ERR_GET_REASON(ERR_peek_last_error()) ==
		     SSL_R_UNEXPECTED_EOF_WHILE_READING))
		return 0;
	if (errno == 0)
		errno = EPROTO;
	return -2;
}

ssize_t conn_tls_read(struct conn *c, void *buf, size_t cap, int *events)
{
	size_t n = 0;
	int done;

	ERR_clear_error();
	errno = 0;
	done = SSL_read_ex(c->ssl, buf, cap, &n);
	return moved(c, done, n, events);
}

ssize_t conn_tls_write(struct conn *c, const void *buf, size_t len, int *events)
{
	size_t n = 0;
	int done;

	ERR_clear_error();
	errno = 0;
	done = SSL_write_ex(c->ssl, buf, len, &n);
	return moved(c, done, n, events);
}
