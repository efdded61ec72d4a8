/*
 * One transfer, driven by whoever wants its bytes: perform() lets libcurl
 * move data until something was received, the head is complete or all is
 * over. Received bytes go straight into the caller's buffer; what is more
 * (libcurl hands over up to HTTP_BLOCK at once) into the spill, and while
 * the spill is not empty libcurl is not called: the network waits.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "http/http-private.h"
#include "http/http.h"
#include "http/url.h"

#include <string.h>

#define POLL_MS 250

/* --- callbacks --------------------------------------------------------- */

static size_t take_body(char *bytes, size_t one, size_t len, void *ctx)
{
	struct http_response *r = ctx;
	size_t first = len < r->room ? len : r->room;

	(void)one;
	if (r->spill_len + (len - first) > HTTP_BLOCK) {
		r->paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	if (first > 0)
		memcpy(r->to, bytes, first);
	r->to += first;
	r->room -= first;
	r->got += first;
	if (len > first) {
		if (r->spill == NULL)
			r->spill = mem_alloc(1, HTTP_BLOCK);
		memcpy(r->spill + r->spill_len, bytes + first, len - first);
		r->spill_len += len - first;
	}
	return len;
}

static void forget_headers(struct http_response *r)
{
	arena_free(r->arena);
	r->arena = arena_new();
	r->headers = NULL;
	r->headers_end = &r->headers;
	r->status = 0;
}

static void add_header(struct http_response *r, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	struct header *h;
	const char *value;
	size_t value_len;

	if (colon == NULL)
		return;
	value = colon + 1;
	value_len = len - (size_t)(value - line);
	while (value_len > 0 && (*value == ' ' || *value == '\t')) {
		value++;
		value_len--;
	}
	while (value_len > 0 && strchr(" \t\r\n", value[value_len - 1]) != NULL)
		value_len--;
	h = ARENA_NEW(r->arena, struct header);
	h->name = arena_dup(r->arena, line, (size_t)(colon - line));
	h->value = arena_dup(r->arena, value, value_len);
	*r->headers_end = h;
	r->headers_end = &h->next;
}

/* "HTTP/1.1 206 Partial": 206 */
static int read_status(const char *line, size_t len)
{
	const char *at = memchr(line, ' ', len);
	int status = 0;

	if (at == NULL)
		return 0;
	for (at++; at < line + len && *at >= '0' && *at <= '9'; at++)
		if (status < 1000)
			status = status * 10 + (*at - '0');
	return status;
}

static size_t take_header(char *line, size_t one, size_t len, void *ctx)
{
	struct http_response *r = ctx;

	(void)one;
	if (r->head_done)
		return len; /* a trailer behind the body */
	r->headers_size += len;
	if (r->headers_size > HTTP_HEADERS_MAX)
		return 0;
	if (len >= 5 && memcmp(line, "HTTP/", 5) == 0) {
		forget_headers(r);
		r->status = read_status(line, len);
	} else if (len <= 2 && (line[0] == '\r' || line[0] == '\n')) {
		r->head_done = r->status >= 200;
	} else {
		add_header(r, line, len);
	}
	return len;
}

static size_t give_body(char *buf, size_t one, size_t cap, void *ctx)
{
	struct http_response *r = ctx;
	const struct http_request *rq = r->rq;
	ssize_t n;

	cap *= one;
	if (rq->stream == NULL) {
		const char *body =
			rq->body_at != NULL ? rq->body_at : rq->body.s;
		size_t left = rq->body_len - r->sent;

		if (cap > left)
			cap = left;
		memcpy(buf, body + r->sent, cap);
		r->sent += cap;
		return cap;
	}
	if (r->streamed >= rq->stream_size)
		return 0;
	if (cap > (uint64_t)(rq->stream_size - r->streamed))
		cap = (size_t)(rq->stream_size - r->streamed);
	n = reader_read(rq->stream, buf, cap, &r->stream_err);
	if (n == 0)
		(void)err_set(&r->stream_err, ERR_ITEM,
			      "only %lld of %lld bytes to send",
			      (long long)r->streamed,
			      (long long)rq->stream_size);
	if (n <= 0)
		return CURL_READFUNC_ABORT;
	r->streamed += n;
	return (size_t)n;
}

/* A body is sent once: a server that closes an idle connection makes
   libcurl try again, which can only be done with what we still have. */
static int rewind_body(void *ctx, curl_off_t offset, int origin)
{
	struct http_response *r = ctx;

	if (r->rq->stream != NULL || r->rq->once || origin != SEEK_SET ||
	    offset < 0 || (uint64_t)offset > r->rq->body_len)
		return CURL_SEEKFUNC_CANTSEEK;
	r->sent = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* --- setting up -------------------------------------------------------- */

static void add_line(struct http_response *r, const char *line)
{
	struct curl_slist *more = curl_slist_append(r->lines, line);

	if (more == NULL)
		mem_exhausted(strlen(line));
	r->lines = more;
}

/* POST and the like announce a length of 0 where they have no body. */
static bool has_upload(const struct http_request *rq)
{
	return rq->stream != NULL || rq->has_body ||
	       strcmp(rq->method, "POST") == 0 ||
	       strcmp(rq->method, "PUT") == 0 ||
	       strcmp(rq->method, "PATCH") == 0;
}

static void set_upload(struct http_response *r, const struct http_request *rq)
{
	CURL *easy = r->channel->easy;
	curl_off_t size = rq->stream != NULL ? (curl_off_t)rq->stream_size
					     : (curl_off_t)rq->body_len;

	if (strcmp(rq->method, "HEAD") == 0)
		(void)curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	if (!has_upload(rq))
		return;
	if (strcmp(rq->method, "POST") == 0) {
		(void)curl_easy_setopt(easy, CURLOPT_POST, 1L);
		(void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size);
	} else {
		(void)curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
		(void)curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, size);
	}
	(void)curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
	(void)curl_easy_setopt(easy, CURLOPT_READDATA, r);
	(void)curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, rewind_body);
	(void)curl_easy_setopt(easy, CURLOPT_SEEKDATA, r);
	(void)curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE,
			       (long)HTTP_BLOCK);
	add_line(r, "Expect:");
}

