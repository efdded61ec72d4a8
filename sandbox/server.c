#include "server.h"

#include "api.h"
#include "large.h"
#include "vendor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#define BLOCK ((size_t)1 << 20)

/* A listener knows which of the two it is. */
struct listener {
	struct sandbox *sb;
	bool media;
	struct MHD_Daemon *daemon;
};

struct server {
	struct listener api, media;
};

/* One request on its way; freed when its answer has been sent. */
struct call {
	struct request rq;
	struct reply rp;
	bool seen;
	bool too_large;
};

/* A body that is sent piece by piece. */
struct sending {
	const struct large *large; /* or */
	struct str body;
	uint64_t stop; /* end here, */
	bool fail;     /* and break the connection */
	bool slow;
};

static void *begin_call(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct listener *l = cls;
	struct call *call = NEW(struct call);

	(void)c;
	call->rq.sb = l->sb;
	call->rq.media = l->media;
	call->rq.arena = arena_new();
	call->rq.target = arena_strdup(call->rq.arena, uri);
	call->rq.body = STR_INIT;
	call->rp.body = STR_INIT;
	return call;
}

static void end_call(void *cls, struct MHD_Connection *c, void **req,
		     enum MHD_RequestTerminationCode why)
{
	struct call *call = *req;

	(void)cls;
	(void)c;
	(void)why;
	if (call == NULL)
		return;
	for (size_t i = 0; i < call->rp.n_headers; i++)
		free(call->rp.headers[i].value);
	str_done(&call->rq.body);
	str_done(&call->rp.body);
	arena_free(call->rq.arena);
	free(call);
	*req = NULL;
}

static ssize_t send_piece(void *cls, uint64_t at, char *buf, size_t max)
{
	struct sending *s = cls;
	size_t n;

	if (at >= s->stop)
		return s->fail ? MHD_CONTENT_READER_END_WITH_ERROR
			       : MHD_CONTENT_READER_END_OF_STREAM;
	n = max < s->stop - at ? max : (size_t)(s->stop - at);
	if (s->slow) {
		(void)nanosleep(&(struct timespec){ .tv_nsec = 8000000 }, NULL);
		if (n > s->stop / 16 + 1)
			n = (size_t)(s->stop / 16) + 1;
	}
	if (s->large != NULL)
		return (ssize_t)large_read(s->large, at, buf, n);
	memcpy(buf, s->body.s + at, n);
	return (ssize_t)n;
}

static void free_sending(void *cls)
{
	struct sending *s = cls;

	str_done(&s->body);
	free(s);
}

static struct MHD_Response *piecewise(struct reply *rp)
{
	struct sending *s = NEW(struct sending);
	uint64_t size =
		rp->large != NULL ? large_size(rp->large) : rp->body.len;
	uint64_t announced = size;

	s->large = rp->large;
	s->body = rp->body;
	rp->body = STR_INIT;
	s->stop = size;
	s->slow = rp->mangle == MANGLE_SLOW;
	if (rp->mangle == MANGLE_CUT || rp->mangle == MANGLE_SHORT ||
	    rp->mangle == MANGLE_UNCHUNKED)
		s->stop = size * 2 / 3;
	if (rp->mangle == MANGLE_CUT)
		s->fail = true;
	if (rp->mangle == MANGLE_SHORT)
		announced = s->stop;
	if (rp->mangle == MANGLE_UNCHUNKED || rp->mangle == MANGLE_NO_LENGTH)
		announced = MHD_SIZE_UNKNOWN;
	return MHD_create_response_from_callback(announced, BLOCK, send_piece,
						 s, free_sending);
}

static struct MHD_Response *make_response(struct reply *rp)
{
	size_t len = rp->body.len;

	if (rp->large != NULL || rp->mangle != MANGLE_NONE)
		return piecewise(rp);
	if (len == 0)
		return MHD_create_response_from_buffer(0, NULL,
						       MHD_RESPMEM_PERSISTENT);
	return MHD_create_response_from_buffer(len, str_detach(&rp->body),
					       MHD_RESPMEM_MUST_FREE);
}

static enum MHD_Result send_reply(struct MHD_Connection *c,
				  const struct request *rq, struct reply *rp)
{
	struct MHD_Response *r = make_response(rp);
	char date[CLOCK_TEXT];
	enum MHD_Result result;

	if (r == NULL)
		mem_exhausted(BLOCK);
	(void)MHD_add_response_header(r, "Date", clock_http(rq->now_us, date));
	if (rp->type != NULL)
		(void)MHD_add_response_header(r, "Content-Type", rp->type);
	for (size_t i = 0; i < rp->n_headers; i++)
		(void)MHD_add_response_header(r, rp->headers[i].name,
					      rp->headers[i].value);
	result = MHD_queue_response(c, (unsigned int)rp->status, r);
	MHD_destroy_response(r);
	return result;
}

