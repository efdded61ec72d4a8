/* What the answers have in common: arguments, pages, errors. */
#include "ring.h"

#include "sandbox/seed.h"

#include "base/encode.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

void ring_error(struct reply *rp, int status, const char *code, const char *fmt,
		...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	reply_json(rp, status,
		   json_pack("{s:s, s:s, s:[{s:s, s:s}]}", "errorCode", code,
			     "message", s.s, "errors", "errorCode", code,
			     "message", s.s));
}

void ring_invalid(struct request *rq, struct reply *rp, const char *name)
{
	char text[160];

	sandbox_count(rq->sb, "bad_requests");
	(void)snprintf(text, sizeof(text), "Parameter [%.80s] value is invalid",
		       name);
	reply_json(rp, 400,
		   json_pack("{s:s, s:s, s:[{s:s, s:s, s:s}], s:s}",
			     "errorCode", "CMN-101", "message", text, "errors",
			     "errorCode", "CMN-101", "message", text,
			     "parameterName", name, "parameterName", name));
}

void ring_not_found(struct reply *rp, const char *name)
{
	ring_error(rp, 404, "CMN-102",
		   "Resource for parameter [%s] is not found", name);
}

const char *ring_part(const struct request *rq, size_t i)
{
	return request_decode(rq, rq->segments[i]);
}

bool ring_is_account(struct ring *r, struct request *rq, struct reply *rp,
		     size_t part)
{
	const char *id = ring_part(rq, part);

	if (strcmp(id, "~") == 0 || strcmp(id, r->account_id) == 0)
		return true;
	ring_not_found(rp, "accountId");
	return false;
}

bool ring_arg_has(const struct request *rq, const char *name, const char *value)
{
	for (size_t i = 0; i < rq->n_args; i++)
		if (strcmp(rq->args[i].name, name) == 0 &&
		    str_casecmp(rq->args[i].value, value) == 0)
			return true;
	return false;
}

bool ring_arg_int(struct request *rq, struct reply *rp, const char *name,
		  int64_t least, int64_t most, int64_t absent, int64_t *out)
{
	const char *text = request_arg(rq, name);
	long long n;

	*out = absent;
	if (text == NULL)
		return true;
	if (!str_int64(text, &n) || n < least) {
		ring_invalid(rq, rp, name);
		return false;
	}
	*out = n < most ? n : most; /* as RingCentral does: the most there is */
	return true;
}

bool ring_arg_time(struct request *rq, struct reply *rp, const char *name,
		   int64_t absent, int64_t *out)
{
	const char *text = request_arg(rq, name);

	*out = absent;
	if (text == NULL || clock_parse(text, out))
		return true;
	ring_invalid(rq, rp, name);
	return false;
}

/* ---- pages by number ---- */

bool ring_page_begin(struct ring_page *p, struct request *rq, struct reply *rp,
		     int64_t usual, int64_t most)
{
	*p = (struct ring_page){ 0 };
	return ring_arg_int(rq, rp, "page", 1, INT32_MAX, 1, &p->page) &&
	       ring_arg_int(rq, rp, "perPage", 1, most, usual, &p->per_page);
}

bool ring_page_takes(struct ring_page *p)
{
	int64_t i = p->total++;
	bool takes =
		i >= (p->page - 1) * p->per_page && i < p->page * p->per_page;

	p->seen += takes;
	return takes;
}

static void put_page(json_t *o, const char *key, const struct request *rq,
		     int64_t page)
{
	struct str uri AUTO(str_done) = STR_INIT;

	str_addf(&uri, "%s%s?page=%" PRId64, rq->sb->base, rq->path, page);
	for (size_t i = 0; i < rq->n_args; i++)
		if (strcmp(rq->args[i].name, "page") != 0) {
			str_addf(&uri, "&%s=", rq->args[i].name);
			encode_percent(&uri, rq->args[i].value);
		}
	json_object_set_new(o, key, json_pack("{s:s}", "uri", uri.s));
}

void ring_page_end(const struct ring_page *p, const struct request *rq,
		   json_t *o)
{
	int64_t pages = (p->total + p->per_page - 1) / p->per_page;
	json_t *paging = json_object(), *to = json_object();

	ring_put_int(paging, "perPage", p->per_page);
	if (p->seen > 0) {
		int64_t start = (p->page - 1) * p->per_page;

		ring_put_int(paging, "page", p->page);
		ring_put_int(paging, "pageStart", start);
		ring_put_int(paging, "pageEnd", start + p->seen - 1);
	}
	ring_put_int(paging, "totalPages", pages);
	ring_put_int(paging, "totalElements", p->total);
	json_object_set_new(o, "paging", paging);
	put_page(to, "firstPage", rq, 1);
	if (p->page < pages)
		put_page(to, "nextPage", rq, p->page + 1);
	if (p->page > 1)
		put_page(to, "previousPage", rq, p->page - 1);
	put_page(to, "lastPage", rq, pages > 0 ? pages : 1);
	json_object_set_new(o, "navigation", to);
}

/* ---- pages by token ---- */

/* A token tells its page and the listing it is of. */
static void write_token(char out[64], const struct ring_page *p,
			const struct request *rq, int64_t page)
{
	(void)snprintf(out, 64, "p%" PRId64 ".%" PRId64 ".%08x", page,
		       p->per_page, (unsigned int)seed_of_text(1, rq->path));
}

bool ring_token_begin(struct ring_page *p, struct request *rq, struct reply *rp,
		      const char *count_name, int64_t usual, int64_t most)
{
	const char *token = request_arg(rq, "pageToken");
	char wanted[64];
	size_t n;

	*p = (struct ring_page){ .page = 1 };
	if (!ring_arg_int(rq, rp, count_name, 1, most, usual, &p->per_page))
		return false;
	if (token == NULL || token[0] == '\0')
		return true;
	n = strcspn(token, ".");
	if (token[0] == 'p' && n < 12) {
		char text[16];
		long long page;

		(void)snprintf(text, sizeof(text), "%.*s", (int)n - 1,
			       token + 1);
		if (str_int64(text, &page) && page > 1)
			p->page = page;
	}
	write_token(wanted, p, rq, p->page);
	if (p->page > 1 && strcmp(token, wanted) == 0)
		return true;
	sandbox_count(rq->sb, "bad_page_tokens");
	ring_invalid(rq, rp, "pageToken");
	return false;
}

const char *ring_token_next(const struct ring_page *p, const struct request *rq,
			    char out[64])
{
	if (p->total <= p->page * p->per_page)
		return NULL;
	write_token(out, p, rq, p->page + 1);
	return out;
}

void ring_send(struct request *rq, struct reply *rp, const char *type,
	       struct str *bytes, bool sized)
{
	rq->unsized = !sized;
	rp->status = 200;
	rp->type = type;
	rp->body = *bytes;
	*bytes = STR_INIT;
}
