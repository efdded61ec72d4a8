#include "http/oauth.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/url.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <string.h>

#define REPLY_MAX ((size_t)1024 * 1024)
/* Of a token whose life was not told. */
#define LIFE_US (30 * CLOCK_MINUTE)

/* --- replies ----------------------------------------------------------- */

void oauth_reply_init(struct oauth_reply *r)
{
	*r = (struct oauth_reply){
		.access = STR_INIT,
		.refresh = STR_INIT,
		.id_token = STR_INIT,
		.scope = STR_INIT,
		.error = STR_INIT,
		.description = STR_INIT,
	};
}

void oauth_reply_done(struct oauth_reply *r)
{
	str_wipe(&r->access);
	str_wipe(&r->refresh);
	str_wipe(&r->id_token);
	str_done(&r->scope);
	str_done(&r->error);
	str_done(&r->description);
}

/* The first of the members that is a text. */
static void take_text(struct str *out, const json_t *o,
		      const char *const *names)
{
	for (; *names != NULL; names++) {
		const char *s = json_string_value(json_object_get(o, *names));

		if (s != NULL && s[0] != '\0') {
			str_add(out, s);
			return;
		}
	}
}

/* A whole number, also given as text. */
static int64_t take_number(const json_t *o, const char *name)
{
	const json_t *v = json_object_get(o, name);
	const char *s = json_string_value(v);
	long long n;
	double d;

	if (json_is_integer(v))
		return json_integer_value(v);
	if (json_is_real(v)) {
		d = json_real_value(v);
		return d > -1e15 && d < 1e15 ? (int64_t)d : 0;
	}
	return s != NULL && str_int64(s, &n) ? n : 0;
}

/* Some send the scopes as a list. */
static void take_scope(struct str *out, const json_t *o)
{
	static const char *const names[] = { "scope", NULL };
	const json_t *list = json_object_get(o, "scope"), *one;
	size_t i;

	take_text(out, o, names);
	json_array_foreach(list, i, one) if (json_is_string(one)) str_addf(
		out, "%s%s", out->len > 0 ? " " : "", json_string_value(one));
}

static void read_reply(struct oauth_reply *out, const json_t *o)
{
	static const char *const access[] = { "access_token", NULL };
	static const char *const refresh[] = { "refresh_token", NULL };
	static const char *const id_token[] = { "id_token", NULL };
	static const char *const error[] = { "error", NULL };
	static const char *const description[] = { "error_description",
						   "reason", "errorMessage",
						   "message", NULL };
	int64_t seconds = take_number(o, "expires_in");

	take_text(&out->access, o, access);
	take_text(&out->refresh, o, refresh);
	take_text(&out->id_token, o, id_token);
	take_text(&out->error, o, error);
	take_text(&out->description, o, description);
	take_scope(&out->scope, o);
	out->code = take_number(o, "errorCode");
	if (out->code == 0)
		out->code = take_number(o, "code");
	if (seconds > 0 && seconds < INT64_C(1) << 32)
		out->life_us = seconds * CLOCK_SECOND;
}

/* --- the endpoint ------------------------------------------------------ */

void oauth_form(struct str *form, const char *name, const char *value)
{
	if (form->len > 0)
		str_add_char(form, '&');
	encode_percent(form, name);
	str_add_char(form, '=');
	encode_percent(form, value);
}

static int judge(struct http_response *r, const struct oauth_question *q,
		 struct oauth_reply *out, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	json_t *o;

	http_url_show(&where, q->url);
	if (http_read(r, REPLY_MAX, &body, e) < 0)
		return -1;
	out->status = http_status(r);
	if (!http_response_retry_after(r, &out->wait_us))
		out->wait_us = 0;
	if (out->status == 429 || out->status >= 500)
		return err_set(e, ERR_RETRY, "%s: status %d", where.s,
			       out->status);
	o = json_loadb(body.s, body.len, JSON_ALLOW_NUL, NULL);
	mem_wipe(body.s, body.len);
	read_reply(out, o);
	json_decref(o);
	if (out->status == 200 && out->access.len == 0 && out->error.len == 0 &&
	    out->code == 0)
		return err_set(e, ERR_RETRY,
			       "%s: status 200, but there is no token in the "
			       "answer",
			       where.s);
	if (out->status == 200 && out->access.len == 0)
		out->status = 400;
	return 0;
}

