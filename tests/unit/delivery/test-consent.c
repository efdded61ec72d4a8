/* Who needs consent, and how long an address that asks for it is good. */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/values.h"
#include "db/db.h"
#include "delivery/consent.h"
#include "delivery/delivery.h"
#include "t.h"
#include "target/agent.h"
#include "tests/fake/http-server.h"

#include <stdlib.h>
#include <unistd.h>

#define TENANT "5a1e0000-0000-4000-8000-00000000beef"

/* --- an agent that does nothing, a clock that is set ---------------------- */

static const struct setting settings[] = {
	{ "auth", NULL, false, false, "how", NULL },
	{ "rights", NULL, false, false, "by what", NULL },
	{ "tenant-id", NULL, false, false, "as graph calls it", NULL },
	{ "client-id", NULL, false, false, "the application", NULL },
	{ "client-secret", NULL, false, true, "its secret", NULL },
	{ "login-url", NULL, false, false, "where", NULL },
	{ "token-url", NULL, false, false, "where, too", NULL },
	{ "scope", NULL, false, false, "what for", NULL },
	{ NULL, NULL, false, false, NULL, NULL },
};

static int open_nothing(struct agent **out, const struct host *host,
			struct err *e);
static void close_nothing(struct agent *a)
{
	free(a);
}

static const struct agent_ops ops = {
	.name = "nothing",
	.title = "Nothing",
	.settings = settings,
	.open = open_nothing,
	.close = close_nothing,
};
static const struct agent_ops *const all[] = { &ops, NULL };

static int open_nothing(struct agent **out, const struct host *host,
			struct err *e)
{
	(void)host;
	(void)e;
	*out = NEW(struct agent);
	(*out)->ops = &ops;
	return 0;
}

const struct agent_ops *__wrap_agent_find(const char *name);
const struct agent_ops *const *__wrap_agent_all(void);
int64_t __real_clock_now_us(void);
int64_t __wrap_clock_now_us(void);

const struct agent_ops *__wrap_agent_find(const char *name)
{
	return strcmp(name, ops.name) == 0 ? &ops : NULL;
}

const struct agent_ops *const *__wrap_agent_all(void)
{
	return all;
}

static int64_t later_us;

int64_t __wrap_clock_now_us(void)
{
	return __real_clock_now_us() + later_us;
}

/* --- an archive with one target ------------------------------------------- */

struct world {
	char home[64];
	struct archive *archive;
	struct db *db;
};

static void world_make(struct world *w)
{
	struct err e = ERR_INIT;

	(void)strcpy(w->home, "/tmp/test-consent-XXXXXX");
	T_OK(mkdtemp(w->home) != NULL);
	T_EQ_INT(archive_init(w->home, "archive.example", &e), 0);
	T_EQ_INT(archive_open(&w->archive, w->home, ARCHIVE_READ, &e), 0);
	T_EQ_INT(archive_db(w->archive, &w->db, &e), 0);
}

static void world_done(struct world *w)
{
	AUTO(free) char *remove = str_printf("rm -r '%s'", w->home);

	db_close(w->db);
	archive_close(w->archive);
	T_EQ_INT(system(remove), 0);
}

static void target_add(struct world *w, const char *name,
		       const struct value *list, size_t n)
{
	const struct value secret = { "client-secret", "s" };
	const struct delivery_new what = { .name = name,
					   .kind = "nothing",
					   .given.settings = list,
					   .given.n_settings = n,
					   .given.secrets = &secret,
					   .given.n_secrets = 1,
					   .actor = { "test", "" } };
	struct err e = ERR_INIT;

	T_EQ_INT(delivery_target_add(w->archive, w->db, &what, &e), 0);
}

/* --- who needs it --------------------------------------------------------- */

