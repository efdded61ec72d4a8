/* The forms in which Zoom hands out a chat; see chat.h. */
#include "chat.h"

#include "seed.h"
#include "talk-scene.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static const char *elapsed(int64_t us, char buf[16])
{
	int64_t s = us < 0 ? 0 : us / CLOCK_SECOND;

	(void)snprintf(buf, 16, "%02d:%02d:%02d", (int)(s / 3600 % 100),
		       (int)(s / 60 % 60), (int)(s % 60));
	return buf;
}

static bool in_txt(const struct chat_event *e, bool archive)
{
	return e->kind == CHAT_PUBLIC || e->kind == CHAT_REPLY ||
	       (archive && e->kind == CHAT_PRIVATE);
}

/* The archive's TXT has the address behind the name. */
static const struct talk_speaker *speaker(const struct chat *c,
					  const struct member *p, bool archive)
{
	struct talk_speaker *s = ARENA_NEW(c->cast.arena, struct talk_speaker);

	s->name = archive && p->email[0] != '\0'
			  ? arena_printf(c->cast.arena, "%s(%s)", p->name,
					 p->email)
			  : p->name;
	s->email = p->email;
	s->id = "";
	return s;
}

static void add_txt(struct str *out, const struct chat *c, bool archive)
{
	struct talk_line *lines =
		arena_alloc(c->cast.arena, c->n, sizeof(*lines));
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct chat_event *e = &c->all[i];
		struct talk_line *l = &lines[n];

		if (!in_txt(e, archive))
			continue;
		n++;
		l->offset_ms = (e->at_us - c->m->start_us) / 1000;
		l->from = speaker(c, e->from, archive);
		l->to = e->to != NULL ? speaker(c, e->to, archive) : NULL;
		l->text = e->text;
		l->kind = e->kind == CHAT_REPLY ? TALK_ANSWERED
						: (enum talk_line_kind)e->kind;
		l->id = e->id;
		l->about = e->about != NULL ? e->about->id : NULL;
	}
	talk_chat_txt(out, lines, n, false);
}

void chat_add_recording_txt(struct str *out, const struct chat *c)
{
	add_txt(out, c, false);
}

void chat_add_archive_txt(struct str *out, const struct chat *c)
{
	add_txt(out, c, true);
}

/* Zoom leaves the padding of names and addresses away, or not. */
static json_t *base64(const char *text, bool padded)
{
	struct str s AUTO(str_done) = STR_INIT;

	encode_base64(&s, text, strlen(text));
	while (!padded && s.len > 0 && s.s[s.len - 1] == '=')
		str_cut(&s, s.len - 1);
	return json_string(s.s);
}

/* Sender and receiver place, sent/deleted/edited, who receives. */
static const char *extended_type(const struct chat *c,
				 const struct chat_event *e, char buf[13])
{
	const char *place = c->m->what & PLOT_ROOM ? "0303" : "0101";
	const char *act = e->kind == CHAT_DELETE ? "02"
			  : e->kind == CHAT_EDIT ? "03"
						 : "01";
	const struct chat_event *line =
		e->kind == CHAT_DELETE || e->kind == CHAT_EDIT ? e->about : e;
	const char *to = line->kind == CHAT_PRIVATE ? "04"
			 : line->kind == CHAT_GROUP ? "07"
						    : "01";

	(void)snprintf(buf, 13, "%s%s00%s00", place, act, to);
	return buf;
}

static const char *group_id(const struct chat *c, char out[SEED_UUID])
{
	seed_uuid(seed_of(c->m->seed, "group", 0), out);
	return out;
}

static void add_receiver(json_t *o, const struct chat *c,
			 const struct chat_event *e)
{
	const struct member *to = e->to;
	char id[SEED_UUID];

	if (e->kind == CHAT_GROUP) {
		json_object_set_new(o, "private_group_id",
				    base64(group_id(c, id), true));
		to = NULL;
	}
	json_object_set_new(
		o, "r_id",
		json_string(to != NULL && to->signed_in ? to->person->id : ""));
	json_object_set_new(o, "r_name",
			    base64(to != NULL ? to->name : "", true));
	json_object_set_new(o, "r_email",
			    base64(to != NULL ? to->email : "", true));
}

