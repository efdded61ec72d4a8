/* Which handler answers, and what is checked before it. */
#include "ring.h"

#include "trouble.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

/* clang-format off */
#define ACCOUNT   "/restapi/v1.0/account/{}"
#define EXTENSION ACCOUNT "/extension/{}"
#define TEAM      "/team-messaging/v1"

const struct ring_route ring_routes[] = {
	{ "POST", "/restapi/oauth/token", RING_AUTH, NULL, false, true,
	  ring_token },
	{ "POST", "/restapi/oauth/revoke", RING_AUTH, NULL, false, true,
	  ring_revoke },
	{ "GET", "/restapi/oauth/authorize", RING_FREE, NULL, false, true,
	  ring_authorize },
	{ "POST", TEAM "/data-export", RING_HEAVY, "TeamMessaging", false,
	  false, ring_export_create },
	{ "GET", TEAM "/data-export", RING_MEDIUM, "TeamMessaging", false,
	  false, ring_export_list },
	{ "GET", TEAM "/data-export/{}", RING_MEDIUM, "TeamMessaging", false,
	  false, ring_export_read },
	{ "GET", TEAM "/data-export/{}/datasets/{}", RING_HEAVY,
	  "TeamMessaging", true, false, ring_export_dataset },
	{ "GET", "/file/{}", RING_MEDIUM, "TeamMessaging", true, false,
	  ring_file },
	{ "GET", TEAM "/chats", RING_MEDIUM, "TeamMessaging", false, false,
	  ring_chats },
	{ "GET", TEAM "/conversations", RING_MEDIUM, "TeamMessaging", false,
	  false, ring_conversations },
	{ "GET", TEAM "/teams", RING_MEDIUM, "TeamMessaging", false, false,
	  ring_teams },
	{ "GET", TEAM "/chats/{}/posts", RING_MEDIUM, "TeamMessaging", false,
	  false, ring_posts },
	{ "GET", TEAM "/chats/{}/tasks", RING_HEAVY, "TeamMessaging", false,
	  false, ring_tasks },
	{ "GET", TEAM "/chats/{}/notes", RING_HEAVY, "TeamMessaging", false,
	  false, ring_notes },
	{ "GET", TEAM "/notes/{}", RING_MEDIUM, "TeamMessaging", false, false,
	  ring_note },
	{ "GET", TEAM "/events", RING_MEDIUM, "TeamMessaging", false, false,
	  ring_events },
	{ "GET", TEAM "/groups/{}/events", RING_MEDIUM, "TeamMessaging", false,
	  false, ring_group_events },
	{ "GET", TEAM "/persons/{}", RING_LIGHT, "TeamMessaging", false, false,
	  ring_persons },
	{ "GET", EXTENSION "/message-store", RING_LIGHT, "ReadMessages", false,
	  false, ring_messages },
	{ "GET", EXTENSION "/message-sync", RING_LIGHT, "ReadMessages", false,
	  false, ring_message_sync },
	{ "GET", EXTENSION "/message-store/{}/content/{}", RING_MEDIUM,
	  "ReadMessages", true, false, ring_message_content },
	{ "GET", ACCOUNT "/call-log", RING_HEAVY, "ReadCallLog", false, false,
	  ring_call_log },
	{ "GET", ACCOUNT "/call-log-extract-sync", RING_HEAVY, "ReadCallLog",
	  false, false, ring_call_sync },
	{ "GET", ACCOUNT "/recording/{}", RING_HEAVY, "ReadCallRecording",
	  false, false, ring_recording },
	{ "GET", ACCOUNT "/recording/{}/content", RING_HEAVY,
	  "ReadCallRecording", true, false, ring_recording_content },
	{ "GET", "/rcvideo/v1/history/account/{}/meetings", RING_LIGHT,
	  "Video", false, false, ring_videos },
	{ "GET", "/rcvideo/v1/account/{}/recordings", RING_LIGHT, "Video",
	  false, false, ring_video_recordings },
	{ "GET", "/rcvideo/v1/recordings/{}/media", RING_FREE, NULL, true,
	  true, ring_video_media },
	{ "GET", "/rcvideo/v1/history/meetings/{}/chat", RING_LIGHT, "Video",
	  true, false, ring_video_chat_text },
	{ "GET", ACCOUNT, RING_LIGHT, "ReadAccounts", false, false,
	  ring_account },
	{ "GET", ACCOUNT "/extension", RING_MEDIUM, "ReadAccounts", false,
	  false, ring_extensions },
	{ "GET", EXTENSION, RING_LIGHT, "ReadAccounts", false, false,
	  ring_extension },
	{ "GET", ACCOUNT "/directory/entries", RING_MEDIUM, "ReadAccounts",
	  false, false, ring_directory },
	{ "GET", EXTENSION "/authz-profile", RING_MEDIUM, NULL, false, false,
	  ring_authz_profile },
	{ "GET", EXTENSION "/authz-profile/check", RING_MEDIUM, NULL, false,
	  false, ring_authz_check },
	{ "GET", ACCOUNT "/message-store-configuration", RING_LIGHT,
	  "EditAccounts", false, false, ring_store_configuration },
};
/* clang-format on */
const size_t ring_routes_count = sizeof(ring_routes) / sizeof(ring_routes[0]);

