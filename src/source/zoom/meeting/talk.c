#include "source/zoom/meeting/talk.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/keys.h"
#include "stream/reader.h"

#include <stdlib.h>
#include <string.h>

void talk_init(struct talk *t, struct work *w, const char *title)
{
	*t = (struct talk){ .w = w,
			    .title = title,
			    .senders = keys_new(),
			    .seen = keys_new() };
}

void talk_done(struct talk *t)
{
	keys_free(t->senders);
	keys_free(t->seen);
	arena_free(t->scratch);
}

struct arena *talk_scratch(struct talk *t)
{
	if (t->scratch == NULL || ++t->scratched % 500 == 0) {
		arena_free(t->scratch);
		t->scratch = arena_new();
	}
	return t->scratch;
}

struct item_entry *talk_line(struct talk *t, const char *text)
{
	size_t len = strlen(text);
	struct item_entry *en;

	t->found++;
	if (t->hidden)
		return NULL;
	if (t->to == NULL)
		t->to = item_add_conversation(t->w->it, t->title);
	if (t->to->n_entries >= TALK_SHOWN || t->bytes + len > TALK_SHOWN_BYTES)
		return NULL;
	t->bytes += len;
	en = item_add_entry(t->w->it, t->to);
	en->text = arena_dup(t->w->a, text, len);
	return en;
}

/* "Anna Berg (Host)": the role at its end, and the name without it. */
static const char *marked_role(struct arena *a, const char *name,
			       const char **bare)
{
	static const struct {
		const char *mark, *role;
	} marks[] = {
		{ " (host)", "Host" },         { " (host, me)", "Host" },
		{ " (co-host)", "Co-host" },   { " (co-host, me)", "Co-host" },
		{ " (panelist)", "Panelist" }, { " (guest)", "" },
		{ " (external)", "" },         { " (me)", "" },
	};
	size_t len = strlen(name), n;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		n = strlen(marks[i].mark);
		if (len <= n || str_casecmp(name + len - n, marks[i].mark) != 0)
			continue;
		*bare = arena_dup(a, name, len - n);
		return marks[i].role;
	}
	return NULL;
}

static size_t look_up(struct talk *t, const char *name, const char *email,
		      const char *account)
{
	struct people *p = t->w->people;
	const char *bare = name, *role = NULL;
	size_t who;

	if (people_find(p, name) == PEOPLE_NOBODY)
		role = marked_role(t->w->a, name, &bare);
	who = people_ensure(p, PEOPLE_CHAT, arena_strdup(t->w->a, bare),
			    arena_strdup(t->w->a, email),
			    arena_strdup(t->w->a, account));
	if (role != NULL && who < PEOPLE_AMBIGUOUS)
		people_role(p, who, role);
	return who;
}

size_t talk_who(struct talk *t, const char *name, const char *email,
		const char *account)
{
	struct str key AUTO(str_done) = STR_INIT;
	const size_t *known;
	size_t who;

	str_addf(&key, "%s\n%s\n%s", email, account, name);
	known = keys_find(t->senders, key.s);
	if (known == NULL) {
		who = look_up(t, name, email, account);
		known = keys_at(t->senders, key.s, who);
	}
	if (*known == PEOPLE_AMBIGUOUS)
		t->ambiguous = true;
	return *known;
}

/* --- order ----------------------------------------------------------- */

struct placed {
	struct item_entry en;
	int64_t at_us;
	size_t nr;
};

static int by_time(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	return x->nr < y->nr ? -1 : x->nr > y->nr;
}

void talk_sort(struct talk *t)
{
	struct item_conversation *c = t->to;
	struct placed *all;
	int64_t last = 0;

	if (c == NULL)
		return;
	all = mem_alloc(c->n_entries + 1, sizeof(*all));
	for (size_t i = 0; i < c->n_entries; i++) {
		if (c->entries[i].time_us != 0)
			last = c->entries[i].time_us;
		else
			t->untimed = true;
		all[i] = (struct placed){ c->entries[i], last, i };
	}
	qsort(all, c->n_entries, sizeof(*all), by_time);
	for (size_t i = 0; i < c->n_entries; i++)
		c->entries[i] = all[i].en;
	free(all);
}

/* --- reading files --------------------------------------------------- */

int talk_open(struct work *w, const struct file *f, struct reader **out,
	      struct err *e)
{
	struct err mine = ERR_INIT;
	size_t at = (size_t)(f - w->files);

	if (w->m->open == NULL)
		return 0;
	if (w->m->open(w->m->ctx, at, out, &mine) == 0)
		return 1;
	if (mine.kind == ERR_STORE || mine.kind == ERR_RETRY) {
		*e = mine;
		return err_wrap(e, "open part %zu", at);
	}
	work_notice(w, "The file \"%.200s\" could not be read for this text.",
		    files_name(f));
	return 0;
}

int talk_failed(struct work *w, const struct file *f, struct err *mine,
		struct err *e)
{
	if (mine->kind == ERR_STORE || mine->kind == ERR_RETRY) {
		*e = *mine;
		return err_wrap(e, "read part %s %s", f->part->kind,
				f->part->id);
	}
	work_notice(w,
		    "The file \"%.200s\" could be read in part only; it is "
		    "attached as it is.",
		    files_name(f));
	return 0;
}

/* At most TALK_DOCUMENT bytes, and one: 0 with them appended, or -1. */
static int read_all(struct reader *r, struct str *out, struct err *e)
{
	ssize_t n;

	while (out->len <= TALK_DOCUMENT) {
		n = reader_read(r, str_room(out, READER_BLOCK), READER_BLOCK,
				e);
		if (n <= 0)
			return (int)n;
		out->len += (size_t)n;
		out->s[out->len] = '\0';
	}
	return 0;
}

int talk_document(struct work *w, const struct file *f, json_t **out,
		  struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	struct str bytes AUTO(str_done) = STR_INIT;
	AUTO(json_decref) json_t *o = NULL;
	struct err mine = ERR_INIT;
	int rc = talk_open(w, f, &r, e);

	if (rc <= 0)
		return rc;
	if (read_all(r, &bytes, &mine) < 0)
		return talk_failed(w, f, &mine, e);
	if (bytes.len <= TALK_DOCUMENT)
		o = loose_parse(bytes.s, bytes.len, NULL);
	if (!json_is_object(o)) {
		work_notice(w,
			    "The file \"%.200s\" cannot be read as JSON, or is "
			    "too large for that; it is attached as it came.",
			    files_name(f));
		return 0;
	}
	*out = TAKE(o);
	return 1;
}

static void map_receivers(struct work *w, struct item_entry *en)
{
	size_t *to, n = 0;

	if (en->n_to == 0)
		return;
	to = arena_alloc(w->a, en->n_to, sizeof(*to));
	for (size_t i = 0; i < en->n_to; i++) {
		size_t who = people_index(w->people, en->to[i]);
		bool twice = who == ITEM_NOBODY;

		for (size_t k = 0; k < n; k++)
			twice |= to[k] == who;
		if (!twice)
			to[n++] = who;
	}
	en->to = to;
	en->n_to = n;
}

void talk_resolve(struct work *w)
{
	for (size_t i = 0; i < w->it->n_conversations; i++) {
		struct item_conversation *c = &w->it->conversations[i];

		for (size_t k = 0; k < c->n_entries; k++) {
			if (c->entries[k].time_us > WORK_LAST_US)
				c->entries[k].time_us = WORK_LAST_US;
			c->entries[k].author =
				people_index(w->people, c->entries[k].author);
			map_receivers(w, &c->entries[k]);
		}
	}
}
