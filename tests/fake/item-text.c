#include "tests/fake/item-text.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"
#include "item/item.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- as text ---------------------------------------------------------------
 */

static const char *when(int64_t us, char buf[CLOCK_TEXT])
{
	return us == 0 ? "-" : clock_rfc3339(us, buf);
}

/* Line ends are shown, so that a line stays a line. */
static void add_line(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\n')
			str_add(out, "\\n");
		else if (*text == '\t')
			str_add(out, "\\t");
		else
			str_add_char(out, *text);
}

static void add_head(struct str *out, const struct item *it)
{
	char a[CLOCK_TEXT], b[CLOCK_TEXT], c[CLOCK_TEXT];

	str_addf(out, "item %s %s %s of %s/%s\n", it->ref.kind, it->ref.id,
		 it->ref.version, it->source, it->tenant);
	if (it->answers != NULL)
		str_addf(out, "answers %s %s %s\n", it->answers->kind,
			 it->answers->id, it->answers->version);
	str_addf(out, "conversation %s\n", it->conversation);
	str_addf(out, "type %s, class %s\n", it->type, it->message_class);
	str_addf(out, "title %s\nsubject %s\n", it->title, it->subject);
	str_addf(out, "time %s, start %s, end %s\n", when(it->time_us, a),
		 when(it->start_us, b), when(it->end_us, c));
}

static void add_people(struct str *out, const struct item *it)
{
	char a[CLOCK_TEXT], b[CLOCK_TEXT];

	for (size_t i = 0; i < it->n_people; i++) {
		const struct item_person *p = &it->people[i];

		str_addf(out, "person %zu%s: %s <%s> id=%s role=%s%s", i,
			 i == it->author ? " (author)" : "", p->name, p->email,
			 p->vendor_id, p->role, p->external ? " external" : "");
		if (*p->note != '\0')
			str_addf(out, " note=%s", p->note);
		str_add(out, "\n");
		for (size_t k = 0; k < p->n_spans; k++)
			str_addf(out, "    %s to %s\n",
				 when(p->spans[k].from_us, a),
				 when(p->spans[k].to_us, b));
	}
}

static void add_entry(struct str *out, const struct item_entry *en)
{
	static const char *const kinds[] = { "text", "edit", "deletion",
					     "reaction", "event" };
	char a[CLOCK_TEXT];

	str_addf(out, "    %s %s", when(en->time_us, a), kinds[en->kind]);
	if (en->author != ITEM_NOBODY)
		str_addf(out, " by %zu", en->author);
	if (en->n_to > 0 || *en->to_label != '\0')
		str_addf(out, " to \"%s\"", en->to_label);
	for (size_t i = 0; i < en->n_to; i++)
		str_addf(out, " %zu", en->to[i]);
	if (*en->id != '\0')
		str_addf(out, " id=%s", en->id);
	if (*en->target != '\0')
		str_addf(out, " target=%s", en->target);
	if (*en->parent != '\0')
		str_addf(out, " parent=%s", en->parent);
	str_add(out, ": ");
	add_line(out, en->text);
	for (size_t i = 0; i < en->n_files; i++)
		str_addf(out, " [file %s]", en->files[i]);
	str_add(out, "\n");
}

static void add_table(struct str *out, const struct item_table *t)
{
	str_addf(out, "table %s (%s)\n    |", t->title, t->note);
	for (size_t c = 0; c < t->n_columns; c++)
		str_addf(out, " %s |", t->columns[c]);
	str_add(out, "\n");
	for (size_t r = 0; r < t->n_rows; r++) {
		str_add(out, "    |");
		for (size_t c = 0; c < t->n_columns; c++) {
			str_add(out, " ");
			add_line(out, t->cells[r * t->n_columns + c]);
			str_add(out, " |");
		}
		str_add(out, "\n");
	}
}

static void add_part(struct str *out, const struct item_part *p)
{
	static const char *const states[] = {
		"captured", "absent", "pending", "failed", "expired", "earlier"
	};
	char a[CLOCK_TEXT], b[CLOCK_TEXT];

	str_addf(out, "part %s: %s \"%s\" (%s, %s %s %s, %" PRIu64 " bytes",
		 states[p->state], p->name, p->label, p->media_type, p->kind,
		 p->id, p->version, p->size);
	str_addf(out, ", %s to %s)", when(p->from_us, a), when(p->to_us, b));
	if (*p->reason != '\0')
		str_addf(out, " because: %s", p->reason);
	str_add(out, "\n");
}

void item_text(struct str *out, const struct item *it)
{
	add_head(out, it);
	add_people(out, it);
	for (size_t i = 0; i < it->n_facts; i++)
		str_addf(out, "fact %s: %s\n", it->facts[i].label,
			 it->facts[i].value);
	for (size_t i = 0; i < it->n_notices; i++)
		str_addf(out, "notice %s\n", it->notices[i]);
	for (size_t i = 0; i < it->n_texts; i++) {
		str_addf(out, "text%s %s (%s): ",
			 it->texts[i].markdown ? " (markdown)" : "",
			 it->texts[i].title, it->texts[i].note);
		add_line(out, it->texts[i].text);
		str_add(out, "\n");
	}
	for (size_t i = 0; i < it->n_conversations; i++) {
		const struct item_conversation *c = &it->conversations[i];

		str_addf(out, "conversation%s %s (%s)\n",
			 c->spoken ? " (spoken)" : "", c->title, c->note);
		for (size_t k = 0; k < c->n_entries; k++)
			add_entry(out, &c->entries[k]);
	}
	for (size_t i = 0; i < it->n_tables; i++)
		add_table(out, &it->tables[i]);
	for (size_t i = 0; i < it->n_parts; i++)
		add_part(out, &it->parts[i]);
	for (size_t i = 0; i < it->n_raws; i++)
		str_addf(out, "raw %s (%s, %" PRIu64 " bytes)\n",
			 it->raws[i].name, it->raws[i].media_type,
			 it->raws[i].size);
}

