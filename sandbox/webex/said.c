/* What a post says, and the files it carries. */
#include "post.h"

#include "sandbox/dice.h"
#include "sandbox/media.h"

#include "base/str.h"

#include <string.h>

/* Each in the writer's own language, or in that of the space. */
static enum talk_lang lang_of(const struct wx_post *p)
{
	if (p->from->person == NULL || p->seed % 3 == 0)
		return p->space->lang;
	return p->from->person->lang;
}

static void add_plain(struct str *out, const struct wx_post *p)
{
	talk_add(out, p->parent == WX_NO_POST ? TALK_LINE : TALK_REPLY,
		 lang_of(p), p->seed, 0);
}

void wx_post_add_text(struct str *out, const struct wx_post *p,
		      unsigned int version)
{
	struct str text AUTO(str_done) = STR_INIT;

	if (p->mentioned != NULL)
		str_addf(&text, "%s ", p->mentioned->name);
	else if (p->mentions_all)
		str_add(&text, "All ");
	add_plain(&text, p);
	for (unsigned int i = 0; i < version; i++) {
		struct str next AUTO(str_done) = STR_INIT;

		talk_add_edit(&next, text.s, lang_of(p), p->seed, i);
		str_cut(&text, 0);
		str_add_len(&text, next.s, next.len);
	}
	str_add_len(out, text.s, text.len);
}

void wx_file_add_name(struct str *out, const struct wx_post *p, unsigned int i)
{
	if (p->voice)
		str_add(out, "voice-message.m4a");
	else
		talk_add(out, TALK_FILE, lang_of(p), p->seed, 10 + i);
}

void wx_file_add(struct str *out, const struct wx_post *p, unsigned int i)
{
	struct str name AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;

	wx_file_add_name(&name, p, i);
	for (unsigned int k = 0; k < 6; k++) {
		talk_add(&text, TALK_SPOKEN, lang_of(p), p->seed, 20 + i + k);
		str_add_char(&text, '\n');
	}
	media_file(out, p->seed + i, name.s, text.s);
}

const char *wx_file_type(const char *name)
{
	static const char *const types[][2] = {
		{ ".pdf", "application/pdf" },
		{ ".docx", "application/vnd.openxmlformats-officedocument."
			   "wordprocessingml.document" },
		{ ".xlsx", "application/vnd.openxmlformats-officedocument."
			   "spreadsheetml.sheet" },
		{ ".jpg", "image/jpeg" },
		{ ".png", "image/png" },
		{ ".m4a", "audio/mp4" },
		{ ".mp4", "video/mp4" },
		{ ".txt", "text/plain" },
		{ ".csv", "text/csv" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(name, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}
