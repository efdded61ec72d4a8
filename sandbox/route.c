/* Which handler answers, and what every answer has in common. */
#include "api.h"

#include "token.h"
#include "trouble.h"

#include "base/arena.h"

#include <string.h>

/* clang-format off */
#define PAGED "page_size next_page_token "

const struct route routes[] = {
	{ "GET", "/v2/users", LABEL_MEDIUM, "user:read:admin",
	  "user:read:list_users:admin",
	  PAGED "status page_number include_fields role_id", api_users },
	{ "GET", "/v2/users/{}", LABEL_LIGHT, "user:read:admin",
	  "user:read:user:admin", "login_type encrypted_email", api_user },
	{ "GET", "/v2/users/{}/recordings", LABEL_MEDIUM,
	  "recording:read:admin",
	  "cloud_recording:read:list_user_recordings:admin",
	  PAGED "from to trash trash_type mc meeting_id",
	  api_user_recordings },
	{ "GET", "/v2/accounts/{}/recordings", LABEL_MEDIUM,
	  "recording:read:admin",
	  "cloud_recording:read:list_account_recordings:admin",
	  PAGED "from to trash trash_type mc meeting_id",
	  api_account_recordings },
	{ "GET", "/v2/meetings/{}/recordings", LABEL_LIGHT,
	  "recording:read:admin",
	  "cloud_recording:read:list_recording_files:admin",
	  "include_fields ttl", api_meeting_recordings },
	{ "GET", "/v2/meetings/{}/transcript", LABEL_MEDIUM,
	  "recording:read:admin",
	  "cloud_recording:read:meeting_transcript:admin", "",
	  api_transcript },
	{ "GET", "/v2/past_meetings/{}", LABEL_LIGHT, "meeting:read:admin",
	  "meeting:read:past_meeting:admin", "", api_past_meeting },
	{ "GET", "/v2/past_meetings/{}/instances", LABEL_MEDIUM,
	  "meeting:read:admin", "meeting:read:list_past_instances:admin", "",
	  api_past_instances },
	{ "GET", "/v2/past_meetings/{}/participants", LABEL_MEDIUM,
	  "meeting:read:admin", "meeting:read:list_past_participants:admin",
	  PAGED, api_past_participants },
	{ "GET", "/v2/report/meetings/{}/participants", LABEL_HEAVY,
	  "report:read:admin",
	  "report:read:list_meeting_participants:admin",
	  PAGED "include_fields", api_report_participants },
	{ "GET", "/v2/metrics/meetings/{}/participants", LABEL_HEAVY,
	  "dashboard_meetings:read:admin",
	  "dashboard:read:list_meeting_participants:admin",
	  PAGED "include_fields type", api_metrics_participants },
	{ "GET", "/v2/past_meetings/{}/polls", LABEL_MEDIUM,
	  "meeting:read:admin", "meeting:read:list_poll_results:admin", "",
	  api_past_polls },
	{ "GET", "/v2/past_meetings/{}/qa", LABEL_MEDIUM,
	  "meeting:read:admin", "meeting:read:past_qa:admin", "",
	  api_past_qa },
	{ "GET", "/v2/past_meetings/{}/archive_files", LABEL_LIGHT,
	  "recording:read:admin", "archiving:read:archived_files:admin", "",
	  api_past_archive },
	{ "DELETE", "/v2/past_meetings/{}/archive_files", LABEL_LIGHT,
	  "recording:write:admin", "archiving:delete:archived_files:admin", "",
	  api_delete_archive },
	{ "GET", "/v2/archive_files", LABEL_MEDIUM, "recording:read:admin",
	  "archiving:read:list_archived_files:admin",
	  PAGED "from to query_date_type group_id group_ids",
	  api_archive_files },
	{ "GET", "/v2/archive_files/statistics", LABEL_MEDIUM,
	  "recording:read:admin",
	  "archiving:read:archived_file_statistics:admin", "from to",
	  api_archive_statistics },
	{ "PATCH", "/v2/archive_files/{}", LABEL_LIGHT,
	  "recording:write:admin",
	  "archiving:update:archived_file_auto_delete_status:admin", "",
	  api_keep_archive },
	{ "GET", "/v2/report/history_meetings", LABEL_HEAVY,
	  "report:read:admin", "report:read:list_history_meetings:admin",
	  PAGED "from to date_type meeting_type report_type search_key "
		"group_id meeting_feature", api_history },
	{ "GET", "/v2/report/users", LABEL_HEAVY, "report:read:admin",
	  "report:read:list_users:admin",
	  PAGED "from to type page_number group_id", api_report_users },
	{ "GET", "/v2/report/users/{}/meetings", LABEL_HEAVY,
	  "report:read:admin", "report:read:user:admin",
	  PAGED "from to type", api_user_meetings },
	{ "GET", "/v2/report/meetings/{}", LABEL_HEAVY, "report:read:admin",
	  "report:read:meeting:admin", "", api_report_meeting },
	{ "GET", "/v2/report/meetings/{}/polls", LABEL_HEAVY,
	  "report:read:admin", "report:read:list_meeting_polls:admin", "",
	  api_report_polls },
	{ "GET", "/v2/report/meetings/{}/qa", LABEL_HEAVY,
	  "report:read:admin", "report:read:meeting_qna:admin", "",
	  api_report_qa },
	{ "GET", "/v2/report/meetings/{}/survey", LABEL_HEAVY,
	  "report:read:admin", "report:read:meeting_survey:admin", "",
	  api_report_survey },
	{ "GET", "/v2/meetings/meeting_summaries", LABEL_MEDIUM,
	  "meeting_summary:read:admin", "meeting:read:list_summaries:admin",
	  PAGED "from to", api_summaries },
	{ "GET", "/v2/meetings/{}/meeting_summary", LABEL_LIGHT,
	  "meeting_summary:read:admin", "meeting:read:summary:admin", "",
	  api_summary },
	{ "GET", "/v2/accounts/{}/settings", LABEL_MEDIUM,
	  "account:read:admin", "account:read:settings:admin",
	  "option custom_query_fields", api_account_settings },
	{ "GET", "/v2/accounts/{}/lock_settings", LABEL_MEDIUM,
	  "account:read:admin", "account:read:lock_settings:admin",
	  "option custom_query_fields", api_lock_settings },
	{ "GET", "/v2/users/{}/settings", LABEL_MEDIUM,
	  "user:read:settings:admin", "user:read:settings:admin",
	  "login_type option custom_query_fields", api_user_settings },
	{ "POST", "/oauth/token", LABEL_NONE, NULL, NULL, NULL, api_token },
	{ "GET", "/oauth/authorize", LABEL_NONE, NULL, NULL, NULL,
	  api_authorize },
	{ "GET", "/rec/download/{}", LABEL_NONE, NULL, NULL, NULL,
	  api_download },
	{ "GET", "/rec/archive/download/{}", LABEL_NONE, NULL, NULL, NULL,
	  api_download },
	{ "GET", "/cmr/{}", LABEL_NONE, NULL, NULL, NULL, api_media },
	{ "GET", "/sandbox/now", LABEL_NONE, NULL, NULL, NULL, sandbox_now },
	{ "POST", "/sandbox/now", LABEL_NONE, NULL, NULL, NULL, sandbox_now },
	{ "GET", "/sandbox/stats", LABEL_NONE, NULL, NULL, NULL,
	  sandbox_stats },
	{ "POST", "/sandbox/setup", LABEL_NONE, NULL, NULL, NULL,
	  sandbox_set_up },
};
/* clang-format on */
const size_t routes_count = sizeof(routes) / sizeof(routes[0]);

