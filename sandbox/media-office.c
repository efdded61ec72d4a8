/*
 * docx and xlsx: a few XML parts in a ZIP, stored as they are. An office
 * program needs no more than the parts here to open them.
 */
#include "sandbox/media.h"

#include "base/str.h"
#include "sandbox/media-private.h"

#include <string.h>

#define PARTS_MAX 8
#define DOS_DATE  0x21 /* 1 January 1980, the first there is */
#define XML       "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OOXML     "http://schemas.openxmlformats.org/"
#define RELATIONS OOXML "officeDocument/2006/relationships"
#define PACKAGE   OOXML "package/2006/"
#define OFFICE    "application/vnd.openxmlformats-officedocument."

/* ---- ZIP ---- */

struct part {
	const char *name;
	uint32_t crc, len, offset;
};

struct archive {
	struct str *out;
	size_t start;
	struct part parts[PARTS_MAX];
	unsigned int n;
};

/* What the local and the central header have in common. */
static void add_part_head(struct str *out, const struct part *p)
{
	media_le16(out, 20);     /* version needed */
	media_le16(out, 0x0800); /* names are UTF-8 */
	media_le16(out, 0);      /* stored */
	media_le16(out, 0);
	media_le16(out, DOS_DATE);
	media_le32(out, p->crc);
	media_le32(out, p->len);
	media_le32(out, p->len);
	media_le16(out, (unsigned int)strlen(p->name));
	media_le16(out, 0); /* no extra field */
}

static void add_part(struct archive *a, const char *name,
		     const struct str *content)
{
	struct part *p = &a->parts[a->n++];

	*p = (struct part){ name, media_crc32(content->s, content->len),
			    (uint32_t)content->len,
			    (uint32_t)(a->out->len - a->start) };
	media_le32(a->out, 0x04034b50);
	add_part_head(a->out, p);
	str_add(a->out, name);
	str_add_len(a->out, content->s, content->len);
}

static void add_text_part(struct archive *a, const char *name,
			  const char *content)
{
	AUTO(str_done) struct str s = STR_INIT;

	str_add(&s, content);
	add_part(a, name, &s);
}

static void add_directory(struct archive *a)
{
	size_t at = a->out->len;

	for (unsigned int i = 0; i < a->n; i++) {
		media_le32(a->out, 0x02014b50);
		media_le16(a->out, 20); /* made by */
		add_part_head(a->out, &a->parts[i]);
		media_le16(a->out, 0); /* comment */
		media_le16(a->out, 0); /* disk */
		media_le16(a->out, 0);
		media_le32(a->out, 0);
		media_le32(a->out, a->parts[i].offset);
		str_add(a->out, a->parts[i].name);
	}
	media_le32(a->out, 0x06054b50);
	media_le32(a->out, 0); /* disks */
	media_le16(a->out, a->n);
	media_le16(a->out, a->n);
	media_le32(a->out, (uint32_t)(a->out->len - at - 12));
	media_le32(a->out, (uint32_t)(at - a->start));
	media_le16(a->out, 0);
}

/* ---- XML ---- */

static void add_escaped(struct str *out, const char *s, size_t len)
{
	for (; len > 0; s++, len--)
		if (*s == '&')
			str_add(out, "&amp;");
		else if (*s == '<')
			str_add(out, "&lt;");
		else if (*s == '>')
			str_add(out, "&gt;");
		else if ((unsigned char)*s >= ' ')
			str_add_char(out, *s);
}

/*
 * Write before, the part of text up to one of the characters in stop, and
 * after; returns what follows that character, or NULL at the end.
 */
static const char *add_piece(struct str *out, const char *before,
			     const char *text, const char *stop,
			     const char *after)
{
	size_t len = strcspn(text, stop);

	str_add(out, before);
	add_escaped(out, text, len);
	str_add(out, after);
	return text[len] != '\0' ? text + len + 1 : NULL;
}

/* The two parts every package begins with: one main part, of one type. */
static void add_package(struct archive *a, const char *main_part,
			const char *type, const char *more_types)
{
	AUTO(str_done) struct str s = STR_INIT;

	str_addf(&s,
		 XML "<Types xmlns=\"" PACKAGE "content-types\">"
		     "<Default Extension=\"rels\" ContentType=\"application/"
		     "vnd.openxmlformats-package.relationships+xml\"/>"
		     "<Override PartName=\"/%s\" ContentType=\"" OFFICE
		     "%s.main+xml\"/>%s</Types>",
		 main_part, type, more_types);
	add_part(a, "[Content_Types].xml", &s);
	str_cut(&s, 0);
	str_addf(&s,
		 XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
		     "<Relationship Id=\"rId1\" Type=\"" RELATIONS
		     "/officeDocument\" Target=\"%s\"/></Relationships>",
		 main_part);
	add_part(a, "_rels/.rels", &s);
}

void media_docx(struct str *out, const char *text)
{
	struct archive a = { .out = out, .start = out->len };
	AUTO(str_done) struct str s = STR_INIT;

	add_package(&a, "word/document.xml", "wordprocessingml.document", "");
	str_add(&s, XML "<w:document xmlns:w=\"" OOXML
			"wordprocessingml/2006/main\"><w:body>");
	while (text != NULL) {
		const char *end = text + strcspn(text, "\n");
		const char *tab = "";

		str_add(&s, "<w:p><w:r>");
		do {
			str_add(&s, tab);
			tab = "<w:tab/>";
			text = add_piece(&s, "<w:t xml:space=\"preserve\">",
					 text, "\t\n", "</w:t>");
		} while (text != NULL && text <= end);
		str_add(&s, "</w:r></w:p>");
	}
	str_add(&s, "</w:body></w:document>");
	add_part(&a, "word/document.xml", &s);
	add_directory(&a);
}

static void add_sheet(struct archive *a, const char *text)
{
	AUTO(str_done) struct str s = STR_INIT;

	str_add(&s, XML "<worksheet xmlns=\"" OOXML
			"spreadsheetml/2006/main\"><sheetData>");
	while (text != NULL) {
		const char *end = text + strcspn(text, "\n");

		str_add(&s, "<row>");
		do {
			text = add_piece(&s,
					 "<c t=\"inlineStr\"><is>"
					 "<t xml:space=\"preserve\">",
					 text, "\t\n", "</t></is></c>");
		} while (text != NULL && text <= end);
		str_add(&s, "</row>");
	}
	str_add(&s, "</sheetData></worksheet>");
	add_part(a, "xl/worksheets/sheet1.xml", &s);
}

void media_xlsx(struct str *out, const char *text)
{
	struct archive a = { .out = out, .start = out->len };

	add_package(&a, "xl/workbook.xml", "spreadsheetml.sheet",
		    "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
		    "ContentType=\"" OFFICE "spreadsheetml.worksheet+xml\"/>");
	add_text_part(&a, "xl/workbook.xml",
		      XML "<workbook xmlns=\"" OOXML
			  "spreadsheetml/2006/main\" xmlns:r=\"" RELATIONS
			  "\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" "
			  "r:id=\"rId1\"/></sheets></workbook>");
	add_text_part(&a, "xl/_rels/workbook.xml.rels",
		      XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
			  "<Relationship Id=\"rId1\" Type=\"" RELATIONS
			  "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
			  "</Relationships>");
	add_sheet(&a, text);
	add_directory(&a);
}
