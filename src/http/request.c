#include "http/http-private.h"

#include "base/encode.h"
#include "base/mem.h"
#include "http/http.h"

#include <string.h>

struct http_request *http_request_new(const char *method, const char *url)
{
	struct http_request *rq = NEW(struct http_request);

	rq->method = mem_strdup(method);
	rq->url = STR_INIT;
	rq->body = STR_INIT;
	rq->secret = STR_INIT;
	str_add(&rq->url, url);
	rq->stream_size = -1;
	return rq;
}

void http_request_free(struct http_request *rq)
{
	if (rq == NULL)
		return;
	for (size_t i = 0; i < rq->n_headers; i++)
		free(rq->headers[i]);
	free(rq->headers);
	free(rq->method);
	str_done(&rq->url);
	str_wipe(&rq->body);
	str_wipe(&rq->secret);
	free(rq);
}

static bool has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return true;
	return false;
}

void http_request_query(struct http_request *rq, const char *name,
			const char *value)
{
	str_add_char(&rq->url, strchr(rq->url.s, '?') == NULL ? '?' : '&');
	encode_percent(&rq->url, name);
	str_add_char(&rq->url, '=');
	encode_percent(&rq->url, value);
}

void http_request_query_text(struct http_request *rq, const char *text)
{
	rq->malformed |= has_control(text);
	str_addf(&rq->url, "%c%s", strchr(rq->url.s, '?') == NULL ? '?' : '&',
		 text);
}

void http_request_header(struct http_request *rq, const char *name,
			 const char *value)
{
	if (has_control(name) || has_control(value)) {
		rq->malformed = true;
		return;
	}
	rq->headers = mem_resize(rq->headers,
				 (rq->n_headers + 1) * sizeof(*rq->headers));
	/* libcurl sends "Name;" as a header without value */
	rq->headers[rq->n_headers++] =
		value[0] == '\0' ? str_printf("%s;", name)
				 : str_printf("%s: %s", name, value);
}

void http_request_bearer(struct http_request *rq, const char *token)
{
	rq->malformed |= has_control(token);
	str_wipe(&rq->secret);
	str_addf(&rq->secret, "Authorization: Bearer %s", token);
}

void http_request_authorization(struct http_request *rq, const char *value)
{
	rq->malformed |= has_control(value);
	str_wipe(&rq->secret);
	str_addf(&rq->secret, "Authorization: %s", value);
}

void http_request_basic(struct http_request *rq, const char *user,
			const char *password)
{
	struct str pair AUTO(str_done) = STR_INIT;

	str_wipe(&rq->secret);
	str_addf(&pair, "%s:%s", user, password);
	str_add(&rq->secret, "Authorization: Basic ");
	encode_base64(&rq->secret, pair.s, pair.len);
	mem_wipe(pair.s, pair.len);
}

void http_request_once(struct http_request *rq)
{
	rq->once = true;
}

void http_request_body(struct http_request *rq, const char *media_type,
		       const void *bytes, size_t len)
{
	http_request_header(rq, "Content-Type", media_type);
	str_wipe(&rq->body);
	str_add_len(&rq->body, bytes, len);
	rq->body_at = NULL;
	rq->body_len = len;
	rq->has_body = true;
}

void http_request_body_at(struct http_request *rq, const char *media_type,
			  const void *bytes, size_t len)
{
	if (media_type != NULL)
		http_request_header(rq, "Content-Type", media_type);
	rq->body_at = bytes;
	rq->body_len = len;
	rq->has_body = true;
}

void http_request_stream(struct http_request *rq, const char *media_type,
			 struct reader *body, int64_t size)
{
	http_request_header(rq, "Content-Type", media_type);
	rq->stream = body;
	rq->stream_size = size;
}
