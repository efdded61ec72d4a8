/* The truth of RingCentral Video. */
#include "truth.h"

#include "sandbox/large.h"

#include "records.h"
#include "video.h"

#include "base/str.h"

static json_t *mailboxes(const struct ring_video *v)
{
	const struct person *all[RING_PARTICIPANTS];

	for (size_t i = 0; i < v->n_participants; i++)
		all[i] = v->participants[i].person;
	return ring_mailboxes(all, v->n_participants, v->at_us);
}

/* Names as the history shows them, and who they are. */
static json_t *participants(const struct ring_video *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->n_participants; i++) {
		const struct ring_participant *p = &v->participants[i];
		json_t *one = json_object();

		if (p->person != NULL) {
			ring_put(one, "name", p->person->name);
			ring_put(one, "person", p->person->key);
			ring_put(one, "true_email",
				 ring_true_mailbox(p->person, v->at_us));
		} else {
			ring_put(one, "name", p->phone);
			ring_put(one, "true_email", "");
		}
		json_array_append_new(list, one);
	}
	return list;
}

static struct ring_fact fact_of(const struct ring_video *v, const char *kind,
				int64_t from_us, int64_t until_us)
{
	struct ring_fact x = { .kind = kind,
			       .id = v->id,
			       .version = "",
			       .conversation = v->id,
			       .at_us = v->at_us,
			       .listed_us = from_us,
			       .available_us = from_us,
			       .gone_us = until_us,
			       .forgotten_us = until_us,
			       .author = v->host };

	x.members = mailboxes(v);
	return x;
}

static void tell_meeting(struct ring_telling *k, const struct ring_video *v)
{
	struct ring_fact x = fact_of(v, "video-meeting", v->end_us, INT64_MAX);
	struct str topic AUTO(str_done) = STR_INIT;

	ring_video_topic(&topic, v);
	x.name = topic.s;
	x.more = json_object();
	ring_put_when(x.more, "end", v->end_us);
	json_object_set_new(x.more, "participants", participants(v));
	ring_tell(k, &x);
}

static void tell_bytes(struct ring_telling *k, const struct ring_fact *x,
		       const struct str *bytes)
{
	struct digest digest = digest_of(bytes->s, bytes->len);
	struct ring_fact whole = *x;

	whole.digest = &digest;
	ring_tell(k, &whole);
}

static void tell(struct ring_telling *k, const struct ring_video *v)
{
	tell_meeting(k, v);
	if (v->recorded) {
		struct ring_fact x = fact_of(v, "video-recording", v->ready_us,
					     v->expires_us);
		struct str film AUTO(str_done) = STR_INIT;

		if (v->large) {
			x.digest = large_digest(k->w->large);
			ring_tell(k, &x);
		} else {
			ring_video_bytes(&film, v);
			tell_bytes(k, &x, &film);
		}
	}
	if (v->lines > 0) {
		struct ring_fact x =
			fact_of(v, "video-chat", v->end_us, INT64_MAX);
		struct str text AUTO(str_done) = STR_INIT;

		ring_video_chat(&text, v);
		tell_bytes(k, &x, &text);
	}
}

void ring_truth_videos(struct ring_telling *k)
{
	for (int64_t day = 0; day < (int64_t)k->w->days; day++)
		for (size_t i = 0; i < ring_videos_on(k->w, day); i++) {
			struct ring_video v;

			ring_video_make(&v, k->w, day, i);
			tell(k, &v);
		}
}
