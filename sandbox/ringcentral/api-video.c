/* RingCentral Video: what has been, what was recorded, what was written. */
#include "ring.h"

#include "video.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

#define PER_PAGE_MIN 10 /* of meetings; recordings have no least */

static json_t *host_info(struct ring *r, const struct ring_video *v)
{
	json_t *o = json_object();

	ring_put(o, "accountId", r->account_id);
	ring_put_id(o, "extensionId",
		    ring_person_number(ring_world(r), v->host));
	ring_put(o, "displayName", v->host->name);
	return o;
}

static json_t *participant_of(struct ring *r, const struct ring_video *v,
			      size_t i)
{
	const struct ring_participant *p = &v->participants[i];
	char id[SEED_UUID];
	json_t *o = json_object();

	seed_uuid(seed_of(v->seed, "participant", i), id);
	ring_put(o, "id", id);
	if (p->person == NULL) {
		ring_put(o, "displayName", p->phone);
		ring_put(o, "callerId", p->phone);
		return o;
	}
	ring_put(o, "displayName", p->person->name);
	if (p->person->status == PERSON_GUEST)
		return o;
	ring_put(o, "accountId", r->account_id);
	ring_put_id(o, "extensionId",
		    ring_person_number(ring_world(r), p->person));
	return o;
}

/* What a meeting and a recording have in common. */
static json_t *head_of(struct ring *r, const struct ring_video *v)
{
	struct str topic AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	ring_video_topic(&topic, v);
	ring_put(o, "id", v->id);
	ring_put(o, "shortId", v->short_id);
	ring_put(o, "bridgeId", v->short_id);
	ring_put_time(o, "startTime", v->at_us);
	ring_put(o, "displayName", topic.s);
	json_object_set_new(o, "hostInfo", host_info(r, v));
	ring_put_int(o, "duration", (v->end_us - v->at_us) / CLOCK_SECOND);
	return o;
}

static json_t *meeting_of(struct ring *r, const struct request *rq,
			  const struct ring_video *v)
{
	json_t *o = head_of(r, v), *list = json_array();
	char uri[200];

	for (size_t i = 0; i < v->n_participants; i++)
		json_array_append_new(list, participant_of(r, v, i));
	json_object_set_new(o, "participants", list);
	if (v->lines > 0) {
		(void)snprintf(uri, sizeof(uri),
			       "%s/rcvideo/v1/history/meetings/%s/chat",
			       rq->sb->media, v->id);
		ring_put(o, "chatContentUri", uri);
	}
	return o;
}

static json_t *recording_of(struct ring *r, const struct request *rq,
			    const struct ring_video *v)
{
	json_t *o = head_of(r, v);
	char uri[200];

	(void)snprintf(uri, sizeof(uri), "%s/rcvideo/v1/recordings/%s/media",
		       rq->sb->media, v->id);
	ring_put(o, "mediaLink", uri);
	(void)snprintf(uri, sizeof(uri),
		       "%s/rcvideo/v1/recordings/%s/media?key=%016" PRIx64,
		       rq->sb->media, v->id, seed_of(v->seed, "key", 0));
	ring_put(o, "url", uri);
	ring_put_time(o, "expiresIn", v->expires_us);
	return o;
}

/* "paging" of this part of the API; takes over the list. */
static void reply_list(struct request *rq, struct reply *rp,
		       const struct ring_page *page, const char *key,
		       json_t *list)
{
	json_t *o = json_object(), *paging = json_object();
	const char *token = request_arg(rq, "pageToken");
	char next[64];

	ring_put(paging, "currentPageToken", token != NULL ? token : "");
	if (ring_token_next(page, rq, next) != NULL)
		ring_put(paging, "nextPageToken", next);
	if (strcmp(key, "meetings") == 0)
		ring_put_int(paging, "perPage", (int64_t)json_array_size(list));
	json_object_set_new(o, key, list);
	json_object_set_new(o, "paging", paging);
	reply_json(rp, 200, o);
}

/* The newest first, when they are over. */
void ring_videos(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	int64_t from_us, to_us;
	struct ring_page page;
	json_t *list;

	if (!ring_is_account(r, rq, rp, 4) ||
	    !ring_token_begin(&page, rq, rp, "perPage", 25, 100) ||
	    !ring_arg_time(rq, rp, "startTimeFrom", INT64_MIN, &from_us) ||
	    !ring_arg_time(rq, rp, "startTimeTo", INT64_MAX, &to_us))
		return;
	if (page.per_page < PER_PAGE_MIN) {
		ring_invalid(rq, rp, "perPage");
		return;
	}
	list = json_array();
	for (int64_t day = (int64_t)w->days - 1; day >= 0; day--)
		for (size_t i = ring_videos_on(w, day); i > 0; i--) {
			struct ring_video v;

			ring_video_make(&v, w, day, i - 1);
			if (v.end_us <= rq->now_us && v.at_us >= from_us &&
			    v.at_us <= to_us && ring_page_takes(&page))
				json_array_append_new(list,
						      meeting_of(r, rq, &v));
		}
	reply_list(rq, rp, &page, "meetings", list);
}

/* The newest first; by no date. */
void ring_video_recordings(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	struct ring_page page;
	json_t *list;

	if (!ring_is_account(r, rq, rp, 3) ||
	    !ring_token_begin(&page, rq, rp, "perPage", 25, 100))
		return;
	list = json_array();
	for (int64_t day = (int64_t)w->days - 1; day >= 0; day--)
		for (size_t i = ring_videos_on(w, day); i > 0; i--) {
			struct ring_video v;

			ring_video_make(&v, w, day, i - 1);
			if (v.recorded && v.ready_us <= rq->now_us &&
			    v.expires_us > rq->now_us && ring_page_takes(&page))
				json_array_append_new(list,
						      recording_of(r, rq, &v));
		}
	reply_list(rq, rp, &page, "recordings", list);
}

/* Whether its link needs the bearer nobody says: here it does not. */
void ring_video_media(struct ring *r, struct request *rq, struct reply *rp)
{
	struct str bytes AUTO(str_done) = STR_INIT;
	struct ring_video v;

	if (!ring_video_find(&v, ring_world(r), ring_part(rq, 3)) ||
	    !v.recorded || v.ready_us > rq->now_us ||
	    v.expires_us <= rq->now_us) {
		ring_not_found(rp, "recordingId");
		return;
	}
	if (!v.large)
		ring_video_bytes(&bytes, &v);
	ring_send(rq, rp, "video/mp4", &bytes, false);
	if (v.large)
		rp->large = ring_world(r)->large;
}

void ring_video_chat_text(struct ring *r, struct request *rq, struct reply *rp)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct ring_video v;

	if (!ring_video_find(&v, ring_world(r), ring_part(rq, 4)) ||
	    v.lines == 0 || v.end_us > rq->now_us) {
		ring_not_found(rp, "meetingId");
		return;
	}
	ring_video_chat(&text, &v);
	ring_send(rq, rp, "text/plain;charset=UTF-8", &text, false);
}
