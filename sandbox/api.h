/*
 * sandbox/api.h - the handlers, one for each row of the table in route.c,
 * and what several of them need.
 */
#ifndef SANDBOX_API_H
#define SANDBOX_API_H

#include "chat.h"
#include "files.h"
#include "http.h"
#include "sandbox.h"

/* Rate limit labels of Zoom. */
enum label { LABEL_NONE, LABEL_LIGHT, LABEL_MEDIUM, LABEL_HEAVY };

struct route {
	const char *method;
	const char *pattern; /* "/v2/users/{}/recordings" */
	enum label label;
	const char *classic, *granular; /* scopes, NULL: none needed */
	const char *args;               /* query parameters it knows */
	void (*handle)(struct request *rq, struct reply *rp);
};

extern const struct route routes[];
extern const size_t routes_count;

/* NULL if there is none; *known: the path exists with another method. */
const struct route *route_find(const struct request *rq, bool *known);

/* Everything: routing, token, scope, parameters, faults, handler. */
void route_answer(struct request *rq, struct reply *rp);

/* --- helpers, in api.c --- */

void put_str(json_t *o, const char *key, const char *value);
void put_int(json_t *o, const char *key, int64_t value);
void put_bool(json_t *o, const char *key, bool value);
void put_time(json_t *o, const char *key, int64_t us); /* whole seconds */
void put_topic(json_t *o, const char *key, const struct request *rq,
	       const struct meeting *m);

/* One page of a list. */
struct page {
	size_t size, offset;
	uint64_t query; /* what the token is bound to */
};

/*
 * Read page_size and next_page_token. -1: answered already. A token is good
 * for 15 minutes and for the same other parameters only; where a value was
 * changed by us (to in the future) it counts as what we made of it: pass
 * its name and the new text, else NULL.
 */
int page_begin(struct page *p, struct request *rq, struct reply *rp,
	       const char *changed, const char *value);

/* The page token is invalid or expired. */
void reply_bad_page(struct request *rq, struct reply *rp);

/* True while the n-th of all is on this page. */
bool page_has(const struct page *p, size_t n);

/* page_size, next_page_token; and page_count, total_records if counted. */
void page_end(const struct page *p, const struct request *rq, json_t *o,
	      size_t total, bool counted);

/* A date (yyyy-mm-dd) argument; default where absent. -1: answered. */
int arg_date(struct request *rq, struct reply *rp, const char *name,
	     int64_t *out);
/* A date-time argument, the same. */
int arg_time(struct request *rq, struct reply *rp, const char *name,
	     int64_t *out);

/*
 * The meeting a path segment means: a uuid, encoded twice where it begins
 * with '/' or has "//", or a number (its latest instance). NULL: there is
 * none. Only the account's own meetings that have begun.
 */
const struct meeting *path_meeting(struct request *rq, const char *segment);
/* The same with meetings of others and breakout rooms. */
const struct meeting *path_any_meeting(struct request *rq, const char *segment);

/* The same, ended, and not a year ago; NULL after having answered. */
const struct meeting *path_ended_meeting(struct request *rq, struct reply *rp,
					 const char *segment);

/* A user of the account at this time; NULL after having answered 1001. */
const struct person *path_user(struct request *rq, struct reply *rp,
			       const char *segment);

/* /rec/download/... of a file, in the request's arena. */
const char *download_url(struct request *rq, const struct meeting *m,
			 const struct file *f);

/* uuid, id, topic, host, times, counts: what three answers share. */
void put_meeting_facts(json_t *o, struct request *rq, const struct meeting *m);

/* 200 text/html, as Zoom sends instead of a protected recording. */
void reply_passcode_page(struct reply *rp);

/* --- handlers --- */

void api_token(struct request *rq, struct reply *rp);
void api_authorize(struct request *rq, struct reply *rp);
void api_users(struct request *rq, struct reply *rp);
void api_user(struct request *rq, struct reply *rp);
void api_user_recordings(struct request *rq, struct reply *rp);
void api_account_recordings(struct request *rq, struct reply *rp);
void api_meeting_recordings(struct request *rq, struct reply *rp);
void api_transcript(struct request *rq, struct reply *rp);
void api_past_meeting(struct request *rq, struct reply *rp);
void api_past_instances(struct request *rq, struct reply *rp);
void api_past_participants(struct request *rq, struct reply *rp);
void api_report_participants(struct request *rq, struct reply *rp);
void api_metrics_participants(struct request *rq, struct reply *rp);
void api_download(struct request *rq, struct reply *rp);
void api_media(struct request *rq, struct reply *rp);
void api_archive_files(struct request *rq, struct reply *rp);
void api_archive_statistics(struct request *rq, struct reply *rp);
void api_past_archive(struct request *rq, struct reply *rp);
void api_delete_archive(struct request *rq, struct reply *rp);
void api_keep_archive(struct request *rq, struct reply *rp);
void api_history(struct request *rq, struct reply *rp);
void api_user_meetings(struct request *rq, struct reply *rp);
void api_report_users(struct request *rq, struct reply *rp);
void api_report_meeting(struct request *rq, struct reply *rp);
void api_past_polls(struct request *rq, struct reply *rp);
void api_report_polls(struct request *rq, struct reply *rp);
void api_past_qa(struct request *rq, struct reply *rp);
void api_report_qa(struct request *rq, struct reply *rp);
void api_report_survey(struct request *rq, struct reply *rp);
void api_summaries(struct request *rq, struct reply *rp);
void api_summary(struct request *rq, struct reply *rp);
void api_account_settings(struct request *rq, struct reply *rp);
void api_user_settings(struct request *rq, struct reply *rp);
void api_lock_settings(struct request *rq, struct reply *rp);
void sandbox_now(struct request *rq, struct reply *rp);
void sandbox_stats(struct request *rq, struct reply *rp);
void sandbox_set_up(struct request *rq, struct reply *rp);

#endif
