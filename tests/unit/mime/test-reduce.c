/* A message in fewer bytes: what goes, what stays, and that it fits. */
#include "mime/reduce.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "mime/outline.h"
#include "mime/part.h"
#include "mime/skeleton.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "t.h"

#include <stdlib.h>

#define B "=_boundary"

static char bytes[300000]; /* of every artefact: as many as it has */

static int open_part(void *ctx, const struct skeleton_artefact *a,
		     struct reader **out, struct err *e)
{
	(void)ctx;
	(void)e;
	*out = reader_mem(bytes, (size_t)a->size);
	return 0;
}

static void attach(struct str *skel, uint64_t seq, const char *name,
		   size_t size)
{
	AUTO(free)
	char *head = str_printf(
		"\r\n--" B "\r\nContent-Type: video/mp4\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"Content-Disposition: attachment;\r\n filename%s; size=%zu\r\n"
		"Content-Description: Recording %d\r\n"
		"X-Estreat-Artefact: recording-file f%d 1\r\n\r\n",
		name, size, (int)seq, (int)seq);
	struct skeleton_artefact a = { .seq = seq, .size = size };
	struct digest d = digest_of(bytes, size);

	memcpy(a.sha256, d.bytes, sizeof(a.sha256));
	skeleton_literal(skel, head, strlen(head));
	skeleton_attach(skel, &a);
}

static const char head[] =
	"Date: Sun, 01 Mar 2026 10:00:00 +0000\r\n"
	"Message-ID: <x@archive.example>\r\nMIME-Version: 1.0\r\n"
	"Content-Type: multipart/mixed; boundary=\"" B "\"\r\n\r\n\r\n--" B
	"\r\nContent-Type: text/plain\r\n\r\n--- not a boundary\r\n";

/* Three artefacts of 30,000, 200,000 and 60,000 bytes, and a tiny one. */
static void build(struct str *skel)
{
	skeleton_begin(skel);
	skeleton_literal(skel, head, sizeof(head) - 1);
	attach(skel, 11, "=small.mp4", 30000);
	attach(skel, 12, "*=utf-8''M%C3%B6te%0D%0A.mp4", 200000);
	attach(skel, 13, "=middle.mp4", 60000);
	attach(skel, 14, "=tiny.txt", 10);
	skeleton_literal(skel, "\r\n--" B "--\r\n", strlen(B) + 8);
}

static void say_where(void *ctx, const struct skeleton_artefact *a,
		      struct str *out)
{
	(void)ctx;
	str_addf(out, "https://archive.example/%d", (int)a->seq);
}

static void render(struct str *out, const struct str *skel)
{
	static const struct skeleton_opener opener = { NULL, open_part };
	AUTO(reader_free)
	struct reader *r = reader_skeleton(skel->s, skel->len, &opener);
	struct err e = ERR_INIT;
	ssize_t n;

	while ((n = reader_read(r, str_room(out, 65536), 65536, &e)) > 0)
		out->len += (size_t)n;
	*str_room(out, 1) = '\0';
	T_EQ_INT(n, 0);
}

static const struct reduce_case {
	const char *label;
	uint64_t limit;
	unsigned int replaced;
	const char *gone; /* numbers of those that go */
} cases[] = {
	{ "it fits", 1000000, 0, "" },
	{ "the largest", 250000, 1, "12" },
	{ "the two largest", 120000, 2, "12 13" },
	{ "all that is worth it", 10000, 3, "11 12 13" },
};

