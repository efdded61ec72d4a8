#include "base/err.h"
#include "base/str.h"
#include "http/ask.h"
#include "http/head.h"
#include "http/http.h"
#include "http/oauth.h"
#include "t.h"
#include "tests/fake/http-server.h"

/* What the server answers, one letter a request, the last for ever. */
struct world {
	const char *script;
	struct str seen; /* the letters, and of each the token's number */
	unsigned int tokens, places;
	bool no_place;
	struct str body;
};

static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	struct world *w = ctx;
	char c = *w->script;

	if (w->script[1] != '\0')
		w->script++;
	str_addf(&w->seen, "%c%s ", c, rq->bearer != NULL ? rq->bearer : "-");
	out->status = 200;
	out->body = "good";
	out->len = 4;
	switch (c) {
	case '4':
		out->status = 401;
		break;
	case '9':
		out->status = 429;
		break;
	case 'h': /* a 429 whose body breaks off */
		out->status = 429;
		out->way = FAKE_CUT;
		break;
	case '3':
		out->status = 503;
		out->headers = "Retry-After: 0\r\n";
		break;
	case '5':
		out->status = 500;
		break;
	case 'c':
		out->way = FAKE_CUT;
		break;
	case 's':
		out->way = FAKE_SILENT;
		break;
	case 'n':
		out->status = 404;
		break;
	default:
		break;
	}
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct world *w = ctx;

	(void)e;
	str_addf(token, "%u", ++w->tokens);
	*life_us = 0;
	return 0;
}

static int place(void *ctx, struct err *e)
{
	struct world *w = ctx;

	w->places++;
	return w->no_place ? err_set(e, ERR_RETRY, "no place") : 0;
}

static const char *url;

static struct http_request *request(void *ctx)
{
	(void)ctx;
	return http_request_new("GET", url);
}

static int judge(void *ctx, const struct http_response *r, struct str *trouble,
		 struct err *e)
{
	int status = http_status(r);

	(void)ctx;
	if (status == 404)
		return err_set(e, ERR_STORE, "judged");
	if (status == 200)
		return HTTP_DONE;
	str_addf(trouble, "status %d", status);
	if (status == 401)
		return HTTP_TOKEN;
	return http_response_is_slow(r) ? HTTP_SLOW : HTTP_AGAIN;
}

static const struct {
	const char *label, *script;
	enum err_kind kind;
	const char *seen, *error; /* error: its end */
} cases[] = {
	{ "at once", "g", ERR_NONE, "g1 ", "" },
	{ "500", "55g", ERR_NONE, "51 51 g1 ", "" },
	{ "500 for ever", "5", ERR_RETRY, "51 51 51 51 51 51 ",
	  "GET /x: status 500 (tried 6 times)" },
	{ "cut", "cg", ERR_NONE, "c1 g1 ", "" },
	{ "silent", "sg", ERR_NONE, "s1 g1 ", "" },
	{ "slow does not count as broken", "999999953g", ERR_NONE,
	  "91 91 91 91 91 91 91 51 31 g1 ", "" },
	{ "slow for ever", "9", ERR_RETRY,
	  "91 91 91 91 91 91 91 91 91 91 91 91 91 ",
	  "GET /x: status 429 (tried 13 times)" },
	{ "slow, and cut", "hg", ERR_NONE, "h1 g1 ", "" },
	{ "an old token", "4g", ERR_NONE, "41 g2 ", "" },
	{ "taken from us once more", "44g", ERR_NONE, "41 42 g3 ", "" },
	{ "no token will do", "4", ERR_SOURCE, "41 42 43 ",
	  "GET /x: V does not accept a token it has just given (status 401): "
	  "why?" },
	{ "what judging fails with", "n", ERR_STORE, "n1 ", "judged" },
};

static int ask(struct world *w, struct err *e)
{
	struct http_options o = { 0 };
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, w);
	AUTO(http_free) struct http *h = http_new(&o);
	AUTO(oauth_free) struct oauth *oauth = oauth_new(issue, w);
	struct http_ask a = { .http = h,
			      .oauth = oauth,
			      .pause_us = 10,
			      .vendor = "V",
			      .remedy = "why?",
			      .what = "GET /x",
			      .ctx = w,
			      .request = request,
			      .place = place,
			      .judge = judge };

	url = fake_server_base(s);
	return http_ask(&a, &w->body, e);
}

T(asked_until_there_is_an_answer)
{
	T_EACH(c, cases) {
		struct world w = { .script = c->script,
				   .seen = STR_INIT,
				   .body = STR_INIT };
		struct err e = ERR_INIT;

		T_EQ_INT(ask(&w, &e), c->kind == ERR_NONE ? 0 : -1);
		T_EQ_INT(e.kind, c->kind);
		if (c->kind != ERR_NONE)
			T_EQ_STR(e.text, c->error);
		else
			T_EQ_STR(w.body.s, "good");
		T_EQ_STR(w.seen.s, c->seen);
		T_EQ_INT(w.places, w.seen.len / 3);
		str_done(&w.seen);
		str_done(&w.body);
	}
}

T(nothing_is_sent_without_a_place)
{
	struct world w = { .script = "g",
			   .seen = STR_INIT,
			   .no_place = true,
			   .body = STR_INIT };
	struct err e = ERR_INIT;

	T_EQ_INT(ask(&w, &e), -1);
	T_EQ_STR(e.text, "no place");
	T_EQ_STR(w.seen.s, "");
	str_done(&w.seen);
	str_done(&w.body);
}

T_MAIN
