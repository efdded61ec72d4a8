#include "messages.h"

#include "wav.h"

#include "sandbox/dice.h"
#include "sandbox/media.h"
#include "sandbox/seed.h"

#include "base/str.h"

#include <string.h>

#define ID_BASE   INT64_C(9000000000)
#define ID_STEP   16
#define NEVER     INT64_MAX
#define RETENTION (90 * CLOCK_DAY) /* of faxes and voicemails */

static const struct person *choose(const struct ring_world *w, size_t from,
				   int64_t at_us)
{
	for (size_t i = 0; i < w->n_workers; i++) {
		const struct person *p = w->workers[(from + i) % w->n_workers];

		if (p->created_us <= at_us &&
		    person_status_at(p, at_us) == PERSON_ACTIVE)
			return p;
	}
	return w->workers[0];
}

static void choose_parties(struct ring_message *m, const struct ring_world *w,
			   struct dice *d)
{
	m->owner = choose(w, dice_below(d, w->n_workers), m->at_us);
	if (m->type == RING_PAGER ||
	    (m->type == RING_VOICEMAIL && dice_percent(d, 30)))
		m->peer = choose(w, dice_below(d, w->n_workers), m->at_us);
	if (m->peer == m->owner)
		m->peer = NULL;
	if (m->peer != NULL)
		ring_phone(w, m->peer, m->peer_phone);
	else
		ring_phone_outside(dice_roll(d), m->peer_phone);
	m->inbound = m->type == RING_VOICEMAIL || dice_percent(d, 50);
	/* an owner and a number are one conversation */
	m->conversation =
		(int64_t)(seed_of_text(m->owner->seed, m->peer_phone) >> 24);
}

static void add_attachment(struct ring_message *m, const char *type,
			   const char *content_type, int64_t from_us)
{
	m->attachments[m->n_attachments] = (struct ring_attachment){
		.id = m->id + 1 + (int64_t)m->n_attachments,
		.type = type,
		.content_type = content_type,
		.from_us = from_us,
	};
	m->n_attachments++;
}

static void attach(struct ring_message *m, struct dice *d)
{
	int64_t at_us = m->at_us;

	switch (m->type) {
	case RING_FAX:
		m->pages = 1;
		add_attachment(m, "RenderedDocument", "application/pdf", at_us);
		return;
	case RING_VOICEMAIL:
		m->seconds = 3 + (int)dice_below(d, 12);
		add_attachment(m, "AudioRecording",
			       dice_percent(d, 50) ? "audio/wav" : "audio/mp4",
			       at_us);
		if (dice_percent(d, 70)) /* not every voice is understood */
			add_attachment(m, "AudioTranscription", "text/plain",
				       at_us + (int64_t)(2 + dice_below(d, 9)) *
						       CLOCK_MINUTE);
		return;
	case RING_SMS:
	case RING_PAGER:
		add_attachment(m, "Text", "text/plain", at_us);
		if (m->type == RING_SMS && dice_percent(d, 25))
			add_attachment(m, "MmsAttachment",
				       dice_percent(d, 50) ? "image/jpeg"
							   : "image/png",
				       at_us);
	}
}

/* The store of somebody who was deleted is there to the end of that day. */
static void live(struct ring_message *m, struct dice *d)
{
	const struct person *p = m->owner;
	size_t fate = dice_below(d, 100);

	m->deleted_us = NEVER;
	m->purged_us = NEVER;
	if (fate < 10) {
		m->deleted_us = m->at_us + (int64_t)(1 + dice_below(d, 2000)) *
						   CLOCK_MINUTE;
		m->purged_us = m->deleted_us +
			       (int64_t)(24 + dice_below(d, 96)) * CLOCK_HOUR;
	} else if (fate < 13) { /* before anybody looks */
		m->deleted_us = m->at_us + 5 * CLOCK_MINUTE;
		m->purged_us = m->at_us + 10 * CLOCK_MINUTE;
	}
	m->gone_us = NEVER;
	if (m->type == RING_FAX || m->type == RING_VOICEMAIL)
		m->gone_us = m->at_us + RETENTION;
	if (p->status == PERSON_DELETED) {
		int64_t end_us =
			clock_day_start(p->left_us) + CLOCK_DAY + CLOCK_MINUTE;

		if (end_us < m->gone_us)
			m->gone_us = end_us;
	}
}