static bool fits(const char *pattern, const struct request *rq)
{
	size_t i = 0;

	while (*pattern == '/') {
		size_t n = strcspn(++pattern, "/");
		const char *s;

		if (i == rq->n_segments)
			return false;
		s = rq->segments[i++];
		if (n == 2 && pattern[0] == '{') {
			if (s[0] == '\0')
				return false;
		} else if (strlen(s) != n || strncmp(s, pattern, n) != 0) {
			return false;
		}
		pattern += n;
	}
	return i == rq->n_segments;
}

static const struct ring_route *find(const struct request *rq, bool *known)
{
	*known = false;
	for (size_t i = 0; i < ring_routes_count; i++) {
		const struct ring_route *r = &ring_routes[i];

		if (!fits(r->pattern, rq) || r->media != rq->media)
			continue;
		*known = true;
		if (strcmp(r->method, rq->method) == 0 ||
		    (strcmp(rq->method, "HEAD") == 0 &&
		     strcmp(r->method, "GET") == 0))
			return r;
	}
	return NULL;
}

static const char *bearer(const struct request *rq)
{
	const char *a = rq->authorization;

	if (a == NULL ||
	    (!str_starts(a, "Bearer ") && !str_starts(a, "bearer ")))
		return NULL;
	return a + 7;
}

static bool has_token(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *token = bearer(rq);

	if (request_arg(rq, "access_token") != NULL)
		sandbox_count(rq->sb, "tokens_in_url");
	if (token == NULL) {
		ring_error(rp, 401, "AGW-401",
			   "Authorization header is not specified");
		return false;
	}
	switch (ring_sessions_check(r->sessions, token, rq->now_us)) {
	case RING_ACCESS_OK:
		return true;
	case RING_ACCESS_EXPIRED:
		ring_trouble_refused(rq);
		ring_error(rp, 401, "OAU-128", "Access token expired");
		break;
	case RING_ACCESS_UNKNOWN:
		ring_error(rp, 401, "OAU-129",
			   "Access token is not known or corrupted");
		break;
	}
	reply_header(rp, "WWW-Authenticate",
		     "Bearer realm=\"RingCentral REST API\", "
		     "error=\"invalid_token\"");
	return false;
}

static bool has_scope(struct ring *r, struct request *rq, struct reply *rp,
		      const char *scope)
{
	struct ring_switches s = ring_switches_now(r);

	if (scope == NULL || ring_switches_scope(&s, scope))
		return true;
	sandbox_count(rq->sb, "missing_scope");
	ring_error(rp, 403, "CMN-401",
		   "In order to call this API endpoint, application needs to "
		   "have [%s] permission",
		   scope);
	return false;
}

static void put_number(struct reply *rp, const char *name, unsigned int n)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%u", n);
	reply_header(rp, name, text);
}

/* The numbers stand on every answer, good or bad. */
static bool is_let_in(struct ring *r, struct request *rq, struct reply *rp,
		      enum ring_group group)
{
	struct ring_switches s = ring_switches_now(r);
	struct ring_counted c;

	if (group == RING_FREE)
		return true;
	c = ring_limits_count(r->limits, &s, group, clock_monotonic_us());
	reply_header(rp, "X-Rate-Limit-Group", ring_group_name(group));
	put_number(rp, "X-Rate-Limit-Limit", c.limit);
	put_number(rp, "X-Rate-Limit-Remaining", c.left);
	put_number(rp, "X-Rate-Limit-Window", c.window_s);
	if (c.wait_s == 0)
		return true;
	sandbox_count(rq->sb, "over_rate");
	if (c.in_penalty)
		sandbox_count(rq->sb, "asked_in_penalty");
	ring_error(rp, 429, "CMN-301", "Request rate exceeded");
	put_number(rp, "Retry-After", c.wait_s);
	return false;
}

void ring_answer(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_route *route;
	enum fault fault = FAULT_NONE;
	char id[40];
	bool known;

	(void)snprintf(id, sizeof(id), "%016" PRIx64,
		       seed_of_text(r->seed, rq->target));
	reply_header(rp, "RCRequestId", id);
	route = find(rq, &known);
	sandbox_count_in(rq->sb, "endpoints",
			 route != NULL ? route->pattern : "ringcentral: none");
	if (route == NULL) {
		if (known)
			ring_error(rp, 405, "CMN-104",
				   "This method is not supported here");
		else
			ring_error(rp, 404, "CMN-102",
				   "The requested resource is not found");
		return;
	}
	if (!is_let_in(r, rq, rp, route->group) ||
	    ring_trouble_before(rq, rp, route, &fault) ||
	    (!route->open && !has_token(r, rq, rp)) ||
	    !has_scope(r, rq, rp, route->scope))
		return;
	route->answer(r, rq, rp);
	ring_trouble_after(rq, rp, fault);
}
