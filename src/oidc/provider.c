#include "oidc/provider.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"
#include "oidc/callback.h"
#include "oidc/id-token.h"
#include "oidc/jwks.h"
#include "oidc/jwt.h"
#include "stream/digest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define DISCOVERY_MAX ((size_t)256 * 1024)

struct oidc {
	struct http *http;
	char *issuer, *client_id, *client_secret;
	char *authorization, *token, *jwks; /* endpoints */
	bool basic;                         /* how the client secret is told */
	pthread_mutex_t lock;
	struct jwks *keys;
	int64_t asked_us; /* for them, monotonic; 0: never */
};

/* --- discovery ------------------------------------------------------------
 */

static int get(struct oidc *p, const char *url, size_t max, struct str *body,
	       struct err *e)
{
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("GET", url);
	AUTO(http_response_free) struct http_response *r = NULL;

	http_request_header(rq, "Accept", "application/json");
	if (http_send(p->http, rq, &r, e) < 0)
		return err_wrap(e, "%s", url);
	if (http_status(r) >= 500 || http_status(r) == 429)
		return err_set(e, ERR_RETRY, "%s: status %d", url,
			       http_status(r));
	if (http_status(r) != 200)
		return err_set(e, ERR_SOURCE,
			       "%s: status %d: there is no OpenID provider, or "
			       "it does not know the tenant",
			       url, http_status(r));
	if (http_read(r, max, body, e) < 0)
		return err_wrap(e, "%s", url);
	return 0;
}

static int endpoint(const json_t *o, const char *name, char **out,
		    struct err *e)
{
	const char *url = json_string_value(json_object_get(o, name));
	struct err why = ERR_INIT;

	if (url == NULL || http_url_check(name, url, &why) < 0)
		return err_set(e, ERR_SOURCE,
			       "the provider's configuration has no usable %s",
			       name);
	*out = mem_strdup(url);
	return 0;
}

/* In the form where it takes that: Basic wants the secret encoded, which not
   every provider does alike. */
static bool wants_basic(const json_t *o)
{
	const json_t *list =
		json_object_get(o, "token_endpoint_auth_methods_supported");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *way = json_string_value(json_array_get(list, i));

		if (way != NULL && strcmp(way, "client_secret_post") == 0)
			return false;
	}
	return true;
}

static int read_configuration(struct oidc *p, const json_t *o, struct err *e)
{
	const char *issuer = json_string_value(json_object_get(o, "issuer"));
	struct str shown AUTO(str_done) = STR_INIT;

	if (issuer == NULL)
		return err_set(e, ERR_SOURCE,
			       "%s is no OpenID provider: its configuration "
			       "names no issuer",
			       p->issuer);
	if (strcmp(issuer, p->issuer) != 0) {
		id_token_clean(&shown, issuer);
		return err_set(e, ERR_SOURCE,
			       "%s says that it is the issuer %.200s; the two "
			       "must be the same: give the tenant by its "
			       "directory id, and the issuer exactly",
			       p->issuer, shown.s);
	}
	p->basic = wants_basic(o);
	if (endpoint(o, "authorization_endpoint", &p->authorization, e) < 0 ||
	    endpoint(o, "token_endpoint", &p->token, e) < 0)
		return -1;
	return endpoint(o, "jwks_uri", &p->jwks, e);
}

static int discover(struct oidc *p, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str url AUTO(str_done) = STR_INIT;
	json_t *o;
	int rc;

	str_addf(&url, "%s%s.well-known/openid-configuration", p->issuer,
		 str_ends(p->issuer, "/") ? "" : "/");
	if (get(p, url.s, DISCOVERY_MAX, &body, e) < 0)
		return -1;
	o = jwt_object(body.s, body.len, DISCOVERY_MAX);
	if (o == NULL)
		return err_set(e, ERR_SOURCE,
			       "%s: the answer is no JSON object", url.s);
	rc = read_configuration(p, o, e);
	json_decref(o);
	return rc;
}

