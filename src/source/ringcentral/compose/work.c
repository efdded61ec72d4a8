#include "source/ringcentral/compose/work.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "source/loose.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define RAWS_MAX 500
#define NAME_CUT ((size_t)120)

/* --- records ----------------------------------------------------------- */

static int raw_key(const void *key, const void *raw)
{
	return strcmp(key, ((const struct source_raw *)raw)->name);
}

static const struct source_raw *find_raw(const struct work *w, const char *name)
{
	if (w->m->n_raws == 0)
		return NULL;
	return bsearch(name, w->m->raws, w->m->n_raws, sizeof(*w->m->raws),
		       raw_key);
}

static json_t *read_raw(const struct source_raw *raw)
{
	json_t *o =
		raw != NULL ? loose_parse(raw->bytes, raw->len, NULL) : NULL;

	if (json_is_object(o))
		return o;
	json_decref(o);
	return NULL;
}

static void read_doc(struct work *w, const struct source_part *p)
{
	const char *name =
		arena_printf(w->a, "%s:%s:%s", p->kind, p->id, p->version);
	const struct source_raw *raw = find_raw(w, name);
	struct doc *d = &w->docs[w->n_docs++];
	int64_t changed_us;

	*d = (struct doc){ .part = p, .o = read_raw(raw), .fresh = p->fresh };
	d->made_us = loose_time(d->o, "creationTime");
	if (d->made_us == 0)
		d->made_us = loose_time(d->o, "startTime");
	if (d->made_us == 0)
		d->made_us = p->time_us;
	changed_us = loose_time(d->o, "lastModifiedTime");
	d->time_us = *p->version != '\0' && changed_us != 0 ? changed_us
							    : p->time_us;
	d->deleted = strcmp(p->version, "deleted") == 0 ||
		     loose_bool(d->o, "deleted") == 1;
	w->n_fresh += d->fresh;
}

static int by_life(const void *p, const void *q)
{
	const struct doc *x = p, *y = q;
	int n = strcmp(x->part->id, y->part->id);

	if (n == 0 && x->time_us != y->time_us)
		n = x->time_us < y->time_us ? -1 : 1;
	if (n == 0 && x->deleted != y->deleted)
		n = x->deleted ? 1 : -1;
	return n != 0 ? n : strcmp(x->part->version, y->part->version);
}

static bool is_file(const struct work *w, const struct source_part *p)
{
	return strcmp(p->kind, w->kind) != 0;
}

void rc_work_open(struct work *w, const struct source_material *m,
		  const char *kind)
{
	*w = (struct work){ .m = m, .it = item_new(), .kind = kind };
	w->a = w->it->arena;
	w->docs = arena_alloc(w->a, m->n_parts, sizeof(*w->docs));
	for (size_t i = 0; i < m->n_parts; i++) {
		const struct source_part *p = &m->parts[i];

		if (!is_file(w, p))
			read_doc(w, p);
		else
			w->fresh_files += p->fresh &&
					  p->state != SOURCE_PART_WAITING &&
					  p->state != SOURCE_PART_EXCLUDED;
	}
	if (w->n_docs > 0)
		qsort(w->docs, w->n_docs, sizeof(*w->docs), by_life);
	w->beside = read_raw(find_raw(w, "chat"));
	if (w->beside == NULL)
		w->beside = read_raw(find_raw(w, "people"));
}

void rc_work_done(struct work *w)
{
	for (size_t i = 0; i < w->n_docs; i++)
		json_decref(w->docs[i].o);
	json_decref(w->beside);
	item_free(w->it);
	w->it = NULL;
}

const struct doc *rc_work_last(const struct work *w)
{
	for (size_t i = w->n_docs; i > 0; i--)
		if (w->docs[i - 1].o != NULL)
			return &w->docs[i - 1];
	return NULL;
}

/* --- words ------------------------------------------------------------- */

void rc_work_notice(struct work *w, const char *fmt, ...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	item_add_notice(w->it, arena_dup(w->a, s.s, s.len));
}

void rc_work_fact(struct work *w, const char *label, const char *value)
{
	if (*value != '\0')
		item_add_fact(w->it, label, value);
}

const char *rc_work_time(struct work *w, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us == 0)
		return "";
	return arena_printf(w->a, "%s UTC", clock_text(us, text));
}

static const char *copy(struct work *w, const char *text)
{
	return loose_clean_line(w->a, text, strlen(text));
}

void rc_work_name(struct work *w, const char *kind)
{
	const struct source_material *m = w->m;
	struct item *it = w->it;
	struct item_ref *first;

	it->source = "ringcentral";
	it->tenant = copy(w, m->tenant);
	it->connector = copy(w, m->connector);
	it->ref = (struct item_ref){ kind, copy(w, m->bundle),
				     arena_printf(w->a, "%u", m->ordinal) };
	first = ARENA_NEW(w->a, struct item_ref);
	if (m->ordinal > 0)
		*first = (struct item_ref){ kind, it->ref.id, "0" };
	else if (*it->conversation != '\0')
		*first = (struct item_ref){ "conversation", it->conversation,
					    "" };
	else
		return;
	it->answers = first;
}

