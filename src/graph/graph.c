#include "graph/graph.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/entra.h"
#include "http/head.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRIES       6
#define PAUSE_US    (CLOCK_SECOND / 2)
#define PAUSE_MAX   (30 * CLOCK_SECOND)
#define PATIENCE_US (5 * CLOCK_MINUTE) /* longer waits are the caller's */

struct graph {
	const struct setting *settings;
	const struct host *host;
	struct http *http;
	struct oauth *oauth;
	struct http_url origin;
	struct str token_url;
};

static const char *setting(const struct graph *g, const char *name)
{
	return setting_of(g->settings, g->host, name);
}

/* What others wrote, fit for a line of ours. */
static void clean_line(struct str *out, const char *text)
{
	for (; *text != '\0' && out->len < 300; text++)
		str_add_char(out, (unsigned char)*text < 0x20 || *text == 0x7f
					  ? ' '
					  : *text);
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct graph *g = ctx;
	AUTO(free)
	char *scope = str_printf("%s/.default", setting(g, "graph-url"));
	struct entra_app app = { .token_url = g->token_url.s,
				 .client_id = setting(g, "client-id"),
				 .client_secret = setting(g, "client-secret"),
				 .scope = scope };

	return entra_issue(g->http, &app, token, life_us, e);
}

/* --- opening ---------------------------------------------------------------
 */

static bool is_stopping(void *ctx)
{
	const struct graph *g = ctx;

	return g->host->stopping != NULL && g->host->stopping(g->host->ctx);
}

static int check_settings(struct graph *g, struct err *e)
{
	const char *ca = setting(g, "ca-file");

	if (http_url_check("graph-url", setting(g, "graph-url"), e) < 0 ||
	    entra_token_url(setting(g, "login-url"), setting(g, "tenant-id"),
			    &g->token_url, e) < 0)
		return -1;
	if (*ca != '\0' && access(ca, R_OK) < 0)
		return err_sys(e, ERR_USAGE, "ca-file: %s", ca);
	return 0;
}

int graph_open(struct graph **out, const struct setting *settings,
	       const struct host *host, struct err *e)
{
	AUTO(graph_close) struct graph *g = NEW(struct graph);
	struct http_options o = { .stopping = is_stopping, .ctx = g };

	g->token_url = STR_INIT;
	g->settings = settings;
	g->host = host;
	if (check_settings(g, e) < 0)
		return -1;
	(void)http_url_parse(&g->origin, setting(g, "graph-url"));
	o.ca_file = setting(g, "ca-file");
	g->http = http_new(&o);
	g->oauth = oauth_new(issue, g);
	*out = TAKE(g);
	return 0;
}

void graph_close(struct graph *g)
{
	if (g == NULL)
		return;
	oauth_free(g->oauth);
	http_free(g->http);
	str_done(&g->token_url);
	free(g);
}

struct http *graph_http(struct graph *g)
{
	return g->http;
}

/* --- answers ---------------------------------------------------------------
 */

void graph_answer_init(struct graph_answer *a)
{
	*a = (struct graph_answer){ .code = STR_INIT, .text = STR_INIT };
}

void graph_answer_done(struct graph_answer *a)
{
	json_decref(a->json);
	str_done(&a->code);
	str_done(&a->text);
	graph_answer_init(a);
}

int graph_refuse(const struct graph_answer *a, const char *doing,
		 const char *todo, struct err *e)
{
	return err_set(
		e, a->status == 401 || a->status == 403 ? ERR_SOURCE : ERR_ITEM,
		"Graph refuses to %s (%d %.80s: %.300s): %s", doing, a->status,
		a->code.s, a->text.s, todo);
}

static int read_answer(struct http_response *r, struct graph_answer *out,
		       struct err *e)
{
	AUTO(str_done) struct str body = STR_INIT;
	const json_t *error;
	const char *text;

	out->status = http_status(r);
	if (http_read(r, GRAPH_ANSWER_MAX, &body, e) < 0)
		return -1;
	out->json = json_loadb(body.s, body.len, JSON_REJECT_DUPLICATES, NULL);
	error = json_object_get(out->json, "error");
	text = json_string_value(json_object_get(error, "code"));
	clean_line(&out->code, text != NULL ? text : "");
	text = json_string_value(json_object_get(error, "message"));
	clean_line(&out->text, text != NULL ? text : "");
	if (out->status / 100 == 2 && body.len > 0 && out->json == NULL)
		return err_set(e, ERR_RETRY, "the answer is no JSON");
	return 0;
}

/* --- asking ----------------------------------------------------------------
 */