static const struct need {
	const char *label;
	struct value settings[4];
	enum consent_state want;
} needs[] = {
	{ "nothing said", { { NULL, NULL } }, CONSENT_NOT_NEEDED },
	{ "an application without a tenant",
	  { { "client-id", "c" } },
	  CONSENT_NOT_NEEDED },
	{ "a tenant without an application",
	  { { "tenant-id", TENANT } },
	  CONSENT_NOT_NEEDED },
	{ "Graph",
	  { { "client-id", "c" }, { "tenant-id", TENANT } },
	  CONSENT_MISSING },
	{ "Graph, rights by roles",
	  { { "client-id", "c" },
	    { "tenant-id", TENANT },
	    { "rights", "rbac" } },
	  CONSENT_NOT_NEEDED },
	{ "IMAP, XOAUTH2",
	  { { "client-id", "c" },
	    { "tenant-id", TENANT },
	    { "auth", "xoauth2" } },
	  CONSENT_MISSING },
	{ "IMAP, OAUTHBEARER",
	  { { "client-id", "c" },
	    { "tenant-id", TENANT },
	    { "auth", "oauthbearer" } },
	  CONSENT_MISSING },
	{ "IMAP, a password",
	  { { "client-id", "c" },
	    { "tenant-id", TENANT },
	    { "auth", "plain" } },
	  CONSENT_NOT_NEEDED },
	{ "another provider",
	  { { "client-id", "c" }, { "consent-issuer", "https://i.example" } },
	  CONSENT_MISSING },
	{ "in the tenant's portal",
	  { { "client-id", "c" },
	    { "tenant-id", TENANT },
	    { "consent", "portal" } },
	  CONSENT_NOT_NEEDED },
};

T(who_needs_it)
{
	struct world w;
	int i = 0;

	world_make(&w);
	T_EACH(n, needs) {
		struct consent c AUTO(consent_done);
		AUTO(free) char *name = str_printf("t%d", i++);
		struct err e = ERR_INIT;
		size_t count = 0;

		while (count < 4 && n->settings[count].name != NULL)
			count++;
		target_add(&w, name, n->settings, count);
		consent_init(&c);
		T_EQ_INT(consent_find(w.archive, w.db, name, &c, &e), 0);
		T_EQ_STR(consent_state_name(c.state),
			 consent_state_name(n->want));
	}
	world_done(&w);
}

/* --- how long an address is good ------------------------------------------ */

static char base[64], body[1024];

static void configuration(void *ctx, const struct fake_request *rq,
			  struct fake_answer *out)
{
	(void)ctx;
	(void)rq;
	(void)snprintf(body, sizeof(body),
		       "{\"issuer\":\"%s/" TENANT "/v2.0\","
		       "\"authorization_endpoint\":\"%s/a\","
		       "\"token_endpoint\":\"%s/t\",\"jwks_uri\":\"%s/k\"}",
		       base, base, base, base);
	out->status = 200;
	out->body = body;
	out->len = strlen(body);
}

/* The answer that Entra would send for this address. */
static char *answer_to(const struct str *link)
{
	const char *state = strstr(link->s, "&state=");

	return str_printf("http://localhost:8400/consent?admin_consent=True&"
			  "tenant=" TENANT "%s",
			  state != NULL ? state : "");
}

static const struct age {
	const char *label;
	int64_t after_us;
	bool good;
} ages[] = {
	{ "at once", 0, true },
	{ "after 59 minutes", 59 * CLOCK_MINUTE, true },
	{ "after 61 minutes", 61 * CLOCK_MINUTE, false },
};

static void check_age(struct world *w, const struct age *a)
{
	const struct consent_ask ask = { "t", "http://localhost:8400/consent",
					 ACTOR_SYSTEM };
	struct str link AUTO(str_done) = STR_INIT;
	struct str next AUTO(str_done) = STR_INIT;
	struct consent_answer answer = { .target = "t",
					 .actor = { "test", "" } };
	AUTO(free) char *url = NULL;
	struct err e = ERR_INIT;

	later_us = 0;
	T_EQ_INT(consent_begin(w->archive, w->db, &ask, &link, &e), 0);
	url = answer_to(&link);
	answer.url = url;
	later_us = a->after_us;
	T_EQ_INT(consent_answer(w->archive, w->db, &answer, &next, &e),
		 a->good ? 0 : -1);
	T_EQ_INT(e.kind, a->good ? ERR_NONE : ERR_SOURCE);
	T_EQ_INT(strstr(next.s, "/a?response_type=code") != NULL, a->good);
	err_clear(&e);
	str_cut(&next, 0);
	T_EQ_INT(consent_answer(w->archive, w->db, &answer, &next, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE); /* once only */
	later_us = 0;
}

T(an_hour)
{
	AUTO(fake_server_stop)
	struct fake_server *s = fake_server_start(configuration, NULL);
	struct value list[] = { { "client-id", "c" },
				{ "tenant-id", TENANT },
				{ "login-url", base } };
	struct world w;

	(void)snprintf(base, sizeof(base), "%s", fake_server_base(s));
	world_make(&w);
	target_add(&w, "t", list, 3);
	T_EACH(a, ages)
		check_age(&w, a);
	world_done(&w);
}

T_MAIN