/* --- files ------------------------------------------------------------- */

static enum item_part_state state_of(const struct source_part *p)
{
	switch (p->state) {
	case SOURCE_PART_CAPTURED:
		return ITEM_PART_CAPTURED;
	case SOURCE_PART_WAITING:
		return ITEM_PART_PENDING;
	case SOURCE_PART_REFUSED:
		return ITEM_PART_FAILED;
	case SOURCE_PART_GONE:
		return ITEM_PART_EXPIRED;
	case SOURCE_PART_COMPLETE:
	case SOURCE_PART_EXCLUDED:
	default:
		return ITEM_PART_ABSENT;
	}
}

/* No folders, nothing that a file system takes amiss, no turning marks. */
static const char *safe_name(struct work *w, const struct source_part *p)
{
	const char *name = *p->name != '\0' ? p->name : p->label;
	char *s = arena_strdup(w->a, copy(w, name)), *start;
	size_t len;

	for (char *c = s; *c != '\0'; c++) {
		unsigned char last = 0;

		if (strchr("/\\:*?\"<>|", *c) != NULL)
			*c = '_';
		if (str_starts(c, "\xe2\x80") || str_starts(c, "\xe2\x81"))
			last = (unsigned char)c[2];
		if ((last >= 0xaa && last <= 0xae) ||
		    (last >= 0xa6 && last <= 0xa9))
			memcpy(c, "___", 3);
	}
	start = s + strspn(s, ". ");
	len = strlen(start);
	if (len > NAME_CUT) {
		len = NAME_CUT;
		while (len > 0 && ((unsigned char)start[len] & 0xc0) == 0x80)
			len--;
	}
	while (len > 0 && strchr(". ", start[len - 1]) != NULL)
		len--;
	start[len] = '\0';
	return len > 0 ? start : "file.bin";
}

static bool is_taken(const struct work *w, const char *name)
{
	for (size_t i = 0; i < w->it->n_parts; i++)
		if (str_casecmp(w->it->parts[i].name, name) == 0)
			return true;
	return false;
}

/* "name.pdf", or "name (2).pdf" where it is taken. */
static const char *free_name(struct work *w, const char *name)
{
	const char *dot = strrchr(name, '.'), *one = name;
	int stem = dot != NULL ? (int)(dot - name) : (int)strlen(name);

	for (size_t n = 2; is_taken(w, one); n++)
		one = arena_printf(w->a, "%.*s (%zu)%s", stem, name, n,
				   dot != NULL ? dot : "");
	return one;
}

static void add_file(struct work *w, const struct source_part *p)
{
	const char *name = free_name(w, safe_name(w, p));
	struct item_part *to = item_add_part(w->it);

	to->state = state_of(p);
	to->kind = copy(w, p->kind);
	to->id = copy(w, p->id);
	to->version = copy(w, p->version);
	to->label = copy(w, p->label);
	to->name = name;
	to->media_type = copy(w, p->media_type);
	to->reason = copy(w, p->reason);
	if (*to->reason == '\0' && to->state != ITEM_PART_CAPTURED)
		to->reason = "RingCentral gave no content for it";
	to->size = p->size;
	to->seq = p->seq;
	memcpy(to->sha256, p->sha256, sizeof(to->sha256));
}

void rc_work_files(struct work *w)
{
	size_t missing = 0, all = 0;

	for (size_t i = 0; i < w->m->n_parts; i++) {
		const struct source_part *p = &w->m->parts[i];

		if (!is_file(w, p) || (w->m->ordinal > 0 && !p->fresh))
			continue;
		add_file(w, p);
		all++;
		missing += p->state == SOURCE_PART_WAITING ||
			   p->state == SOURCE_PART_REFUSED ||
			   p->state == SOURCE_PART_GONE;
	}
	if (missing > 0)
		rc_work_notice(w,
			       "%zu of %zu files are not in this message; the "
			       "list of files says why.",
			       missing, all);
}

const char *rc_work_file_name(const struct work *w, const char *id)
{
	for (size_t i = 0; i < w->it->n_parts; i++)
		if (strcmp(w->it->parts[i].id, id) == 0)
			return w->it->parts[i].name;
	return "";
}

void rc_work_raws(struct work *w)
{
	size_t left = 0;

	for (size_t i = 0; i < w->m->n_raws; i++) {
		const struct source_raw *raw = &w->m->raws[i];
		struct item_raw *to;

		if (!raw->fresh)
			continue;
		if (w->it->n_raws == RAWS_MAX) {
			left++;
			continue;
		}
		to = item_add_raw(w->it);
		to->name = copy(w, raw->name);
		to->media_type = copy(w, raw->media_type);
		to->size = raw->len;
		to->seq = raw->seq;
		memcpy(to->sha256, raw->sha256, sizeof(to->sha256));
	}
	if (left > 0)
		rc_work_notice(
			w,
			"%zu more records, as RingCentral sent them, are "
			"kept in the archive and not attached.",
			left);
}
