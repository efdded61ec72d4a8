#include "target/graph/letter.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "mime/entity.h"
#include "mime/read.h"
#include "stream/reader.h"
#include "target/agent.h"

#include <inttypes.h>
#include <string.h>

#define HEADER_VALUE_MAX ((size_t)900) /* of ours, in one message header */
#define SUBJECT_MAX      ((size_t)255) /* Exchange's, in characters */
#define BLOCK            ((size_t)48 * 1024) /* a multiple of 3 */

void letter_done(struct letter *l)
{
	for (size_t i = 0; i < l->n_files; i++) {
		free(l->files[i].name);
		free(l->files[i].media_type);
	}
	free(l->files);
	str_done(&l->head);
	str_done(&l->text);
	str_done(&l->html);
	*l = LETTER_INIT;
}

/* --- the bytes, as many as were told ---------------------------------------
 */

struct exact {
	struct reader base;
	struct reader *below;
	uint64_t number, left;
};

static ssize_t exact_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	struct exact *x = (struct exact *)r;
	ssize_t n = reader_read(x->below, buf, cap, e);

	if (n < 0)
		return -1;
	if ((uint64_t)n > x->left || (n == 0 && x->left > 0))
		return err_set(e, ERR_STORE,
			       "message %" PRIu64 " is not as long as the "
			       "archive says: check the archive",
			       x->number);
	x->left -= (uint64_t)n;
	return n;
}

static void exact_free(struct reader *r)
{
	reader_free(((struct exact *)r)->below);
	free(r);
}

static const struct reader_ops exact_ops = { exact_read, exact_free };

int letter_open(const struct agent_message *m, struct reader **out,
		struct err *e)
{
	struct reader *below = NULL;
	struct exact *x;

	if (m->open(m->ctx, &below, e) < 0)
		return -1;
	x = NEW(struct exact);
	x->base.ops = &exact_ops;
	x->below = below;
	x->number = m->number;
	x->left = m->size;
	*out = &x->base;
	return 0;
}

/* --- fields ----------------------------------------------------------------
 */

static void member(struct str *out, const char *name, const char *text)
{
	str_addf(out, "%s\"%s\":", out->s[out->len - 1] == '{' ? "" : ",",
		 name);
	encode_json(out, text);
}

/* At most so many characters. */
static void cut_characters(struct str *s, size_t max)
{
	size_t at = 0;

	while (at < s->len && max > 0) {
		size_t n = utf8_sequence(s->s + at, s->len - at);

		at += n > 0 ? n : 1;
		max--;
	}
	if (at < s->len)
		str_cut(s, at);
}

static void add_subject(struct str *out, const struct entities *w)
{
	const char *field = entities_field(w, "subject");
	AUTO(str_done) struct str text = STR_INIT;

	read_text(&text, field != NULL ? field : "");
	cut_characters(&text, SUBJECT_MAX);
	member(out, "subject", text.s);
}

static void add_address(struct str *out, const struct str *name,
			const struct str *addr)
{
	str_add(out, "{\"emailAddress\":{");
	member(out, "name", name->len > 0 ? name->s : addr->s);
	member(out, "address", addr->s);
	str_add(out, "}}");
}

static void add_author(struct str *out, const struct entities *w)
{
	const char *body = entities_field(w, "from");
	AUTO(str_done) struct str name = STR_INIT;
	AUTO(str_done) struct str addr = STR_INIT;

	if (body == NULL || !read_address(&body, &name, &addr))
		return;
	str_add(out, ",\"from\":");
	add_address(out, &name, &addr);
	str_add(out, ",\"sender\":");
	add_address(out, &name, &addr);
}

static void add_recipients(struct letter *l, const struct entities *w,
			   const char *field, const char *as)
{
	const char *body = entities_field(w, field);
	struct str *out = &l->head;
	bool first = true;

	if (body == NULL)
		return;
	str_addf(out, ",\"%s\":[", as);
	for (;; first = false) {
		AUTO(str_done) struct str name = STR_INIT;
		AUTO(str_done) struct str addr = STR_INIT;

		if (!read_address(&body, &name, &addr))
			break;
		if (l->recipients++ >= LETTER_RECIPIENTS_MAX)
			continue;
		str_add(out, first ? "" : ",");
		add_address(out, &name, &addr);
	}
	str_add_char(out, ']');
}

/* Of a list of addresses whole ones only. */
static void cut_value(struct str *value)
{
	size_t at;

	if (value->len <= HEADER_VALUE_MAX)
		return;
	for (at = HEADER_VALUE_MAX; at > 0 && value->s[at] != ',';)
		at--;
	str_cut(value, at > 0 ? at : HEADER_VALUE_MAX);
}

