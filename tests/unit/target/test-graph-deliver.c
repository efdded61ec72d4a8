/*
 * Graph as a script: what it answers to making a message, and what that means
 * for the message, the mailbox and the target.
 */
#include "target/graph/graph-agent.h"

#include "../fake/http-server.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "t.h"

#include <stdlib.h>

#define LARGE ((uint64_t)4000000)

struct script {
	/* the answers to making a message, in turn; the last one stays */
	struct fake_answer makes[3];
	const char *roles;      /* of the token; NULL: Mail.ReadWrite */
	const char *upload_url; /* NULL: where uploads go */
	const char *found;      /* what a search shows */
	struct fake_server *uploads;
	int made, searched, made_before_search, puts;
	struct str token, answer;
};

static struct fake_answer json(int status, const char *text)
{
	return (struct fake_answer){ .status = status,
				     .headers = "Content-Type: "
						"application/json\r\n",
				     .body = text,
				     .len = strlen(text) };
}

static void token(struct script *s, struct fake_answer *out)
{
	AUTO(str_done) struct str claims = STR_INIT;

	str_addf(&claims, "{\"roles\":[\"%s\"]}",
		 s->roles != NULL ? s->roles : "Mail.ReadWrite");
	str_cut(&s->token, 0);
	str_add(&s->token, "{\"token_type\":\"Bearer\",\"expires_in\":3599,"
			   "\"access_token\":\"e30.");
	encode_base64url(&s->token, claims.s, claims.len);
	str_add(&s->token, ".s\"}");
	*out = json(200, s->token.s);
}

static bool has(const struct fake_request *rq, const char *method,
		const char *part)
{
	return strcmp(rq->method, method) == 0 &&
	       strstr(rq->target, part) != NULL;
}

static void graph(void *ctx, const struct fake_request *rq,
		  struct fake_answer *out)
{
	struct script *s = ctx;

	if (has(rq, "POST", "/oauth2/v2.0/token")) {
		token(s, out);
	} else if (has(rq, "GET", "internetMessageId")) {
		if (s->searched++ == 0)
			s->made_before_search = s->made;
		*out = json(200,
			    s->found != NULL ? s->found : "{\"value\":[]}");
	} else if (has(rq, "GET", "/messages")) {
		*out = json(200, "{\"value\":[]}");
	} else if (has(rq, "GET", "olders?")) {
		*out = json(200, "{\"value\":[{\"id\":\"f1\"}]}");
	} else if (has(rq, "POST", "/createUploadSession")) {
		str_cut(&s->answer, 0);
		str_addf(&s->answer, "{\"uploadUrl\":\"%s/x?token=1\"}",
			 s->upload_url != NULL ? s->upload_url
					       : fake_server_base(s->uploads));
		*out = json(201, s->answer.s);
	} else if (has(rq, "POST", "/move")) {
		*out = json(201, "{\"id\":\"m2\"}");
	} else if (has(rq, "POST", "/messages")) {
		int n = s->made++;

		while (n > 0 && (n > 2 || (s->makes[n].status == 0 &&
					   s->makes[n].way == FAKE_WHOLE)))
			n--;
		*out = s->makes[n];
	} else {
		*out = (struct fake_answer){ .status = 204, .body = "" };
	}
}

/* Takes all pieces; the last one ends it. */
static void uploads(void *ctx, const struct fake_request *rq,
		    struct fake_answer *out)
{
	struct script *s = ctx;
	const char *range = strstr(rq->head, "Content-Range: bytes ");
	unsigned long long first = 0, last = 0, whole = 0;

	s->puts++;
	if (range != NULL)
		(void)sscanf(range, "Content-Range: bytes %llu-%llu/%llu",
			     &first, &last, &whole);
	*out = json(last + 1 == whole ? 201 : 200, "{}");
}

/* --- the host --------------------------------------------------------------
 */

struct values {
	const char *base, *rights;
};

static const char *setting(void *ctx, const char *name)
{
	const struct values *v = ctx;

	if (strcmp(name, "tenant-id") == 0)
		return "t-1";
	if (strcmp(name, "client-id") == 0 ||
	    strcmp(name, "client-secret") == 0)
		return "x";
	if (strcmp(name, "login-url") == 0 || strcmp(name, "graph-url") == 0)
		return v->base;
	return strcmp(name, "rights") == 0 ? v->rights : NULL;
}

/* --- a message -------------------------------------------------------------
 */

static const char head[] = "From: a@b.example\r\nTo: c@b.example\r\n"
			   "Subject: s\r\n\r\n";

static int open_message(void *ctx, struct reader **out, struct err *e)
{
	const struct str *bytes = ctx;

	(void)e;
	*out = reader_mem(bytes->s, bytes->len);
	return 0;
}

