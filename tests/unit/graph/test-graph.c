/*
 * Asking Graph: what is repeated and what is not, and where the token goes.
 */
#include "graph/graph.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "t.h"
#include "tests/fake/http-server.h"

#define HOUR "Retry-After: 3600\r\n"
#define NOW  "Retry-After: 0\r\n"

struct script {
	struct fake_answer list[4]; /* in turn; the last one stays */
	int n, asked, tokens;
	const char *claims;
	char seen[64]; /* tokens that came, a letter each */
	struct str answer;
};
/* After the server, whose threads may still send it. */
static inline void script_done_auto(struct script *s)
{
	str_done(&s->answer);
}

static void token(struct script *s, struct fake_answer *out)
{
	str_cut(&s->answer, 0);
	str_addf(&s->answer,
		 "{\"token_type\":\"Bearer\",\"expires_in\":3599,"
		 "\"access_token\":\"%c.",
		 'a' + s->tokens++);
	encode_base64url(&s->answer, s->claims, strlen(s->claims));
	str_add(&s->answer, ".s\"}");
	*out = (struct fake_answer){ .status = 200,
				     .body = s->answer.s,
				     .len = s->answer.len };
}

static void graph(void *ctx, const struct fake_request *rq,
		  struct fake_answer *out)
{
	struct script *s = ctx;
	int n = s->asked < s->n ? s->asked : s->n - 1;

	if (strstr(rq->target, "/oauth2/v2.0/token") != NULL) {
		token(s, out);
		return;
	}
	if (s->asked < 63)
		s->seen[s->asked] = rq->bearer != NULL ? rq->bearer[0] : '-';
	s->asked++;
	*out = s->list[n];
	if (out->body == NULL)
		out->body = "";
	out->len = strlen(out->body);
}

struct values {
	const char *base;
};

static const struct setting settings[] = { GRAPH_SETTINGS, { NULL } };

static const char *setting(void *ctx, const char *name)
{
	const struct values *v = ctx;

	if (strcmp(name, "login-url") == 0 || strcmp(name, "graph-url") == 0)
		return v->base;
	return strcmp(name, "ca-file") == 0 ? "" : "x";
}

static const struct row {
	const char *label;
	struct fake_answer list[4];
	int n;
	bool once;
	int asked, status; /* status 0: no answer */
	int64_t wait_s;
	const char *seen;
} rows[] = {
	{ "an answer", { { 200, NULL, "{}" } }, 1, false, 1, 200, 0, "a" },
	{ "made", { { 201, NULL, "{}" } }, 1, true, 1, 201, 0, "a" },
	{ "slow down",
	  { { 429, NOW, "" }, { 503, NOW, "" }, { 200, NULL, "{}" } },
	  3,
	  true,
	  3,
	  200,
	  0,
	  "aaa" },
	{ "a long pause is the caller's",
	  { { 429, HOUR, "" } },
	  1,
	  false,
	  1,
	  429,
	  3600,
	  "a" },
	{ "failed, asked again",
	  { { 500 }, { 504 }, { 200, NULL, "{}" } },
	  3,
	  false,
	  3,
	  200,
	  0,
	  "aaa" },
	{ "failed, but once",
	  { { 500 }, { 200, NULL, "{}" } },
	  2,
	  true,
	  1,
	  500,
	  0,
	  "a" },
	{ "too slow, but once",
	  { { 504 }, { 200, NULL, "{}" } },
	  2,
	  true,
	  1,
	  504,
	  0,
	  "a" },
	{ "another token",
	  { { 401 }, { 200, NULL, "{}" } },
	  2,
	  true,
	  2,
	  200,
	  0,
	  "ab" },
	{ "no token will do", { { 401 } }, 1, false, 2, 401, 0, "ab" },
	{ "lost, asked again",
	  { { .way = FAKE_SILENT }, { 200, NULL, "{}" } },
	  2,
	  false,
	  2,
	  200,
	  0,
	  "aa" },
	{ "lost, but once",
	  { { .way = FAKE_SILENT }, { 200, NULL, "{}" } },
	  2,
	  true,
	  1,
	  0,
	  0,
	  "a" },
};