static enum ring_message_type choose_type(struct dice *d)
{
	size_t roll = dice_below(d, 100);

	return roll < 50   ? RING_SMS
	       : roll < 65 ? RING_FAX
	       : roll < 85 ? RING_VOICEMAIL
			   : RING_PAGER;
}

void ring_message_make(struct ring_message *m, const struct ring_world *w,
		       int64_t day, size_t i)
{
	uint64_t first;
	size_t n = ring_count_on(w, w->volume.messages, day, &first);
	int64_t slot = 15 * CLOCK_HOUR / (int64_t)n;
	struct dice d;

	*m = (struct ring_message){ .number = first + i };
	m->seed = seed_of(w->seed, "message", m->number);
	m->id = ID_BASE + (int64_t)m->number * ID_STEP;
	d = dice_of(m->seed, 0);
	m->at_us = ring_day_us(w, day) + 6 * CLOCK_HOUR + slot * (int64_t)i +
		   (int64_t)(dice_roll(&d) % (uint64_t)slot);
	m->at_us -= m->at_us % 1000;
	m->type = choose_type(&d);
	choose_parties(m, w, &d);
	attach(m, &d);
	live(m, &d);
}

size_t ring_messages_on(const struct ring_world *w, int64_t day)
{
	uint64_t first;

	return ring_count_on(w, w->volume.messages, day, &first);
}

bool ring_message_find(struct ring_message *m, const struct ring_world *w,
		       int64_t id)
{
	uint64_t number, per_day = w->volume.messages;
	int64_t day;

	if (id < ID_BASE || (id - ID_BASE) % ID_STEP != 0 || per_day == 0)
		return false;
	number = (uint64_t)(id - ID_BASE) / ID_STEP;
	day = (int64_t)(number / per_day);
	if (number % per_day >= ring_messages_on(w, day))
		return false;
	ring_message_make(m, w, day, number % per_day);
	return true;
}

const char *ring_message_type_name(enum ring_message_type type)
{
	static const char *const names[] = { "SMS", "Fax", "VoiceMail",
					     "Pager" };

	return names[type];
}

int64_t ring_message_changed(const struct ring_message *m, int64_t now_us)
{
	int64_t us = m->at_us;

	for (size_t i = 0; i < m->n_attachments; i++)
		if (m->attachments[i].from_us <= now_us &&
		    m->attachments[i].from_us > us)
			us = m->attachments[i].from_us;
	if (m->deleted_us <= now_us && m->deleted_us > us)
		us = m->deleted_us;
	if (m->purged_us <= now_us)
		us = m->purged_us;
	return us;
}

void ring_message_text(struct str *out, const struct ring_message *m)
{
	if (m->type == RING_SMS || m->type == RING_PAGER)
		talk_add(out, TALK_LINE, m->owner->lang, m->seed, 0);
}

void ring_attachment_bytes(struct str *out, const struct ring_message *m,
			   size_t i)
{
	const char *type = m->attachments[i].content_type;
	struct str title AUTO(str_done) = STR_INIT;

	if (strcmp(m->attachments[i].type, "Text") == 0)
		ring_message_text(out, m);
	else if (strcmp(type, "text/plain") == 0)
		talk_add(out, TALK_SPOKEN, m->owner->lang, m->seed, 1);
	else if (strcmp(type, "audio/wav") == 0)
		ring_wav(out, m->seed, m->seconds);
	else if (strcmp(type, "audio/mp4") == 0)
		media_m4a(out, m->seed, m->seconds);
	else if (strcmp(type, "image/jpeg") == 0)
		media_jpg(out, m->seed);
	else if (strcmp(type, "image/png") == 0)
		media_png(out, m->seed);
	else {
		talk_add(&title, TALK_TOPIC, m->owner->lang, m->seed, 2);
		media_pdf(out, m->seed, title.s);
	}
}
