/*
 * sandbox/server.h - two listeners on loopback: the API, and the origin
 * that downloads are redirected to.
 *
 * A thread a connection: handlers may take their time, and a slow body is
 * a sleeping thread. The Date header tells the virtual time.
 *
 * Life: server_start -> server_stop.
 */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include "base/cleanup.h"

#include <stdint.h>

struct err;
struct sandbox;
struct server;

/* A certificate and its key, both as PEM text, for TLS. */
struct server_tls {
	char *cert, *key;
};

/*
 * Listen on address:port (IPv4; 0: any free port) and answer for sb, whose
 * base and media addresses are set. With tls (else NULL) both speak only
 * TLS; it must outlive the server. 0, or -1 with ERR_USAGE.
 */
int server_start(struct server **out, struct sandbox *sb, const char *address,
		 uint16_t port, const struct server_tls *tls, struct err *e);
void server_stop(struct server *s);
DEFINE_AUTO(struct server, server_stop)

#endif
