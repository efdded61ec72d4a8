#include "convert/work.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "mime/header.h"

#include <string.h>

#define DOMAIN_MAX  255
#define SUBJECT_MAX 255 /* characters: Exchange cuts what is longer */

/* A host name of letters, digits and hyphens (RFC 1123 section 2.1). */
static bool domain_ok(const char *domain)
{
	for (;;) {
		size_t len = strspn(domain, "abcdefghijklmnopqrstuvwxyz"
					    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					    "0123456789-");

		if (len == 0 || len > 63 || domain[0] == '-' ||
		    domain[len - 1] == '-')
			return false;
		if (domain[len] == '\0')
			return true;
		if (domain[len] != '.')
			return false;
		domain += len + 1;
	}
}

static int check_config(const struct convert_config *cfg, struct err *e)
{
	if (cfg->domain == NULL || strlen(cfg->domain) > DOMAIN_MAX ||
	    !domain_ok(cfg->domain))
		return err_set(e, ERR_USAGE,
			       "the domain of message-ids is not a host "
			       "name: set it to one like archive.example.com");
	for (size_t i = 0; i < cfg->n_headers; i++)
		if (convert_header_check(cfg->headers[i].name,
					 cfg->headers[i].value, e) < 0)
			return -1;
	return 0;
}

static int check_sizes(const struct item *it, struct err *e)
{
	uint64_t total = 0;

	for (size_t i = 0; i < it->n_parts + it->n_raws; i++) {
		uint64_t size = i < it->n_parts
					? it->parts[i].size
					: it->raws[i - it->n_parts].size;

		if (size > WORK_BYTES_MAX - total)
			return err_set(e, ERR_ITEM,
				       "the artefacts are larger than a "
				       "message can be");
		total += size;
	}
	return 0;
}

static int check_limits(const struct item *it, struct err *e)
{
	if (it->n_people > WORK_PEOPLE_MAX)
		return err_set(e, ERR_ITEM,
			       "%zu participants: a message can name %zu",
			       it->n_people, WORK_PEOPLE_MAX);
	if (it->n_parts > WORK_PARTS_MAX || it->n_raws > WORK_PARTS_MAX)
		return err_set(e, ERR_ITEM,
			       "%zu artefacts and %zu raw answers: a message "
			       "can carry %zu of each",
			       it->n_parts, it->n_raws, WORK_PARTS_MAX);
	return check_sizes(it, e);
}

/* What RFC 5322 can say: the years 1900 to 9999. */
static bool sayable(int64_t us)
{
	static const int64_t first = -2208988800 * CLOCK_SECOND;
	static const int64_t last = 253402300800 * CLOCK_SECOND;

	return us != 0 && us >= first && us < last;
}

/* The source's own time; where it gave none, the first time in the item. */
static int64_t choose_date(const struct item *it)
{
	if (sayable(it->time_us))
		return it->time_us;
	if (sayable(it->start_us))
		return it->start_us;
	if (sayable(it->end_us))
		return it->end_us;
	for (size_t i = 0; i < it->n_conversations; i++)
		for (size_t k = 0; k < it->conversations[i].n_entries; k++)
			if (sayable(it->conversations[i].entries[k].time_us))
				return it->conversations[i].entries[k].time_us;
	return 0;
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* One line of at most SUBJECT_MAX characters, blanks trimmed. */
static const char *choose_subject(struct arena *a, const struct item *it)
{
	AUTO(str_done) struct str raw = STR_INIT;
	AUTO(str_done) struct str clean = STR_INIT;
	size_t chars = 0, at = 0, cut = 0, from;

	if (*it->subject != '\0')
		str_add(&raw, it->subject);
	else if (*it->type != '\0' && *it->title != '\0')
		str_addf(&raw, "%s: %s", it->type, it->title);
	else
		str_add(&raw, *it->title != '\0' ? it->title : it->type);
	header_clean(&clean, raw.len > 0 ? raw.s : "(no subject)");
	while (clean.len > 0 && clean.s[clean.len - 1] == ' ')
		str_cut(&clean, clean.len - 1);
	from = strspn(clean.s, " ");
	for (at = from; at < clean.len; at++) {
		if (continues(clean.s[at]))
			continue;
		if (chars++ == SUBJECT_MAX - 1)
			cut = at;
	}
	if (chars > SUBJECT_MAX) {
		str_cut(&clean, cut);
		str_add(&clean, "\xe2\x80\xa6");
	}
	return arena_strdup(a, clean.s + from);
}

int work_begin(struct work *w, const struct item *it,
	       const struct convert_config *cfg, struct err *e)
{
	AUTO(str_done) struct str id = STR_INIT;

	if (check_config(cfg, e) < 0 || check_limits(it, e) < 0)
		return -1;
	*w = (struct work){ .it = it, .cfg = cfg, .arena = arena_new() };
	convert_message_id(&id, cfg, it->source, it->tenant, &it->ref);
	w->message_id = arena_strdup(w->arena, id.s);
	part_boundary(w->mixed, id.s, id.len, 'a');
	part_boundary(w->alternative, id.s, id.len, 'b');
	w->subject = choose_subject(w->arena, it);
	w->title = *it->title != '\0' ? work_line(w, it->title) : w->subject;
	w->date_us = choose_date(it);
	work_people(w);
	work_files(w);
	return 0;
}

void work_end(struct work *w)
{
	arena_free(w->arena);
	w->arena = NULL;
}

void work_line_add(struct str *out, const char *text)
{
	AUTO(str_done) struct str line = STR_INIT;

	header_clean(&line, text);
	while (line.len > 0 && line.s[line.len - 1] == ' ')
		str_cut(&line, line.len - 1);
	str_add(out, line.s + strspn(line.s, " "));
}

const char *work_line(const struct work *w, const char *text)
{
	AUTO(str_done) struct str line = STR_INIT;

	work_line_add(&line, text);
	return arena_strdup(w->arena, line.s);
}

const struct work_person *work_person(const struct work *w, size_t i)
{
	return i < w->it->n_people ? &w->people[i] : &w->nobody;
}

bool work_has_author(const struct work *w)
{
	return w->it->author < w->it->n_people;
}
