/* Which handler answers, and what comes before every answer. */
#include "webex.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

#define PAGED    "max cursor "
#define PEOPLE   "spark-admin:people_read spark:people_read"
#define MEETINGS "spark-compliance:meetings_read meeting:admin_schedule_read"
#define PARTICIPANTS                                                           \
	"meeting:admin_participants_read spark-compliance:meetings_read"
#define RECORDINGS                                                             \
	"spark-compliance:recordings_read meeting:admin_recordings_read"
#define TRANSCRIPTS                                                            \
	"meeting:admin_transcripts_read spark-compliance:meetings_read"

/* clang-format off */
const struct wx_route wx_routes[] = {
	{ "POST", "/v1/access_token", NULL, NULL, wx_api_token, WX_OAUTH },
	{ "GET", "/v1/authorize", NULL, NULL, wx_api_authorize, WX_OAUTH },
	{ "POST", "/v1/applications/{}/token", "", NULL, wx_api_app_token,
	  WX_OAUTH },
	{ "GET", "/v1/people", PEOPLE,
	  PAGED "id email displayName excludeStatus callingData locationId "
		"roles", wx_api_people, WX_LIST },
	{ "GET", "/v1/people/me", PEOPLE, "callingData", wx_api_me, WX_JSON },
	{ "GET", "/v1/people/{}", PEOPLE, "callingData", wx_api_person,
	  WX_JSON },
	{ "GET", "/v1/rooms", "spark-compliance:rooms_read",
	  PAGED "teamId type sortBy orgPublicSpaces from to", wx_api_rooms,
	  WX_LIST },
	{ "GET", "/v1/rooms/{}", "spark-compliance:rooms_read", "",
	  wx_api_room, WX_JSON },
	{ "GET", "/v1/memberships", "spark-compliance:memberships_read",
	  PAGED "roomId personId personEmail", wx_api_memberships, WX_LIST },
	{ "GET", "/v1/memberships/{}", "spark-compliance:memberships_read", "",
	  wx_api_membership, WX_JSON },
	{ "GET", "/v1/teams", "spark-compliance:teams_read", PAGED,
	  wx_api_teams, WX_LIST },
	{ "GET", "/v1/teams/{}", "spark-compliance:teams_read", "",
	  wx_api_team, WX_JSON },
	{ "GET", "/v1/team/memberships",
	  "spark-compliance:team_memberships_read", PAGED "teamId",
	  wx_api_team_memberships, WX_LIST },
	{ "GET", "/v1/messages", "spark-compliance:messages_read",
	  PAGED "roomId parentId mentionedPeople before beforeMessage",
	  wx_api_messages, WX_LIST },
	{ "GET", "/v1/messages/{}", "spark-compliance:messages_read", "",
	  wx_api_message, WX_JSON },
	{ "GET", "/v1/attachment/actions/{}", "spark-compliance:messages_read",
	  "", wx_api_action, WX_JSON },
	{ "GET", "/v1/contents/{}", "spark-compliance:messages_read", "allow",
	  wx_api_contents, WX_BYTES },
	{ "GET", "/v1/events", "spark-compliance:events_read",
	  PAGED "resource type actorId from to serviceType", wx_api_events,
	  WX_LIST },
	{ "GET", "/v1/events/{}", "spark-compliance:events_read", "",
	  wx_api_event, WX_JSON },
	{ "GET", "/v1/meetings", MEETINGS,
	  PAGED "meetingNumber webLink roomId meetingSeriesId from to "
		"meetingType state scheduledType isModified hasChat "
		"hasRecording hasTranscription hasSummary hasClosedCaption "
		"hasPolls hasQA hasSlido current hostEmail siteUrl "
		"integrationTag", wx_api_meetings, WX_LIST },
	{ "GET", "/v1/admin/meetings", "meeting:admin_schedule_read",
	  "meetingNumber webLink current", wx_api_admin_meetings, WX_JSON },
	{ "GET", "/v1/admin/meetings/{}", "meeting:admin_schedule_read",
	  "current", wx_api_meeting, WX_JSON },
	{ "GET", "/v1/meetings/postMeetingChats",
	  "spark-compliance:meetings_read", PAGED "meetingId offset",
	  wx_api_chats, WX_LIST },
	{ "GET", "/v1/meetings/polls", MEETINGS, "meetingId", wx_api_polls,
	  WX_JSON },
	{ "GET", "/v1/meetings/pollResults", MEETINGS, PAGED "meetingId",
	  wx_api_poll_results, WX_LIST },
	{ "GET", "/v1/meetings/polls/{}/questions/{}/respondents", MEETINGS,
	  "meetingId max offset", wx_api_respondents, WX_JSON },
	{ "GET", "/v1/meetings/q_and_a", MEETINGS, PAGED "meetingId",
	  wx_api_questions, WX_LIST },
	{ "GET", "/v1/meetings/q_and_a/{}/answers", MEETINGS,
	  "meetingId max offset", wx_api_answers, WX_JSON },
	{ "GET", "/v1/meetings/{}", MEETINGS, "current hostEmail",
	  wx_api_meeting, WX_JSON },
	{ "GET", "/v1/meetingParticipants", PARTICIPANTS,
	  PAGED "meetingId breakoutSessionId meetingStartTimeFrom "
		"meetingStartTimeTo hostEmail joinTimeFrom joinTimeTo",
	  wx_api_participants, WX_LIST },
	{ "GET", "/v1/meetingPreferences/sites",
	  "meeting:admin_preferences_read", "userEmail siteUrl",
	  wx_api_sites, WX_JSON },
	{ "GET", "/v1/admin/recordings", RECORDINGS,
	  PAGED "from to meetingId siteUrl integrationTag topic format "
		"serviceType status", wx_api_recordings, WX_LIST },
	{ "GET", "/v1/recordings/{}", RECORDINGS, "hostEmail",
	  wx_api_recording, WX_JSON },
	{ "GET", "/v1/admin/meetingTranscripts", TRANSCRIPTS,
	  PAGED "from to siteUrl", wx_api_transcripts, WX_LIST },
	{ "GET", "/v1/meetingTranscripts/{}/download", TRANSCRIPTS,
	  "format meetingId hostEmail", wx_api_transcript_file, WX_BYTES },
	{ "GET", "/v1/admin/meetingSummaries", TRANSCRIPTS, "meetingId",
	  wx_api_summaries, WX_JSON },
	{ "GET", "/v1/meetingClosedCaptions", TRANSCRIPTS, "meetingId",
	  wx_api_captions, WX_JSON },
	{ "GET", "/v1/meetingClosedCaptions/{}/download", TRANSCRIPTS,
	  "format meetingId", wx_api_captions_file, WX_BYTES },
	{ "GET", "/v1/organizations", "spark-admin:organizations_read", PAGED,
	  wx_api_organizations, WX_JSON },
	{ "GET", "/v1/organizations/{}", "spark-admin:organizations_read", "",
	  wx_api_organization, WX_JSON },
	{ "GET", "/v1/identity/organizations/{}",
	  "spark-admin:organizations_read", "", wx_api_identity, WX_JSON },
	{ "GET", "/v1/licenses", "spark-admin:licenses_read", "orgId",
	  wx_api_licenses, WX_JSON },
	{ "GET", "/v1/roles", "spark-admin:roles_read", "", wx_api_roles,
	  WX_JSON },
	{ "GET", "/v1/roles/{}", "spark-admin:roles_read", "", wx_api_role,
	  WX_JSON },
	{ "GET", "/nbr/MultiThreadDownloadServlet/{}", NULL, NULL,
	  wx_api_direct, WX_MEDIA },
};
/* clang-format on */
const size_t wx_routes_count = sizeof(wx_routes) / sizeof(wx_routes[0]);