static void set_request(struct http_response *r, const struct http_request *rq,
			const struct http_url *url)
{
	CURL *easy = r->channel->easy;

	http_channel_set(r->http, r->channel);
	(void)curl_easy_setopt(easy, CURLOPT_URL, rq->url.s);
	set_upload(r, rq);
	if (strcmp(rq->method, "GET") != 0 && strcmp(rq->method, "HEAD") != 0)
		(void)curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, rq->method);
	for (size_t i = 0; i < rq->n_headers; i++)
		add_line(r, rq->headers[i]);
	if (rq->secret.len > 0)
		add_line(r, rq->secret.s);
	(void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, r->lines);
	/* A proxy between us and ourselves would only be a listener. */
	if (http_url_is_loopback(url))
		(void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, r);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, r);
	(void)curl_multi_add_handle(r->channel->multi, easy);
}

/* --- driving ----------------------------------------------------------- */

static const char *shown(const struct http_response *r, struct str *s)
{
	http_url_show(s, r->url.s);
	return s->s;
}

/* What a person can do about a certificate, by curl's own words. */
static const char *certificate_remedy(const char *why)
{
	if (strstr(why, "target host") != NULL)
		return "it is for another host: is the address right?";
	if (strstr(why, "expired") != NULL)
		return "it has to be renewed there";
	return "where it comes from an authority of your own, name that in "
	       "ca-file";
}

/* Why the transfer ended as it did. */
static int tell(struct http_response *r, struct err *e)
{
	struct str where AUTO(str_done) = STR_INIT;
	const char *why = r->channel->why[0] != '\0'
				  ? r->channel->why
				  : curl_easy_strerror(r->end);

	switch (r->end) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return err_set(e, ERR_SOURCE,
			       "%s: its certificate is not accepted (%s); %s",
			       shown(r, &where), why, certificate_remedy(why));
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return err_set(e, ERR_USAGE, "%s: %s", shown(r, &where), why);
	case CURLE_ABORTED_BY_CALLBACK:
		if (r->stream_err.kind != ERR_NONE) {
			*e = r->stream_err;
			return err_wrap(e, "send to %s", shown(r, &where));
		}
		break;
	case CURLE_WRITE_ERROR:
		return err_set(e, ERR_RETRY,
			       "%s: its answer's headers are larger than %zu "
			       "bytes",
			       shown(r, &where), HTTP_HEADERS_MAX);
	case CURLE_OPERATION_TIMEDOUT:
		return err_set(e, ERR_RETRY, "%s: too slow (%s)",
			       shown(r, &where), why);
	default:
		break;
	}
	return err_set(e, ERR_RETRY, "%s: %s", shown(r, &where), why);
}

static void look_for_end(struct http_response *r)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(r->channel->multi, &left)) != NULL)
		if (m->msg == CURLMSG_DONE) {
			r->over = true;
			r->end = m->data.result;
		}
}

/* Let libcurl work once; wait a little where nothing came of it. */
static int perform(struct http_response *r, struct err *e)
{
	size_t got = r->got + r->spill_len;
	bool had_head = r->head_done;
	int running;

	if (http_stopping(r->http)) {
		r->over = true;
		r->end = CURLE_ABORTED_BY_CALLBACK;
		return err_set(e, ERR_RETRY, "the work is to stop");
	}
	if (r->paused) {
		r->paused = false;
		(void)curl_easy_pause(r->channel->easy, CURLPAUSE_CONT);
	}
	(void)curl_multi_perform(r->channel->multi, &running);
	look_for_end(r);
	if (!r->over && r->got + r->spill_len == got &&
	    r->head_done == had_head)
		(void)curl_multi_poll(r->channel->multi, NULL, 0, POLL_MS,
				      NULL);
	return 0;
}

/* --- body -------------------------------------------------------------- */

static size_t from_spill(struct http_response *r, void *buf, size_t cap)
{
	size_t n = r->spill_len - r->spill_at;

	if (n > cap)
		n = cap;
	memcpy(buf, r->spill + r->spill_at, n);
	r->spill_at += n;
	if (r->spill_at == r->spill_len)
		r->spill_at = r->spill_len = 0;
	return n;
}

