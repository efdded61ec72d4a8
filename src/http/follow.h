/*
 * http/follow.h - get what lies at an address that others gave, behind
 * however many redirects.
 *
 * Why: what a vendor keeps lies at addresses that its answers tell, mostly
 * behind redirects to somebody's store. Who may be told our token on the way
 * there is decided here, once (promise P11): the host where the way begins,
 * if it is one the settings name, and nobody a redirect leads to. A way that
 * began encrypted stays so.
 *
 * Source: RFC 9110 section 15.4; RFC 6750 section 5.3.
 */
#ifndef HTTP_FOLLOW_H
#define HTTP_FOLLOW_H

#include "http/url.h"

struct err;
struct http;
struct http_response;
struct oauth;
struct str;

#define HTTP_REDIRECTS 5

/* Where a way may begin. */
struct http_trust {
	const char *vendor;          /* for texts: "Zoom" */
	const struct http_url *home; /* the API's address */
	const struct http_url *also; /* a second one like it; NULL: none */
	const char *hosts;           /* further hosts: see http_host_in() */
	const char *setting;         /* that names them, for texts */
};

enum http_trusted {
	HTTP_TRUSTED,
	HTTP_NO_ADDRESS, /* not http or https at all */
	HTTP_UNTRUSTED,  /* another host, or without encryption */
};

/*
 * May a way begin at url? Encryption may only be missing on this machine,
 * and only where the API has none either. *why (appended) says why not.
 */
enum http_trusted http_trusts(const struct http_trust *t, const char *url,
			      struct str *why);

struct http_follow {
	struct http *http;
	/* Whose token goes with requests to the origin where the way begins;
	   NULL: none does. One that is refused there (401) is dropped. */
	struct oauth *oauth;
	void *ctx;
	/* Before each request to that origin: wait for a place. Errors are
	   passed on. May be NULL. */
	int (*place)(void *ctx, struct err *e);
	/* An answer of that origin, of any status. May be NULL. */
	void (*learn)(void *ctx, const struct http_response *r);
};

enum http_followed {
	HTTP_ARRIVED, /* *out is an answer that leads nowhere else */
	HTTP_BROKEN,  /* not reached, broken off: again, after a pause */
	HTTP_ASTRAY,  /* a redirect to nowhere, to a place without encryption,
			 or one too many */
};

/*
 * Ask for url (http_trusts() has been asked about it) and go where redirects
 * lead. An enum http_followed, with *out set only for HTTP_ARRIVED, *why
 * appended to else; -1 with e set: ERR_SOURCE (certificate, sign-in), or
 * what place() and the token's issuer fail with.
 */
int http_follow(const struct http_follow *f, const char *url,
		struct http_response **out, struct str *why, struct err *e);

#endif
