#include "source/zoom/read/chat-text.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/lines.h"

#include <string.h>

enum form { FORM_NONE, FORM_FROM, FORM_TAB };

/* What stands before the text of a message; parts of the line. */
struct head {
	enum form form;
	bool dated;
	long long at_us;
	struct str from, email, to;
	bool direct;
	const char *text;
};

struct chat {
	enum form form;
	bool dated;
	struct head head;
	struct str text;
	long long last_us;
	long long day_us; /* added for every midnight passed */
	void (*line)(void *ctx, const struct chat_line *l);
	void *ctx;
	struct chat_sums sums;
};

/* --- the head of a message ------------------------------------------- */

static const char *skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

static void set_trimmed(struct str *to, const char *s, const char *end)
{
	s = skip_blanks(s);
	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	str_cut(to, 0);
	if (end > s)
		str_add_len(to, s, (size_t)(end - s));
}

void chat_text_address(struct str *name, struct str *email)
{
	char *open, close;

	str_cut(email, 0);
	if (name->len < 3)
		return;
	close = name->s[name->len - 1];
	open = strrchr(name->s, close == ')' ? '(' : '<');
	if ((close != ')' && close != '>') || open == NULL ||
	    memchr(open, '@', name->len - (size_t)(open - name->s)) == NULL)
		return;
	set_trimmed(email, open + 1, name->s + name->len - 1);
	while (open > name->s && (open[-1] == ' ' || open[-1] == '\t'))
		open--;
	str_cut(name, (size_t)(open - name->s));
}

/* The ':' that ends a head: at the end of the line or before a blank. */
static const char *head_end(const char *s)
{
	for (s = strchr(s, ':'); s != NULL; s = strchr(s + 1, ':'))
		if (s[1] == '\0' || s[1] == ' ' || s[1] == '\t')
			return s;
	return NULL;
}

/* The last " to " in the text up to end, or NULL. */
static const char *last_to(const char *s, const char *end)
{
	const char *found = NULL;

	for (; (s = strstr(s, " to ")) != NULL && s < end; s++)
		found = s;
	return found;
}

/* "(Direct Message)" or "(Privately)" at the end: cut off, true. */
static bool cut_direct(struct str *to)
{
	static const char *const marks[] = { "(direct message)", "(privately)",
					     "(private)" };
	size_t len;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		len = strlen(marks[i]);
		if (to->len < len ||
		    str_casecmp(to->s + to->len - len, marks[i]) != 0)
			continue;
		len = to->len - len;
		while (len > 0 && to->s[len - 1] == ' ')
			len--;
		str_cut(to, len);
		return true;
	}
	return false;
}

/* Behind "From": NAME [to RECEIVERS]: */
static bool parse_from(struct head *h, const char *s)
{
	const char *to = strstr(s, " to "), *end, *behind;

	end = to != NULL ? head_end(to + 4) : NULL;
	if (end == NULL) {
		end = head_end(s);
		if (end == NULL)
			return false;
		set_trimmed(&h->from, s, end);
		str_cut(&h->to, 0);
	} else {
		to = last_to(s, end);
		set_trimmed(&h->from, s, to);
		set_trimmed(&h->to, to + 4, end);
	}
	h->direct = cut_direct(&h->to);
	behind = end + 1;
	h->text = skip_blanks(behind);
	h->form = FORM_FROM;
	return true;
}

/* Behind the tab: NAME:<TAB> */
static bool parse_tab(struct head *h, const char *s)
{
	const char *end = strstr(s, ":\t");

	if (end == NULL)
		end = head_end(s);
	if (end == NULL || end == s)
		return false;
	set_trimmed(&h->from, s, end);
	str_cut(&h->to, 0);
	h->direct = false;
	h->text = end[1] == '\0' ? end + 1 : end + 2;
	h->form = FORM_TAB;
	return true;
}

/* "2024-05-01 " before the time. */
static size_t date_before(const char *s, long long *us)
{
	char day[11] = { 0 };
	int64_t at;

	for (size_t i = 0; i < 10; i++) {
		if (s[i] == '\0')
			return 0;
		day[i] = s[i];
	}
	if ((s[10] != ' ' && s[10] != '\t') || day[4] != '-' ||
	    !clock_parse(day, &at))
		return 0;
	*us = at;
	return 11;
}

