/* What strangers sent is given by a browser's leave to save it, or to look at
   it where it cannot run. */
#include "portal/content.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "portal/answer.h"
#include "portal/incoming.h"
#include "portal/server.h"
#include "stream/reader.h"
#include "t.h"
#include "verb/print.h"

#include <string.h>

static const char bytes[] = "0123456789";

static int open_bytes(void *ctx, uint64_t from, struct reader **out,
		      struct err *e)
{
	(void)ctx;
	(void)e;
	*out = reader_mem(bytes + from, strlen(bytes) - (size_t)from);
	return 0;
}

static void wake(void *ctx)
{
	(void)ctx;
}

/* An exchange whose answer is the content; taken apart by done(). */
struct asked {
	struct exchange x;
	struct answer_head head;
};

static void ask(struct asked *a, const char *range, const struct content *what)
{
	struct content c = *what;
	struct err e = ERR_INIT;

	*a = (struct asked){ 0 };
	a->x.rq = incoming_new();
	a->x.answer = answer_new(wake, NULL, CLOCK_SECOND);
	T_OK(incoming_line(a->x.rq, "GET", "/", "HTTP/1.1"));
	if (range != NULL)
		T_OK(incoming_field(a->x.rq, "Range", range));
	c.size = strlen(bytes);
	c.open = open_bytes;
	T_EQ_INT(content_answer(&a->x, &c, &e), 0);
	answer_end(a->x.answer);
	T_OK(answer_head(a->x.answer, &a->head));
}

static void asked_done(struct asked *a)
{
	incoming_free(a->x.rq);
	answer_free(a->x.answer);
}
static inline void asked_done_auto(struct asked *a)
{
	asked_done(a);
}

static const char *field(const struct asked *a, const char *name)
{
	for (const char *at = a->head.headers; *at != '\0';) {
		const char *value = at + strlen(at) + 1;

		if (str_casecmp(at, name) == 0)
			return value;
		at = value + strlen(value) + 1;
	}
	return "";
}

static const struct {
	const char *label, *type, *given;
	bool shown;
} types[] = {
	{ "a picture", "image/png", "image/png", true },
	{ "a film", "video/mp4", "video/mp4", true },
	{ "text", "text/plain", "text/plain; charset=utf-8", true },
	{ "captions", "text/vtt", "text/vtt; charset=utf-8", true },
	{ "with a charset", "text/plain; charset=latin1",
	  "text/plain; charset=latin1", true },
	{ "a drawing runs", "image/svg+xml", "image/svg+xml", false },
	{ "a page runs", "text/html", "text/html; charset=utf-8", false },
	{ "a page of another name", "application/xhtml+xml",
	  "application/xhtml+xml", false },
	{ "XML runs by its style", "text/xml", "text/xml; charset=utf-8",
	  false },
	{ "a script", "text/javascript", "text/javascript; charset=utf-8",
	  false },
	{ "a document", "application/pdf", "application/pdf", false },
	{ "a page behind a picture", "image/png/text/html",
	  "image/png/text/html", false },
	{ "another field", "image/png\r\nX-Injected: 1",
	  "application/octet-stream", false },
	{ "a list", "text/html,image/png", "application/octet-stream", false },
	{ "quotes", "text/plain; charset=\"x\"", "application/octet-stream",
	  false },
	{ "no type", "picture", "application/octet-stream", false },
	{ "nothing", "", "application/octet-stream", false },
};

T(only_what_cannot_run_is_shown)
{
	T_EACH(row, types) {
		struct asked a AUTO(asked_done);
		const struct content c = { .media_type = row->type };

		ask(&a, NULL, &c);
		T_EQ_STR(field(&a, "Content-Type"), row->given);
		T_EQ_STR(field(&a, "Content-Disposition"),
			 row->shown ? "inline" : "attachment");
		T_OK(strstr(field(&a, "Content-Security-Policy"),
			    "sandbox; default-src 'none'") != NULL);
		T_OK(strstr(field(&a, "Content-Security-Policy"),
			    "frame-ancestors 'self'") != NULL);
	}
}

/* The frame gives it no right, nor does a window of its own. */
T(a_page_is_shown_and_may_nothing)
{
	struct asked a AUTO(asked_done);
	const struct content c = { .media_type = "text/html", .page = true };
	const char *policy;

	ask(&a, NULL, &c);
	policy = field(&a, "Content-Security-Policy");
	T_EQ_STR(field(&a, "Content-Disposition"), "inline");
	T_EQ_STR(field(&a, "Content-Type"), "text/html; charset=utf-8");
	T_OK(str_starts(policy, "sandbox; default-src 'none';"));
	T_OK(strstr(policy, "allow-") == NULL);
	T_OK(strstr(policy, "script-src") == NULL);
	T_OK(strstr(policy, "frame-ancestors 'self'") != NULL);
}

static const struct {
	const char *label, *file, *plain, *whole;
} names[] = {
	{ "plain", "a b.png", "a b.png", "a%20b.png" },
	{ "accents", "\xc3\xa5.png", "__.png", "%C3%A5.png" },
	{ "a quote ends nothing", "a\"; filename=\"b.html",
	  "a_; filename=_b.html", "a%22%3B%20filename%3D%22b.html" },
	{ "nor a backslash", "a\\\"b", "a__b", "a%5C%22b" },
	{ "nor a line's end", "a\r\nX-Injected: 1", "a__X-Injected: 1",
	  "a%0D%0AX-Injected%3A%201" },
	{ "no folders", "../a/b", ".._a_b", "..%2Fa%2Fb" },
	{ "no escapes", "a%22b", "a_22b", "a%2522b" },
	{ "no other parameter", "a; b=c", "a; b=c", "a%3B%20b%3Dc" },
};

T(a_name_stays_one_name)
{
	T_EACH(row, names) {
		struct asked a AUTO(asked_done);
		AUTO(free)
		char *want = str_printf("attachment; filename=\"%s\"; "
					"filename*=UTF-8''%s",
					row->plain, row->whole);
		const struct content c = { .media_type = "application/pdf",
					   .file = row->file };

		ask(&a, NULL, &c);
		T_EQ_STR(field(&a, "Content-Disposition"), want);
	}
}

T(a_range_of_it)
{
	struct asked a AUTO(asked_done);
	const struct content c = { .media_type = "video/mp4" };
	char got[16];

	ask(&a, "bytes=3-5", &c);
	T_EQ_INT(a.head.status, 206);
	T_EQ_INT(a.head.length, 3);
	T_EQ_STR(field(&a, "Content-Range"), "bytes 3-5/10");
	T_EQ_INT(answer_take(a.x.answer, got, sizeof(got)), 3);
	T_OK(memcmp(got, "345", 3) == 0);
}

T(no_such_range)
{
	struct asked a AUTO(asked_done);
	const struct content c = { .media_type = "video/mp4" };
	char got[16];

	ask(&a, "bytes=10-", &c);
	T_EQ_INT(a.head.status, 416);
	T_EQ_STR(field(&a, "Content-Range"), "bytes */10");
	T_EQ_INT(answer_take(a.x.answer, got, sizeof(got)), ANSWER_OVER);
}

T_MAIN
