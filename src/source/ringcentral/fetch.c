/*
 * Files, attachments, recordings, chats of meetings: what did not come with
 * the listing. Each entry ends on its own; one that cannot be had stops
 * nothing.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "http/http.h"
#include "source/loose.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/content.h"
#include "source/ringcentral/locate.h"
#include "source/ringcentral/ringcentral.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <string.h>

#define TRIES      6
#define SLOW_TRIES 12
/* A recording may be listed before it can be had: a day, at times, counted
   from the call's end, and here from its beginning. */
#define FRESH_US (2 * CLOCK_DAY)

struct fetching {
	struct rc *r;
	const struct source_bundle *b;
	const struct source_store *to;
	struct arena *a;
	struct locating where;
	struct err later; /* ERR_RETRY for what could not be settled */
};

/* One entry on its way. */
struct one {
	struct fetching *f;
	size_t at;
	const struct source_wanted *w;
	enum rc_way way;
	struct place place;
	struct str why;
	bool wrong; /* what came last was not the file */
};

static const struct {
	const char *kind;
	enum rc_way way;
} kinds[] = {
	{ "file", WAY_FILE },
	{ "attachment", WAY_ATTACHMENT },
	{ "call-recording", WAY_CALL_RECORDING },
	{ "video-recording", WAY_VIDEO },
	{ "video-chat", WAY_VIDEO },
};

/* RC_WAYS where it has nothing to be fetched. */
static enum rc_way way_of(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].way;
	return RC_WAYS;
}

/* --- names ------------------------------------------------------------- */

static const char *ending_of(const char *type)
{
	static const struct {
		const char *type, *ending;
	} known[] = {
		{ "audio/mpeg", ".mp3" },   { "audio/mp3", ".mp3" },
		{ "audio/wav", ".wav" },    { "audio/x-wav", ".wav" },
		{ "audio/mp4", ".m4a" },    { "application/pdf", ".pdf" },
		{ "image/jpeg", ".jpg" },   { "image/png", ".png" },
		{ "image/gif", ".gif" },    { "image/tiff", ".tif" },
		{ "text/plain", ".txt" },   { "video/mp4", ".mp4" },
		{ "video/3gpp", ".3gp" },   { "text/vcard", ".vcf" },
		{ "text/x-vcard", ".vcf" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].type, type) == 0)
			return known[i].ending;
	return "";
}

static bool has_ending(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL && dot > name && strlen(dot) >= 2 &&
	       strlen(dot) <= 6 && strpbrk(dot, " /") == NULL;
}

static const char *name_of(const struct one *k, const char *type)
{
	const char *name = k->place.name;

	if (strcmp(k->w->kind, "call-recording") == 0)
		name = arena_printf(k->f->a, "recording-%s", k->w->id);
	else if (strcmp(k->w->kind, "video-chat") == 0)
		name = "chat";
	else if (*name == '\0')
		name = *k->w->label != '\0' ? k->w->label : k->w->kind;
	name = loose_clean_line(k->f->a, name, strlen(name));
	return has_ending(name)
		       ? name
		       : arena_printf(k->f->a, "%s%s", name, ending_of(type));
}

/* --- one try ----------------------------------------------------------- */

static int64_t size_of(struct one *k, int64_t length)
{
	int64_t listed = k->place.size;

	if (listed <= 0 || length < 0 || listed == length)
		return listed > 0 ? listed : length;
	str_addf(&k->why,
		 "RingCentral lists it with %" PRId64 " bytes but sends "
		 "%" PRId64,
		 listed, length);
	return -2;
}

static int store(struct one *k, struct http_response *rp, struct err *e)
{
	const struct source_store *to = k->f->to;
	const char *type = http_media_type(rp);
	int64_t size;

	k->wrong = true;
	if (rc_content_is_wrong(k->place.media_type, type)) {
		str_addf(&k->why,
			 "RingCentral sent %s instead of the content (an "
			 "error or sign-in page)",
			 type);
		return CONTENT_BROKEN;
	}
	size = size_of(k, http_length(rp));
	if (size == -2)
		return CONTENT_BROKEN;
	k->wrong = false;
	if (*type == '\0' || strcmp(type, "application/octet-stream") == 0)
		type = *k->place.media_type != '\0'
			       ? k->place.media_type
			       : "application/octet-stream";
	if (to->artefact(to->ctx, k->at, name_of(k, type), type, size,
			 http_body(rp), NULL, e) == 0)
		return CONTENT_OPEN;
	if (e->kind != ERR_RETRY)
		return -1;
	str_addf(&k->why, "%s", e->text);
	err_clear(e);
	return CONTENT_BROKEN;
}

