#include "source/vtt.h"

#include "base/str.h"
#include "source/lines.h"

#include <string.h>

#define SPEAKER_MAX 120 /* bytes before a colon that may be a name */

struct vtt {
	void (*cue)(void *ctx, const struct vtt_cue *c);
	void *ctx;
	struct vtt_sums sums;
	bool in_cue;
	long long from_us, to_us;
	struct str name; /* in the line above the cue's times */
	struct str raw;  /* the cue's lines */
	struct str text; /* without tags */
	struct str speaker;
};

/* "00:00:01.000 --> 00:00:04.000 align:start" */
static bool parse_times(const char *s, long long *from, long long *to)
{
	size_t n;

	while (*s == ' ' || *s == '\t')
		s++;
	n = lines_elapsed(s, true, from);
	if (n == 0)
		return false;
	s += n;
	while (*s == ' ' || *s == '\t')
		s++;
	if (!str_starts(s, "-->"))
		return false;
	s += 3;
	while (*s == ' ' || *s == '\t')
		s++;
	return lines_elapsed(s, true, to) > 0;
}

/* A tag at s ("<v Anna>", "</b>", "<00:00:01.000>"): its length, or 0. */
static size_t tag_length(const char *s)
{
	long long at;
	size_t n;

	if (s[0] != '<' || s[1] == '\0')
		return 0;
	if (strchr("/vcibulr", s[1]) == NULL &&
	    lines_elapsed(s + 1, true, &at) == 0)
		return 0;
	n = strcspn(s, ">\n");
	return s[n] == '>' ? n + 1 : 0;
}

static void voice(struct vtt *v, const char *s, size_t len)
{
	const char *name;

	if (s[1] != 'v' || v->speaker.len > 0)
		return;
	name = memchr(s, ' ', len);
	if (name != NULL)
		str_add_len(&v->speaker, name + 1,
			    len - (size_t)(name - s) - 2);
}

/* The name in: 12 "Anna Berg" (345) */
static void take_name(struct vtt *v, const char *s)
{
	const char *from = strchr(s, '"');
	const char *to = from != NULL ? strrchr(from + 1, '"') : NULL;

	str_cut(&v->name, 0);
	if (to != NULL)
		str_add_len(&v->name, from + 1, (size_t)(to - from - 1));
}

/* An entity at s: its length and what it means, or 0. */
static size_t entity(const char *s, const char **means)
{
	static const struct {
		const char *entity, *means;
	} known[] = {
		{ "&amp;", "&" },
		{ "&lt;", "<" },
		{ "&gt;", ">" },
		{ "&nbsp;", "\xc2\xa0" },
		{ "&quot;", "\"" },
		{ "&#39;", "'" },
		{ "&apos;", "'" },
		{ "&lrm;", "\xe2\x80\x8e" },
		{ "&rlm;", "\xe2\x80\x8f" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_starts(s, known[i].entity)) {
			*means = known[i].means;
			return strlen(known[i].entity);
		}
	return 0;
}

static void strip(struct vtt *v)
{
	const char *s = v->raw.s, *means;
	size_t n;

	str_cut(&v->text, 0);
	str_cut(&v->speaker, 0);
	while (*s != '\0') {
		n = *s == '<' ? tag_length(s) : 0;
		if (n > 0) {
			voice(v, s, n);
			s += n;
			continue;
		}
		n = *s == '&' ? entity(s, &means) : 0;
		if (n > 0) {
			str_add(&v->text, means);
			s += n;
			continue;
		}
		str_add_char(&v->text, *s++);
	}
}

/* What stands before the first ": " of the first line, if it may be a name. */
static size_t before_colon(const char *s)
{
	const char *colon = strstr(s, ": ");
	size_t n = strcspn(s, "\n");

	if (colon == NULL || colon == s || (size_t)(colon - s) > n ||
	    colon - s > SPEAKER_MAX)
		return 0;
	return (size_t)(colon - s);
}

static void end_cue(struct vtt *v)
{
	struct vtt_cue c = { .from_us = v->from_us, .to_us = v->to_us };
	size_t n;

	if (!v->in_cue)
		return;
	v->in_cue = false;
	strip(v);
	if (v->speaker.len == 0)
		str_add(&v->speaker, v->name.s);
	str_cut(&v->name, 0);
	c.tagged = v->speaker.len > 0;
	n = c.tagged ? 0 : before_colon(v->text.s);
	/* where a line ends is for the screen */
	for (size_t i = 0; i < v->text.len; i++)
		if (v->text.s[i] == '\n')
			v->text.s[i] = ' ';
	c.text = c.spoken = v->text.s;
	if (n > 0) {
		str_add_len(&v->speaker, v->text.s, n);
		c.spoken = v->text.s + n + 2;
	}
	c.speaker = v->speaker.s;
	if (*c.text == '\0')
		return;
	v->sums.cues++;
	v->cue(v->ctx, &c);
}

static void take_line(struct vtt *v, const char *s)
{
	long long from, to;

	if (strstr(s, "-->") != NULL && parse_times(s, &from, &to)) {
		end_cue(v);
		v->in_cue = true;
		v->from_us = from;
		v->to_us = to;
		str_cut(&v->raw, 0);
	} else if (*s == '\0') {
		end_cue(v);
		str_cut(&v->name, 0);
	} else if (!v->in_cue) {
		take_name(v, s);
	} else {
		if (v->raw.len + strlen(s) >= VTT_TEXT_MAX) {
			v->sums.cut = true;
			return;
		}
		if (v->raw.len > 0)
			str_add(&v->raw, "\n");
		str_add(&v->raw, s);
	}
}

int vtt_read(struct reader *r, void (*cue)(void *ctx, const struct vtt_cue *c),
	     void *ctx, struct vtt_sums *sums, struct err *e)
{
	AUTO(lines_free) struct lines *in = lines_new(r);
	struct vtt v = { .cue = cue,
			 .ctx = ctx,
			 .name = STR_INIT,
			 .raw = STR_INIT,
			 .text = STR_INIT,
			 .speaker = STR_INIT };
	const char *s;
	int rc;

	while ((rc = lines_next(in, &s, e)) > 0)
		take_line(&v, s);
	if (rc == 0)
		end_cue(&v);
	str_done(&v.name);
	str_done(&v.raw);
	str_done(&v.text);
	str_done(&v.speaker);
	if (rc < 0)
		return -1;
	v.sums.replaced = lines_replaced(in);
	v.sums.cut |= lines_cut(in);
	*sums = v.sums;
	return 0;
}
