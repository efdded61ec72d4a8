#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "target/graph/graph-private.h"

#include <string.h>

/* Longer pauses are the caller's: other mailboxes need not wait. */
#define PATIENCE_US (10 * CLOCK_SECOND)
/* Ids that stay when a message is moved, by us or by a person. */
#define IDS "IdType=\"ImmutableId\""

void exchange_quote(struct str *out, const char *text)
{
	AUTO(str_done) struct str quoted = STR_INIT;

	str_add_char(&quoted, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			str_add_char(&quoted, '\'');
		str_add_char(&quoted, *text);
	}
	str_add_char(&quoted, '\'');
	encode_percent(out, quoted.s);
}

static int ask(struct exchange_session *s, struct graph_question *q,
	       const char *path, struct graph_answer *out, struct err *e)
{
	struct exchange_agent *a = exchange_agent_of(s);
	AUTO(free) char *url = str_printf("%s%s", s->user.s, path);

	/* a link of Graph's own, or below the mailbox */
	q->url = strstr(path, "://") != NULL ? path : url;
	q->prefer = IDS;
	q->patience_us = PATIENCE_US;
	return graph_ask(a->graph, q, out, e);
}

int exchange_get(struct exchange_session *s, const char *path,
		 const char *doing, struct graph_answer *out,
		 struct exchange_stop *stop, struct err *e)
{
	struct graph_question q = { .method = "GET" };

	if (ask(s, &q, path, out, e) < 0)
		return err_wrap(e, "%s", doing);
	if (out->status == 200)
		return 0;
	return exchange_refused(exchange_agent_of(s), out, doing, stop, e);
}

int exchange_post(struct exchange_session *s, const char *path,
		  const struct str *json, const char *doing,
		  struct graph_answer *out, bool *unknown,
		  struct exchange_stop *stop, struct err *e)
{
	struct graph_question q = { .method = "POST",
				    .media_type = "application/json",
				    .body = json->s,
				    .body_len = json->len,
				    .once = true };

	*unknown = false;
	if (ask(s, &q, path, out, e) < 0) {
		*unknown = out->lost;
		return err_wrap(e, "%s", doing);
	}
	if (out->status == 200 || out->status == 201)
		return 0;
	*unknown =
		out->status >= 500 && out->status != 503 && out->status != 507;
	return exchange_refused(exchange_agent_of(s), out, doing, stop, e);
}

int exchange_delete(struct exchange_session *s, const char *id,
		    struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	struct graph_question q = { .method = "DELETE" };
	AUTO(str_done) struct str path = STR_INIT;

	graph_answer_init(&a);
	str_add(&path, "/messages/");
	encode_percent(&path, id);
	if (ask(s, &q, path.s, &a, e) < 0)
		return err_wrap(e, "take away half a message");
	if (a.status == 204 || a.status == 404)
		return 0;
	return exchange_refused(exchange_agent_of(s), &a,
				"take away half a message", stop, e);
}
