#include "base/mem.h"
#include "base/str.h"
#include "sandbox/media-private.h"
#include "sandbox/media.h"
#include "t.h"

#include <stdbool.h>
#include <stdlib.h>

static uint32_t be32(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | b[3];
}

/* ---- films ---- */

/* What a walk through all boxes has found. */
struct found {
	int boxes, tracks;
	size_t mdat, mdat_len;   /* content */
	size_t stco[2], stsz[2]; /* where the boxes begin, a track each */
	size_t stsc[2];
};

static bool holds_boxes(const char *type)
{
	static const char *const names[] = { "moov", "trak", "mdia", "minf",
					     "stbl" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (memcmp(type, names[i], 4) == 0)
			return true;
	return false;
}

static void note_box(struct found *f, const char *type, size_t at, size_t len)
{
	int track = f->tracks - 1;

	f->boxes++;
	if (memcmp(type, "trak", 4) == 0)
		f->tracks++;
	if (memcmp(type, "stco", 4) == 0)
		f->stco[track] = at;
	if (memcmp(type, "stsz", 4) == 0)
		f->stsz[track] = at;
	if (memcmp(type, "stsc", 4) == 0)
		f->stsc[track] = at;
	if (memcmp(type, "mdat", 4) == 0) {
		f->mdat = at + 8;
		f->mdat_len = len - 8;
	}
}

static void walk(const struct str *s, size_t at, size_t end, struct found *f)
{
	while (at < end) {
		size_t len = at + 8 <= end ? be32(s->s + at) : 0;

		if (len < 8 || len > end - at) {
			T_FAIL("box at %zu: length %zu", at, len);
			return;
		}
		note_box(f, s->s + at + 4, at, len);
		if (holds_boxes(s->s + at + 4))
			walk(s, at + 8, at + len, f);
		at += len;
	}
	T_EQ_INT(at, end);
}

/* Bytes of all samples of a track, by its table of sizes. */
static size_t sum_of_sizes(const struct str *s, size_t stsz)
{
	size_t one = be32(s->s + stsz + 12), n = be32(s->s + stsz + 16);
	size_t sum = one * n;

	for (size_t i = 0; one == 0 && i < n; i++)
		sum += be32(s->s + stsz + 20 + 4 * i);
	return sum;
}

/* Samples in all chunks, by the two tables that say so. */
static size_t samples_in_chunks(const struct str *s, size_t stsc, size_t chunks)
{
	size_t rows = be32(s->s + stsc + 12), n;

	n = be32(s->s + stsc + 20);
	if (rows == 1)
		return chunks * n;
	T_EQ_INT(rows, 2);
	T_EQ_INT(be32(s->s + stsc + 28), chunks);
	return (chunks - 1) * n + be32(s->s + stsc + 32);
}

static void check_track(const struct str *s, const struct found *f, int t)
{
	size_t n = be32(s->s + f->stco[t] + 12);

	for (size_t i = 0; i < n; i++) {
		size_t offset = be32(s->s + f->stco[t] + 16 + 4 * i);

		T_OK(offset >= f->mdat && offset < f->mdat + f->mdat_len);
	}
	T_EQ_INT(samples_in_chunks(s, f->stsc[t], n),
		 be32(s->s + f->stsz[t] + 16));
}

T(film_is_whole)
{
	static const struct {
		const char *label;
		int seconds, width, height;
	} rows[] = {
		{ "one second", 1, 64, 48 },  { "one chunk", 8, 320, 192 },
		{ "one more", 9, 320, 192 },  { "odd sides", 20, 101, 67 },
		{ "limits below", 0, -5, 1 }, { "limits above", 3, 9999, 9999 },
		{ "an hour", 3600, 64, 48 },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str s = STR_INIT;
		struct found f = { 0 };

		media_mp4(&s, 5, row->seconds, row->width, row->height);
		walk(&s, 0, s.len, &f);
		T_EQ_INT(f.tracks, 2);
		T_EQ_INT(f.boxes, 33);
		check_track(&s, &f, 0);
		check_track(&s, &f, 1);
		T_EQ_INT(be32(s.s + f.stsz[0] + 16),
			 row->seconds > 0 ? row->seconds : 1);
		T_EQ_INT(sum_of_sizes(&s, f.stsz[0]) +
				 sum_of_sizes(&s, f.stsz[1]),
			 f.mdat_len);
	}
}

T(sound_is_whole)
{
	AUTO(str_done) struct str s = STR_INIT;
	struct found f = { 0 };

	media_m4a(&s, 5, 60);
	walk(&s, 0, s.len, &f);
	T_OK(memcmp(s.s + 4, "ftypM4A ", 8) == 0);
	T_EQ_INT(f.tracks, 1);
	check_track(&s, &f, 0);
	T_EQ_INT(sum_of_sizes(&s, f.stsz[0]), f.mdat_len);
}

/* Every frame is NAL units with true lengths and no start code inside. */
T(film_frames_are_nal_units)
{
	struct media_film *f = media_film_new(77, 640, 352);

	for (int i = 0; i < 200; i++) {
		AUTO(str_done) struct str s = STR_INIT;

		media_film_frame(f, &s);
		T_EQ_INT(be32(s.s), s.len - 4);
		T_EQ_INT(s.s[4], i % MEDIA_FILM_GOP == 0 ? 0x65 : 0x41);
		for (size_t k = 5; k + 2 < s.len; k++)
			if (s.s[k] == 0 && s.s[k + 1] == 0 &&
			    (unsigned char)s.s[k + 2] < 3)
				T_FAIL("frame %d: start code at %zu", i, k);
	}
	media_film_free(f);
	media_film_free(NULL);
}

T(nal_units_hide_start_codes)
{
	static const struct {
		const char *label;
		const char *body, *want;
		size_t len, want_len;
	} rows[] = {
		{ "nothing", "", "", 0, 0 },
		{ "code", "\0\0\1", "\0\0\3\1", 3, 4 },
		{ "three", "\0\0\3", "\0\0\3\3", 3, 4 },
		{ "four is free", "\0\0\4", "\0\0\4", 3, 3 },
		{ "one zero", "\0\1\0", "\0\1\0", 3, 3 },
		{ "zeros", "\0\0\0\0\0", "\0\0\3\0\0\3\0", 5, 7 },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str out = STR_INIT;
		AUTO(str_done) struct str body = STR_INIT;

		str_add_len(&body, row->body, row->len);
		media_nal_add(&out, 0x65, &body);
		T_EQ_INT(be32(out.s), row->want_len + 1);
		T_EQ_INT(out.len, row->want_len + 5);
		T_OK(memcmp(out.s + 5, row->want, row->want_len) == 0);
	}
}

T(scans_hide_markers)
{
	AUTO(str_done) struct str out = STR_INIT;
	AUTO(str_done) struct str raw = STR_INIT;

	str_add_len(&raw, "a\xff\xd9\xff", 4);
	media_scan_add(&out, &raw);
	T_EQ_INT(out.len, 6);
	T_OK(memcmp(out.s, "a\xff\0\xd9\xff\0", 6) == 0);
}

T(sound_frames_have_one_size)
{
	for (uint64_t seed = 0; seed < 20; seed++)
		for (int i = 0; i < 50; i++) {
			AUTO(str_done) struct str s = STR_INIT;

			media_sound_frame(&s, seed, i);
			T_EQ_INT(s.len, MEDIA_SOUND_BYTES);
		}
}

T(prefix_announces_the_rest)
{
	AUTO(str_done) struct str s = STR_INIT;
	AUTO(str_done) struct str film = STR_INIT;
	uint64_t total = (uint64_t)10 << 30;
	int64_t rest;

	str_add(&s, "kept");
	media_mp4(&film, 3, 10, 320, 192);
	rest = media_mp4_prefix(&s, 3, 10, total);
	T_EQ_INT(rest + (int64_t)s.len - 4, (int64_t)total);
	T_OK(memcmp(s.s + 4, film.s, film.len) == 0);
	T_EQ_INT(be32(s.s + 4 + film.len), 1);
	T_OK(memcmp(s.s + 8 + film.len, "free", 4) == 0);
	T_EQ_INT((uint64_t)be32(s.s + s.len - 8) << 32 | be32(s.s + s.len - 4),
		 total - film.len);

	str_cut(&s, 4);
	T_EQ_INT(media_mp4_prefix(&s, 3, 10, film.len + 15), -1);
	T_EQ_INT(s.len, 4);
	T_EQ_INT(media_mp4_prefix(&s, 3, 10, film.len + 16), 0);
	str_cut(&s, 4);
	T_EQ_INT(media_mp4_prefix(&s, 3, 10, UINT64_MAX), -1);
	T_EQ_INT(s.len, 4);
	T_EQ_STR(s.s, "kept");
}

T(filler_can_be_read_from_anywhere)
{
	char whole[300], part[300];
	uint64_t far = (uint64_t)1 << 40;

	media_filler(whole, sizeof(whole), 9, far);
	for (size_t from = 0; from < 20; from++)
		for (size_t len = 0; len < 40; len++) {
			memset(part, 'x', sizeof(part));
			media_filler(part, len, 9, far + from);
			T_OK(memcmp(part, whole + from, len) == 0);
			T_EQ_INT(part[len], 'x');
		}
	media_filler(part, sizeof(part), 10, far);
	T_OK(memcmp(part, whole, sizeof(part)) != 0);
}

/* ---- pictures ---- */

T(crc_is_the_known_one)
{
	T_EQ_INT(media_crc32("123456789", 9), 0xcbf43926);
}

T(jpg_is_whole)
{
	for (uint64_t seed = 0; seed < 50; seed++) {
		AUTO(str_done) struct str s = STR_INIT;
		size_t at = 2;

		media_jpg(&s, seed);
		T_OK(memcmp(s.s, "\xff\xd8\xff\xe0", 4) == 0);
		while (memcmp(s.s + at, "\xff\xda", 2) != 0 && at < s.len)
			at += 2 + (be32(s.s + at) & 0xffff);
		at += 14;
		/* In the scan, 0xff is followed by zero, up to the end. */
		for (; at + 2 < s.len; at++)
			if (s.s[at] == '\xff')
				T_EQ_INT(s.s[at + 1], 0);
		T_EQ_INT(at + 2, s.len);
		T_OK(memcmp(s.s + at, "\xff\xd9", 2) == 0);
	}
}

T(png_chunks_check)
{
	AUTO(str_done) struct str s = STR_INIT;
	size_t at = 8;
	int chunks = 0;

	media_png(&s, 4);
	T_OK(memcmp(s.s, "\x89PNG\r\n\x1a\n", 8) == 0);
	for (; at + 12 <= s.len; chunks++) {
		size_t len = be32(s.s + at);

		if (len > s.len - at - 12)
			break;
		T_EQ_INT(media_crc32(s.s + at + 4, len + 4),
			 be32(s.s + at + 8 + len));
		at += 12 + len;
	}
	T_EQ_INT(at, s.len);
	T_EQ_INT(chunks, 4);
	T_OK(memcmp(s.s + s.len - 8, "IEND", 4) == 0);
}

/* The table at the end says where each object begins. */
static void check_pdf(const struct str *s)
{
	const char *x = strstr(s->s + s->len - 40, "startxref\n");
	const char *row;
	size_t at;
	int n;

	T_OK(x != NULL);
	at = strtoul(x + 10, NULL, 10);
	T_OK(memcmp(s->s + at, "xref\n0 ", 7) == 0);
	n = (int)strtol(s->s + at + 7, NULL, 10);
	T_OK(n > 9);
	row = strchr(s->s + at + 5, '\n') + 1 + 20;
	for (int i = 1; i < n; i++, row += 20) {
		AUTO(free) char *head = str_printf("%d 0 obj\n", i);

		at = strtoul(row, NULL, 10);
		T_OK(at < s->len && str_starts(s->s + at, head));
	}
	T_OK(str_starts(row, "trailer\n"));
	T_OK(str_ends(s->s, "%%EOF\n"));
}

T(pdf_is_whole_with_any_title)
{
	static const struct {
		const char *label;
	} rows[] = {
		{ "Risk call" },
		{ "" },
		{ "(a) \\ <b> % räntor" },
		{ "債券デスク 𠮷田" },
		{ "اجتماع المخاطر 12 (x)" },
		{ "\xff broken \xc3" },
		{ "long long long long long long long long long long long "
		  "long long long long long long long long long long long "
		  "long long long long long long long long long long long "
		  "long long long long long long long long long long long" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str s = STR_INIT;

		media_pdf(&s, 3, row->label);
		check_pdf(&s);
	}
}

/* ---- office files ---- */

static size_t le(const struct str *s, size_t at, int bytes)
{
	size_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | (unsigned char)s->s[at + (size_t)bytes];
	return v;
}

/* The directory at the end names every part, with its true sum. */
static size_t check_zip(const struct str *s)
{
	size_t end = s->len - 22, n, at;

	T_EQ_INT(le(s, end, 4), 0x06054b50);
	n = le(s, end + 10, 2);
	at = le(s, end + 16, 4);
	T_EQ_INT(at + le(s, end + 12, 4), end);
	for (size_t i = 0; i < n; i++) {
		size_t len = le(s, at + 20, 4), name = le(s, at + 28, 2);
		size_t local = le(s, at + 42, 4), content = local + 30 + name;

		T_EQ_INT(le(s, at, 4), 0x02014b50);
		T_EQ_INT(le(s, local, 4), 0x04034b50);
		T_OK(memcmp(s->s + at + 46, s->s + local + 30, name) == 0);
		T_EQ_INT(media_crc32(s->s + content, len), le(s, at + 16, 4));
		at += 46 + name;
	}
	T_EQ_INT(at, end);
	return n;
}

T(office_files_are_archives)
{
	static const char want[] =
		">a</w:t><w:tab/><w:t xml:space=\"preserve\">"
		"b &amp; &lt;c&gt;</w:t></w:r></w:p><w:p><w:r>"
		"<w:t xml:space=\"preserve\"></w:t></w:r></w:p><w:p><w:r>"
		"<w:t xml:space=\"preserve\">d</w:t></w:r></w:p></w:body>"
		"</w:document>";
	AUTO(str_done) struct str s = STR_INIT;
	size_t at;

	media_docx(&s, "a\tb & <c>\x01\n\nd");
	T_EQ_INT(check_zip(&s), 3);
	/* The last part is stored just before the directory. */
	at = le(&s, s.len - 22 + 16, 4);
	str_cut(&s, at);
	T_OK(s.len > sizeof(want) &&
	     memcmp(s.s + s.len - strlen(want), want, strlen(want)) == 0);
	str_cut(&s, 0);
	media_xlsx(&s, "");
	T_EQ_INT(check_zip(&s), 5);
}

T(file_is_of_its_extension)
{
	static const struct {
		const char *label;
		const char *begins;
	} rows[] = {
		{ "a.pdf", "%PDF-" },    { "a.b.PDF", "%PDF-" },
		{ "a.docx", "PK\3\4" },  { "a.xlsx", "PK\3\4" },
		{ "a.png", "\x89PNG" },  { "a.jpeg", "\xff\xd8" },
		{ "a.JPG", "\xff\xd8" }, { "a.csv", "text" },
		{ "pdf", "text" },       { "", "text" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str s = STR_INIT;

		media_file(&s, 1, row->label, "text");
		T_OK(str_starts(s.s, row->begins));
	}
	for (int i = 0; i < 2; i++) {
		AUTO(str_done) struct str s = STR_INIT;

		media_file(&s, 1, i ? "a.mp4" : "a.m4a", "text");
		T_OK(memcmp(s.s + 4, i ? "ftypisom" : "ftypM4A ", 8) == 0);
	}
}

/* ---- all of them ---- */

static void make(struct str *out, int kind, uint64_t seed)
{
	str_cut(out, 0);
	switch (kind) {
	case 0:
		media_mp4(out, seed, 12, 320, 192);
		break;
	case 1:
		media_m4a(out, seed, 12);
		break;
	case 2:
		media_jpg(out, seed);
		break;
	case 3:
		media_png(out, seed);
		break;
	default:
		media_pdf(out, seed, "x");
		break;
	}
}

/*
 * The sums were written down when players and viewers had accepted the
 * files (tests/flow/media.py): a change shows here, on any machine.
 */
T(same_seed_same_bytes)
{
	static const struct {
		const char *label;
		uint32_t sum;
	} rows[] = {
		{ "mp4", 0x219bd572 }, { "m4a", 0x4e2cbacf },
		{ "jpg", 0x133d4457 }, { "png", 0x12d9c8e1 },
		{ "pdf", 0x4a9cf762 },
	};
	int kind = 0;

	T_EACH(row, rows) {
		AUTO(str_done) struct str a = STR_INIT;
		AUTO(str_done) struct str b = STR_INIT;

		make(&a, kind, 1);
		make(&b, kind, 1);
		T_OK(a.len == b.len && memcmp(a.s, b.s, a.len) == 0);
		T_EQ_INT(media_crc32(a.s, a.len), row->sum);
		make(&b, kind, 2);
		T_OK(a.len != b.len || memcmp(a.s, b.s, a.len) != 0);
		kind++;
	}
}

T_MAIN
