/*
 * portal/tls.h - the portal's certificate, taken anew when its files change.
 *
 * A certificate lives for weeks, the process longer. New connections get what
 * the files had at the last look; files that do not fit together leave the
 * old one in force, with a warning.
 */
#ifndef PORTAL_TLS_H
#define PORTAL_TLS_H

#include "base/cleanup.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

struct err;
struct tls;

/* TLS 1.2 with forward secrecy and 1.3, nothing older. */
#define TLS_PRIORITIES                                                         \
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:"         \
	"+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-SHA1"

/* PEM files: the chain, its own certificate first; its key. Errors:
   ERR_USAGE naming the file. One at a time in a process. */
int tls_open(struct tls **out, const char *cert, const char *key,
	     struct err *e);
/* After the server has stopped. */
void tls_close(struct tls *t);
DEFINE_AUTO(struct tls, tls_close)

/* Read the files again if they have changed; now and then. */
void tls_look(struct tls *t);

/* For libmicrohttpd, which gives it no context. */
int tls_certificate_callback(gnutls_session_t session,
			     const struct gnutls_cert_retr_st *info,
			     gnutls_pcert_st **chain, unsigned int *n,
			     gnutls_ocsp_data_st **ocsp, unsigned int *n_ocsp,
			     gnutls_privkey_t *key, unsigned int *flags);

#endif
