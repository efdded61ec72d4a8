/* A client of a provider that is a script: discovery, keys, the exchange. */
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "oidc/callback.h"
#include "oidc/id-token.h"
#include "oidc/provider.h"
#include "stream/digest.h"
#include "t.h"
#include "tests/fake/http-server.h"
#include "tests/fake/signer.h"

#include <stdlib.h>

static struct play {
	struct signer signer;
	bool stranger; /* who signs the tokens */
	char base[64];
	const char *issuer; /* NULL: its base */
	const char *token_endpoint;
	const char *methods; /* JSON, or NULL */
	const char *header;  /* of ID tokens */
	const char *nonce;
	int token_status;
	const char *refusal;
	bool no_keys; /* none yet */
	unsigned int keys_asked, tokens_asked;
	char form[4096], head[4096];
	struct str body;
} play;

static char sent[16][8192];

static void configuration(struct play *p)
{
	str_addf(&p->body,
		 "{\"issuer\":\"%s\",\"authorization_endpoint\":"
		 "\"%s/authorize\",\"token_endpoint\":\"%s%s\",\"jwks_uri\":"
		 "\"%s/keys\"",
		 p->issuer != NULL ? p->issuer : p->base, p->base,
		 p->token_endpoint[0] == '/' ? p->base : "", p->token_endpoint,
		 p->base);
	if (p->methods != NULL)
		str_addf(&p->body,
			 ",\"token_endpoint_auth_methods_supported\":%s",
			 p->methods);
	str_add_char(&p->body, '}');
}

static void token(struct play *p)
{
	struct str claims AUTO(str_done) = STR_INIT;
	int64_t now = clock_now_us() / CLOCK_SECOND;

	if (p->token_status != 200) {
		str_add(&p->body, p->refusal);
		return;
	}
	str_addf(&claims,
		 "{\"iss\":\"%s\",\"aud\":\"me\",\"exp\":%lld,\"iat\":%lld,"
		 "\"nonce\":\"%s\",\"sub\":\"s1\",\"oid\":\"o1\",\"tid\":"
		 "\"t1\",\"preferred_username\":\"ada@example.com\"}",
		 p->base, (long long)now + 600, (long long)now, p->nonce);
	str_add(&p->body, "{\"access_token\":\"ACCESS\",\"scope\":\"openid\","
			  "\"id_token\":\"");
	signer_token(&p->signer, SIGN_RS256, p->stranger, p->header, claims.s,
		     &p->body);
	str_add(&p->body, "\"}");
}

static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	struct play *p = ctx;

	str_cut(&p->body, 0);
	out->status = 200;
	if (strcmp(rq->target, "/.well-known/openid-configuration") == 0) {
		configuration(p);
	} else if (strcmp(rq->target, "/keys") == 0) {
		p->keys_asked++;
		str_add(&p->body, "{\"keys\":[");
		if (!p->no_keys)
			signer_jwk(p->signer.rsa, "k1", "", &p->body);
		str_add(&p->body, "]}");
	} else if (strcmp(rq->target, "/token") == 0) {
		p->tokens_asked++;
		(void)snprintf(p->form, sizeof(p->form), "%.*s",
			       (int)rq->body_len, rq->body);
		(void)snprintf(p->head, sizeof(p->head), "%s", rq->head);
		out->status = p->token_status;
		token(p);
	} else {
		out->status = 404;
	}
	/* the server may still be looking at what the client has read */
	out->body = memcpy(sent[rq->n % 16], p->body.s, p->body.len);
	out->len = p->body.len;
}

static void reset(struct fake_server *s)
{
	struct signer keep = play.signer;

	str_done(&play.body);
	play = (struct play){ .signer = keep,
			      .token_endpoint = "/token",
			      .methods = "[\"client_secret_post\"]",
			      .header = "{\"alg\":\"RS256\",\"kid\":\"k1\"}",
			      .nonce = "N",
			      .token_status = 200,
			      .body = STR_INIT };
	(void)snprintf(play.base, sizeof(play.base), "%s", fake_server_base(s));
}

