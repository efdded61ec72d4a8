#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/fetching.h"
#include "source/webex/listing.h"

#include <string.h>

/* --- what the steps share ---------------------------------------------- */

int webex_keep(struct fetching *f, const char *name, const void *bytes,
	       size_t len, struct err *e)
{
	return f->to->raw(f->to->ctx, name, "application/json", bytes, len, e);
}

int webex_settle(struct fetching *f, size_t at, enum source_state state,
		 const char *reason, const char *evidence, struct err *e)
{
	if (f->settled[at])
		return 0;
	f->settled[at] = true;
	return f->to->settle(f->to->ctx, at, state, reason, evidence, e);
}

int webex_settle_refused(struct fetching *f, size_t at,
			 const struct webex_answer *a, struct err *e)
{
	const char *ev = a->evidence.s;

	switch (a->verdict) {
	case WEBEX_ABSENT:
		return webex_settle(f, at, SOURCE_GONE,
				    "Webex no longer has it", ev, e);
	case WEBEX_SCOPE:
		return webex_settle(f, at, SOURCE_WAITING,
				    "the app lacks a scope for it", ev, e);
	case WEBEX_ROLE:
	case WEBEX_LICENCE:
		return webex_settle(f, at, SOURCE_WAITING,
				    "a role, right or licence at Webex is "
				    "missing",
				    ev, e);
	case WEBEX_LOCKED:
		return webex_settle(f, at, SOURCE_WAITING,
				    "Webex does not give it yet", ev, e);
	default:
		return webex_settle(f, at, SOURCE_REFUSED,
				    "Webex refuses to give it", ev, e);
	}
}

int webex_settle_locked(struct fetching *f, size_t at, struct err *e)
{
	return webex_settle(f, at, SOURCE_WAITING,
			    "Webex's key server could not decrypt it "
			    "(kms_failure): not ready, it is asked for again",
			    "", e);
}

/* --- what could not be decrypted when it was listed ---------------------- */

static bool is_version(const struct source_wanted *w, const json_t *post)
{
	if (strcmp(w->kind, "message") != 0)
		return true;
	if (*w->version == '\0')
		return loose_time(post, "updated") == 0;
	return strcmp(w->version, loose_id(post, "updated")) == 0;
}

/* Asked for by itself; where that is not the version, the feed has it. */
static int fetch_said(struct fetching *f, size_t at, const char *path,
		      struct err *e)
{
	const struct source_wanted *w = &f->b->entries[at];
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const char *name =
		arena_printf(f->a, "%s:%s:%s", w->kind, w->id, w->version);

	webex_answer_init(&a);
	webex_question_init(&q, WAY_MESSAGE, path);
	webex_question_part(&q, w->id);
	if (webex_ask(f->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK)
		return webex_settle_refused(f, at, &a, e);
	if (!is_version(w, a.json))
		return webex_fetch_event(f, at, e);
	if (webex_is_locked(a.json))
		return webex_settle_locked(f, at, e);
	if (webex_keep(f, name, a.body.s, a.body.len, e) < 0)
		return -1;
	return webex_settle(f, at, SOURCE_READY, "", "", e);
}

/* --- all --------------------------------------------------------------- */

static bool is_one_of(const char *kind, const char *const *kinds)
{
	for (; *kinds != NULL; kinds++)
		if (strcmp(*kinds, kind) == 0)
			return true;
	return false;
}

static int fetch_one(struct fetching *f, size_t at, struct err *e)
{
	static const char *const files[] = { "file", "recording", "transcript",
					     "captions", NULL };
	static const char *const events[] = { "membership", "room",
					      "meeting-message", NULL };
	const char *kind = f->b->entries[at].kind;

	if (is_one_of(kind, files))
		return webex_fetch_file(f, at, e);
	if (strcmp(kind, "meeting") == 0)
		return webex_fetch_meeting(f, at, e);
	if (strcmp(kind, "meeting-chat") == 0)
		return webex_fetch_rows(f, at, WAY_CHATS, e);
	if (strcmp(kind, "meeting-poll") == 0)
		return webex_fetch_rows(f, at, WAY_POLLS, e);
	if (strcmp(kind, "meeting-qa") == 0)
		return webex_fetch_rows(f, at, WAY_QA, e);
	if (strcmp(kind, "message") == 0)
		return fetch_said(f, at, "/messages/", e);
	if (strcmp(kind, "card-action") == 0)
		return fetch_said(f, at, "/attachment/actions/", e);
	if (strcmp(kind, "team") == 0)
		return webex_settle(f, at, SOURCE_GONE,
				    "Webex tells only what a team is called "
				    "now",
				    "", e);
	if (is_one_of(kind, events))
		return webex_fetch_event(f, at, e);
	return webex_settle(f, at, SOURCE_REFUSED,
			    "this version does not know what to fetch for it",
			    "", e);
}

static int run(struct fetching *f, struct err *e)
{
	for (size_t i = 0; i < f->b->n_entries; i++)
		if (f->b->entries[i].wanted && !f->settled[i] &&
		    fetch_one(f, i, e) < 0)
			return -1;
	if (f->later.kind == ERR_NONE)
		return 0;
	*e = f->later;
	return -1;
}

int webex_fetch(struct source *src, const struct source_bundle *b,
		const struct source_store *to, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct fetching f = {
		.wx = (struct webex *)src,
		.b = b,
		.to = to,
		.a = a,
		.later = ERR_INIT,
	};

	f.settled = arena_alloc(a, b->n_entries, sizeof(*f.settled));
	if (run(&f, e) < 0)
		return err_wrap(e, "%s", b->key);
	return 0;
}