/* The clock of the platforms; whoever looks at it does not move it. */
static int64_t sandbox_time(const struct request *rq)
{
	struct sandbox *sb = rq->sb;

	if (strncmp(rq->path, "/sandbox/", 9) == 0)
		return atomic_load(&sb->now_us);
	return atomic_fetch_add(&sb->now_us, atomic_load(&sb->step_us));
}

/* NOLINTNEXTLINE(readability-function-size): as libmicrohttpd wants it */
static enum MHD_Result take_call(void *cls, struct MHD_Connection *c,
				 const char *url, const char *method,
				 const char *version, const char *upload,
				 size_t *upload_size, void **req)
{
	struct call *call = *req;

	(void)cls;
	(void)url;
	(void)version;
	if (call == NULL)
		return MHD_NO;
	if (!call->seen) { /* answering here would lose the body */
		call->seen = true;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		if (call->rq.body.len + *upload_size <= BODY_MAX)
			str_add_len(&call->rq.body, upload, *upload_size);
		else
			call->rq.malformed = true;
		*upload_size = 0;
		return MHD_YES;
	}
	call->rq.method = method;
	call->rq.authorization = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
							     "Authorization");
	request_parse(&call->rq);
	call->rq.now_us = sandbox_time(&call->rq);
	if (!vendors_answer(&call->rq, &call->rp))
		route_answer(&call->rq, &call->rp);
	return send_reply(c, &call->rq, &call->rp);
}

static int listen_on(struct listener *l, struct sandbox *sb, bool media,
		     struct sockaddr_in *at, const struct server_tls *tls,
		     struct err *e)
{
	const union MHD_DaemonInfo *info;
	struct MHD_OptionItem secure[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0,
		  tls != NULL ? tls->cert : NULL },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, tls != NULL ? tls->key : NULL },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (tls == NULL)
		secure[0].option = MHD_OPTION_END;
	l->sb = sb;
	l->media = media;
	l->daemon = MHD_start_daemon(
		MHD_USE_THREAD_PER_CONNECTION |
			MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
			MHD_USE_SUPPRESS_DATE_NO_CLOCK |
			(tls != NULL ? MHD_USE_TLS : 0U),
		0, NULL, NULL, take_call, l, MHD_OPTION_SOCK_ADDR, at,
		MHD_OPTION_URI_LOG_CALLBACK, begin_call, l,
		MHD_OPTION_NOTIFY_COMPLETED, end_call, NULL,
		MHD_OPTION_CONNECTION_LIMIT, 4000U,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)64 * 1024,
		MHD_OPTION_CONNECTION_TIMEOUT, 300U, MHD_OPTION_ARRAY, secure,
		MHD_OPTION_END);
	if (l->daemon == NULL)
		return err_sys(e, ERR_USAGE, "listen on port %u",
			       ntohs(at->sin_port));
	info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_BIND_PORT);
	at->sin_port = htons(info->port);
	return 0;
}

/* Another name as well as another port: two reasons to hold back. Where names
   are not known at all, as in a bare container, the port must do. */
static const char *other_name(const char *address)
{
	struct addrinfo *found = NULL;
	bool known = strcmp(address, "127.0.0.1") == 0 &&
		     getaddrinfo("localhost", NULL, NULL, &found) == 0;

	if (found != NULL)
		freeaddrinfo(found);
	return known ? "localhost" : address;
}

int server_start(struct server **out, struct sandbox *sb, const char *address,
		 uint16_t port, const struct server_tls *tls, struct err *e)
{
	const char *scheme = tls != NULL ? "https" : "http";
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons(port) };
	AUTO(server_stop) struct server *s = NEW(struct server);

	if (inet_pton(AF_INET, address, &at.sin_addr) != 1)
		return err_set(e, ERR_USAGE, "'%s' is not an IPv4 address",
			       address);
	if (listen_on(&s->api, sb, false, &at, tls, e) < 0)
		return -1;
	(void)snprintf(sb->base, sizeof(sb->base), "%s://%s:%u", scheme,
		       address, ntohs(at.sin_port));
	at.sin_port = 0;
	if (listen_on(&s->media, sb, true, &at, tls, e) < 0)
		return -1;
	(void)snprintf(sb->media, sizeof(sb->media), "%s://%s:%u", scheme,
		       other_name(address), ntohs(at.sin_port));
	*out = TAKE(s);
	return 0;
}

void server_stop(struct server *s)
{
	if (s == NULL)
		return;
	if (s->api.daemon != NULL)
		MHD_stop_daemon(s->api.daemon);
	if (s->media.daemon != NULL)
		MHD_stop_daemon(s->media.daemon);
	free(s);
}