/* --- against a file -------------------------------------------------- */

static void read_file(struct str *out, const char *path)
{
	FILE *f = fopen(path, "rbe");
	char buf[4096];
	size_t n;

	if (f == NULL)
		return;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_len(out, buf, n);
	(void)fclose(f);
}

static int write_file(const struct str *s, const char *path)
{
	FILE *f = fopen(path, "wbe");

	if (f == NULL)
		return 1;
	(void)fwrite(s->s, 1, s->len, f);
	return fclose(f) != 0;
}

static int compare(const char *got, const char *want)
{
	size_t line = 1, shown = 0;

	while (*got != '\0' || *want != '\0') {
		size_t g = strcspn(got, "\n"), w = strcspn(want, "\n");

		if ((g != w || memcmp(got, want, g) != 0) && shown++ < 5) {
			printf("# line %zu\n#  got %.*s\n", line, (int)g, got);
			printf("# want %.*s\n", (int)w, want);
		}
		got += g + (got[g] == '\n');
		want += w + (want[w] == '\n');
		line++;
	}
	return shown > 0;
}

int item_text_check(const struct item *it, const char *path)
{
	struct str got AUTO(str_done) = STR_INIT;
	struct str want AUTO(str_done) = STR_INIT;

	item_text(&got, it);
	/* one thread: getenv is safe here */
	if (getenv("UPDATE_EXPECTED") != // NOLINT(concurrency-mt-unsafe)
	    NULL)
		return write_file(&got, path);
	read_file(&want, path);
	return compare(got.s, want.s);
}

/* --- what item.h promises -------------------------------------------- */

static void assert_text(const char *text)
{
	struct str s AUTO(str_done) = STR_INIT;

	assert(text != NULL);
	assert(utf8_clean(&s, text, strlen(text)));
}

static void assert_line(const char *text)
{
	assert_text(text);
	for (; *text != '\0'; text++)
		assert((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void assert_people(const struct item *it)
{
	assert(it->author == ITEM_NOBODY || it->author < it->n_people);
	for (size_t i = 0; i < it->n_people; i++) {
		const struct item_person *p = &it->people[i];

		assert_line(p->name);
		assert(*p->name != '\0');
		assert_line(p->email);
		assert_line(p->vendor_id);
		assert_line(p->role);
		assert_line(p->note);
		for (size_t k = 0; k < p->n_spans; k++)
			assert(p->spans[k].from_us >= 0 &&
			       (p->spans[k].to_us == 0 ||
				p->spans[k].to_us >= p->spans[k].from_us));
	}
}

static void assert_conversation(const struct item *it,
				const struct item_conversation *c)
{
	assert_line(c->title);
	assert_line(c->note);
	for (size_t i = 0; i < c->n_entries; i++) {
		const struct item_entry *en = &c->entries[i];

		assert(en->author == ITEM_NOBODY || en->author < it->n_people);
		for (size_t k = 0; k < en->n_to; k++)
			assert(en->to[k] < it->n_people);
		assert_line(en->id);
		assert_line(en->target);
		assert_line(en->parent);
		assert_line(en->to_label);
		assert_text(en->text);
		for (size_t k = 0; k < en->n_files; k++)
			assert_line(en->files[k]);
	}
}

static void assert_part(const struct item *it, size_t at)
{
	const struct item_part *p = &it->parts[at];

	assert_line(p->kind);
	assert_line(p->id);
	assert_line(p->version);
	assert_line(p->label);
	assert_line(p->media_type);
	assert_line(p->reason);
	assert_line(p->name);
	assert(*p->name != '\0' && *p->name != '.' && strlen(p->name) <= 150);
	assert(strpbrk(p->name, "/\\") == NULL);
	assert(p->state == ITEM_PART_CAPTURED ||
	       p->state == ITEM_PART_EARLIER || *p->reason != '\0');
	for (size_t i = 0; i < at; i++)
		assert(str_casecmp(it->parts[i].name, p->name) != 0);
}

void item_text_assert(const struct item *it)
{
	assert_line(it->ref.id);
	assert_line(it->title);
	assert_line(it->subject);
	assert(strlen(it->subject) < 2000);
	assert(it->time_us >= 0 && it->start_us >= 0);
	assert_people(it);
	for (size_t i = 0; i < it->n_facts; i++) {
		assert_line(it->facts[i].label);
		assert_line(it->facts[i].value);
	}
	for (size_t i = 0; i < it->n_notices; i++)
		assert_line(it->notices[i]);
	for (size_t i = 0; i < it->n_texts; i++) {
		assert_line(it->texts[i].title);
		assert_line(it->texts[i].note);
		assert_text(it->texts[i].text);
	}
	for (size_t i = 0; i < it->n_conversations; i++)
		assert_conversation(it, &it->conversations[i]);
	for (size_t i = 0; i < it->n_tables; i++) {
		const struct item_table *t = &it->tables[i];

		assert_line(t->title);
		assert_line(t->note);
		assert(t->n_columns > 0);
		for (size_t k = 0; k < t->n_columns; k++)
			assert_line(t->columns[k]);
		for (size_t k = 0; k < t->n_columns * t->n_rows; k++)
			assert_text(t->cells[k]);
	}
	for (size_t i = 0; i < it->n_parts; i++)
		assert_part(it, i);
}
