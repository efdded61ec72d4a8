#include "portal/content.h"

#include "portal/answer.h"
#include "portal/range.h"
#include "portal/server.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "stream/reader.h"
#include "stream/writer.h"
#include "verb/print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Shown by browsers without running anything. */
static bool is_shown(const char *type)
{
	static const char *const shown[] = {
		"image/png",  "image/jpeg", "image/gif", "image/webp",
		"audio/mpeg", "audio/mp4",  "audio/wav", "audio/ogg",
		"audio/aac",  "audio/webm", "video/mp4", "video/webm",
		"video/ogg",  "text/plain", "text/vtt",  "audio/x-m4a",
	};
	size_t len = strcspn(type, "; ");

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (strlen(shown[i]) == len &&
		    strncmp(shown[i], type, len) == 0)
			return true;
	return false;
}

/* A media type as vendors wrote it: nothing but its letters goes into a
   header. */
static bool is_type(const char *type)
{
	return strchr(type, '/') != NULL &&
	       type[strspn(type, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
				 "RSTUVWXYZ0123456789/+.-_;= ")] == '\0';
}

/* filename for old programs, filename* (RFC 8187) for all others. */
static void disposition(struct str *out, const char *how, const char *file)
{
	str_add(out, how);
	if (file == NULL)
		return;
	str_add(out, "; filename=\"");
	for (const char *c = file; *c != '\0'; c++)
		str_add_char(out, *c < ' ' || *c > '~' ||
						  strchr("\"\\/%", *c) != NULL
					  ? '_'
					  : *c);
	str_add(out, "\"; filename*=UTF-8''");
	encode_percent(out, file);
}

static void set_headers(struct answer *a, const struct content *c)
{
	AUTO(str_done) struct str how = STR_INIT;
	AUTO(str_done) struct str type = STR_INIT;
	bool known = is_type(c->media_type);
	bool text = known && str_starts(c->media_type, "text/");

	if (c->page)
		str_add(&type, "text/html; charset=utf-8");
	else if (text && strchr(c->media_type, ';') == NULL)
		str_addf(&type, "%s; charset=utf-8", c->media_type);
	else
		str_add(&type,
			known ? c->media_type : "application/octet-stream");
	answer_header(a, "Content-Type", type.s);
	disposition(&how, c->page || is_shown(type.s) ? "inline" : "attachment",
		    c->file);
	answer_header(a, "Content-Disposition", how.s);
	answer_header(a, "Accept-Ranges", "bytes");
	answer_header(a, "Cache-Control", "private, no-cache");
	answer_header(a, "Content-Security-Policy",
		      c->page ? "sandbox; default-src 'none'; img-src 'self' "
				"data:; media-src 'self'; style-src "
				"'unsafe-inline'; frame-ancestors 'self'"
			      : "sandbox; default-src 'none'; media-src "
				"'self'; frame-ancestors 'self'");
}

static int copy(struct exchange *x, const struct content *c,
		const struct range *r, struct err *e)
{
	struct writer *to = answer_writer(x->answer);
	AUTO(reader_free) struct reader *from = NULL;
	unsigned char buf[READER_BLOCK];
	uint64_t left = r->length;

	if (c->open(c->ctx, r->from, &from, e) < 0)
		return -1;
	while (left > 0) {
		size_t want = left < sizeof(buf) ? (size_t)left : sizeof(buf);
		ssize_t n = reader_read(from, buf, want, e);

		if (n < 0)
			return -1;
		if (n == 0)
			return err_set(e, ERR_STORE,
				       "content ends %" PRIu64
				       " bytes before its length",
				       left);
		if (to->ops->write(to, buf, (size_t)n, e) < 0)
			return -1;
		left -= (uint64_t)n;
	}
	return 0;
}

static void set_range(struct answer *a, const struct range *r, uint64_t size)
{
	char text[80];

	if (r->kind == RANGE_SOME)
		(void)snprintf(text, sizeof(text),
			       "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
			       r->from, r->from + r->length - 1, size);
	else
		(void)snprintf(text, sizeof(text), "bytes */%" PRIu64, size);
	answer_status(a, r->kind == RANGE_SOME ? 206 : 416);
	answer_header(a, "Content-Range", text);
	if (r->kind == RANGE_SOME)
		answer_length(a, r->length);
}

int content_answer(void *ctx, const struct content *c, struct err *e)
{
	struct exchange *x = ctx;
	const char *const *fields = x->rq->fields;
	struct range r = { RANGE_ALL, 0, c->size };
	char etag[80] = "";

	set_headers(x->answer, c);
	if (c->sha256 != NULL) {
		(void)snprintf(etag, sizeof(etag), "\"%.64s\"", c->sha256);
		answer_header(x->answer, "ETag", etag);
	}
	if (etag_listed(fields[FIELD_IF_NONE_MATCH], etag)) {
		answer_status(x->answer, 304);
		return 0;
	}
	if (range_holds(fields[FIELD_IF_RANGE], etag))
		r = range_read(fields[FIELD_RANGE], c->size);
	if (r.kind == RANGE_ALL)
		answer_length(x->answer, c->size);
	else
		set_range(x->answer, &r, c->size);
	if (x->rq->method == METHOD_HEAD || r.kind == RANGE_NONE)
		return 0;
	return copy(x, c, &r, e);
}
