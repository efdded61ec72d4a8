/*
 * script.h - a store against a server that follows a script.
 *
 * A script is a table of what is expected and how it is answered; requests
 * have to come in its order. What is asked beyond it, or otherwise, fails
 * the test.
 */
#ifndef TESTS_STORE_SCRIPT_H
#define TESTS_STORE_SCRIPT_H

#include "base/err.h"
#include "base/mem.h"
#include "store/store.h"
#include "stream/digest.h"
#include "t.h"
#include "tests/fake/http-server.h"
#include "tests/fake/store-host.h"

#include <stdlib.h>

struct step {
	const char *want; /* "PUT /vault/a?comp=block", the start of it */
	int status;
	const char *headers; /* lines, or NULL */
	const char *body;    /* or NULL */
	enum fake_way way;
	const char *head; /* must be in the request's header lines, or NULL */
	size_t large;     /* length of body; 0: it is a text */
};

#define STEPS_MAX 16

struct script {
	struct step steps[STEPS_MAX];
	unsigned int n; /* steps done */
	struct fake_server *server;
	struct store_host host;
	struct store *store;
	char last[512]; /* the last target */
};

static inline void script_answer(void *ctx, const struct fake_request *rq,
				 struct fake_answer *out)
{
	struct script *f = ctx;
	const struct step *s = &f->steps[f->n];
	char got[600];

	(void)snprintf(got, sizeof(got), "%s %s", rq->method, rq->target);
	(void)snprintf(f->last, sizeof(f->last), "%s", rq->target);
	out->body = "";
	if (f->n == STEPS_MAX || s->want == NULL ||
	    strncmp(got, s->want, strlen(s->want)) != 0) {
		T_FAIL("step %u: asked \"%s\", not \"%s\"", f->n, got,
		       f->n < STEPS_MAX && s->want != NULL ? s->want
							   : "nothing");
		out->status = 418;
		return;
	}
	if (s->head != NULL && strstr(rq->head, s->head) == NULL)
		T_FAIL("step %u: no \"%s\" in: %s", f->n, s->head, rq->head);
	f->n++;
	out->status = s->status;
	out->headers = s->headers;
	out->body = s->body != NULL ? s->body : "";
	out->len = s->large != 0 ? s->large : strlen(out->body);
	out->way = s->way;
}

/* Settings may be given before script_open(). */
static inline void script_init(struct script *f, const char *store,
			       const struct step *steps, size_t n)
{
	char program[] = "test";
	AUTO(free) char *name = mem_strdup(store);
	char *argv[] = { program, name };
	int argc = 2;

	*f = (struct script){ .n = 0 };
	memcpy(f->steps, steps, n * sizeof(*steps));
	f->server = fake_server_start(script_answer, f);
	store_host_init(&f->host, &argc, argv);
	store_host_set(&f->host, "endpoint", fake_server_base(f->server));
	store_host_set(&f->host, "retry-pause", "1");
}

static inline struct store *script_open(struct script *f)
{
	f->store = store_host_open(&f->host);
	return f->store;
}

static inline void script_done(struct script *f)
{
	unsigned int want = 0;

	while (want < STEPS_MAX && f->steps[want].want != NULL)
		want++;
	T_EQ_INT(f->n, want);
	store_close(f->store);
	fake_server_stop(f->server);
	store_host_done(&f->host);
}

/* --- content ----------------------------------------------------------- */

static inline int text_read(void *ctx, uint64_t offset, void *buf, size_t len,
			    struct err *e)
{
	(void)e;
	memcpy(buf, (const char *)ctx + offset, len);
	return 0;
}

static inline struct store_content text_content(char *text)
{
	struct store_content c = { .ctx = text,
				   .read = text_read,
				   .size = strlen(text) };
	struct digest d = digest_of(text, strlen(text));

	memcpy(c.sha256, d.bytes, STORE_SHA256);
	return c;
}

#define HELLO "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

/* The failure's kind; its text must have `part` and no secret. */
static inline void check_err(struct err *e, enum err_kind kind,
			     const char *part)
{
	char text[ERR_TEXT];

	(void)err_str(e, text, sizeof(text));
	T_EQ_INT(e->kind, kind);
	if (strstr(text, part) == NULL || strstr(text, "SECRET") != NULL)
		T_FAIL("the text is: %s", text);
	err_clear(e);
}

#endif
