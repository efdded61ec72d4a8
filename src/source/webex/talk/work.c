#include "source/webex/talk/work.h"

#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/known.h"

#include <stdarg.h>
#include <string.h>

#define NAME_MAX_BYTES ((size_t)140)

void wxwork_open(struct wxwork *w, const struct source_material *m)
{
	*w = (struct wxwork){ .m = m, .it = item_new() };
	w->a = w->it->arena;
	w->files = known_new();
	w->names = known_new();
	for (size_t i = 0; i < m->n_parts; i++)
		if (strcmp(m->parts[i].kind, "file") == 0)
			*known_at(w->files, m->parts[i].id, 0) = i + 1;
}

void wxwork_done(struct wxwork *w)
{
	item_free(w->it);
	known_free(w->files);
	known_free(w->names);
	*w = (struct wxwork){ 0 };
}

const char *wxwork_line(struct wxwork *w, const char *text)
{
	return loose_clean_line(w->a, text, strlen(text));
}

void wxwork_notice(struct wxwork *w, const char *fmt, ...)
{
	struct str text AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	item_add_notice(w->it, loose_clean_line(w->a, text.s, text.len));
}

/* --- raws ---------------------------------------------------------------- */

json_t *wxwork_parse(struct wxwork *w, const struct source_raw *raw)
{
	json_t *o = loose_parse(raw->bytes, raw->len, NULL);

	if (json_is_object(o))
		return o;
	json_decref(o);
	w->unread++;
	return NULL;
}

json_t *wxwork_raw(struct wxwork *w, const char *name)
{
	const struct source_material *m = w->m;
	size_t lo = 0, hi = m->n_raws;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = strcmp(m->raws[mid].name, name);

		if (order == 0)
			return wxwork_parse(w, &m->raws[mid]);
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

json_t *wxwork_part_raw(struct wxwork *w, const struct source_part *p)
{
	struct str name AUTO(str_done) = STR_INIT;

	str_addf(&name, "%s:%s:%s", p->kind, p->id, p->version);
	return wxwork_raw(w, name.s);
}

const json_t *wxwork_data(const json_t *o)
{
	const json_t *data = loose_object(o, "data");

	return data != NULL && *loose_id(o, "resource") != '\0' ? data : o;
}

/* --- the item ------------------------------------------------------------ */

void wxwork_name(struct wxwork *w, const char *type, const char *class)
{
	struct item *it = w->it;

	it->source = "webex";
	it->tenant = wxwork_line(w, w->m->tenant);
	it->connector = wxwork_line(w, w->m->connector);
	it->type = type;
	it->message_class = class;
}

void wxwork_attach_raws(struct wxwork *w)
{
	for (size_t i = 0; i < w->m->n_raws; i++) {
		const struct source_raw *raw = &w->m->raws[i];
		struct item_raw *to;

		if (!raw->fresh)
			continue;
		to = item_add_raw(w->it);
		to->name = wxwork_line(w, raw->name);
		to->media_type = wxwork_line(w, raw->media_type);
		to->size = raw->len;
		to->seq = raw->seq;
		memcpy(to->sha256, raw->sha256, sizeof(to->sha256));
	}
	if (w->unread > 0)
		wxwork_notice(w,
			      "%zu of Webex's answers could not be read; they "
			      "are attached as they are.",
			      w->unread);
}

/* --- files --------------------------------------------------------------- */

bool wxwork_is_file(const char *kind)
{
	static const char *const kinds[] = { "file", "recording", "transcript",
					     "captions" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

/* Where the extension begins, or the end: ".mp4", not ".hidden". */
static size_t extension_at(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot == NULL || dot == name || strlen(dot) > 12
		       ? strlen(name)
		       : (size_t)(dot - name);
}

static size_t cut_between(const char *s, size_t max)
{
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* No folders, not hidden, not too long, and none twice in any case. */
static const char *safe_name(struct wxwork *w, const char *name)
{
	char *s = arena_strdup(w->a, wxwork_line(w, name));
	size_t stem;

	for (char *c = s; *c != '\0'; c++)
		if (strchr("/\\:*?\"<>|", *c) != NULL)
			*c = '_';
	while (*s == '.' || *s == ' ')
		s++;
	if (*s == '\0')
		return "file";
	if (strlen(s) <= NAME_MAX_BYTES)
		return s;
	stem = extension_at(s);
	return arena_printf(w->a, "%.*s%s",
			    (int)cut_between(s, NAME_MAX_BYTES - 12), s,
			    s + stem);
}

static const char *unique_name(struct wxwork *w, const char *name)
{
	const char *tried = safe_name(w, name), *plain = tried;
	size_t stem = extension_at(plain);

	for (size_t n = 2;; n++) {
		char *lower = arena_strdup(w->a, tried);

		str_lowercase(lower);
		if (known_find(w->names, lower) == NULL) {
			(void)known_at(w->names, lower, n);
			return tried;
		}
		/* go on where the last one of this name ended */
		if (n == 2) {
			size_t *last = known_at(w->names, lower, 2);

			n = *last;
			*last = n + 1;
		}
		tried = arena_printf(w->a, "%.*s (%zu)%s", (int)stem, plain, n,
				     plain + stem);
	}
}

static enum item_part_state part_state(enum source_part_state state)
{
	switch (state) {
	case SOURCE_PART_CAPTURED:
		return ITEM_PART_CAPTURED;
	case SOURCE_PART_WAITING:
		return ITEM_PART_PENDING;
	case SOURCE_PART_REFUSED:
		return ITEM_PART_FAILED;
	case SOURCE_PART_GONE:
		return ITEM_PART_EXPIRED;
	default:
		return ITEM_PART_ABSENT;
	}
}

static void attach_part(struct wxwork *w, const struct source_part *p)
{
	struct item_part *to = item_add_part(w->it);

	to->state = part_state(p->state);
	to->kind = wxwork_line(w, p->kind);
	to->id = wxwork_line(w, p->id);
	to->version = wxwork_line(w, p->version);
	to->label = wxwork_line(w, p->label);
	to->name = unique_name(w, *p->name != '\0' ? p->name : p->label);
	to->media_type = wxwork_line(w, *p->media_type != '\0'
						? p->media_type
						: "application/octet-stream");
	to->reason = wxwork_line(w, p->reason);
	if (to->state != ITEM_PART_CAPTURED && *to->reason == '\0')
		to->reason = "Webex did not give it";
	to->from_us = p->time_us;
	to->size = p->size;
	to->seq = p->seq;
	memcpy(to->sha256, p->sha256, sizeof(to->sha256));
}

void wxwork_attach_parts(struct wxwork *w)
{
	size_t all = 0, missing = 0;

	for (size_t i = 0; i < w->m->n_parts; i++) {
		const struct source_part *p = &w->m->parts[i];

		if (!wxwork_is_file(p->kind) ||
		    p->state == SOURCE_PART_EXCLUDED ||
		    !(p->fresh || w->m->ordinal == 0))
			continue;
		/* what is waited for is told once, in the first message */
		if (w->m->ordinal > 0 && p->state == SOURCE_PART_WAITING)
			continue;
		attach_part(w, p);
		all++;
		missing += p->state != SOURCE_PART_CAPTURED;
	}
	if (missing > 0)
		wxwork_notice(w,
			      "%zu of %zu files are not in this message; the "
			      "list of files says why.",
			      missing, all);
}