static bool parse_head(struct head *h, const char *s)
{
	long long day = 0, time;
	size_t n = date_before(s, &day);
	bool tab;

	h->dated = n > 0;
	s = n > 0 ? skip_blanks(s + n) : s;
	n = lines_elapsed(s, false, &time);
	if (n == 0 || (s[n] != ' ' && s[n] != '\t'))
		return false;
	tab = s[n] == '\t';
	h->at_us = day + time;
	s = skip_blanks(s + n);
	if (str_starts(s, "From ") && parse_from(h, s + 5))
		return true;
	return tab && parse_tab(h, s);
}

/* --- messages --------------------------------------------------------------
 */

static void give(struct chat *c)
{
	struct chat_line l = { .at_us = c->head.at_us,
			       .from = c->head.from.s,
			       .email = c->head.email.s,
			       .to = c->head.to.s,
			       .direct = c->head.direct,
			       .text = c->text.s };

	while (c->text.len > 0 && c->text.s[c->text.len - 1] == '\n')
		str_cut(&c->text, c->text.len - 1);
	c->sums.lines += l.at_us >= 0;
	c->line(c->ctx, &l);
}

static void add_text(struct chat *c, const char *s)
{
	size_t len = strlen(s);

	if (c->text.len + len > CHAT_TEXT_MAX) {
		c->sums.cut = true;
		return;
	}
	str_add_len(&c->text, s, len);
}

/* A time of day begins again at midnight; what goes back less is a quote. */
#define MIDNIGHT_LEAP (12 * CLOCK_HOUR)

static bool begins(struct chat *c, struct head *h)
{
	if (c->form == FORM_NONE)
		return true;
	if (h->form != c->form || h->dated != c->dated)
		return false;
	if (!h->dated)
		h->at_us += c->day_us;
	if (h->at_us >= c->last_us)
		return true;
	if (h->dated || c->last_us - h->at_us < MIDNIGHT_LEAP ||
	    h->at_us + CLOCK_DAY < c->last_us)
		return false;
	c->day_us += CLOCK_DAY;
	h->at_us += CLOCK_DAY;
	return true;
}

/*
 * Text before the first message is given out as a message of nobody, at -1,
 * once it is clear that this is a chat.
 */
static void begin(struct chat *c, struct head *h)
{
	struct head swap = c->head;

	if (c->form == FORM_NONE) {
		c->form = h->form;
		c->dated = c->sums.dated = h->dated;
		c->sums.first_us = h->at_us;
		if (c->text.len > 0)
			give(c);
	} else {
		give(c);
	}
	c->head = *h;
	*h = swap;
	chat_text_address(&c->head.from, &c->head.email);
	c->last_us = c->sums.last_us = c->head.at_us;
	str_cut(&c->text, 0);
	add_text(c, c->head.text);
}

static void take_line(struct chat *c, struct head *probe, const char *s)
{
	if (parse_head(probe, s) && begins(c, probe)) {
		begin(c, probe);
		return;
	}
	if (c->text.len > 0)
		add_text(c, "\n");
	add_text(c, *s == '\t' ? s + 1 : s);
}

static struct head head_new(void)
{
	return (struct head){ .at_us = -1,
			      .from = STR_INIT,
			      .email = STR_INIT,
			      .to = STR_INIT,
			      .text = "" };
}

static void head_done(struct head *h)
{
	str_done(&h->from);
	str_done(&h->email);
	str_done(&h->to);
}

int chat_text_read(struct reader *r,
		   void (*line)(void *ctx, const struct chat_line *l),
		   void *ctx, struct chat_sums *sums, struct err *e)
{
	AUTO(lines_free) struct lines *in = lines_new(r);
	struct chat c = {
		.head = head_new(), .text = STR_INIT, .line = line, .ctx = ctx
	};
	struct head probe = head_new();
	const char *s;
	int rc;

	while ((rc = lines_next(in, &s, e)) > 0)
		take_line(&c, &probe, s);
	if (rc == 0 && c.form != FORM_NONE)
		give(&c);
	head_done(&c.head);
	head_done(&probe);
	str_done(&c.text);
	if (rc < 0)
		return -1;
	c.sums.replaced = lines_replaced(in);
	c.sums.cut = c.sums.cut || lines_cut(in);
	*sums = c.sums;
	return 0;
}
