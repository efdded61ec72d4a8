/* Messages of a room, one message, answers to cards, and files. */
#include "webex.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

static const char *segment(struct call *c, size_t i)
{
	return request_decode(c->rq, c->rq->segments[i]);
}

bool wx_post_is_there(const struct wx_world *w, const struct wx_post *p,
		      int64_t now_us)
{
	return p->at_us <= now_us && now_us < wx_purged_us(w, p->at_us);
}

/* The post that id means, made; false: there is none (now). */
static bool find_post(struct call *c, const char *id, struct wx_post *p)
{
	uint32_t n;

	if (!wx_id_number(c->a, c->w->seed, "MESSAGE", id, &n) ||
	    n >= c->w->n_posts)
		return false;
	wx_post_make(p, c->w, n);
	return wx_post_is_there(c->w, p, c->now_us);
}

struct wanted {
	const struct wx_space *space;
	int64_t before_us;
	uint64_t before_place; /* of a message of the space: those before */
	uint32_t parent;       /* WX_NO_POST: any */
	const struct wx_who *mentioned;
};

static int read_wanted(struct wanted *q, struct call *c)
{
	const char *room = wx_need(c, "roomId");
	const char *parent = request_arg(c->rq, "parentId");
	const char *before = request_arg(c->rq, "beforeMessage");
	const char *who = request_arg(c->rq, "mentionedPeople");
	struct wx_post p, root;

	*q = (struct wanted){ .before_us = WX_NEVER,
			      .before_place = UINT64_MAX,
			      .parent = WX_NO_POST };
	if (room == NULL || wx_arg_time(c, "before", &q->before_us) < 0)
		return -1;
	q->space = wx_space_find(c->w, room);
	if (q->space == NULL || q->space->created_us > c->now_us) {
		wx_not_found(c, "room");
		return -1;
	}
	if ((before != NULL &&
	     (!find_post(c, before, &p) || p.space != q->space)) ||
	    (parent != NULL && !find_post(c, parent, &root))) {
		wx_not_found(c, "message");
		return -1;
	}
	if (before != NULL)
		q->before_place = c->w->place[p.n];
	if (parent != NULL)
		q->parent = root.n;
	if (who != NULL)
		q->mentioned = strcmp(who, "me") == 0 ? wx_officer(c->w)
						      : wx_who_find(c->w, who);
	return 0;
}

static bool is_wanted(const struct wanted *q, const struct call *c,
		      const struct wx_post *p)
{
	return wx_post_is_there(c->w, p, c->now_us) &&
	       p->deleted_us > c->now_us &&
	       (q->parent == WX_NO_POST || p->parent == q->parent) &&
	       (q->mentioned == NULL || p->mentioned == q->mentioned);
}

/* Newest first. A place is the number of posts before and with the item. */
void wx_api_messages(struct call *c)
{
	struct wanted q;
	struct wx_page page;
	uint64_t at, last = 0;

	if (read_wanted(&q, c) < 0 || wx_page_begin(&page, c, 50, 1000) < 0)
		return;
	at = page.at;
	if (at == 0 || at > q.space->n_posts) {
		at = wx_space_posts(c->w, q.space,
				    q.before_us > c->now_us ? c->now_us
							    : q.before_us - 1);
		at = at < q.before_place ? at : q.before_place;
	}
	for (; at > 0; at--) {
		struct wx_post p;

		wx_post_make(&p, c->w,
			     c->w->by_space[q.space->first_post + at - 1]);
		if (!is_wanted(&q, c, &p))
			continue;
		if (wx_page_full(&page))
			break;
		wx_page_add(&page,
			    wx_message(c, &p, wx_post_version_at(&p, c->now_us),
				       false));
		last = at;
	}
	wx_page_end(&page, c, at > 0, at, last);
}

/* A deleted one too, as it last was: for the officer, until it is purged. */
void wx_api_message(struct call *c)
{
	struct wx_post p;

	if (!find_post(c, segment(c, 2), &p))
		wx_not_found(c, "message");
	else
		reply_json(c->rp, 200,
			   wx_message(c, &p, wx_post_version_at(&p, c->now_us),
				      false));
}

void wx_api_action(struct call *c)
{
	struct wx_post p;
	uint32_t n;

	if (wx_id_number(c->a, c->w->seed, "ATTACHMENT_ACTION", segment(c, 3),
			 &n) &&
	    n / WX_ANSWERS_MAX < c->w->n_posts) {
		unsigned int i = n % WX_ANSWERS_MAX;

		wx_post_make(&p, c->w, n / WX_ANSWERS_MAX);
		if (i < p.n_answers && wx_answer_at(&p, i) <= c->now_us &&
		    wx_post_is_there(c->w, &p, c->now_us)) {
			reply_json(c->rp, 200, wx_action(c, &p, i));
			return;
		}
	}
	wx_not_found(c, "attachment action");
}

static void send_file(struct call *c, const struct wx_post *p, unsigned int i)
{
	struct str name AUTO(str_done) = STR_INIT;
	struct str header AUTO(str_done) = STR_INIT;

	wx_file_add_name(&name, p, i);
	str_add(&header, "attachment; filename=\"");
	for (const char *s = name.s; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			str_add_char(&header, '\\');
		str_add_char(&header, *s);
	}
	str_add(&header, "\"");
	reply_header(c->rp, "Content-Disposition", header.s);
	c->rp->status = 200;
	c->rp->type = wx_file_type(name.s);
	wx_file_add(&c->rp->body, p, i);
}

/* 423 while it is scanned; then the file, 410 or 428. */
static void answer_file(struct call *c, const struct wx_post *p, unsigned int i)
{
	const char *allow = request_arg(c->rq, "allow");
	int64_t left_s = (p->scanned_us[i] - c->now_us) / CLOCK_SECOND + 1;
	char text[24];

	if (c->now_us < p->scanned_us[i]) {
		wx_error(c, 423,
			 "The requested file is still being scanned for "
			 "malware.");
		(void)snprintf(text, sizeof(text), "%d",
			       left_s > 3600 ? 3600 : (int)left_s);
		reply_header(c->rp, "Retry-After", text);
	} else if (p->scan[i] == WX_INFECTED) {
		wx_error(c, 410,
			 "The requested file is infected with malware and "
			 "has been removed.");
	} else if (p->scan[i] == WX_UNSCANNABLE &&
		   (allow == NULL || strcmp(allow, "unscannable") != 0)) {
		wx_error(c, 428,
			 "The requested file cannot be scanned for malware. "
			 "Add allow=unscannable to download it.");
	} else {
		send_file(c, p, i);
	}
}

void wx_api_contents(struct call *c)
{
	struct wx_post p;
	uint32_t n;

	if (wx_id_number(c->a, c->w->seed, "CONTENT", segment(c, 2), &n) &&
	    n / WX_FILES_MAX < c->w->n_posts) {
		unsigned int i = n % WX_FILES_MAX;

		wx_post_make(&p, c->w, n / WX_FILES_MAX);
		if (i < p.n_files && wx_post_is_there(c->w, &p, c->now_us)) {
			answer_file(c, &p, i);
			return;
		}
	}
	wx_not_found(c, "file");
}
