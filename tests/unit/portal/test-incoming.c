#include "portal/incoming.h"

#include "t.h"

/* --- targets -------------------------------------------------------------- */

static const struct {
	const char *label, *target;
	unsigned int status; /* 0: taken */
	const char *path;
	size_t segments, args;
} targets[] = {
	{ "root", "/", 0, "/", 0, 0 },
	{ "plain", "/api/v1/x", 0, "/api/v1/x", 3, 0 },
	{ "query", "/x?a=1&b=&c", 0, "/x", 1, 3 },
	{ "empty members", "/x?&&a=1&", 0, "/x", 1, 1 },
	{ "blanks", "/a%20b?x=y+z", 0, "/a b", 1, 1 },
	{ "letters beyond ASCII", "/%C3%A5", 0, "/\xc3\xa5", 1, 0 },
	{ "an encoded slash is part of a name", "/a%2Fb", 0, "/a/b", 1, 0 },
	{ "no slash", "x", 400, NULL, 0, 0 },
	{ "a whole address", "http://other.example/x", 400, NULL, 0, 0 },
	{ "star", "*", 400, NULL, 0, 0 },
	{ "NUL", "/a%00b", 400, NULL, 0, 0 },
	{ "NUL in the query", "/a?x=%00", 400, NULL, 0, 0 },
	{ "half an escape", "/a%4", 400, NULL, 0, 0 },
	{ "half an escape in the query", "/a?b=%", 400, NULL, 0, 0 },
	{ "no escape", "/a%zz", 400, NULL, 0, 0 },
	{ "bad UTF-8", "/%ff", 400, NULL, 0, 0 },
	{ "cut UTF-8", "/%c3", 400, NULL, 0, 0 },
	{ "overlong", "/%c0%af", 400, NULL, 0, 0 },
	{ "bad UTF-8 in the query", "/?a=%80", 400, NULL, 0, 0 },
	{ "raw bytes", "/\xc3\xa5", 400, NULL, 0, 0 },
	{ "dots", "/a/../b", 400, NULL, 0, 0 },
	{ "encoded dots", "/a/%2e%2e/b", 400, NULL, 0, 0 },
	{ "one dot", "/./b", 400, NULL, 0, 0 },
	{ "an empty segment", "/a//b", 400, NULL, 0, 0 },
	{ "a slash at the end", "/a/", 400, NULL, 0, 0 },
	{ "backslash", "/a\\b", 400, NULL, 0, 0 },
	{ "fragment", "/a#b", 400, NULL, 0, 0 },
	{ "too deep", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", 400, NULL,
	  0, 0 },
};

T(targets)
{
	T_EACH(row, targets) {
		AUTO(incoming_free) struct incoming *rq = incoming_new();
		bool ok = incoming_line(rq, "GET", row->target, "HTTP/1.1");

		T_EQ_INT(ok, row->status == 0);
		T_EQ_INT(rq->status, row->status);
		if (row->status != 0 || !ok)
			continue;
		T_EQ_STR(rq->path, row->path);
		T_EQ_INT(rq->n_segments, row->segments);
		T_EQ_INT(rq->n_query, row->args);
	}
}

T(query_and_lengths)
{
	AUTO(incoming_free) struct incoming *rq = incoming_new();
	AUTO(incoming_free) struct incoming *longer = incoming_new();
	static char text[TARGET_MAX + 2];

	T_OK(incoming_line(rq, "GET", "/x?a=1&b=%C3%A5+%2B", "HTTP/1.1"));
	T_EQ_STR(incoming_query(rq, "a"), "1");
	T_EQ_STR(incoming_query(rq, "b"), "\xc3\xa5 +");
	T_OK(incoming_query(rq, "c") == NULL);
	memset(text, 'x', sizeof(text) - 1);
	text[0] = '/';
	T_OK(!incoming_line(longer, "GET", text, "HTTP/1.1"));
	T_EQ_INT(longer->status, 414);
}

