/*
 * call.c - a verb is asked: route, person, right, arguments, run, answer.
 */
#include "portal/answer.h"
#include "portal/content.h"
#include "portal/portal-private.h"
#include "portal/route.h"

#include "access/principal.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "stream/writer.h"
#include "verb/args.h"
#include "verb/perform.h"
#include "verb/permit.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* --- the body ----------------------------------------------------------------
 */

#define DEPTH_MAX 16

/* Brackets within brackets, before a parser goes down with them. */
static bool is_too_deep(const struct str *text)
{
	bool quoted = false;
	int depth = 0;

	for (size_t i = 0; i < text->len; i++) {
		char c = text->s[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '[' || c == '{'))
			depth++;
		else if (!quoted && (c == ']' || c == '}'))
			depth--;
		if (depth > DEPTH_MAX)
			return true;
	}
	return false;
}

static bool is_json(const struct incoming *rq)
{
	const char *type = rq->fields[FIELD_CONTENT_TYPE];
	AUTO(free) char *word = NULL;

	if (type == NULL)
		return false;
	word = mem_dup(type, strcspn(type, "; \t"));
	return str_casecmp(word, "application/json") == 0;
}

json_t *portal_body(struct exchange *x, const char *verb)
{
	struct failure f = { .status = 400, .kind = "usage", .verb = verb };
	AUTO(str_done) struct str why = STR_INIT;
	json_error_t at;
	json_t *root;

	if (x->body.len == 0)
		return json_object();
	if (!is_json(x->rq)) {
		f.status = 415;
		f.message = "the body is to be JSON, and Content-Type to say "
			    "so: application/json";
		failure_answer(x, "", &f);
		return NULL;
	}
	root = is_too_deep(&x->body) ? NULL
				     : json_loadb(x->body.s, x->body.len,
						  JSON_REJECT_DUPLICATES, &at);
	if (root != NULL && json_is_object(root))
		return root;
	/* jansson's text may quote what stands there, even a secret */
	json_decref(root);
	str_add(&why, "the body is not one JSON object in UTF-8, each name "
		      "once");
	f.message = why.s;
	failure_answer(x, "", &f);
	return NULL;
}

/* --- arguments
 * ----------------------------------------------------------------- */

/* As long as the call. */
struct asked {
	struct route route;
	struct principal *who;
	json_t *body;
	char *file; /* path of what was sent */
};

static bool has_body(const struct incoming *rq)
{
	return rq->method == METHOD_POST || rq->method == METHOD_PUT ||
	       rq->method == METHOD_PATCH;
}

static int from_query(const struct incoming *rq, struct verb_call *call,
		      struct err *e)
{
	for (size_t i = 0; i < rq->n_query; i++)
		if (args_text(call, rq->query[i].name, rq->query[i].value, e) <
		    0)
			return -1;
	return 0;
}

static int from_file(struct exchange *x, struct asked *a,
		     struct verb_call *call, struct err *e)
{
	if (from_query(x->rq, call, e) < 0)
		return -1;
	if (x->body_len == 0)
		return 0; /* where it is required, it is missed */
	a->file = str_printf(VERB_SENT_FILE "%d", x->body_fd);
	return args_file(call, a->file, e);
}

static int read_args(struct exchange *x, struct asked *a,
		     struct verb_call *call, struct err *e)
{
	int rc;

	if (route_args(&a->route, x->rq, call, e) < 0)
		return -1;
	if (x->body_file)
		rc = from_file(x, a, call, e);
	else if (a->body != NULL && x->rq->n_query > 0)
		rc = err_set(e, ERR_USAGE,
			     "with %s, arguments stand in the body, not in the "
			     "query",
			     method_name(x->rq->method));
	else if (a->body != NULL)
		rc = args_json(call, a->body, e);
	else
		rc = from_query(x->rq, call, e);
	return rc < 0 ? -1 : args_whole(call, e);
}

/* --- the answer
 * ------------------------------------------------------------------ */

/* Sets the media type when the first bytes come. */
struct typed {
	struct writer base;
	struct exchange *x;
	struct printer *out;
	bool begun;
};

