#include "source/webex/talk/text.h"

#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/sent.h"

#include <string.h>

/* --- HTML ---------------------------------------------------------------- */

static const struct {
	const char *name, *text;
} entities[] = {
	{ "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
	{ "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", " " },
};

static size_t add_entity(struct str *out, const char *s)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (str_starts(s, entities[i].name)) {
			str_add(out, entities[i].text);
			return strlen(entities[i].name);
		}
	str_add_char(out, '&');
	return 1;
}

static bool ends_line(const char *tag)
{
	static const char *const tags[] = { "br",          "/p",   "/li",
					    "/h1",         "/h2",  "/h3",
					    "/blockquote", "/pre", "/div" };

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t len = strlen(tags[i]);

		if (strncasecmp(tag, tags[i], len) == 0 &&
		    strchr(" />\t", tag[len]) != NULL)
			return true;
	}
	return false;
}

void text_of_html(struct str *out, const char *html)
{
	size_t from = out->len;

	while (*html != '\0') {
		if (*html == '<') {
			if (ends_line(html + 1))
				str_add_char(out, '\n');
			html += strcspn(html, ">");
			html += *html == '>';
		} else if (*html == '&') {
			html += add_entity(out, html);
		} else {
			str_add_char(out, *html++);
		}
	}
	while (out->len > from && out->s[out->len - 1] == '\n')
		str_cut(out, out->len - 1);
}

/* --- cards --------------------------------------------------------------- */

struct card {
	struct arena *a;
	struct str *out;
	size_t lines;
};

static void add_line(struct card *c, const char *what, const char *text)
{
	if (*text == '\0' || c->lines >= TEXT_CARD_LINES)
		return;
	c->lines++;
	str_addf(c->out, "%s%s%s", c->out->len > 0 ? "\n" : "", what, text);
}

static void add_element(struct card *c, const json_t *o, int depth);

static void add_elements(struct card *c, const json_t *list, int depth)
{
	const json_t *o;
	size_t i;

	if (depth > TEXT_CARD_DEPTH)
		return;
	json_array_foreach(list, i, o)
	{
		if (json_is_object(o))
			add_element(c, o, depth + 1);
	}
}

/* "[input] Your answer", or what its name is. */
static void add_input(struct card *c, const json_t *o)
{
	static const char *const keys[] = { "label", "placeholder", "title",
					    "id" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *text = loose_line(c->a, o, keys[i]);

		if (*text == '\0')
			continue;
		add_line(c, "[input] ", text);
		break;
	}
	add_elements(c, loose_array(o, "choices"), TEXT_CARD_DEPTH);
}

static void add_element(struct card *c, const json_t *o, int depth)
{
	static const char *const lists[] = { "body",    "items", "columns",
					     "inlines", "facts", "choices",
					     "cells",   "rows",  "actions" };
	const char *type = loose_id(o, "type");

	if (str_starts(type, "Input.")) {
		add_input(c, o);
		return;
	}
	if (str_starts(type, "Action."))
		add_line(c, "[button] ", loose_line(c->a, o, "title"));
	else
		add_line(c, "", loose_text(c->a, o, "text"));
	if (*type == '\0') { /* a fact or a choice */
		add_line(c, "- ",
			 arena_printf(c->a, "%s %s",
				      loose_line(c->a, o, "title"),
				      loose_line(c->a, o, "value")));
		return;
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		add_elements(c, loose_array(o, lists[i]), depth);
	if (loose_object(o, "card") != NULL && depth < TEXT_CARD_DEPTH)
		add_element(c, loose_object(o, "card"), depth + 1);
}

/* --- all ----------------------------------------------------------------- */

static void add_elsewhere(struct arena *a, struct str *out,
			  const json_t *content)
{
	const char *name = loose_line(a, content, "fileName");
	const char *url = loose_line(a, content, "contentUrl");

	str_addf(out, "%s[file kept elsewhere] %s%s%s",
		 out->len > 0 ? "\n" : "", name, *name != '\0' ? " " : "", url);
}

static void add_attachments(struct arena *a, struct str *out,
			    const json_t *post)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(post, "attachments"), i, o)
	{
		const json_t *content = loose_object(o, "content");
		const char *type = loose_id(content, "type");
		struct card c = { a, out, 0 };

		if (strcmp(type, "external") == 0) {
			add_elsewhere(a, out, content);
		} else if (strcmp(type, "AdaptiveCard") == 0) {
			str_addf(out, "%s[card]", out->len > 0 ? "\n" : "");
			add_elements(&c, loose_array(content, "body"), 0);
			add_elements(&c, loose_array(content, "actions"), 0);
		}
	}
}

const char *text_of_post(struct arena *a, const json_t *post)
{
	struct str out AUTO(str_done) = STR_INIT;

	str_add(&out, loose_text(a, post, "text"));
	if (out.len == 0)
		text_of_html(&out, loose_text(a, post, "html"));
	if (out.len == 0)
		str_add(&out, loose_text(a, post, "markdown"));
	add_attachments(a, &out, post);
	return loose_clean_text(a, out.s, out.len);
}

const char *text_of_action(struct arena *a, const json_t *action)
{
	struct str out AUTO(str_done) = STR_INIT;
	json_t *inputs = json_object_get(action, "inputs"), *v;
	size_t lines = 0;
	const char *key;

	json_object_foreach(inputs, key, v)
	{
		if (lines++ >= TEXT_CARD_LINES)
			break;
		str_addf(&out, "%s%s: ", out.len > 0 ? "\n" : "",
			 loose_clean_line(a, key, strlen(key)));
		if (json_is_string(v))
			str_add(&out, loose_text(a, inputs, key));
		else
			sent_keep(&out, v);
	}
	return loose_clean_text(a, out.s, out.len);
}