static struct agent_message message_of(struct str *bytes, uint64_t size)
{
	str_add(bytes, head);
	while (bytes->len < size)
		str_add(bytes, "a line\r\n");
	return (struct agent_message){
		.number = 1,
		.message_id = "<1@x.example>",
		.folder = "Zoom Meetings",
		.class = "IPM.Note",
		.time_us = CLOCK_DAY,
		.size = bytes->len,
		.open = open_message,
		.ctx = bytes,
		.reason = STR_INIT,
		.place = STR_INIT,
	};
}

struct result {
	int rc;
	struct err e;
	enum agent_outcome outcome;
	int64_t wait_us;
	uint64_t limit, size;
	char place[20];
	struct str reason;
};

static struct result run(struct script *s, const char *rights, uint64_t size)
{
	AUTO(fake_server_stop)
	struct fake_server *server = fake_server_start(graph, s);
	struct values v = { fake_server_base(server), rights };
	struct host host = { .ctx = &v, .setting = setting };
	AUTO(agent_close) struct agent *a = NULL;
	struct agent_session *session = NULL;
	AUTO(str_done) struct str bytes = STR_INIT;
	struct agent_message m = message_of(&bytes, size);
	struct result r = { .e = ERR_INIT, .reason = STR_INIT };

	s->token = s->answer = STR_INIT;
	T_EQ_INT(agent_graph_ops.open(&a, &host, &r.e), 0);
	T_EQ_INT(agent_graph_ops.session(a, &session, &r.e), 0);
	r.rc = agent_graph_ops.deliver(session, "anna@x.example", &m, 1, &r.e);
	r.outcome = m.outcome;
	r.wait_us = m.wait_us;
	r.size = m.size;
	r.limit = agent_graph_ops.limit_bytes(a);
	(void)snprintf(r.place, sizeof(r.place), "%s", m.place.s);
	r.reason = m.reason;
	str_done(&m.place);
	agent_session_close(session);
	str_done(&s->token);
	str_done(&s->answer);
	return r;
}

#define REFUSAL(code) "{\"error\":{\"code\":\"" code "\",\"message\":\"why\"}}"

static const struct row {
	const char *label;
	int status;
	const char *headers, *body;
	const char *roles, *rights;
	enum agent_outcome outcome;
	enum err_kind kind;
	int64_t wait_s;
} rows[] = {
	{ "made", 201, NULL, "{\"id\":\"m1\"}", NULL, NULL, AGENT_DELIVERED,
	  ERR_NONE, 0 },
	{ "throttled", 429, "Retry-After: 3600\r\n",
	  REFUSAL("ApplicationThrottled"), NULL, NULL, AGENT_THROTTLED,
	  ERR_NONE, 3600 },
	{ "busy", 503, "Retry-After: 60\r\n", REFUSAL("ErrorServerBusy"), NULL,
	  NULL, AGENT_THROTTLED, ERR_NONE, 60 },
	{ "full", 507, NULL, REFUSAL("ErrorQuotaExceeded"), NULL, NULL,
	  AGENT_FULL, ERR_NONE, 0 },
	{ "full, another status", 403, NULL, REFUSAL("ErrorQuotaExceeded"),
	  NULL, NULL, AGENT_FULL, ERR_NONE, 0 },
	{ "too large", 413, NULL, REFUSAL("ErrorMessageSizeExceeded"), NULL,
	  NULL, AGENT_TOO_LARGE, ERR_NONE, 0 },
	{ "too large, no words", 413, NULL, "", NULL, NULL, AGENT_TOO_LARGE,
	  ERR_NONE, 0 },
	{ "no mailbox", 404, NULL, REFUSAL("ErrorInvalidUser"), NULL, NULL,
	  AGENT_NO_MAILBOX, ERR_NONE, 0 },
	{ "on premises", 404, NULL, REFUSAL("MailboxNotEnabledForRESTAPI"),
	  NULL, NULL, AGENT_NO_MAILBOX, ERR_NONE, 0 },
	{ "kept out by a policy", 403, NULL, REFUSAL("ErrorAccessDenied"), NULL,
	  NULL, AGENT_FORBIDDEN, ERR_NONE, 0 },
	{ "no consent", 403, NULL, REFUSAL("ErrorAccessDenied"), "User.Read",
	  NULL, AGENT_NOT_TRIED, ERR_SOURCE, 0 },
	{ "no role", 403, NULL, REFUSAL("ErrorAccessDenied"), "User.Read",
	  "rbac", AGENT_FORBIDDEN, ERR_NONE, 0 },
	{ "not signed in", 401, NULL, REFUSAL("InvalidAuthenticationToken"),
	  NULL, NULL, AGENT_NOT_TRIED, ERR_SOURCE, 0 },
	{ "the message", 400, NULL, REFUSAL("ErrorInvalidRecipients"), NULL,
	  NULL, AGENT_REFUSED, ERR_NONE, 0 },
	{ "a folder that does not stay", 404, NULL,
	  REFUSAL("ErrorItemNotFound"), NULL, NULL, AGENT_MAILBOX, ERR_NONE,
	  0 },
	{ "no id, and again", 201, NULL, "{}", NULL, NULL, AGENT_UNKNOWN,
	  ERR_RETRY, 0 },
	{ "failed, and again", 500, NULL, REFUSAL("ErrorInternalServerError"),
	  NULL, NULL, AGENT_UNKNOWN, ERR_NONE, 0 },
};

