/* Scenes as text: WebVTT, Zoom's chat TXT. */
#include "sandbox/talk-scene.h"

#include "base/str.h"

#include <string.h>

#define QUOTED 20 /* characters of a line that an answer repeats */

/* ---- WebVTT ---- */

static void add_cue_time(struct str *out, int64_t ms)
{
	str_addf(out, "%02lld:%02lld:%02lld.%03lld", (long long)(ms / 3600000),
		 (long long)(ms / 60000 % 60), (long long)(ms / 1000 % 60),
		 (long long)(ms % 1000));
}

static void add_cue_text(struct str *out, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '\n':
		case '\t':
			str_add_char(out, ' ');
			break;
		default:
			str_add_char(out, *s);
			break;
		}
}

void talk_vtt(struct str *out, const struct talk_cue *cues, size_t n,
	      bool names)
{
	str_add(out, "WEBVTT\r\n");
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "\r\n%zu\r\n", i + 1);
		add_cue_time(out, cues[i].start_ms);
		str_add(out, " --> ");
		add_cue_time(out, cues[i].end_ms);
		str_add(out, "\r\n");
		if (names) {
			add_cue_text(out, cues[i].from->name);
			str_add(out, ": ");
		}
		add_cue_text(out, cues[i].text);
		str_add(out, "\r\n");
	}
}

/* ---- chat as TXT ---- */

static void add_lines(struct str *out, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\n')
			str_add(out, "\r\n\t");
		else
			str_add_char(out, *s);
}

static const struct talk_line *find_line(const struct talk_line *lines,
					 size_t n, const char *id)
{
	while (n-- > 0)
		if (strcmp(lines[n].id, id) == 0)
			return &lines[n];
	return NULL;
}

/* "The beginning of it...", on one line. */
static void add_quote(struct str *out, const struct talk_line *lines, size_t n,
		      const char *id)
{
	const struct talk_line *l = find_line(lines, n, id);
	const char *s = l != NULL ? l->text : "";
	int chars = 0;

	str_add_char(out, '"');
	for (; *s != '\0' && *s != '\n'; s++) {
		chars += ((unsigned char)*s & 0xc0) != 0x80;
		if (chars > QUOTED)
			break;
		str_add_char(out, *s);
	}
	str_add(out, *s != '\0' ? "...\"" : "\"");
}

static void add_head(struct str *out, const struct talk_line *l)
{
	int64_t s = l->offset_ms / 1000;

	str_addf(out, "%02lld:%02lld:%02lld\tFrom %s to ",
		 (long long)(s / 3600), (long long)(s / 60 % 60),
		 (long long)(s % 60), l->from->name);
	if (l->to != NULL)
		str_addf(out, "%s(Direct Message):\t", l->to->name);
	else
		str_add(out, "Everyone:\t");
}

static bool is_in_txt(const struct talk_line *l, bool reactions)
{
	switch (l->kind) {
	case TALK_PUBLIC:
	case TALK_PRIVATE:
	case TALK_ANSWERED:
		return true;
	case TALK_REACTION:
		return reactions;
	default:
		return false;
	}
}

void talk_chat_txt(struct str *out, const struct talk_line *lines, size_t n,
		   bool reactions)
{
	for (size_t i = 0; i < n; i++) {
		const struct talk_line *l = &lines[i];

		if (!is_in_txt(l, reactions))
			continue;
		add_head(out, l);
		if (l->kind == TALK_REACTION) {
			str_add(out, "Reacted to ");
			add_quote(out, lines, i, l->about);
			str_addf(out, " with %s\r\n", l->text);
			continue;
		}
		if (l->kind == TALK_ANSWERED) {
			str_add(out, "Replying to ");
			add_quote(out, lines, i, l->about);
			str_add(out, "\r\n\t\r\n\t");
		}
		add_lines(out, l->text);
		str_add(out, "\r\n");
	}
}
