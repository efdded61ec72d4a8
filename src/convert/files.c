/*
 * files.c - the name and type each attachment goes under.
 *
 * A part keeps its own name, without what would make it dangerous or
 * ambiguous on the disk of whoever saves it: folders, control characters,
 * what Windows does not take, letters that turn the direction of writing
 * (they hide an extension).
 * Where two would be the same the later one becomes "name (2).ext".
 */
#include "convert/work.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/str.h"
#include "mime/header.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES  200
#define EXTENSION_BYTES 12
#define OCTETS          "application/octet-stream"

static const struct {
	const char *type;
	const char *extension;
} extensions[] = {
	{ "application/json", ".json" }, { "application/pdf", ".pdf" },
	{ "audio/mp4", ".m4a" },         { "audio/mpeg", ".mp3" },
	{ "audio/wav", ".wav" },         { "image/jpeg", ".jpg" },
	{ "image/png", ".png" },         { "text/csv", ".csv" },
	{ "text/html", ".html" },        { "text/plain", ".txt" },
	{ "text/vtt", ".vtt" },          { "text/xml", ".xml" },
	{ "video/mp4", ".mp4" },
};

static const char *extension_of(const char *type)
{
	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
		if (strcmp(extensions[i].type, type) == 0)
			return extensions[i].extension;
	return ".bin";
}

/* --- types ---------------------------------------------------------------- */

/* The charset parameter where there is a plain one, else NULL. */
static const char *charset_of(struct arena *a, const char *media_type)
{
	const char *at = strstr(media_type, "charset=");
	size_t len;

	if (at == NULL)
		return NULL;
	at += strlen("charset=");
	at += *at == '"';
	len = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			 "0123456789-_");
	return len == 0 || len > 40 ? NULL : arena_dup(a, at, len);
}

/*
 * Types that hold messages may not be in base64 (RFC 2046 section 5.2.1):
 * such a part is attached as the bytes it is.
 */
static void fill_type(struct arena *a, struct work_file *f,
		      const char *media_type)
{
	size_t len = strcspn(media_type, "; \t");
	char *type = arena_dup(a, media_type, len);

	str_lowercase(type);
	if (!header_media_type_ok(type) || str_starts(type, "multipart/") ||
	    str_starts(type, "message/"))
		type = arena_strdup(a, OCTETS);
	f->media_type = type;
	f->charset = NULL;
	if (!str_starts(type, "text/"))
		return;
	f->charset = charset_of(a, media_type);
	if (f->charset == NULL && strcmp(type, "text/vtt") == 0)
		f->charset = "utf-8"; /* WebVTT is nothing else */
}

/* --- names ---------------------------------------------------------------- */

/* U+200E, U+200F, U+202A-202E, U+2066-2069 */
static bool turns_direction(const char *s)
{
	unsigned char last = (unsigned char)s[2];

	if (memcmp(s, "\xe2\x80", 2) == 0)
		return last == 0x8e || last == 0x8f ||
		       (last >= 0xaa && last <= 0xae);
	return memcmp(s, "\xe2\x81", 2) == 0 && last >= 0xa6 && last <= 0xa9;
}

static const char *without_folders(const char *name)
{
	const char *last = name;

	for (; *name != '\0'; name++)
		if (*name == '/' || *name == '\\')
			last = name + 1;
	return last;
}

/* Cut to NAME_MAX_BYTES in the middle: the extension stays. */
static void shorten(struct str *name)
{
	AUTO(str_done) struct str extension = STR_INIT;
	const char *dot = strrchr(name->s, '.');
	size_t keep = NAME_MAX_BYTES;

	if (name->len <= NAME_MAX_BYTES)
		return;
	if (dot != NULL && strlen(dot) <= EXTENSION_BYTES)
		str_add(&extension, dot);
	keep -= extension.len;
	while (keep > 0 && ((unsigned char)name->s[keep] & 0xc0) == 0x80)
		keep--;
	str_cut(name, keep);
	str_add_len(name, extension.s, extension.len);
}

