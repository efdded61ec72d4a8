/* Requests of all kinds, answered without a network. */
#include "sandbox/webex/webex.h"

#include "sandbox/tenant.h"
#include "sandbox/vendor.h"

#include "base/arena.h"
#include "base/err.h"

#include "t.h"

#include <stdlib.h>

struct answer {
	int status;
	char link[512];
	json_t *body; /* NULL: not JSON */
};

static struct sandbox *sb;
static char token[WX_TOKEN_TEXT];

/* One organisation for all tests: what is asked changes nothing. */
static void begin(void)
{
	struct tenant_options o = {
		.seed = 1, .users = 12, .days = 3, .per_day = 1
	};
	struct err e = ERR_INIT;
	json_t *greeting;

	if (sb != NULL)
		return;
	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	sb = sandbox_new(&o);
	(void)snprintf(sb->base, sizeof(sb->base), "http://127.0.0.1");
	(void)snprintf(sb->media, sizeof(sb->media), "http://localhost");
	T_EQ_INT(vendors_begin(sb, "webex", &e), 0);
	greeting = json_object();
	vendors_greet(sb, greeting);
	(void)snprintf(
		token, sizeof(token), "Bearer %s",
		json_string_value(json_object_get(
			json_object_get(greeting, "webex"), "access_token")));
	json_decref(greeting);
}

static struct answer ask(const char *method, const char *target, bool bearer)
{
	struct request rq = { .sb = sb, .method = method };
	struct reply rp = { .body = STR_INIT };
	struct answer a = { 0 };

	rq.arena = arena_new();
	rq.body = STR_INIT;
	rq.now_us = atomic_load(&sb->now_us);
	rq.target = arena_strdup(rq.arena, target);
	rq.media = strncmp(target, "/nbr/", 5) == 0;
	rq.authorization = bearer ? token : NULL;
	request_parse(&rq);
	T_OK(vendors_answer(&rq, &rp));
	a.status = rp.status;
	a.body = json_loadb(rp.body.s, rp.body.len, 0, NULL);
	for (size_t i = 0; i < rp.n_headers; i++) {
		if (strcmp(rp.headers[i].name, "Link") == 0)
			(void)snprintf(a.link, sizeof(a.link), "%s",
				       rp.headers[i].value);
		free(rp.headers[i].value);
	}
	str_done(&rp.body);
	arena_free(rq.arena);
	return a;
}

static const struct {
	const char *label; /* the target */
	bool bearer;
	int want;
} requests[] = {
	{ "/v1/people/me", true, 200 },
	{ "/v1/people/me", false, 401 },
	{ "/v1/people?max=0", true, 400 },
	{ "/v1/people?max=1001", true, 400 },
	{ "/v1/people?max=null", true, 400 },
	{ "/v1/people?cursor=abc", true, 400 },
	{ "/v1/people/abc", true, 404 },
	{ "/v1/elsewhere", true, 404 },
	{ "/v1/events", true, 200 },
	{ "/v1/events?from=yesterday", true, 400 },
	{ "/v1/events?to=2026-04-01T00:00:00Z", true, 400 },
	{ "/v1/events?type=read", true, 400 },
	{ "/v1/events?actorId=abc", true, 400 },
	{ "/v1/messages", true, 400 },
	{ "/v1/messages?roomId=", true, 400 },
	{ "/v1/messages?roomId=abc", true, 404 },
	{ "/v1/messages/abc", true, 404 },
	{ "/v1/memberships?personEmail=nobody@example.com", true, 404 },
	{ "/v1/memberships/abc", true, 404 },
	{ "/v1/team/memberships", true, 400 },
	{ "/v1/contents/abc", true, 404 },
	{ "/v1/attachment/actions/abc", true, 404 },
	{ "/v1/meetings?from=2026-03-31T00:00:00Z&to=2026-03-01T00:00:00Z",
	  true, 400 },
	{ "/v1/meetings/abc", true, 404 },
	{ "/v1/meetings/pollResults", true, 400 },
	{ "/v1/meetingParticipants?meetingId=abc", true, 404 },
	{ "/v1/admin/meetingTranscripts", true, 400 },
	{ "/v1/admin/meetings", true, 400 },
	{ "/v1/recordings/abc", true, 404 },
	{ "/v1/meetingTranscripts/abc/download", true, 404 },
	{ "/v1/organizations", true, 200 },
	{ "/v1/licenses", true, 200 },
	{ "/nbr/MultiThreadDownloadServlet/abc", false, 404 },
	{ "/nbr/MultiThreadDownloadServlet/v-00-0-0", false, 404 },
};

T(requests_have_the_status_they_deserve)
{
	begin();
	T_EACH(row, requests) {
		struct answer a = ask("GET", row->label, row->bearer);

		T_EQ_INT(a.status, row->want);
		T_OK(a.body != NULL);
		T_OK(a.status == 200 ||
		     json_is_string(json_object_get(a.body, "trackingId")));
		json_decref(a.body);
	}
}

/* The address that a Link header names; NULL at the end. */
static const char *next_of(struct answer *a)
{
	char *end = strstr(a->link, ">;");

	if (end == NULL)
		return NULL;
	*end = '\0';
	return a->link + 1 + strlen(sb->base);
}

/* Pages of every size end, and tell everything. */
T(pages_of_any_size_tell_all)
{
	static const struct {
		const char *label;
	} listings[] = { { "/v1/events" },
			 { "/v1/people" },
			 { "/v1/rooms" },
			 { "/v1/memberships" },
			 { "/v1/teams" } };
	static const int sizes[] = { 1, 2, 3, 7, 1000 };

	begin();
	T_EACH(row, listings) {
		size_t all = 0;

		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			json_t *seen = json_object();
			char target[600];
			const char *next;
			int pages = 0;

			(void)snprintf(target, sizeof(target), "%s?max=%d",
				       row->label, sizes[i]);
			do {
				struct answer a = ask("GET", target, true);
				char *cursor;
				size_t k;
				json_t *item;

				T_EQ_INT(a.status, 200);
				json_array_foreach(json_object_get(a.body,
								   "items"),
						   k, item)
					json_object_set(
						seen,
						json_string_value(
							json_object_get(item,
									"id")),
						json_true());
				next = next_of(&a);
				cursor = next ? strstr(next, "cursor=") : NULL;
				if (cursor !=
				    NULL) /* as if it was not spoiled */
					(void)snprintf(target, sizeof(target),
						       "%s?max=%d&%s",
						       row->label, sizes[i],
						       cursor);
				json_decref(a.body);
			} while (next != NULL && ++pages < 10000);
			T_OK(pages < 10000);
			if (i == 0)
				all = json_object_size(seen);
			T_EQ_INT(json_object_size(seen), all);
			T_OK(all > 0);
			json_decref(seen);
		}
	}
}

/* A missing scope is named, whatever is asked. */
T(missing_scopes_are_named)
{
	struct err e = ERR_INIT;
	struct answer a;
	int rc = 0;

	begin();
	T_OK(vendors_set(sb, "webex.without=spark-compliance:rooms_read", &rc,
			 &e));
	T_EQ_INT(rc, 0);
	a = ask("GET", "/v1/rooms", true);
	T_EQ_INT(a.status, 403);
	T_OK(strstr(json_string_value(json_object_get(a.body, "message")),
		    "spark-compliance:rooms_read") != NULL);
	json_decref(a.body);
	sandbox_free(sb);
	sb = NULL;
}

T_MAIN
