/* Signing in at a provider that is a script: whom it lets in, as what. */
#include "house.h"

#include "access/providers.h"
#include "access/request.h"
#include "base/clock.h"
#include "tests/fake/http-server.h"
#include "tests/fake/signer.h"

#define BACK "https://archive.example.com/sign-in/callback"

static struct play {
	struct signer signer;
	char base[64];
	struct str nonce, claims; /* claims: members besides the usual ones */
	struct str body;
	unsigned int discoveries;
} play = { .nonce = STR_INIT, .claims = STR_INIT, .body = STR_INIT };

static char sent[64][8192];

static void token(struct play *p)
{
	AUTO(str_done) struct str claims = STR_INIT;
	int64_t now = clock_now_us() / CLOCK_SECOND;

	str_addf(&claims,
		 "{\"iss\":\"%s\",\"aud\":\"me\",\"exp\":%lld,\"iat\":%lld,"
		 "\"nonce\":\"%s\"%s}",
		 p->base, (long long)now + 600, (long long)now, p->nonce.s,
		 p->claims.s);
	str_add(&p->body, "{\"access_token\":\"A\",\"id_token\":\"");
	signer_token(&p->signer, SIGN_RS256, false,
		     "{\"alg\":\"RS256\",\"kid\":\"k1\"}", claims.s, &p->body);
	str_add(&p->body, "\"}");
}

static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	struct play *p = ctx;

	str_cut(&p->body, 0);
	out->status = 200;
	if (strcmp(rq->target, "/.well-known/openid-configuration") == 0) {
		p->discoveries++;
		str_addf(&p->body,
			 "{\"issuer\":\"%s\",\"authorization_endpoint\":"
			 "\"%s/authorize\",\"token_endpoint\":\"%s/token\","
			 "\"jwks_uri\":\"%s/keys\"}",
			 p->base, p->base, p->base, p->base);
	} else if (strcmp(rq->target, "/keys") == 0) {
		str_add(&p->body, "{\"keys\":[");
		signer_jwk(p->signer.rsa, "k1", "", &p->body);
		str_add(&p->body, "]}");
	} else if (strcmp(rq->target, "/token") == 0) {
		token(p);
	} else {
		out->status = 404;
	}
	/* the server may still be looking at what the client has read */
	out->body = memcpy(sent[rq->n % 64], p->body.s, p->body.len);
	out->len = p->body.len;
}

static struct fake_server *begin(struct house *h)
{
	struct fake_server *s = fake_server_start(answer, &play);

	if (play.signer.rsa == NULL)
		signer_init(&play.signer);
	play.discoveries = 0;
	(void)snprintf(play.base, sizeof(play.base), "%s", fake_server_base(s));
	house_make(h);
	return s;
}

static void provider(struct house *h, const char *name, const char *value)
{
	const struct value set[] = {
		{ "issuer", play.base },
		{ "client-id", "me" },
		{ "group.staff", "Global Reader" },
		{ "group./legal/discovery", "eDiscovery Manager" },
		{ name, value },
	};
	const struct value secret[] = { { "client-secret", "s" } };
	const struct provider_new n = {
		.name = "sso",
		.given = { .settings = set,
			   .n_settings = name != NULL ? 5 : 4,
			   .secrets = secret,
			   .n_secrets = 1 },
	};
	struct err e = ERR_INIT;
	bool made;

	T_EQ_INT(providers_set(h->archive, h->db, h->owner, &n, &made, &e), 0);
}

/* What a parameter of an address says. */
static void param(const char *url, const char *name, struct str *out)
{
	AUTO(str_done) struct str key = STR_INIT;
	const char *at;

	str_addf(&key, "%s=", name);
	at = strstr(url, key.s);
	str_cut(out, 0);
	if (at != NULL)
		str_add_len(out, at + key.len, strcspn(at + key.len, "&"));
}

struct trip {
	struct str url, binding, state, back, next;
	struct signed_in in;
};
#define TRIP_INIT                                                              \
	((struct trip){ STR_INIT, STR_INIT, STR_INIT, STR_INIT, STR_INIT,      \
			SIGNED_IN_INIT })