static void add_headers(struct str *out, const struct entities *w)
{
	static const char *const names[LETTER_HEADERS_MAX] = {
		"X-Estreat-Item", "X-Estreat-Source", "X-Estreat-Kind",
		"X-Estreat-Conversation", "X-Estreat-Email"
	};
	bool any = false;

	for (size_t i = 0; i < LETTER_HEADERS_MAX; i++) {
		AUTO(free) char *lower = mem_strdup(names[i]);
		AUTO(str_done) struct str value = STR_INIT;
		const char *field;

		str_lowercase(lower);
		field = entities_field(w, lower);
		if (field == NULL || *field == '\0')
			continue;
		str_add(&value, field);
		cut_value(&value);
		str_add(out, any ? ",{" : ",\"internetMessageHeaders\":[{");
		member(out, "name", names[i]);
		member(out, "value", value.s);
		str_add_char(out, '}');
		any = true;
	}
	if (any)
		str_add_char(out, ']');
}

static void add_property(struct str *out, const char *id, const char *value)
{
	str_add(out, out->s[out->len - 1] == '[' ? "{" : ",{");
	member(out, "id", id);
	member(out, "value", value);
	str_add_char(out, '}');
}

/*
 * What makes it a message that was received, and when. Flags that lack
 * mfUnsent (0x08) are taken when a message is made and at no other time.
 */
static void add_properties(struct str *out, const struct entities *w,
			   const struct agent_message *m)
{
	const char *reply = entities_field(w, "in-reply-to");
	const char *references = entities_field(w, "references");
	char date[CLOCK_TEXT];

	str_add(out, ",\"singleValueExtendedProperties\":[");
	add_property(out, "Integer 0x0E07", "1"); /* mfRead */
	clock_rfc3339(m->time_us, date);
	add_property(out, "SystemTime 0x0039", date); /* submitted */
	add_property(out, "SystemTime 0x0E06", date); /* delivered */
	add_property(out, "String 0x001A", m->class);
	if (reply != NULL && *reply != '\0')
		add_property(out, "String 0x1042", reply);
	if (references != NULL && *references != '\0')
		add_property(out, "String 0x1039", references);
	str_add_char(out, ']');
}

static void read_head(struct letter *l, const struct entities *w,
		      const struct agent_message *m)
{
	str_add_char(&l->head, '{');
	add_subject(&l->head, w);
	add_author(&l->head, w);
	add_recipients(l, w, "to", "toRecipients");
	add_recipients(l, w, "cc", "ccRecipients");
	member(&l->head, "internetMessageId", m->message_id);
	str_add(&l->head, ",\"isRead\":true");
	add_headers(&l->head, w);
	add_properties(&l->head, w, m);
}

/* --- bodies and files ------------------------------------------------------
 */

static int read_body(struct str *out, bool *cut, struct reader *bytes,
		     struct err *e)
{
	AUTO(str_done) struct str raw = STR_INIT;

	for (;;) {
		char *to = str_room(&raw, BLOCK);
		ssize_t n = reader_read(bytes, to, BLOCK, e);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		if (raw.len > LETTER_TEXT_MAX)
			continue; /* read to the end, not kept */
		raw.len += (size_t)n;
		raw.s[raw.len] = '\0';
	}
	*cut = raw.len > LETTER_TEXT_MAX;
	if (*cut) {
		size_t at = LETTER_TEXT_MAX;

		while (at > 0 && raw.s[at - 1] != '\n')
			at--;
		str_cut(&raw, at > 0 ? at : LETTER_TEXT_MAX);
	}
	(void)utf8_clean(out, raw.s, raw.len);
	return 0;
}

static int measure(uint64_t *size, struct reader *bytes, struct err *e)
{
	AUTO(free) char *block = mem_alloc(1, BLOCK);
	ssize_t n;

	while ((n = reader_read(bytes, block, BLOCK, e)) > 0)
		*size += (uint64_t)n;
	return n < 0 ? -1 : 0;
}

static int read_file(struct letter *l, const struct entity *part, size_t at,
		     struct reader *bytes, struct err *e)
{
	uint64_t size = 0;