static ssize_t body_read(struct reader *reader, void *buf, size_t cap,
			 struct err *e)
{
	struct http_response *r = (struct http_response *)reader;
	int bad = 0;

	if (r->spill_len > 0)
		return (ssize_t)from_spill(r, buf, cap);
	r->to = buf;
	r->room = cap;
	r->got = 0;
	while (bad == 0 && r->got == 0 && !r->over)
		bad = perform(r, e);
	r->to = NULL;
	r->room = 0;
	if (bad < 0)
		return -1;
	if (r->got == 0 && r->end != CURLE_OK)
		return tell(r, e);
	return (ssize_t)r->got;
}

static void body_free(struct reader *reader)
{
	(void)reader; /* the response's */
}

static const struct reader_ops body_ops = { body_read, body_free };

struct reader *http_body(struct http_response *r)
{
	return &r->reader;
}

int http_read(struct http_response *r, size_t cap, struct str *out,
	      struct err *e)
{
	struct str where AUTO(str_done) = STR_INIT;
	size_t had = out->len;

	for (;;) {
		char *to = str_room(out, READER_BLOCK);
		ssize_t n = reader_read(&r->reader, to, READER_BLOCK, e);

		if (n <= 0) {
			if (n < 0)
				str_cut(out, had);
			return n < 0 ? -1 : 0;
		}
		out->len += (size_t)n;
		out->s[out->len] = '\0';
		if (out->len - had > cap) {
			str_cut(out, had);
			return err_set(e, ERR_ITEM,
				       "%s: the answer is larger than %zu "
				       "bytes",
				       shown(r, &where), cap);
		}
	}
}

/* --- sending ----------------------------------------------------------- */

static struct http_response *new_response(struct http *h,
					  const struct http_request *rq)
{
	struct http_response *r = NEW(struct http_response);

	r->reader.ops = &body_ops;
	r->http = h;
	r->channel = http_channel_take(h);
	r->rq = rq;
	r->url = STR_INIT;
	str_add(&r->url, rq->url.s);
	r->stream_err = ERR_INIT;
	forget_headers(r);
	return r;
}

static void set_media_type(struct http_response *r)
{
	const char *value = http_header(r, "Content-Type", 0);
	size_t n = value != NULL ? strcspn(value, "; \t") : 0;

	r->media_type = mem_dup(value != NULL ? value : "", n);
	str_lowercase(r->media_type);
}

int http_send(struct http *h, struct http_request *rq,
	      struct http_response **out, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str where AUTO(str_done) = STR_INIT;
	struct http_url url;

	http_url_show(&where, rq->url.s);
	if (rq->malformed)
		return err_set(e, ERR_USAGE,
			       "%s: a header or token has control characters",
			       where.s);
	if (!http_url_parse(&url, rq->url.s))
		return err_set(e, ERR_USAGE, "%s: is no http address", where.s);
	r = new_response(h, rq);
	set_request(r, rq, &url);
	while (!r->head_done && !r->over)
		if (perform(r, e) < 0)
			return -1;
	if (!r->head_done && r->end != CURLE_OK)
		return tell(r, e);
	if (!r->head_done)
		return err_set(e, ERR_RETRY, "%s: no answer", where.s);
	set_media_type(r);
	*out = TAKE(r);
	return 0;
}

int http_send_owned(struct http *h, struct http_request *rq,
		    struct http_response **out, struct err *e)
{
	if (http_send(h, rq, out, e) < 0) {
		http_request_free(rq);
		return -1;
	}
	(*out)->owned = rq;
	return 0;
}

void http_response_free(struct http_response *r)
{
	if (r == NULL)
		return;
	(void)curl_multi_remove_handle(r->channel->multi, r->channel->easy);
	http_channel_give(r->http, r->channel);
	for (struct curl_slist *l = r->lines; l != NULL; l = l->next)
		mem_wipe(l->data, strlen(l->data));
	curl_slist_free_all(r->lines);
	arena_free(r->arena);
	http_request_free(r->owned);
	str_done(&r->url);
	free(r->media_type);
	free(r->spill);
	free(r);
}

/* --- head -------------------------------------------------------------- */

int http_status(const struct http_response *r)
{
	return r->status;
}

const char *http_url(const struct http_response *r)
{
	return r->url.s;
}

const char *http_header(const struct http_response *r, const char *name,
			size_t n)
{
	for (const struct header *h = r->headers; h != NULL; h = h->next)
		if (str_casecmp(h->name, name) == 0 && n-- == 0)
			return h->value;
	return NULL;
}

int64_t http_length(const struct http_response *r)
{
	const char *value = http_header(r, "Content-Length", 0);
	long long n;

	return value != NULL && str_int64(value, &n) && n >= 0 ? n : -1;
}

int64_t http_date_us(const struct http_response *r)
{
	const char *value = http_header(r, "Date", 0);
	int64_t us;

	return value != NULL && clock_parse_http(value, &us) ? us : 0;
}

const char *http_media_type(const struct http_response *r)
{
	return r->media_type;
}
