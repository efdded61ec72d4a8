#include "http/ask.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/http.h"
#include "http/oauth.h"

struct asking {
	const struct http_ask *a;
	struct str *body;
	struct str token;
	struct str trouble; /* why again */
	unsigned int broken, slow, tokens;
};

/* What only failed for now is a trouble, not an error. */
static int break_off(struct asking *k, struct err *e)
{
	if (e->kind != ERR_RETRY && e->kind != ERR_ITEM)
		return -1;
	str_add(&k->trouble, e->text);
	err_clear(e);
	return HTTP_AGAIN;
}

static int take_answer(struct asking *k, struct http_response *r, struct err *e)
{
	int status = http_status(r);

	if (http_read(r, HTTP_ANSWER_MAX, k->body, e) < 0) {
		if (status != 429 && status != 503)
			return break_off(k, e);
		err_clear(e); /* the status is enough */
	}
	return k->a->judge(k->a->ctx, r, &k->trouble, e);
}

static int try(struct asking *k, struct err *e)
{
	const struct http_ask *a = k->a;
	AUTO(http_request_free) struct http_request *rq = a->request(a->ctx);
	AUTO(http_response_free) struct http_response *r = NULL;

	str_cut(k->body, 0);
	/* the token first: getting one may take a place itself */
	if (oauth_authorize(a->oauth, rq, &k->token, e) < 0 ||
	    a->place(a->ctx, e) < 0)
		return -1;
	str_cut(&k->trouble, 0);
	if (http_send(a->http, rq, &r, e) < 0)
		return break_off(k, e);
	return take_answer(k, r, e);
}

/* 0: ask once more. */
static int prepare_next(struct asking *k, int outcome, struct err *e)
{
	const struct http_ask *a = k->a;

	if (outcome == HTTP_TOKEN)
		oauth_drop(a->oauth, k->token.s);
	if (outcome == HTTP_TOKEN && k->tokens++ < HTTP_TOKEN_TRIES)
		return 0;
	if (outcome == HTTP_TOKEN)
		return err_set(e, ERR_SOURCE,
			       "%s: %s does not accept a token it has just "
			       "given (%s): %s",
			       a->what, a->vendor, k->trouble.s, a->remedy);
	if (outcome == HTTP_SLOW && k->slow++ < HTTP_SLOW_TRIES)
		return 0;
	if (outcome == HTTP_AGAIN && ++k->broken < HTTP_TRIES)
		return http_sleep(a->http,
				  http_backoff_us(k->broken - 1, a->pause_us,
						  40 * a->pause_us),
				  e);
	return err_set(e, ERR_RETRY, "%s: %s (tried %u times)", a->what,
		       k->trouble.s, k->broken + k->slow + k->tokens);
}

static int ask_until(struct asking *k, struct err *e)
{
	for (;;) {
		int outcome = try(k, e);

		if (outcome < 0)
			return err_wrap(e, "%s", k->a->what);
		if (outcome == HTTP_DONE)
			return 0;
		if (prepare_next(k, outcome, e) < 0)
			return -1;
	}
}

int http_ask(const struct http_ask *a, struct str *body, struct err *e)
{
	struct asking k = {
		.a = a, .body = body, .token = STR_INIT, .trouble = STR_INIT
	};
	int bad = ask_until(&k, e);

	mem_wipe(k.token.s, k.token.len);
	str_done(&k.token);
	str_done(&k.trouble);
	return bad;
}
