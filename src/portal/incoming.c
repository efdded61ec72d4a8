#include "portal/incoming.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const char *const methods[] = {
	[METHOD_OTHER] = "",        [METHOD_GET] = "GET",
	[METHOD_HEAD] = "HEAD",     [METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",       [METHOD_PATCH] = "PATCH",
	[METHOD_DELETE] = "DELETE", [METHOD_OPTIONS] = "OPTIONS",
};

static const char *const field_names[FIELD_N] = {
	[FIELD_HOST] = "Host",
	[FIELD_ORIGIN] = "Origin",
	[FIELD_FETCH_SITE] = "Sec-Fetch-Site",
	[FIELD_COOKIE] = "Cookie",
	[FIELD_AUTHORIZATION] = "Authorization",
	[FIELD_CSRF] = "X-CSRF-Token",
	[FIELD_CONTENT_TYPE] = "Content-Type",
	[FIELD_CONTENT_LENGTH] = "Content-Length",
	[FIELD_TRANSFER_ENCODING] = "Transfer-Encoding",
	[FIELD_CONTENT_ENCODING] = "Content-Encoding",
	[FIELD_RANGE] = "Range",
	[FIELD_IF_RANGE] = "If-Range",
	[FIELD_IF_NONE_MATCH] = "If-None-Match",
	[FIELD_ACCEPT] = "Accept",
	[FIELD_ACCEPT_ENCODING] = "Accept-Encoding",
	[FIELD_ACCEPT_LANGUAGE] = "Accept-Language",
	[FIELD_FORWARDED_FOR] = "X-Forwarded-For",
	[FIELD_FORWARDED_PROTO] = "X-Forwarded-Proto",
	[FIELD_UPGRADE] = "Upgrade",
	[FIELD_USER_AGENT] = "User-Agent",
};

struct incoming *incoming_new(void)
{
	struct incoming *rq = NEW(struct incoming);

	rq->arena = arena_new();
	rq->length = -1;
	rq->target = rq->path = "";
	return rq;
}

void incoming_free(struct incoming *rq)
{
	if (rq == NULL)
		return;
	/* passwords and tokens were among them */
	for (size_t i = 0; i < FIELD_N; i++)
		if (rq->fields[i] != NULL)
			mem_wipe((char *)(uintptr_t)rq->fields[i],
				 strlen(rq->fields[i]));
	arena_free(rq->arena);
	free(rq);
}

bool incoming_refuse(struct incoming *rq, unsigned int status, const char *why)
{
	if (rq->status == 0) {
		rq->status = status;
		rq->why = why;
	}
	return false;
}

const char *method_name(enum method m)
{
	return methods[m];
}

/* --- the target -------------------------------------------------------------
 */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* len bytes of a path or query decoded into the arena; NULL: malformed. */
static const char *decode(struct arena *arena, const char *at, size_t len,
			  bool plus)
{
	char *text = arena_alloc(arena, 1, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (at[i] != '%') {
			text[n++] = plus && at[i] == '+' ? ' ' : at[i];
			continue;
		}
		high = len - i > 2 ? hex_digit(at[i + 1]) : -1;
		low = len - i > 2 ? hex_digit(at[i + 2]) : -1;
		if (high < 0 || low < 0 || high * 16 + low == 0)
			return NULL;
		text[n++] = (char)(high * 16 + low);
		i += 2;
	}
	text[n] = '\0';
	for (size_t i = 0; i < n;) {
		size_t step = utf8_sequence(text + i, n - i);

		if (step == 0)
			return NULL;
		i += step;
	}
	return text;
}

static bool is_dots(const char *segment)
{
	return strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0;
}

/*
 * "/a/b": a and b. An empty segment, "." and ".." are refused; an encoded
 * slash stays in its segment (a name may have one), so that no proxy which
 * decodes it sees another path than we do by taking it for a border.
 */
static bool take_path(struct incoming *rq, const char *at, size_t len)
{
	const char *end = at + len;

	rq->path = decode(rq->arena, at, len, false);
	if (rq->path == NULL)
		return false;
	if (len == 1)
		return true;
	while (at < end) {
		const char *slash = memchr(at + 1, '/', (size_t)(end - at - 1));
		const char *stop = slash != NULL ? slash : end;
		const char *text =
			decode(rq->arena, at + 1, (size_t)(stop - at - 1), 0);

		if (text == NULL || text[0] == '\0' || is_dots(text) ||
		    rq->n_segments == SEGMENTS_MAX)
			return false;
		rq->segments[rq->n_segments++] = text;
		at = stop;
	}
	return true;
}

static bool take_query(struct incoming *rq, const char *at)
{
	while (*at != '\0') {
		size_t len = strcspn(at, "&");
		const char *equals = memchr(at, '=', len);
		size_t name = equals != NULL ? (size_t)(equals - at) : len;
		struct query_arg *arg = &rq->query[rq->n_query];

		if (len > 0 && rq->n_query == QUERY_MAX)
			return false;
		if (len > 0) {
			arg->name = decode(rq->arena, at, name, true);
			arg->value = equals == NULL
					     ? ""
					     : decode(rq->arena, equals + 1,
						      len - name - 1, true);
			if (arg->name == NULL || arg->value == NULL)
				return false;
			rq->n_query++;
		}
		at += len + (at[len] == '&');
	}
	return true;
}