static void trip_done(struct trip *t)
{
	str_done(&t->url);
	str_done(&t->binding);
	str_done(&t->state);
	str_done(&t->back);
	str_done(&t->next);
	signed_in_done(&t->in);
}
static void trip_done_auto(struct trip *t)
{
	trip_done(t);
}

static void go(struct house *h, struct trip *t, const char *next)
{
	const struct access_from from = HOUSE_FROM;
	struct err e = ERR_INIT;

	T_EQ_INT(access_oidc_begin(h->access, h->db, "sso", BACK, next, &from,
				   &t->url, &t->binding, &e),
		 0);
	param(t->url.s, "state", &t->state);
	param(t->url.s, "nonce", &play.nonce);
	str_addf(&t->back, "/sign-in/callback?code=C&state=%s", t->state.s);
}

static int come(struct house *h, struct trip *t, const char *binding,
		struct err *e)
{
	const struct access_from from = HOUSE_FROM;

	return access_oidc_finish(h->access, h->db, t->back.s, binding, &from,
				  NULL, &t->in, &t->next, e);
}

/* There and back with these claims. */
static int whole(struct house *h, const char *claims, struct trip *t,
		 struct err *e)
{
	str_cut(&play.claims, 0);
	str_add(&play.claims, claims);
	go(h, t, "/mailboxes");
	return come(h, t, t->binding.s, e);
}

#define ADA                                                                    \
	",\"sub\":\"s1\",\"preferred_username\":\"ada@example.com\","          \
	"\"name\":\"Ada\""

static const struct row {
	const char *label, *name, *value; /* a setting */
	const char *claims;
	enum err_kind kind; /* ERR_NONE: let in */
	const char *want;   /* in the text; or its groups */
} rows[] = {
	{ "a group", "create", "yes", ADA ",\"groups\":[\"staff\",\"x\"]",
	  ERR_NONE, "[\"Global Reader\"]" },
	{ "two, one with slashes", "create", "yes",
	  ADA ",\"groups\":[\"staff\",\"/legal/discovery\"]", ERR_NONE,
	  "[\"Global Reader\",\"eDiscovery Manager\"]" },
	{ "an application role", "create", "yes", ADA ",\"roles\":[\"staff\"]",
	  ERR_NONE, "[\"Global Reader\"]" },
	{ "one text alone", "create", "yes", ADA ",\"roles\":\"staff\"",
	  ERR_NONE, "[\"Global Reader\"]" },
	{ "not mapped", "create", "yes", ADA ",\"groups\":[\"x\"]", ERR_RIGHT,
	  "none of your groups" },
	{ "capitals", "create", "yes", ADA ",\"groups\":[\"Staff\"]", ERR_RIGHT,
	  "none of your groups" },
	{ "no groups at all", "create", "yes", ADA, ERR_RIGHT,
	  "none of your groups" },
	{ "none are made", NULL, NULL, ADA ",\"groups\":[\"staff\"]", ERR_RIGHT,
	  "administrator can make an account" },
	{ "too many groups", "create", "yes",
	  ADA ",\"_claim_names\":{\"groups\":\"src1\"},\"_claim_sources\":"
	      "{\"src1\":{\"endpoint\":\"https://x\"}}",
	  ERR_RIGHT, "groups-claim=none" },
	{ "too many, said otherwise", "create", "yes",
	  ADA ",\"hasgroups\":true", ERR_RIGHT, "groups-claim=none" },
	{ "no name", "create", "yes", ",\"sub\":\"s1\",\"groups\":[\"staff\"]",
	  ERR_RIGHT, "no name" },
	{ "a verified address", "create", "yes",
	  ",\"sub\":\"s1\",\"email\":\"ada@example.com\","
	  "\"email_verified\":true,\"groups\":[\"staff\"]",
	  ERR_NONE, "[\"Global Reader\"]" },
	{ "an address of one's choice", "create", "yes",
	  ",\"sub\":\"s1\",\"email\":\"ada@example.com\","
	  "\"email_verified\":false,\"groups\":[\"staff\"]",
	  ERR_RIGHT, "no name" },
	{ "a name of the command line", "create", "yes",
	  ",\"sub\":\"s1\",\"preferred_username\":\"Local:owner\","
	  "\"groups\":[\"staff\"]",
	  ERR_RIGHT, "no name" },
	{ "groups that are no texts", "create", "yes",
	  ADA ",\"groups\":[1,null,{\"a\":1}]", ERR_RIGHT,
	  "none of your groups" },
};

