/* The company's call log, by pages and by synchronization; recordings. */
#include "ring.h"

#include "calls.h"

#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

#define TAIL_DAYS 4 /* no call changes later than this */

/* ---- records ---- */

static json_t *party(struct ring *r, const struct person *p, const char *phone)
{
	const struct ring_world *w = ring_world(r);
	json_t *o = json_object();
	char text[RING_ID];

	if (phone != NULL)
		ring_put(o, "phoneNumber", phone);
	if (p == NULL) {
		ring_put(o, "location", "Stockholm");
		return o;
	}
	(void)snprintf(text, sizeof(text), "%d", ring_extension_number(w, p));
	ring_put(o, "extensionNumber", text);
	ring_put_id(o, "extensionId", ring_person_number(w, p));
	ring_put(o, "name", p->name);
	return o;
}

static void put_parties(struct ring *r, json_t *o, const struct ring_call *c)
{
	char phone[RING_ID];
	json_t *own, *other;

	ring_phone(ring_world(r), c->owner, phone);
	own = party(r, c->owner, phone);
	other = party(r, c->peer, c->peer_phone);
	json_object_set_new(o, "from", c->inbound ? other : own);
	json_object_set_new(o, "to", c->inbound ? own : other);
}

static void put_recording(struct ring *r, const struct request *rq, json_t *o,
			  const struct ring_call *c)
{
	json_t *one = json_object();
	char uri[200];

	ring_put_id(one, "id", c->recording_id);
	(void)snprintf(uri, sizeof(uri),
		       "%s/restapi/v1.0/account/%s/recording/%" PRId64,
		       rq->sb->base, r->account_id, c->recording_id);
	ring_put(one, "uri", uri);
	ring_put(one, "type", c->number % 3 == 0 ? "OnDemand" : "Automatic");
	(void)snprintf(uri, sizeof(uri),
		       "%s/restapi/v1.0/account/%s/recording/%" PRId64
		       "/content",
		       rq->sb->media, r->account_id, c->recording_id);
	ring_put(one, "contentUri", uri);
	json_object_set_new(o, "recording", one);
}

/* What a record and its only leg have in common. */
static void put_call(struct ring *r, const struct request *rq, json_t *o,
		     const struct ring_call *c)
{
	int64_t owner = ring_person_number(ring_world(r), c->owner);
	char text[200];
	json_t *extension = json_object();

	(void)snprintf(text, sizeof(text), "s-%016" PRIx64, c->seed);
	ring_put(o, "telephonySessionId", text);
	put_parties(r, o, c);
	ring_put_int(extension, "id", owner);
	(void)snprintf(text, sizeof(text),
		       "%s/restapi/v1.0/account/%s/extension/%" PRId64,
		       rq->sb->base, r->account_id, owner);
	ring_put(extension, "uri", text);
	json_object_set_new(o, "extension", extension);
	ring_put(o, "transport", "PSTN");
	ring_put(o, "type", "Voice");
	ring_put(o, "direction", c->inbound ? "Inbound" : "Outbound");
	ring_put(o, "action", c->inbound ? "Phone Call" : "VoIP Call");
	ring_put(o, "result",
		 !c->missed   ? c->inbound ? "Accepted" : "Call connected"
		 : c->inbound ? "Missed"
			      : "No Answer");
	ring_put_time(o, "startTime", c->at_us);
	ring_put_int(o, "duration", c->seconds);
	if (c->short_recording)
		ring_put_bool(o, "shortRecording", true);
	if (c->attached_us <= rq->now_us && rq->now_us < c->deleted_us)
		put_recording(r, rq, o, c);
}

static json_t *record_of(struct ring *r, const struct request *rq,
			 const struct ring_call *c, bool detailed)
{
	json_t *o = json_object(), *leg;
	char text[200];

	ring_put(o, "id", c->id);
	(void)snprintf(text, sizeof(text),
		       "%s/restapi/v1.0/account/%s/call-log/%s", rq->sb->base,
		       r->account_id, c->id);
	ring_put(o, "uri", text);
	ring_put_id(o, "sessionId", INT64_C(500000000000) + (int64_t)c->number);
	put_call(r, rq, o, c);
	if (!detailed)
		return o;
	leg = json_object();
	put_call(r, rq, leg, c);
	ring_put(leg, "legType", "Accept");
	ring_put_bool(leg, "master", true);
	json_object_set_new(o, "legs", json_pack("[o]", leg));
	ring_put_time(o, "lastModifiedTime", ring_call_changed(c, rq->now_us));
	return o;
}

