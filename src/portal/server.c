#include "portal/server.h"

#include "portal/answer.h"
#include "portal/peers.h"
#include "portal/tls.h"
#include "portal/workers.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MEMORY_MAX   ((size_t)64 * 1024) /* of a head and what is sent */
#define BODY_RATE    8192                /* bytes a second, at least */
#define WAITING_MAX  256                 /* requests without a worker */
#define ACCEPT_BATCH 1024
#define SEND_BLOCK   ((size_t)32 * 1024)

/* --- a request in hand -------------------------------------------------------
 */

enum step { STEP_HEAD, STEP_BODY, STEP_WORK, STEP_SENT };

struct handled {
	struct exchange x; /* first: what the others see */
	struct server *server;
	struct MHD_Connection *connection;
	struct peer *peer;
	char *target; /* raw, until the head is read */
	enum step step;
	bool now; /* answered without a worker */
	pthread_mutex_t lock;
	int refs;                    /* HTTP's and the worker's */
	bool kept;                   /* the answer goes on after work() */
	bool asleep;                 /* libmicrohttpd has it suspended */
	bool awakened;               /* while it was not asleep */
	struct handled *prev, *next; /* of those in hand */
};

struct server {
	struct server_config cfg;
	struct server_ops ops;
	struct peers *peers;
	struct workers *workers;
	struct MHD_Daemon *daemon;
	char *address;
	int fd; /* that listens */
	atomic_bool ending;
	pthread_mutex_t lock;
	struct handled *hands; /* all requests in hand */
};

static void handled_free(struct handled *h)
{
	if (h->x.body_fd >= 0)
		(void)close(h->x.body_fd);
	str_wipe(&h->x.body);
	incoming_free(h->x.rq);
	answer_free(h->x.answer);
	(void)pthread_mutex_destroy(&h->lock);
	free(h->target);
	free(h);
}

static void handled_ref(struct handled *h)
{
	(void)pthread_mutex_lock(&h->lock);
	h->refs++;
	(void)pthread_mutex_unlock(&h->lock);
}

static void handled_unref(struct handled *h)
{
	bool last;

	(void)pthread_mutex_lock(&h->lock);
	last = --h->refs == 0;
	(void)pthread_mutex_unlock(&h->lock);
	if (last)
		handled_free(h);
}

/* From a worker: there is something to send. */
static void wake(void *ctx)
{
	struct handled *h = ctx;

	(void)pthread_mutex_lock(&h->lock);
	if (h->asleep) {
		h->asleep = false;
		MHD_resume_connection(h->connection);
	} else {
		h->awakened = true;
	}
	(void)pthread_mutex_unlock(&h->lock);
}

