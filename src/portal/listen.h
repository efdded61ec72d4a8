/* portal/listen.h - the socket that the portal listens on. */
#ifndef PORTAL_LISTEN_H
#define PORTAL_LISTEN_H

struct err;

/* at: "127.0.0.1:8443", "[::1]:8443"; port 0: any. The descriptor. Errors:
   ERR_USAGE: it is malformed, or cannot be listened on. */
int listen_on(const char *at, struct err *e);

/* Where that is, with its port, to be freed; "" where nobody can tell. */
char *listen_address(int fd) __attribute__((returns_nonnull));

#endif
