/*
 * sandbox/ringcentral/team.h - team messaging by REST: what the user whose
 * token it is can see, and no more.
 *
 * What has been deleted is simply not there; addresses are the persons'
 * alone (api-persons.c).
 */
#ifndef SANDBOX_RINGCENTRAL_TEAM_H
#define SANDBOX_RINGCENTRAL_TEAM_H

#include "ring.h"

/* Is the person in the chat, as listings have it? */
bool ring_chat_shows(const struct ring_chat *c, const struct person *p,
		     int64_t now_us);

/* The chat of a path; false: there is none for this user, and answered. */
bool ring_chat_open(struct ring *r, struct request *rq, struct reply *rp,
		    struct ring_chat *c);

/* What a listing gathers on its way through the posts. */
struct ring_listing {
	struct request *rq;
	struct ring_page page;
	json_t *records;
	enum ring_thing thing;
	int64_t from_us, to_us; /* creationTimeFrom and -To */
};

/* All posts of a chat, the newest first. */
typedef void ring_post_visitor(struct ring *r, const struct ring_chat *c,
			       const struct ring_post *p, void *what);
void ring_visit_posts(struct ring *r, const struct ring_chat *c,
		      ring_post_visitor *visitor, void *what);

/* "records" and "navigation"; takes over the records. */
void ring_reply_records(struct reply *rp, const struct request *rq,
			const struct ring_page *page, json_t *records);

#endif