T(what_answers_mean)
{
	T_EACH(row, rows) {
		struct script s = { .roles = row->roles };
		struct result r;

		s.makes[0] = json(row->status, row->body);
		s.makes[0].headers = row->headers;
		r = run(&s, row->rights, 100);
		T_EQ_INT(r.outcome, row->outcome);
		T_EQ_INT(r.rc, row->kind == ERR_NONE ? 0 : -1);
		T_EQ_INT(r.e.kind, row->kind);
		T_EQ_INT(r.wait_us, row->wait_s * CLOCK_SECOND);
		T_OK(row->outcome == AGENT_DELIVERED ||
		     row->outcome == AGENT_NOT_TRIED || r.reason.len > 20);
		T_EQ_INT(r.limit < r.size, row->outcome == AGENT_TOO_LARGE);
		str_done(&r.reason);
	}
}

/* The request went out on a kept connection and no answer came: it is not
   sent again before it was looked for (promise P4). */
T(lost_answers)
{
	struct script s = { .makes = { { .way = FAKE_SILENT } } };
	struct result r;

	s.makes[1] = json(201, "{\"id\":\"m1\"}");
	r = run(&s, NULL, 100);
	T_EQ_INT(r.outcome, AGENT_DELIVERED);
	T_EQ_INT(s.made_before_search, 1);
	T_EQ_INT(s.made, 2);
	T_EQ_STR(r.place, "m1");
	str_done(&r.reason);

	s = (struct script){ .makes = { { .way = FAKE_SILENT } },
			     .found = "{\"value\":[{\"id\":\"m7\"}]}" };
	r = run(&s, NULL, 100);
	T_EQ_INT(r.outcome, AGENT_DELIVERED);
	T_EQ_INT(s.made, 1);
	T_EQ_STR(r.place, "m7");
	str_done(&r.reason);

	s = (struct script){ .makes = { { .way = FAKE_SILENT },
					{ .way = FAKE_SILENT },
					{ .way = FAKE_SILENT } } };
	r = run(&s, NULL, 100);
	T_EQ_INT(r.outcome, AGENT_UNKNOWN);
	T_EQ_INT(r.e.kind, ERR_RETRY);
	T_EQ_INT(s.made, 2);
	str_done(&r.reason);
}

/* Uploads carry their own right: our token stays with Graph (P11). */
T(uploads_without_the_token)
{
	struct script s = { .puts = 0 };
	AUTO(fake_server_stop)
	struct fake_server *there = fake_server_start(uploads, &s);
	struct result r;

	s.uploads = there;
	s.makes[0] = json(201, "{\"id\":\"m1\"}");
	r = run(&s, NULL, LARGE);
	T_EQ_INT(r.outcome, AGENT_DELIVERED);
	T_EQ_STR(r.place, "m2");
	T_EQ_INT(s.puts, 2);
	T_EQ_INT(fake_server_bearers(there), 0);
	str_done(&r.reason);
}

T(uploads_in_the_clear)
{
	struct script s = { .upload_url = "http://files.example" };
	struct result r;

	s.makes[0] = json(201, "{\"id\":\"m1\"}");
	r = run(&s, NULL, LARGE);
	T_EQ_INT(r.rc, -1);
	T_EQ_INT(r.e.kind, ERR_SOURCE);
	T_EQ_INT(r.outcome, AGENT_NOT_TRIED);
	str_done(&r.reason);
}

T(settings)
{
	static const struct {
		const char *label, *rights;
		int rc;
	} bad[] = { { "good", "consent", 0 }, { "what", "all", -1 } };

	T_EACH(row, bad) {
		struct values v = { "http://127.0.0.1:1", row->rights };
		struct host host = { .ctx = &v, .setting = setting };
		AUTO(agent_close) struct agent *a = NULL;
		struct err e = ERR_INIT;

		T_EQ_INT(agent_graph_ops.open(&a, &host, &e), row->rc);
		T_EQ_INT(e.kind, row->rc < 0 ? ERR_USAGE : ERR_NONE);
	}
}

T_MAIN