T(who_is_let_in)
{
	T_EACH(row, rows) {
		struct house h AUTO(house_done);
		AUTO(fake_server_stop) struct fake_server *s = begin(&h);
		struct trip t AUTO(trip_done) = TRIP_INIT;
		AUTO(principal_free) struct principal *p = NULL;
		AUTO(str_done) struct str groups = STR_INIT;
		const struct access_from from = HOUSE_FROM;
		struct err e = ERR_INIT;
		bool in = row->kind == ERR_NONE;

		(void)s; /* it answers meanwhile */
		provider(&h, row->name, row->value);
		T_EQ_INT(whole(&h, row->claims, &t, &e), in ? 0 : -1);
		T_EQ_INT(e.kind, row->kind);
		T_EQ_INT(house_acts(&h, "session sign-in",
				    in ? "done" : "failed"),
			 1);
		T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), in);
		T_EQ_INT(house_number(&h, "SELECT count(*) FROM account"),
			 in ? 2 : 1);
		if (!in) {
			T_OK(strstr(e.text, row->want) != NULL);
			continue;
		}
		T_EQ_STR(t.next.s, "/mailboxes");
		T_EQ_INT(access_session(h.access, h.db, t.in.cookie.s, &from,
					&p, &e),
			 1);
		T_EQ_STR(p->name.s, "ada@example.com");
		T_OK(!p->local);
		T_EQ_INT(principal_groups(h.db, p, &groups, &e), 0);
		T_EQ_STR(groups.s, row->want);
	}
}

