#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "http/http.h"
#include "said.h"
#include "source/ringcentral/limits.h"
#include "t.h"
#include "tests/fake/http-server.h"

/* A response with the headers a test wants. */
struct answering {
	int status;
	const char *headers;
};

static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	struct answering *k = ctx;

	(void)rq;
	*out = (struct fake_answer){ .status = k->status,
				     .headers = k->headers,
				     .body = "{}",
				     .len = 2 };
}

struct scene {
	struct answering say;
	struct fake_server *server;
	struct http *http;
	struct limits *limits;
	struct http_response *rp;
};

static void begin(struct scene *s, unsigned int share)
{
	*s = (struct scene){ .http = http_new(&(struct http_options){ 0 }),
			     .limits = rc_limits_new(share) };
	s->server = fake_server_start(answer, &s->say);
}

static void end(struct scene *s)
{
	http_response_free(s->rp);
	http_free(s->http);
	rc_limits_free(s->limits);
	fake_server_stop(s->server);
}

static const struct http_response *ask(struct scene *s, int status,
				       const char *headers)
{
	AUTO(http_request_free) struct http_request *rq = NULL;
	struct err e = ERR_INIT;

	s->say = (struct answering){ status, headers };
	http_response_free(s->rp);
	s->rp = NULL;
	rq = http_request_new("GET", fake_server_base(s->server));
	T_EQ_INT(http_send(s->http, rq, &s->rp, &e), 0);
	return s->rp;
}

static int take(struct scene *s, enum rc_way way, struct err *e)
{
	*e = ERR_INIT;
	return rc_limits_take(s->limits, way, 0, s->http, e);
}

