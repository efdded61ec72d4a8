/* server.c - the HTTP threads: started, looked after, stopped. */
#include "portal/server-private.h"

#include "portal/listen.h"
#include "portal/peers.h"
#include "portal/tls.h"
#include "portal/workers.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MEMORY_MAX  ((size_t)64 * 1024) /* of a head and what is sent */
#define WAITING_MAX 256                 /* requests without a worker */

/* --- connections -------------------------------------------------------- */

static enum MHD_Result may_connect(void *cls, const struct sockaddr *from,
				   socklen_t len)
{
	struct server *s = cls;

	(void)len;
	return peers_admit(s->peers, from) ? MHD_YES : MHD_NO;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
			  enum MHD_ConnectionNotificationCode what)
{
	struct server *s = cls;
	const union MHD_ConnectionInfo *fd, *from;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		peers_remove(s->peers, TAKE(*context));
		return;
	}
	fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	from = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	*context = peers_add(s->peers, fd->connect_fd, from->client_addr,
			     s->cfg.head_us);
}

/* Paths and queries are decoded by incoming.h. */
static size_t leave_as_is(void *cls, struct MHD_Connection *c, char *text)
{
	(void)cls;
	(void)c;
	return strlen(text);
}

/* --- start and stop ----------------------------------------------------- */

static int daemon_start(struct server *s, struct err *e)
{
	struct MHD_OptionItem secure[] = {
		{ MHD_OPTION_HTTPS_CERT_CALLBACK2, 0,
		  (void *)(uintptr_t)tls_certificate_callback },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		  (void *)(uintptr_t)TLS_PRIORITIES },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (s->cfg.tls == NULL)
		secure[0].option = MHD_OPTION_END;
	s->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			(s->cfg.tls != NULL ? MHD_USE_TLS : 0U),
		0, may_connect, s, exchange_take, s, MHD_OPTION_LISTEN_SOCKET,
		s->fd, MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, s,
		MHD_OPTION_NOTIFY_COMPLETED, exchange_end, s,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_as_is, NULL,
		MHD_OPTION_CONNECTION_LIMIT, s->cfg.connections,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned int)(s->cfg.pause_us / CLOCK_SECOND),
		MHD_OPTION_THREAD_POOL_SIZE, s->cfg.threads,
		MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_ARRAY, secure,
		MHD_OPTION_END);
	if (s->daemon == NULL)
		return err_set(e, ERR_STORE,
			       "the portal's HTTP threads cannot be started");
	s->fd = -1; /* closed with the daemon */
	return 0;
}

static void server_free(struct server *s)
{
	if (s == NULL)
		return;
	workers_stop(s->workers);
	peers_free(s->peers);
	if (s->fd >= 0)
		(void)close(s->fd);
	(void)pthread_mutex_destroy(&s->lock);
	free(s->address);
	free(s);
}
DEFINE_AUTO(struct server, server_free)

int server_start(struct server **out, const struct server_config *cfg,
		 const struct server_ops *ops, struct err *e)
{
	AUTO(server_free) struct server *s = NEW(struct server);

	s->cfg = *cfg;
	s->ops = *ops;
	s->fd = -1;
	(void)pthread_mutex_init(&s->lock, NULL);
	s->peers = peers_new(cfg->proxy, cfg->each);
	s->fd = listen_on(cfg->listen, e);
	if (s->fd < 0)
		return -1;
	s->address = listen_address(s->fd);
	if (workers_start(&s->workers, cfg->workers, WAITING_MAX, e) < 0 ||
	    daemon_start(s, e) < 0)
		return -1;
	*out = TAKE(s);
	return 0;
}

const char *server_address(const struct server *s)
{
	return s->address;
}

void server_tick(struct server *s)
{
	peers_cut_slow(s->peers);
	hands_look_for_gone(s);
}

void server_stop(struct server *s, int64_t patience_us)
{
	struct timespec tick = { .tv_nsec = 20L * 1000 * 1000 };
	int64_t until = clock_monotonic_us() + patience_us;
	MHD_socket fd;

	if (s == NULL)
		return;
	atomic_store(&s->ending, true);
	fd = MHD_quiesce_daemon(s->daemon);
	while (hands_any(s, clock_monotonic_us() > until)) {
		if (clock_monotonic_us() > until)
			peers_cut_all(s->peers);
		(void)nanosleep(&tick, NULL); /* then look again */
	}
	MHD_stop_daemon(s->daemon);
	if (fd != MHD_INVALID_SOCKET)
		(void)close(fd);
	server_free(s);
}