/* What the provider gave goes when it says so no more; the rest stays. */
T(each_time_anew)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	struct trip one AUTO(trip_done) = TRIP_INIT;
	struct trip two AUTO(trip_done) = TRIP_INIT;
	struct trip three AUTO(trip_done) = TRIP_INIT;
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, "create", "yes");
	T_EQ_INT(whole(&h, ADA ",\"groups\":[\"/legal/discovery\"]", &one, &e),
		 0);
	T_EQ_INT(groups_member(h.db, h.owner, "Compliance Administrator",
			       "ada@example.com", true, &e),
		 1);
	/* another name there, the same person */
	T_EQ_INT(whole(&h,
		       ",\"sub\":\"s1\",\"preferred_username\":"
		       "\"ada.b@example.com\",\"groups\":[\"staff\"]",
		       &two, &e),
		 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM account"), 2);
	T_EQ_INT(house_number(&h, "SELECT sum(role_group) FROM"
				  " role_group_member WHERE account = 2"),
		 2 + 4);
	T_EQ_INT(play.discoveries, 1); /* it is known by now */
	/* disabled here is disabled */
	T_EQ_INT(accounts_set_state(h.db, h.owner, "ada@example.com",
				    ACCOUNT_DISABLED, &e),
		 0);
	T_EQ_INT(whole(&h, ADA ",\"groups\":[\"staff\"]", &three, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
}

T(accounts_made_before)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	AUTO(str_done) struct str once = STR_INIT;
	const struct account_new by_name = { .name = "ada@example.com",
					     .provider = "sso" };
	const struct account_new by_id = { .name = "bo@example.com",
					   .provider = "sso",
					   .subject = "s2" };
	struct trip t[4] = { TRIP_INIT, TRIP_INIT, TRIP_INIT, TRIP_INIT };
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, NULL, NULL);
	T_EQ_INT(accounts_add(h.db, h.owner, &by_name, &once, &e), 0);
	T_EQ_INT(accounts_add(h.db, h.owner, &by_id, &once, &e), 0);
	T_EQ_INT(once.len, 0);
	T_EQ_INT(whole(&h, ADA, &t[0], &e), 0);
	/* a second person of the name is another */
	T_EQ_INT(whole(&h,
		       ",\"sub\":\"s9\",\"preferred_username\":"
		       "\"ada@example.com\"",
		       &t[1], &e),
		 -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	/* the id counts, not the name */
	T_EQ_INT(whole(&h,
		       ",\"sub\":\"s3\",\"preferred_username\":"
		       "\"bo@example.com\"",
		       &t[2], &e),
		 -1);
	err_clear(&e);
	T_EQ_INT(whole(&h,
		       ",\"sub\":\"s2\",\"preferred_username\":"
		       "\"bob@example.com\"",
		       &t[3], &e),
		 0);
	for (int i = 0; i < 4; i++)
		trip_done(&t[i]);
}

/* An account with a password is not taken over by a provider's word. */
T(local_accounts_stay)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	AUTO(str_done) struct str once = STR_INIT;
	struct trip t AUTO(trip_done) = TRIP_INIT;
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, "create", "yes");
	house_add(&h, "ada@example.com", NULL, &once);
	T_EQ_INT(whole(&h, ADA ",\"groups\":[\"staff\"]", &t, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	T_OK(strstr(e.text, "signs in otherwise") != NULL);
}

T(domains)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	AUTO(str_done) struct str once = STR_INIT;
	const struct account_new in = { .name = "ada@example.com",
					.provider = "sso" };
	const struct account_new out = { .name = "ada@example.com.evil.org",
					 .provider = "sso" };
	struct trip one AUTO(trip_done) = TRIP_INIT;
	struct trip two AUTO(trip_done) = TRIP_INIT;
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, "domains", "example.org, example.com");
	T_EQ_INT(accounts_add(h.db, h.owner, &in, &once, &e), 0);
	T_EQ_INT(accounts_add(h.db, h.owner, &out, &once, &e), 0);
	T_EQ_INT(whole(&h, ADA, &one, &e), 0);
	T_EQ_INT(whole(&h,
		       ",\"sub\":\"s2\",\"preferred_username\":"
		       "\"ada@example.com.evil.org\"",
		       &two, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	T_OK(strstr(e.text, "do not sign in here") != NULL);
}

/* --- the way back --------------------------------------------------------- */

T(an_answer_is_taken_once_and_from_its_browser)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	struct trip t[3] = { TRIP_INIT, TRIP_INIT, TRIP_INIT };
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, "create", "yes");
	T_EQ_INT(whole(&h, ADA ",\"groups\":[\"staff\"]", &t[0], &e), 0);
	T_EQ_INT(come(&h, &t[0], t[0].binding.s, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	/* another browser's, and then it is spent */
	go(&h, &t[1], NULL);
	T_EQ_INT(come(&h, &t[1], t[0].binding.s, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	T_EQ_INT(come(&h, &t[1], t[1].binding.s, &e), -1);
	err_clear(&e);
	go(&h, &t[2], NULL);
	T_EQ_INT(come(&h, &t[2], NULL, &e), -1);
	err_clear(&e);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), 1);
	for (int i = 0; i < 3; i++)
		trip_done(&t[i]);
}

T(where_to_go_on)
{
	static const struct {
		const char *label, *next, *want;
	} places[] = {
		{ "a page", "/mailboxes?x=1", "/mailboxes?x=1" },
		{ "none", NULL, "/" },
		{ "another server", "https://evil.example/", "/" },
		{ "another server, short", "//evil.example/", "/" },
		{ "another server, slanted", "/\\evil.example/", "/" },
		{ "a line end", "/a\r\nSet-Cookie: x", "/" },
		{ "a script", "javascript:alert(1)", "/" },
	};
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);

	(void)s; /* it answers meanwhile */
	provider(&h, "create", "yes");
	str_cut(&play.claims, 0);
	str_add(&play.claims, ADA ",\"groups\":[\"staff\"]");
	T_EACH(p, places) {
		struct trip t AUTO(trip_done) = TRIP_INIT;
		struct err e = ERR_INIT;

		go(&h, &t, p->next);
		T_EQ_INT(come(&h, &t, t.binding.s, &e), 0);
		T_EQ_STR(t.next.s, p->want);
	}
}