static int open_it(struct oidc **out, struct err *e)
{
	const struct oidc_options o = { .issuer = play.base,
					.client_id = "me",
					.client_secret = "s:e c" };

	return oidc_open(out, &o, e);
}

static int finish(struct oidc *p, const char *iss, struct identity *who,
		  struct err *e)
{
	struct oidc_request rq AUTO(oidc_request_done) = OIDC_REQUEST_INIT;
	struct callback c AUTO(callback_done);

	callback_init(&c);
	str_add(&rq.nonce, "N");
	str_add(&rq.verifier, "VERIFIER");
	str_add(&c.code, "CODE");
	str_add(&c.iss, iss);
	return oidc_finish(p, &rq, "http://localhost/cb", &c, who, NULL, e);
}

/* --- discovery ------------------------------------------------------------ */

static const struct found {
	const char *label, *issuer, *token_endpoint;
	const char *want; /* NULL: good */
} founds[] = {
	{ "as it should be", NULL, "/token", NULL },
	{ "another issuer", "https://evil.example", "/token", "the issuer" },
	{ "token endpoint in the clear", NULL, "http://192.0.2.1/token",
	  "token_endpoint" },
	{ "token endpoint no address", NULL, "javascript:1", "token_endpoint" },
};

T(discovery)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, &play);

	T_EACH(f, founds) {
		AUTO(oidc_free) struct oidc *p = NULL;
		struct err e = ERR_INIT;

		reset(s);
		play.issuer = f->issuer;
		play.token_endpoint = f->token_endpoint;
		T_EQ_INT(open_it(&p, &e), f->want == NULL ? 0 : -1);
		if (f->want != NULL) {
			T_EQ_INT(e.kind, ERR_SOURCE);
			T_OK(strstr(e.text, f->want) != NULL);
		}
	}
}

T(issuer_in_the_clear)
{
	AUTO(oidc_free) struct oidc *p = NULL;
	struct err e = ERR_INIT;
	const struct oidc_options o = { .issuer = "http://192.0.2.1/x",
					.client_id = "me",
					.client_secret = "s" };

	T_EQ_INT(oidc_open(&p, &o, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

/* --- there ---------------------------------------------------------------- */

T(address)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, &play);
	AUTO(oidc_free) struct oidc *p = NULL;
	struct oidc_request a AUTO(oidc_request_done) = OIDC_REQUEST_INIT;
	struct oidc_request b AUTO(oidc_request_done) = OIDC_REQUEST_INIT;
	const struct oidc_ask ask = { "http://localhost/cb", "openid x", NULL };
	struct str url AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	reset(s);
	T_EQ_INT(open_it(&p, &e), 0);
	oidc_request_new(&a);
	oidc_request_new(&b);
	T_EQ_INT(a.state.len, 43); /* 256 bits */
	T_EQ_INT(a.nonce.len, 43);
	T_EQ_INT(a.verifier.len, 43);
	T_OK(strcmp(a.state.s, b.state.s) != 0);
	T_OK(strcmp(a.state.s, a.nonce.s) != 0);
	oidc_begin(p, &a, &ask, &url);
	T_OK(strstr(url.s, "/authorize?response_type=code&") != NULL);
	T_OK(strstr(url.s, "code_challenge_method=S256") != NULL);
	T_OK(strstr(url.s, "scope=openid%20x") != NULL);
	T_OK(strstr(url.s, a.state.s) != NULL);
	T_OK(strstr(url.s, a.nonce.s) != NULL);
	T_OK(strstr(url.s, a.verifier.s) == NULL); /* its digest only */
	T_OK(strstr(url.s, "prompt") == NULL);
}

/* --- and back ------------------------------------------------------------- */

T(exchange)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, &play);

	signer_init(&play.signer);
	for (int basic = 0; basic < 2; basic++) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;
		AUTO(oidc_free) struct oidc *p = NULL;
		struct err e = ERR_INIT;

		reset(s);
		if (basic)
			play.methods = NULL; /* RFC 8414: then it is Basic */
		T_EQ_INT(open_it(&p, &e), 0);
		T_EQ_INT(finish(p, play.base, &who, &e), 0);
		T_EQ_STR(who.name.s, "ada@example.com");
		T_EQ_STR(who.object.s, "o1");
		T_EQ_STR(who.tenant.s, "t1");
		T_OK(strstr(play.form, "code=CODE") != NULL);
		T_OK(strstr(play.form, "code_verifier=VERIFIER") != NULL);
		T_OK(strstr(play.form, "redirect_uri=http%3A") != NULL);
		/* "me:s%3Ae%20c" */
		T_EQ_INT(strstr(play.head, "bWU6cyUzQWUlMjBj") != NULL, basic);
		T_EQ_INT(strstr(play.form, "client_secret=s%3Ae%20c") != NULL,
			 !basic);
	}
}

