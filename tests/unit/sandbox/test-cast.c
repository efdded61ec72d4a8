/* Who took part, what was written, and what Zoom shows of both. */
#include "sandbox/cast.h"
#include "sandbox/chat.h"
#include "sandbox/poll.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include "t.h"

static struct tenant *a_tenant(size_t big)
{
	struct tenant_options o = {
		.seed = 5, .users = 30, .days = 20, .per_day = 9, .big = big
	};

	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	return tenant_new(&o);
}

static const struct meeting *with(const struct tenant *t, uint64_t what)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->meetings[i].what & what)
			return &t->meetings[i];
	return &t->meetings[0];
}

T(members_stay_within_the_meeting)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(0);
	size_t rejoined = 0, hidden = 0, unknown = 0, waited = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i];
		struct cast c AUTO(cast_done) = { 0 };

		cast_make(&c, t, m);
		T_OK(c.n >= 1);
		T_OK((c.n == 1) == ((m->what & PLOT_SOLO) != 0) ||
		     (m->what & PLOT_ROOM));
		for (size_t k = 0; k < c.n; k++) {
			const struct member *p = &c.all[k];

			T_OK(p->n_stays >= 1 && p->n_stays <= STAYS_MAX);
			T_OK(p->stays[0].join_us >= m->start_us);
			T_OK(p->stays[p->n_stays - 1].leave_us <= m->end_us);
			for (unsigned int s = 0; s < p->n_stays; s++) {
				T_OK(p->stays[s].leave_us >
				     p->stays[s].join_us);
				T_OK(s == 0 ||
				     p->stays[s].join_us >
					     p->stays[s - 1].leave_us);
			}
			T_OK(!p->signed_in || p->person->id != NULL);
			rejoined += p->n_stays > 1;
			hidden +=
				p->email[0] == '\0' && p->true_email[0] != '\0';
			waited += p->waiting.join_us != 0;
			T_OK(p->waiting.join_us == 0 ||
			     (p->waiting.join_us >= m->start_us &&
			      p->waiting.join_us < p->waiting.leave_us &&
			      p->waiting.leave_us == p->stays[0].join_us));
			unknown += p->true_email[0] == '\0';
		}
	}
	T_OK(rejoined > 0);
	T_OK(waited > 0);
	T_OK(hidden > 0);
	T_OK(unknown > 0);
}

T(a_big_meeting_is_as_big_as_asked)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(700);
	struct cast c AUTO(cast_done) = { 0 };

	cast_make(&c, t, with(t, PLOT_BIG));
	T_EQ_INT(c.n, 700);
}

/* Decoded, for reading. */
static void plain(struct str *out, const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	str_cut(out, 0);
	T_OK(text != NULL && decode_base64(out, text, strlen(text)));
}

static void check_message(const json_t *msg, const struct chat_event *e)
{
	struct str s AUTO(str_done) = STR_INIT;
	long long type = json_integer_value(json_object_get(msg, "msg_type"));

	T_EQ_INT(type, e->kind == CHAT_GROUP ? CHAT_PRIVATE : e->kind);
	plain(&s, msg, "s_name");
	T_EQ_STR(s.s, e->from->name);
	plain(&s, msg, "s_email");
	T_EQ_STR(s.s, e->from->email);
	if (type == CHAT_FEEDBACK) {
		T_EQ_STR(json_string_value(json_object_get(msg, "msg_content")),
			 e->text);
	} else if (type != CHAT_DELETE) {
		plain(&s, msg, "msg_content");
		T_EQ_STR(s.s, e->text);
	}
	if (e->kind == CHAT_EDIT || e->kind == CHAT_DELETE) {
		plain(&s, msg, "original_msg_id");
		T_EQ_STR(s.s, e->about->id);
	}
	if (e->kind == CHAT_REPLY) {
		plain(&s, msg, "parent_msg_id");
		T_EQ_STR(s.s, e->about->id);
	}
	if (e->kind == CHAT_PRIVATE) {
		plain(&s, msg, "r_name");
		T_EQ_STR(s.s, e->to->name);
	}
}