T(the_provider_refuses)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	struct trip t AUTO(trip_done) = TRIP_INIT;
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, "create", "yes");
	go(&h, &t, NULL);
	str_cut(&t.back, 0);
	str_addf(&t.back,
		 "/sign-in/callback?error=access_denied&error_description="
		 "not%%20you&state=%s",
		 t.state.s);
	T_EQ_INT(come(&h, &t, t.binding.s, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_OK(strstr(e.text, "not you") != NULL);
}

/* Whoever begins many sign-ins loses their own, not those of others. */
T(many_begin)
{
	struct requests *all = requests_new();
	struct request *r = request_new();

	str_add(&r->rq.state, "victim");
	str_add(&r->address, "192.0.2.7");
	requests_put(all, r, 1);
	for (int i = 0; i < 5000; i++) {
		r = request_new();
		str_addf(&r->rq.state, "s%d", i);
		str_add(&r->address, "192.0.2.8");
		requests_put(all, r, 1);
	}
	T_OK(requests_take(all, "s4000", 1) == NULL);
	r = requests_take(all, "s4999", 1);
	T_OK(r != NULL);
	request_free(r);
	r = requests_take(all, "victim", REQUEST_LASTS);
	T_OK(r != NULL);
	request_free(r);
	r = request_new();
	str_add(&r->rq.state, "late");
	requests_put(all, r, 1);
	T_OK(requests_take(all, "late", 1 + REQUEST_LASTS) == NULL);
	requests_free(all);
}

/* --- setting one up ------------------------------------------------------- */

T(removing_it)
{
	struct house h AUTO(house_done);
	AUTO(fake_server_stop) struct fake_server *s = begin(&h);
	struct trip t AUTO(trip_done) = TRIP_INIT;
	struct err e = ERR_INIT;

	(void)s; /* it answers meanwhile */
	provider(&h, "create", "yes");
	T_EQ_INT(whole(&h, ADA ",\"groups\":[\"staff\"]", &t, &e), 0);
	T_EQ_INT(providers_remove(h.db, h.owner, "sso", &e), 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_member"
				  " WHERE account = 2"),
		 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM value WHERE owner = 5"),
		 0);
}

T(settings_are_checked)
{
	static const struct {
		const char *label, *provider, *name, *value, *want;
	} bad[] = {
		{ "a name for addresses", "My SSO", "create", "yes",
		  "small letters" },
		{ "no such role group", "sso", "group.x", "Nobody",
		  "no role group" },
		{ "a mapping of nothing", "sso", "group.", "Global Reader",
		  "names a group" },
		{ "in the clear", "sso", "issuer", "http://x.example/",
		  "issuer" },
		{ "neither nor", "sso", "create", "maybe", "neither" },
		{ "unknown", "sso", "nothing", "x", "nothing" },
		{ "a secret on the line", "sso", "client-secret", "x",
		  "secret" },
	};
	struct house h AUTO(house_done);

	house_make(&h);
	T_EACH(row, bad) {
		const struct value set[] = { { "issuer", "https://a.example" },
					     { "client-id", "me" },
					     { row->name, row->value } };
		const struct value secret[] = { { "client-secret", "s" } };
		const struct provider_new n = { .name = row->provider,
						.given = { set, secret, 3, 1,
							   NULL } };
		struct err e = ERR_INIT;
		bool made;

		T_EQ_INT(providers_set(h.archive, h.db, h.owner, &n, &made, &e),
			 -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		T_OK(strstr(e.text, row->want) != NULL);
		T_EQ_INT(house_number(&h, "SELECT count(*) FROM"
					  " identity_provider"),
			 0);
	}
}

T_MAIN
