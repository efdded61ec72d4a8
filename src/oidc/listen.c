#include "oidc/listen.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)64 * 1024) /* of a request's head */
#define WAIT_MS    250

struct listen {
	struct MHD_Daemon *daemon;
	char *path, *url;
	const struct listen_wait *wait; /* while listen_wait() runs */
	bool last;                      /* answer() said so */
	bool over;                      /* and the reply went out */
};

struct asked {
	char *url;
	bool seen;
	bool ends;
};

static void *begin(void *cls, const char *url, struct MHD_Connection *c)
{
	struct asked *a = NEW(struct asked);

	(void)cls;
	(void)c;
	a->url = mem_strdup(url);
	return a;
}

static void end(void *cls, struct MHD_Connection *c, void **req,
		enum MHD_RequestTerminationCode how)
{
	struct listen *l = cls;
	struct asked *a = *req;

	(void)c;
	(void)how;
	if (a == NULL)
		return;
	if (a->ends)
		l->over = true;
	mem_wipe(a->url, strlen(a->url)); /* it has a code in it */
	free(a->url);
	free(a);
	*req = NULL;
}

static void add_escaped(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			str_add(out, "&lt;");
		else if (*text == '&')
			str_add(out, "&amp;");
		else
			str_add_char(out, *text);
	}
}

static enum MHD_Result send_page(struct MHD_Connection *c, unsigned int status,
				 const struct listen_reply *reply)
{
	struct str page AUTO(str_done) = STR_INIT;
	struct MHD_Response *r;
	enum MHD_Result rc;

	str_add(&page, "<!doctype html><meta charset=utf-8>"
		       "<title>Estreat</title><p>");
	add_escaped(&page, reply->text.s);
	str_add(&page, "\n");
	r = MHD_create_response_from_buffer(page.len, page.s,
					    MHD_RESPMEM_MUST_COPY);
	if (r == NULL)
		mem_exhausted(page.len);
	(void)MHD_add_response_header(r, "Content-Type",
				      "text/html; charset=utf-8");
	(void)MHD_add_response_header(r, "Cache-Control", "no-store");
	(void)MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
	(void)MHD_add_response_header(r, "Connection", "close");
	(void)MHD_add_response_header(
		r, "Content-Security-Policy",
		"default-src 'none'; frame-ancestors 'none'");
	if (reply->location.len > 0)
		(void)MHD_add_response_header(r, "Location", reply->location.s);
	rc = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return rc;
}

static bool is_ours(const struct listen *l, const char *path,
		    const char *method)
{
	return !l->last && l->wait != NULL && strcmp(method, "GET") == 0 &&
	       strcmp(path, l->path) == 0;
}

/* NOLINTNEXTLINE(readability-function-size): as libmicrohttpd wants it */
static enum MHD_Result take(void *cls, struct MHD_Connection *c,
			    const char *path, const char *method,
			    const char *version, const char *upload,
			    size_t *upload_size, void **req)
{
	struct listen_reply reply = { STR_INIT, STR_INIT };
	struct listen *l = cls;
	struct asked *a = *req;
	unsigned int status = MHD_HTTP_NOT_FOUND;
	enum MHD_Result rc;

	(void)version;
	(void)upload;
	if (a == NULL || *upload_size > 0)
		return MHD_NO; /* a body is for nobody here */
	if (!a->seen) {
		a->seen = true;
		return MHD_YES;
	}
	if (is_ours(l, path, method)) {
		l->last = l->wait->answer(l->wait->ctx, a->url, &reply) > 0;
		a->ends = l->last;
		status = reply.location.len > 0 ? MHD_HTTP_FOUND : MHD_HTTP_OK;
	}
	rc = send_page(c, status, &reply);
	str_done(&reply.location);
	str_done(&reply.text);
	return rc;
}

static int parse(const char *at, struct sockaddr_in *out, struct err *e)
{
	const char *colon = strrchr(at, ':');
	char host[INET_ADDRSTRLEN];
	long long port = -1;
	size_t len = colon != NULL ? (size_t)(colon - at) : 0;

	*out = (struct sockaddr_in){ .sin_family = AF_INET };
	if (len > 0 && len < sizeof(host)) {
		memcpy(host, at, len);
		host[len] = '\0';
		if (inet_pton(AF_INET, host, &out->sin_addr) == 1 &&
		    str_int64(colon + 1, &port) && port >= 0 && port < 65536 &&
		    ntohl(out->sin_addr.s_addr) >> 24 == 127) {
			out->sin_port = htons((uint16_t)port);
			return 0;
		}
	}
	return err_set(e, ERR_USAGE,
		       "\"%.60s\" is no address of this machine only, such as "
		       "127.0.0.1:8400",
		       at);
}

int listen_open(struct listen **out, const char *at, const char *path,
		struct err *e)
{
	AUTO(listen_close) struct listen *l = NULL;
	const union MHD_DaemonInfo *info;
	struct sockaddr_in where;
	char host[INET_ADDRSTRLEN];

	if (parse(at, &where, e) < 0)
		return -1;
	l = NEW(struct listen);
	l->path = mem_strdup(path);
	l->daemon = MHD_start_daemon(MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0, NULL,
				     NULL, take, l, MHD_OPTION_SOCK_ADDR,
				     &where, MHD_OPTION_URI_LOG_CALLBACK, begin,
				     l, MHD_OPTION_NOTIFY_COMPLETED, end, l,
				     MHD_OPTION_CONNECTION_LIMIT, 20U,
				     MHD_OPTION_CONNECTION_MEMORY_LIMIT,
				     MEMORY_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
				     30U, MHD_OPTION_END);
	if (l->daemon == NULL)
		return err_set(e, ERR_USAGE,
			       "cannot listen on %.60s: choose another port",
			       at);
	info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_BIND_PORT);
	(void)inet_ntop(AF_INET, &where.sin_addr, host, sizeof(host));
	l->url = str_printf("http://%s:%u%s", host, info->port, path);
	*out = TAKE(l);
	return 0;
}

void listen_close(struct listen *l)
{
	if (l == NULL)
		return;
	if (l->daemon != NULL)
		MHD_stop_daemon(l->daemon);
	free(l->path);
	free(l->url);
	free(l);
}

const char *listen_url(const struct listen *l)
{
	return l->url;
}

int listen_wait(struct listen *l, const struct listen_wait *w, struct err *e)
{
	l->wait = w;
	while (!l->over && clock_monotonic_us() < w->until_us &&
	       (w->stopping == NULL || !w->stopping(w->stop_ctx)))
		if (MHD_run_wait(l->daemon, WAIT_MS) != MHD_YES) {
			l->wait = NULL;
			return err_set(e, ERR_STORE,
				       "%s: the listener does not work",
				       l->url);
		}
	l->wait = NULL;
	return l->over ? 1 : 0;
}