int oidc_open(struct oidc **out, const struct oidc_options *o, struct err *e)
{
	struct http_options how = {
		.ca_file = o->ca_file != NULL && *o->ca_file != '\0'
				   ? o->ca_file
				   : NULL,
		.stopping = o->stopping,
		.ctx = o->ctx,
	};
	AUTO(oidc_free) struct oidc *p = NULL;

	if (http_url_check("issuer", o->issuer, e) < 0)
		return -1;
	if (strpbrk(o->issuer, "?#") != NULL)
		return err_set(e, ERR_USAGE,
			       "issuer: an issuer has no query or fragment");
	p = NEW(struct oidc);
	(void)pthread_mutex_init(&p->lock, NULL);
	p->http = http_new(&how);
	p->issuer = mem_strdup(o->issuer);
	p->client_id = mem_strdup(o->client_id);
	p->client_secret = mem_strdup(o->client_secret);
	if (discover(p, e) < 0)
		return -1;
	*out = TAKE(p);
	return 0;
}

void oidc_free(struct oidc *p)
{
	if (p == NULL)
		return;
	mem_wipe(p->client_secret, strlen(p->client_secret));
	http_free(p->http);
	jwks_free(p->keys);
	free(p->issuer);
	free(p->client_id);
	free(p->client_secret);
	free(p->authorization);
	free(p->token);
	free(p->jwks);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}

/* --- the way there --------------------------------------------------------
 */

static void add_random(struct str *out)
{
	unsigned char bytes[32];

	random_bytes(bytes, sizeof(bytes));
	encode_base64url(out, bytes, sizeof(bytes));
	mem_wipe(bytes, sizeof(bytes));
}

void oidc_request_new(struct oidc_request *rq)
{
	add_random(&rq->state);
	add_random(&rq->nonce);
	add_random(&rq->verifier);
}

void oidc_request_done(struct oidc_request *rq)
{
	mem_wipe(rq->state.s, rq->state.len);
	mem_wipe(rq->nonce.s, rq->nonce.len);
	mem_wipe(rq->verifier.s, rq->verifier.len);
	str_done(&rq->state);
	str_done(&rq->nonce);
	str_done(&rq->verifier);
}

void oidc_begin(const struct oidc *p, const struct oidc_request *rq,
		const struct oidc_ask *ask, struct str *url)
{
	struct digest d = digest_of(rq->verifier.s, rq->verifier.len);
	struct str challenge AUTO(str_done) = STR_INIT;
	struct str query AUTO(str_done) = STR_INIT;

	encode_base64url(&challenge, d.bytes, sizeof(d.bytes));
	oauth_form(&query, "response_type", "code");
	oauth_form(&query, "response_mode", "query");
	oauth_form(&query, "client_id", p->client_id);
	oauth_form(&query, "redirect_uri", ask->redirect_uri);
	oauth_form(&query, "scope", ask->scope);
	oauth_form(&query, "state", rq->state.s);
	oauth_form(&query, "nonce", rq->nonce.s);
	oauth_form(&query, "code_challenge", challenge.s);
	oauth_form(&query, "code_challenge_method", "S256");
	if (ask->prompt != NULL)
		oauth_form(&query, "prompt", ask->prompt);
	str_addf(url, "%s%c%s", p->authorization,
		 strchr(p->authorization, '?') != NULL ? '&' : '?', query.s);
}

/* --- and back ------------------------------------------------------------- */

static int judge(const struct oidc *p, const struct oauth_reply *r,
		 struct err *e)
{
	struct str code AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;

	if (r->status == 200)
		return 0;
	id_token_clean(&code, r->error.s);
	id_token_clean(&text, r->description.s);
	return err_set(e, ERR_SOURCE, "%s: no token is given: %s %s", p->token,
		       code.s, text.s);
}

/* Basic carries both percent-encoded (RFC 6749 section 2.3.1). */
static int ask_token(struct oidc *p, struct str *form, struct oauth_reply *r,
		     struct err *e)
{
	struct str id AUTO(str_done) = STR_INIT;
	struct str secret AUTO(str_done) = STR_INIT;
	struct oauth_question q = { .url = p->token };
	int rc;