T(the_largest_go_until_it_fits)
{
	T_EACH(c, cases) {
		AUTO(str_done) struct str skel = STR_INIT;
		AUTO(str_done) struct str small = STR_INIT;
		AUTO(str_done) struct str again = STR_INIT;
		AUTO(str_done) struct str whole = STR_INIT;
		AUTO(str_done) struct str text = STR_INIT;
		struct reduce how = { .limit = c->limit, .where = say_where };
		struct err e = ERR_INIT;
		int64_t size;

		build(&skel);
		size = skeleton_reduce(skel.s, skel.len, &how, &small, &e);
		T_OK(size > 0 && (uint64_t)size <= c->limit);
		T_EQ_INT(how.replaced, c->replaced);
		T_EQ_INT(skeleton_size(small.s, small.len, &e), size);
		render(&text, &small);
		T_EQ_INT(text.len, size);
		for (int seq = 11; seq <= 14; seq++) {
			char where[40], number[8];

			(void)snprintf(number, sizeof(number), "%d", seq);
			(void)snprintf(where, sizeof(where),
				       "https://archive.example/%d", seq);
			T_EQ_INT(strstr(text.s, where) != NULL,
				 strstr(c->gone, number) != NULL);
		}
		T_EQ_INT(str_starts(text.s, "X-Estreat-Reduced: "),
			 c->replaced > 0);
		T_EQ_INT(skeleton_reduce(skel.s, skel.len, &how, &again, &e),
			 size);
		T_OK(again.len == small.len &&
		     memcmp(again.s, small.s, small.len) == 0);
		/* with nothing to replace it is what it was */
		render(&whole, &skel);
		T_EQ_INT(c->replaced == 0,
			 whole.len == text.len &&
				 memcmp(whole.s, text.s, text.len) == 0);
	}
	t_label = "";
}

T(what_stands_in_its_place)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(str_done) struct str small = STR_INIT;
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	struct reduce how = { .limit = 250000, .where = say_where };
	struct digest d = digest_of(bytes, 200000);
	const struct outline_part *parts;
	struct err e = ERR_INIT;

	build(&skel);
	T_OK(skeleton_reduce(skel.s, skel.len, &how, &small, &e) > 0);
	T_EQ_INT(outline_read(&o, small.s, small.len, &e), 0);
	T_EQ_INT(outline_parts(o, &parts), 5);
	T_EQ_STR(outline_field(o, "Message-ID"), "<x@archive.example>");
	T_EQ_STR(outline_field(o, "X-Estreat-Reduced"),
		 "1 of 4 files, 200000 bytes, are in the archive only");
	T_EQ_STR(parts[1].media_type, "video/mp4");
	T_EQ_INT(parts[1].seq, 11);
	T_EQ_STR(parts[2].media_type, "text/plain");
	T_OK(parts[2].attachment);
	T_EQ_INT(parts[2].seq, 0);
	T_OK(str_starts(parts[2].name, "M\303\266te"));
	T_OK(str_ends(parts[2].name, ".mp4.txt"));
	render(&text, &small);
	T_OK(strstr(text.s, "X-Estreat-Artefact: recording-file f12 1\r\n") !=
	     NULL);
	T_OK(strstr(text.s, "Content-Description: Recording 12\r\n") != NULL);
	T_OK(strstr(text.s, d.hex) != NULL);
	T_OK(strstr(text.s, "200000 bytes") != NULL);
	/* a name breaks out of no line */
	T_OK(strstr(text.s, "\r\n.mp4") == NULL);
	for (const char *at = text.s; (at = strchr(at, '\n')) != NULL; at++)
		T_OK(at > text.s && at[-1] == '\r');
}

T(what_cannot_fit_is_told)
{
	static const struct {
		const char *label;
		size_t cut; /* of the skeleton's bytes; 0: whole */
		uint64_t limit;
		enum err_kind kind;
	} rows[] = {
		{ "too small a limit", 0, 500, ERR_ITEM },
		{ "cut short", 7, 1000, ERR_STORE },
		{ "no skeleton", 3, 1000, ERR_STORE },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str skel = STR_INIT;
		AUTO(str_done) struct str small = STR_INIT;
		struct reduce how = { .limit = row->limit, .where = say_where };
		struct err e = ERR_INIT;

		build(&skel);
		T_EQ_INT(skeleton_reduce(skel.s,
					 row->cut > 0 ? row->cut : skel.len,
					 &how, &small, &e),
			 -1);
		T_EQ_INT(e.kind, row->kind);
	}
	t_label = "";
}

/* Not ours, or damaged: an artefact without the head of a part stays. */
T(an_artefact_without_a_head_stays)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(str_done) struct str small = STR_INIT;
	struct reduce how = { .limit = 1000, .where = say_where };
	struct skeleton_artefact a = { .seq = 1, .size = 100000 };
	struct err e = ERR_INIT;

	skeleton_begin(&skel);
	skeleton_attach(&skel, &a);
	skeleton_literal(&skel, "no boundary\r\n\r\n", 15);
	skeleton_attach(&skel, &a);
	T_EQ_INT(skeleton_reduce(skel.s, skel.len, &how, &small, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
	T_EQ_INT(how.replaced, 0);
}

T_MAIN
