/* exchange.c - a request from its head to its answer, as libmicrohttpd hands
   it over: in its threads, which never wait. */
#include "portal/server-private.h"

#include "portal/answer.h"
#include "portal/peers.h"
#include "portal/workers.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"

#include <fcntl.h>
#include <string.h>

#define BODY_RATE  8192 /* bytes a second, at least */
#define SEND_BLOCK ((size_t)32 * 1024)

/* --- begin and end ------------------------------------------------------ */

void *exchange_begin(void *cls, const char *target, struct MHD_Connection *c)
{
	return handled_new(cls, target, c);
}

void exchange_end(void *cls, struct MHD_Connection *c, void **req,
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
	handled_over(h);
}

/* --- the head ----------------------------------------------------------- */

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

/* --- the body ----------------------------------------------------------- */

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

/* --- work --------------------------------------------------------------- */

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

/* --- the answer --------------------------------------------------------- */

static ssize_t send_piece(void *cls, uint64_t at, char *buf, size_t max)
{
	struct handled *h = cls;
	ssize_t n;

	(void)at;
	do
		n = answer_take(h->x.answer, buf, max);
	while (n == ANSWER_LATER && !handled_sleep(h));
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
		if (handled_sleep(h))
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
enum MHD_Result exchange_take(void *cls, struct MHD_Connection *c,
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
