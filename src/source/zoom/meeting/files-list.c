#include "base/arena.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/keys.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES ((size_t)150)
#define EXTENSION_MAX  ((size_t)16)

/* --- names ----------------------------------------------------------- */

/* Where the extension begins, or the end: ".mp4", not ".hidden", not ". x" */
static size_t extension_at(const char *name, size_t len)
{
	for (size_t i = len; i > 1 && len - i < EXTENSION_MAX; i--) {
		char c = name[i - 1];

		if (c == '.')
			return i < len ? i - 1 : len;
		if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') &&
		    (c < 'a' || c > 'z'))
			return len;
	}
	return len;
}

static size_t cut_between(const char *s, size_t max)
{
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* STEM[ (number)]EXT within NAME_MAX_BYTES. */
static const char *put_together(struct arena *a, const char *name,
				size_t number)
{
	size_t len = strlen(name), ext = extension_at(name, len), room;
	char tail[32] = "";

	if (number > 1)
		(void)snprintf(tail, sizeof(tail), " (%zu)", number);
	room = NAME_MAX_BYTES - (len - ext) - strlen(tail);
	if (ext > room) {
		size_t stem = cut_between(name, room);

		return arena_printf(a, "%.*s%s%s", (int)stem, name, tail,
				    name + ext);
	}
	return arena_printf(a, "%.*s%s%s", (int)ext, name, tail, name + ext);
}

/* Marks that turn the direction of writing, and could hide an extension. */
static bool is_turn(const char *s)
{
	return (str_starts(s, "\xe2\x80") && (unsigned char)s[2] >= 0xaa &&
		(unsigned char)s[2] <= 0xae) ||
	       (str_starts(s, "\xe2\x81") && (unsigned char)s[2] >= 0xa6 &&
		(unsigned char)s[2] <= 0xa9);
}

/* No folders, nothing a file system or a shell may take amiss. */
static const char *safe(struct arena *a, const char *name)
{
	const char *line = loose_clean_line(a, name, strlen(name));
	char *s = arena_strdup(a, line), *start = s;
	size_t len;

	for (char *c = s; *c != '\0'; c++) {
		if (strchr("/\\:*?\"<>|", *c) != NULL)
			*c = '_';
		if (is_turn(c))
			memcpy(c, "___", 3);
	}
	while (*start == '.' || *start == ' ')
		start++;
	len = strlen(start);
	while (len > 0 && (start[len - 1] == '.' || start[len - 1] == ' '))
		start[--len] = '\0';
	return start;
}

static const char *extension_of(const struct file *f)
{
	static const struct {
		const char *media, *extension;
	} known[] = {
		{ "video/mp4", "mp4" },         { "audio/mp4", "m4a" },
		{ "audio/x-m4a", "m4a" },       { "text/vtt", "vtt" },
		{ "text/plain", "txt" },        { "text/csv", "csv" },
		{ "application/json", "json" }, { "image/jpeg", "jpg" },
		{ "image/png", "png" },
	};
	size_t type = strcspn(f->part->media_type, "; ");

	if (*f->extension != '\0' && strlen(f->extension) < EXTENSION_MAX &&
	    strspn(f->extension, "abcdefghijklmnopqrstuvwxyz0123456789") ==
		    strlen(f->extension))
		return f->extension;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].media) == type &&
		    strncmp(known[i].media, f->part->media_type, type) == 0)
			return known[i].extension;
	return "bin";
}

static const char *wanted_name(struct arena *a, const struct file *f)
{
	const char *name = safe(a, f->part->name);

	if (*name != '\0')
		return name;
	return safe(a, arena_printf(a, "%s.%s", f->label, extension_of(f)));
}

static const char *folded(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);

	str_lowercase(s);
	return s;
}

/* The name, or the first numbered one that is free. */
static const char *free_name(struct arena *a, struct keys *taken,
			     const char *wanted)
{
	const char *name = put_together(a, wanted, 1);
	/* the next number to try for this name: so that many are cheap */
	size_t *next =
		keys_at(taken, arena_printf(a, "/%s", folded(a, name)), 2);

	while (keys_find(taken, folded(a, name)) != NULL)
		name = put_together(a, wanted, (*next)++);
	(void)keys_at(taken, folded(a, name), 0);
	return name;
}

/* --- states ---------------------------------------------------------- */

static enum item_part_state state_of(const struct source_part *p)
{
	switch (p->state) {
	case SOURCE_PART_CAPTURED:
		return p->fresh ? ITEM_PART_CAPTURED : ITEM_PART_EARLIER;
	case SOURCE_PART_WAITING:
		return ITEM_PART_PENDING;
	case SOURCE_PART_GONE:
		return ITEM_PART_EXPIRED;
	case SOURCE_PART_REFUSED:
		return strstr(p->reason, "NO_TRANSCRIPT_DATA") != NULL ||
				       strstr(p->evidence,
					      "NO_TRANSCRIPT_DATA") != NULL
			       ? ITEM_PART_ABSENT
			       : ITEM_PART_FAILED;
	case SOURCE_PART_COMPLETE:
	case SOURCE_PART_EXCLUDED:
		break;
	}
	return ITEM_PART_ABSENT;
}

static const char *reason_of(struct work *w, const struct source_part *p)
{
	static const char *const words[] = {
		[SOURCE_PART_CAPTURED] = "",
		[SOURCE_PART_WAITING] =
			"not ready at Zoom when this message was made",
		[SOURCE_PART_REFUSED] = "Zoom does not give it",
		[SOURCE_PART_GONE] = "deleted at Zoom before it was captured",
		[SOURCE_PART_COMPLETE] = "",
		[SOURCE_PART_EXCLUDED] = "left out by a rule of the connector",
	};
	const char *reason, *evidence;

	if (p->state == SOURCE_PART_CAPTURED)
		return "";
	reason = loose_clean_line(w->a, p->reason, strlen(p->reason));
	evidence = loose_clean_line(w->a, p->evidence, strlen(p->evidence));
	if (*reason == '\0' && (size_t)p->state < 6)
		reason = words[p->state];
	if (*evidence == '\0')
		return reason;
	return arena_printf(w->a, "%s (%s)", reason, evidence);
}

static void put_part(struct work *w, struct file *f, struct keys *taken)
{
	const struct source_part *p = f->part;
	struct item_part *to = item_add_part(w->it);

	f->name = free_name(w->a, taken, wanted_name(w->a, f));
	to->state = state_of(p);
	to->kind = loose_clean_line(w->a, p->kind, strlen(p->kind));
	to->id = loose_clean_line(w->a, p->id, strlen(p->id));
	to->version = loose_clean_line(w->a, p->version, strlen(p->version));
	to->label = f->label;
	to->name = f->name;
	to->media_type =
		loose_clean_line(w->a, p->media_type, strlen(p->media_type));
	to->reason = reason_of(w, p);
	to->from_us = f->from_us > 0 ? f->from_us : f->joined_us;
	to->to_us = f->to_us > 0 ? f->to_us : f->left_us;
	to->size = p->size;
	to->seq = p->seq;
	memcpy(to->sha256, p->sha256, sizeof(to->sha256));
}

void files_list(struct work *w)
{
	AUTO(keys_free) struct keys *taken = keys_new();

	/* the message has these itself */
	(void)keys_at(taken, "participants.csv", 0);
	for (size_t i = 0; i < w->n_files; i++) {
		struct file *f = &w->files[i];

		if (files_listed(f) &&
		    (work_tells(w, f->part->fresh) || f->mentioned))
			put_part(w, f, taken);
	}
}
