#include "source/zoom/listing.h"

#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/crowd.h"
#include "source/zoom/read/keys.h"
#include "source/zoom/window.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

void listing_page_done(struct listing *l)
{
	arena_free(l->page);
	l->page = arena_new();
}

/* --- notices ----------------------------------------------------------- */

void listing_notice(struct listing *l, enum check_level level,
		    const char *subject, const char *fmt, ...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	l->to->notice(l->to->ctx, level, subject, s.s);
}

void listing_progress(struct listing *l, const char *fmt, ...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	if (l->to->progress == NULL)
		return;
	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	l->to->progress(l->to->ctx, s.s);
}

void listing_refused(struct listing *l, enum zoom_way way,
		     const struct zoom_answer *a)
{
	const struct zoom_way_info *info = zoom_way(way);
	enum check_level level =
		info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN;

	if (l->refused[way])
		return;
	l->refused[way] = true;
	if (a->verdict == ZOOM_SCOPE)
		listing_notice(l, level, info->title,
			       "not permitted: the app lacks the scope %s. "
			       "Without it %s.",
			       a->scopes.len > 0 ? a->scopes.s : info->granular,
			       info->lost);
	else
		/* what need not be there the account does without */
		listing_notice(l, level, info->title,
			       "not available (%s). Without it %s.",
			       a->evidence.s, info->lost);
}

/* --- meetings ---------------------------------------------------------- */

struct meet *listing_meet(struct listing *l, const char *uuid)
{
	size_t *at = keys_at(l->by_uuid, uuid, SIZE_MAX);

	if (*at == SIZE_MAX) {
		l->meets = ARENA_GROW(l->a, l->meets, l->n_meets);
		*at = l->n_meets++;
		l->meets[*at] =
			(struct meet){ .uuid = arena_strdup(l->a, uuid) };
	}
	return &l->meets[*at];
}

void listing_ask_meets(struct listing *l)
{
	struct meet *copy = arena_alloc(l->a, l->n_meets, sizeof(*copy));

	if (l->n_meets > 0)
		memcpy(copy, l->meets, l->n_meets * sizeof(*copy));
	l->asked = copy;
	l->n_asked = l->n_meets;
}

/* The e-mail address of a host, by id where the row has none. */
static const char *email_of(const struct listing *l, const struct told *t)
{
	const size_t *at;

	if (t->host_email[0] != '\0')
		return t->host_email;
	at = keys_find(l->by_id, t->host_id);
	return at != NULL ? l->users[*at].email : "";
}

static const char *first_of(struct arena *a, const json_t *row,
			    const char *const *keys)
{
	const char *text = "";

	for (; *keys != NULL && *text == '\0'; keys++)
		text = loose_line(a, row, *keys);
	return text;
}

bool listing_told(struct listing *l, struct told *t, const json_t *row,
		  const char *uuid_key, enum zoom_way way)
{
	static const char *const topics[] = { "topic", "meeting_topic", NULL };
	static const char *const ids[] = { "host_id", "meeting_host_id", NULL };
	static const char *const emails[] = { "host_email", "user_email",
					      "meeting_host_email", NULL };

	*t = (struct told){
		.uuid = loose_line(l->page, row, uuid_key),
		.topic = first_of(l->page, row, topics),
		.host_id = first_of(l->page, row, ids),
		.host_email = first_of(l->page, row, emails),
		.found_by = zoom_way(way)->name,
		.start_us = loose_time(row, "start_time"),
	};
	if (t->start_us == 0)
		t->start_us = loose_time(row, "meeting_start_time");
	if (*t->uuid == '\0') {
		listing_notice(l, CHECK_WARN, zoom_way(way)->title,
			       "Zoom listed something without the meeting's "
			       "UUID (topic '%s'); it cannot be archived.",
			       t->topic);
		return false;
	}
	if (*l->z->users != '\0' && !str_listed(l->z->users, email_of(l, t)))
		t->excluded = "setting users: not hosted by one of them";
	return true;
}

bool listing_asks(const struct listing *l, const struct user *u)
{
	return *l->z->users == '\0' || str_listed(l->z->users, u->email);
}

void listing_user_path(struct str *out, const struct user *u)
{
	str_add(out, "/users/");
	zoom_path_uuid(out, u->id[0] != '\0' ? u->id : u->email);
	str_add(out, "/recordings");
}

struct user_told {
	struct listing *l;
	const struct user *user;
	const struct per_user *how;
	const struct zoom_answer *a;
};

static int tell_user(void *ctx, struct err *e)
{
	struct user_told *t = ctx;

	(void)e;
	if (t->a->verdict == ZOOM_SCOPE)
		listing_refused(t->l, t->how->way, t->a);
	else
		t->how->take(t->l, t->user, t->a);
	return 0;
}

int listing_per_user(struct listing *l, size_t i, const struct per_user *how,
		     struct err *e)
{
	const struct user *u = &l->users[i];
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct user_told told = { l, u, how, &a };

	if (!listing_asks(l, u) || (how->by_id && u->id[0] == '\0'))
		return 0;
	zoom_answer_init(&a);
	if (how->ask(l, u, &a, e) < 0)
		return -1;
	atomic_fetch_add(&l->done, 1);
	return crowd_tell(l, tell_user, &told, e);
}

/* --- entries ----------------------------------------------------------- */

int listing_tell(struct listing *l, const struct told *t,
		 struct source_entry *en, const char *file_type, struct err *e)
{
	const char *rule = zoom_excluded(l->z, en->kind, file_type);

	en->bundle = t->uuid;
	en->found_by = t->found_by;
	if (t->excluded != NULL) {
		en->state = SOURCE_EXCLUDED;
		en->reason = t->excluded;
	} else if (rule != NULL) {
		en->state = SOURCE_EXCLUDED;
		en->reason = arena_printf(l->page, "setting exclude: %s", rule);
	}
	if (en->evidence == NULL)
		en->evidence = "";
	return l->to->entry(l->to->ctx, en, e);
}

int listing_tell_meeting(struct listing *l, const struct told *t,
			 const char *reason, struct err *e)
{
	struct source_entry en = {
		.kind = "meeting",
		.id = t->uuid,
		.version = "",
		.label = *t->topic != '\0' ? t->topic : "(no topic given)",
		.state = *reason != '\0' ? SOURCE_WAITING : SOURCE_READY,
		.reason = reason,
		.time_us = t->start_us,
		.delete_at_us = t->delete_at_us,
		.size = -1,
		.beside_name = "history",
		.beside = t->history,
		.beside_len = t->history != NULL ? strlen(t->history) : 0,
	};
	struct meet *m = listing_meet(l, t->uuid);

	if (t->start_us != 0)
		m->start_us = t->start_us;
	if (t->excluded != NULL)
		m->flags |= MEET_EXCLUDED;
	return listing_tell(l, t, &en, "", e);
}

int listing_tell_file(struct listing *l, const struct told *t,
		      const struct listed *f, struct err *e)
{
	struct source_entry en = {
		.kind = f->kind,
		.id = f->id,
		.version = "",
		.label = f->name,
		.state = f->state,
		.reason = f->reason,
		.time_us = f->time_us != 0 ? f->time_us : t->start_us,
		.delete_at_us = t->delete_at_us,
		.size = f->size,
	};

	return listing_tell(l, t, &en, f->type, e);
}
