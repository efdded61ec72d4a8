/* Scenes as JSON. */
#include "sandbox/talk-scene.h"

#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

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

static void set_base64(json_t *object, const char *key, const char *text)
{
	AUTO(str_done) struct str coded = STR_INIT;

	encode_base64(&coded, text, strlen(text));
	set_text(object, key, coded.s);
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

/* ---- archived chat ---- */

static void set_extended_type(json_t *object, const struct talk_line *l)
{
	const char *what = l->kind == TALK_DELETED  ? "02"
			   : l->kind == TALK_EDITED ? "03"
						    : "01";
	AUTO(free)
	char *type =
		str_printf("0101%s00%s00", what, l->to != NULL ? "04" : "01");

	set_text(object, "msg_extended_type", type);
}

static void set_content(json_t *object, const struct talk_line *l)
{
	if (l->kind == TALK_GESTURE)
		set_text(object, "msg_content", l->text);
	else if (l->kind != TALK_DELETED)
		set_base64(object, "msg_content", l->text);
	if (l->kind == TALK_DELETED || l->kind == TALK_EDITED)
		set_base64(object, "original_msg_id", l->about);
	if (l->kind == TALK_ANSWERED)
		set_base64(object, "parent_msg_id", l->about);
}

static json_t *make_message(const struct talk_line *l)
{
	json_t *m = json_object();

	(void)json_object_set_new(m, "msg_type", json_integer(l->kind));
	set_clock(m, "e_time", l->offset_ms, false);
	set_clock(m, "e_archive_time", l->offset_ms, false);
	set_text(m, "s_id", l->from->id);
	set_base64(m, "s_name", l->from->name);
	set_base64(m, "s_email", l->from->email);
	set_base64(m, "msg_id", l->id);
	set_extended_type(m, l);
	if (l->to != NULL) {
		set_text(m, "r_id", l->to->id);
		set_base64(m, "r_name", l->to->name);
		set_base64(m, "r_email", l->to->email);
	}
	set_content(m, l);
	return m;
}

void talk_chat_json(struct str *out, const char *uuid,
		    const struct talk_line *lines, size_t n)
{
	json_t *chat = json_object(), *messages = json_array();

	set_text(chat, "uuid", uuid);
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(messages, make_message(&lines[i]));
	(void)json_object_set_new(chat, "messages", messages);
	add_json(out, chat);
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