/* In its HTTP thread. False: it was awakened meanwhile, look again. */
static bool sleep_until_wake(struct handled *h)
{
	bool slept;

	(void)pthread_mutex_lock(&h->lock);
	slept = !h->awakened;
	h->awakened = false;
	if (slept) {
		h->asleep = true;
		MHD_suspend_connection(h->connection);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return slept;
}

static void hands_add(struct server *s, struct handled *h)
{
	(void)pthread_mutex_lock(&s->lock);
	h->next = s->hands;
	if (s->hands != NULL)
		s->hands->prev = h;
	s->hands = h;
	(void)pthread_mutex_unlock(&s->lock);
}

static void hands_remove(struct server *s, struct handled *h)
{
	(void)pthread_mutex_lock(&s->lock);
	if (h->prev != NULL)
		h->prev->next = h->next;
	else
		s->hands = h->next;
	if (h->next != NULL)
		h->next->prev = h->prev;
	(void)pthread_mutex_unlock(&s->lock);
}

static void *begin(void *cls, const char *target, struct MHD_Connection *c)
{
	struct server *s = cls;
	struct handled *h = NEW(struct handled);

	(void)pthread_mutex_init(&h->lock, NULL);
	h->refs = 1;
	h->server = s;
	h->connection = c;
	h->x.rq = incoming_new();
	h->x.answer = answer_new(wake, h, s->cfg.stall_us);
	h->x.begun_us = clock_monotonic_us();
	h->x.body = STR_INIT;
	h->x.body_fd = -1;
	h->x.slot = -1;
	h->target = mem_strdup(target);
	hands_add(s, h);
	return h;
}

static void end(void *cls, struct MHD_Connection *c, void **req,
		enum MHD_RequestTerminationCode how)
{
	struct server *s = cls;
	struct handled *h = *req;

	(void)c;
	(void)how;
	if (h == NULL)
		return;
	*req = NULL;
	if (h->peer != NULL)
		peer_deadline(h->peer, s->cfg.pause_us);
	answer_leave(h->x.answer);
	s->ops.over(s->ops.ctx, &h->x);
	hands_remove(s, h);
	handled_unref(h);
}

/* --- the head
 * ------------------------------------------------------------------
 */

static enum MHD_Result take_field(void *cls, enum MHD_ValueKind kind,
				  const char *name, const char *value)
{
	struct incoming *rq = cls;

	(void)kind;
	return incoming_field(rq, name, value != NULL ? value : "") ? MHD_YES
								    : MHD_NO;
}

static void read_head(struct handled *h, const char *method,
		      const char *version)
{
	struct incoming *rq = h->x.rq;
	const union MHD_ConnectionInfo *info;

	info = MHD_get_connection_info(h->connection,
				       MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	(void)pthread_mutex_lock(&h->server->lock);
	h->peer = info != NULL ? info->socket_context : NULL;
	(void)pthread_mutex_unlock(&h->server->lock);
	rq->secure = h->server->cfg.tls != NULL;
	if (!incoming_line(rq, method, h->target, version))
		return;
	(void)MHD_get_connection_values(h->connection, MHD_HEADER_KIND,
					take_field, rq);
	info = MHD_get_connection_info(h->connection,
				       MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	if (rq->status == 0 && info != NULL &&
	    incoming_size(rq, info->header_size))
		(void)incoming_whole(rq);
	if (h->peer != NULL)
		peers_tell_address(h->server->peers, h->peer, rq);
}

/* How long a body may take. */
static int64_t body_time(const struct handled *h)
{
	uint64_t bytes = h->x.rq->length >= 0 ? (uint64_t)h->x.rq->length
					      : h->x.body_max;

	return h->server->cfg.head_us +
	       (int64_t)(bytes / BODY_RATE) * CLOCK_SECOND;
}

/* False: refused. */
static bool judge(struct handled *h)
{
	struct server *s = h->server;
	struct incoming *rq = h->x.rq;

	if (rq->status != 0)
		return false;
	if (atomic_load(&s->ending))
		return incoming_refuse(rq, 503, "the portal is ending");
	h->now = s->ops.head(s->ops.ctx, &h->x) == SERVER_NOW;
	if (rq->status == 0 && rq->length > 0 &&
	    (uint64_t)rq->length > h->x.body_max)
		return incoming_refuse(rq, 413, "the body is too large");
	return rq->status == 0;
}

/* --- the body
 * --------------------------------------------------------------------
 */

static bool body_open(struct handled *h)
{
	if (h->x.body_fd < 0)
		h->x.body_fd = open(h->server->cfg.spool,
				    O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return h->x.body_fd >= 0;
}

static bool take_body(struct handled *h, const char *data, size_t len)
{
	struct err e = ERR_INIT;

	if (h->x.body_len + len > h->x.body_max)
		return false;
	if (!h->x.body_file)
		str_add_len(&h->x.body, data, len);
	else if (!body_open(h) ||
		 file_write_at(h->x.body_fd, data, len, h->x.body_len, &e) < 0)
		return false;
	h->x.body_len += len;
	return true;
}

/* --- work
 * ---------------------------------------------------------------------------
 */

void server_keep(struct exchange *x)
{
	struct handled *h = (struct handled *)x;

	h->kept = true;
	handled_ref(h);
}

void server_release(struct exchange *x)
{
	answer_end(x->answer);
	handled_unref((struct handled *)x);
}

static void work(void *ctx)
{
	struct handled *h = ctx;

	h->server->ops.work(h->server->ops.ctx, &h->x);
	if (!h->kept)
		answer_end(h->x.answer);
	handled_unref(h);
}

static void refuse(struct handled *h)
{
	h->server->ops.refuse(h->server->ops.ctx, &h->x);
	answer_end(h->x.answer);
}

static void to_worker(struct handled *h)
{
	h->step = STEP_WORK;
	handled_ref(h);
	if (workers_add(h->server->workers, work, h))
		return;
	(void)incoming_refuse(h->x.rq, 503, "too much is asked at once");
	refuse(h);
	handled_unref(h);
}

/* --- the answer
 * ------------------------------------------------------------------------
 */

static ssize_t send_piece(void *cls, uint64_t at, char *buf, size_t max)
{
	struct handled *h = cls;
	ssize_t n;

	(void)at;
	do
		n = answer_take(h->x.answer, buf, max);
	while (n == ANSWER_LATER && !sleep_until_wake(h));
	if (n == ANSWER_OVER)
		return MHD_CONTENT_READER_END_OF_STREAM;
	return n == ANSWER_BROKEN ? MHD_CONTENT_READER_END_WITH_ERROR : n;
}

static void add_headers(struct MHD_Response *r, const char *at)
{
	while (*at != '\0') {
		const char *value = at + strlen(at) + 1;

		(void)MHD_add_response_header(r, at, value);
		at = value + strlen(value) + 1;
	}
}

/* An old client sees no difference between an end and a break. */
static enum MHD_Result send_too_old(struct handled *h)
{
	static char text[] = "This answer has no known length: ask for it with "
			     "HTTP/1.1, or let the proxy do so.\n";
	struct MHD_Response *r = MHD_create_response_from_buffer(
		strlen(text), text, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result rc;

	if (r == NULL)
		mem_exhausted(0);
	answer_leave(h->x.answer);
	(void)MHD_add_response_header(r, "Content-Type",
				      "text/plain; charset=utf-8");
	rc = MHD_queue_response(h->connection, 505, r);
	MHD_destroy_response(r);
	return rc;
}

static enum MHD_Result send_answer(struct handled *h)
{
	struct answer_head head;
	struct MHD_Response *r;
	enum MHD_Result rc;

	while (!answer_head(h->x.answer, &head))
		if (sleep_until_wake(h))
			return MHD_YES;
	h->step = STEP_SENT;
	if (head.length < 0 && !h->x.rq->http11 && head.status == 200)
		return send_too_old(h);
	r = MHD_create_response_from_callback(
		head.length >= 0 ? (uint64_t)head.length : MHD_SIZE_UNKNOWN,
		SEND_BLOCK, send_piece, h, NULL);
	if (r == NULL)
		mem_exhausted(SEND_BLOCK);
	add_headers(r, head.headers);
	if (h->x.rq->status != 0)
		(void)MHD_add_response_header(r, "Connection", "close");
	rc = MHD_queue_response(h->connection, head.status, r);
	MHD_destroy_response(r);
	return rc;
}

/*
 * What is refused is answered at the first call, without its body:
 * libmicrohttpd then ends the connection, as it should. All else is answered
 * at a later call, or it would end it too.
 */
static enum MHD_Result first_call(struct handled *h, const char *method,
				  const char *version)
{
	read_head(h, method, version);
	if (!judge(h)) {
		refuse(h);
		return send_answer(h);
	}
	h->step = STEP_BODY;
	if (h->peer != NULL)
		peer_deadline(h->peer, body_time(h));
	return MHD_YES;
}

static enum MHD_Result send_now(struct handled *h)
{
	const struct server_ops *ops = &h->server->ops;
	unsigned int status = 0;
	struct MHD_Response *r = ops->now(ops->ctx, &h->x, &status);

	h->step = STEP_SENT;
	return MHD_queue_response(h->connection, status, r);
}

static enum MHD_Result on_body(struct handled *h, const char *data, size_t *len)
{
	if (*len > 0 && !take_body(h, data, *len))
		return MHD_NO; /* nothing can be said before its end */
	if (*len > 0) {
		*len = 0;
		return MHD_YES;
	}
	if (h->peer != NULL)
		peer_deadline(h->peer, 0);
	if (h->now)
		return send_now(h);
	to_worker(h);
	return send_answer(h);
}

/* NOLINTNEXTLINE(readability-function-size): as libmicrohttpd wants it */
static enum MHD_Result take(void *cls, struct MHD_Connection *c,
			    const char *url, const char *method,
			    const char *version, const char *upload,
			    size_t *upload_size, void **req)
{
	struct handled *h = *req;

	(void)cls;
	(void)c;
	(void)url;
	if (h == NULL)
		return MHD_NO;
	if (h->step == STEP_HEAD)
		return first_call(h, method, version);
	if (h->step == STEP_BODY)
		return on_body(h, upload, upload_size);
	return h->step == STEP_WORK ? send_answer(h) : MHD_YES;
}

/* --- connections
 * ---------------------------------------------------------------------------
 */

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

/* --- start and stop
 * ----------------------------------------------------------------------------
 */

static int listen_on(struct server *s, const char *at, struct err *e)
{
	AUTO(free) char *host = NULL;
	const char *colon = strrchr(at, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_PASSIVE | AI_NUMERICHOST |
					      AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	int one = 1;

	if (colon != NULL && at[0] == '[' && colon[-1] == ']')
		host = mem_dup(at + 1, (size_t)(colon - at - 2));
	else if (colon != NULL)
		host = mem_dup(at, (size_t)(colon - at));
	if (host == NULL || getaddrinfo(host, colon + 1, &hints, &found) != 0)
		return err_set(e, ERR_USAGE,
			       "\"%.80s\" is no address to listen on, such as "
			       "127.0.0.1:8443 or [::]:8443",
			       at);
	s->fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd >= 0)
		(void)setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &one,
				 sizeof(one));
	if (s->fd < 0 || bind(s->fd, found->ai_addr, found->ai_addrlen) < 0 ||
	    listen(s->fd, ACCEPT_BATCH) < 0) {
		int saved = errno;

		freeaddrinfo(found);
		errno = saved;
		return err_sys(e, ERR_USAGE,
			       "the portal cannot listen on %.80s", at);
	}
	freeaddrinfo(found);
	return 0;
}

static char *address_of(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t len = sizeof(at);
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getsockname(fd, (struct sockaddr *)&at, &len) < 0 ||
	    getnameinfo((struct sockaddr *)&at, len, host, sizeof(host), port,
			sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return mem_strdup("");
	return str_printf(strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host,
			  port);
}

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
		0, may_connect, s, take, s, MHD_OPTION_LISTEN_SOCKET, s->fd,
		MHD_OPTION_URI_LOG_CALLBACK, begin, s,
		MHD_OPTION_NOTIFY_COMPLETED, end, s,
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
	if (listen_on(s, cfg->listen, e) < 0)
		return -1;
	s->address = address_of(s->fd);
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

/* A client that has hung up while its verb works: the verb is told. */
static void look_for_gone(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	for (struct handled *h = s->hands; h != NULL; h = h->next)
		if (h->peer != NULL && peer_hung_up(h->peer))
			answer_leave(h->x.answer);
	(void)pthread_mutex_unlock(&s->lock);
}

void server_tick(struct server *s)
{
	peers_cut_slow(s->peers);
	look_for_gone(s);
}

static bool any_in_hand(struct server *s, bool cut)
{
	bool any;

	(void)pthread_mutex_lock(&s->lock);
	any = s->hands != NULL;
	for (struct handled *h = s->hands; cut && h != NULL; h = h->next) {
		answer_leave(h->x.answer);
		answer_cut(h->x.answer);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return any;
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
	while (any_in_hand(s, clock_monotonic_us() > until)) {
		if (clock_monotonic_us() > until)
			peers_cut_all(s->peers);
		(void)nanosleep(&tick, NULL); /* then look again */
	}
	MHD_stop_daemon(s->daemon);
	if (fd != MHD_INVALID_SOCKET)
		(void)close(fd);
	server_free(s);
}