	if (p->basic) {
		encode_percent(&id, p->client_id);
		encode_percent(&secret, p->client_secret);
		q.id = id.s;
		q.secret = secret.s;
	} else {
		oauth_form(form, "client_id", p->client_id);
		oauth_form(form, "client_secret", p->client_secret);
	}
	q.form = form->s;
	rc = oauth_ask(p->http, &q, r, e);
	mem_wipe(form->s, form->len);
	mem_wipe(secret.s, secret.len);
	return rc < 0 ? -1 : judge(p, r, e);
}

/* Under the lock. */
static int fetch_keys(struct oidc *p, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct jwks *fresh = NULL;
	int rc;

	p->asked_us = clock_monotonic_us();
	rc = get(p, p->jwks, JWKS_BYTES_MAX, &body, e);
	if (rc == 0)
		rc = jwks_read(&fresh, body.s, body.len, e);
	if (rc < 0)
		return err_wrap(e, "keys of %s", p->issuer);
	jwks_free(p->keys);
	p->keys = fresh;
	return 0;
}

static bool may_refetch(const struct oidc *p)
{
	return p->asked_us == 0 ||
	       clock_monotonic_us() - p->asked_us >= OIDC_REFETCH_US;
}

static int verify(struct oidc *p, const struct jwt *t, struct err *e)
{
	enum jwks_verdict verdict = JWKS_UNKNOWN;
	int rc = 0;

	(void)pthread_mutex_lock(&p->lock);
	if (p->keys != NULL)
		verdict = jwks_verify(p->keys, t);
	if (verdict == JWKS_UNKNOWN && may_refetch(p)) {
		rc = fetch_keys(p, e);
		if (rc == 0)
			verdict = jwks_verify(p->keys, t);
	}
	(void)pthread_mutex_unlock(&p->lock);
	if (rc < 0)
		return -1;
	if (verdict == JWKS_UNKNOWN)
		return err_set(e, ERR_ITEM,
			       "the ID token is signed by a key that %s does "
			       "not have",
			       p->issuer);
	if (verdict == JWKS_FORGED)
		return err_set(e, ERR_ITEM,
			       "the ID token's signature is not that of %s",
			       p->issuer);
	return 0;
}

static int believe(struct oidc *p, const struct oidc_request *rq,
		   const struct oauth_reply *r, struct identity *who,
		   struct err *e)
{
	struct jwt t AUTO(jwt_done) = { 0 };
	const struct id_token_wanted wanted = {
		.issuer = p->issuer,
		.client_id = p->client_id,
		.nonce = rq->nonce.s,
		.access = r->access.s,
		.now_us = clock_now_us(),
	};

	if (r->id_token.len == 0)
		return err_set(e, ERR_ITEM, "%s gave no ID token", p->token);
	if (jwt_read(&t, r->id_token.s, e) < 0 || verify(p, &t, e) < 0)
		return -1;
	return id_token_check(&t, &wanted, who, e);
}

int oidc_finish(struct oidc *p, const struct oidc_request *rq,
		const char *redirect_uri, const struct callback *answer,
		struct identity *who, struct str *scope, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	struct oauth_reply r AUTO(oauth_reply_done);

	oauth_reply_init(&r);
	if (answer->iss.len > 0 && strcmp(answer->iss.s, p->issuer) != 0)
		return err_set(e, ERR_ITEM,
			       "the answer is of another provider (iss)");
	if (answer->code.len == 0)
		return err_set(e, ERR_ITEM, "the answer has no code");
	oauth_form(&form, "grant_type", "authorization_code");
	oauth_form(&form, "code", answer->code.s);
	oauth_form(&form, "redirect_uri", redirect_uri);
	oauth_form(&form, "code_verifier", rq->verifier.s);
	if (ask_token(p, &form, &r, e) < 0 || believe(p, rq, &r, who, e) < 0)
		return -1;
	if (scope != NULL)
		id_token_clean(scope, r.scope.s);
	return 0;
}
