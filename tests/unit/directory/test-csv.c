#include "directory/csv.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"
#include "t.h"

/* Hands out `step` bytes at a time. */
struct drip {
	struct reader base;
	struct reader *below;
	size_t step;
};

static ssize_t drip_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct drip *d = (struct drip *)r;

	return reader_read(d->below, buf, cap < d->step ? cap : d->step, e);
}

static void drip_free(struct reader *r)
{
	reader_free(((struct drip *)r)->below);
	free(r);
}

static const struct reader_ops drip_ops = { drip_read, drip_free };

static struct reader *drip(struct reader *below, size_t step)
{
	struct drip *d = NEW(struct drip);

	d->base.ops = &drip_ops;
	d->below = below;
	d->step = step;
	return &d->base;
}

/* "1<a|b> 2<!why>": what csv_next gave, as text. */
static void show(struct str *out, const char *in, size_t len, size_t step)
{
	AUTO(csv_free)
	struct csv *c = csv_new(drip(reader_mem(in, len), step));
	struct err e = ERR_INIT;
	struct csv_line l;
	int rc;

	while ((rc = csv_next(c, &l, &e)) > 0) {
		str_addf(out, "%ld<", l.number);
		if (l.bad != NULL)
			str_addf(out, "!%.12s", l.bad);
		for (size_t i = 0; i < l.n; i++)
			str_addf(out, "%s%s", i > 0 ? "|" : "", l.fields[i]);
		str_add(out, "> ");
	}
	T_EQ_INT(rc, 0);
	T_EQ_INT(csv_next(c, &l, &e), 0);
}

T(lines)
{
	static const struct {
		const char *label;
		const char *in;
		const char *want;
	} rows[] = {
		{ "empty", "", "" },
		{ "only a mark", "\xef\xbb\xbf", "" },
		{ "half a mark is text", "\xef\xbb,b", "1<\xef\xbb|b> " },
		{ "mark and text",
		  "\xef\xbb\xbf"
		  "a,b\n",
		  "1<a|b> " },
		{ "no line end", "a,b", "1<a|b> " },
		{ "CRLF", "a,b\r\nc,d\r\n", "1<a|b> 2<c|d> " },
		{ "LF", "a,b\nc,d\n", "1<a|b> 2<c|d> " },
		{ "empty fields", ",\n,,\n", "1<|> 2<||> " },
		{ "empty lines", "\n\r\na\n\n\nb\n", "3<a> 6<b> " },
		{ "spaces stay", " a , b \n", "1< a | b > " },
		{ "quoted", "\"a\",\"b\"\n", "1<a|b> " },
		{ "quoted and empty", "\"\"\n", "1<> " },
		{ "comma and quote", "\"a,b\",\"c\"\"d\"\"\"\n",
		  "1<a,b|c\"d\"> " },
		{ "line end inside", "\"a\r\nb\",c\nd\n", "1<a\r\nb|c> 3<d> " },
		{ "quote inside plain", "a\"b\nc\n", "1<!it has a quo> 2<c> " },
		{ "text after quote", "\"a\"b,c\nd\n",
		  "1<!it has text > 2<d> " },
		{ "never closed", "a\n\"b\nc\n", "1<a> 2<!its quoted f> " },
		{ "lone CR", "a\rb\nc\n", "1<!it has a car> 2<c> " },
		{ "CR at the end", "a\r", "1<a> " },
	};
	static const size_t steps[] = { 1, 2, 3, 5, 4096 };

	T_EACH(row, rows) {
		for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
			AUTO(str_done) struct str got = STR_INIT;

			show(&got, row->in, strlen(row->in), steps[i]);
			T_EQ_STR(got.s, row->want);
		}
	}
}

T(nul_is_not_text)
{
	AUTO(str_done) struct str got = STR_INIT;

	show(&got, "a\0b\nc\n", 6, 4096);
	T_EQ_STR(got.s, "1<!it holds a N> 2<c> ");
}

T(too_long_and_too_many)
{
	AUTO(str_done) struct str in = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;

	for (size_t i = 0; i <= CSV_LINE_MAX; i++)
		str_add_char(&in, 'x');
	str_add(&in, "\na\n");
	for (size_t i = 0; i < CSV_FIELDS_MAX; i++)
		str_add_char(&in, ',');
	str_add(&in, "\nb\n");
	for (size_t i = 1; i < CSV_FIELDS_MAX; i++)
		str_add_char(&in, ',');
	show(&got, in.s, in.len, 4096);
	T_OK(str_starts(got.s, "1<!it is longer> 2<a> 3<!it has more > 4<b> "
			       "5<|||"));
}

T_MAIN
