/* The message store of an extension: list, synchronize, fetch. */
#include "ring.h"

#include "messages.h"

#include "sandbox/seed.h"

#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

#define SYNC_OVERLAP (5 * CLOCK_SECOND)

static const char *availability(const struct ring_message *m, int64_t now_us)
{
	if (now_us >= m->purged_us)
		return "Purged";
	return now_us >= m->deleted_us ? "Deleted" : "Alive";
}

/* ---- records ---- */

static json_t *own_party(const struct ring_world *w,
			 const struct ring_message *m)
{
	json_t *o = json_object();
	char text[RING_ID];

	if (m->type != RING_PAGER) {
		ring_phone(w, m->owner, text);
		ring_put(o, "phoneNumber", text);
	}
	(void)snprintf(text, sizeof(text), "%d",
		       ring_extension_number(w, m->owner));
	ring_put(o, "extensionNumber", text);
	ring_put_id(o, "extensionId", ring_person_number(w, m->owner));
	ring_put(o, "name", m->owner->name);
	return o;
}

/* Outside, there is a number and perhaps a place, and no name. */
static json_t *other_party(const struct ring_world *w,
			   const struct ring_message *m)
{
	json_t *o = json_object();
	char text[RING_ID];

	if (m->type != RING_PAGER || m->peer == NULL)
		ring_put(o, "phoneNumber", m->peer_phone);
	if (m->peer == NULL) {
		ring_put(o, "location", "Stockholm");
		return o;
	}
	(void)snprintf(text, sizeof(text), "%d",
		       ring_extension_number(w, m->peer));
	ring_put(o, "extensionNumber", text);
	ring_put_id(o, "extensionId", ring_person_number(w, m->peer));
	ring_put(o, "name", m->peer->name);
	return o;
}

static void put_attachments(json_t *o, const struct ring_message *m,
			    const struct request *rq, const char *store)
{
	json_t *list = json_array();

	for (size_t i = 0; i < m->n_attachments; i++) {
		const struct ring_attachment *a = &m->attachments[i];
		struct str bytes AUTO(str_done) = STR_INIT;
		char uri[240];
		json_t *one;

		if (a->from_us > rq->now_us || rq->now_us >= m->purged_us)
			continue;
		one = json_object();
		ring_attachment_bytes(&bytes, m, i);
		(void)snprintf(uri, sizeof(uri),
			       "%s%s/message-store/%" PRId64
			       "/content/%" PRId64,
			       rq->sb->media, store, m->id, a->id);
		ring_put_int(one, "id", a->id);
		ring_put(one, "uri", uri);
		ring_put(one, "type", a->type);
		ring_put(one, "contentType", a->content_type);
		ring_put_int(one, "size", (int64_t)bytes.len);
		if (strcmp(a->type, "AudioRecording") == 0)
			ring_put_int(one, "vmDuration", m->seconds);
		if (strcmp(a->type, "RenderedDocument") == 0)
			ring_put(one, "fileName", "fax.pdf");
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "attachments", list);
}

static void put_kind(json_t *o, const struct ring_message *m, int64_t now_us)
{
	struct str text AUTO(str_done) = STR_INIT;
	bool late = m->n_attachments > 1 && m->attachments[1].from_us > now_us;

	ring_message_text(&text, m);
	if (m->type == RING_SMS || m->type == RING_PAGER) {
		json_t *c = json_object();

		if (now_us < m->purged_us)
			ring_put(o, "subject", text.s);
		ring_put_int(o, "conversationId", m->conversation);
		ring_put_id(c, "id", m->conversation);
		json_object_set_new(o, "conversation", c);
	}
	if (m->type == RING_FAX) {
		ring_put_int(o, "faxPageCount", m->pages);
		ring_put(o, "faxResolution", "High");
	}
	if (m->type == RING_VOICEMAIL)
		ring_put(o, "vmTranscriptionStatus",
			 m->n_attachments < 2 ? "Failed"
			 : late               ? "InProgress"
					      : "Completed");
}

