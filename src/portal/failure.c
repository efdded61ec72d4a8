/*
 * failure.c - errors as the API tells them. Each has a number by which a
 * person who was told it finds the line in the log.
 */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/roles.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/random.h"
#include "stream/writer.h"
#include "verb/perform.h"

#include <inttypes.h>
#include <string.h>

#define INCIDENT_BYTES 5
#define INCIDENT_TEXT  9

void answer_as_json(struct exchange *x)
{
	struct answer *a = x->answer;

	answer_header(a, "Content-Type", "application/json");
	answer_header(a, "Cache-Control", "no-store");
	answer_header(a, "X-Content-Type-Options", "nosniff");
	answer_header(a, "Referrer-Policy", "no-referrer");
	answer_header(a, "Cross-Origin-Resource-Policy", "same-origin");
	answer_header(a, "Content-Security-Policy",
		      "default-src 'none'; frame-ancestors 'none'");
	if (x->rq->secure)
		answer_header(a, "Strict-Transport-Security",
			      "max-age=31536000");
}

void answer_allow(struct exchange *x, unsigned int methods)
{
	AUTO(str_done) struct str list = STR_INIT;

	for (unsigned int m = METHOD_GET; m <= METHOD_OPTIONS; m++)
		if ((methods & 1U << m) != 0)
			str_addf(&list, "%s%s", list.len > 0 ? ", " : "",
				 method_name((enum method)m));
	answer_header(x->answer, "Allow", list.s);
}

static void body_of(struct str *out, const struct failure *f,
		    const char *incident)
{
	str_addf(out, "{\"error\":{\"kind\":\"%s\",\"verb\":", f->kind);
	encode_json(out, f->verb);
	str_add(out, ",\"message\":");
	encode_json(out, f->message);
	str_addf(out, ",\"incident\":\"%s\"", incident);
	if (f->right != NULL) {
		str_add(out, ",\"roles\":");
		roles_json(out, right_roles(f->right));
	}
	str_add_char(out, '}');
	if (f->more != NULL)
		str_addf(out, ",%s", f->more);
	str_add(out, "}\n");
}

/* The path says what was asked; never a query, which may hold content. */
static void tell(const struct exchange *x, const char *account,
		 const struct failure *f, const char *incident)
{
	AUTO(str_done) struct str path = STR_INIT;

	encode_json(&path, x->rq->path);
	log_event(f->status >= 500 ? LOG_WARN : LOG_INFO, "portal.failed",
		  "incident=%s status=%u kind=%s verb=\"%s\" account=\"%s\" "
		  "address=%s method=%s path=%s",
		  incident, f->status, f->kind, f->verb, account,
		  x->rq->address, method_name(x->rq->method), path.s);
}

void failure_answer(struct exchange *x, const char *account,
		    const struct failure *f)
{
	AUTO(str_done) struct str body = STR_INIT;
	unsigned char bytes[INCIDENT_BYTES];
	char incident[INCIDENT_TEXT], retry[24];
	struct err e = ERR_INIT;

	random_bytes(bytes, sizeof(bytes));
	encode_base32(bytes, sizeof(bytes), incident);
	tell(x, account, f, incident);
	if (!answer_restart(x->answer)) {
		answer_cut(x->answer);
		return;
	}
	answer_status(x->answer, f->status);
	answer_as_json(x);
	if (f->allow != 0)
		answer_allow(x, f->allow);
	if (f->retry_s > 0) {
		(void)snprintf(retry, sizeof(retry), "%" PRId64, f->retry_s);
		answer_header(x->answer, "Retry-After", retry);
	}
	body_of(&body, f, incident);
	(void)answer_writer(x->answer)->ops->write(answer_writer(x->answer),
						   body.s, body.len, &e);
	answer_end(x->answer);
}

static const struct {
	unsigned int status;
	const char *kind;
	int64_t retry_s;
} kinds[] = {
	[ERR_NONE] = { 500, "storage" },  [ERR_RETRY] = { 503, "retry", 10 },
	[ERR_ITEM] = { 422, "item" },     [ERR_SOURCE] = { 502, "source" },
	[ERR_STORE] = { 500, "storage" }, [ERR_USAGE] = { 400, "usage" },
	[ERR_RIGHT] = { 403, "right" },
};

void failure_of(struct exchange *x, const char *account, const char *verb,
		const char *right, const struct err *e)
{
	AUTO(str_done) struct str message = STR_INIT;
	struct failure f = { .status = kinds[e->kind].status,
			     .kind = kinds[e->kind].kind,
			     .retry_s = kinds[e->kind].retry_s,
			     .verb = verb };

	verb_why(&message, e);
	if (e->kind == ERR_STORE || e->kind == ERR_NONE)
		log_event(LOG_ERROR, "portal.storage",
			  "verb=\"%s\" reason=\"%s\"", verb, message.s);
	/* a person at the portal has no use for the server's folders */
	if (e->kind == ERR_STORE) {
		str_cut(&message, 0);
		str_add(&message, "the archive's storage failed; the log has "
				  "the reason");
	}
	f.message = message.s;
	if (e->kind == ERR_RIGHT)
		f.right = right;
	failure_answer(x, account, &f);
}
