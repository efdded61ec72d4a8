/* Pages by max and Link, with the defects that Webex's pages have. */
#include "webex.h"

#include "sandbox/dice.h"

#include "base/arena.h"
#include "base/encode.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* What a cursor is bound to: the path, and what selects the items. */
static uint64_t listing_of(const struct call *c)
{
	return seed_of_text(seed_of(c->w->seed, "page", 0), c->rq->path);
}

/* place.hollow.mac: hollow pages are told once, then the cursor goes on. */
static const char *cursor(struct call *c, uint64_t at, bool hollow)
{
	struct str plain AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;

	str_addf(&plain, "%" PRIx64 ".%d", at, hollow);
	str_addf(&plain, ".%" PRIx64, seed_of_text(listing_of(c), plain.s));
	encode_base64url(&text, plain.s, plain.len);
	return arena_strdup(c->a, text.s);
}

static bool read_cursor(struct wx_page *p, struct call *c, const char *text)
{
	struct str plain AUTO(str_done) = STR_INIT;
	uint64_t at;
	int hollow;

	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (!decode_base64(&plain, text, strlen(text)) ||
	    sscanf(plain.s, "%" SCNx64 ".%d", &at, &hollow) != 2 ||
	    strcmp(cursor(c, at, hollow != 0), text) != 0)
		return false;
	p->at = at;
	p->hollow = hollow != 0;
	return true;
}

int wx_page_begin(struct wx_page *p, struct call *c, size_t def, size_t most)
{
	const char *max = request_arg(c->rq, "max");
	const char *at = request_arg(c->rq, "cursor");
	long long n = (long long)def;

	*p = (struct wx_page){ 0 };
	if (max != NULL &&
	    (!str_int64(max, &n) || n < 1 || n > (long long)most)) {
		wx_bad(c, "max", "not a number in the allowed range");
		return -1;
	}
	p->max = (size_t)n;
	if (c->s.page > 0 && c->s.page < p->max)
		p->max = c->s.page;
	if (at != NULL && !read_cursor(p, c, at)) {
		wx_bad(c, "cursor", "it is not one of ours");
		return -1;
	}
	p->items = json_array();
	return 0;
}

bool wx_page_full(const struct wx_page *p)
{
	return p->hollow || p->n == p->max;
}

void wx_page_add(struct wx_page *p, json_t *item)
{
	assert(!wx_page_full(p));
	json_array_append_new(p->items, item);
	p->n++;
}

/*
 * The address of the next page: sometimes with max=null, sometimes without
 * max and without the first of the others.
 */
static void add_next(struct str *link, struct call *c, const char *at,
		     bool spoil, bool lose)
{
	char sep = '?';

	str_addf(link, "<%s%s", c->rq->sb->base, c->rq->path);
	for (size_t i = 0; i < c->rq->n_args; i++) {
		const struct arg *arg = &c->rq->args[i];
		bool is_max = strcmp(arg->name, "max") == 0;

		if (strcmp(arg->name, "cursor") == 0)
			continue;
		if (lose && (is_max || i == 0))
			continue;
		str_addf(link, "%c%s=", sep, arg->name);
		encode_percent(link, is_max && spoil ? "null" : arg->value);
		sep = '&';
	}
	str_addf(link, "%ccursor=%s>; rel=\"next\"", sep, at);
}

void wx_page_end(struct wx_page *p, struct call *c, bool more, uint64_t next,
		 uint64_t again)
{
	struct dice d = dice_of(listing_of(c), next);
	bool rough = c->s.rough_paging, hollow = false, spoil, lose;
	struct str link AUTO(str_done) = STR_INIT;

	if (more) {
		if (p->hollow) /* now for good */
			next = p->at;
		else if (rough && dice_below(&d, 6) == 0)
			hollow = true;
		else if ((rough && p->n > 1 && dice_below(&d, 5) == 0) ||
			 (c->rq->listing_changed && p->n > 1))
			next = again;
		spoil = rough && dice_below(&d, 5) == 0;
		lose = rough && dice_below(&d, 5) == 0;
		add_next(&link, c, cursor(c, next, hollow), spoil, lose);
		reply_header(c->rp, "Link", link.s);
	}
	reply_json(c->rp, 200, json_pack("{s:o}", "items", p->items));
	p->items = NULL;
}
