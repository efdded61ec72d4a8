/*
 * The call log of the account: the first time all of the window by pages;
 * then what changed since, which also tells of recordings that were attached
 * late and of deletions.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/ringcentral/extensions.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"

#include <string.h>

#define STATE      "call-sync"
#define ROUNDS_MAX 1000
#define FULL       1000

struct log {
	struct listing *l;
	struct str token;
	size_t n; /* records of the page at hand */
};

static const char *label_of(struct arena *a, const json_t *o)
{
	const char *type = loose_line(a, o, "type");
	const char *way = loose_line(a, o, "direction");
	const char *result = loose_line(a, o, "result");

	return arena_printf(a, "%s%s%s%s%s", *type != '\0' ? type : "Call",
			    *way != '\0' ? ", " : "", way,
			    *result != '\0' ? ", " : "", result);
}

static int tell_recording(struct log *k, const struct source_entry *of,
			  const json_t *call, struct err *e)
{
	struct arena *a = k->l->page;
	const json_t *o = loose_object(call, "recording");
	struct source_entry en = {
		.bundle = of->bundle,
		.kind = "call-recording",
		.id = loose_line(a, o, "id"),
		.label = "Recording of the call",
		.state = SOURCE_READY,
		.time_us = loose_time(call, "startTime"),
		.size = -1,
	};

	if (*en.id == '\0')
		return 0;
	rc_places_put(k->l->r->places, "call-recording", en.id,
		      loose_line(a, o, "contentUri"), "", "", -1);
	return rc_listing_tell(k->l, &en, WAY_CALLS, e);
}

static int tell_call(struct log *k, const json_t *o, enum rc_way way,
		     struct err *e)
{
	struct arena *a = k->l->page;
	struct str raw AUTO(str_done) = STR_INIT;
	struct str beside AUTO(str_done) = STR_INIT;
	struct source_entry en = {
		.kind = "call",
		.id = loose_line(a, o, "id"),
		.label = label_of(a, o),
		.state = SOURCE_READY,
		.time_us = loose_time(o, "startTime"),
		.beside_name = "people",
	};

	/* one that goes on is told again when it has ended */
	if (*en.id == '\0' || loose_bool(o, "finished") == 0)
		return 0;
	en.bundle = arena_printf(a, "call/%s", en.id);
	rc_listing_json(&raw, o);
	rc_extensions_beside(k->l->ext, o, "", &beside);
	en.raw = raw.s;
	en.raw_len = raw.len;
	en.size = (int64_t)raw.len;
	en.beside = beside.s;
	en.beside_len = beside.len;
	if (loose_bool(o, "deleted") == 1)
		en.version = "deleted";
	if (rc_listing_tell(k->l, &en, way, e) < 0)
		return -1;
	return tell_recording(k, &en, o, e);
}

static int take_records(struct log *k, const json_t *page, enum rc_way way,
			struct err *e)
{
	const json_t *o;
	size_t i;

	k->n = json_array_size(loose_array(page, "records"));
	json_array_foreach(loose_array(page, "records"), i, o)
	{
		if (tell_call(k, o, way, e) < 0)
			return -1;
	}
	rc_listing_page_done(k->l);
	return 0;
}

/* --- asking ------------------------------------------------------------ */

static int take_page(void *ctx, const struct rc_answer *page, struct err *e)
{
	return take_records(ctx, page->json, WAY_CALLS, e);
}

static int ask_all(struct log *k, struct rc_answer *a, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_question_init(&q, WAY_CALLS, "/restapi/v1.0/account/~/call-log");
	rc_question_add(&q, "view", "Detailed");
	rc_question_time(&q, "dateFrom", k->l->w->from_us);
	rc_question_time(&q, "dateTo", k->l->w->to_us);
	rc_question_add(&q, "perPage", "1000");
	return rc_ask_pages(k->l->r, &q, RC_BY_NUMBER, take_page, k, a, e);
}

static int ask_sync(struct log *k, struct rc_answer *a, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };
	const char *token;

	rc_question_init(&q, WAY_CALL_CHANGES,
			 "/restapi/v1.0/account/~/call-log-extract-sync");
	rc_question_add(&q, "view", "Detailed");
	if (k->token.len > 0) {
		rc_question_add(&q, "syncType", "ISync");
		rc_question_add(&q, "syncToken", k->token.s);
	} else {
		/* the pages have the rest: only a token is wanted */
		rc_question_add(&q, "syncType", "FSync");
		rc_question_time(&q, "dateFrom", k->l->w->to_us - CLOCK_HOUR);
		rc_question_add(&q, "recordCount", "1000");
	}
	if (rc_ask(k->l->r, &q, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK)
		return 0;
	if (take_records(k, a->json, WAY_CALL_CHANGES, e) < 0)
		return -1;
	token = json_string_value(json_object_get(
		loose_object(a->json, "syncInfo"), "syncToken"));
	str_cut(&k->token, 0);
	str_add(&k->token, token != NULL ? token : "");
	return 0;
}

static int ask_changes(struct log *k, struct rc_answer *a, struct err *e)
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

/* The token first: what changes while the pages are read comes once more. */
static int ask_fully(struct log *k, struct rc_answer *a, struct err *e)
{
	str_cut(&k->token, 0);
	if (ask_sync(k, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK)
		rc_listing_refused(k->l, WAY_CALL_CHANGES, a);
	if (ask_all(k, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK)
		rc_listing_refused(k->l, WAY_CALLS, a);
	return 0;
}

static int list_log(struct log *k, struct err *e)
{
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	int n;

	rc_answer_init(&a);
	n = rc_listing_load(k->l, STATE, &k->token, e);
	if (n < 0 || (n > 0 && ask_changes(k, &a, e) < 0))
		return -1;
	if ((n == 0 || a.verdict != RC_OK) && ask_fully(k, &a, e) < 0)
		return -1;
	if (a.verdict != RC_OK || k->token.len == 0)
		return 0;
	return rc_listing_save(k->l, STATE, k->token.s, e);
}

int rc_list_calls(struct listing *l, struct err *e)
{
	struct log k = { .l = l, .token = STR_INIT };
	int bad;

	if (!l->r->on[RC_CALLS])
		return 0;
	if (rc_list_extensions(l, e) < 0)
		return -1;
	rc_listing_progress(l, "call log");
	bad = list_log(&k, e);
	str_done(&k.token);
	return bad < 0 ? err_wrap(e, "list calls") : 0;
}