T(asking)
{
	T_EACH(row, rows) {
		struct script s AUTO(script_done) = { .n = row->n,
						      .claims = "{}",
						      .answer = STR_INIT };
		AUTO(fake_server_stop)
		struct fake_server *server = fake_server_start(graph, &s);
		struct values v = { fake_server_base(server) };
		struct host host = { .ctx = &v, .setting = setting };
		AUTO(graph_close) struct graph *g = NULL;
		AUTO(graph_answer_done) struct graph_answer a = { 0 };
		struct graph_question q = { .method = "POST",
					    .url = "/v1.0/x",
					    .media_type = "application/json",
					    .body = "{}",
					    .body_len = 2,
					    .once = row->once,
					    .patience_us = CLOCK_SECOND };
		struct err e = ERR_INIT;

		memcpy(s.list, row->list, sizeof(s.list));
		graph_answer_init(&a);
		T_EQ_INT(graph_open(&g, settings, &host, &e), 0);
		T_EQ_INT(graph_ask(g, &q, &a, &e), row->status == 0 ? -1 : 0);
		T_EQ_INT(a.status, row->status);
		T_EQ_INT(a.lost, row->status == 0);
		T_EQ_INT(s.asked, row->asked);
		T_EQ_INT(a.wait_us, row->wait_s * CLOCK_SECOND);
		(void)fake_server_requests(server);
		T_EQ_STR(s.seen, row->seen);
	}
}

/* A link of an answer leads to Graph, or it is not followed (P11). */
T(links)
{
	struct script s AUTO(
		script_done) = { .n = 1, .claims = "{}", .answer = STR_INIT };
	struct script other AUTO(
		script_done) = { .n = 1, .claims = "{}", .answer = STR_INIT };
	AUTO(fake_server_stop)
	struct fake_server *server = fake_server_start(graph, &s);
	AUTO(fake_server_stop)
	struct fake_server *there = fake_server_start(graph, &other);
	struct values v = { fake_server_base(server) };
	struct host host = { .ctx = &v, .setting = setting };
	AUTO(graph_close) struct graph *g = NULL;
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	struct graph_question q = { .method = "GET",
				    .url = fake_server_base(there) };
	struct err e = ERR_INIT;

	s.list[0] = other.list[0] =
		(struct fake_answer){ .status = 200, .body = "{}" };
	graph_answer_init(&a);
	T_EQ_INT(graph_open(&g, settings, &host, &e), 0);
	T_EQ_INT(graph_ask(g, &q, &a, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_EQ_INT(other.asked, 0);
	err_clear(&e);
	q.url = fake_server_base(server);
	T_EQ_INT(graph_ask(g, &q, &a, &e), 0);
}

T(roles)
{
	static const struct {
		const char *label, *claims, *want; /* NULL: an error */
	} claims[] = {
		{ "one", "{\"roles\":[\"Mail.ReadWrite\"]}", "Mail.ReadWrite" },
		{ "two", "{\"roles\":[\"A\",\"B\"],\"x\":1}", "A B" },
		{ "none", "{}", "" },
		{ "odd", "{\"roles\":[1,\"A\",null]}", "A" },
		{ "no list", "{\"roles\":\"A\"}", "" },
		{ "no claims", "what", NULL },
	};

	T_EACH(row, claims) {
		struct script s AUTO(script_done) = { .n = 1,
						      .claims = row->claims,
						      .answer = STR_INIT };
		AUTO(fake_server_stop)
		struct fake_server *server = fake_server_start(graph, &s);
		struct values v = { fake_server_base(server) };
		struct host host = { .ctx = &v, .setting = setting };
		AUTO(graph_close) struct graph *g = NULL;
		AUTO(str_done) struct str got = STR_INIT;
		struct err e = ERR_INIT;

		T_EQ_INT(graph_open(&g, settings, &host, &e), 0);
		T_EQ_INT(graph_roles(g, &got, &e), row->want ? 0 : -1);
		T_EQ_INT(e.kind, row->want ? ERR_NONE : ERR_SOURCE);
		T_EQ_STR(got.s, row->want ? row->want : "");
	}
}

T_MAIN
