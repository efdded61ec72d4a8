/* RingCentral as the sandbox sees it: named, set, greeted, asked. */
#include "sandbox/http.h"
#include "sandbox/ringcentral/ringcentral.h"
#include "sandbox/vendor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

#include "t.h"

static struct sandbox *make(void)
{
	struct tenant_options o = {
		.seed = 1, .users = 6, .days = 2, .per_day = 1
	};
	struct sandbox *sb;

	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	sb = sandbox_new(&o);
	(void)snprintf(sb->base, sizeof(sb->base), "http://127.0.0.1:1");
	(void)snprintf(sb->media, sizeof(sb->media), "http://localhost:2");
	return sb;
}

T(it_is_played_once)
{
	AUTO(sandbox_free) struct sandbox *sb = make();
	struct err e = ERR_INIT;

	T_OK(vendor_find("ringcentral") == &ringcentral);
	T_EQ_INT(vendors_begin(sb, "ringcentral", &e), 0);
	T_EQ_INT(vendors_begin(sb, "ringcentral", &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

/* The same seed, the same credentials: but no two are alike. */
T(the_greeting_has_what_a_client_needs)
{
	static const char *const keys[] = { "api",       "token",
					    "authorize", "media",
					    "client_id", "client_secret",
					    "jwt",       "refresh_token",
					    "account_id" };
	AUTO(sandbox_free) struct sandbox *sb = make();
	struct err e = ERR_INIT;
	json_t *all = json_object(), *o;

	T_EQ_INT(vendors_begin(sb, "ringcentral", &e), 0);
	vendors_greet(sb, all);
	o = json_object_get(all, "ringcentral");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		T_OK(json_string_length(json_object_get(o, keys[i])) > 0);
	T_EQ_STR(json_string_value(json_object_get(o, "token")),
		 "http://127.0.0.1:1/restapi/oauth/token");
	T_EQ_STR(json_string_value(json_object_get(o, "media")),
		 "http://localhost:2");
	json_decref(all);
}

T(volumes_are_fixed_by_the_truth)
{
	AUTO(sandbox_free) struct sandbox *sb = make();
	struct err e = ERR_INIT;
	FILE *out = fopen("/dev/null", "we");
	int rc = 1;

	T_EQ_INT(vendors_begin(sb, "ringcentral", &e), 0);
	T_OK(vendors_set(sb, "ringcentral.posts=20", &rc, &e));
	T_EQ_INT(rc, 0);
	T_OK(!vendors_set(sb, "posts=20", &rc, &e));
	vendors_truth(out, sb);
	T_OK(vendors_set(sb, "ringcentral.posts=20", &rc, &e));
	T_EQ_INT(rc, -1);
	T_OK(vendors_set(sb, "ringcentral.admin=off", &rc, &e));
	T_EQ_INT(rc, 0);
	(void)fclose(out);
}

T(only_its_own_paths_are_answered)
{
	static const struct {
		const char *label, *target;
		bool own;
		int status;
	} rows[] = {
		{ "zoom", "/v2/users", false, 0 },
		{ "sandbox", "/sandbox/stats", false, 0 },
		{ "root", "/", false, 0 },
		{ "account", "/restapi/v1.0/account/~", true, 401 },
		{ "unknown", "/restapi/v1.0/nothing", true, 404 },
		{ "another method", "/restapi/oauth/token", true, 405 },
		{ "media at the platform", "/file/1", true, 404 },
	};
	AUTO(sandbox_free) struct sandbox *sb = make();
	struct err e = ERR_INIT;

	T_EQ_INT(vendors_begin(sb, "ringcentral", &e), 0);
	T_EACH(row, rows) {
		struct request rq = { .sb = sb, .method = "GET" };
		struct reply rp = { .body = STR_INIT };

		rq.arena = arena_new();
		rq.target = arena_strdup(rq.arena, row->target);
		rq.now_us = atomic_load(&sb->now_us);
		request_parse(&rq);
		T_EQ_INT(vendors_answer(&rq, &rp), row->own);
		T_EQ_INT(rp.status, row->status);
		for (size_t i = 0; i < rp.n_headers; i++)
			free(rp.headers[i].value);
		str_done(&rp.body);
		arena_free(rq.arena);
	}
}

T_MAIN
