/*
 * One page of PDF 1.4. Latin letters of the title are set in Helvetica,
 * which every viewer has. All others have codes of their own (1 for the
 * first) in a font of type 3, where each is a small pattern: no font that
 * has them all could be carried along. Its ToUnicode map says what they
 * are, so that any script is found and copied. As a printer of Arabic or
 * Hebrew does, letters are placed in the order in which they are seen.
 */
#include "sandbox/media.h"

#include "base/encode.h"
#include "base/str.h"
#include "sandbox/dice.h"
#include "sandbox/media-private.h"

#include <string.h>

#define CHARS_MAX 200
#define LINE      40 /* characters in a line of the title */
#define GLYPHS    10 /* number of the first glyph's object */
#define OBJECTS   (GLYPHS + CHARS_MAX)
#define BOARD_W   42
#define BOARD_H   22
#define CELL      18

struct page {
	struct str *out;
	size_t start;              /* where the file begins in out */
	size_t offsets[OBJECTS];   /* of each object from start */
	int n;                     /* objects so far */
	uint32_t chars[CHARS_MAX]; /* of the title */
	int n_chars;
};

static void add_utf16(struct str *out, uint32_t c)
{
	if (c >= 0x10000)
		str_addf(out, "%04X%04X", (unsigned int)(0xd7c0 + (c >> 10)),
			 (unsigned int)(0xdc00 | (c & 0x3ff)));
	else
		str_addf(out, "%04X", (unsigned int)c);
}

static uint32_t decode(const char *s, size_t n)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	return c;
}

static void begin_object(struct page *p)
{
	p->offsets[p->n] = p->out->len - p->start;
	p->n++;
	str_addf(p->out, "%d 0 obj\n", p->n);
}

static void add_object(struct page *p, const char *text)
{
	begin_object(p);
	str_add(p->out, text);
	str_add(p->out, "\nendobj\n");
}

static void add_stream(struct page *p, const struct str *content)
{
	begin_object(p);
	str_addf(p->out, "<< /Length %zu >>\nstream\n", content->len);
	str_add_len(p->out, content->s, content->len);
	str_add(p->out, "\nendstream\nendobj\n");
}

static void read_title(struct page *p, const char *title)
{
	size_t len = strlen(title), n;

	for (size_t at = 0; at < len && p->n_chars < CHARS_MAX; at += n) {
		n = utf8_sequence(title + at, len - at);
		if (n > 0)
			p->chars[p->n_chars++] = decode(title + at, n);
		else
			n = 1;
	}
}

/* As ISO 8859-1 has it, which WinAnsiEncoding includes. */
static bool is_latin(uint32_t c)
{
	return (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xff);
}

static void add_unicode_map(struct page *p)
{
	AUTO(str_done) struct str map = STR_INIT;

	str_add(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\n"
		      "begincmap\n/CMapName /Title def\n/CMapType 2 def\n"
		      "1 begincodespacerange\n<00> <FF>\n"
		      "endcodespacerange\n");
	for (int i = 0; i < p->n_chars; i++) {
		str_addf(&map, "1 beginbfchar\n<%02X> <", i + 1);
		add_utf16(&map, p->chars[i]);
		str_add(&map, ">\nendbfchar\n");
	}
	str_add(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
		      "end\nend");
	add_stream(p, &map);
}

static bool is_right_to_left(uint32_t c)
{
	return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfefc);
}

static bool runs_rightwards(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || (c >= 0xc0 && !is_right_to_left(c));
}

static void reverse(int *order, int from, int to)
{
	for (; from < --to; from++) {
		int held = order[from];

		order[from] = order[to];
		order[to] = held;
	}
}

/*
 * The order of a line as it is seen: where there is a letter that runs
 * leftwards, the line does, and in it the others keep their own order.
 */
static void order_line(const struct page *p, int from, int n, int *order)
{
	bool leftwards = false;

	for (int i = 0; i < n; i++) {
		order[i] = from + i;
		leftwards |= is_right_to_left(p->chars[from + i]);
	}
	if (!leftwards)
		return;
	reverse(order, 0, n);
	for (int i = 0, end; i < n; i = end + 1) {
		for (end = i; end < n; end++)
			if (!runs_rightwards(p->chars[order[end]]))
				break;
		reverse(order, i, end);
	}
}

static void draw_line(const struct page *p, struct str *c, int from, int to)
{
	int order[LINE];

	order_line(p, from, to - from, order);
	for (int i = 0; i < to - from; i++) {
		uint32_t ch = p->chars[order[i]];

		if (is_latin(ch))
			str_addf(c, "/F1 18 Tf <%02X> Tj\n", (unsigned int)ch);
		else
			str_addf(c, "/F2 18 Tf <%02X> Tj\n", order[i] + 1);
	}
	str_add(c, "T*\n");
}