bool webex_owns(const struct request *rq)
{
	return rq->n_segments > 0 && (strcmp(rq->segments[0], "v1") == 0 ||
				      strcmp(rq->segments[0], "nbr") == 0);
}

static const struct wx_route *find(const struct request *rq, bool *known)
{
	*known = false;
	for (size_t i = 0; i < wx_routes_count; i++) {
		const struct wx_route *r = &wx_routes[i];

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

static bool has_token(struct call *c)
{
	const char *text = c->rq->authorization;
	enum wx_token_state state = WX_TOKEN_INVALID;

	if (text != NULL && strncmp(text, "Bearer ", 7) == 0)
		state = wx_tokens_check(c->x->tokens, text + 7, c->now_us,
					c->s.revoked);
	if (state == WX_TOKEN_OK)
		return true;
	if (text != NULL)
		faults_bury(c->rq->sb->faults, c->rq->method, c->rq->target,
			    text);
	wx_unauthorized(c);
	return false;
}

/* A blank-separated list; granted: any of them. */
static bool has_scope(struct call *c, const struct wx_route *r)
{
	const char *p = r->scopes;
	char one[80];

	while (*p != '\0') {
		size_t n = strcspn(p, " ");

		(void)snprintf(one, sizeof(one), "%.*s", (int)n, p);
		if (wx_has_scope(&c->s, one))
			return true;
		p += n;
		p += strspn(p, " ");
	}
	if (r->scopes[0] == '\0')
		return true;
	(void)snprintf(one, sizeof(one), "%.*s", (int)strcspn(r->scopes, " "),
		       r->scopes);
	sandbox_count(c->rq->sb, "missing_scope");
	wx_error(c, 403,
		 "The access token is missing a required scope: %s. Please "
		 "re-authorize the integration with it.",
		 one);
	return false;
}

/* What only a compliance officer may read. */
static bool may_read(struct call *c, const struct wx_route *r)
{
	if (c->s.officer || r->scopes == NULL ||
	    strstr(r->scopes, "spark-compliance:") == NULL)
		return true;
	wx_error(c, 403,
		 "The user who authorized this integration is not a "
		 "Compliance Officer of the organization.");
	return false;
}

static bool has_known_args(struct call *c, const struct wx_route *r)
{
	for (size_t i = 0; r->args != NULL && i < c->rq->n_args; i++)
		if (!http_is_listed(r->args, c->rq->args[i].name)) {
			wx_bad(c, c->rq->args[i].name, "it is not known here");
			return false;
		}
	return true;
}

static void serve(struct call *c, const struct wx_route *r)
{
	enum fault fault;

	sandbox_count_in(c->rq->sb, "endpoints", r->pattern);
	if (wx_trouble_before(c, r, &fault))
		return;
	if (r->scopes != NULL && (!has_token(c) || !has_scope(c, r) ||
				  !may_read(c, r) || !has_known_args(c, r)))
		return;
	r->handle(c);
	wx_trouble_after(c, r, fault);
}

void webex_answer(struct request *rq, struct reply *rp, void *state)
{
	struct webex *x = state;
	struct call c = {
		.rq = rq,
		.rp = rp,
		.x = x,
		.w = webex_world(x),
		.s = webex_switches(x),
		.a = rq->arena,
		.now_us = rq->now_us,
	};
	bool known;
	const struct wx_route *r = find(rq, &known);

	if (r == NULL) {
		sandbox_count(rq->sb, "bad_requests");
		wx_error(&c, known ? 405 : 404,
			 known ? "The method is not allowed."
			       : "The requested resource could not be found.");
	} else if (rq->media != (r->kind == WX_MEDIA)) {
		wx_not_found(&c, "address on this host");
	} else {
		serve(&c, r);
	}
}
