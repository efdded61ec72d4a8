/*
 * What passes by is written down as "type name flag {body}" and held against
 * a table; whatever the pieces are that the bytes come in.
 */
#include "mime/entity.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/base64.h"
#include "stream/reader.h"
#include "t.h"

#define MIXED                                                                  \
	"Subject: x\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"  \
	"preamble\r\n"

/* Bytes in pieces of `step`. */
struct slow {
	struct reader base;
	struct reader *below;
	size_t step;
	bool breaks; /* at the end */
};

static ssize_t slow_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct slow *s = (struct slow *)r;
	ssize_t n =
		reader_read(s->below, buf, cap < s->step ? cap : s->step, e);

	if (n == 0 && s->breaks)
		return err_set(e, ERR_STORE, "the disk is gone");
	return n;
}

static void slow_free(struct reader *r)
{
	reader_free(((struct slow *)r)->below);
	free(r);
}

static const struct reader_ops slow_ops = { slow_read, slow_free };

static struct entities *taken_apart(const char *bytes, size_t len, size_t step,
				    bool breaks)
{
	struct slow *s = NEW(struct slow);

	s->base.ops = &slow_ops;
	s->below = reader_mem(bytes, len);
	s->step = step;
	s->breaks = breaks;
	return entities_new(&s->base);
}

static void write_down(struct str *out, struct entities *w, size_t cap)
{
	struct err e = ERR_INIT;
	struct entity part;

	while (entities_next(w, &part, &e) > 0) {
		char buf[64];
		ssize_t n;

		str_addf(out, "%s %s%s{", part.media_type, part.name,
			 part.attachment ? "!" : "");
		while ((n = reader_read(entities_body(w), buf, cap, &e)) > 0)
			str_add_len(out, buf, (size_t)n);
		str_add_char(out, '}');
	}
	T_EQ_INT(e.kind, ERR_NONE);
}

static const struct {
	const char *label, *message, *want;
} rows[] = {
	{ "plain", "A: b\r\n\r\none\r\ntwo\r\n", "text/plain {one\r\ntwo}" },
	{ "no body", "A: b\r\n\r\n", "text/plain {}" },
	{ "no header's end", "A: b\r\n", "text/plain {}" },
	{ "nothing", "", "text/plain {}" },
	{ "bare LF", "A: b\n\none\ntwo", "text/plain {one\r\ntwo}" },
	{ "a lone CR stays", "\r\na\rb\r\n", "text/plain {a\rb}" },
	{ "empty lines", "\r\n\r\n\r\nx\r\n\r\n",
	  "text/plain {\r\n\r\nx\r\n}" },
	{ "quoted-printable",
	  "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	  "caf=C3=A9 =\r\nx\r\ny\r\n",
	  "text/plain {caf\xc3\xa9 x\r\ny}" },
	{ "base64",
	  "Content-Transfer-Encoding: BASE64\r\nContent-Type: A/B\r\n\r\n"
	  "aGVs\r\nbG8g\r\n d29y bGQ=\r\n",
	  "a/b {hello world}" },
	{ "two parts",
	  MIXED "--b\r\n\r\none\r\n\r\n--b \r\nContent-Type: a/b; name=n\r\n"
		"\r\n\r\ntwo\r\n--b--\r\nepilogue\r\n",
	  "text/plain {one\r\n}a/b n{\r\ntwo}" },
	{ "an attachment by RFC 2231",
	  MIXED "--b\r\nContent-Disposition: attachment;\r\n"
		" filename*=utf-8''caf%C3%A9\r\n\r\nx\r\n--b--\r\n",
	  "text/plain caf\xc3\xa9!{x}" },
	{ "a part without a body",
	  MIXED "--b\r\nContent-Type: a/b\r\n--b\r\n\r\nx\r\n--b--",
	  "a/b {}text/plain {x}" },
	{ "nested",
	  MIXED "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
		"--c\r\n\r\none\r\n--c\r\nContent-Type: text/html\r\n\r\ntwo"
		"\r\n--c--\r\n\r\n--b\r\n\r\nthree\r\n--b--\r\n",
	  "text/plain {one}text/html {two}text/plain {three}" },
	{ "an outer boundary ends the inner",
	  MIXED "--b\r\nContent-Type: multipart/x; boundary=c\r\n\r\n"
		"--c\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
	  "text/plain {one}text/plain {two}" },
	{ "a boundary's beginning is none",
	  MIXED "--b\r\n\r\n--bb\r\n--\r\n-b\r\n--b--",
	  "text/plain {--bb\r\n--\r\n-b}" },
	{ "cut short", MIXED "--b\r\n\r\none\r\ntw", "text/plain {one\r\ntw}" },
	{ "multipart without a boundary",
	  "Content-Type: multipart/mixed\r\n\r\nx\r\n", "multipart/mixed {x}" },
};

