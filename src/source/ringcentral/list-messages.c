/*
 * SMS, fax, voicemail and pager messages: the message store of each
 * extension. The first time all of the window; then what changed since, by
 * the token that the last complete listing was given. RingCentral keeps 5,000
 * texts a folder and 200 faxes and voicemails: a token lets nothing slip
 * through between two runs, as long as the store itself holds it.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/ringcentral/extensions.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"

#include <string.h>

#define ROUNDS_MAX 1000
#define RECORDS    "250"
#define FULL       250

struct store {
	struct listing *l;
	const struct extension *x;
	struct str path;  /* of the extension */
	struct str token; /* of the next sync */
	size_t n;         /* records of the page at hand */
	bool older;       /* there is more than the page has */
};

/* --- records ----------------------------------------------------------- */

static const char *label_of(struct arena *a, const json_t *o)
{
	const char *type = loose_line(a, o, "type");
	const char *way = loose_line(a, o, "direction");

	return arena_printf(a, "%s%s%s", *type != '\0' ? type : "Message",
			    *way != '\0' ? ", " : "", way);
}

static int tell_attachment(struct store *k, const struct source_entry *of,
			   const json_t *o, struct err *e)
{
	struct arena *a = k->l->page;
	const char *type = loose_line(a, o, "type");
	const char *name = loose_line(a, o, "fileName");
	struct source_entry en = {
		.bundle = of->bundle,
		.kind = "attachment",
		.id = loose_line(a, o, "id"),
		.label = *name != '\0' ? name : type,
		.state = SOURCE_READY,
		.time_us = of->time_us,
		.size = -1,
	};

	if (*en.id == '\0')
		return 0;
	(void)loose_int(o, "size", &en.size);
	rc_places_put(k->l->r->places, "attachment",
		      arena_printf(a, "%s/%s", en.bundle, en.id),
		      loose_line(a, o, "uri"), name,
		      loose_line(a, o, "contentType"), en.size);
	return rc_listing_tell(k->l, &en, WAY_MESSAGES, e);
}

static int tell_attachments(struct store *k, const struct source_entry *of,
			    const json_t *record, struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(record, "attachments"), i, o)
	{
		if (tell_attachment(k, of, o, e) < 0)
			return -1;
	}
	return 0;
}

/*
 * What its owner deletes stays in the store for a while, whole; then only a
 * trace is left. Whether it was seen before is the inventory's to know: so
 * the message is told as it is, or as gone, and its deletion as a version.
 */
static int tell_states(struct store *k, struct source_entry *en,
		       const json_t *o, struct err *e)
{
	const char *there = loose_line(k->l->page, o, "availability");
	bool purged = strcasecmp(there, "Purged") == 0;
	int64_t us = loose_time(o, "lastModifiedTime");

	if (purged) {
		struct source_entry gone = *en;

		gone.state = SOURCE_GONE;
		gone.reason = "RingCentral had purged it before it was "
			      "collected";
		gone.raw = gone.beside = NULL;
		gone.raw_len = gone.beside_len = 0;
		gone.size = -1;
		if (rc_listing_tell(k->l, &gone, WAY_MESSAGES, e) < 0)
			return -1;
	} else if (rc_listing_tell(k->l, en, WAY_MESSAGES, e) < 0 ||
		   tell_attachments(k, en, o, e) < 0) {
		return -1;
	}
	if (!purged && strcasecmp(there, "Deleted") != 0)
		return 0;
	en->version = "deleted";
	en->time_us = us != 0 ? us : en->time_us;
	return rc_listing_tell(k->l, en, WAY_MESSAGES, e);
}

static int tell_message(struct store *k, const json_t *o, struct err *e)
{
	struct arena *a = k->l->page;
	struct str raw AUTO(str_done) = STR_INIT;
	struct str beside AUTO(str_done) = STR_INIT;
	struct source_entry en = {
		.kind = "message",
		.id = loose_line(a, o, "id"),
		.label = label_of(a, o),
		.state = SOURCE_READY,
		.time_us = loose_time(o, "creationTime"),
		.beside_name = "people",
	};

	if (*en.id == '\0')
		return 0;
	en.bundle = arena_printf(a, "message/%s/%s", k->x->id, en.id);
	rc_listing_json(&raw, o);
	rc_extensions_beside(k->l->ext, o, k->x->id, &beside);
	en.raw = raw.s;
	en.raw_len = raw.len;
	en.size = (int64_t)raw.len;
	en.beside = beside.s;
	en.beside_len = beside.len;
	return tell_states(k, &en, o, e);
}

static int take_records(struct store *k, const json_t *page, struct err *e)
{
	const json_t *o;
	size_t i;

	k->n = json_array_size(loose_array(page, "records"));
	json_array_foreach(loose_array(page, "records"), i, o)
	{
		if (tell_message(k, o, e) < 0)
			return -1;
	}
	rc_listing_page_done(k->l);
	return 0;
}

/* --- asking ------------------------------------------------------------ */

static int take_page(void *ctx, const struct rc_answer *page, struct err *e)
{
	return take_records(ctx, page->json, e);
}