static const struct {
	const char *label, *method, *version;
	unsigned int status;
} lines[] = {
	{ "1.1", "GET", "HTTP/1.1", 0 },
	{ "1.0", "GET", "HTTP/1.0", 0 },
	{ "0.9", "GET", "", 505 },
	{ "2", "GET", "HTTP/2.0", 505 },
	{ "1.2", "GET", "HTTP/1.2", 505 },
	{ "delete", "DELETE", "HTTP/1.1", 0 },
	{ "trace", "TRACE", "HTTP/1.1", 501 },
	{ "small", "get", "HTTP/1.1", 501 },
	{ "connect", "CONNECT", "HTTP/1.1", 501 },
};

T(lines)
{
	T_EACH(row, lines) {
		AUTO(incoming_free) struct incoming *rq = incoming_new();

		(void)incoming_line(rq, row->method, "/", row->version);
		T_EQ_INT(rq->status, row->status);
	}
}

/* --- fields ------------------------------------------------------------------
 */

static const struct {
	const char *label;
	const char *fields[8]; /* name, value, ... */
	unsigned int status;
	long length;
	bool chunked;
} heads[] = {
	{ "host", { "Host", "a" }, 0, -1, false },
	{ "no host",
	  { "Accept", "*"
		      "/*" },
	  400,
	  -1,
	  false },
	{ "two hosts", { "Host", "a", "Host", "b" }, 400, -1, false },
	{ "length", { "Host", "a", "Content-Length", "12" }, 0, 12, false },
	{ "two lengths",
	  { "Host", "a", "Content-Length", "1", "content-length", "1" },
	  400,
	  -1,
	  false },
	{ "a list of lengths",
	  { "Host", "a", "Content-Length", "1, 1" },
	  400,
	  -1,
	  false },
	{ "signed", { "Host", "a", "Content-Length", "+1" }, 400, -1, false },
	{ "negative", { "Host", "a", "Content-Length", "-1" }, 400, -1, false },
	{ "hexadecimal",
	  { "Host", "a", "Content-Length", "0x1" },
	  400,
	  -1,
	  false },
	{ "folded", { "Host", "a", "Content-Length", "1 0" }, 400, -1, false },
	{ "empty", { "Host", "a", "Content-Length", "" }, 400, -1, false },
	{ "huge",
	  { "Host", "a", "Content-Length", "99999999999999999999" },
	  400,
	  -1,
	  false },
	{ "chunked",
	  { "Host", "a", "Transfer-Encoding", "chunked" },
	  0,
	  -1,
	  true },
	{ "both",
	  { "Host", "a", "Transfer-Encoding", "chunked", "Content-Length",
	    "3" },
	  400,
	  -1,
	  false },
	{ "both, the other way",
	  { "Host", "a", "Content-Length", "3", "Transfer-Encoding",
	    "chunked" },
	  400,
	  -1,
	  false },
	{ "chunked twice",
	  { "Host", "a", "Transfer-Encoding", "chunked", "Transfer-Encoding",
	    "chunked" },
	  400,
	  -1,
	  false },
	{ "gzip, chunked",
	  { "Host", "a", "Transfer-Encoding", "gzip, chunked" },
	  501,
	  -1,
	  false },
	{ "xchunked",
	  { "Host", "a", "Transfer-Encoding", "xchunked" },
	  501,
	  -1,
	  false },
	{ "chunked with a tab",
	  { "Host", "a", "Transfer-Encoding", "\tchunked" },
	  501,
	  -1,
	  false },
	{ "identity",
	  { "Host", "a", "Transfer-Encoding", "identity" },
	  501,
	  -1,
	  false },
	{ "no coding",
	  { "Host", "a", "Transfer-Encoding", "" },
	  400,
	  -1,
	  false },
	{ "a packed body",
	  { "Host", "a", "Content-Encoding", "gzip" },
	  415,
	  -1,
	  false },
	{ "a blank in a name",
	  { "Host", "a", "Content-Length ", "3" },
	  400,
	  -1,
	  false },
	{ "an empty name", { "Host", "a", "", "3" }, 400, -1, false },
	{ "a line end in a value",
	  { "Host", "a", "X", "b\rc" },
	  400,
	  -1,
	  false },
	{ "lists may be split",
	  { "Host", "a", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-For",
	    "5.6.7.8" },
	  0,
	  -1,
	  false },
	{ "two cookies",
	  { "Host", "a", "Cookie", "a=b", "Cookie", "a=c" },
	  400,
	  -1,
	  false },
};