static const struct back {
	const char *label;
	const char *iss, *header, *nonce;
	int status;
	const char *refusal;
	enum err_kind kind;
	const char *want;
	unsigned int tokens; /* asked for */
} backs[] = {
	{ "another provider answers", "https://evil.example", NULL, "N", 200,
	  "", ERR_ITEM, "another provider", 0 },
	{ "refused", "", NULL, "N", 400,
	  "{\"error\":\"invalid_grant\",\"error_description\":\"used\\n"
	  "before\"}",
	  ERR_SOURCE, "invalid_grant used before", 1 },
	{ "the nonce of another", "", NULL, "M", 200, "", ERR_ITEM, "nonce",
	  1 },
	{ "a key it does not have", "", "{\"alg\":\"RS256\",\"kid\":\"k2\"}",
	  "N", 200, "", ERR_ITEM, "does not have", 1 },
	{ "no algorithm", "", "{\"alg\":\"none\"}", "N", 200, "", ERR_ITEM,
	  "not signed by", 1 },
};

T(refusals)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, &play);

	T_EACH(b, backs) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;
		AUTO(oidc_free) struct oidc *p = NULL;
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		reset(s);
		if (b->header != NULL)
			play.header = b->header;
		play.nonce = b->nonce;
		play.token_status = b->status;
		play.refusal = b->refusal;
		T_EQ_INT(open_it(&p, &e), 0);
		T_EQ_INT(finish(p, b->iss, &who, &e), -1);
		T_EQ_INT(e.kind, b->kind);
		(void)err_str(&e, text, sizeof(text));
		T_OK(strstr(text, b->want) != NULL);
		T_OK(strstr(text, "CODE") == NULL);
		T_OK(strstr(text, "s:e c") == NULL);
		T_EQ_INT(play.tokens_asked, b->tokens);
		T_EQ_STR(who.name.s, "");
	}
}

/* By the name of a key that it has, and not by that key. */
T(a_forged_token)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, &play);
	struct identity who AUTO(identity_done) = IDENTITY_INIT;
	AUTO(oidc_free) struct oidc *p = NULL;
	struct err e = ERR_INIT;

	reset(s);
	play.stranger = true;
	T_EQ_INT(open_it(&p, &e), 0);
	T_EQ_INT(finish(p, "", &who, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
	T_OK(strstr(e.text, "signature is not that of") != NULL);
	T_EQ_STR(who.name.s, "");
}

/* Tokens with invented key names do not make us ask again and again. */
T(keys_are_not_asked_for_without_end)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(answer, &play);
	AUTO(oidc_free) struct oidc *p = NULL;
	struct err e = ERR_INIT;

	reset(s);
	T_EQ_INT(open_it(&p, &e), 0);
	for (int i = 0; i < 5; i++) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;

		play.header = i == 0 ? "{\"alg\":\"RS256\",\"kid\":\"k1\"}"
				     : "{\"alg\":\"RS256\",\"kid\":\"k2\"}";
		T_EQ_INT(finish(p, "", &who, &e), i == 0 ? 0 : -1);
		err_clear(&e);
	}
	T_EQ_INT(play.keys_asked, 1);
	signer_done(&play.signer);
	str_done(&play.body);
}

T_MAIN
