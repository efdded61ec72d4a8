#include "verb/perform.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "verb/verb.h"

#include <errno.h>
#include <string.h>

bool verb_changes(const struct verb *v)
{
	if (v->right[0] == '\0')
		return false;
	if (v->http == NULL)
		return !v->reads;
	for (const char *route = v->http; route != NULL;) {
		if (!str_starts(route, "GET "))
			return true;
		route = strchr(route, '|');
		route += route != NULL;
	}
	return false;
}

/* --- an end that is recorded ---------------------------------------------- */

static void detail_of(const struct verb_call *call, const char *about,
		      struct str *json)
{
	const struct param *p = call->verb->params;

	str_add_char(json, '{');
	for (size_t i = 0; p[i].name != NULL; i++) {
		if (!p[i].positional || p[i].type == PARAM_PATH ||
		    call->args[i].text == NULL)
			continue;
		encode_json(json, p[i].name);
		str_add_char(json, ':');
		encode_json(json, call->args[i].text);
		str_add_char(json, ',');
	}
	str_addf(json, "%s}", about);
}

/* Control as the call has it open; else *own is opened. */
static struct db *control_of(const struct verb_call *call, struct db **own,
			     struct err *e)
{
	if (call->db != NULL)
		return call->db;
	if (call->shared_db != NULL)
		return call->shared_db;
	return archive_control(call->home, own, e) < 0 ? NULL : *own;
}

int verb_record_end(const struct verb_call *call, const char *outcome,
		    const char *about, struct err *e)
{
	AUTO(db_close) struct db *own = NULL;
	AUTO(str_done) struct str detail = STR_INIT;
	struct db *db = control_of(call, &own, e);

	if (db == NULL)
		return -1;
	detail_of(call, about, &detail);
	return archive_act_ended(db, call->actor, call->verb->name, outcome,
				 detail.s, e);
}

/* --- what failed ---------------------------------------------------------- */

/* 1: since then there is an act of this call, written by the verb. */
static int is_recorded(const struct verb_call *call, int64_t since_us,
		       struct err *e)
{
	AUTO(db_close) struct db *own = NULL;
	struct db *db = control_of(call, &own, e);
	AUTO(db_done) struct db_stmt *st = NULL;

	if (db == NULL)
		return -1;
	st = db_sql(db,
		    "SELECT 1 FROM act WHERE at_us >= $1 AND actor = $2"
		    " AND verb = $3",
		    e);
	db_int(st, 1, since_us);
	db_text(st, 2, call->actor.name);
	db_text(st, 3, call->verb->name);
	return db_step(st, e);
}

/* What a verb says of the file that was sent names no descriptor. */
void verb_why(struct str *out, const struct err *e)
{
	char buf[ERR_TEXT];
	const char *text = err_str(e, buf, sizeof(buf)), *at;

	while ((at = strstr(text, VERB_SENT_FILE)) != NULL) {
		str_add_len(out, text, (size_t)(at - text));
		str_add(out, "the file");
		text = at + strlen(VERB_SENT_FILE);
		text += strspn(text, "0123456789");
	}
	str_add(out, text);
}

static int record_failure(const struct verb_call *call, int64_t since_us,
			  const struct err *why, struct err *e)
{
	AUTO(str_done) struct str about = STR_INIT;
	AUTO(str_done) struct str text = STR_INIT;
	int rc = is_recorded(call, since_us, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	verb_why(&text, why);
	str_add(&about, "\"why\":");
	encode_json(&about, text.s);
	return verb_record_end(call, ACT_FAILED, about.s, e);
}

int verb_perform(struct verb_call *call, struct err *e)
{
	int64_t begun_us = clock_now_us();
	struct err late = ERR_INIT;
	int rc = call->verb->run(call, e);

	/* nobody: there is no installation that could remember it; EPIPE: it
	   was done, and only nobody reads on */
	if (rc >= 0 || call->who == NULL || !verb_changes(call->verb) ||
	    (e->kind == ERR_STORE && e->sys == EPIPE))
		return rc;
	if (record_failure(call, begun_us, e, &late) < 0) {
		char text[ERR_TEXT];

		(void)err_str(&late, text, sizeof(text));
		log_event(LOG_WARN, "verb.unrecorded",
			  "verb=\"%s\" "
			  "reason=\"%s\"",
			  call->verb->name, text);
	}
	return rc;
}
