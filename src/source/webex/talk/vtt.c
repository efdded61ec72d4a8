#include "source/webex/talk/vtt.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "source/loose.h"
#include "stream/reader.h"

#include <string.h>

struct vtt {
	void (*cue)(void *ctx, const struct wxvtt_cue *c);
	void *ctx;
	struct str line, text, speaker;
	int64_t from_us, cues;
	bool open; /* within a cue */
};

/* "HH:MM:SS.mmm" or "MM:SS.mmm": behind it, or NULL. */
static const char *read_time(const char *s, int64_t *us)
{
	int64_t part = 0, total = 0, scale = CLOCK_SECOND;
	int parts = 0;

	for (; parts < 3; parts++) {
		size_t digits = strspn(s, "0123456789");

		if (digits == 0 || digits > 4)
			return NULL;
		part = 0;
		for (size_t i = 0; i < digits; i++)
			part = part * 10 + (*s++ - '0');
		total = total * 60 + part;
		if (*s != ':')
			break;
		s++;
	}
	if (parts == 0 || parts == 3)
		return NULL;
	total *= CLOCK_SECOND;
	if (*s == '.' || *s == ',')
		for (s++; *s >= '0' && *s <= '9'; s++) {
			scale /= 10;
			total += scale * (*s - '0');
		}
	*us = total;
	return s;
}

static bool is_timing(const char *line, int64_t *from_us)
{
	const char *s = read_time(line, from_us);

	return s != NULL && strncmp(s + strspn(s, " \t"), "-->", 3) == 0;
}

/* The name in: 12 "Anna Ek" (345) */
static void read_name(struct vtt *v)
{
	const char *from = strchr(v->line.s, '"');
	const char *to = from != NULL ? strrchr(from + 1, '"') : NULL;

	str_cut(&v->speaker, 0);
	if (to != NULL)
		str_add_len(&v->speaker, from + 1, (size_t)(to - from - 1));
}

/* Text without tags; a voice tag names the speaker. */
static void add_text(struct vtt *v, const char *s)
{
	if (v->text.len > WXVTT_LINE)
		return;
	if (v->text.len > 0)
		str_add_char(&v->text, ' ');
	while (*s != '\0') {
		size_t len = strcspn(s, "<");

		str_add_len(&v->text, s, len);
		s += len;
		if (*s != '<')
			break;
		len = strcspn(s, ">");
		if (strncmp(s, "<v ", 3) == 0 && len > 3) {
			str_cut(&v->speaker, 0);
			str_add_len(&v->speaker, s + 3, len - 3);
		}
		s += len + (s[len] == '>');
	}
}

static void end_cue(struct vtt *v)
{
	AUTO(arena_free) struct arena *a = NULL;
	struct wxvtt_cue c = { .from_us = v->from_us };

	if (v->open && v->text.len > 0) {
		a = arena_new();
		c.speaker = loose_clean_line(a, v->speaker.s, v->speaker.len);
		c.text = loose_clean_text(a, v->text.s, v->text.len);
		v->cue(v->ctx, &c);
		v->cues++;
	}
	if (v->open)
		str_cut(&v->speaker, 0);
	str_cut(&v->text, 0);
	v->open = false;
}

static void end_line(struct vtt *v)
{
	int64_t from_us;

	if (v->line.len > 0 && v->line.s[v->line.len - 1] == '\r')
		str_cut(&v->line, v->line.len - 1);
	if (is_timing(v->line.s, &from_us)) {
		end_cue(v);
		v->from_us = from_us;
		v->open = true;
	} else if (v->line.len == 0) {
		end_cue(v);
	} else if (v->open) {
		add_text(v, v->line.s);
	} else {
		read_name(v);
	}
	str_cut(&v->line, 0);
}

static void take(struct vtt *v, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n')
			end_line(v);
		else if (v->line.len < WXVTT_LINE && bytes[i] != '\0')
			str_add_char(&v->line, bytes[i]);
	}
}

int64_t wxvtt_read(struct reader *r,
		   void (*cue)(void *ctx, const struct wxvtt_cue *c), void *ctx,
		   struct err *e)
{
	struct vtt v = { .cue = cue,
			 .ctx = ctx,
			 .line = STR_INIT,
			 .text = STR_INIT,
			 .speaker = STR_INIT };
	char buf[8192];
	ssize_t n;

	while ((n = reader_read(r, buf, sizeof(buf), e)) > 0)
		take(&v, buf, (size_t)n);
	if (n == 0) {
		end_line(&v);
		end_cue(&v);
	}
	str_done(&v.line);
	str_done(&v.text);
	str_done(&v.speaker);
	return n < 0 ? -1 : v.cues;
}
