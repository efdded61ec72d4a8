/*
 * portal/server.h - HTTP: connections, their limits, and the way to workers.
 *
 * The files behind it alone speak to libmicrohttpd, files.h aside. Its threads
 * never wait: a request whose head and body are there sleeps until a worker
 * has begun its answer. What has no worker to it (files in memory) is
 * answered at once.
 *
 * A head has so many seconds to arrive, a body so many for its length, a
 * connection between two requests so long a pause; who is slower is cut off.
 */
#ifndef PORTAL_SERVER_H
#define PORTAL_SERVER_H

#include "base/cleanup.h"
#include "base/str.h"
#include "portal/incoming.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct answer;
struct err;
struct server;
struct tls;

/* A request and its answer; freed when both sides are done with it. */
struct exchange {
	struct incoming *rq;
	struct answer *answer;
	int64_t begun_us; /* monotonic */
	int slot;         /* of those at work (limits.h); -1: none */
	/* How the body is taken: set by head(). */
	uint64_t body_max;
	bool body_file; /* into a file without a name, else into memory */
	struct str body;
	int body_fd; /* -1: none */
	uint64_t body_len;
};

enum server_next {
	SERVER_NOW,  /* what now() gives */
	SERVER_WORK, /* take the body, then let work() answer */
};

struct MHD_Response;

struct server_ops {
	/*
	 * A head has come that is as it should be. In an HTTP thread: must not
	 * wait. incoming_refuse() refuses it, and its body; else body_max and
	 * body_file say how a body is taken.
	 */
	enum server_next (*head)(void *ctx, struct exchange *x);
	/* The response to SERVER_NOW, and its status; likewise. It is queued
	   at once, its reference stays the caller's. */
	struct MHD_Response *(*now)(void *ctx, struct exchange *x,
				    unsigned int *status);
	/* In a worker: answer it. */
	void (*work)(void *ctx, struct exchange *x);
	/* Answer what was refused, by rq->status and rq->why; in an HTTP
	   thread. */
	void (*refuse)(void *ctx, struct exchange *x);
	/* It is over, for the log. */
	void (*over)(void *ctx, struct exchange *x);
	void *ctx;
};

struct server_config {
	const char *listen;       /* "127.0.0.1:8443", "[::1]:8443" */
	struct tls *tls;          /* NULL: plain; must outlive the server */
	const char *proxy;        /* address that X-Forwarded-For is believed
				     from, or NULL */
	const char *spool;        /* folder for bodies */
	unsigned int connections; /* in all */
	unsigned int each;        /* of one address, the proxy's and loopback's
				     aside */
	unsigned int threads;     /* HTTP threads */
	unsigned int workers;
	int64_t head_us, pause_us, stall_us; /* limits of time */
};

/* Errors: ERR_USAGE: the address is malformed, or cannot be listened on. */
int server_start(struct server **out, const struct server_config *cfg,
		 const struct server_ops *ops, struct err *e);
/* "127.0.0.1:41234": where it listens. */
const char *server_address(const struct server *s);

/* In work(): the answer goes on when it has returned, until it is released.
   From any thread. */
void server_keep(struct exchange *x);
void server_release(struct exchange *x);

/* Once a second: cut off who is slow or gone. */
void server_tick(struct server *s);

/* Take no new connection and no new request; then server_stop() waits for
   those in hand, for so long, and cuts what is left. */
void server_stop(struct server *s, int64_t patience_us);

#endif
