/*
 * pages.c - all pages of a listing, by the Link header.
 *
 * The address of the next page is Webex's, and the token goes with it: so it
 * must lie below the API's own address. Links are known to have lost
 * parameters of the question, or to say max=null.
 */
#include "http/ask.h"
#include "http/head.h"
#include "source/webex/ask.h"

#include <string.h>

#define PAGES_MAX 1000000

/* Has an encoded query this parameter with a value: "from=..."? */
static bool has_parameter(const char *query, const char *name, size_t len)
{
	for (const char *at = query; *at != '\0'; at += *at == '&') {
		if (strncmp(at, name, len) == 0 && at[len] == '=')
			return true;
		at += strcspn(at, "&");
	}
	return false;
}

static void add_parameter(struct str *out, const char *text, size_t len)
{
	if (len == 0)
		return;
	if (out->len > 0)
		str_add_char(out, '&');
	str_add_len(out, text, len);
}

/* What the link asks without max, then what of the question is missing. */
static void mend_query(struct str *out, const char *theirs, const char *ours)
{
	for (const char *at = theirs; *at != '\0'; at += *at == '&') {
		size_t len = strcspn(at, "&#");

		if (strncmp(at, "max=", 4) != 0)
			add_parameter(out, at, len);
		at += strcspn(at, "&");
	}
	for (const char *at = ours; *at != '\0'; at += *at == '&') {
		size_t len = strcspn(at, "&");

		if (!has_parameter(out->s, at, strcspn(at, "=&")))
			add_parameter(out, at, len);
		at += len;
	}
}

/* The path below the API's address, or NULL. */
static const char *below(const struct webex *wx, const char *url)
{
	size_t len = strlen(wx->api_url);
	const char *host = strstr(wx->api_url, "://"), *path;
	struct http_url there;

	if (!http_url_parse(&there, url) ||
	    !http_url_same_origin(&there, &wx->api))
		return NULL;
	if (strncmp(url, wx->api_url, len) == 0)
		return url[len] == '/' ? url + len : NULL;
	/* the same host in other letters: compare the paths alone */
	path = strchr(strstr(url, "://") + 3, '/');
	host = strchr(host + 3, '/');
	len = host != NULL ? strlen(host) : 0;
	if (path == NULL || (host != NULL && strncmp(path, host, len) != 0))
		return NULL;
	return path[len] == '/' ? path + len : NULL;
}

int webex_next(const struct webex *wx, const struct webex_question *q,
	       const char *link, struct webex_question *next, struct err *e)
{
	struct str target AUTO(str_done) = STR_INIT;
	struct str url AUTO(str_done) = STR_INIT;
	const char *path;
	size_t len;

	if (!http_link_next(link, &target) || target.len == 0)
		return 0;
	if (strpbrk(target.s, " \r\n\t") != NULL ||
	    !http_url_resolve(&url, wx->api_url, target.s) ||
	    (path = below(wx, url.s)) == NULL)
		return err_set(e, ERR_RETRY,
			       "GET %s: the address of the next page lies "
			       "elsewhere than the API's",
			       q->path.s);
	webex_question_init(next, q->way, "");
	len = strcspn(path, "?#");
	str_add_len(&next->path, path, len);
	mend_query(&next->query, path[len] == '?' ? path + len + 1 : "",
		   q->query.s);
	next->max = q->max;
	str_add(&next->site, q->site.s);
	return 1;
}

/* Ask for a page; where that is too much at once, for half of it. */
static int ask_page(struct webex *wx, struct webex_question *q,
		    struct webex_answer *a, struct err *e)
{
	for (unsigned int n = 0;; n++) {
		if (webex_ask(wx, q, a, e) < 0)
			return -1;
		if (a->verdict != WEBEX_TOO_MUCH)
			return 0;
		if (q->max <= 1 || n > 2 * HTTP_TRIES)
			return err_set(e, ERR_RETRY, "%s", a->evidence.s);
		q->max = q->max / 2;
		if (account_pause(&wx->acc, 0, e) < 0)
			return -1;
	}
}

/* The question of an earlier page, and which: a listing that goes round comes
   by it again, however long the circle (Brent). */
struct mark {
	struct str text;
	int page;
};

static int check_round(struct mark *m, const struct webex_question *q, int n,
		       struct err *e)
{
	struct str now AUTO(str_done) = STR_INIT;

	str_addf(&now, "%s?%s", q->path.s, q->query.s);
	if (n > 1 && strcmp(now.s, m->text.s) == 0)
		return err_set(e, ERR_RETRY,
			       "GET %s: the listing does not end: page %d is "
			       "page %d again",
			       q->path.s, n, m->page);
	if (n > 1 && n < 2 * m->page)
		return 0;
	m->page = n;
	str_cut(&m->text, 0);
	str_add(&m->text, now.s);
	return 0;
}

struct paging {
	struct webex_question now;
	struct mark mark;
};

/* 1: the listing is complete, refused or no longer wanted; 0: go on. */
static int one_page(struct webex *wx, struct paging *g, int n,
		    int (*each)(void *ctx, const struct webex_answer *page,
				struct err *e),
		    void *ctx, struct webex_answer *a, struct err *e)
{
	struct webex_question next;
	int more;

	if (check_round(&g->mark, &g->now, n, e) < 0 ||
	    ask_page(wx, &g->now, a, e) < 0)
		return -1;
	if (a->verdict != WEBEX_OK && n > 1)
		return err_set(e, ERR_RETRY, "the listing broke off: %s",
			       a->evidence.s);
	if (a->verdict != WEBEX_OK)
		return 1;
	more = each(ctx, a, e);
	if (more != 0)
		return more;
	more = webex_next(wx, &g->now, a->link.s, &next, e);
	if (more <= 0)
		return more < 0 ? -1 : 1;
	webex_question_done(&g->now);
	g->now = next;
	return 0;
}

int webex_pages(struct webex *wx, const struct webex_question *q,
		int (*each)(void *ctx, const struct webex_answer *page,
			    struct err *e),
		void *ctx, struct webex_answer *a, struct err *e)
{
	struct paging g = { .mark = { .text = STR_INIT } };
	int rc = 0;

	webex_question_init(&g.now, q->way, q->path.s);
	str_add(&g.now.query, q->query.s);
	str_add(&g.now.site, q->site.s);
	g.now.max = q->max;
	for (int n = 1; rc == 0 && n <= PAGES_MAX; n++)
		rc = one_page(wx, &g, n, each, ctx, a, e);
	webex_question_done(&g.now);
	str_done(&g.mark.text);
	if (rc == 0)
		return err_set(e, ERR_RETRY,
			       "GET %s: the listing does not end: it has more "
			       "than %d pages",
			       q->path.s, PAGES_MAX);
	return rc < 0 ? -1 : 0;
}
