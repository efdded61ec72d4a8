#include "mime/outline.h"

#include "base/err.h"
#include "mime/skeleton.h"
#include "t.h"

#define A "\001" /* where an artefact of 100 bytes stands, record 7 */

/* "name=value;..." and "type name size seq;..." */
static void show(struct str *fields, struct str *parts, const struct outline *o)
{
	const struct outline_field *f;
	const struct outline_part *p;

	for (size_t i = 0, n = outline_fields(o, &f); i < n; i++)
		str_addf(fields, "%s=%s;", f[i].name, f[i].value);
	for (size_t i = 0, n = outline_parts(o, &p); i < n; i++)
		str_addf(parts, "%s %s%s %llu %llu;", p[i].media_type,
			 p[i].attachment ? "+" : "", p[i].name,
			 (unsigned long long)p[i].size,
			 (unsigned long long)p[i].seq);
}

/* text, cut at A, as literals of a skeleton with an artefact between. */
static void skeleton_of(struct str *skel, const char *text)
{
	struct skeleton_artefact a = { .seq = 7, .size = 100 };

	skeleton_begin(skel);
	while (*text != '\0') {
		size_t n = strcspn(text, A);

		if (n > 0)
			skeleton_literal(skel, text, n);
		text += n;
		if (*text == A[0]) {
			skeleton_attach(skel, &a);
			text++;
		}
	}
}

#define MIXED "Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n"
#define PART  "\r\n--m\r\n"
#define END   "\r\n--m--\r\n"

static const struct {
	const char *label;
	const char *message;
	const char *fields, *parts, *text;
} messages[] = {
	{ "nothing", "", "", "text/plain  0 0;", "" },
	{ "no header", "\r\nhello\r\n", "", "text/plain  5 0;", "hello" },
	{ "plain", "Subject: a\r\nTo: b\r\n\r\nhello\r\nyou\r\n",
	  "Subject=a;To=b;", "text/plain  9 0;", "hello\nyou" },
	{ "folded and encoded",
	  "Subject: =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?q?s?=\r\n\r\n",
	  "Subject=caf\xc3\xa9s;", "text/plain  0 0;", "" },
	{ "only a header", "Subject: a", "Subject=a;", "text/plain  0 0;", "" },
	{ "bare LF", "S: a\n\nx\ny\n", "S=a;", "text/plain  3 0;", "x\ny" },
	{ "text and attachment",
	  MIXED "before" PART "Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		"caf=C3=A9 =\r\nau lait\r\n" PART
		"Content-Type: video/mp4\r\nContent-Disposition: "
		"attachment; filename=\"a b.mp4\"\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\n" A END "behind",
	  "Content-Type=multipart/mixed; boundary=\"m\";",
	  "text/plain  14 0;video/mp4 +a b.mp4 100 7;",
	  "caf\xc3\xa9 au lait\n" },
	{ "alternative inside",
	  MIXED "--m\r\nContent-Type: multipart/alternative; "
		"boundary=n\r\n\r\n--n\r\nContent-Type: text/html"
		"\r\n\r\n<p>\r\n--n\r\nContent-Type: text/plain\r\n"
		"\r\nyes\r\n--n--\r\n" PART
		"Content-Type: text/plain\r\n\r\nno" END,
	  "Content-Type=multipart/mixed; boundary=\"m\";",
	  "text/html  3 0;text/plain  3 0;text/plain  2 0;", "yes" },
	{ "text in base64",
	  "Content-Transfer-Encoding: BASE64\r\n\r\naGVs\r\nbG8=\r\n",
	  "Content-Transfer-Encoding=BASE64;", "text/plain  5 0;", "hello" },
	{ "an attached text is not the text",
	  MIXED PART "Content-Disposition: attachment; "
		     "filename=x.txt\r\n\r\nno\r\n" PART "\r\nyes" END,
	  "Content-Type=multipart/mixed; boundary=\"m\";",
	  "text/plain +x.txt 3 0;text/plain  3 0;", "yes" },
	{ "small base64 attachment",
	  MIXED PART "Content-Type: application/json; name=r.json\r\n"
		     "Content-Transfer-Encoding: base64\r\n"
		     "Content-Disposition: attachment\r\n\r\n"
		     "e30K\r\n" END,
	  "Content-Type=multipart/mixed; boundary=\"m\";",
	  "application/json +r.json 3 0;", "" },
	{ "no boundary given", "Content-Type: multipart/mixed\r\n\r\nx",
	  "Content-Type=multipart/mixed;", "multipart/mixed  1 0;", "" },
	{ "never closed", MIXED PART "\r\nyes\r\n",
	  "Content-Type=multipart/mixed; boundary=\"m\";", "text/plain  3 0;",
	  "yes" },
	{ "a part without a body", MIXED PART "X: y" END,
	  "Content-Type=multipart/mixed; boundary=\"m\";", "text/plain  0 0;",
	  "" },
	{ "a longer line is no boundary", MIXED PART "\r\n--mm\r\n--m-\r\n" END,
	  "Content-Type=multipart/mixed; boundary=\"m\";", "text/plain  10 0;",
	  "--mm\n--m-\n" },
	{ "boundary with blanks behind", MIXED "--m \t\r\n\r\nx\r\n--m-- \r\n",
	  "Content-Type=multipart/mixed; boundary=\"m\";", "text/plain  1 0;",
	  "x" },
};

