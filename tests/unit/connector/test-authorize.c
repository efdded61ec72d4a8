/* What a browser may bring back to a connector, and what comes of it. */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "connector/authorize.h"
#include "connector/connector.h"
#include "db/db.h"
#include "t.h"
#include "tests/fake/http-server.h"

#include <stdlib.h>
#include <unistd.h>

#define REDIRECT "http://localhost:8400/authorize"

/* --- a clock that is set, a token endpoint -------------------------------- */

int64_t __real_clock_now_us(void);
int64_t __wrap_clock_now_us(void);

static int64_t later_us;

int64_t __wrap_clock_now_us(void)
{
	return __real_clock_now_us() + later_us;
}

static const struct {
	int status;
	const char *body;
} good = { 200, "{\"access_token\":\"A\",\"expires_in\":3600,"
		"\"refresh_token\":\"R1\",\"scope\":\"spark:kms x\"}" },
  bare = { 200, "{\"access_token\":\"A\",\"expires_in\":3600}" },
  wrong = { 400, "{\"message\":\"redirect_uri does not match\"}" };

static char base[64];
static char asked[4096]; /* the last form */
static unsigned int n_asked;
static const char *body;
static int status;

static void token(void *ctx, const struct fake_request *rq,
		  struct fake_answer *out)
{
	(void)ctx;
	n_asked++;
	(void)snprintf(asked, sizeof(asked), "%.*s", (int)rq->body_len,
		       rq->body);
	out->status = status;
	out->headers = "Content-Type: application/json\r\n";
	out->body = body;
	out->len = strlen(body);
}

/* --- an archive with one connector ---------------------------------------- */

struct world {
	char home[64];
	struct archive *archive;
	struct db *db;
};

static void set(struct world *w, bool is_new, const char *name,
		const char *value)
{
	AUTO(free) char *url = str_printf("%s/token", base);
	const struct value all[] = { { "api-url", base },
				     { "token-url", url },
				     { "client-id", "app" } };
	const struct value one = { name, value };
	const struct value secret = { "client-secret", "s" };
	struct connector_new n = { .name = "c",
				   .source = "webex",
				   .given.settings = is_new ? all : &one,
				   .given.n_settings = is_new ? 3 : 1,
				   .given.secrets = &secret,
				   .given.n_secrets = 1,
				   .actor = { "test", "" } };
	struct err e = ERR_INIT;

	T_EQ_INT(is_new ? connector_add(w->archive, w->db, &n, &e)
			: connector_change(w->archive, w->db, &n, &e),
		 0);
}

static void world_make(struct world *w)
{
	struct err e = ERR_INIT;

	(void)strcpy(w->home, "/tmp/test-authorize-XXXXXX");
	T_OK(mkdtemp(w->home) != NULL);
	T_EQ_INT(archive_init(w->home, "archive.example", &e), 0);
	T_EQ_INT(archive_open(&w->archive, w->home, ARCHIVE_READ, &e), 0);
	T_EQ_INT(archive_db(w->archive, &w->db, &e), 0);
	set(w, true, NULL, NULL);
}

static void world_done(struct world *w)
{
	AUTO(free) char *remove = str_printf("rm -r '%s'", w->home);

	db_close(w->db);
	archive_close(w->archive);
	T_EQ_INT(system(remove), 0);
}

static bool needed(struct world *w)
{
	struct err e = ERR_INIT;
	bool yes;

	T_EQ_INT(connector_authorize_needed(w->archive, w->db, "c", &yes, &e),
		 0);
	return yes;
}

/* The state of a new address, appended. */
static void begin(struct world *w, struct str *state)
{
	struct str link AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	const char *at;

	T_EQ_INT(connector_authorize_begin(w->archive, w->db, "c", REDIRECT,
					   &link, &e),
		 0);
	at = strstr(link.s, "&state=");
	T_OK(at != NULL);
	str_addf(state, "%.*s", 43, at + 7);
	T_OK(strstr(link.s, "&code_challenge_method=S256") != NULL);
}

/* --- the table ------------------------------------------------------------ */

