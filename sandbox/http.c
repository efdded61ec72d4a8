#include "http.h"

#include "sandbox.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *request_arg(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->n_args; i++)
		if (strcmp(rq->args[i].name, name) == 0)
			return rq->args[i].value;
	return NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What is told back to the client, in JSON, must be UTF-8. */
static char *clean(struct arena *a, char *text)
{
	struct str s AUTO(str_done) = STR_INIT;

	return utf8_clean(&s, text, strlen(text)) ? text : arena_strdup(a, s.s);
}

static char *decode(struct arena *a, const char *text, size_t len, bool plus)
{
	char *out = arena_dup(a, text, len), *to = out;

	for (size_t i = 0; i < len; i++) {
		int hi = -1, lo = -1;

		if (text[i] == '%' && i + 2 < len) {
			hi = hex_digit(text[i + 1]);
			lo = hex_digit(text[i + 2]);
		}
		if (hi >= 0 && lo >= 0 && hi + lo > 0) {
			*to++ = (char)(hi * 16 + lo);
			i += 2;
		} else {
			*to++ = plus && text[i] == '+' ? ' ' : text[i];
		}
	}
	*to = '\0';
	return clean(a, out);
}

const char *request_decode(const struct request *rq, const char *text)
{
	return decode(rq->arena, text, strlen(text), false);
}

void request_add_args(struct request *rq, const char *query)
{
	while (*query != '\0') {
		size_t n = strcspn(query, "&"), eq = strcspn(query, "=");

		if (eq > n)
			eq = n;
		if (rq->n_args == ARGS_MAX) {
			rq->malformed = true;
			return;
		}
		if (n > 0) {
			struct arg *arg = &rq->args[rq->n_args++];

			arg->name = decode(rq->arena, query, eq, true);
			arg->value = eq < n ? decode(rq->arena, query + eq + 1,
						     n - eq - 1, true)
					    : "";
		}
		query += n;
		query += *query == '&';
	}
}

void request_parse(struct request *rq)
{
	size_t len = strcspn(rq->target, "?");
	char *p;

	rq->path = arena_dup(rq->arena, rq->target, len);
	if (rq->target[len] == '?')
		request_add_args(rq, rq->target + len + 1);
	p = arena_strdup(rq->arena, rq->path);
	if (*p == '/')
		p++;
	while (rq->n_segments < SEGMENTS_MAX) {
		char *slash = strchr(p, '/');

		rq->segments[rq->n_segments++] = p;
		if (slash == NULL)
			return;
		*slash = '\0';
		p = slash + 1;
	}
	rq->malformed = true;
}

bool request_fits(const struct request *rq, const char *pattern)
{
	size_t i = 0;

	while (*pattern == '/') {
		size_t n = strcspn(++pattern, "/");
		const char *s;

		if (i == rq->n_segments)
			return false;
		s = rq->segments[i++];
		if (n == 2 && pattern[0] == '{') {
			if (s[0] == '\0')
				return false;
		} else if (strlen(s) != n || strncmp(s, pattern, n) != 0) {
			return false;
		}
		pattern += n;
	}
	return i == rq->n_segments;
}

bool http_is_listed(const char *list, const char *name)
{
	size_t len = strlen(name);

	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		if (n == len && strncmp(list, name, n) == 0)
			return true;
		list += n;
		list += strspn(list, " ");
	}
	return false;
}

void reply_header(struct reply *rp, const char *name, const char *value)
{
	if (rp->n_headers == HEADERS_MAX)
		return;
	rp->headers[rp->n_headers].name = name;
	rp->headers[rp->n_headers++].value = mem_strdup(value);
}

void reply_json(struct reply *rp, int status, json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	assert(text != NULL);
	rp->status = status;
	rp->type = "application/json;charset=UTF-8";
	str_cut(&rp->body, 0);
	str_add(&rp->body, text);
	free(text);
	json_decref(o);
}

void reply_error(struct reply *rp, int status, int code, const char *fmt, ...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	reply_json(rp, status,
		   json_pack("{s:i, s:s}", "code", code, "message", s.s));
}

void reply_invalid(struct request *rq, struct reply *rp, const char *field,
		   const char *message)
{
	sandbox_count(rq->sb, "bad_requests");
	reply_json(rp, 400,
		   json_pack("{s:i, s:s, s:[{s:s, s:s}]}", "code", 300,
			     "message", "Validation Failed.", "errors", "field",
			     field, "message", message));
}
