/*
 * graph-people.c - Entra ID's users by Microsoft Graph.
 *
 * The first time all users are told, later only those who changed: the
 * answer's @odata.deltaLink is the cursor. A changed user comes with the
 * properties that changed, perhaps with those alone, so whoever lacks one is
 * asked for by itself. A cursor that Graph no longer takes (410) begins anew.
 *
 * Source: Graph v1.0, "user: delta", "Use delta query to track changes",
 * "user resource type" (proxyAddresses, otherMails, accountEnabled).
 */
#include "directory/provider.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SELECT                                                                 \
	"id,displayName,mail,userPrincipalName,proxyAddresses,otherMails,"     \
	"accountEnabled,createdDateTime"
#define FIRST "/v1.0/users/delta?$select=" SELECT
#define GONE  410

static const struct setting settings[] = {
	GRAPH_SETTINGS,
	{ NULL, NULL, false, false, NULL },
};

struct people {
	struct provider base;
	const struct host *host;
	struct graph *graph;
};

static void people_close(struct provider *base)
{
	struct people *p = (struct people *)base;

	graph_close(p->graph);
	free(p);
}

static int people_open(struct provider **out, const struct host *host,
		       struct err *e)
{
	struct people *p = NEW(struct people);
	AUTO(provider_close) struct provider *base = &p->base;

	base->ops = provider_find("graph");
	p->host = host;
	if (graph_open(&p->graph, settings, host, e) < 0)
		return -1;
	*out = TAKE(base);
	return 0;
}

/* --- one user --------------------------------------------------------------
 */

static const char *text_of(const json_t *user, const char *name)
{
	const char *text = json_string_value(json_object_get(user, name));

	return text != NULL ? text : "";
}

struct addresses {
	const char *list[PROVIDER_ADDRESSES_MAX];
	size_t n;
};

static void add(struct addresses *a, const char *text)
{
	if (*text != '\0' && a->n < PROVIDER_ADDRESSES_MAX)
		a->list[a->n++] = text;
}

/* "SMTP:" is the primary address, "smtp:" the others; other kinds (SIP, X500)
   are no addresses of mail. */
static void add_proxies(struct addresses *a, const json_t *list,
			const char **primary)
{
	size_t i;
	json_t *v;

	json_array_foreach(list, i, v)
	{
		const char *text = json_string_value(v);

		if (text == NULL || strncasecmp(text, "smtp:", 5) != 0)
			continue;
		add(a, text + 5);
		if (strncmp(text, "SMTP:", 5) == 0)
			*primary = text + 5;
	}
}

static int tell(const struct provider_list *to, const json_t *user,
		struct err *e)
{
	struct addresses a = { .n = 0 };
	struct provider_person p = { .ident = text_of(user, "id"),
				     .name = text_of(user, "displayName"),
				     .mailbox = text_of(user, "mail") };
	const json_t *enabled = json_object_get(user, "accountEnabled");
	size_t i;
	json_t *v;

	add_proxies(&a, json_object_get(user, "proxyAddresses"), &p.mailbox);
	add(&a, text_of(user, "mail"));
	add(&a, text_of(user, "userPrincipalName"));
	json_array_foreach(json_object_get(user, "otherMails"), i,
			   v) if (json_is_string(v))
		add(&a, json_string_value(v));
	(void)clock_parse(text_of(user, "createdDateTime"), &p.since_us);
	p.disabled = json_is_false(enabled);
	p.addresses = a.list;
	p.n_addresses = a.n;
	return to->person(to->ctx, &p, e);
}

/* All of a user of whom only the changes were told. */
static int ask_user(struct people *p, const char *id, struct graph_answer *a,
		    struct err *e)
{
	AUTO(str_done) struct str url = STR_INIT;
	struct graph_question q = { .method = "GET" };

	str_add(&url, "/v1.0/users/");
	encode_percent(&url, id);
	str_add(&url, "?$select=" SELECT);
	q.url = url.s;
	return graph_ask(p->graph, &q, a, e);
}

static bool is_complete(const json_t *user)
{
	static const char *const needed[] = { "displayName", "mail",
					      "userPrincipalName",
					      "proxyAddresses",
					      "accountEnabled" };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (json_object_get(user, needed[i]) == NULL)
			return false;
	return true;
}

static int tell_gone(const struct provider_list *to, const char *id,
		     struct err *e)
{
	struct provider_person p = { .ident = id, .gone = true };

	return to->person(to->ctx, &p, e);
}