static const struct row {
	const char *label;
	const char *query; /* before the state */
	bool guessed;      /* the state */
	int64_t after_us;
	const char *client; /* changed in between to this */
	int status;         /* of the token endpoint, with its body */
	const char *body;
	enum err_kind want;
	const char *says; /* part of the error, or of what is missing */
	bool spent;
} rows[] = {
	{ "taken", "code=C", .status = 200, .want = ERR_NONE,
	  .says = "spark-compliance:events_read", .spent = true },
	{ "after 59 minutes", "code=C", .after_us = 59 * CLOCK_MINUTE,
	  .status = 200, .want = ERR_NONE,
	  .says = "spark-compliance:events_read", .spent = true },
	{ "after 61 minutes", "code=C", .after_us = 61 * CLOCK_MINUTE,
	  .want = ERR_SOURCE, .says = "more than an hour ago", .spent = true },
	{ "a guessed state", "code=C", .guessed = true, .want = ERR_USAGE,
	  .says = "(state)" },
	{ "twice a code", "code=C&code=D", .want = ERR_USAGE,
	  .says = "provider sent" },
	{ "another app", "code=C", .client = "other", .want = ERR_SOURCE,
	  .says = "changed since", .spent = true },
	{ "declined", "error=access_denied", .want = ERR_SOURCE,
	  .says = "the person declined", .spent = true },
	{ "a scope", "error=invalid_scope", .want = ERR_SOURCE,
	  .says = "spark-compliance:events_read", .spent = true },
	{ "the address", "error=invalid_request&error_description=bad+redirect",
	  .want = ERR_SOURCE, .says = "register the redirect address " REDIRECT,
	  .spent = true },
	{ "the app", "error=unauthorized_client", .want = ERR_SOURCE,
	  .says = "check client-id", .spent = true },
	{ "later", "error=server_error", .want = ERR_RETRY,
	  .says = "try again later", .spent = true },
	{ "anything else", "error=strange", .want = ERR_SOURCE,
	  .says = "see what the vendor says", .spent = true },
	{ "the code is refused", "code=C", .status = 400, .want = ERR_SOURCE,
	  .says = "redirect address", .spent = true },
	{ "no refresh token", "code=C", .status = 201, .want = ERR_SOURCE,
	  .says = "no refresh token", .spent = true },
};

static void answers_as(const struct row *r)
{
	status = r->status == 400 ? wrong.status : good.status;
	body = r->status == 400   ? wrong.body
	       : r->status == 201 ? bare.body
				  : good.body;
	n_asked = 0;
	asked[0] = '\0';
}

static void check(const struct row *r)
{
	struct connector_granted g AUTO(connector_granted_done) =
		CONNECTOR_GRANTED_INIT;
	struct str state AUTO(str_done) = STR_INIT;
	struct str url AUTO(str_done) = STR_INIT;
	struct connector_answer answer = { .name = "c",
					   .actor = { "test", "" } };
	struct err e = ERR_INIT;
	struct world w;

	world_make(&w);
	T_OK(needed(&w));
	begin(&w, &state);
	answers_as(r);
	str_addf(&url, REDIRECT "?%s&state=%s", r->query,
		 r->guessed ? "guessed" : state.s);
	answer.url = url.s;
	if (r->client != NULL)
		set(&w, false, "client-id", r->client);
	later_us = r->after_us;
	T_EQ_INT(connector_authorize_answer(w.archive, w.db, &answer, &g, &e),
		 r->want == ERR_NONE ? 0 : -1);
	later_us = 0;
	T_EQ_INT(e.kind, r->want);
	if (strstr(r->want == ERR_NONE ? g.lacks.s : e.text, r->says) == NULL)
		T_FAIL("'%s' and '%s' without '%s'", e.text, g.lacks.s,
		       r->says);
	T_EQ_INT(needed(&w), r->want != ERR_NONE);
	T_EQ_INT(n_asked, r->status != 0);
	if (r->want == ERR_NONE)
		T_OK(strstr(asked, "&code=C&") != NULL &&
		     strstr(asked, "&code_verifier=") != NULL);
	str_cut(&url, 0);
	T_EQ_INT(connector_authorize_awaiting(w.archive, w.db, state.s, &url,
					      &e),
		 !r->spent);
	T_EQ_STR(url.s, r->spent ? "" : "c");
	world_done(&w);
}

T(answers)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(token, NULL);

	(void)snprintf(base, sizeof(base), "%s", fake_server_base(s));
	T_EACH(r, rows)
		check(r);
}

T(only_the_last_address_is_good)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(token, NULL);
	struct str old AUTO(str_done) = STR_INIT;
	struct str last AUTO(str_done) = STR_INIT;
	struct str name AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	struct world w;

	(void)snprintf(base, sizeof(base), "%s", fake_server_base(s));
	world_make(&w);
	begin(&w, &old);
	begin(&w, &last);
	T_EQ_INT(connector_authorize_awaiting(w.archive, w.db, old.s, &name,
					      &e),
		 0);
	T_EQ_INT(connector_authorize_awaiting(w.archive, w.db, last.s, &name,
					      &e),
		 1);
	T_EQ_STR(name.s, "c");
	set(&w, false, "auth", "code");
	world_done(&w);
}

T_MAIN
