/* The data export: order, list, ask, fetch. */
#include "ring.h"

#include "base/err.h"
#include "base/str.h"

#include "sandbox/fault.h"

#include <inttypes.h>
#include <string.h>

#define SPAN_MAX (184 * CLOCK_DAY) /* six months */

static json_t *describe(struct ring *r, const struct request *rq,
			const struct ring_task *t, bool with_datasets)
{
	struct ring_switches s = ring_switches_now(r);
	const char *status = ring_task_status(t, &s, rq->now_us);
	const struct person *who =
		t->foreign ? ring_world(r)->workers[1] : ring_admin(r);
	json_t *o = json_object(), *creator, *sets = json_array();
	char uri[200];

	(void)snprintf(uri, sizeof(uri), "%s/team-messaging/v1/data-export/%s",
		       rq->sb->base, t->id);
	ring_put(o, "uri", uri);
	ring_put(o, "id", t->id);
	ring_put_time(o, "creationTime", t->created_us);
	ring_put_time(o, "lastModifiedTime", t->changed_us);
	ring_put(o, "status", status);
	creator = ring_ref(ring_world(r), who);
	ring_put(creator, "firstName", who->first);
	ring_put(creator, "lastName", who->last);
	json_object_set_new(o, "creator", creator);
	json_object_set_new(o, "specific", json_deep_copy(t->query.asked));
	for (size_t i = 0; i < t->n_datasets; i++) {
		char id[RING_ID];

		(void)snprintf(id, sizeof(id), "%zu", i + 1);
		(void)snprintf(uri, sizeof(uri),
			       "%s/team-messaging/v1/data-export/%s/datasets/"
			       "%s",
			       rq->sb->media, t->id, id);
		json_array_append_new(sets, json_pack("{s:s, s:s, s:I}", "id",
						      id, "uri", uri, "size",
						      (json_int_t)t->sizes[i]));
	}
	if (with_datasets && strcmp(status, "Completed") == 0)
		json_object_set(o, "datasets", sets);
	json_decref(sets);
	return o;
}

/* ---- what is asked for ---- */

/* An absent key is no error; false: answered. */
static bool take_time(struct request *rq, struct reply *rp, const json_t *in,
		      const char *key, int64_t absent, int64_t *out)
{
	const json_t *value = json_object_get(in, key);

	*out = absent;
	if (value == NULL)
		return true;
	if (json_is_string(value) && clock_parse(json_string_value(value), out))
		return true;
	ring_invalid(rq, rp, key);
	return false;
}

static bool take_contacts(struct ring *r, struct request *rq, struct reply *rp,
			  const json_t *in, struct ring_query *q)
{
	const json_t *list = json_object_get(in, "contacts"), *one;
	size_t i;

	if (list == NULL)
		return true;
	if (!json_is_array(list) || json_array_size(list) > RING_CONTACTS_MAX) {
		ring_invalid(rq, rp, "contacts");
		return false;
	}
	json_array_foreach(list, i, one)
	{
		const char *id = json_string_value(json_object_get(one, "id"));
		const char *email =
			json_string_value(json_object_get(one, "email"));
		const struct person *p = NULL;

		if (id != NULL)
			p = ring_person_by_text(ring_world(r), id);
		else if (email != NULL)
			p = ring_person_by_email(ring_world(r), email);
		q->contacts[q->n_contacts++] =
			p != NULL ? ring_person_number(ring_world(r), p) : 0;
	}
	return true;
}

static bool take_chats(struct ring *r, struct request *rq, struct reply *rp,
		       const json_t *in, struct ring_query *q)
{
	const json_t *list = json_object_get(in, "chatIds"), *one;
	size_t i;

	if (list == NULL)
		return true;
	if (!json_is_array(list) || json_array_size(list) > RING_CHATS_MAX) {
		ring_invalid(rq, rp, "chatIds");
		return false;
	}
	json_array_foreach(list, i, one)
	{
		const char *id = json_string_value(one);
		size_t index = SIZE_MAX; /* no chat: nothing will be found */

		if (id != NULL)
			(void)ring_chat_index(ring_world(r), id, &index);
		q->chats[q->n_chats++] = index;
	}
	return true;
}

static bool read_query(struct ring *r, struct request *rq, struct reply *rp,
		       const json_t *in, struct ring_query *q)
{
	*q = (struct ring_query){ .as_of_us = rq->now_us };
	if (!take_time(rq, rp, in, "timeTo", rq->now_us, &q->to_us) ||
	    !take_time(rq, rp, in, "timeFrom", q->to_us - CLOCK_DAY,
		       &q->from_us) ||
	    !take_contacts(r, rq, rp, in, q) || !take_chats(r, rq, rp, in, q))
		return false;
	if (q->from_us <= q->to_us && q->to_us - q->from_us <= SPAN_MAX)
		return true;
	ring_invalid(rq, rp, "timeFrom");
	return false;
}

static json_t *asked(const json_t *in, const struct ring_query *q)
{
	json_t *o = json_object();

	ring_put_time(o, "timeFrom", q->from_us);
	ring_put_time(o, "timeTo", q->to_us);
	if (q->n_contacts > 0)
		json_object_set(o, "contacts", json_object_get(in, "contacts"));
	if (q->n_chats > 0)
		json_object_set(o, "chatIds", json_object_get(in, "chatIds"));
	return o;
}

