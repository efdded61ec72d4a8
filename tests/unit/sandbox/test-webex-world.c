/* What holds of every Webex organisation, whatever its seed and size. */
#include "sandbox/webex/meeting.h"
#include "sandbox/webex/post.h"

#include "sandbox/tenant.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"

#include "t.h"

#define NOW (INT64_C(1774915200) * CLOCK_SECOND)

static const struct {
	const char *label;
	uint64_t seed;
	size_t users, spaces, posts, meetings;
	int days;
} sizes[] = {
	{ "usual", 1, 25, 24, 900, 3, 14 },
	{ "another seed", 99, 25, 24, 900, 3, 14 },
	{ "small", 3, 4, 4, 10, 1, 1 },
	{ "many spaces, few posts", 4, 40, 400, 50, 0, 3 },
	{ "few spaces, many posts", 5, 12, 4, 20000, 9, 2 },
	{ "nothing is written", 6, 12, 8, 0, 2, 7 },
};

static struct tenant *tenant_of(size_t i)
{
	struct tenant_options o = { .seed = sizes[i].seed,
				    .users = sizes[i].users,
				    .days = sizes[i].days,
				    .per_day = 1,
				    .now_us = NOW };

	return tenant_new(&o);
}

static struct wx_world *world_of(const struct tenant *t, size_t i)
{
	struct wx_switches s;

	wx_switches_default(&s);
	s.spaces = sizes[i].spaces;
	s.posts = sizes[i].posts;
	s.meetings = sizes[i].meetings;
	return wx_world_new(t, &s);
}

static bool is_member(const struct wx_world *w, const struct wx_space *s,
		      const struct wx_who *who, int64_t at_us)
{
	for (uint32_t i = 0; i < s->n_stays; i++) {
		const struct wx_stay *stay = &w->stays[s->first_stay + i];

		if (&w->who[stay->who] == who && wx_stays(stay, at_us))
			return true;
	}
	return false;
}

static void check_post(const struct wx_world *w, uint32_t n)
{
	struct wx_post p, root;
	int64_t last_us;

	wx_post_make(&p, w, n);
	last_us = p.at_us;
	T_EQ_INT(p.at_us % 1000, 0);
	T_OK(w->from_us <= p.at_us && p.at_us < w->until_us);
	T_OK(p.space->created_us <= p.at_us);
	T_OK(is_member(w, p.space, p.from, p.at_us));
	T_OK(!p.space->elsewhere || p.from->ours);
	T_EQ_INT(w->by_space[p.space->first_post + w->place[n]], n);
	for (unsigned int i = 0; i < p.n_edits; i++) {
		T_OK(p.edited_us[i] > last_us);
		last_us = p.edited_us[i];
		T_EQ_INT(wx_post_version_at(&p, last_us), i + 1);
		T_EQ_INT(wx_post_version_at(&p, last_us - 1), i);
	}
	T_OK(p.deleted_us > last_us);
	if (p.parent != WX_NO_POST) {
		wx_post_make(&root, w, p.parent);
		T_EQ_INT(root.parent, WX_NO_POST);
		T_OK(root.space == p.space && root.at_us <= p.at_us);
		T_OK(p.parent < n);
	}
}

T(posts_are_as_they_must_be)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		AUTO(tenant_free) struct tenant *t = tenant_of(i);
		AUTO(wx_world_free) struct wx_world *w = world_of(t, i);

		t_label = sizes[i].label;
		T_EQ_INT(w->n_posts, sizes[i].posts);
		for (uint32_t n = 0; n < w->n_posts; n++) {
			check_post(w, n);
			if (n > 0)
				T_OK(wx_post_at(w, n) >= wx_post_at(w, n - 1));
		}
	}
}

T(acts_stand_in_order)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		AUTO(tenant_free) struct tenant *t = tenant_of(i);
		AUTO(wx_world_free) struct wx_world *w = world_of(t, i);
		size_t posted = 0;

		t_label = sizes[i].label;
		for (size_t k = 0; k < w->n_acts; k++) {
			posted += w->acts[k].kind == WX_POSTED;
			if (k > 0)
				T_OK(w->acts[k - 1].at_us <= w->acts[k].at_us);
		}
		T_EQ_INT(posted, w->n_posts);
		T_EQ_INT(wx_acts_from(w, 0), 0);
		T_EQ_INT(wx_acts_from(w, INT64_MAX), w->n_acts);
		for (size_t k = 0; k < w->n_acts; k += 97) {
			size_t at = wx_acts_from(w, w->acts[k].at_us);

			T_OK(at <= k && w->acts[at].at_us == w->acts[k].at_us);
			T_OK(at == 0 ||
			     w->acts[at - 1].at_us < w->acts[k].at_us);
		}
	}
}

