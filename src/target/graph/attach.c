/*
 * attach.c - a file: one request, or an upload session piece by piece.
 *
 * The address of an upload carries its own right, and is at another host: our
 * token never goes there. A piece is sent again where that helps; where the
 * session is over, or does not stand where we do, the message is made anew.
 *
 * Source: Graph, "Attach large files to Outlook messages".
 */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/url.h"
#include "stream/reader.h"
#include "target/graph/graph-private.h"
#include "target/graph/letter.h"

#include <inttypes.h>
#include <string.h>

#define TRIES      5
#define PAUSE_US   (CLOCK_SECOND / 4)
#define PAUSE_MAX  (10 * CLOCK_SECOND)
#define ANSWER_MAX ((size_t)1024 * 1024)

static void attachments_path(struct str *path, const char *message,
			     const char *what)
{
	str_add(path, "/messages/");
	encode_percent(path, message);
	str_addf(path, "/attachments%s", what);
}

static int attach_small(struct exchange_session *s, const char *message,
			const char *name, const char *media_type,
			struct reader *bytes, bool *stale,
			struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	AUTO(str_done) struct str json = STR_INIT;

	graph_answer_init(&a);
	attachments_path(&path, message, "");
	if (letter_attachment(&json, name, media_type, bytes, e) < 0)
		return -1;
	return exchange_post(s, path.s, &json, "attach a file", &a, stale, stop,
			     e);
}

/* --- upload sessions -------------------------------------------------------
 */

struct upload {
	struct http *http;
	const struct host *host;
	char *url;
	uint64_t at, size;
	char *piece; /* EXCHANGE_CHUNK */
};

static void upload_done_auto(struct upload *u)
{
	free(u->url);
	free(u->piece);
}

static int upload_begin(struct exchange_session *s, const char *message,
			const char *name, const char *media_type,
			struct upload *u, bool *stale,
			struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	AUTO(str_done) struct str json = STR_INIT;
	const char *url;
	int rc;

	graph_answer_init(&a);
	attachments_path(&path, message, "/createUploadSession");
	str_add(&json, "{\"AttachmentItem\":{\"attachmentType\":\"file\","
		       "\"name\":");
	encode_json(&json, name);
	str_add(&json, ",\"contentType\":");
	encode_json(&json, media_type);
	str_addf(&json, ",\"size\":%" PRIu64 "}}", u->size);
	rc = exchange_post(s, path.s, &json, "begin an upload", &a, stale, stop,
			   e);
	if (rc != 0)
		return rc;
	url = json_string_value(json_object_get(a.json, "uploadUrl"));
	if (url == NULL)
		return err_set(e, ERR_RETRY,
			       "Graph begins an upload without an address");
	if (http_url_check("uploadUrl", url, e) < 0) {
		e->kind = ERR_SOURCE;
		return -1;
	}
	u->url = mem_strdup(url);
	return 0;
}

/* One piece, once. 0: an answer, its status and body; -1: none came. */
static int put(const struct upload *u, size_t n, struct graph_answer *out,
	       struct err *e)
{
	AUTO(reader_free) struct reader *body = reader_mem(u->piece, n);
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("PUT", u->url);
	AUTO(http_response_free) struct http_response *r = NULL;
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(free)
	char *range = str_printf("bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
				 u->at, u->at + n - 1, u->size);
	const json_t *error;
	const char *code;

	http_request_header(rq, "Content-Range", range);
	http_request_stream(rq, "application/octet-stream", body, (int64_t)n);
	if (http_send(u->http, rq, &r, e) < 0 ||
	    http_read(r, ANSWER_MAX, &text, e) < 0)
		return -1;
	graph_answer_done(out);
	out->status = http_status(r);
	if (!http_response_retry_after(r, &out->wait_us))
		out->wait_us = 0;
	out->json = json_loadb(text.s, text.len, 0, NULL);
	error = json_object_get(out->json, "error");
	code = json_string_value(json_object_get(error, "code"));
	str_add_len(&out->code, code != NULL ? code : "",
		    code != NULL ? strcspn(code, "\r\n") : 0);
	return 0;
}