static void draw_title(const struct page *p, struct str *c)
{
	str_add(c, "0 g BT 24 TL 40 560 Td\n");
	for (int i = 0; i < p->n_chars; i += LINE)
		draw_line(p, c, i,
			  i + LINE < p->n_chars ? i + LINE : p->n_chars);
	str_add(c, "ET\n");
}

/* Cells of one colour beside each other are one rectangle. */
static void draw_board(struct str *c, uint64_t seed)
{
	struct media_picture p;

	media_picture_init(&p, BOARD_W, BOARD_H, seed);
	media_picture_board(&p, seed);
	for (int i = 0, n; i < BOARD_W * BOARD_H; i += n) {
		struct media_rgb rgb = p.colours[p.cells[i]];

		for (n = 1; (i + n) % BOARD_W != 0; n++)
			if (p.cells[i + n] != p.cells[i])
				break;
		str_addf(c, "%.2f %.2f %.2f rg %d %d %d %d re f\n",
			 rgb.r / 255.0, rgb.g / 255.0, rgb.b / 255.0,
			 40 + i % BOARD_W * CELL,
			 20 + (BOARD_H - 1 - i / BOARD_W) * CELL, n * CELL,
			 CELL);
	}
	media_picture_done(&p);
}

/* A pattern of three by three squares, from the bits of the character. */
static void add_glyph(struct str *out, uint32_t c)
{
	uint64_t bits = dice_mix(c);

	str_add(out, "600 0 0 0 600 800 d1\n");
	for (int i = 0; i < 9; i++)
		if (bits >> i & 1)
			str_addf(out, "%d %d 160 220 re f\n", i % 3 * 180,
				 i / 3 * 240);
}

static void add_glyphs(struct page *p)
{
	AUTO(str_done) struct str glyph = STR_INIT;

	begin_object(p);
	str_add(p->out, "<<");
	for (int i = 0; i < p->n_chars; i++)
		str_addf(p->out, " /c%d %d 0 R", i + 1, GLYPHS + i);
	str_add(p->out, " >>\nendobj\n");
	for (int i = 0; i < p->n_chars; i++) {
		str_cut(&glyph, 0);
		add_glyph(&glyph, p->chars[i]);
		add_stream(p, &glyph);
	}
}

static void add_pattern_font(struct page *p)
{
	begin_object(p);
	str_addf(p->out,
		 "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 800] "
		 "/FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> "
		 "/ToUnicode 7 0 R /CharProcs 9 0 R /FirstChar 1 "
		 "/LastChar %d /Widths [",
		 p->n_chars);
	for (int i = 0; i < p->n_chars; i++)
		str_add(p->out, " 600");
	str_add(p->out, " ] /Encoding << /Type /Encoding /Differences [1");
	for (int i = 0; i < p->n_chars; i++)
		str_addf(p->out, " /c%d", i + 1);
	str_add(p->out, " ] >> >>\nendobj\n");
}

static void add_info(struct page *p)
{
	begin_object(p);
	str_add(p->out, "<< /Title <FEFF");
	for (int i = 0; i < p->n_chars; i++)
		add_utf16(p->out, p->chars[i]);
	str_add(p->out, "> /Producer (Estreat sandbox) >>\nendobj\n");
}

static void add_end(struct page *p)
{
	size_t at = p->out->len - p->start;

	str_addf(p->out, "xref\n0 %d\n0000000000 65535 f \n", p->n + 1);
	for (int i = 0; i < p->n; i++)
		str_addf(p->out, "%010zu 00000 n \n", p->offsets[i]);
	str_addf(p->out,
		 "trailer\n<< /Size %d /Root 1 0 R /Info 8 0 R >>\n"
		 "startxref\n%zu\n%%%%EOF\n",
		 p->n + 1, at);
}

void media_pdf(struct str *out, uint64_t seed, const char *title)
{
	AUTO(str_done) struct str content = STR_INIT;
	struct page p = { .out = out, .start = out->len };

	read_title(&p, title);
	if (p.n_chars == 0)
		read_title(&p, "-");
	draw_board(&content, seed);
	draw_title(&p, &content);
	str_add(out, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
	add_object(&p, "<< /Type /Catalog /Pages 2 0 R >>");
	add_object(&p, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	add_object(&p, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] "
		       "/Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 "
		       "6 0 R >> >> >>");
	add_stream(&p, &content);
	add_object(&p, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
		       "/Encoding /WinAnsiEncoding >>");
	add_pattern_font(&p);
	add_unicode_map(&p);
	add_info(&p);
	add_glyphs(&p);
	add_end(&p);
}