/* One world is as the other: nothing depends on who asked first. */
T(the_same_seed_is_the_same_world)
{
	AUTO(tenant_free) struct tenant *t = tenant_of(0);
	AUTO(wx_world_free) struct wx_world *a = world_of(t, 0);
	AUTO(wx_world_free) struct wx_world *b = world_of(t, 0);

	T_EQ_INT(a->n_acts, b->n_acts);
	for (uint32_t n = 0; n < a->n_posts; n++) {
		struct str x AUTO(str_done) = STR_INIT;
		struct str y AUTO(str_done) = STR_INIT;
		uint32_t other = (uint32_t)b->n_posts - 1 - n;
		struct wx_post p, q;

		wx_post_make(&q, b, other); /* in another order */
		wx_post_make(&p, a, n);
		wx_post_make(&q, b, n);
		wx_post_add_text(&x, &p, p.n_edits);
		wx_post_add_text(&y, &q, q.n_edits);
		T_EQ_STR(x.s, y.s);
	}
}

T(edits_change_the_text)
{
	AUTO(tenant_free) struct tenant *t = tenant_of(0);
	AUTO(wx_world_free) struct wx_world *w = world_of(t, 0);
	size_t edits = 0;

	for (uint32_t n = 0; n < w->n_posts; n++) {
		struct wx_post p;

		wx_post_make(&p, w, n);
		for (unsigned int v = 1; v <= p.n_edits; v++, edits++) {
			struct str x AUTO(str_done) = STR_INIT;
			struct str y AUTO(str_done) = STR_INIT;

			wx_post_add_text(&x, &p, v - 1);
			wx_post_add_text(&y, &p, v);
			T_OK(strcmp(x.s, y.s) != 0);
		}
	}
	T_OK(edits > 20);
}

/* Somebody who stays, and nobody twice at once. */
T(spaces_have_people)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		AUTO(tenant_free) struct tenant *t = tenant_of(i);
		AUTO(wx_world_free) struct wx_world *w = world_of(t, i);

		t_label = sizes[i].label;
		for (size_t k = 0; k < w->n_spaces; k++) {
			const struct wx_space *s = &w->spaces[k];

			T_OK(s->n_stays > 0);
			T_EQ_INT(w->stays[s->first_stay].left_us, WX_NEVER);
			if (s->kind == WX_DIRECT)
				T_OK(s->n_stays <= 2);
			T_OK(wx_space_find(w, s->id) == s);
		}
		for (size_t k = 1; k < w->n_stays; k++) {
			const struct wx_stay *a = &w->stays[k - 1];
			const struct wx_stay *b = &w->stays[k];

			T_OK(b->join_us < b->left_us);
			if (a->space == b->space && a->who == b->who)
				T_OK(a->left_us <= b->join_us);
		}
	}
}

T(meetings_have_a_host_and_find_their_things)
{
	AUTO(tenant_free) struct tenant *t = tenant_of(0);
	AUTO(wx_world_free) struct wx_world *w = world_of(t, 0);

	T_EQ_INT(w->n_meetings, 30);
	for (size_t i = 0; i < w->n_meetings; i++) {
		const struct wx_meeting *m = &w->meetings[i];
		struct wx_crowd c;

		wx_meeting_crowd(&c, w, m);
		T_OK(c.n > 0 && c.parts[0].host);
		T_OK(c.parts[0].who == m->host);
		T_OK(m->start_us < m->end_us && m->end_us < m->settled_us);
		T_OK(m->deleted_us > m->recorded_us);
		T_OK(wx_meeting_find(w, m->id) == m);
		if (m->has & WX_RECORDED)
			T_OK(wx_recording_find(w, m->recording) == m);
		else
			T_OK(wx_recording_find(w, m->recording) == NULL);
	}
}

T(old_things_are_purged)
{
	struct wx_world w = { 0 };

	T_EQ_INT(wx_purged_us(&w, 5), WX_NEVER);
	w.shape.retention_us = 10;
	T_EQ_INT(wx_purged_us(&w, 5), 15);
}

T_MAIN