T(heads)
{
	T_EACH(row, heads) {
		AUTO(incoming_free) struct incoming *rq = incoming_new();
		bool ok = incoming_line(rq, "POST", "/", "HTTP/1.1");

		for (size_t i = 0; ok && i < 8 && row->fields[i] != NULL;
		     i += 2)
			ok = incoming_field(rq, row->fields[i],
					    row->fields[i + 1]);
		ok = ok && incoming_whole(rq);
		T_EQ_INT(ok, row->status == 0);
		T_EQ_INT(rq->status, row->status);
		if (ok)
			T_EQ_INT(rq->length, row->length);
		if (ok)
			T_EQ_INT(rq->chunked, row->chunked);
	}
}

T(chunked_is_not_for_old_clients)
{
	AUTO(incoming_free) struct incoming *rq = incoming_new();

	T_OK(incoming_line(rq, "POST", "/", "HTTP/1.0"));
	T_OK(incoming_field(rq, "Host", "a"));
	T_OK(incoming_field(rq, "Transfer-Encoding", "chunked"));
	T_OK(!incoming_whole(rq));
}

T(every_byte_of_a_head_is_understood)
{
	static const char plain[] =
		"GET /a HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\n";
	static const char empty[] = "GET /a HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n";
	AUTO(incoming_free) struct incoming *rq = incoming_new();
	AUTO(incoming_free) struct incoming *other = incoming_new();

	T_OK(incoming_line(rq, "GET", "/a", "HTTP/1.1"));
	T_OK(incoming_field(rq, "Host", "a") && incoming_field(rq, "X", "b"));
	T_OK(incoming_size(rq, strlen(plain)));
	T_OK(!incoming_size(rq, strlen(plain) - 1)); /* a bare line end */
	T_OK(!incoming_size(rq, strlen(plain) + 1)); /* a fold, a NUL */
	T_EQ_INT(rq->status, 400);
	T_OK(incoming_line(other, "GET", "/a", "HTTP/1.1"));
	T_OK(incoming_field(other, "Host", "a") &&
	     incoming_field(other, "X", ""));
	T_OK(incoming_size(other, strlen(empty)));
	T_OK(incoming_size(other, strlen(empty) + 1));
	T_OK(!incoming_size(other, strlen(empty) - 1));
}

T(too_many_fields)
{
	AUTO(incoming_free) struct incoming *rq = incoming_new();
	char name[16];
	int i = 0;

	T_OK(incoming_line(rq, "GET", "/", "HTTP/1.1"));
	do
		(void)snprintf(name, sizeof(name), "X-%d", i++);
	while (incoming_field(rq, name, "a") && i <= FIELDS_MAX);
	T_EQ_INT(i, FIELDS_MAX + 1);
	T_EQ_INT(rq->status, 431);
}

static const struct {
	const char *label, *cookies, *value;
} jars[] = {
	{ "alone", "estreat=abc", "abc" },
	{ "second", "a=b; estreat=abc; c=d", "abc" },
	{ "no blank", "a=b;estreat=abc", "abc" },
	{ "a longer name", "xestreat=abc", NULL },
	{ "another's prefix", "estreat-flow=abc", NULL },
	{ "empty", "estreat=", "" },
	{ "of two the first", "estreat=1; estreat=2", "1" },
	{ "none", "", NULL },
};

T(cookies)
{
	T_EACH(row, jars) {
		AUTO(incoming_free) struct incoming *rq = incoming_new();
		const char *got;

		T_OK(incoming_line(rq, "GET", "/", "HTTP/1.1"));
		T_OK(incoming_field(rq, "Cookie", row->cookies));
		got = incoming_cookie(rq, "estreat");
		T_OK((got == NULL) == (row->value == NULL));
		if (got != NULL && row->value != NULL)
			T_EQ_STR(got, row->value);
	}
}

T_MAIN
