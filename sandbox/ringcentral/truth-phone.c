/* The truth of message stores and of the call log. */
#include "truth.h"

#include "calls.h"
#include "messages.h"
#include "records.h"

#include "base/str.h"

#include <inttypes.h>

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static const struct person *sender(const struct ring_message *m)
{
	return m->inbound ? m->peer : m->owner;
}

static json_t *parties(const struct ring_message *m)
{
	const struct person *both[] = { m->owner, m->peer };

	return ring_mailboxes(both, 2, m->at_us);
}

static void tell_message(struct ring_telling *k, const struct ring_message *m,
			 const char *id, const char *conversation)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct ring_fact x = { .kind = "message",
			       .id = id,
			       .version = "",
			       .conversation = conversation,
			       .at_us = m->at_us,
			       .listed_us = m->at_us,
			       .available_us = m->at_us,
			       .gone_us = earlier(m->purged_us, m->gone_us),
			       .forgotten_us = m->gone_us,
			       .author = sender(m),
			       .more = json_object() };

	ring_message_text(&text, m);
	x.text = text.s;
	x.members = parties(m);
	ring_put(x.more, "message_type", ring_message_type_name(m->type));
	ring_put(x.more, "owner", m->owner->key);
	ring_put(x.more, "direction", m->inbound ? "Inbound" : "Outbound");
	ring_put(x.more, "peer_phone", m->peer_phone);
	ring_put_when(x.more, "deleted_at", m->deleted_us);
	ring_put_when(x.more, "purged_at", m->purged_us);
	ring_tell(k, &x);
}

static void tell_attachment(struct ring_telling *k,
			    const struct ring_message *m, size_t i,
			    const char *message, const char *conversation)
{
	const struct ring_attachment *a = &m->attachments[i];
	struct str bytes AUTO(str_done) = STR_INIT;
	struct digest digest;
	char id[RING_ID];
	struct ring_fact x = { .kind = "attachment",
			       .id = id,
			       .version = "",
			       .conversation = conversation,
			       .at_us = m->at_us,
			       .listed_us = a->from_us,
			       .available_us = a->from_us,
			       .gone_us = earlier(m->purged_us, m->gone_us),
			       .digest = &digest,
			       .author = sender(m),
			       .more = json_object() };

	(void)snprintf(id, sizeof(id), "%" PRId64, a->id);
	ring_attachment_bytes(&bytes, m, i);
	digest = digest_of(bytes.s, bytes.len);
	x.forgotten_us = x.gone_us;
	x.members = parties(m);
	ring_put(x.more, "message", message);
	ring_put(x.more, "attachment_type", a->type);
	ring_put(x.more, "content_type", a->content_type);
	ring_tell(k, &x);
}

void ring_truth_messages(struct ring_telling *k)
{
	for (int64_t day = 0; day < (int64_t)k->w->days; day++)
		for (size_t i = 0; i < ring_messages_on(k->w, day); i++) {
			char id[RING_ID], conversation[RING_ID] = "";
			struct ring_message m;

			ring_message_make(&m, k->w, day, i);
			(void)snprintf(id, sizeof(id), "%" PRId64, m.id);
			if (m.type == RING_SMS || m.type == RING_PAGER)
				(void)snprintf(conversation,
					       sizeof(conversation), "%" PRId64,
					       m.conversation);
			tell_message(k, &m, id, conversation);
			for (size_t a = 0; a < m.n_attachments; a++)
				tell_attachment(k, &m, a, id, conversation);
		}
}

/* ---- calls ---- */

static json_t *callers(const struct ring_call *c)
{
	const struct person *both[] = { c->owner, c->peer };

	return ring_mailboxes(both, 2, c->at_us);
}

static void tell_recording(struct ring_telling *k, const struct ring_call *c)
{
	struct str bytes AUTO(str_done) = STR_INIT;
	struct digest digest;
	char id[RING_ID];
	struct ring_fact x = { .kind = "call-recording",
			       .id = id,
			       .version = "",
			       .conversation = "",
			       .at_us = c->at_us,
			       .listed_us = c->attached_us,
			       .available_us = c->ready_us,
			       .gone_us = c->expires_us,
			       .forgotten_us = c->expires_us,
			       .digest = &digest,
			       .author = c->inbound ? c->peer : c->owner,
			       .more = json_object() };

	(void)snprintf(id, sizeof(id), "%" PRId64, c->recording_id);
	ring_recording_bytes(&bytes, c);
	digest = digest_of(bytes.s, bytes.len);
	x.members = callers(c);
	ring_put(x.more, "call", c->id);
	ring_put(x.more, "content_type", ring_recording_type(c));
	ring_tell(k, &x);
}

static void tell_call(struct ring_telling *k, const struct ring_call *c)
{
	struct ring_fact x = { .kind = "call",
			       .id = c->id,
			       .version = "",
			       .conversation = "",
			       .at_us = c->at_us,
			       .listed_us = c->end_us,
			       .available_us = c->end_us,
			       .gone_us = c->deleted_us,
			       .forgotten_us = c->deleted_us,
			       .author = c->inbound ? c->peer : c->owner,
			       .more = json_object() };

	x.members = callers(c);
	ring_put(x.more, "owner", c->owner->key);
	ring_put(x.more, "direction", c->inbound ? "Inbound" : "Outbound");
	ring_put(x.more, "peer_phone", c->peer_phone);
	ring_put_bool(x.more, "missed", c->missed);
	ring_put_int(x.more, "seconds", c->seconds);
	ring_tell(k, &x);
	if (c->recorded)
		tell_recording(k, c);
}

void ring_truth_calls(struct ring_telling *k)
{
	for (int64_t day = 0; day < (int64_t)k->w->days; day++)
		for (size_t i = 0; i < ring_calls_on(k->w, day); i++) {
			struct ring_call c;

			ring_call_make(&c, k->w, day, i);
			tell_call(k, &c);
		}
}