/* The group is what the answer says, whatever the table thought. */
T(groups_are_learnt)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct scene s;
	struct err e;

	begin(&s, 100);
	rc_limits_learn(s.limits, WAY_DATASET,
			ask(&s, 200,
			    "X-Rate-Limit-Group: ultra\r\nX-Rate-Limit-Limit: "
			    "7\r\nX-Rate-Limit-Remaining: 6\r\n"
			    "X-Rate-Limit-Window: 30\r\n"));
	rc_limits_tell(s.limits, &text);
	T_EQ_STR(text.s, "ultra: 7 / 30 s");
	/* a penalty of that group holds nobody else */
	rc_limits_penalty(s.limits, WAY_DATASET,
			  ask(&s, 429,
			      "X-Rate-Limit-Group: ultra\r\nRetry-After: "
			      "60\r\n"));
	T_EQ_INT(take(&s, WAY_DATASET, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(strstr(e.text, "'ultra'") != NULL);
	T_EQ_INT(take(&s, WAY_TASK, &e), 0);
	end(&s);
}

T(how_long_a_penalty_lasts)
{
	static const struct {
		const char *label, *headers;
		int64_t seconds;
	} rows[] = {
		{ "seconds", "Retry-After: 47\r\n", 47 },
		{ "not told", "X-Other: 1\r\n", 30 },
		{ "rubbish", "Retry-After: soon\r\n", 30 },
		{ "beyond all reason", "Retry-After: 99999999\r\n", 26 * 3600 },
	};

	T_EACH(r, rows) {
		struct scene s;
		int64_t left_us;

		begin(&s, 100);
		rc_limits_penalty(s.limits, WAY_CALLS,
				  ask(&s, 429, r->headers));
		left_us = rc_limits_held_until(s.limits, WAY_CALLS) -
			  clock_now_us();
		T_OK(left_us > (r->seconds - 5) * CLOCK_SECOND);
		T_OK(left_us <= r->seconds * CLOCK_SECOND);
		/* the whole group rests, as the table has it */
		T_OK(rc_limits_held_until(s.limits, WAY_TASK_CREATE) > 0);
		T_EQ_INT(rc_limits_held_until(s.limits, WAY_TASK), 0);
		end(&s);
	}
}

/* As many as the window allows at once, then none before one has left it. */
T(a_window_is_kept)
{
	const int64_t now_us = INT64_C(1772359200000000);
	struct scene s;

	begin(&s, 50);
	rc_limits_learn(s.limits, WAY_CALLS,
			ask(&s, 200,
			    "X-Rate-Limit-Group: h\r\nX-Rate-Limit-Limit: "
			    "6\r\nX-Rate-Limit-Remaining: 5\r\n"
			    "X-Rate-Limit-Window: 10\r\n"));
	for (int i = 0; i < 3; i++)
		T_EQ_INT(rc_limits_place(s.limits, WAY_CALLS, now_us + i), 0);
	T_EQ_INT(rc_limits_place(s.limits, WAY_CALLS, now_us + 3),
		 10 * CLOCK_SECOND + CLOCK_SECOND / 2 - 3);
	/* a clock that was set back is no reason to wait for hours */
	T_EQ_INT(rc_limits_place(s.limits, WAY_CALLS, now_us - CLOCK_DAY), 0);
	end(&s);
}

/* Nothing left although we asked little: others use it. */
T(others_are_seen)
{
	struct scene s;
	struct err e;

	begin(&s, 100);
	rc_limits_learn(s.limits, WAY_TASK,
			ask(&s, 200,
			    "X-Rate-Limit-Group: Medium\r\n"
			    "X-Rate-Limit-Limit: 40\r\n"
			    "X-Rate-Limit-Remaining: 0\r\n"
			    "X-Rate-Limit-Window: 60\r\n"));
	T_EQ_INT(take(&s, WAY_TASK, &e), -1);
	end(&s);
}

T(a_penalty_lasts_over_a_restart)
{
	struct str kept AUTO(str_done) = STR_INIT;
	struct limits *later;
	struct scene s;

	begin(&s, 100);
	rc_limits_penalty(s.limits, WAY_CALLS,
			  ask(&s, 429,
			      "X-Rate-Limit-Group: Heavy\r\nRetry-After: "
			      "3600\r\n"));
	rc_limits_save(s.limits, &kept);
	later = rc_limits_new(100);
	rc_limits_load(later, kept.s);
	T_EQ_INT(rc_limits_held_until(later, WAY_CALLS),
		 rc_limits_held_until(s.limits, WAY_CALLS));
	T_EQ_INT(rc_limits_held_until(later, WAY_TASK), 0);
	rc_limits_free(later);
	end(&s);
}

T(what_is_kept_may_be_damaged)
{
	static const struct {
		const char *label, *text;
	} rows[] = {
		{ "nothing", "" },
		{ "no group", "2026-03-01T10:00:00Z\n" },
		{ "no time", "soon Heavy\n" },
		{ "far away", "2199-03-01T10:00:00Z Heavy\n" },
		{ "lines of nothing", "\n\n \n" },
	};

	T_EACH(r, rows) {
		struct limits *l = rc_limits_new(100);

		rc_limits_load(l, r->text);
		T_EQ_INT(rc_limits_held_until(l, WAY_CALLS), 0);
		rc_limits_free(l);
	}
}

static bool stop(void *ctx)
{
	(void)ctx;
	return true;
}

/* Somebody who would wait, twice, and is stopped. */
static void wait_stopped(void *ctx)
{
	struct limits *l = ctx;
	const struct http_options o = { .stopping = stop };
	AUTO(http_free) struct http *h = http_new(&o);

	for (int i = 0; i < 2; i++) {
		struct err e = ERR_INIT;

		T_EQ_INT(rc_limits_take(l, WAY_SIGN_IN, CLOCK_HOUR, h, &e), -1);
		T_EQ_INT(e.kind, ERR_RETRY);
	}
}

T(a_wait_is_told)
{
	static const struct {
		const char *label;
		int64_t hold_us;
		bool told;
	} rows[] = {
		{ "a second: nobody need know", CLOCK_SECOND, false },
		{ "a minute", CLOCK_MINUTE, true },
		/* that is an error, not a wait */
		{ "hours", 5 * CLOCK_HOUR, false },
	};

	T_EACH(r, rows) {
		struct limits *l = rc_limits_new(100);
		char said[1024];
		const char *at;

		rc_limits_hold(l, WAY_SIGN_IN, clock_now_us() + r->hold_us);
		said_by(wait_stopped, l, said, sizeof(said));
		at = strstr(said, "source.waiting until=");
		T_EQ_INT(at != NULL, r->told);
		T_EQ_INT(strstr(said, "group 'Auth' is used up\"\n") != NULL,
			 r->told);
		T_OK(at == NULL || strstr(at + 1, "source.waiting") == NULL);
		rc_limits_free(l);
	}
}

/* More groups than there is room for share the last place. */
T(many_groups)
{
	struct scene s;
	char headers[80];

	begin(&s, 100);
	for (int i = 0; i < 40; i++) {
		(void)snprintf(headers, sizeof(headers),
			       "X-Rate-Limit-Group: g%d\r\n", i);
		rc_limits_learn(s.limits, WAY_CALLS, ask(&s, 200, headers));
	}
	rc_limits_penalty(s.limits, WAY_CALLS, ask(&s, 429, headers));
	T_OK(rc_limits_held_until(s.limits, WAY_CALLS) > 0);
	end(&s);
}

T_MAIN
