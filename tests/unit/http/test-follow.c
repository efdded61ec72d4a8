#include "base/err.h"
#include "base/str.h"
#include "http/follow.h"
#include "http/http.h"
#include "http/oauth.h"
#include "t.h"
#include "tests/fake/http-server.h"

/* --- where a way may begin --------------------------------------------- */

static const struct {
	const char *label, *home, *url;
	enum http_trusted want;
	const char *why;
} trust_cases[] = {
	{ "the API", "https://api.x/v2", "https://api.x/f", HTTP_TRUSTED, "" },
	{ "its second address", "https://api.x/v2", "https://media.x/f",
	  HTTP_TRUSTED, "" },
	{ "a named host", "https://api.x/v2", "https://a.files.x/f",
	  HTTP_TRUSTED, "" },
	{ "another port", "https://api.x/v2", "https://api.x:8443/f",
	  HTTP_UNTRUSTED,
	  "the address V gave lies at api.x, which the setting hosts does not "
	  "name" },
	{ "another host", "https://api.x/v2", "https://api.x.evil/f",
	  HTTP_UNTRUSTED,
	  "the address V gave lies at api.x.evil, which the setting hosts does "
	  "not name" },
	{ "without encryption", "https://api.x/v2", "http://a.files.x/f",
	  HTTP_UNTRUSTED, "the address V gave, at a.files.x, is not https" },
	{ "on this machine, the API not", "https://api.x/v2",
	  "http://127.0.0.1:1/f", HTTP_UNTRUSTED,
	  "the address V gave, at 127.0.0.1, is not https" },
	{ "on this machine like the API", "http://127.0.0.1:1/v2",
	  "http://127.0.0.1:1/f", HTTP_TRUSTED, "" },
	{ "elsewhere, the API here", "http://127.0.0.1:1/v2",
	  "http://a.files.x/f", HTTP_UNTRUSTED,
	  "the address V gave, at a.files.x, is not https" },
	{ "a file", "https://api.x/v2", "file:///etc/passwd", HTTP_NO_ADDRESS,
	  "the address V gave is none" },
	{ "nothing", "https://api.x/v2", "", HTTP_NO_ADDRESS,
	  "the address V gave is none" },
};

T(where_a_way_may_begin)
{
	T_EACH(c, trust_cases) {
		struct http_url home, also;
		const struct http_trust t = { .vendor = "V",
					      .home = &home,
					      .also = &also,
					      .hosts = "*.files.x",
					      .setting = "hosts" };
		struct str why AUTO(str_done) = STR_INIT;

		T_OK(http_url_parse(&home, c->home));
		T_OK(http_url_parse(&also, "https://media.x"));
		T_EQ_INT(http_trusts(&t, c->url, &why), c->want);
		T_EQ_STR(why.s, c->why);
	}
}

/* --- the way ----------------------------------------------------------- */

/*
 * Two servers, so two origins: "/..." of the first, "@/..." of the second.
 * Each path answers as its row says; what was asked is noted, with ! where
 * the token came along.
 */
struct world {
	struct fake_server *here, *there;
	struct str asked, headers;
	unsigned int tokens, places, learnt;
	bool no_place;
};

static void answer(struct world *w, const char *mark,
		   const struct fake_request *rq, struct fake_answer *out)
{
	const char *to = strchr(rq->target, '>');

	str_addf(&w->asked, "%s%s%s ", mark, rq->target,
		 rq->bearer != NULL ? "!" : "");
	out->status = 200;
	out->body = "body";
	out->len = 4;
	if (strcmp(rq->target, "/401") == 0)
		out->status = 401;
	if (strcmp(rq->target, "/silent") == 0)
		out->way = FAKE_SILENT;
	if (strcmp(rq->target, "/302") == 0)
		out->status = 302;
	if (to == NULL)
		return;
	out->status = 302;
	str_cut(&w->headers, 0);
	str_addf(&w->headers, "Location: %s%s\r\n",
		 to[1] == '@' ? fake_server_base(w->there)
			      : fake_server_base(w->here),
		 to[1] == '@' ? to + 2 : to + 1);
	if (strcmp(to, ">nowhere") == 0) {
		str_cut(&w->headers, 0);
		str_add(&w->headers, "Location: file:///etc/passwd\r\n");
	}
	out->headers = w->headers.s;
}

static void answer_here(void *ctx, const struct fake_request *rq,
			struct fake_answer *out)
{
	answer(ctx, "", rq, out);
}

static void answer_there(void *ctx, const struct fake_request *rq,
			 struct fake_answer *out)
{
	answer(ctx, "@", rq, out);
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct world *w = ctx;

	(void)e;
	str_addf(token, "T%u", ++w->tokens);
	*life_us = 0;
	return 0;
}

static int place(void *ctx, struct err *e)
{
	struct world *w = ctx;

	w->places++;
	return w->no_place ? err_set(e, ERR_RETRY, "no place") : 0;
}