static int try(struct one *k, struct err *e)
{
	AUTO(http_response_free) struct http_response *rp = NULL;
	int n = rc_content_open(k->f->r, k->way, k->place.url, &rp, &k->why, e);

	k->wrong = false;
	return n == CONTENT_OPEN ? store(k, rp, e) : n;
}

/* --- what became of it ------------------------------------------------- */

static int settle(struct one *k, enum source_state state, const char *reason,
		  const char *evidence, struct err *e)
{
	const struct source_store *to = k->f->to;

	return to->settle(to->ctx, k->at, state, reason, evidence, e);
}

static bool is_fresh(const struct one *k)
{
	return k->w->time_us != 0 &&
	       account_now_us(&k->f->r->acc) - k->w->time_us < FRESH_US;
}

static int give_up(struct one *k, int last, struct err *e)
{
	struct err *later = &k->f->later;

	switch (last) {
	case CONTENT_GONE:
		if (is_fresh(k) && k->way != WAY_FILE)
			return settle(k, SOURCE_WAITING,
				      "RingCentral does not have it ready yet",
				      k->why.s, e);
		return settle(k, SOURCE_GONE, "RingCentral no longer has it",
			      k->why.s, e);
	case CONTENT_DENIED:
		return settle(
			k, SOURCE_WAITING,
			arena_printf(k->f->a,
				     "RingCentral does not permit it; the "
				     "app needs the permission %s",
				     rc_way(k->way)->permission),
			k->why.s, e);
	case CONTENT_ODD:
		return settle(k, SOURCE_REFUSED, "RingCentral does not give it",
			      k->why.s, e);
	case CONTENT_HOST:
		return settle(k, SOURCE_WAITING, k->why.s, "", e);
	default:
		break;
	}
	if (k->wrong)
		return settle(k, SOURCE_WAITING, k->why.s, "", e);
	if (later->kind == ERR_NONE)
		(void)err_set(later, ERR_RETRY, "%s '%.100s': %s", k->w->kind,
			      k->w->label, k->why.s);
	return 0;
}

/* 1: once more. Waits where needed. */
static int prepare_next(struct one *k, int last, unsigned int counts[3],
			struct err *e)
{
	if (last == CONTENT_SLOW)
		return counts[0]++ < SLOW_TRIES;
	if (last == CONTENT_TOKEN)
		return counts[1]++ < 2;
	if (last != CONTENT_BROKEN || ++counts[2] >= TRIES)
		return 0;
	return account_pause(&k->f->r->acc, counts[2] - 1, e) < 0 ? -1 : 1;
}

static int fetch_located(struct one *k, struct err *e)
{
	unsigned int counts[3] = { 0 };

	for (;;) {
		int last = try(k, e), more;

		if (last == CONTENT_OPEN)
			return 0;
		more = last < 0 ? -1 : prepare_next(k, last, counts, e);
		if (more < 0)
			return -1;
		if (more == 0)
			return give_up(k, last, e);
	}
}

static int fetch_one(struct fetching *f, size_t at, enum rc_way way,
		     struct err *e)
{
	struct one k = { .f = f,
			 .at = at,
			 .w = &f->b->entries[at],
			 .way = way,
			 .why = STR_INIT };
	int n = rc_locate(&f->where, k.w, &k.place, e);

	if (n > 0)
		n = fetch_located(&k, e);
	else if (n == 0)
		n = settle(&k, SOURCE_WAITING,
			   "RingCentral does not tell where it lies; the next "
			   "listing that has it does",
			   f->where.why.s, e);
	rc_place_done(&k.place);
	str_done(&k.why);
	return n;
}

static int fetch_all(struct fetching *f, struct err *e)
{
	for (size_t i = 0; i < f->b->n_entries; i++) {
		const struct source_wanted *w = &f->b->entries[i];
		enum rc_way way = way_of(w->kind);
		int bad;

		if (!w->wanted)
			continue;
		if (way == RC_WAYS)
			bad = f->to->settle(f->to->ctx, i, SOURCE_WAITING,
					    "it comes with the next listing "
					    "that has it",
					    "", e);
		else
			bad = fetch_one(f, i, way, e);
		if (bad < 0)
			return -1;
	}
	if (f->later.kind == ERR_NONE)
		return 0;
	*e = f->later;
	return -1;
}

int rc_fetch(struct source *src, const struct source_bundle *b,
	     const struct source_store *to, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct fetching f = {
		.r = (struct rc *)src,
		.b = b,
		.to = to,
		.a = a,
		.where = { .r = (struct rc *)src,
			   .bundle = b->key,
			   .why = STR_INIT },
		.later = ERR_INIT,
	};
	int bad = fetch_all(&f, e);

	str_done(&f.where.why);
	return bad < 0 ? err_wrap(e, "%s", b->key) : 0;
}
