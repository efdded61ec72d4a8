/* One meeting: who was there, what was said, shown and asked. */
#include "meeting.h"

#include "id.h"
#include "world-private.h"

#include "sandbox/dice.h"
#include "sandbox/media.h"
#include "sandbox/tenant.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

#include <string.h>

void wx_meeting_add_title(struct str *out, const struct wx_meeting *m)
{
	talk_add(out, TALK_TOPIC, m->lang, m->seed, 0);
}

static bool is_in(const struct wx_crowd *c, const struct person *p)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->parts[i].person == p)
			return true;
	return false;
}

static void add(struct wx_crowd *c, const struct wx_meeting *m,
		const struct wx_who *who, const struct person *p,
		struct dice *d)
{
	int64_t length_us = m->end_us - m->start_us;
	struct wx_part *x = &c->parts[c->n];

	if (c->n == WX_PARTS_MAX || is_in(c, p))
		return;
	*x = (struct wx_part){
		.name = p->name,
		.email = who != NULL ? who->email : "",
		.who = who,
		.person = p,
		.phone = who == NULL ? "+4685550123" : NULL,
		.join_us = m->start_us +
			   (int64_t)dice_below(d, 240) * CLOCK_SECOND,
		.leave_us = m->end_us,
		.host = c->n == 0,
	};
	if (dice_below(d, 4) == 0 && c->n > 0)
		x->leave_us = m->start_us + length_us / 2;
	if (dice_below(d, 4) == 0 && x->phone == NULL) {
		x->away_us = x->join_us + (x->leave_us - x->join_us) / 3;
		x->away_us -= x->away_us % CLOCK_SECOND;
		x->back_us = x->away_us + CLOCK_MINUTE;
	}
	c->n++;
}

/* Guests by their account, or by telephone with a name alone. */
static void add_guests(struct wx_crowd *c, const struct wx_world *w,
		       const struct wx_meeting *m, struct dice *d)
{
	size_t guests = w->first_bot - w->n_ours;
	const struct people *all = &w->t->people;
	const struct wx_who *x = &w->who[w->n_ours + dice_below(d, guests)];

	add(c, m, x, x->person, d);
	for (size_t i = all->n_users; i < all->n; i++)
		if (all->all[i].mailbox[0] == '\0' &&
		    (all->all[i].seed + m->seed) % 3 == 0) {
			add(c, m, NULL, &all->all[i], d);
			return;
		}
}

void wx_meeting_crowd(struct wx_crowd *c, const struct wx_world *w,
		      const struct wx_meeting *m)
{
	struct dice d = dice_of(m->seed, 2);
	size_t n = 1 + dice_below(&d, 6);

	*c = (struct wx_crowd){ 0 };
	add(c, m, m->host, m->host->person, &d);
	for (size_t i = 0; i < n; i++) {
		const struct wx_who *x = &w->who[dice_below(&d, w->n_ours)];

		if (x->person->status != PERSON_PENDING &&
		    wx_comes_us(x) <= m->start_us && wx_goes_us(x) > m->end_us)
			add(c, m, x, x->person, &d);
	}
	if (m->has & WX_GUESTS)
		add_guests(c, w, m, &d);
	for (size_t i = 0; i < c->n; i++)
		c->speakers[i] = (struct talk_speaker){
			.name = c->parts[i].name,
			.email = c->parts[i].email,
			.id = "",
		};
	c->cast = (struct talk_cast){
		.lang = m->lang,
		.seed = m->seed,
		.people = c->speakers,
		.n_people = c->n,
		.length_ms = (m->end_us - m->start_us) / WX_MS,
	};
}

size_t wx_meeting_chat(struct arena *a, const struct wx_crowd *c,
		       struct talk_line **lines)
{
	size_t kept = 0;

	talk_chat(a, &c->cast, WX_LINES_MAX, lines);
	for (size_t i = 0; i < WX_LINES_MAX; i++) {
		const struct talk_line *l = &(*lines)[i];

		if (l->kind != TALK_PUBLIC && l->kind != TALK_PRIVATE &&
		    l->kind != TALK_ANSWERED)
			continue;
		if (wx_speaker(c, l->from)->who == NULL ||
		    (l->to != NULL && wx_speaker(c, l->to)->who == NULL))
			continue;
		(*lines)[kept++] = *l;
	}
	return kept;
}

const char *wx_said_id(struct arena *a, const struct wx_world *w,
		       const struct wx_meeting *m, unsigned int k)
{
	return wx_id_of(a, w->seed, "MEETING_MESSAGE", m->n * WX_LINES_MAX + k);
}

const struct wx_part *wx_speaker(const struct wx_crowd *c,
				 const struct talk_speaker *s)
{
	return &c->parts[s - c->speakers];
}

#define CUES 20

void wx_meeting_add_vtt(struct str *out, const struct wx_crowd *c, bool names)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct talk_cue *cues;

	talk_transcript(a, &c->cast, CUES, &cues);
	talk_vtt(out, cues, CUES, names);
}

void wx_meeting_add_txt(struct str *out, const struct wx_crowd *c, bool names)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct talk_cue *cues;

	talk_transcript(a, &c->cast, CUES, &cues);
	for (size_t i = 0; i < CUES; i++) {
		if (names)
			str_addf(out, "%s: ", cues[i].from->name);
		str_addf(out, "%s\n", cues[i].text);
	}
}

int wx_recording_seconds(const struct wx_meeting *m)
{
	return 3 + (int)(m->seed % 6);
}

void wx_recording_add(struct str *out, const struct wx_meeting *m)
{
	if (m->has & WX_ARF) { /* no player but Webex's own reads it */
		size_t n = 4096 + (size_t)(m->seed % 4096);

		media_filler(str_room(out, n), n, m->seed, 0);
		out->len += n;
		out->s[out->len] = '\0';
		return;
	}
	media_mp4(out, m->seed, wx_recording_seconds(m), 320, 192);
}

void wx_recording_add_sound(struct str *out, const struct wx_meeting *m)
{
	media_m4a(out, m->seed, wx_recording_seconds(m));
}

void wx_summary_add(struct str *out, const struct wx_meeting *m)
{
	struct str text AUTO(str_done) = STR_INIT;

	talk_add(&text, TALK_SUMMARY, m->lang, m->seed, 0);
	str_add(out, "<p>");
	for (const char *s = text.s; *s != '\0'; s++) {
		if (*s == '&')
			str_add(out, "&amp;");
		else if (*s == '<')
			str_add(out, "&lt;");
		else
			str_add_char(out, *s);
	}
	str_add(out, "</p>");
}

void wx_next_step_add(struct str *out, const struct wx_meeting *m, size_t i)
{
	talk_add(out, TALK_NEXT, m->lang, m->seed, i);
}

const struct wx_part *wx_asker(const struct wx_crowd *c, size_t q)
{
	return &c->parts[(c->cast.seed + q) % c->n];
}

const struct wx_part *wx_answerer(const struct wx_crowd *c, size_t q)
{
	if ((c->cast.seed / 7 + q) % 3 == 0)
		return NULL;
	return &c->parts[(c->cast.seed / 3 + q) % c->n];
}

void wx_add_question(struct str *out, const struct wx_crowd *c, size_t q)
{
	talk_add(out, TALK_QUESTION, c->cast.lang, c->cast.seed, q);
}

void wx_add_answer(struct str *out, const struct wx_crowd *c, size_t q)
{
	talk_add(out, TALK_ANSWER, c->cast.lang, c->cast.seed, q);
}