/* ---- answers ---- */

/* Somebody else was first, where a switch says so. */
static void order_foreign(struct ring *r, const struct request *rq)
{
	unsigned int n = 0;

	(void)pthread_mutex_lock(&r->lock);
	n = r->switches.foreign;
	r->switches.foreign = 0;
	(void)pthread_mutex_unlock(&r->lock);
	for (; n > 0; n--) {
		struct ring_query q = { .from_us = rq->now_us - CLOCK_DAY,
					.to_us = rq->now_us,
					.as_of_us = rq->now_us };
		struct ring_task t;

		q.asked = asked(NULL, &q);
		(void)ring_exports_order(r->exports, &q, false, true, &t);
	}
}

static bool may_export(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_switches s = ring_switches_now(r);

	if (s.admin && s.exports) {
		order_foreign(r, rq);
		return true;
	}
	if (!s.admin)
		ring_error(rp, 403, "CMN-408",
			   "In order to call this API endpoint, user needs to "
			   "have [Administrator] role");
	else
		ring_error(rp, 403, "CMN-419",
			   "Compliance Exports is not enabled for this "
			   "account");
	return false;
}

void ring_export_create(struct ring *r, struct request *rq, struct reply *rp)
{
	json_t *in = rq->body.len > 0
			     ? json_loadb(rq->body.s, rq->body.len, 0, NULL)
			     : json_object();
	struct ring_query q;
	struct ring_task t;

	if (!may_export(r, rq, rp)) {
		json_decref(in);
		return;
	}
	if (!json_is_object(in)) {
		ring_invalid(rq, rp, "body");
	} else if (read_query(r, rq, rp, in, &q)) {
		q.asked = asked(in, &q);
		/* listing-changed: here, an export that fails */
		if (ring_exports_order(r->exports, &q, rq->listing_changed,
				       false, &t) == 0) {
			reply_json(rp, 202, describe(r, rq, &t, false));
		} else {
			sandbox_count(rq->sb, "third_exports");
			ring_error(rp, 400, "CMN-211",
				   "At most 2 data export tasks can run at a "
				   "time");
		}
	}
	json_decref(in);
}

/* Seen in a listing, a task gets on as if it had been asked for. */
void ring_export_list(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_switches s = ring_switches_now(r);
	struct ring_place at = ring_place(r);
	bool all = request_arg(rq, "status") == NULL;
	json_t *o = json_object(), *tasks = json_array();
	struct ring_page page;
	struct ring_task t;

	if (!may_export(r, rq, rp) ||
	    !ring_page_begin(&page, rq, rp, 30, 250)) {
		json_decref(o);
		json_decref(tasks);
		return;
	}
	for (size_t i = 0; ring_exports_nth(r->exports, i, &t); i++) {
		(void)ring_exports_ask(r->exports, t.id, &at, &s, rq->now_us,
				       &t);
		if ((all ||
		     ring_arg_has(rq, "status",
				  ring_task_status(&t, &s, rq->now_us))) &&
		    ring_page_takes(&page))
			json_array_append_new(tasks,
					      describe(r, rq, &t, false));
	}
	json_object_set_new(o, "tasks", tasks);
	ring_page_end(&page, rq, o);
	reply_json(rp, 200, o);
}

void ring_export_read(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_switches s = ring_switches_now(r);
	struct ring_place at = ring_place(r);
	struct ring_task t;

	if (!may_export(r, rq, rp))
		return;
	if (ring_exports_ask(r->exports, ring_part(rq, 3), &at, &s, rq->now_us,
			     &t))
		reply_json(rp, 200, describe(r, rq, &t, true));
	else
		ring_not_found(rp, "taskId");
}

void ring_export_dataset(struct ring *r, struct request *rq, struct reply *rp)
{
	struct str zip AUTO(str_done) = STR_INIT;
	struct ring_place at = ring_place(r);
	long long n;

	if (!may_export(r, rq, rp))
		return;
	if (str_int64(ring_part(rq, 5), &n) && n > 0 &&
	    ring_exports_add(r->exports, ring_part(rq, 3), (size_t)n, &at,
			     rq->now_us, &zip))
		ring_send(rq, rp, "application/zip", &zip, true);
	else
		ring_not_found(rp, "datasetId");
}

/* ---- the bytes of a shared file ---- */

void ring_file(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	struct str name AUTO(str_done) = STR_INIT;
	struct str bytes AUTO(str_done) = STR_INIT;
	const struct ring_stage *stage;
	struct ring_life life;
	struct ring_post p;
	size_t day, chat, i;
	uint64_t number;

	if (!ring_thing_post(w, ring_part(rq, 1), RING_FILE, &number)) {
		ring_not_found(rp, "fileId");
		return;
	}
	i = ring_cell_of(w, number, &day, &chat);
	ring_chat_make(&c, w, chat);
	ring_post_make(&p, w, &c, day, i);
	ring_thing_life(&life, w, &p, RING_FILE);
	stage = ring_life_at(&life, rq->now_us);
	if (stage == NULL || stage->deleted) {
		ring_not_found(rp, "fileId");
		return;
	}
	ring_thing_title(&name, &c, &p, RING_FILE, 0);
	ring_file_bytes(&bytes, &c, &p);
	ring_send(rq, rp, ring_media_type(name.s), &bytes, true);
}
