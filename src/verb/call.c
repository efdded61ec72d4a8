#include "verb/verb.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/reading.h"
#include "db/db.h"
#include "directory/directory.h"
#include "verb/print.h"
#include "verb/width.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct verb_arg *call_arg(const struct verb_call *call, const char *name)
{
	const struct param *p = call->verb->params;
	size_t i = 0;

	while (p[i].name != NULL && strcmp(p[i].name, name) != 0)
		i++;
	assert(p[i].name != NULL);
	return &call->args[i];
}

const char *call_text(const struct verb_call *call, const char *name)
{
	return call_arg(call, name)->text;
}

int64_t call_int(const struct verb_call *call, const char *name,
		 int64_t fallback)
{
	const struct verb_arg *arg = call_arg(call, name);

	return arg->given ? arg->number : fallback;
}

bool call_flag(const struct verb_call *call, const char *name)
{
	return call_arg(call, name)->given;
}

static int borrow(struct verb_call *call, bool store, struct err *e)
{
	if (store)
		return err_set(e, ERR_USAGE,
			       "the process that serves has the installation "
			       "open for writing");
	call->archive = call->shared;
	call->db = call->shared_db;
	return 0;
}

int call_open(struct verb_call *call, bool store, struct err *e)
{
	enum archive_mode mode = store ? ARCHIVE_WRITE : ARCHIVE_READ;

	if (call->shared != NULL)
		return borrow(call, store, e);
	if (archive_open(&call->archive, call->home, mode, e) < 0)
		return -1;
	return archive_db(call->archive, &call->db, e);
}

void call_done(struct verb_call *call)
{
	if (call->shared == NULL) {
		db_close(call->db);
		archive_close(call->archive);
	}
	call->db = NULL;
	call->archive = NULL;
}

void call_note(const struct verb_call *call, const char *fmt, ...)
{
	AUTO(str_done) struct str raw = STR_INIT;
	AUTO(str_done) struct str line = STR_INIT;
	va_list ap;

	if (call->notes < 0)
		return;
	va_start(ap, fmt);
	str_addv(&raw, fmt, ap);
	va_end(ap);
	if (print_form(call->out) == PRINT_JSON) {
		str_add(&line, "{\"note\":");
		encode_json(&line, raw.s);
		str_add(&line, "}\n");
	} else {
		AUTO(str_done) struct str clean = STR_INIT;

		str_add(&clean, "estreat: ");
		text_clean(&clean, raw.s);
		text_fold_to(&line, clean.s, terminal_width(call->notes), 0, 9);
		str_add_char(&line, '\n');
	}
	/* notes are a courtesy: where nobody takes them, they are dropped */
	(void)!write(call->notes, line.s, line.len);
}

int call_record(const struct verb_call *call, const char *detail, struct err *e)
{
	if (db_begin(call->db, DB_WRITE, e) < 0)
		return -1;
	if (archive_act(call->db, call->actor, call->verb->name, detail, e) <
	    0) {
		db_rollback(call->db);
		return -1;
	}
	return db_commit(call->db, e);
}

int call_record_once(const struct verb_call *call, const char *detail,
		     struct err *e)
{
	AUTO(str_done) struct str what = STR_INIT;
	int rc;

	/* NULs: no name can run over into the next */
	str_add_len(&what, call->actor.name, strlen(call->actor.name) + 1);
	str_add_len(&what, call->actor.origin, strlen(call->actor.origin) + 1);
	str_add_len(&what, call->verb->name, strlen(call->verb->name) + 1);
	str_add(&what, detail);
	/* most often it was: then nobody waits for other writers */
	rc = reading_lately(call->db, &what, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (db_begin(call->db, DB_WRITE, e) < 0)
		return -1;
	if (reading_note(call->db, &what, e) < 0 ||
	    archive_act(call->db, call->actor, call->verb->name, detail, e) <
		    0) {
		db_rollback(call->db);
		return -1;
	}
	return db_commit(call->db, e);
}

int call_record_of(const struct verb_call *call, const char *kind,
		   const char *name, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	str_addf(&detail, "{\"%s\":", kind);
	encode_json(&detail, name);
	str_add_char(&detail, '}');
	return call_record(call, detail.s, e);
}

int call_mailbox(const struct verb_call *call, const char *name, uint64_t *id,
		 struct err *e)
{
	int rc = directory_mailbox_named(call->db, name, id, e);

	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no mailbox \"%.100s\"; `estreat "
			       "mailbox list` shows those there are",
			       name);
	return rc < 0 ? -1 : 0;
}

int call_message(const struct verb_call *call, const char *name, uint64_t *seq,
		 struct err *e)
{
	int rc = catalog_message_named(archive_catalog(call->archive), name,
				       seq, e);

	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no message \"%.100s\": give its "
			       "number, or its Message-ID, as `estreat mailbox "
			       "messages` shows them",
			       name);
	return rc < 0 ? -1 : 0;
}

int call_time(const struct verb_call *call, const char *name, int64_t *us,
	      struct err *e)
{
	const char *text = call_text(call, name);

	if (text == NULL || clock_parse(text, us))
		return 0;
	return err_set(e, ERR_USAGE,
		       "--%s: \"%.60s\" is no time; give one such as "
		       "2026-03-01 or 2026-03-01T10:00:00Z (UTC)",
		       name, text);
}

void call_print_next(const struct verb_call *call, uint64_t last)
{
	if (last == 0)
		print_text(call->out, "next", NULL, NULL);
	else
		print_int(call->out, "next", NULL, (int64_t)last);
	if (last != 0)
		print_say(call->out, "There are more: --after %" PRIu64, last);
}
