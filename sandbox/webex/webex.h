/*
 * sandbox/webex/webex.h - the Webex part of the sandbox: its state, the
 * table of its paths, and what several handlers need.
 *
 * A handler gets a call: the request, the reply, and the world as it is (or
 * will be) at the call's virtual time. It reads; nothing it does changes
 * what another is told.
 */
#ifndef SANDBOX_WEBEX_WEBEX_H
#define SANDBOX_WEBEX_WEBEX_H

#include "id.h"
#include "post.h"
#include "token.h"
#include "world.h"

#include "sandbox/fault.h"
#include "sandbox/http.h"
#include "sandbox/sandbox.h"

#include "base/clock.h"

struct webex {
	const struct tenant *t;
	struct wx_tokens *tokens;
	pthread_mutex_t lock; /* switches, world, minutes */
	struct wx_switches switches;
	struct wx_world *world; /* built when first needed */
	int64_t minute;         /* of real time, that is counted */
	unsigned int asked;     /* in it */
	char client_id[SEED_UUID], client_secret[33];
	char app_client_id[SEED_UUID], app_client_secret[33];
};

struct call {
	struct request *rq;
	struct reply *rp;
	struct webex *x;
	const struct wx_world *w;
	struct wx_switches s;
	struct arena *a;
	int64_t now_us;
};

/* A copy of the switches, taken whole. */
struct wx_switches webex_switches(struct webex *x);

/* The world, built by the first who asks. */
const struct wx_world *webex_world(struct webex *x);

/* --- the table, route.c --- */

struct wx_route {
	const char *method;
	const char *pattern; /* "/v1/people/{}" */
	const char *scopes;  /* one of these, blank separated; NULL: no token */
	const char *args;    /* query parameters it knows */
	void (*handle)(struct call *c);
	unsigned int kind;
#define WX_JSON  0U
#define WX_LIST  1U /* pages by Link */
#define WX_BYTES 2U /* a download: nobody knows its size before */
#define WX_MEDIA 3U /* at the second listener, without a token */
#define WX_OAUTH 4U
};

extern const struct wx_route wx_routes[];
extern const size_t wx_routes_count;

bool webex_owns(const struct request *rq);
void webex_answer(struct request *rq, struct reply *rp, void *state);

/* Faults and limits before and after the handler, trouble.c. */
bool wx_trouble_before(struct call *c, const struct wx_route *r,
		       enum fault *fault);
void wx_trouble_after(struct call *c, const struct wx_route *r,
		      enum fault fault);
void wx_reply_login_page(struct reply *rp);

/* --- answers, answer.c --- */

void wx_put(json_t *o, const char *key, const char *value);
void wx_put_bool(json_t *o, const char *key, bool value);
void wx_put_int(json_t *o, const char *key, int64_t value);
/* "2026-03-20T09:12:33.324Z" */
const char *wx_time(int64_t us, char buf[CLOCK_TEXT]);
void wx_put_time(json_t *o, const char *key, int64_t us);

/* {"message", "errors":[{"description"}], "trackingId"} */
void wx_error(struct call *c, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* 400 about a parameter; counts as a bad request. */
void wx_bad(struct call *c, const char *name, const char *why);
void wx_unauthorized(struct call *c);
void wx_not_found(struct call *c, const char *what);

/* A required argument; NULL after having answered 400. */
const char *wx_need(struct call *c, const char *name);
/* A time; *out untouched where absent. -1: answered. */
int wx_arg_time(struct call *c, const char *name, int64_t *out);

/* The key server does not answer: item.errors.FIELD. */
void wx_put_kms_failure(json_t *o, const char *field);

/* --- pages, page.c --- */

/*
 * A listing in a fixed order. The cursor says at which place the next page
 * begins; what a place is, the handler knows: it goes on from page.at until
 * the page is full, and hands over the place of what it could not add.
 */
struct wx_page {
	size_t max, n;
	uint64_t at; /* place of the first item */
	bool hollow; /* this page stays empty, though there is more */
	json_t *items;
};

/* -1: answered. def, most: of parameter max. */
int wx_page_begin(struct wx_page *p, struct call *c, size_t def, size_t most);
bool wx_page_full(const struct wx_page *p);
/* Takes the item over; the page must not be full. */
void wx_page_add(struct wx_page *p, json_t *item);
/* Answer with the items; more: there is one at that place. again: place of
   the last one added, told twice where pages are rough. */
void wx_page_end(struct wx_page *p, struct call *c, bool more, uint64_t next,
		 uint64_t again);

/* --- objects, message.c, space.c and event.c --- */

/* A version of a message; or of a deleted one what the feed still says. */
json_t *wx_message(struct call *c, const struct wx_post *p,
		   unsigned int version, bool ids_only);
json_t *wx_membership(struct call *c, const struct wx_stay *s);
json_t *wx_room(struct call *c, const struct wx_space *s, int64_t at_us);
/* How many of its posts were written by then; who owns it. */
uint32_t wx_space_posts(const struct wx_world *w, const struct wx_space *s,
			int64_t at_us);
const char *wx_owner(const struct wx_world *w, const struct wx_space *s);
json_t *wx_action(struct call *c, const struct wx_post *p, unsigned int i);
json_t *wx_event(struct call *c, size_t act);

/* Written, and not purged yet; also one that was deleted. */
bool wx_post_is_there(const struct wx_world *w, const struct wx_post *p,
		      int64_t now_us);
bool wx_act_is_there(const struct wx_world *w, const struct wx_act *a,
		     int64_t now_us);

enum wx_role { WX_ROLE_ADMIN, WX_ROLE_OFFICER };

/* --- handlers --- */

void wx_api_token(struct call *c);
void wx_api_authorize(struct call *c);
void wx_api_app_token(struct call *c);
void wx_api_people(struct call *c);
void wx_api_person(struct call *c);
void wx_api_me(struct call *c);
void wx_api_rooms(struct call *c);
void wx_api_room(struct call *c);
void wx_api_memberships(struct call *c);
void wx_api_membership(struct call *c);
void wx_api_teams(struct call *c);
void wx_api_team(struct call *c);
void wx_api_team_memberships(struct call *c);
void wx_api_messages(struct call *c);
void wx_api_message(struct call *c);
void wx_api_action(struct call *c);
void wx_api_contents(struct call *c);
void wx_api_events(struct call *c);
void wx_api_event(struct call *c);
void wx_api_meetings(struct call *c);
void wx_api_meeting(struct call *c);
void wx_api_admin_meetings(struct call *c);
void wx_api_participants(struct call *c);
void wx_api_sites(struct call *c);
void wx_api_recordings(struct call *c);
void wx_api_recording(struct call *c);
void wx_api_direct(struct call *c);
void wx_api_transcripts(struct call *c);
void wx_api_transcript_file(struct call *c);
void wx_api_captions(struct call *c);
void wx_api_captions_file(struct call *c);
void wx_api_summaries(struct call *c);
void wx_api_chats(struct call *c);
void wx_api_polls(struct call *c);
void wx_api_poll_results(struct call *c);
void wx_api_respondents(struct call *c);
void wx_api_questions(struct call *c);
void wx_api_answers(struct call *c);
void wx_api_organizations(struct call *c);
void wx_api_organization(struct call *c);
void wx_api_identity(struct call *c);
void wx_api_licenses(struct call *c);
void wx_api_roles(struct call *c);
void wx_api_role(struct call *c);

#endif