	if (l->n_files == LETTER_FILES_MAX) {
		l->left_out++;
		return measure(&size, bytes, e);
	}
	l->files = mem_resize(l->files, (l->n_files + 1) * sizeof(*l->files));
	l->files[l->n_files++] = (struct letter_file){
		.name = part->name[0] != '\0' ? mem_strdup(part->name)
					      : str_printf("part-%zu", at + 1),
		.media_type = mem_strdup(part->media_type),
		.at = at,
	};
	return measure(&l->files[l->n_files - 1].size, bytes, e);
}

static int read_part(struct letter *l, const struct entity *part, size_t at,
		     struct reader *bytes, struct err *e)
{
	if (!part->attachment && !l->has_text &&
	    strcmp(part->media_type, "text/plain") == 0) {
		l->has_text = true;
		return read_body(&l->text, &l->text_cut, bytes, e);
	}
	if (!part->attachment && !l->has_html &&
	    strcmp(part->media_type, "text/html") == 0) {
		l->has_html = true;
		return read_body(&l->html, &l->html_cut, bytes, e);
	}
	return read_file(l, part, at, bytes, e);
}

int letter_read(struct letter *l, const struct agent_message *m, struct err *e)
{
	AUTO(entities_free) struct entities *w = NULL;
	struct reader *bytes = NULL;
	struct entity part;
	size_t at = 0;
	int rc;

	if (letter_open(m, &bytes, e) < 0)
		return -1;
	w = entities_new(bytes);
	for (; (rc = entities_next(w, &part, e)) > 0; at++) {
		if (at == 0)
			read_head(l, w, m);
		if (read_part(l, &part, at, entities_body(w), e) < 0)
			return -1;
	}
	return rc;
}

/* --- as JSON ---------------------------------------------------------------
 */

/* What this copy lacks, a sentence each, for people. */
static void notes(const struct letter *l, bool cut, struct str *out)
{
	if (l->recipients > LETTER_RECIPIENTS_MAX)
		str_addf(out,
			 "This copy names %d of %zu recipients; " LETTER_EML
			 " and participants.csv name all.\n",
			 LETTER_RECIPIENTS_MAX, l->recipients);
	if (l->left_out > 0)
		str_addf(out, "%zu more files are in " LETTER_EML " only.\n",
			 l->left_out);
	if (cut)
		str_add(out, "The text of this copy ends early; " LETTER_EML
			     " has all of it.\n");
}

/* Behind <body ...>, or in front of it all. */
static void add_html_notes(struct str *html, const struct str *said)
{
	const char *body = strcasestr(html->s, "<body");
	const char *end = body != NULL ? strchr(body, '>') : NULL;
	size_t at = end != NULL ? (size_t)(end + 1 - html->s) : 0;
	AUTO(str_done) struct str rest = STR_INIT;
	const char *line = said->s;

	str_add(&rest, html->s + at);
	str_cut(html, at);
	while (*line != '\0') {
		size_t n = strcspn(line, "\n");

		str_addf(html, "<p>%.*s</p>\n", (int)n, line);
		line += n + (line[n] == '\n');
	}
	str_add(html, rest.s);
}

void letter_json(const struct letter *l, struct str *out)
{
	bool html = l->has_html && !(l->html_cut && l->has_text);
	AUTO(str_done) struct str body = STR_INIT;
	AUTO(str_done) struct str said = STR_INIT;

	notes(l, html ? l->html_cut : l->text_cut, &said);
	if (html) {
		str_add(&body, l->html.s);
		if (said.len > 0)
			add_html_notes(&body, &said);
	} else {
		str_add(&body, said.s);
		str_add(&body, l->text.s);
	}
	str_add(out, l->head.s);
	str_addf(out, ",\"body\":{\"contentType\":\"%s\"",
		 html ? "html" : "text");
	member(out, "content", body.s);
	str_add_char(out, '}');
}

/* A block, full but for the last. */
static ssize_t read_full(struct reader *bytes, char *to, size_t cap,
			 struct err *e)
{
	size_t n = 0;

	while (n < cap) {
		ssize_t got = reader_read(bytes, to + n, cap - n, e);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

int letter_attachment(struct str *out, const char *name, const char *media_type,
		      struct reader *bytes, struct err *e)
{
	AUTO(free) char *block = mem_alloc(1, BLOCK);
	ssize_t n;

	str_add(out, "{\"@odata.type\":\"#microsoft.graph.fileAttachment\"");
	member(out, "name", name);
	member(out, "contentType", media_type);
	str_add(out, ",\"contentBytes\":\"");
	while ((n = read_full(bytes, block, BLOCK, e)) > 0)
		encode_base64(out, block, (size_t)n);
	str_add(out, "\"}");
	return n < 0 ? -1 : 0;
}