static void safe_name(struct str *out, const char *name)
{
	AUTO(str_done) struct str clean = STR_INIT;
	size_t end;

	header_clean(&clean, without_folders(name));
	for (size_t i = 0; i < clean.len;) {
		size_t n = utf8_sequence(clean.s + i, clean.len - i);

		n = n == 0 ? 1 : n;
		if (strchr(":*?\"<>|", clean.s[i]) != NULL ||
		    (n == 3 && turns_direction(clean.s + i)))
			str_add_char(out, '_');
		else if (out->len > 0 ||
			 (clean.s[i] != ' ' && clean.s[i] != '.'))
			str_add_len(out, clean.s + i, n);
		i += n;
	}
	for (end = out->len; end > 0; end--)
		if (out->s[end - 1] != ' ' && out->s[end - 1] != '.')
			break;
	str_cut(out, end);
	shorten(out);
}

/* --- no two the same --------------------------------------------------------
 */

struct taken_name {
	const char *lower;
	unsigned int next; /* number to try for another one like it */
};

struct taken {
	struct taken_name *names; /* sorted */
	size_t n;
};

static size_t place(const struct taken *t, const char *lower)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(t->names[mid].lower, lower) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* NULL, or the one that has the name already. */
static struct taken_name *take(struct arena *a, struct taken *t,
			       const char *name)
{
	char *lower = arena_strdup(a, name);
	size_t at;

	str_lowercase(lower);
	at = place(t, lower);
	if (at < t->n && strcmp(t->names[at].lower, lower) == 0)
		return &t->names[at];
	t->names = ARENA_GROW(a, t->names, t->n);
	memmove(t->names + at + 1, t->names + at,
		(t->n - at) * sizeof(*t->names));
	t->names[at] = (struct taken_name){ lower, 2 };
	t->n++;
	return NULL;
}

static const char *unique(struct arena *a, struct taken *t, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t stem = dot == NULL ? strlen(name) : (size_t)(dot - name);
	struct taken_name *same = take(a, t, name);
	const char *tried = arena_strdup(a, name);

	while (same != NULL) {
		tried = arena_printf(a, "%.*s (%u)%s", (int)stem, name,
				     same->next++, name + stem);
		if (take(a, t, tried) == NULL)
			same = NULL;
		else
			same = take(a, t, name); /* may have moved */
	}
	return tried;
}

/* --- the files
 * ---------------------------------------------------------------- */

static void fill_part(struct work *w, struct taken *t, size_t i)
{
	const struct item_part *p = &w->it->parts[i];
	AUTO(str_done) struct str name = STR_INIT;

	fill_type(w->arena, &w->parts[i], p->media_type);
	safe_name(&name, p->name);
	if (name.len == 0) {
		safe_name(&name, *p->kind != '\0' ? p->kind : "attachment");
		str_add(&name, extension_of(w->parts[i].media_type));
	}
	w->parts[i].name = p->state == ITEM_PART_CAPTURED
				   ? unique(w->arena, t, name.s)
				   : arena_strdup(w->arena, name.s);
}

static void fill_raw(struct work *w, struct taken *t, size_t i)
{
	const struct item_raw *r = &w->it->raws[i];
	AUTO(str_done) struct str name = STR_INIT;
	AUTO(str_done) struct str full = STR_INIT;
	const char *extension;

	fill_type(w->arena, &w->raws[i], r->media_type);
	extension = extension_of(w->raws[i].media_type);
	safe_name(&name, r->name);
	str_addf(&full, "raw-%s%s", name.len > 0 ? name.s : "answer",
		 str_ends(name.s, extension) ? "" : extension);
	w->raws[i].name = unique(w->arena, t, full.s);
}

void work_files(struct work *w)
{
	const struct item *it = w->it;
	struct taken t = { NULL, 0 };

	w->parts = arena_alloc(w->arena, it->n_parts, sizeof(*w->parts));
	w->raws = arena_alloc(w->arena, it->n_raws, sizeof(*w->raws));
	/* ours keep the names that the documentation gives them */
	(void)take(w->arena, &t, PARTICIPANTS_CSV);
	for (size_t i = 0; i < it->n_raws; i++)
		fill_raw(w, &t, i);
	for (size_t i = 0; i < it->n_parts; i++)
		fill_part(w, &t, i);
}