static bool is_visible(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

bool incoming_line(struct incoming *rq, const char *method, const char *target,
		   const char *version)
{
	size_t len = strcspn(target, "?");

	for (size_t i = 1; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i], method) == 0)
			rq->method = (enum method)i;
	rq->http11 = strcmp(version, "HTTP/1.1") == 0;
	if (!rq->http11 && strcmp(version, "HTTP/1.0") != 0)
		return incoming_refuse(rq, 505, "only HTTP/1.1 is spoken here");
	if (strlen(target) > TARGET_MAX)
		return incoming_refuse(rq, 414, "the address is too long");
	/* "GET / HTTP/1.1", and the empty line at the end */
	rq->size = strlen(method) + 1 + strlen(target) + 1 + strlen(version) +
		   2 * strlen("\r\n");
	rq->target = arena_strdup(rq->arena, target);
	if (rq->method == METHOD_OTHER)
		return incoming_refuse(rq, 501, "there is no such method here");
	if (target[0] != '/' || !is_visible(target) ||
	    memchr(target, '\\', len) != NULL || strchr(target, '#') != NULL ||
	    !take_path(rq, target, len))
		return incoming_refuse(rq, 400, "the path is malformed");
	if (target[len] == '?' && !take_query(rq, target + len + 1))
		return incoming_refuse(rq, 400, "the query is malformed");
	return true;
}

/* --- fields ------------------------------------------------------------------
 */

static bool is_token(const char *name)
{
	if (*name == '\0')
		return false;
	for (; *name != '\0'; name++)
		if (*name <= ' ' || *name > '~' ||
		    strchr("()<>@,;:\\\"/[]?={}", *name) != NULL)
			return false;
	return true;
}

static bool is_clean(const char *value)
{
	for (; *value != '\0'; value++)
		if (((unsigned char)*value < ' ' && *value != '\t') ||
		    *value == 127)
			return false;
	return true;
}

/* Of a list that is split into lines the last counts: a proxy appends its
   own. */
static bool may_repeat(enum field f)
{
	return f == FIELD_FORWARDED_FOR || f == FIELD_ACCEPT ||
	       f == FIELD_ACCEPT_ENCODING;
}

bool incoming_field(struct incoming *rq, const char *name, const char *value)
{
	size_t i = 0;

	if (!is_token(name) || !is_clean(value))
		return incoming_refuse(rq, 400, "a header field is malformed");
	rq->size +=
		strlen(name) + strlen(": ") + strlen(value) + strlen("\r\n");
	rq->n_empty += value[0] == '\0';
	if (++rq->n_fields > FIELDS_MAX)
		return incoming_refuse(rq, 431, "there are too many fields");
	while (i < FIELD_N && str_casecmp(field_names[i], name) != 0)
		i++;
	if (i == FIELD_N)
		return true;
	if (rq->fields[i] != NULL && !may_repeat((enum field)i))
		return incoming_refuse(rq, 400,
				       "a header field stands there twice");
	rq->fields[i] = arena_strdup(rq->arena, value);
	return true;
}

bool incoming_size(struct incoming *rq, size_t bytes)
{
	if (bytes > rq->size || bytes + rq->n_empty < rq->size)
		return incoming_refuse(rq, 400, "the head is malformed");
	return true;
}

static bool take_length(struct incoming *rq)
{
	const char *text = rq->fields[FIELD_CONTENT_LENGTH];
	long long n;

	/* digits and nothing else: a sign or a list is read differently by
	   different programs */
	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0' ||
	    !str_int64(text, &n))
		return incoming_refuse(rq, 400, "Content-Length is no number");
	rq->length = n;
	return true;
}

static bool take_framing(struct incoming *rq)
{
	const char *te = rq->fields[FIELD_TRANSFER_ENCODING];

	if (te != NULL && rq->fields[FIELD_CONTENT_LENGTH] != NULL)
		return incoming_refuse(rq, 400,
				       "Content-Length and Transfer-Encoding "
				       "contradict each other");
	if (te != NULL && (!rq->http11 || str_casecmp(te, "chunked") != 0))
		return incoming_refuse(rq, te[0] != '\0' ? 501 : 400,
				       "only chunked is known as "
				       "Transfer-Encoding");
	rq->chunked = te != NULL;
	if (rq->fields[FIELD_CONTENT_LENGTH] != NULL && !take_length(rq))
		return false;
	if (rq->fields[FIELD_CONTENT_ENCODING] != NULL)
		return incoming_refuse(rq, 415,
				       "a body is taken as it is, not encoded");
	return true;
}

bool incoming_whole(struct incoming *rq)
{
	if (!take_framing(rq))
		return false;
	if (rq->fields[FIELD_HOST] == NULL)
		return incoming_refuse(rq, 400, "the field Host is missing");
	return true;
}

const char *incoming_cookie(const struct incoming *rq, const char *name)
{
	const char *at = rq->fields[FIELD_COOKIE];
	size_t len = strlen(name);

	while (at != NULL && *at != '\0') {
		size_t n = strcspn(at, ";");

		if (n > len && strncmp(at, name, len) == 0 && at[len] == '=')
			return arena_dup(rq->arena, at + len + 1, n - len - 1);
		at += n + (at[n] == ';');
		at += strspn(at, " \t");
	}
	return NULL;
}

const char *incoming_query(const struct incoming *rq, const char *name)
{
	for (size_t i = 0; i < rq->n_query; i++)
		if (strcmp(rq->query[i].name, name) == 0)
			return rq->query[i].value;
	return NULL;
}
