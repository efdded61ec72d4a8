#include "mime/skeleton.h"

#include "base/err.h"
#include "base/str.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "t.h"

/* Two artefacts a test vault has: record 1, record 2. */
static const char one[] = "the first artefact, which has more than one line "
			  "in base64 because it is this long";
static const char two[] = "x";

struct test_vault {
	const char *give; /* instead of record 2, or NULL */
	bool refuse;
	int open;
};

static int open_record(void *ctx, const struct skeleton_artefact *a,
		       struct reader **out, struct err *e)
{
	struct test_vault *v = ctx;
	const char *bytes = a->seq == 1 ? one : two;

	if (v->refuse)
		return err_set(e, ERR_STORE, "no such record");
	if (a->seq == 2 && v->give != NULL)
		bytes = v->give;
	v->open++;
	*out = reader_mem(bytes, strlen(bytes));
	return 0;
}

static struct skeleton_artefact artefact(uint64_t seq, const char *bytes)
{
	struct skeleton_artefact a = { .seq = seq, .size = strlen(bytes) };
	struct digest d = digest_of(bytes, strlen(bytes));

	memcpy(a.sha256, d.bytes, sizeof(a.sha256));
	return a;
}

static void build(struct str *skel)
{
	struct skeleton_artefact a = artefact(1, one), b = artefact(2, two);

	skeleton_begin(skel);
	skeleton_literal(skel, "head\r\n", 6);
	skeleton_attach(skel, &a);
	skeleton_literal(skel, "", 0);
	skeleton_literal(skel, "between\r\n", 9);
	skeleton_attach(skel, &b);
	skeleton_attach(skel, &a);
	skeleton_literal(skel, "tail\r\n", 6);
}

static const char base64_one[] =
	"dGhlIGZpcnN0IGFydGVmYWN0LCB3aGljaCBoYXMgbW9yZSB0aGFuIG9uZSBsaW5lIGlu"
	"IGJhc2U2\r\nNCBiZWNhdXNlIGl0IGlzIHRoaXMgbG9uZw==\r\n";

static void expected(struct str *out)
{
	str_addf(out, "head\r\n%sbetween\r\neA==\r\n%stail\r\n", base64_one,
		 base64_one);
}

/* 0 at the end, -1 with e. */
static int render(struct str *out, const struct str *skel, struct test_vault *v,
		  size_t cap, struct err *e)
{
	struct skeleton_opener opener = { v, open_record };
	AUTO(reader_free)
	struct reader *r = reader_skeleton(skel->s, skel->len, &opener);
	ssize_t n;

	while ((n = reader_read(r, str_room(out, cap), cap, e)) > 0)
		out->len += (size_t)n;
	*str_room(out, 0) = '\0';
	return (int)n;
}

T(renders_at_every_cap)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(str_done) struct str want = STR_INIT;
	struct err e = ERR_INIT;

	build(&skel);
	expected(&want);
	T_EQ_INT(skeleton_size(skel.s, skel.len, &e), want.len);
	for (size_t cap = 1; cap <= want.len + 1; cap++) {
		AUTO(str_done) struct str got = STR_INIT;
		struct test_vault v = { NULL, false, 0 };

		T_EQ_INT(render(&got, &skel, &v, cap, &e), 0);
		T_EQ_STR(got.s, want.s);
		T_EQ_INT(v.open, 3);
	}
}

T(wrong_artefacts)
{
	static const struct {
		const char *label;
		const char *give;
		bool refuse;
		const char *text;
	} rows[] = {
		{ "short", "", false, "record 2 has 0 bytes, recorded were 1" },
		{ "long", "xy", false,
		  "record 2 has more than the 1 bytes recorded" },
		{ "other", "y", false,
		  "record 2 has SHA-256 a1fce4363854ff888cff4b8e7875d600c2682"
		  "390412a8cf79b37d0b11148b0fa, recorded was another" },
		{ "absent", NULL, true,
		  "artefact in record 1: no such record" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str skel = STR_INIT;

		build(&skel);
		for (size_t cap = 1; cap < 200; cap++) {
			AUTO(str_done) struct str got = STR_INIT;
			struct test_vault v = { row->give, row->refuse, 0 };
			struct err e = ERR_INIT;
			char text[ERR_TEXT];

			T_EQ_INT(render(&got, &skel, &v, cap, &e), -1);
			T_EQ_INT(e.kind, ERR_STORE);
			T_EQ_STR(err_str(&e, text, sizeof(text)), row->text);
			T_OK(strstr(got.s, "tail") == NULL);
		}
	}
}

T(damaged)
{
	AUTO(str_done) struct str skel = STR_INIT;

	build(&skel);
	/* cut anywhere but between two segments it is damaged */
	for (size_t len = 0; len < skel.len; len++) {
		AUTO(str_done) struct str cut = STR_INIT;
		AUTO(str_done) struct str got = STR_INIT;
		struct test_vault v = { NULL, false, 0 };
		struct err e = ERR_INIT, again = ERR_INIT;
		int64_t size = skeleton_size(skel.s, len, &e);

		str_add_len(&cut, skel.s, len);
		T_EQ_INT(render(&got, &cut, &v, 64, &again), size < 0 ? -1 : 0);
		T_EQ_INT(e.kind, again.kind);
		if (size >= 0)
			T_EQ_INT(got.len, size);
	}
	skel.s[6] = 'B';
	{
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		T_EQ_INT(skeleton_size(skel.s, skel.len, &e), -1);
		T_EQ_STR(err_str(&e, text, sizeof(text)),
			 "damaged skeleton: unknown segment 0x42 at byte 6");
	}
}

T(sizes_beyond_measure)
{
	AUTO(str_done) struct str skel = STR_INIT;
	struct skeleton_artefact huge = { .size = UINT64_MAX };
	struct err e = ERR_INIT;

	skeleton_begin(&skel);
	skeleton_attach(&skel, &huge);
	T_EQ_INT(skeleton_size(skel.s, skel.len, &e), -1);
	err_clear(&e);
	str_cut(&skel, 0);
	skeleton_begin(&skel);
	huge.size = (uint64_t)10 << 30;
	skeleton_attach(&skel, &huge);
	T_EQ_INT(skeleton_size(skel.s, skel.len, &e), 14693309174);
	str_cut(&skel, 0);
	skeleton_begin(&skel);
	huge.size = (uint64_t)1 << 60;
	for (int i = 0; i < 6; i++)
		skeleton_attach(&skel, &huge);
	T_EQ_INT(skeleton_size(skel.s, skel.len, &e), -1);
}

static void count(void *ctx, const struct skeleton_artefact *a)
{
	*(uint64_t *)ctx = *(uint64_t *)ctx * 10 + a->seq;
}

T(artefacts_in_order)
{
	AUTO(str_done) struct str skel = STR_INIT;
	struct err e = ERR_INIT;
	uint64_t seen = 0;

	build(&skel);
	T_EQ_INT(skeleton_artefacts(skel.s, skel.len, count, &seen, &e), 0);
	T_EQ_INT(seen, 121);
	T_EQ_INT(skeleton_artefacts(skel.s, 5, count, &seen, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T_MAIN