/* The session is over, or does not stand where we do: begin anew. */
static bool is_stale(const struct graph_answer *a)
{
	static const int statuses[] = { 401, 403, 404, 409, 410, 416 };

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (a->status == statuses[i])
			return true;
	return false;
}

static int give_up(const struct graph_answer *a, struct exchange_stop *stop)
{
	stop->outcome = AGENT_MAILBOX;
	stop->absent = false;
	stop->wait_us = 0;
	str_cut(&stop->reason, 0);
	str_addf(&stop->reason,
		 "the upload of a file does not get through (%d %.80s); it is "
		 "tried again later",
		 a->status, a->code.s);
	return 1;
}

static bool is_again(const struct graph_answer *a)
{
	return a->status == 429 || a->status >= 500;
}

/* Until it is there. A first try that reached it and did not tell makes the
   second one be refused: *stale. */
static int put_piece(struct exchange_session *s, struct upload *u, size_t n,
		     bool *stale, struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };

	graph_answer_init(&a);
	for (unsigned int i = 0;; i++) {
		int rc = put(u, n, &a, e);
		int64_t pause = http_backoff_us(i, PAUSE_US, PAUSE_MAX);

		if (rc < 0 && (e->kind != ERR_RETRY || i + 1 == TRIES))
			return err_wrap(e, "upload a file");
		if (rc == 0 &&
		    (a.status == 200 || a.status == 201 || a.status == 202))
			break;
		if (rc == 0 && a.wait_us > pause)
			pause = a.wait_us;
		if (rc == 0 &&
		    (!is_again(&a) || i + 1 == TRIES || pause > PAUSE_MAX)) {
			*stale = is_stale(&a);
			return *stale ? give_up(&a, stop)
				      : exchange_refused(exchange_agent_of(s),
							 &a, "upload a file",
							 stop, e);
		}
		err_clear(e);
		if (http_sleep(u->http, pause, e) < 0)
			return -1;
	}
	u->at += n;
	if ((u->at == u->size) != (a.status == 201)) {
		*stale = true;
		return give_up(&a, stop);
	}
	return 0;
}

static int read_piece(struct upload *u, struct reader *bytes, size_t *n,
		      struct err *e)
{
	uint64_t left = u->size - u->at;
	size_t want = left < EXCHANGE_CHUNK ? (size_t)left : EXCHANGE_CHUNK;

	for (*n = 0; *n < want;) {
		ssize_t got = reader_read(bytes, u->piece + *n, want - *n, e);

		if (got < 0)
			return -1;
		if (got == 0)
			return err_set(e, ERR_STORE,
				       "a file is shorter than it was before");
		*n += (size_t)got;
	}
	return 0;
}

static int attach_large(struct exchange_session *s, const char *message,
			const char *name, const char *media_type, uint64_t size,
			struct reader *bytes, bool *stale,
			struct exchange_stop *stop, struct err *e)
{
	struct exchange_agent *a = exchange_agent_of(s);
	__attribute__((__cleanup__(upload_done_auto))) struct upload u = {
		.http = graph_http(a->graph), .host = a->host, .size = size
	};
	int rc = upload_begin(s, message, name, media_type, &u, stale, stop, e);

	if (rc != 0)
		return rc;
	u.piece = mem_alloc(1, EXCHANGE_CHUNK);
	while (rc == 0 && u.at < size) {
		size_t n;

		if (read_piece(&u, bytes, &n, e) < 0)
			return -1;
		rc = put_piece(s, &u, n, stale, stop, e);
	}
	return rc;
}

int exchange_attach(struct exchange_session *s, const char *message,
		    const char *name, const char *media_type, uint64_t size,
		    struct reader *bytes, bool *stale,
		    struct exchange_stop *stop, struct err *e)
{
	*stale = false;
	if (size < EXCHANGE_FILE_MAX)
		return attach_small(s, message, name, media_type, bytes, stale,
				    stop, e);
	return attach_large(s, message, name, media_type, size, bytes, stale,
			    stop, e);
}
