/* Scenes as JSON. */
#include "sandbox/talk-scene.h"

#include "base/mem.h"
#include "base/str.h"

#include <jansson.h>
#include <stdlib.h>

#define PARTS 4

/* Take the value and write it; jansson fails only for want of memory. */
static void add_json(struct str *out, json_t *value)
{
	char *text = json_dumps(value, JSON_INDENT(2));

	if (text == NULL)
		mem_exhausted(0);
	str_add(out, text);
	str_add_char(out, '\n');
	free(text);
	json_decref(value);
}

static void set_text(json_t *object, const char *key, const char *text)
{
	(void)json_object_set_new(object, key, json_string(text));
}

static void set_clock(json_t *object, const char *key, int64_t ms, bool exact)
{
	AUTO(str_done) struct str s = STR_INIT;

	str_addf(&s, "%02lld:%02lld:%02lld", (long long)(ms / 3600000),
		 (long long)(ms / 60000 % 60), (long long)(ms / 1000 % 60));
	if (exact)
		str_addf(&s, ".%03lld", (long long)(ms % 1000));
	set_text(object, key, s.s);
}

/* ---- timeline ---- */

void talk_timeline_json(struct str *out, const struct talk_cue *cues, size_t n)
{
	json_t *timeline = json_object(), *rows = json_array();

	for (size_t i = 0; i < n; i++) {
		const struct talk_speaker *from = cues[i].from;
		json_t *row = json_object(), *users = json_array();
		json_t *user = json_object();

		set_text(user, "username", from->name);
		set_text(user, "email_address", from->email);
		set_text(user, "zoom_userid", from->id);
		(void)json_object_set_new(user, "multiple_people",
					  json_false());
		(void)json_array_append_new(users, user);
		set_clock(row, "ts", cues[i].start_ms, true);
		(void)json_object_set_new(row, "users", users);
		(void)json_array_append_new(rows, row);
	}
	(void)json_object_set_new(timeline, "timeline", rows);
	add_json(out, timeline);
}

/* ---- summary ---- */

static void set_said(json_t *object, const char *key, enum talk_kind kind,
		     const struct talk_cast *c, uint64_t i)
{
	AUTO(str_done) struct str s = STR_INIT;

	talk_add(&s, kind, c->lang, c->seed, i);
	set_text(object, key, s.s);
}

void talk_summary_json(struct str *out, const struct talk_cast *c)
{
	json_t *summary = json_object(), *items = json_array();
	json_t *steps = json_array();

	set_said(summary, "overall_summary", TALK_SUMMARY, c, PARTS);
	for (int i = 0; i < PARTS; i++) {
		json_t *item = json_object(), *step = json_object();

		set_said(item, "label", TALK_CHAPTER, c, (uint64_t)i);
		set_said(item, "summary", TALK_SUMMARY, c, (uint64_t)i);
		set_clock(item, "start_time", c->length_ms * i / PARTS, true);
		set_clock(item, "end_time", c->length_ms * (i + 1) / PARTS,
			  true);
		(void)json_array_append_new(items, item);
		set_said(step, "text", TALK_NEXT, c, (uint64_t)i);
		(void)json_array_append_new(steps, step);
	}
	(void)json_object_set_new(summary, "items", items);
	(void)json_object_set_new(summary, "next_steps", steps);
	add_json(out, summary);
}
