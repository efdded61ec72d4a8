#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/head.h"
#include "http/http.h"
#include "stream/reader.h"
#include "t.h"
#include "tests/fake/http-server.h"

#include <pthread.h>
#include <stdatomic.h>

static struct http *client(void)
{
	struct http_options o = { .agent = NULL, .stall_s = 1 };

	return http_new(&o);
}

/* --- bodies, whole and otherwise --------------------------------------- */

static const struct body_case {
	const char *label;
	int status;
	const char *headers, *body;
	enum fake_way way;
	size_t cap;
	int want; /* of http_read; -2: http_send fails */
	enum err_kind kind;
} body_cases[] = {
	{ "whole", 200, NULL, "hello", FAKE_WHOLE, 100, 0, ERR_NONE },
	{ "empty", 204, NULL, "", FAKE_WHOLE, 100, 0, ERR_NONE },
	{ "chunked", 200, NULL, "hello, all of you", FAKE_CHUNKED, 100, 0,
	  ERR_NONE },
	{ "until the end", 200, NULL, "hello", FAKE_UNTIL_END, 100, 0,
	  ERR_NONE },
	{ "a refusal has a body too", 404, NULL, "{\"code\":1001}", FAKE_WHOLE,
	  100, 0, ERR_NONE },
	{ "a redirect is not followed", 302,
	  "Location: http://127.0.0.1:1/elsewhere\r\n", "moved", FAKE_WHOLE,
	  100, 0, ERR_NONE },
	{ "as long as the cap", 200, NULL, "hello", FAKE_WHOLE, 5, 0,
	  ERR_NONE },
	{ "longer than the cap", 200, NULL, "hello", FAKE_WHOLE, 4, -1,
	  ERR_ITEM },
	{ "cut", 200, NULL, "hello, all of you", FAKE_CUT, 100, -1, ERR_RETRY },
	{ "reset", 200, NULL, "hello, all of you", FAKE_RESET, 100, -1,
	  ERR_RETRY },
	{ "stalled", 200, NULL, "hello, all of you", FAKE_STALL, 100, -1,
	  ERR_RETRY },
	{ "no answer", 200, NULL, "", FAKE_SILENT, 100, -2, ERR_RETRY },
};

static void answer_body(void *ctx, const struct fake_request *rq,
			struct fake_answer *out)
{
	const struct body_case *c = ctx;

	(void)rq;
	out->status = c->status;
	out->headers = c->headers;
	out->body = c->body;
	out->len = strlen(c->body);
	out->way = c->way;
}

static int get(struct http *h, const char *url, struct http_response **out,
	       struct err *e)
{
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("GET", url);

	http_request_bearer(rq, "SECRETTOKEN");
	http_request_query(rq, "q", "SECRETQUERY");
	return http_send(h, rq, out, e);
}

static void check_no_secret(const struct err *e)
{
	char text[ERR_TEXT];

	T_OK(strstr(err_str(e, text, sizeof(text)), "SECRET") == NULL);
}

T(bodies)
{
	T_EACH(c, body_cases) {
		struct body_case copy = *c;
		AUTO(fake_server_stop)
		struct fake_server *s = fake_server_start(answer_body, &copy);
		AUTO(http_free) struct http *h = client();
		AUTO(http_response_free) struct http_response *r = NULL;
		struct str body AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;
		int got = -2;

		if (get(h, fake_server_base(s), &r, &e) == 0) {
			T_EQ_INT(http_status(r), c->status);
			got = http_read(r, c->cap, &body, &e);
		}
		T_EQ_INT(got, c->want);
		T_EQ_INT(e.kind, c->kind);
		T_EQ_STR(body.s, got == 0 ? c->body : "");
		check_no_secret(&e);
		if (c->way != FAKE_SILENT) /* libcurl may ask that once more */
			T_EQ_INT(fake_server_requests(s), 1);
	}
}

/* --- heads ------------------------------------------------------------- */

static void answer_head(void *ctx, const struct fake_request *rq,
			struct fake_answer *out)
{
	(void)rq;
	out->headers = ctx;
	out->body = "x";
	out->len = 1;
}