static int tell_user(struct people *p, const struct provider_list *to,
		     const json_t *user, struct err *e)
{
	struct graph_answer a AUTO(graph_answer_done) = { 0 };
	const char *id = text_of(user, "id");

	graph_answer_init(&a);
	if (*id == '\0')
		return 0;
	if (json_object_get(user, "@removed") != NULL)
		return tell_gone(to, id, e);
	if (is_complete(user))
		return tell(to, user, e);
	if (ask_user(p, id, &a, e) < 0)
		return -1;
	if (a.status == 404)
		return tell_gone(to, id, e);
	if (a.status != 200)
		return graph_refuse(&a, "read a user",
				    "the application needs User.Read.All", e);
	return tell(to, a.json, e);
}

/* --- all -------------------------------------------------------------------
 */

static int page(struct people *p, const struct provider_list *to,
		const struct graph_answer *a, struct err *e)
{
	size_t i;
	json_t *user;

	json_array_foreach(json_object_get(a->json, "value"), i,
			   user) if (tell_user(p, to, user, e) < 0) return -1;
	return 0;
}

/* 1: everything was told and url is the next cursor; 0: Graph does not take
   the cursor any more; nothing was told. */
static int pages(struct people *p, const struct provider_list *to,
		 struct str *url, struct err *e)
{
	struct graph_answer a AUTO(graph_answer_done) = { 0 };
	struct graph_question q = { .method = "GET" };

	graph_answer_init(&a);
	for (;;) {
		const char *next, *last;

		q.url = url->s;
		if (graph_ask(p->graph, &q, &a, e) < 0)
			return -1;
		if (a.status == GONE)
			return 0;
		if (a.status != 200)
			return graph_refuse(&a, "list the users",
					    "the application needs the "
					    "permission User.Read.All and an "
					    "administrator's consent",
					    e);
		if (page(p, to, &a, e) < 0)
			return -1;
		next = text_of(a.json, "@odata.nextLink");
		last = text_of(a.json, "@odata.deltaLink");
		if (*next == '\0' && *last == '\0')
			return err_set(e, ERR_RETRY,
				       "the list of users ends without "
				       "@odata.deltaLink");
		str_cut(url, 0);
		str_add(url, *next != '\0' ? next : last);
		if (*next == '\0')
			return 1;
	}
}

static int people_list(struct provider *base, const struct provider_list *to,
		       struct str *cursor, bool *whole, struct err *e)
{
	struct people *p = (struct people *)base;
	int rc = 0;

	*whole = cursor->len == 0;
	if (!*whole)
		rc = pages(p, to, cursor, e);
	if (rc == 0) {
		*whole = true;
		str_cut(cursor, 0);
		str_add(cursor, FIRST);
		rc = pages(p, to, cursor, e);
	}
	if (rc == 0)
		return err_set(e, ERR_RETRY,
			       "Graph does not begin a list of users");
	return rc < 0 ? err_wrap(e, "Entra ID") : 0;
}

/* --- check -----------------------------------------------------------------
 */

static void say(const struct check *to, enum check_level level,
		const char *topic, const char *text, const char *remedy)
{
	to->finding(to->ctx, &(struct finding){ level, topic, text, remedy });
}

static int people_check(struct provider *base, const struct check *to,
			struct err *e)
{
	struct people *p = (struct people *)base;
	struct graph_answer a AUTO(graph_answer_done) = { 0 };
	struct graph_question q = { .method = "GET",
				    .url = "/v1.0/users?$top=1&$select=id,"
					   "mail,proxyAddresses" };
	const json_t *first;

	graph_answer_init(&a);
	if (graph_ask(p->graph, &q, &a, e) < 0)
		return -1;
	say(to, CHECK_OK, "Sign-in", "the application is signed in", "");
	if (a.status != 200) {
		AUTO(str_done) struct str text = STR_INIT;

		str_addf(&text,
			 "Graph refuses to list users (%d %.80s: %.200s)",
			 a.status, a.code.s, a.text.s);
		say(to, CHECK_FAIL, "Users", text.s,
		    "Give the application the permission User.Read.All "
		    "(application, not delegated) and let an administrator "
		    "consent.");
		return 0;
	}
	first = json_array_get(json_object_get(a.json, "value"), 0);
	if (first == NULL)
		say(to, CHECK_FAIL, "Users", "the tenant has no users",
		    "Look at tenant-id.");
	else
		say(to, CHECK_OK, "Users", "can be read", "");
	return 0;
}

const struct provider_ops provider_graph_ops = {
	.name = "graph",
	.title = "Entra ID by Microsoft Graph",
	.settings = settings,
	.open = people_open,
	.close = people_close,
	.list = people_list,
	.check = people_check,
};
