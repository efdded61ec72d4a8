/* net/net-private.h - what net.c, conn.c and tls.c share. */
#ifndef NET_NET_PRIVATE_H
#define NET_NET_PRIVATE_H

#include "net/net.h"

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdint.h>

struct net {
	struct net_options opt;
	char *ca_file;
	pthread_mutex_t lock;
	SSL_CTX *trust;   /* NULL until it is first needed */
	SSL_SESSION *met; /* to shake hands faster the next time */
	char *met_whom;   /* "host:port" of that */
};

struct conn {
	struct net *net; /* borrowed */
	char *host;
	unsigned int port;
	int fd;
	SSL *ssl;            /* NULL: in the clear */
	long verify;         /* X509_V_ERR_... of the refused certificate */
	char expired_at[32]; /* of it */
	char names[256];     /* it was made for */
	bool ended;          /* the other side has closed, or broke off */
	int broken;          /* errno of that, 0 for an orderly end */
	size_t in_at, in_end, out_len;
	unsigned char in[CONN_BUFFER], out[CONN_BUFFER];
};

/* Wait for poll(2) events; < 0: too long, or to stop (ERR_RETRY). Returns the
   events that came. */
int conn_wait(struct conn *c, int events, int seconds, struct err *e);

/* Shake hands over c->fd. */
int conn_tls_start(struct conn *c, struct err *e);
void conn_tls_end(struct conn *c);

/*
 * Move bytes without waiting: how many; 0 the other side has closed; -1 not
 * now (*events is what to wait for); -2 broken (errno).
 */
ssize_t conn_tls_read(struct conn *c, void *buf, size_t cap, int *events);
ssize_t conn_tls_write(struct conn *c, const void *buf, size_t len,
		       int *events);

#endif