T(whatever_the_pieces_are)
{
	static const size_t steps[] = { 1, 2, 7, 65536 };

	T_EACH(row, rows) {
		for (size_t i = 0; i < 4; i++) {
			AUTO(entities_free)
			struct entities *w =
				taken_apart(row->message, strlen(row->message),
					    steps[i], false);
			AUTO(str_done) struct str got = STR_INIT;

			write_down(&got, w, i == 0 ? 1 : 64);
			T_EQ_STR(got.s, row->want);
		}
	}
}

T(bodies_may_be_left_alone)
{
	T_EACH(row, rows) {
		AUTO(entities_free)
		struct entities *w = taken_apart(
			row->message, strlen(row->message), 65536, false);
		struct err e = ERR_INIT;
		struct entity part;
		size_t n = 0, braces = 0;

		while (entities_next(w, &part, &e) > 0)
			n++;
		for (const char *p = row->want; *p != '\0'; p++)
			braces += *p == '{';
		T_EQ_INT(n, braces);
	}
}

T(fields)
{
	static const char message[] =
		"Subject: one\r\n two\r\nX-A:b\r\nsubject: other\r\n"
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
		"--b\r\nX-Part: c\r\n\r\n--b--\r\n";
	AUTO(entities_free)
	struct entities *w =
		taken_apart(message, strlen(message), 65536, false);
	struct err e = ERR_INIT;
	struct entity part;

	T_EQ_INT(entities_next(w, &part, &e), 1);
	T_EQ_STR(entities_field(w, "subject"), "one two");
	T_EQ_STR(entities_field(w, "x-a"), "b");
	T_OK(entities_field(w, "x-part") == NULL);
	T_OK(entities_field(w, "x") == NULL);
}

/* Lines longer than any mail has; a header larger than we keep. */
T(sizes)
{
	AUTO(str_done) struct str big = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;
	AUTO(entities_free) struct entities *w = NULL;
	AUTO(entities_free) struct entities *v = NULL;
	struct err e = ERR_INIT;
	struct entity part;

	str_add(&big, "A: b\r\n\r\n");
	for (int i = 0; i < 100000; i++)
		str_add_char(&big, (char)('a' + i % 26));
	w = taken_apart(big.s, big.len, 65536, false);
	write_down(&got, w, 64);
	T_EQ_INT(got.len, strlen("text/plain {}") + 100000);
	str_cut(&big, 0);
	while (big.len < 3 * ENTITY_HEADER_MAX)
		str_add(&big, "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
	str_add(&big, "\r\nbody\r\n");
	str_cut(&got, 0);
	v = taken_apart(big.s, big.len, 65536, false);
	write_down(&got, v, 64);
	T_EQ_STR(got.s, "text/plain {body}");
	T_EQ_INT(entities_next(v, &part, &e), 0);
}

T(a_reader_that_breaks)
{
	static const char message[] = "A: b\r\n\r\none\r\ntwo";
	AUTO(entities_free)
	struct entities *w = taken_apart(message, strlen(message), 5, true);
	AUTO(entities_free)
	struct entities *v = taken_apart(message, strlen(message), 5, true);
	struct err e = ERR_INIT;
	struct entity part;
	char buf[64];
	ssize_t n = 1;

	T_EQ_INT(entities_next(w, &part, &e), 1);
	while (n > 0)
		n = reader_read(entities_body(w), buf, 1, &e);
	T_EQ_INT(n, -1);
	T_EQ_INT(e.kind, ERR_STORE);
	err_clear(&e);
	T_EQ_INT(entities_next(v, &part, &e), 1);
	T_EQ_INT(entities_next(v, &part, &e), -1);
}

T_MAIN