static json_t *record_of(struct ring *r, const struct request *rq,
			 const struct ring_message *m)
{
	const struct ring_world *w = ring_world(r);
	json_t *o = json_object(), *to = json_array();
	json_t *own = own_party(w, m), *other = other_party(w, m);
	char store[120], uri[200];

	(void)snprintf(store, sizeof(store),
		       "/restapi/v1.0/account/%s/extension/%" PRId64,
		       r->account_id, ring_person_number(w, m->owner));
	(void)snprintf(uri, sizeof(uri), "%s%s/message-store/%" PRId64,
		       rq->sb->base, store, m->id);
	ring_put_int(o, "id", m->id);
	ring_put(o, "uri", uri);
	ring_put_id(o, "extensionId", ring_person_number(w, m->owner));
	ring_put(o, "type", ring_message_type_name(m->type));
	ring_put(o, "direction", m->inbound ? "Inbound" : "Outbound");
	json_object_set_new(o, "from", m->inbound ? other : own);
	json_array_append_new(to, m->inbound ? own : other);
	json_object_set_new(o, "to", to);
	ring_put_time(o, "creationTime", m->at_us);
	ring_put_time(o, "lastModifiedTime",
		      ring_message_changed(m, rq->now_us));
	ring_put(o, "availability", availability(m, rq->now_us));
	ring_put(o, "messageStatus", m->inbound ? "Received" : "Sent");
	ring_put(o, "readStatus", "Read");
	ring_put(o, "priority", "Normal");
	put_kind(o, m, rq->now_us);
	put_attachments(o, m, rq, store);
	return o;
}

/* ---- what is asked for ---- */

/* The extension of a path: "~" or one that is there; NULL, and answered. */
static const struct person *owner_of(struct ring *r, struct request *rq,
				     struct reply *rp)
{
	const struct person *p;

	if (!ring_is_account(r, rq, rp, 3))
		return NULL;
	p = ring_extension_find(r, rq, rp, 5);
	if (p == NULL || p == ring_admin(r) || ring_switches_now(r).admin)
		return p;
	ring_error(rp, 403, "CMN-408",
		   "In order to call this API endpoint, user needs to have "
		   "[ReadMessages] permission for requested resource");
	return NULL;
}

static bool is_wanted(const struct request *rq, const struct ring_message *m)
{
	const char *now = availability(m, rq->now_us);

	if (request_arg(rq, "availability") == NULL
		    ? strcmp(now, "Alive") != 0
		    : !ring_arg_has(rq, "availability", now))
		return false;
	if (request_arg(rq, "messageType") != NULL &&
	    !ring_arg_has(rq, "messageType", ring_message_type_name(m->type)))
		return false;
	return request_arg(rq, "direction") == NULL ||
	       ring_arg_has(rq, "direction",
			    m->inbound ? "Inbound" : "Outbound");
}

static bool is_there(const struct ring_message *m, const struct person *owner,
		     int64_t now_us)
{
	return m->owner == owner && m->at_us <= now_us && now_us < m->gone_us;
}

/* The newest first. */
void ring_messages(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	const struct person *owner = owner_of(r, rq, rp);
	int64_t from_us, to_us;
	struct ring_page page;
	json_t *o, *records;

	if (owner == NULL || !ring_page_begin(&page, rq, rp, 100, 1000) ||
	    !ring_arg_time(rq, rp, "dateTo", rq->now_us, &to_us) ||
	    !ring_arg_time(rq, rp, "dateFrom", to_us - CLOCK_DAY, &from_us))
		return;
	o = json_object();
	records = json_array();
	for (int64_t day = (int64_t)w->days - 1; day >= 0; day--)
		for (size_t i = ring_messages_on(w, day); i > 0; i--) {
			struct ring_message m;

			ring_message_make(&m, w, day, i - 1);
			if (is_there(&m, owner, rq->now_us) &&
			    m.at_us >= from_us && m.at_us <= to_us &&
			    is_wanted(rq, &m) && ring_page_takes(&page))
				json_array_append_new(records,
						      record_of(r, rq, &m));
		}
	json_object_set_new(o, "records", records);
	ring_page_end(&page, rq, o);
	reply_json(rp, 200, o);
}

/* ---- synchronization ---- */