static void add_file(json_t *o, const struct chat_event *e)
{
	char id[SEED_UUID];

	seed_uuid(seed_of_text(1, e->id), id);
	json_object_set_new(o, "files",
			    json_pack("[{s:s, s:s, s:i}]", "fileId", id,
				      "fileName", e->file, "fileSize",
				      1000 + (int)strlen(e->file) * 977));
}

static json_t *message(const struct chat *c, const struct chat_event *e)
{
	bool padded = c->m->seed % 2 == 0;
	char buf[16];
	json_t *o = json_object();

	json_object_set_new(o, "msg_type",
			    json_integer(e->kind == CHAT_GROUP ? CHAT_PRIVATE
							       : e->kind));
	json_object_set_new(
		o, "e_time",
		json_string(elapsed(e->at_us - c->m->start_us, buf)));
	json_object_set_new(o, "e_archive_time",
			    json_string(elapsed(e->at_us - c->m->start_us -
							ARCHIVING_LAG_US,
						buf)));
	json_object_set_new(o, "s_id",
			    json_string(e->from->signed_in ? e->from->person->id
							   : ""));
	json_object_set_new(o, "s_name", base64(e->from->name, padded));
	json_object_set_new(o, "s_email", base64(e->from->email, padded));
	if (e->kind != CHAT_REACTION && e->kind != CHAT_FEEDBACK) {
		json_object_set_new(o, "msg_id", base64(e->id, true));
		json_object_set_new(o, "msg_extended_type",
				    json_string(extended_type(c, e, buf)));
	}
	if (e->kind == CHAT_PRIVATE || e->kind == CHAT_GROUP)
		add_receiver(o, c, e);
	if (e->kind == CHAT_FEEDBACK)
		json_object_set_new(o, "msg_content", json_string(e->text));
	else if (e->kind != CHAT_DELETE)
		json_object_set_new(o, "msg_content", base64(e->text, true));
	if (e->kind == CHAT_EDIT || e->kind == CHAT_DELETE)
		json_object_set_new(o, "original_msg_id",
				    base64(e->about->id, true));
	if (e->kind == CHAT_REPLY)
		json_object_set_new(o, "parent_msg_id",
				    base64(e->about->id, true));
	if (e->file != NULL)
		add_file(o, e);
	return o;
}

static void dump(struct str *out, json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	str_add(out, text);
	free(text);
	json_decref(o);
}

void chat_add_archive_json(struct str *out, const struct chat *c)
{
	json_t *o = json_object(), *all = json_array();

	for (size_t i = 0; i < c->n; i++)
		json_array_append_new(all, message(c, &c->all[i]));
	json_object_set_new(o, "uuid", json_string(c->m->uuid));
	json_object_set_new(o, "messages", all);
	dump(out, o);
}

void chat_add_group_log(struct str *out, const struct chat *c)
{
	char time[CLOCK_TEXT], id[SEED_UUID], leave[16];
	json_t *actions = json_array(), *o;

	elapsed(c->m->end_us - c->m->start_us - ARCHIVING_LAG_US, leave);
	for (size_t i = 0; i < c->n_group; i++)
		json_array_append_new(actions,
				      json_pack("{s:s, s:s, s:s*}", "joinTime",
						"00:00:30", "leaveTime", leave,
						"email",
						c->group[i]->email[0] != '\0'
							? c->group[i]->email
							: NULL));
	clock_rfc3339(c->m->start_us + ARCHIVING_LAG_US, time);
	o = json_pack("{s:s, s:[{s:s, s:s, s:s, s:o}]}", "archiving_start_time",
		      time, "private_group", "id", group_id(c, id),
		      "createTime", "00:00:30", "deleteTime", leave, "actions",
		      actions);
	dump(out, o);
}

size_t chat_count(const struct chat *c, bool json)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += json || in_txt(&c->all[i], true);
	return n;
}
