/*
 * oidc/listen.h - catches a browser that comes back, on this machine.
 *
 * For a person who works at the machine itself: the provider sends the
 * browser to a loopback address, where this waits, answers, and ends. It
 * never listens on any other address (RFC 8252 section 7.3).
 *
 * One thread, that of the caller. Sizes are capped by the server; a request
 * that is not for our path gets 404 and changes nothing.
 */
#ifndef OIDC_LISTEN_H
#define OIDC_LISTEN_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct listen;

/* at: "127.0.0.1:8400"; port 0: a free one. Errors: ERR_USAGE: it is no
   loopback address and port, or taken. */
int listen_open(struct listen **out, const char *at, const char *path,
		struct err *e);
void listen_close(struct listen *l); /* NULL is fine */
DEFINE_AUTO(struct listen, listen_close)

/* "http://127.0.0.1:8400/consent" */
const char *listen_url(const struct listen *l);

/* What the browser is told: where to go on, or a text for the person. */
struct listen_reply {
	struct str location; /* "": show the text */
	struct str text;
};

/*
 * Until answer() has returned 1 and its reply was sent, stopping(), or until
 * the time (monotonic). answer gets what was asked for ("/consent?code=...")
 * and fills its reply: 1 that was the last, 0 wait for another.
 * 1: it was; 0: time is up, or stopping. Errors: ERR_STORE: no server.
 */
struct listen_wait {
	int (*answer)(void *ctx, const char *url, struct listen_reply *out);
	void *ctx;
	bool (*stopping)(void *ctx);
	void *stop_ctx;
	int64_t until_us;
};
int listen_wait(struct listen *l, const struct listen_wait *w, struct err *e);

#endif
