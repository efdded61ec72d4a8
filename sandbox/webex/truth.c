#include "truth.h"

#include "meeting.h"
#include "truth-private.h"

#include "id.h"
#include "post.h"

#include "stream/digest.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

#include <string.h>

/* The archiver of field "state": at midnight each day, and a week later. */
#define LAST_RUN_US (7 * CLOCK_DAY)

void wx_tell_line(struct telling *k, json_t *o)
{
	(void)json_dumpf(o, k->out, JSON_COMPACT | JSON_PRESERVE_ORDER);
	(void)fputc('\n', k->out);
	json_decref(o);
}

void wx_tell_time(json_t *o, const char *key, int64_t us)
{
	if (us == WX_NEVER)
		json_object_set_new(o, key, json_null());
	else
		wx_put_time(o, key, us);
}

/* Is there a run at or after from and before until? */
static bool has_run(const struct wx_world *w, int64_t from_us, int64_t until_us)
{
	int64_t last_us = w->until_us + LAST_RUN_US, run_us;

	run_us = clock_day_start(from_us + CLOCK_DAY - 1);
	if (run_us < w->from_us + CLOCK_DAY)
		run_us = w->from_us + CLOCK_DAY;
	if (run_us <= w->until_us && run_us < until_us)
		return true;
	return from_us <= last_us && last_us < until_us;
}

static const char *state_of(const struct wx_world *w, const struct object *x)
{
	if (has_run(w, x->available_us, x->gone_us))
		return x->failed ? "failed" : "archived";
	return has_run(w, x->at_us, x->gone_us) ? "expired" : "unseen";
}

json_t *wx_tell_object(struct telling *k, const struct object *x)
{
	json_t *o = json_object();
	char day[CLOCK_TEXT];

	wx_put(o, "type", "object");
	wx_put(o, "source", "webex");
	wx_put(o, "kind", x->kind);
	wx_put(o, "id", x->id);
	wx_put(o, "version", x->version);
	wx_put(o, "conversation", x->conversation);
	wx_put(o, "day", clock_day(x->at_us, day));
	wx_tell_time(o, "at", x->at_us);
	wx_tell_time(o, "listed_from", x->at_us);
	wx_tell_time(o, "available_from", x->available_us);
	wx_tell_time(o, "gone_from", x->gone_us);
	wx_put(o, "state", state_of(k->w, x));
	wx_put(o, "sha256", x->digest != NULL ? x->digest->hex : "");
	wx_put_int(o, "size",
		   x->digest != NULL ? (int64_t)x->digest->length : 0);
	return o;
}

json_t *wx_tell_who(const struct wx_who *x, int64_t at_us)
{
	json_t *o = json_object();

	wx_put(o, "name", x->name);
	wx_put(o, "email", x->email);
	wx_put(o, "true_email", wx_true_email(x, at_us));
	if (x->person != NULL)
		wx_put(o, "person", x->person->key);
	return o;
}

