#include "poll.h"

#include "dice.h"
#include "seed.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

#include <string.h>

void poll_make(struct poll *p, const struct tenant *t, const struct meeting *m)
{
	uint64_t seed = seed_of(m->seed, "poll", 0);
	struct dice d = dice_of(seed, 0);
	bool anonymous = dice_percent(&d, 50);
	size_t questions = 1 + dice_below(&d, 2);
	char id[SEED_ID];

	memset(p, 0, sizeof(*p));
	cast_make(&p->cast, t, m);
	p->all = arena_alloc(p->cast.arena, p->cast.n * questions,
			     sizeof(*p->all));
	for (size_t i = 1; i < p->cast.n; i++) { /* the host asks */
		const struct member *who = &p->cast.all[i];

		for (size_t q = 0; q < questions; q++) {
			const struct talk_poll *ask =
				talk_poll(m->lang, seed, q);
			struct poll_answer *a = &p->all[p->n++];

			seed_id(seed_of(seed, "id", q), id);
			a->who = who;
			a->name = anonymous ? "Anonymous Attendee" : who->name;
			a->email = anonymous ? "" : who->email;
			a->poll_id = arena_strdup(p->cast.arena, id);
			a->question = ask->question;
			a->answer =
				ask->options[dice_below(&d, ask->n_options)];
			a->at_us = m->start_us + (m->end_us - m->start_us) / 2 +
				   (int64_t)dice_below(&d, 60) * CLOCK_SECOND;
			a->at_us -= a->at_us % CLOCK_SECOND;
		}
	}
}

void poll_done(struct poll *p)
{
	cast_done(&p->cast);
	memset(p, 0, sizeof(*p));
}

static void add_cell(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add_char(out, '"');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

void poll_add_csv(struct str *out, const struct poll *p)
{
	char at[CLOCK_TEXT];

	str_add(out, "#,User Name,Email Address,Submitted Date and Time,"
		     "Poll Question,Poll Answer\r\n");
	for (size_t i = 0; i < p->n; i++) {
		const struct poll_answer *a = &p->all[i];

		str_addf(out, "%zu,", i + 1);
		add_cell(out, a->name);
		str_add_char(out, ',');
		add_cell(out, a->email);
		str_addf(out, ",\"%s\",", clock_text(a->at_us, at));
		add_cell(out, a->question);
		str_add_char(out, ',');
		add_cell(out, a->answer);
		str_add(out, "\r\n");
	}
}

static char *words(const struct cast *c, const struct meeting *m,
		   enum talk_kind kind, size_t i)
{
	struct str s AUTO(str_done) = STR_INIT;

	talk_add(&s, kind, m->lang, seed_of(m->seed, "qa", 0), i);
	return arena_strdup(c->arena, s.s);
}

size_t qa_make(const struct cast *c, const struct meeting *m,
	       struct qa out[QA_MAX])
{
	struct dice d = dice_of(seed_of(m->seed, "qa", 1), 0);
	size_t n = 1 + dice_below(&d, QA_MAX);

	if (!(m->what & PLOT_QA) || c->n < 2)
		return 0;
	for (size_t i = 0; i < n; i++) {
		out[i].who = &c->all[1 + dice_below(&d, c->n - 1)];
		out[i].by = &c->all[0];
		out[i].question = words(c, m, TALK_QUESTION, i);
		out[i].answer = i == 0 ? arena_strdup(c->arena, "live answered")
				       : words(c, m, TALK_ANSWER, i);
		out[i].at_us =
			m->start_us + (int64_t)(i + 1) * 97 * CLOCK_SECOND;
	}
	return n;
}