static void reply_sync(struct request *rq, struct reply *rp, uint64_t seed,
		       json_t *records, const char *type, bool older)
{
	json_t *o = json_object(), *info = json_object();
	char token[RING_SYNC_TOKEN], uri[256];

	ring_sync_token(token, seed, rq->now_us, 0);
	(void)snprintf(uri, sizeof(uri), "%s%s", rq->sb->base, rq->path);
	ring_put(o, "uri", uri);
	json_object_set_new(o, "records", records);
	ring_put(info, "syncType", type);
	ring_put(info, "syncToken", token);
	ring_put_time(info, "syncTime", rq->now_us);
	if (strcmp(type, "FSync") == 0)
		ring_put_bool(info, "olderRecordsExist", older);
	json_object_set_new(o, "syncInfo", info);
	reply_json(rp, 200, o);
}

/* The newest so many; the first of what is left out says older ones exist. */
static void sync_full(struct ring *r, struct request *rq, struct reply *rp,
		      const struct person *owner)
{
	const struct ring_world *w = ring_world(r);
	int64_t from_us, count, n = 0;
	json_t *records;

	if (!ring_arg_time(rq, rp, "dateFrom", rq->now_us - CLOCK_DAY,
			   &from_us) ||
	    !ring_arg_int(rq, rp, "recordCount", 1, 250, 250, &count))
		return;
	records = json_array();
	for (int64_t day = (int64_t)w->days - 1; day >= 0; day--)
		for (size_t i = ring_messages_on(w, day); i > 0; i--) {
			struct ring_message m;

			ring_message_make(&m, w, day, i - 1);
			if (!is_there(&m, owner, rq->now_us) ||
			    m.at_us < from_us || rq->now_us >= m.purged_us)
				continue;
			if (n++ < count)
				json_array_append_new(records,
						      record_of(r, rq, &m));
		}
	reply_sync(rq, rp, owner->seed, records, "FSync", n > count);
}

/* All that was made, changed, deleted or purged since. */
static void sync_on(struct ring *r, struct request *rq, struct reply *rp,
		    const struct person *owner, int64_t since_us)
{
	const struct ring_world *w = ring_world(r);
	json_t *records = json_array();

	for (int64_t day = (int64_t)w->days - 1; day >= 0; day--)
		for (size_t i = ring_messages_on(w, day); i > 0; i--) {
			struct ring_message m;

			ring_message_make(&m, w, day, i - 1);
			if (is_there(&m, owner, rq->now_us) &&
			    ring_message_changed(&m, rq->now_us) >=
				    since_us - SYNC_OVERLAP)
				json_array_append_new(records,
						      record_of(r, rq, &m));
		}
	reply_sync(rq, rp, owner->seed, records, "ISync", false);
}

void ring_message_sync(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct person *owner = owner_of(r, rq, rp);
	const char *type = request_arg(rq, "syncType");
	const char *token = request_arg(rq, "syncToken");
	int64_t since_us;
	uint64_t rest;

	if (owner == NULL)
		return;
	if (type == NULL || strcmp(type, "FSync") == 0) {
		sync_full(r, rq, rp, owner);
	} else if (strcmp(type, "ISync") != 0) {
		ring_invalid(rq, rp, "syncType");
	} else if (token == NULL ||
		   !ring_sync_read(token, owner->seed, rq->now_us,
				   ring_switches_now(r).sync_days, &since_us,
				   &rest)) {
		sandbox_count(rq->sb, "bad_sync_tokens");
		ring_error(rp, 400, "MSG-333", "Sync token is not valid");
	} else {
		sync_on(r, rq, rp, owner, since_us);
	}
}

/* ---- contents ---- */

void ring_message_content(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct person *owner = owner_of(r, rq, rp);
	struct str bytes AUTO(str_done) = STR_INIT;
	long long id, part;
	struct ring_message m;

	if (owner == NULL)
		return;
	if (!str_int64(ring_part(rq, 7), &id) ||
	    !str_int64(ring_part(rq, 9), &part) ||
	    !ring_message_find(&m, ring_world(r), id) ||
	    !is_there(&m, owner, rq->now_us) || rq->now_us >= m.purged_us) {
		ring_not_found(rp, "messageId");
		return;
	}
	for (size_t i = 0; i < m.n_attachments; i++) {
		const struct ring_attachment *a = &m.attachments[i];

		if (a->id != part || a->from_us > rq->now_us)
			continue;
		ring_attachment_bytes(&bytes, &m, i);
		ring_send(rq, rp, a->content_type, &bytes, true);
		return;
	}
	ring_not_found(rp, "attachmentId");
}