T(outlines)
{
	T_EACH(row, messages) {
		AUTO(str_done) struct str skel = STR_INIT;
		AUTO(str_done) struct str fields = STR_INIT;
		AUTO(str_done) struct str parts = STR_INIT;
		AUTO(outline_free) struct outline *o = NULL;
		struct err e = ERR_INIT;
		bool cut = true;

		skeleton_of(&skel, row->message);
		T_EQ_INT(outline_read(&o, skel.s, skel.len, &e), 0);
		if (o == NULL)
			continue;
		show(&fields, &parts, o);
		T_EQ_STR(fields.s, row->fields);
		T_EQ_STR(parts.s, row->parts);
		T_EQ_STR(outline_text(o, &cut)->s, row->text);
		T_OK(!cut);
	}
}

T(bodies_by_their_place)
{
	static const struct {
		const char *label;
		size_t part, max;
		const char *want; /* NULL: too large */
	} rows[] = {
		{ "the first", 0, 100, "a\nb" },
		{ "quoted-printable", 1, 100, "<p>caf\xc3\xa9</p>" },
		{ "base64, byte for byte", 2, 100, "x,y\r\n" },
		{ "an artefact has none", 3, 100, "" },
		{ "there is no such part", 4, 100, "" },
		{ "just as much", 0, 3, "a\nb" },
		{ "more than is taken", 0, 2, NULL },
	};
	AUTO(str_done) struct str skel = STR_INIT;

	skeleton_of(&skel, MIXED PART
		    "\r\na\r\nb" PART "Content-Type: text/html\r\n"
		    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		    "<p>caf=C3=A9=\r\n</p>" PART
		    "Content-Transfer-Encoding: base64\r\n\r\n"
		    "eCx5DQo=" PART "Content-Type: video/mp4\r\n\r\n" A END);
	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;
		struct err e = ERR_INIT;
		int rc = outline_body(skel.s, skel.len, row->part, row->max,
				      &got, &e);

		T_EQ_INT(rc, row->want == NULL ? -1 : 0);
		T_EQ_STR(got.s, row->want == NULL ? "" : row->want);
	}
}

T(what_a_part_says_of_itself)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	const struct outline_field *f;
	const struct outline_part *p;
	struct err e = ERR_INIT;

	skeleton_of(&skel,
		    "Subject: =?utf-8?q?=C3=A9?=\r\n" MIXED PART
		    "Content-Description: a\r\n =?utf-8?q?=C3=A9?=\r\n"
		    "X-Estreat-Artefact: file 1 2\r\n\r\n" A PART "\r\n" END);
	T_EQ_INT(outline_read(&o, skel.s, skel.len, &e), 0);
	T_EQ_INT(outline_parts(o, &p), 2);
	T_EQ_STR(p[0].description, "a \xc3\xa9");
	T_EQ_STR(p[0].artefact, "file 1 2");
	T_EQ_STR(p[1].description, "");
	T_EQ_INT(outline_fields(o, &f), 2);
	T_EQ_STR(f[0].value, "\xc3\xa9");
	T_EQ_STR(f[0].raw, "=?utf-8?q?=C3=A9?=");
}

T(fields_by_name)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	struct err e = ERR_INIT;

	skeleton_of(&skel, "To: a\r\nSubject:b\r\nTo: c\r\n\r\n");
	T_EQ_INT(outline_read(&o, skel.s, skel.len, &e), 0);
	T_EQ_STR(outline_field(o, "TO"), "a");
	T_EQ_STR(outline_field(o, "subject"), "b");
	T_OK(outline_field(o, "from") == NULL);
}

T(deep_and_damaged)
{
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	const struct outline_part *parts;
	struct err e = ERR_INIT;

	for (int i = 0; i < 50; i++)
		str_addf(&text,
			 "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n"
			 "--b%d\r\n",
			 i, i);
	skeleton_of(&skel, text.s);
	T_EQ_INT(outline_read(&o, skel.s, skel.len, &e), 0);
	T_EQ_INT(outline_parts(o, &parts), 1);
	outline_free(TAKE(o));
	T_EQ_INT(outline_read(&o, skel.s, skel.len - 1, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_OK(o == NULL);
}

T(a_huge_text_is_cut)
{
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	struct err e = ERR_INIT;
	bool cut = false;

	str_add(&text, "\r\n");
	while (text.len < OUTLINE_TEXT_MAX + 500000)
		str_add(&text, "0123456789012345678901234567890123456789\r\n");
	skeleton_of(&skel, text.s);
	T_EQ_INT(outline_read(&o, skel.s, skel.len, &e), 0);
	T_EQ_INT(outline_text(o, &cut)->len, OUTLINE_TEXT_MAX);
	T_OK(cut);
}

T_MAIN