static void learn(void *ctx, const struct http_response *r)
{
	struct world *w = ctx;

	w->learnt += http_status(r) != 0;
}

static const struct {
	const char *label, *path;
	int want, status;
	const char *asked, *why;
	unsigned int places, tokens; /* tokens: with one more question */
} follow_cases[] = {
	{ "straight", "/f", HTTP_ARRIVED, 200, "/f! ", "", 1, 1 },
	{ "to another origin", "/>@/f", HTTP_ARRIVED, 200, "/>@/f! @/f ", "", 1,
	  1 },
	{ "there and on", "/>@/a>@/f", HTTP_ARRIVED, 200,
	  "/>@/a>@/f! @/a>@/f @/f ", "", 1, 1 },
	{ "there and back", "/>@/a>/f", HTTP_ARRIVED, 200,
	  "/>@/a>/f! @/a>/f /f! ", "", 2, 1 },
	{ "refused here", "/401", HTTP_ARRIVED, 401, "/401! ", "", 1, 2 },
	{ "refused there", "/>@/401", HTTP_ARRIVED, 401, "/>@/401! @/401 ", "",
	  1, 1 },
	{ "without an address", "/302", HTTP_ARRIVED, 302, "/302! ", "", 1, 1 },
	{ "to no web address", "/>nowhere", HTTP_ASTRAY, 0, "/>nowhere! ",
	  "status 302 without an address to go to", 1, 1 },
	{ "five", "/>/>/>/>/>/f", HTTP_ARRIVED, 200,
	  "/>/>/>/>/>/f! />/>/>/>/f! />/>/>/f! />/>/f! />/f! /f! ", "", 6, 1 },
	{ "six", "/>/>/>/>/>/>/f", HTTP_ASTRAY, 0,
	  "/>/>/>/>/>/>/f! />/>/>/>/>/f! />/>/>/>/f! />/>/>/f! />/>/f! />/f! ",
	  "more than 5 redirects", 6, 1 },
	{ "broken off", "/silent", HTTP_BROKEN, 0, "/silent! ", "", 1, 1 },
};

static void begin(struct world *w)
{
	*w = (struct world){ .asked = STR_INIT, .headers = STR_INIT };
	w->here = fake_server_start(answer_here, w);
	w->there = fake_server_start(answer_there, w);
}

static void end(struct world *w)
{
	fake_server_stop(w->here);
	fake_server_stop(w->there);
	str_done(&w->asked);
	str_done(&w->headers);
}

static int follow(struct world *w, const struct http_follow *f,
		  const char *path, int *status, struct str *why, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str url AUTO(str_done) = STR_INIT;
	int n;

	str_addf(&url, "%s%s", fake_server_base(w->here), path);
	n = http_follow(f, url.s, &r, why, e);
	*status = r != NULL ? http_status(r) : 0;
	return n;
}

T(the_token_stays_where_the_way_began)
{
	struct http_options o = { 0 };

	T_EACH(c, follow_cases) {
		AUTO(http_free) struct http *h = http_new(&o);
		struct str why AUTO(str_done) = STR_INIT;
		struct str token AUTO(str_done) = STR_INIT;
		struct world w;
		AUTO(oauth_free) struct oauth *oauth = oauth_new(issue, &w);
		const struct http_follow f = { h, oauth, &w, place, learn };
		struct err e = ERR_INIT;
		int status;

		begin(&w);
		T_EQ_INT(follow(&w, &f, c->path, &status, &why, &e), c->want);
		T_EQ_INT(status, c->status);
		(void)fake_server_requests(w.here);
		(void)fake_server_requests(w.there);
		T_EQ_STR(w.asked.s, c->asked);
		T_OK(strncmp(why.s, c->why, strlen(c->why)) == 0);
		T_EQ_INT(why.len > 0, c->want != HTTP_ARRIVED);
		T_EQ_INT(w.places, c->places);
		T_EQ_INT(w.learnt, c->want == HTTP_BROKEN ? 0 : c->places);
		T_EQ_INT(oauth_token(oauth, &token, &e), 0);
		T_EQ_INT(w.tokens, c->tokens);
		end(&w);
	}
}

T(no_token_where_none_is_to_go)
{
	struct http_options o = { 0 };
	AUTO(http_free) struct http *h = http_new(&o);
	struct str why AUTO(str_done) = STR_INIT;
	struct http_follow f = { .http = h };
	struct err e = ERR_INIT;
	struct world w;
	int status;

	begin(&w);
	T_EQ_INT(follow(&w, &f, "/>/f", &status, &why, &e), HTTP_ARRIVED);
	(void)fake_server_requests(w.here);
	T_EQ_STR(w.asked.s, "/>/f /f ");
	f.place = place;
	f.ctx = &w;
	w.no_place = true;
	T_EQ_INT(follow(&w, &f, "/f", &status, &why, &e), -1);
	T_EQ_STR(e.text, "no place");
	(void)fake_server_requests(w.here);
	T_EQ_STR(w.asked.s, "/>/f /f ");
	end(&w);
}

T_MAIN