T(the_archive_tells_the_whole_chat)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(0);
	size_t kinds[CHAT_GROUP + 1] = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		struct chat c AUTO(chat_done) = { 0 };
		struct str s AUTO(str_done) = STR_INIT;
		json_t *o, *all;

		if (!(t->meetings[i].what & PLOT_ARCHIVE))
			continue;
		chat_make(&c, t, &t->meetings[i]);
		chat_add_archive_json(&s, &c);
		o = json_loadb(s.s, s.len, 0, NULL);
		all = json_object_get(o, "messages");
		T_EQ_INT(json_array_size(all), c.n);
		T_EQ_STR(json_string_value(json_object_get(o, "uuid")),
			 t->meetings[i].uuid);
		for (size_t k = 0; k < c.n; k++) {
			kinds[c.all[k].kind]++;
			check_message(json_array_get(all, k), &c.all[k]);
		}
		json_decref(o);
	}
	for (size_t k = CHAT_PUBLIC; k <= CHAT_GROUP; k++)
		T_OK(kinds[k] > 0);
}

T(people_change_their_own_lines_only)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(0);

	for (size_t i = 0; i < t->n; i++) {
		struct chat c AUTO(chat_done) = { 0 };

		if (!chat_exists(&t->meetings[i]))
			continue;
		chat_make(&c, t, &t->meetings[i]);
		for (size_t k = 0; k < c.n; k++) {
			const struct chat_event *e = &c.all[k];

			T_OK(e->at_us >= t->meetings[i].start_us);
			T_OK(e->at_us <= t->meetings[i].end_us);
			T_OK(e->to != e->from);
			T_OK(e->about == NULL || e->about < e);
			if (e->kind == CHAT_EDIT || e->kind == CHAT_DELETE)
				T_OK(e->about->from == e->from);
		}
	}
}

T(private_lines_stay_out_of_the_recording)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(0);
	size_t kept_out = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct chat c AUTO(chat_done) = { 0 };
		struct str txt AUTO(str_done) = STR_INIT;

		if (!chat_exists(&t->meetings[i]))
			continue;
		chat_make(&c, t, &t->meetings[i]);
		chat_add_recording_txt(&txt, &c);
		T_OK(strstr(txt.s, "Direct Message") == NULL);
		for (size_t k = 0; k < c.n; k++)
			kept_out += c.all[k].kind == CHAT_PRIVATE;
	}
	T_OK(kept_out > 0);
}

T(the_group_log_names_the_group)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(0);
	struct chat c AUTO(chat_done) = { 0 };
	struct str s AUTO(str_done) = STR_INIT;
	json_t *o, *group;

	chat_make(&c, t, with(t, PLOT_GROUPS));
	chat_add_group_log(&s, &c);
	o = json_loadb(s.s, s.len, 0, NULL);
	group = json_array_get(json_object_get(o, "private_group"), 0);
	T_EQ_INT(json_array_size(json_object_get(group, "actions")), 3);
	json_decref(o);
}

T(polls_are_answered_by_all_but_the_host)
{
	AUTO(tenant_free) struct tenant *t = a_tenant(0);
	struct poll p AUTO(poll_done) = { 0 };
	struct str csv AUTO(str_done) = STR_INIT;
	size_t lines = 0;

	poll_make(&p, t, with(t, PLOT_POLL));
	T_OK(p.n > 0 && p.n % (p.cast.n - 1) == 0);
	for (size_t i = 0; i < p.n; i++)
		T_OK(!p.all[i].who->is_host);
	poll_add_csv(&csv, &p);
	for (const char *s = csv.s; (s = strstr(s, "\r\n")) != NULL; s += 2)
		lines++;
	T_EQ_INT(lines, p.n + 1);
}

T_MAIN