static bool may_read(struct ring *r, struct request *rq, struct reply *rp)
{
	if (!ring_is_account(r, rq, rp, 3))
		return false;
	if (ring_switches_now(r).admin)
		return true;
	ring_error(rp, 403, "CMN-408",
		   "In order to call this API endpoint, user needs to have "
		   "[FullCompanyCallLog] permission for requested resource");
	return false;
}

static bool is_detailed(const struct request *rq)
{
	return ring_arg_has(rq, "view", "Detailed");
}

static bool is_wanted(const struct request *rq, const struct ring_call *c)
{
	bool recorded = c->attached_us <= rq->now_us;

	if (request_arg(rq, "direction") != NULL &&
	    !ring_arg_has(rq, "direction", c->inbound ? "Inbound" : "Outbound"))
		return false;
	return recorded || (request_arg(rq, "recordingType") == NULL &&
			    !ring_arg_has(rq, "withRecording", "true"));
}

/* The newest first; without what was deleted. */
void ring_call_log(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	int64_t from_us, to_us;
	struct ring_page page;
	json_t *o, *records;

	if (!may_read(r, rq, rp) ||
	    !ring_page_begin(&page, rq, rp, 100, 1000) ||
	    !ring_arg_time(rq, rp, "dateTo", rq->now_us, &to_us) ||
	    !ring_arg_time(rq, rp, "dateFrom", to_us - CLOCK_DAY, &from_us))
		return;
	o = json_object();
	records = json_array();
	for (int64_t day = (int64_t)w->days - 1; day >= 0; day--)
		for (size_t i = ring_calls_on(w, day); i > 0; i--) {
			struct ring_call c;

			ring_call_make(&c, w, day, i - 1);
			if (c.end_us <= rq->now_us &&
			    c.deleted_us > rq->now_us && c.at_us >= from_us &&
			    c.at_us <= to_us && is_wanted(rq, &c) &&
			    ring_page_takes(&page))
				json_array_append_new(
					records,
					record_of(r, rq, &c, is_detailed(rq)));
		}
	json_object_set_new(o, "records", records);
	ring_page_end(&page, rq, o);
	reply_json(rp, 200, o);
}

/* ---- synchronization: by time of change ---- */

struct changed {
	int64_t at_us;
	struct ring_call call;
};

static int by_change(const void *a, const void *b)
{
	const struct changed *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	return x->call.number < y->call.number ? -1 : 1;
}

struct window {
	int64_t since_us;
	uint64_t after; /* of the calls changed just then, those after it */
	bool deleted;   /* tell of deleted ones */
};

static bool is_after(const struct window *win, const struct changed *x)
{
	return x->at_us > win->since_us ||
	       (x->at_us == win->since_us && x->call.number >= win->after);
}

/* All changes of the window in their order; to be released with free(). */
static struct changed *changes(const struct ring_world *w,
			       const struct window *win, int64_t now_us,
			       size_t *n)
{
	int64_t day = ring_day_of(w, win->since_us) - TAIL_DAYS;
	struct changed *all = NULL;
	size_t room = 0;

	*n = 0;
	for (day = day < 0 ? 0 : day; day < (int64_t)w->days; day++)
		for (size_t i = 0; i < ring_calls_on(w, day); i++) {
			struct changed x;

			ring_call_make(&x.call, w, day, i);
			x.at_us = ring_call_changed(&x.call, now_us);
			if (x.call.end_us > now_us || !is_after(win, &x) ||
			    (!win->deleted && x.call.deleted_us <= now_us))
				continue;
			if (*n == room) {
				room = room == 0 ? 64 : room * 2;
				all = mem_resize(all, room * sizeof(*all));
			}
			all[(*n)++] = x;
		}
	if (*n > 0)
		qsort(all, *n, sizeof(*all), by_change);
	return all;
}

