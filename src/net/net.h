/*
 * net/net.h - a line-based connection to a server of others, mostly by TLS.
 *
 * Why: IMAP and SMTP are spoken over the same thing: a TCP connection that is
 * secured from the start (implicit TLS) or later (STARTTLS), read line by line
 * and written in long streams. What must never go wrong is decided once, here:
 *
 *   (1) a certificate is checked: its chain, its dates, the host's name;
 *   (2) nothing read before TLS is taken for something said inside of it
 *       (conn_secure fails where bytes are left over);
 *   (3) no wait is endless: connecting, and every silence, have a limit;
 *   (4) a server that answers while we are still writing is heard: what it
 *       says is kept (up to CONN_BUFFER), so that neither waits for the other
 *       for ever, and its last words can be read after it has hung up.
 *
 *	net_new -> conn_open -> conn_read_line / conn_write ... -> conn_close
 *
 * Threads: one struct net serves all; a connection belongs to one thread.
 *
 * Errors, for all functions: ERR_RETRY not reached, cut off, silent for too
 * long, or the work is to stop; ERR_SOURCE its certificate or its TLS is not
 * acceptable: a person has to act; ERR_USAGE the file of certificates cannot
 * be read. Texts name host and port, say what happened and what to do, and
 * hold nothing of what was sent.
 *
 * Source: RFC 5246, RFC 8446, RFC 9525 (names), RFC 2595, RFC 3207 section 6;
 * SSL_set_mode(3), SSL_get_error(3), connect(2) on EINPROGRESS.
 */
#ifndef NET_NET_H
#define NET_NET_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct conn;
struct err;
struct net;
struct str;

#define CONN_BUFFER ((size_t)64 * 1024)

struct net_options {
	const char *ca_file; /* certificates to trust; NULL, "": the system's */
	int connect_s;       /* 0: 20 */
	int silence_s;       /* give up after so long without a byte; 0: 120 */
	/* True when the work is to stop: asked every quarter of a second
	   while waiting. NULL: never. */
	bool (*stopping)(void *ctx);
	void *ctx;
};

/* Texts are copied; nothing is read yet. */
struct net *net_new(const struct net_options *o);
/* All connections must be closed before. NULL is fine. */
void net_free(struct net *n);
DEFINE_AUTO(struct net, net_free)

/* localhost, 127.0.0.0/8 or ::1: where a password may travel in the clear. */
bool net_is_loopback(const char *host);

/*
 * Connect to the first of the host's addresses that answers; with tls, shake
 * hands at once.
 */
int conn_open(struct net *n, const char *host, unsigned int port, bool tls,
	      struct conn **out, struct err *e);
/* At any time; what was not flushed is lost. NULL is fine. */
void conn_close(struct conn *c);
DEFINE_AUTO(struct conn, conn_close)

/*
 * TLS from here on (after the server has agreed to STARTTLS). Fails with
 * ERR_SOURCE where the server sent more than its agreement: somebody may have
 * put words into its mouth.
 */
int conn_secure(struct conn *c, struct err *e);
bool conn_is_secure(const struct conn *c);
/* "TLSv1.3, TLS_AES_256_GCM_SHA384", or "" without TLS. */
const char *conn_cipher(const struct conn *c);

/* Put bytes behind what is to be sent; sends when the buffer is full. */
int conn_write(struct conn *c, const void *bytes, size_t len, struct err *e);
int conn_add(struct conn *c, const char *text, struct err *e);
/* Everything written so far has been handed to the kernel. */
int conn_flush(struct conn *c, struct err *e);

/*
 * Append the next line without its line end (LF, or CRLF). 1: a line; 0: the
 * server has closed the connection and no line is left. A line of more than
 * max bytes fails with ERR_RETRY; the connection is good for closing only.
 */
int conn_read_line(struct conn *c, size_t max, struct str *line, struct err *e);
/* Append exactly len bytes. */
int conn_read_bytes(struct conn *c, size_t len, struct str *out, struct err *e);

/* Has something arrived that was not read? Does not wait. */
bool conn_has_input(struct conn *c);

#endif