static void set_type(const struct typed *t)
{
	struct answer *a = t->x->answer;

	if (print_form(t->out) == PRINT_CSV)
		answer_header(a, "Content-Type",
			      "text/csv; charset=utf-8; header=present");
	if (print_is_bytes(t->out)) {
		answer_header(a, "Content-Type", "application/octet-stream");
		answer_header(a, "Content-Disposition", "attachment");
	}
}

static int typed_write(struct writer *w, const void *buf, size_t len,
		       struct err *e)
{
	struct typed *t = (struct typed *)w;
	struct writer *to = answer_writer(t->x->answer);

	if (!t->begun)
		set_type(t);
	t->begun = true;
	return to->ops->write(to, buf, len, e);
}

static const struct writer_ops typed_ops = { typed_write };

/* --- the call
 * ---------------------------------------------------------------------- */

/* Who may not do it is told that, whatever else is wrong with the request. */
static int run(struct exchange *x, struct asked *a, struct verb_call *call,
	       struct err *e)
{
	struct err misread = ERR_INIT;
	int rc = read_args(x, a, call, &misread);

	if (verb_permit(call, e) < 0)
		return -1;
	if (rc < 0) {
		*e = misread;
		return -1;
	}
	/* headers go out with the first bytes, or at the end */
	return verb_perform(call, e);
}

static void finish(struct exchange *x, struct verb_call *call, int rc,
		   struct err *e)
{
	struct err late = ERR_INIT;

	if (rc >= 0 && print_end(call->out, &late) < 0) {
		*e = late;
		rc = -1;
	}
	if (rc >= 0) {
		/* too late where much was printed: the answer says it too */
		answer_header(x->answer, "Estreat-Result",
			      rc == VERB_OK ? "ok" : "not");
		answer_end(x->answer);
		return;
	}
	if (e->kind == ERR_STORE && e->sys == EPIPE) {
		answer_cut(x->answer); /* nobody reads it any more */
		return;
	}
	failure_of(x, call->actor.name, call->verb->name, call->verb->right, e);
}

static void call_verb(struct portal *p, struct exchange *x, struct db *db,
		      struct asked *a)
{
	struct typed to = { .base = { &typed_ops }, .x = x };
	AUTO(print_free)
	struct printer *out = print_new(PRINT_JSON, 0, &to.base);
	struct verb_call call = {
		.verb = a->route.verb,
		.out = out,
		.home = archive_home(p->archive),
		.who = a->who,
		.actor = principal_actor(a->who),
		.stop = answer_gone(x->answer),
		.notes = -1,
		.shared = p->archive,
		.shared_db = db,
		.board = p->board,
	};
	AUTO(str_done) struct str origin = STR_INIT;
	struct err e = ERR_INIT;
	int rc;

	portal_origin(p, x->rq, &origin);
	call.origin = origin.s;
	to.out = out;
	answer_as_json(x);
	print_content_to(out, content_answer, x);
	rc = run(x, a, &call, &e);
	finish(x, &call, rc, &e);
	call_done(&call);
	args_done(&call);
}

static void not_found(struct exchange *x, unsigned int allow)
{
	struct failure f = { .status = allow == 0 ? 404 : 405,
			     .kind = "unknown",
			     .verb = "",
			     .message = allow == 0 ? "there is nothing here"
						   : "this cannot be done here",
			     .allow = allow };

	failure_answer(x, "", &f);
}

static void tell_methods(struct exchange *x, unsigned int allow)
{
	answer_status(x->answer, 204);
	answer_as_json(x);
	answer_allow(x, allow | 1U << METHOD_OPTIONS);
}

static void ask_verb(struct portal *p, struct exchange *x, struct db *db,
		     struct asked *a)
{
	if (caller_find(p, x, db, &a->who) <= 0)
		return;
	if (has_body(x->rq) && !x->body_file) {
		a->body = portal_body(x, a->route.verb->name);
		if (a->body == NULL)
			return;
	}
	call_verb(p, x, db, a);
}

void portal_call(struct portal *p, struct exchange *x, struct db *db)
{
	struct asked a = { 0 };
	unsigned int allow;

	a.route = route_find(verb_all(), x->rq, &allow);
	if (x->rq->method == METHOD_OPTIONS && allow != 0)
		tell_methods(x, allow);
	else if (a.route.verb == NULL)
		not_found(x, allow);
	else
		ask_verb(p, x, db, &a);
	json_decref(a.body);
	free(a.file);
	principal_free(a.who);
}