/* Who was in the space at that time, but for its author. */
static json_t *recipients(struct telling *k, const struct wx_space *s,
			  const struct wx_who *but, int64_t at_us)
{
	json_t *all = json_array();

	for (uint32_t i = 0; i < s->n_stays; i++) {
		const struct wx_stay *stay = &k->w->stays[s->first_stay + i];

		if (wx_stays(stay, at_us) && &k->w->who[stay->who] != but)
			json_array_append_new(
				all, wx_tell_who(&k->w->who[stay->who], at_us));
	}
	return all;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void tell_version(struct telling *k, const struct wx_post *p,
			 int64_t at_us, const char *version, const char *text,
			 int64_t available_us)
{
	struct object x = {
		.kind = "message",
		.id = wx_id_of(k->a, k->w->seed, "MESSAGE", p->n),
		.version = version,
		.conversation = p->space->id,
		.at_us = at_us,
		.available_us = available_us,
		.gone_us = wx_purged_us(k->w, p->at_us),
	};
	json_t *o = wx_tell_object(k, &x);

	wx_put(o, "text", text);
	json_object_set_new(o, "author", wx_tell_who(p->from, at_us));
	json_object_set_new(o, "recipients",
			    recipients(k, p->space, p->from, at_us));
	if (p->parent != WX_NO_POST)
		wx_put(o, "parent",
		       wx_id_of(k->a, k->w->seed, "MESSAGE", p->parent));
	if (p->mentioned != NULL)
		json_object_set_new(o, "mentioned",
				    wx_tell_who(p->mentioned, at_us));
	wx_put_bool(o, "card", p->card);
	wx_tell_line(k, o);
}

static void tell_file(struct telling *k, const struct wx_post *p,
		      unsigned int i)
{
	struct str name AUTO(str_done) = STR_INIT;
	struct str bytes AUTO(str_done) = STR_INIT;
	struct digest digest;
	struct object x = {
		.kind = "file",
		.id = wx_id_of(k->a, k->w->seed, "CONTENT",
			       p->n * WX_FILES_MAX + (uint32_t)i),
		.version = "",
		.conversation = p->space->id,
		.at_us = p->at_us,
		.available_us = p->scanned_us[i],
		.gone_us = wx_purged_us(k->w, p->at_us),
		.failed = p->scan[i] == WX_INFECTED,
	};
	json_t *o;

	if (!x.failed) {
		wx_file_add(&bytes, p, i);
		digest = digest_of(bytes.s, bytes.len);
		x.digest = &digest;
	}
	wx_file_add_name(&name, p, i);
	o = wx_tell_object(k, &x);
	wx_put(o, "message", wx_id_of(k->a, k->w->seed, "MESSAGE", p->n));
	wx_put(o, "name", name.s);
	wx_tell_line(k, o);
}

static void tell_answer(struct telling *k, const struct wx_post *p,
			unsigned int i)
{
	const struct wx_who *from = wx_answer_from(k->w, p, i);
	int64_t at_us = wx_answer_at(p, i);
	struct str text AUTO(str_done) = STR_INIT;
	struct object x = {
		.kind = "card-action",
		.id = wx_id_of(k->a, k->w->seed, "ATTACHMENT_ACTION",
			       p->n * WX_ANSWERS_MAX + (uint32_t)i),
		.version = "",
		.conversation = p->space->id,
		.at_us = at_us,
		.available_us = at_us,
		.gone_us = wx_purged_us(k->w, p->at_us),
	};
	json_t *o = wx_tell_object(k, &x);

	talk_add(&text, TALK_ANSWER, p->space->lang, p->seed, i);
	wx_put(o, "message", wx_id_of(k->a, k->w->seed, "MESSAGE", p->n));
	wx_put(o, "text", text.s);
	json_object_set_new(o, "author", wx_tell_who(from, at_us));
	json_object_set_new(o, "recipients",
			    recipients(k, p->space, from, at_us));
	wx_tell_line(k, o);
}

static void tell_post(struct telling *k, uint32_t n)
{
	char version[CLOCK_TEXT];
	struct wx_post p;

	wx_post_make(&p, k->w, n);
	for (unsigned int v = 0; v <= p.n_edits; v++) {
		int64_t at_us = v == 0 ? p.at_us : p.edited_us[v - 1];
		struct str text AUTO(str_done) = STR_INIT;

		wx_post_add_text(&text, &p, v);
		tell_version(k, &p, at_us,
			     v == 0 ? "" : wx_time(at_us, version), text.s,
			     later(at_us, p.readable_us));
	}
	if (p.deleted_us != WX_NEVER)
		tell_version(k, &p, p.deleted_us, "deleted", "", p.deleted_us);
	for (unsigned int i = 0; i < p.n_files; i++)
		tell_file(k, &p, i);
	for (unsigned int i = 0; i < p.n_answers; i++)
		tell_answer(k, &p, i);
}

/* A membership or a new title: an act of the feed, with that event's id. */
static void tell_change(struct telling *k, size_t act)
{
	const struct wx_act *a = &k->w->acts[act];
	bool renamed = a->kind == WX_RENAMED;
	const struct wx_stay *stay = &k->w->stays[renamed ? 0 : a->subject];
	const struct wx_space *s =
		&k->w->spaces[renamed ? a->subject : stay->space];
	struct str title AUTO(str_done) = STR_INIT;
	char version[CLOCK_TEXT];
	struct object x = {
		.kind = renamed ? "room" : "membership",
		.id = renamed ? s->id
			      : wx_id_of(k->a, k->w->seed, "EVENT",
					 (uint32_t)act),
		.version = renamed ? wx_time(a->at_us, version) : "",
		.conversation = s->id,
		.at_us = a->at_us,
		.available_us = a->at_us,
		.gone_us = wx_purged_us(k->w, a->at_us),
	};
	json_t *o = wx_tell_object(k, &x);

	if (renamed) {
		wx_add_title(&title, s, a->at_us);
		wx_put(o, "text", title.s);
	} else {
		wx_put(o, "what", a->kind == WX_JOINED ? "joined" : "left");
		json_object_set_new(o, "author",
				    wx_tell_who(&k->w->who[stay->who],
						a->at_us));
	}
	json_object_set_new(o, "recipients", recipients(k, s, NULL, a->at_us));
	wx_tell_line(k, o);
}

static void tell_space(struct telling *k, const struct wx_space *s)
{
	static const char *const kinds[] = { "direct", "group", "channel" };
	struct str title AUTO(str_done) = STR_INIT;
	json_t *o = json_object(), *stays = json_array();

	wx_add_title(&title, s, 0);
	wx_put(o, "type", "conversation");
	wx_put(o, "source", "webex");
	wx_put(o, "id", s->id);
	wx_put(o, "kind", kinds[s->kind]);
	wx_put(o, "title", title.s);
	wx_put(o, "team", s->kind == WX_CHANNEL ? k->w->teams[s->team].id : "");
	wx_put_bool(o, "elsewhere", s->elsewhere);
	wx_tell_time(o, "created", s->created_us);
	wx_tell_time(o, "renamed", s->renamed_us);
	for (uint32_t i = 0; i < s->n_stays; i++) {
		const struct wx_stay *stay = &k->w->stays[s->first_stay + i];
		json_t *one = wx_tell_who(&k->w->who[stay->who], stay->join_us);

		wx_tell_time(one, "joined", stay->join_us);
		wx_tell_time(one, "left", stay->left_us);
		json_array_append_new(stays, one);
	}
	json_object_set_new(o, "members", stays);
	wx_tell_line(k, o);
}

static void tell_team(struct telling *k, const struct wx_team *m)
{
	json_t *o = json_object(), *names = json_array();

	wx_put(o, "type", "team");
	wx_put(o, "source", "webex");
	wx_put(o, "id", m->id);
	for (int n = 0; n < (m->renamed_us != WX_NEVER ? 2 : 1); n++) {
		struct str name AUTO(str_done) = STR_INIT;

		wx_add_team_name(&name, m, n == 0 ? 0 : m->renamed_us);
		json_array_append_new(names, json_string(name.s));
	}
	json_object_set_new(o, "names", names);
	wx_tell_time(o, "renamed", m->renamed_us);
	wx_tell_line(k, o);
}

static void tell_tenant(struct telling *k)
{
	json_t *o = json_object();

	wx_put(o, "type", "tenant");
	wx_put(o, "source", "webex");
	wx_put(o, "org_id", k->w->org_id);
	wx_put_int(o, "spaces", (int64_t)k->w->n_spaces);
	wx_put_int(o, "posts", (int64_t)k->w->n_posts);
	wx_tell_time(o, "from", k->w->from_us);
	wx_tell_time(o, "until", k->w->until_us);
	wx_tell_time(o, "last_run", k->w->until_us + LAST_RUN_US);
	wx_tell_line(k, o);
}

void wx_truth_write(FILE *out, const struct wx_world *w)
{
	struct telling k = { .out = out, .w = w };

	tell_tenant(&k);
	for (size_t i = 0; i < w->n_teams; i++)
		tell_team(&k, &w->teams[i]);
	for (size_t i = 0; i < w->n_spaces; i++)
		tell_space(&k, &w->spaces[i]);
	for (size_t i = 0; i < w->n_meetings; i++) {
		k.a = arena_new();
		wx_tell_meeting(&k, &w->meetings[i]);
		arena_free(k.a);
	}
	for (size_t i = 0; i < w->n_acts; i++) {
		const struct wx_act *a = &w->acts[i];

		k.a = arena_new();
		if (a->kind == WX_POSTED)
			tell_post(&k, a->subject);
		else if (a->kind == WX_JOINED || a->kind == WX_LEFT ||
			 a->kind == WX_RENAMED)
			tell_change(&k, i);
		arena_free(k.a);
	}
}