/* The window by pages: all of it, or only what its owner has thrown away. */
static int ask_pages(struct store *k, bool alive, struct rc_answer *a,
		     struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_question_init(&q, WAY_MESSAGES, k->path.s);
	str_add(&q.path, "/message-store");
	rc_question_time(&q, "dateFrom", k->l->w->from_us);
	rc_question_time(&q, "dateTo", k->l->w->to_us);
	if (alive)
		rc_question_add(&q, "availability", "Alive");
	rc_question_add(&q, "availability", "Deleted");
	rc_question_add(&q, "availability", "Purged");
	rc_question_add(&q, "perPage", "1000");
	return rc_ask_pages(k->l->r, &q, RC_BY_NUMBER, take_page, k, a, e);
}

static int ask_sync(struct store *k, struct rc_answer *a, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };
	const json_t *info;
	const char *token;

	rc_question_init(&q, WAY_MESSAGES, k->path.s);
	str_add(&q.path, "/message-sync");
	if (k->token.len > 0) {
		rc_question_add(&q, "syncType", "ISync");
		rc_question_add(&q, "syncToken", k->token.s);
	} else {
		rc_question_add(&q, "syncType", "FSync");
		rc_question_time(&q, "dateFrom", k->l->w->from_us);
		rc_question_add(&q, "recordCount", RECORDS);
	}
	if (rc_ask(k->l->r, &q, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK)
		return 0;
	if (take_records(k, a->json, e) < 0)
		return -1;
	info = loose_object(a->json, "syncInfo");
	token = json_string_value(json_object_get(info, "syncToken"));
	k->older = loose_bool(info, "olderRecordsExist") == 1;
	str_cut(&k->token, 0);
	str_add(&k->token, token != NULL ? token : "");
	return 0;
}

/* Changes until there are no more. */
static int ask_changes(struct store *k, struct rc_answer *a, struct err *e)
{
	struct str before AUTO(str_done) = STR_INIT;

	for (int i = 0; i < ROUNDS_MAX; i++) {
		str_cut(&before, 0);
		str_add(&before, k->token.s);
		if (ask_sync(k, a, e) < 0)
			return -1;
		if (a->verdict != RC_OK || k->n < FULL || k->token.len == 0 ||
		    strcmp(before.s, k->token.s) == 0)
			return 0;
	}
	return 0;
}

/*
 * Anew: a token for what follows, and what is there now. That a full sync has
 * what was deleted, and the traces of what was purged, before it is nowhere
 * promised; the store has a parameter for it.
 */
static int ask_fully(struct store *k, struct rc_answer *a, struct err *e)
{
	str_cut(&k->token, 0);
	if (ask_sync(k, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK)
		return 0;
	return ask_pages(k, k->older || k->n >= FULL, a, e);
}

static int list_store(struct store *k, struct rc_answer *a, struct err *e)
{
	struct str name AUTO(str_done) = STR_INIT;
	int n;

	str_addf(&name, "message-sync/%s", k->x->id);
	n = rc_listing_load(k->l, name.s, &k->token, e);
	if (n < 0)
		return -1;
	if (n > 0 && ask_changes(k, a, e) < 0)
		return -1;
	if ((n == 0 || a->verdict == RC_SYNC) && ask_fully(k, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK || k->token.len == 0)
		return 0;
	return rc_listing_save(k->l, name.s, k->token.s, e);
}

/* 1: refused for all. */
static int list_extension(struct listing *l, const struct extension *x,
			  struct err *e)
{
	struct store k = { .l = l, .x = x };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	bool app;
	int bad;

	k.path = k.token = STR_INIT;
	rc_answer_init(&a);
	str_add(&k.path, "/restapi/v1.0/account/~/extension/");
	encode_percent(&k.path, x->id);
	bad = list_store(&k, &a, e);
	str_done(&k.path);
	str_done(&k.token);
	if (bad < 0)
		return err_wrap(e, "messages of extension %s", x->id);
	if (a.verdict == RC_OK || a.verdict == RC_ABSENT)
		return 0;
	app = a.verdict == RC_PERMISSION && strcmp(a.code.s, "CMN-401") == 0;
	if (app)
		rc_listing_refused(l, WAY_MESSAGES, &a);
	else
		/* what an extension of its kind does not have is not missed */
		rc_listing_notice(
			l, a.verdict == RC_FEATURE ? CHECK_WARN : CHECK_FAIL,
			rc_way(WAY_MESSAGES)->title,
			"extension %s (%s): RingCentral refuses its "
			"messages (%s)",
			x->id, x->name, a.evidence.s);
	return app;
}

int rc_list_messages(struct listing *l, struct err *e)
{
	const struct extension *x;

	if (!l->r->on[RC_MESSAGES])
		return 0;
	if (rc_list_extensions(l, e) < 0)
		return -1;
	for (size_t i = 0; (x = rc_extensions_at(l->ext, i)) != NULL; i++) {
		int n;

		if (!rc_extension_has_messages(x))
			continue;
		rc_listing_progress(l, "messages: extension %zu of %zu", i + 1,
				    rc_extensions_count(l->ext));
		n = list_extension(l, x, e);
		if (n != 0)
			return n < 0 ? -1 : 0;
	}
	return 0;
}