T(head)
{
	char headers[] = "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\n"
			 "Content-Type: Text/HTML; charset=utf-8\r\n"
			 "link:  <a>; rel=prev \r\n"
			 "Link: </b>; rel=next\r\n"
			 "Retry-After: 2026-03-01T10:00:07Z\r\n"
			 "Empty:\r\n";
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer_head, headers);
	AUTO(http_free) struct http *h = client();
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str next AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	int64_t wait_us = 0;

	t_label = "head";
	T_EQ_INT(get(h, fake_server_base(s), &r, &e), 0);
	T_EQ_STR(http_media_type(r), "text/html");
	T_EQ_INT(http_length(r), 1);
	T_EQ_INT(http_date_us(r), INT64_C(1772359200000000));
	T_EQ_STR(http_header(r, "LINK", 0), "<a>; rel=prev");
	T_OK(http_link_next(http_header(r, "Link", 1), &next));
	T_EQ_STR(next.s, "/b");
	T_OK(http_header(r, "Link", 2) == NULL);
	T_EQ_STR(http_header(r, "Empty", 0), "");
	T_OK(http_response_retry_after(r, &wait_us));
	T_EQ_INT(wait_us, 7000000);
}

T(head_too_large)
{
	struct str headers AUTO(str_done) = STR_INIT;
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	AUTO(http_free) struct http *h = client();
	AUTO(http_response_free) struct http_response *r = NULL;
	struct err e = ERR_INIT;

	for (int i = 0; i < 6000; i++)
		str_addf(&headers, "X-Number-%d: %050d\r\n", i, i);
	s = fake_server_start(answer_head, headers.s);
	T_EQ_INT(get(h, fake_server_base(s), &r, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	check_no_secret(&e);
}

/* --- requests ---------------------------------------------------------- */

struct seen {
	char method[16], target[256], head[2048], body[64];
	unsigned int link;
};

static void remember(void *ctx, const struct fake_request *rq,
		     struct fake_answer *out)
{
	struct seen *seen = ctx;

	(void)snprintf(seen->method, sizeof(seen->method), "%s", rq->method);
	(void)snprintf(seen->target, sizeof(seen->target), "%s", rq->target);
	(void)snprintf(seen->head, sizeof(seen->head), "%s", rq->head);
	(void)snprintf(seen->body, sizeof(seen->body), "%.*s",
		       (int)rq->body_len, rq->body);
	seen->link = rq->link;
	out->body = "ok";
	out->len = 2;
}

static void send_and_read(struct http *h, struct http_request *rq)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str body AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(http_send(h, rq, &r, &e), 0);
	if (r != NULL)
		T_EQ_INT(http_read(r, 10, &body, &e), 0);
}

static struct http_request *request(const char *method, const char *base,
				    const char *path)
{
	struct str url AUTO(str_done) = STR_INIT;

	str_addf(&url, "%s%s", base, path);
	return http_request_new(method, url.s);
}

T(requests)
{
	struct seen seen = { 0 };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(remember, &seen);
	const char *base = fake_server_base(s);
	AUTO(http_free) struct http *h = client();
	AUTO(http_request_free)
	struct http_request *get = request("GET", base, "/a%252F/b?x=1");
	AUTO(http_request_free)
	struct http_request *post = request("POST", base, "/p");
	AUTO(http_request_free)
	struct http_request *put = request("PUT", base, "/u");
	AUTO(http_request_free)
	struct http_request *empty = request("POST", base, "/e");
	AUTO(http_request_free)
	struct http_request *drop = request("DELETE", base, "/d");
	AUTO(reader_free) struct reader *body = reader_mem("streamed", 8);

	http_request_query(get, "to", "2026-03-01T10:00:00Z");
	http_request_header(get, "X-Empty", "");
	http_request_bearer(get, "T");
	send_and_read(h, get);
	T_EQ_STR(seen.target, "/a%252F/b?x=1&to=2026-03-01T10%3A00%3A00Z");
	T_OK(strstr(seen.head, "Authorization: Bearer T\r\n") != NULL);
	T_OK(strstr(seen.head, "User-Agent: Estreat/") != NULL);
	T_OK(strstr(seen.head, "X-Empty:\r\n") != NULL);

	http_request_body(post, "text/plain", "hello", 5);
	send_and_read(h, post);
	T_EQ_STR(seen.method, "POST");
	T_EQ_STR(seen.body, "hello");
	T_OK(strstr(seen.head, "Authorization") == NULL);
	T_OK(strstr(seen.head, "Expect") == NULL);

	http_request_stream(put, "text/plain", body, 8);
	send_and_read(h, put);
	T_EQ_STR(seen.method, "PUT");
	T_EQ_STR(seen.body, "streamed");

	send_and_read(h, empty);
	T_OK(strstr(seen.head, "Content-Length: 0\r\n") != NULL);
	send_and_read(h, drop);
	T_EQ_STR(seen.method, "DELETE");
	T_EQ_INT(seen.link, 0); /* all over one connection */
}

T(bodies_of_the_caller)
{
	struct seen seen = { 0 };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(remember, &seen);
	AUTO(http_free) struct http *h = client();
	AUTO(http_request_free)
	struct http_request *put = request("PUT", fake_server_base(s), "/u");
	char bytes[] = "mine";

	http_request_query_text(put, "sig=a%2Fb");
	http_request_query(put, "c", "d/");
	http_request_authorization(put, "SharedKey a:b");
	http_request_body_at(put, NULL, bytes, 4);
	send_and_read(h, put);
	T_EQ_STR(seen.target, "/u?sig=a%2Fb&c=d%2F");
	T_EQ_STR(seen.body, "mine");
	T_OK(strstr(seen.head, "Authorization: SharedKey a:b\r\n") != NULL);
	T_OK(strstr(seen.head, "Content-Length: 4\r\n") != NULL);
	T_OK(strstr(seen.head, "Content-Type") == NULL);
	/* not copied, and sent again as it is then */
	bytes[0] = 'M';
	send_and_read(h, put);
	T_EQ_STR(seen.body, "Mine");
	http_request_body(put, "text/plain", "copied", 6);
	send_and_read(h, put);
	T_EQ_STR(seen.body, "copied");
	http_request_body_at(put, NULL, bytes, 0);
	send_and_read(h, put);
	T_EQ_STR(seen.body, "");
	T_OK(strstr(seen.head, "Content-Length: 0\r\n") != NULL);
}

/* A request that its response owns is there until that is read. */
T(owned)
{
	struct seen seen = { 0 };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(remember, &seen);
	AUTO(http_free) struct http *h = client();
	AUTO(http_response_free) struct http_response *r = NULL;
	struct http_request *rq = request("PUT", fake_server_base(s), "/u");
	struct str body AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	http_request_body(rq, "text/plain", "hello", 5);
	T_EQ_INT(http_send_owned(h, rq, &r, &e), 0);
	T_EQ_INT(http_read(r, 10, &body, &e), 0);
	T_EQ_STR(body.s, "ok");
	rq = http_request_new("GET", "http://127.0.0.1:1/");
	http_response_free(TAKE(r));
	T_EQ_INT(http_send_owned(h, rq, &r, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

T(short_stream)
{
	struct seen seen = { 0 };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(remember, &seen);
	AUTO(http_free) struct http *h = client();
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("PUT", fake_server_base(s));
	AUTO(reader_free) struct reader *body = reader_mem("short", 5);
	AUTO(http_response_free) struct http_response *r = NULL;
	struct err e = ERR_INIT;

	http_request_stream(rq, "text/plain", body, 8);
	T_EQ_INT(http_send(h, rq, &r, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
}

static const struct {
	const char *label;
	const char *url, *token;
	enum err_kind kind;
} refused_cases[] = {
	{ "line end in a token", "http://127.0.0.1:1/", "a\r\nX: y",
	  ERR_USAGE },
	{ "no address", "nowhere", "a", ERR_USAGE },
	{ "a file", "file:///etc/passwd", "a", ERR_USAGE },
	{ "user in address", "http://u:p@127.0.0.1:1/", "a", ERR_USAGE },
	{ "nobody there", "http://127.0.0.1:1/", "a", ERR_RETRY },
};

T(refused)
{
	AUTO(http_free) struct http *h = client();

	T_EACH(c, refused_cases) {
		AUTO(http_request_free)
		struct http_request *rq = http_request_new("GET", c->url);
		AUTO(http_response_free) struct http_response *r = NULL;
		struct err e = ERR_INIT;

		http_request_bearer(rq, c->token);
		T_EQ_INT(http_send(h, rq, &r, &e), -1);
		T_EQ_INT(e.kind, c->kind);
	}
}

static bool is_stopping(void *ctx)
{
	return atomic_load((atomic_bool *)ctx);
}

T(stops_while_waiting)
{
	atomic_bool stop = false;
	struct body_case c = { .status = 200,
			       .body = "hello, you",
			       .way = FAKE_STALL };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer_body, &c);
	struct http_options o = { .stopping = is_stopping, .ctx = &stop };
	AUTO(http_free) struct http *h = http_new(&o);
	AUTO(http_response_free) struct http_response *r = NULL;
	struct err e = ERR_INIT;
	char buf[64];
	ssize_t n;

	T_EQ_INT(get(h, fake_server_base(s), &r, &e), 0);
	n = reader_read(http_body(r), buf, sizeof(buf), &e);
	T_EQ_INT(n, 5);
	atomic_store(&stop, true);
	T_EQ_INT(reader_read(http_body(r), buf, sizeof(buf), &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

/* --- large bodies, many threads ---------------------------------------- */

#define LARGE ((uint64_t)48 * 1024 * 1024 + 17)

static void answer_large(void *ctx, const struct fake_request *rq,
			 struct fake_answer *out)
{
	out->large = LARGE;
	out->way = rq->target[1] == 'c' ? FAKE_CHUNKED : FAKE_WHOLE;
	(void)ctx;
}

/* Bytes in odd pieces; how many came before one was wrong. */
static uint64_t read_large(struct http_response *r, size_t piece)
{
	AUTO(free) char *buf = mem_alloc(1, piece);
	struct err e = ERR_INIT;
	uint64_t at = 0;
	ssize_t n;

	while ((n = reader_read(http_body(r), buf, piece, &e)) > 0)
		for (ssize_t i = 0; i < n; i++, at++)
			if (buf[i] != fake_byte(at))
				return at;
	return at;
}

static const struct {
	const char *label;
	const char *path;
	size_t piece;
} large_cases[] = {
	{ "blocks of a reader", "/", READER_BLOCK },
	{ "larger than ours", "/", 3 * HTTP_BLOCK },
	{ "chunked", "/c", READER_BLOCK },
	{ "odd pieces", "/", 4093 },
};

T(large)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer_large, NULL);
	AUTO(http_free) struct http *h = client();

	T_EACH(c, large_cases) {
		AUTO(http_request_free)
		struct http_request *rq =
			request("GET", fake_server_base(s), c->path);
		AUTO(http_response_free) struct http_response *r = NULL;
		struct err e = ERR_INIT;

		T_EQ_INT(http_send(h, rq, &r, &e), 0);
		T_EQ_INT(read_large(r, c->piece), LARGE);
	}
}

struct crowd {
	struct http *http;
	const char *base;
	atomic_int good;
};

static void *ask_often(void *ctx)
{
	struct crowd *c = ctx;

	for (int i = 0; i < 50; i++) {
		AUTO(http_response_free) struct http_response *r = NULL;
		struct str body AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;

		if (get(c->http, c->base, &r, &e) == 0 &&
		    http_read(r, 100, &body, &e) == 0 &&
		    strcmp(body.s, "hello") == 0)
			atomic_fetch_add(&c->good, 1);
	}
	return NULL;
}

T(threads)
{
	struct body_case c = { .status = 200, .body = "hello" };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer_body, &c);
	AUTO(http_free) struct http *h = client();
	struct crowd crowd = { .http = h, .base = fake_server_base(s) };
	pthread_t threads[8];

	for (int i = 0; i < 8; i++)
		T_OK(pthread_create(&threads[i], NULL, ask_often, &crowd) == 0);
	for (int i = 0; i < 8; i++)
		T_OK(pthread_join(threads[i], NULL) == 0);
	T_EQ_INT(atomic_load(&crowd.good), 400);
}

T_MAIN
