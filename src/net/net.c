#include "net/net-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#define SLICE_MS  250
#define CONNECT_S 20
#define SILENCE_S 120

struct net *net_new(const struct net_options *o)
{
	struct net *n = NEW(struct net);

	n->opt = *o;
	if (o->ca_file != NULL && o->ca_file[0] != '\0')
		n->ca_file = mem_strdup(o->ca_file);
	if (n->opt.connect_s == 0)
		n->opt.connect_s = CONNECT_S;
	if (n->opt.silence_s == 0)
		n->opt.silence_s = SILENCE_S;
	(void)pthread_mutex_init(&n->lock, NULL);
	return n;
}

void net_free(struct net *n)
{
	if (n == NULL)
		return;
	SSL_SESSION_free(n->met);
	SSL_CTX_free(n->trust);
	(void)pthread_mutex_destroy(&n->lock);
	free(n->met_whom);
	free(n->ca_file);
	free(n);
}

bool net_is_loopback(const char *host)
{
	struct in_addr four;
	struct in6_addr six;

	if (str_casecmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, host, &six) == 1 &&
	       IN6_IS_ADDR_LOOPBACK(&six);
}

int conn_wait(struct conn *c, int events, int seconds, struct err *e)
{
	struct net *n = c->net;
	int64_t end_us = clock_monotonic_us() + seconds * CLOCK_SECOND;

	for (;;) {
		struct pollfd p = { .fd = c->fd, .events = (short)events };
		int came = poll(&p, 1, SLICE_MS);

		if (came > 0)
			return p.revents;
		if (came < 0 && errno != EINTR)
			return err_sys(e, ERR_RETRY, "%s port %u", c->host,
				       c->port);
		if (n->opt.stopping != NULL && n->opt.stopping(n->opt.ctx))
			return err_set(e, ERR_RETRY, "the work is to stop");
		if (clock_monotonic_us() >= end_us)
			return err_set(e, ERR_RETRY,
				       "%s port %u: no answer for %d seconds",
				       c->host, c->port, seconds);
	}
}

/* --- reaching it ------------------------------------------------------- */

/* localhost is this machine, whatever a resolver says of it (RFC 6761 section
   6.3): what may go there in the clear must go nowhere else. */
static int resolve(struct conn *c, struct addrinfo **out, struct err *e)
{
	bool here = net_is_loopback(c->host);
	bool named = str_casecmp(c->host, "localhost") == 0;
	struct addrinfo hint = {
		.ai_socktype = SOCK_STREAM,
		/* a machine may have nothing but loopback */
		.ai_flags = here ? 0 : AI_ADDRCONFIG,
	};
	char port[16];
	int bad;

	(void)snprintf(port, sizeof(port), "%u", c->port);
	bad = getaddrinfo(named ? NULL : c->host, port, &hint, out);
	if (bad == EAI_NONAME)
		return err_set(e, ERR_RETRY,
			       "%s: no host has this name; is it written "
			       "correctly?",
			       c->host);
	if (bad != 0)
		return err_set(e, ERR_RETRY,
			       "%s: its address was not found: %s", c->host,
			       gai_strerror(bad));
	return 0;
}

static int wait_connected(struct conn *c, struct err *e)
{
	int failed = 0;
	socklen_t len = sizeof(failed);

	if (conn_wait(c, POLLOUT, c->net->opt.connect_s, e) < 0)
		return -1;
	(void)getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &failed, &len);
	if (failed == 0)
		return 0;
	errno = failed;
	return err_sys(e, ERR_RETRY,
		       failed == ECONNREFUSED
			       ? "%s port %u (does the server run, and is the "
				 "port right?)"
			       : "%s port %u",
		       c->host, c->port);
}

static int reach_one(struct conn *c, const struct addrinfo *to, struct err *e)
{
	int on = 1;

	c->fd = socket(to->ai_family,
		       SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (c->fd < 0)
		return err_sys(e, ERR_RETRY, "%s port %u", c->host, c->port);
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)setsockopt(c->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	if (connect(c->fd, to->ai_addr, to->ai_addrlen) == 0)
		return 0;
	if (errno == EINPROGRESS || errno == ECONNREFUSED)
		return wait_connected(c, e);
	return err_sys(e, ERR_RETRY, "%s port %u", c->host, c->port);
}

static int reach(struct conn *c, struct err *e)
{
	struct addrinfo *all = NULL;
	int bad = -1;

	if (resolve(c, &all, e) < 0)
		return -1;
	for (struct addrinfo *a = all; a != NULL && bad < 0; a = a->ai_next) {
		if (a != all)
			err_clear(e);
		if (c->fd >= 0)
			(void)close(c->fd);
		bad = reach_one(c, a, e);
	}
	freeaddrinfo(all);
	return bad;
}

int conn_open(struct net *n, const char *host, unsigned int port, bool tls,
	      struct conn **out, struct err *e)
{
	AUTO(conn_close) struct conn *c = NEW(struct conn);

	c->net = n;
	c->fd = -1;
	c->host = mem_strdup(host);
	c->port = port;
	if (reach(c, e) < 0 || (tls && conn_tls_start(c, e) < 0))
		return -1;
	*out = TAKE(c);
	return 0;
}

void conn_close(struct conn *c)
{
	if (c == NULL)
		return;
	conn_tls_end(c);
	if (c->fd >= 0)
		(void)close(c->fd);
	free(c->host);
	mem_wipe(c->out, sizeof(c->out));
	free(c);
}

int conn_secure(struct conn *c, struct err *e)
{
	if (c->in_at != c->in_end)
		return err_set(e, ERR_SOURCE,
			       "%s port %u: it sent more than its consent to "
			       "STARTTLS; somebody may be changing what it "
			       "says. Use implicit TLS, and have the network "
			       "looked at",
			       c->host, c->port);
	return conn_tls_start(c, e);
}

bool conn_is_secure(const struct conn *c)
{
	return c->ssl != NULL;
}