int oauth_ask(struct http *h, const struct oauth_question *q,
	      struct oauth_reply *out, struct err *e)
{
	AUTO(http_request_free) struct http_request *rq = NULL;
	AUTO(http_response_free) struct http_response *r = NULL;

	rq = http_request_new("POST", q->url);
	if (q->id != NULL)
		http_request_basic(rq, q->id, q->secret);
	http_request_header(rq, "Accept", "application/json");
	http_request_body(rq, "application/x-www-form-urlencoded", q->form,
			  strlen(q->form));
	if (http_send(h, rq, &r, e) < 0)
		return -1;
	return judge(r, q, out, e);
}

/* --- cache ------------------------------------------------------------- */

struct oauth {
	oauth_issue *issue;
	void *ctx;
	pthread_mutex_t lock;
	struct str token;
	int64_t renew_us; /* monotonic; no token: 0 */
};

struct oauth *oauth_new(oauth_issue *issue, void *ctx)
{
	struct oauth *o = NEW(struct oauth);

	o->issue = issue;
	o->ctx = ctx;
	o->token = STR_INIT;
	(void)pthread_mutex_init(&o->lock, NULL);
	return o;
}

void oauth_free(struct oauth *o)
{
	if (o == NULL)
		return;
	str_wipe(&o->token);
	(void)pthread_mutex_destroy(&o->lock);
	free(o);
}

/* Under the lock: the others wait for the same token. */
static int renew(struct oauth *o, struct err *e)
{
	struct str fresh = STR_INIT;
	int64_t life_us = 0, asked_us = clock_monotonic_us();

	if (o->issue(o->ctx, &fresh, &life_us, e) < 0) {
		str_wipe(&fresh);
		return -1;
	}
	str_wipe(&o->token);
	o->token = fresh;
	if (life_us <= 0)
		life_us = LIFE_US;
	/* one that lives shorter than we are early serves half its life */
	o->renew_us = asked_us + (life_us > 2 * OAUTH_EARLY_US
					  ? life_us - OAUTH_EARLY_US
					  : life_us / 2);
	return 0;
}

int oauth_token(struct oauth *o, struct str *token, struct err *e)
{
	int bad = 0;

	(void)pthread_mutex_lock(&o->lock);
	if (o->token.len == 0 || clock_monotonic_us() >= o->renew_us)
		bad = renew(o, e);
	if (bad == 0)
		str_add(token, o->token.s);
	(void)pthread_mutex_unlock(&o->lock);
	return bad;
}

int oauth_authorize(struct oauth *o, struct http_request *rq, struct str *token,
		    struct err *e)
{
	str_cut(token, 0);
	if (oauth_token(o, token, e) < 0)
		return -1;
	http_request_bearer(rq, token->s);
	return 0;
}

void oauth_drop(struct oauth *o, const char *token)
{
	(void)pthread_mutex_lock(&o->lock);
	if (strcmp(o->token.s, token) == 0)
		str_wipe(&o->token);
	(void)pthread_mutex_unlock(&o->lock);
}

/* --- JWT --------------------------------------------------------------- */

void oauth_jwt_hs256(struct str *out, const char *claims, const char *key)
{
	static const char head[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	size_t start = out->len;

	encode_base64url(out, head, sizeof(head) - 1);
	str_add_char(out, '.');
	encode_base64url(out, claims, strlen(claims));
	if (HMAC(EVP_sha256(), key, (int)strlen(key),
		 (const unsigned char *)out->s + start, out->len - start, mac,
		 &len) == NULL)
		mem_exhausted(len);
	str_add_char(out, '.');
	encode_base64url(out, mac, len);
}
