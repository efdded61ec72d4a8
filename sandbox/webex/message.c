/* A message as /messages and the feed tell it, and the answers to a card. */
#include "webex.h"

#include "sandbox/dice.h"

#include "base/arena.h"

#include <string.h>

static void add_html(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			str_add(out, "&amp;");
		else if (*text == '<')
			str_add(out, "&lt;");
		else if (*text == '>')
			str_add(out, "&gt;");
		else if (*text == '\n')
			str_add(out, "<br/>");
		else
			str_add_char(out, *text);
	}
}

static const char *room_type(const struct wx_space *s)
{
	return s->kind == WX_DIRECT ? "direct" : "group";
}

/* The name at the beginning of a text is a mention only in HTML. */
static void put_html(json_t *o, const struct wx_post *p, const char *text)
{
	struct str html AUTO(str_done) = STR_INIT;
	const char *name = p->mentioned != NULL ? p->mentioned->name
			   : p->mentions_all    ? "All"
						: NULL;

	str_add(&html, "<p>");
	if (name != NULL && str_starts(text, name)) {
		if (p->mentions_all)
			str_add(&html, "<spark-mention data-object-type="
				       "\"groupMention\" data-group-type="
				       "\"all\">");
		else
			str_addf(&html,
				 "<spark-mention data-object-type=\"person\" "
				 "data-object-id=\"%s\">",
				 p->mentioned->id);
		add_html(&html, name);
		str_add(&html, "</spark-mention>");
		text += strlen(name);
	} else if (name == NULL && p->seed % 6 != 0) {
		return;
	}
	add_html(&html, text);
	str_add(&html, "</p>");
	wx_put(o, "html", html.s);
}

static void put_text(struct call *c, json_t *o, const struct wx_post *p,
		     unsigned int version)
{
	struct str text AUTO(str_done) = STR_INIT;

	if (c->now_us < p->readable_us || !wx_has_scope(&c->s, "spark:kms")) {
		wx_put_kms_failure(o, "text");
		return;
	}
	wx_post_add_text(&text, p, version);
	wx_put(o, "text", text.s);
	put_html(o, p, text.s);
}

static void put_files(struct call *c, json_t *o, const struct wx_post *p)
{
	json_t *files = json_array();

	for (unsigned int i = 0; i < p->n_files; i++) {
		const char *id = wx_id_of(c->a, c->w->seed, "CONTENT",
					  p->n * WX_FILES_MAX + (uint32_t)i);

		json_array_append_new(files, json_string(arena_printf(
						     c->a, "%s/v1/contents/%s",
						     c->rq->sb->base, id)));
	}
	json_object_set_new(o, "files", files);
	if (p->voice)
		wx_put_bool(o, "isVoiceClip", true);
}

/* A card to fill in, or a link to a file that Webex does not have. */
static void put_attachments(struct call *c, json_t *o, const struct wx_post *p)
{
	struct str name AUTO(str_done) = STR_INIT;
	json_t *content;

	if (p->card) {
		talk_add(&name, TALK_QUESTION, p->space->lang, p->seed, 1);
		content = json_pack(
			"{s:s, s:s, s:[{s:s, s:s, s:s}, {s:s, s:s, s:s}], "
			"s:[{s:s, s:s}]}",
			"type", "AdaptiveCard", "version", "1.3", "body",
			"type", "TextBlock", "size", "Medium", "text", name.s,
			"type", "Input.Text", "id", "answer", "placeholder",
			"Your answer", "actions", "type", "Action.Submit",
			"title", "Send");
	} else if (p->external_file) {
		talk_add(&name, TALK_FILE, p->space->lang, p->seed, 1);
		content = json_pack(
			"{s:s, s:s, s:s, s:s}", "type", "external", "fileId",
			wx_id_of(c->a, c->w->seed, "ECM", p->n), "contentUrl",
			"https://nordwind.sharepoint.example/shared",
			"fileName", name.s);
	} else {
		return;
	}
	json_object_set_new(
		o, "attachments",
		json_pack("[{s:s, s:o}]", "contentType",
			  p->card ? "application/vnd.microsoft.card.adaptive"
				  : "application/vnd.cisco.ecm.file",
			  "content", content));
}

json_t *wx_message(struct call *c, const struct wx_post *p,
		   unsigned int version, bool ids_only)
{
	json_t *o = json_object();

	wx_put(o, "id", wx_id_of(c->a, c->w->seed, "MESSAGE", p->n));
	if (p->parent != WX_NO_POST && !ids_only)
		wx_put(o, "parentId",
		       wx_id_of(c->a, c->w->seed, "MESSAGE", p->parent));
	wx_put(o, "roomId", p->space->id);
	wx_put(o, "roomType", room_type(p->space));
	if (!ids_only)
		put_text(c, o, p, version);
	if (p->n_files > 0 && !ids_only)
		put_files(c, o, p);
	wx_put(o, "personId", p->from->id);
	wx_put(o, "personEmail", p->from->email);
	if (p->mentioned != NULL && !ids_only)
		json_object_set_new(o, "mentionedPeople",
				    json_pack("[s]", p->mentioned->id));
	if (p->mentions_all && !ids_only)
		json_object_set_new(o, "mentionedGroups",
				    json_pack("[s]", "all"));
	if (!ids_only)
		put_attachments(c, o, p);
	wx_put_time(o, "created", p->at_us);
	if (version > 0 && !ids_only)
		wx_put_time(o, "updated", p->edited_us[version - 1]);
	return o;
}

json_t *wx_action(struct call *c, const struct wx_post *p, unsigned int i)
{
	const struct wx_who *from = wx_answer_from(c->w, p, i);
	struct str text AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	talk_add(&text, TALK_ANSWER, p->space->lang, p->seed, i);
	wx_put(o, "id",
	       wx_id_of(c->a, c->w->seed, "ATTACHMENT_ACTION",
			p->n * WX_ANSWERS_MAX + (uint32_t)i));
	wx_put(o, "type", "submit");
	wx_put(o, "messageId", wx_id_of(c->a, c->w->seed, "MESSAGE", p->n));
	wx_put(o, "roomId", p->space->id);
	wx_put(o, "personId", from->id);
	json_object_set_new(o, "inputs", json_pack("{s:s}", "answer", text.s));
	wx_put_time(o, "created", wx_answer_at(p, i));
	return o;
}