/* The whole address; a link must lead where the token belongs. */
static int address_of(struct graph *g, const char *url, struct str *out,
		      struct err *e)
{
	struct http_url there;

	if (*url == '/') {
		str_addf(out, "%s%s", setting(g, "graph-url"), url);
		return 0;
	}
	if (http_url_parse(&there, url) &&
	    http_url_same_origin(&there, &g->origin)) {
		str_add(out, url);
		return 0;
	}
	return err_set(e, ERR_SOURCE,
		       "Graph answers with a link to another host: it is not "
		       "followed, for the token is not for that host");
}

static int ask_once(struct graph *g, const struct graph_question *q,
		    struct str *token, struct graph_answer *out, struct err *e)
{
	AUTO(str_done) struct str url = STR_INIT;
	AUTO(http_request_free) struct http_request *rq = NULL;
	AUTO(http_response_free) struct http_response *r = NULL;

	if (address_of(g, q->url, &url, e) < 0 ||
	    oauth_token(g->oauth, token, e) < 0)
		return -1;
	rq = http_request_new(q->method, url.s);
	http_request_bearer(rq, token->s);
	if (q->prefer != NULL)
		http_request_header(rq, "Prefer", q->prefer);
	if (q->once)
		http_request_once(rq);
	if (q->body != NULL)
		http_request_body_at(rq, q->media_type, q->body, q->body_len);
	out->lost = true;
	if (http_send(g->http, rq, &r, e) < 0)
		return -1;
	if (!http_response_retry_after(r, &out->wait_us))
		out->wait_us = 0;
	if (read_answer(r, out, e) < 0)
		return -1;
	out->lost = false;
	return 0;
}

/* Whether this answer, or that there was none, is worth another try, and
   after what pause. */
static bool is_again(const struct graph_question *q,
		     const struct graph_answer *a, bool failed, unsigned int n,
		     int64_t *pause_us)
{
	*pause_us = a->wait_us > 0 ? a->wait_us
				   : http_backoff_us(n, PAUSE_US, PAUSE_MAX);
	if (n + 1 >= TRIES ||
	    *pause_us > (q->patience_us > 0 ? q->patience_us : PATIENCE_US))
		return false;
	if (failed)
		return !q->once || !a->lost;
	return a->status == 429 || a->status == 503 ||
	       (a->status >= 500 && !q->once);
}

int graph_ask(struct graph *g, const struct graph_question *q,
	      struct graph_answer *out, struct err *e)
{
	bool renewed = false;

	for (unsigned int n = 0;; n++) {
		AUTO(str_done) struct str token = STR_INIT;
		int64_t pause_us = 0;
		int rc;

		graph_answer_done(out);
		rc = ask_once(g, q, &token, out, e);
		if (rc < 0 && e->kind != ERR_RETRY)
			return -1;
		if (rc == 0 && out->status == 401 && !renewed) {
			oauth_drop(g->oauth, token.s);
			renewed = true;
			mem_wipe(token.s, token.len);
			continue;
		}
		mem_wipe(token.s, token.len);
		if (!is_again(q, out, rc < 0, n, &pause_us))
			return rc < 0 ? err_wrap(e, "ask Graph") : 0;
		err_clear(e);
		if (http_sleep(g->http, pause_us, e) < 0)
			return -1;
	}
}

/* --- permissions ------------------------------------------------------------
 */

/* The claims of a JWT; NULL where it is none. Graph's tokens are, though only
   the permissions are ours to look at. */
static json_t *claims_of(const char *token)
{
	const char *body = strchr(token, '.');
	AUTO(str_done) struct str text = STR_INIT;

	if (body == NULL)
		return NULL;
	body++;
	if (!decode_base64(&text, body, strcspn(body, ".")))
		return NULL;
	return json_loadb(text.s, text.len, 0, NULL);
}

int graph_roles(struct graph *g, struct str *out, struct err *e)
{
	AUTO(str_done) struct str token = STR_INIT;
	json_t *claims, *role;
	size_t i;

	if (oauth_token(g->oauth, &token, e) < 0)
		return -1;
	claims = claims_of(token.s);
	mem_wipe(token.s, token.len);
	if (claims == NULL)
		return err_set(e, ERR_SOURCE,
			       "%s gives tokens that do not say what they are "
			       "good for: is it the right address?",
			       setting(g, "login-url"));
	json_array_foreach(json_object_get(claims, "roles"), i, role)
	{
		const char *name = json_string_value(role);

		if (name != NULL)
			str_addf(out, "%s%s", out->len > 0 ? " " : "", name);
	}
	json_decref(claims);
	return 0;
}