static void reply_sync(struct ring *r, struct request *rq, struct reply *rp,
		       const struct window *win, int64_t count)
{
	size_t n, took;
	struct changed *all = changes(ring_world(r), win, rq->now_us, &n);
	json_t *o = json_object(), *records = json_array(), *info;
	char token[RING_SYNC_TOKEN], uri[256];

	took = n < (size_t)count ? n : (size_t)count;
	for (size_t i = 0; i < took; i++) {
		json_t *one = record_of(r, rq, &all[i].call, is_detailed(rq));

		if (all[i].call.deleted_us <= rq->now_us)
			ring_put_bool(one, "deleted", true);
		json_array_append_new(records, one);
	}
	/* on with the first that was left out, or with what is new */
	if (took < n)
		ring_sync_token(token, r->seed, all[took].at_us,
				all[took].call.number);
	else
		ring_sync_token(token, r->seed, rq->now_us, 0);
	(void)snprintf(uri, sizeof(uri), "%s%s", rq->sb->base, rq->path);
	ring_put(o, "uri", uri);
	json_object_set_new(o, "records", records);
	info = json_object();
	ring_put(info, "syncType", win->deleted ? "ISync" : "FSync");
	ring_put(info, "syncToken", token);
	ring_put_time(info, "syncTime", rq->now_us);
	ring_put_bool(info, "newerRecordsExist", took < n);
	json_object_set_new(o, "syncInfo", info);
	free(all);
	reply_json(rp, 200, o);
}

void ring_call_sync(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *type = request_arg(rq, "syncType");
	const char *token = request_arg(rq, "syncToken");
	struct window win = { 0 };
	int64_t count;

	if (!may_read(r, rq, rp) ||
	    !ring_arg_int(rq, rp, "recordCount", 1, 1000, 250, &count))
		return;
	if (type == NULL || strcmp(type, "FSync") == 0) {
		if (ring_arg_time(rq, rp, "dateFrom", rq->now_us - CLOCK_DAY,
				  &win.since_us))
			reply_sync(r, rq, rp, &win, count);
		return;
	}
	win.deleted = true;
	if (strcmp(type, "ISync") != 0) {
		ring_invalid(rq, rp, "syncType");
	} else if (token == NULL ||
		   !ring_sync_read(token, r->seed, rq->now_us,
				   ring_switches_now(r).sync_days,
				   &win.since_us, &win.after)) {
		sandbox_count(rq->sb, "bad_sync_tokens");
		ring_error(rp, 400, "CLG-102", "Sync token has expired");
	} else {
		reply_sync(r, rq, rp, &win, count);
	}
}

/* ---- recordings ---- */

/* False: not there, not yet or no more; answered. */
static bool find(struct ring *r, struct request *rq, struct reply *rp,
		 struct ring_call *c, bool content)
{
	if (!may_read(r, rq, rp))
		return false;
	if (ring_call_of_recording(c, ring_world(r), ring_part(rq, 5)) &&
	    c->expires_us > rq->now_us &&
	    (content ? c->ready_us : c->attached_us) <= rq->now_us)
		return true;
	ring_not_found(rp, "recordingId");
	return false;
}

void ring_recording(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_call c;
	char uri[200];
	json_t *o;

	if (!find(r, rq, rp, &c, false))
		return;
	o = json_object();
	ring_put_id(o, "id", c.recording_id);
	(void)snprintf(uri, sizeof(uri),
		       "%s/restapi/v1.0/account/%s/recording/%" PRId64
		       "/content",
		       rq->sb->media, r->account_id, c.recording_id);
	ring_put(o, "contentUri", uri);
	ring_put(o, "contentType", ring_recording_type(&c));
	ring_put_int(o, "duration", c.seconds);
	reply_json(rp, 200, o);
}

void ring_recording_content(struct ring *r, struct request *rq,
			    struct reply *rp)
{
	struct str bytes AUTO(str_done) = STR_INIT;
	struct ring_call c;

	if (!find(r, rq, rp, &c, true))
		return;
	ring_recording_bytes(&bytes, &c);
	ring_send(rq, rp, ring_recording_type(&c), &bytes, false);
}