const struct route *route_find(const struct request *rq, bool *known)
{
	*known = false;
	for (size_t i = 0; i < routes_count; i++) {
		const struct route *r = &routes[i];

		if (!request_fits(rq, r->pattern))
			continue;
		*known = true;
		if (strcmp(r->method, rq->method) == 0 ||
		    (strcmp(rq->method, "HEAD") == 0 &&
		     strcmp(r->method, "GET") == 0))
			return r;
	}
	return NULL;
}

static bool has_token(struct request *rq, struct reply *rp)
{
	const char *text = rq->authorization;
	struct setup s = sandbox_setup(rq->sb);
	enum token_kind kind = TOKEN_USER;
	enum token_state state = TOKEN_INVALID;

	if (text != NULL && strncmp(text, "Bearer ", 7) == 0) {
		text += 7;
		state = tokens_check(rq->sb->tokens, text, rq->now_us,
				     s.revoked, &kind);
		if (state == TOKEN_INVALID)
			state = jwt_check(text, rq->sb->cred.jwt_key,
					  rq->sb->cred.jwt_secret, rq->now_us);
	}
	if (kind == TOKEN_DOWNLOAD)
		state = TOKEN_INVALID;
	rq->server_app = kind == TOKEN_SERVER;
	if (state == TOKEN_OK)
		return true;
	trouble_refused(rq);
	reply_error(rp, 401, 124,
		    state == TOKEN_INVALID ? "Invalid access token."
					   : "Access token is expired.");
	return false;
}

/* The text is the same for both kinds; the codes are those seen. */
static bool has_scope(struct request *rq, struct reply *rp,
		      const struct route *r)
{
	struct setup s = sandbox_setup(rq->sb);

	if (setup_has_scope(&s, r->classic) || setup_has_scope(&s, r->granular))
		return true;
	sandbox_count(rq->sb, "missing_scope");
	reply_error(rp, 400, strstr(s.scopes, ":read:list") ? 4711 : 104,
		    "Invalid access token, does not contain scopes:[\"%s\"]",
		    strstr(s.scopes, ":read:list") ? r->granular : r->classic);
	return false;
}

static bool has_known_args(struct request *rq, struct reply *rp,
			   const struct route *r)
{
	for (size_t i = 0; i < rq->n_args; i++)
		if (!http_is_listed(r->args, rq->args[i].name)) {
			reply_invalid(rq, rp, rq->args[i].name,
				      "Unknown parameter.");
			return false;
		}
	return true;
}

void route_answer(struct request *rq, struct reply *rp)
{
	bool known;
	const struct route *r = route_find(rq, &known);
	enum fault fault;

	if (rq->malformed || r == NULL) {
		sandbox_count(rq->sb, "bad_requests");
		if (known)
			reply_error(rp, 405, 2300,
				    "Request method is not "
				    "supported.");
		else
			reply_error(rp, 404, 2300,
				    "This API endpoint is not recognized.");
		return;
	}
	if (rq->media != (strcmp(r->pattern, "/cmr/{}") == 0)) {
		reply_error(rp, 404, 404, "Not here.");
		return;
	}
	sandbox_count_in(rq->sb, "endpoints", r->pattern);
	if (trouble_before(rq, rp, r, &fault))
		return;
	if (r->granular != NULL &&
	    (!has_token(rq, rp) || !has_scope(rq, rp, r) ||
	     !has_known_args(rq, rp, r)))
		return;
	r->handle(rq, rp);
	trouble_after(rq, rp, fault);
}
