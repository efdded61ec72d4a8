#include "convert/words.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "mime/header.h"

#include <string.h>

const char *words_moment(const struct work *w, int64_t us)
{
	int64_t day = w->it->start_us != 0 ? w->it->start_us : w->date_us;
	char time[BODY_NUMBER], text[CLOCK_TEXT];

	if (us == 0)
		return "?";
	if (clock_day_start(us) == clock_day_start(day))
		return arena_strdup(w->arena, body_time(us, time));
	return arena_printf(w->arena, "%s %s", clock_day(us, text),
			    body_time(us, time));
}

const char *words_span(const struct work *w, const struct item_span *s)
{
	const char *from = words_moment(w, s->from_us);
	const char *to = words_moment(w, s->to_us);
	char took[BODY_NUMBER];

	if (s->from_us == 0 || s->to_us < s->from_us)
		return arena_printf(w->arena, "%s - %s", from, to);
	return arena_printf(w->arena, "%s - %s (%s)", from, to,
			    body_duration(s->to_us - s->from_us, took));
}

const char *words_about(const struct work *w, size_t person)
{
	const struct item_person *p = &w->it->people[person];
	const char *said[] = { p->role, p->external ? "external" : "",
			       p->note };
	AUTO(str_done) struct str out = STR_INIT;

	for (size_t i = 0; i < 3; i++)
		if (*said[i] != '\0')
			str_addf(&out, "%s%s", out.len > 0 ? ", " : "",
				 said[i]);
	return arena_strdup(w->arena, out.s);
}

const char *words_address(const struct work *w, size_t person)
{
	const struct item_person *p = &w->it->people[person];

	if (*p->email != '\0')
		return work_line(w, p->email);
	if (*p->vendor_id != '\0')
		return arena_printf(w->arena, "no address known (account %s)",
				    work_line(w, p->vendor_id));
	return "no address known";
}

const char *words_author(const struct work *w, const struct item_entry *en)
{
	return en->author < w->it->n_people ? w->people[en->author].name : "";
}

#define RECEIVERS_SAID 20

/* The source's word for the receivers, where it says something new. */
static const char *to_label(const struct work *w, const struct item_entry *en)
{
	if (en->n_to == 0 && str_casecmp(en->to_label, "everyone") == 0)
		return "";
	if (en->n_to == 1 &&
	    strcmp(en->to_label, work_person(w, en->to[0])->name) == 0)
		return "";
	return en->to_label;
}

const char *words_to(const struct work *w, const struct item_entry *en)
{
	const char *label = to_label(w, en);
	AUTO(str_done) struct str out = STR_INIT;

	if (en->n_to == 0)
		return *label == '\0' ? ""
				      : arena_printf(w->arena, "to %s", label);
	for (size_t i = 0; i < en->n_to && i < RECEIVERS_SAID; i++)
		str_addf(&out, "%s%s", i == 0 ? "to " : "; ",
			 work_person(w, en->to[i])->name);
	if (en->n_to > RECEIVERS_SAID)
		str_addf(&out, " and %zu more", en->n_to - RECEIVERS_SAID);
	str_add(&out, " only");
	if (*label != '\0')
		str_addf(&out, " (%s)", label);
	return arena_strdup(w->arena, out.s);
}

const char *words_stray(const struct item_entry *en)
{
	bool earlier = *en->target != '\0';

	switch (en->kind) {
	case ITEM_EDIT:
		return earlier ? "edited an earlier message, which now reads:"
			       : "edited a message, which now reads:";
	case ITEM_DELETION:
		return earlier ? "deleted an earlier message"
			       : "deleted a message";
	case ITEM_REACTION:
		return earlier ? "reacted to an earlier message:" : "reacted:";
	case ITEM_TEXT:
	case ITEM_EVENT:
	default:
		return "";
	}
}

const char *words_changed(const struct work *w, const struct item_entry *en,
			  const struct item_entry *target)
{
	const char *what = en->kind == ITEM_EDIT ? "edited" : "deleted";
	const char *who = words_author(w, en);
	const char *at = en->time_us != 0 ? words_moment(w, en->time_us) : "";
	bool other = *who != '\0' &&
		     (target == NULL || target->author != en->author);

	return arena_printf(w->arena, "%s%s%s%s%s", what,
			    *at != '\0' ? " " : "", at, other ? " by " : "",
			    other ? who : "");
}

#define QUOTE_COLUMNS 56

const char *words_quote(const struct work *w, const struct item_entry *en)
{
	AUTO(str_done) struct str line = STR_INIT;
	AUTO(str_done) struct str out = STR_INIT;
	const char *who = words_author(w, en);
	char *start = arena_dup(w->arena, en->text, strnlen(en->text, 400));
	size_t columns = 0, n;

	header_clean(&line, start);
	if (*who != '\0')
		str_addf(&out, "%s: ", who);
	for (size_t i = 0; i < line.len; i += n) {
		columns += body_width(line.s + i, line.len - i, &n);
		if (columns > QUOTE_COLUMNS) {
			str_add(&out, "\xe2\x80\xa6");
			break;
		}
		str_add_len(&out, line.s + i, n);
	}
	return arena_strdup(w->arena, out.s);
}

const char *words_state(const struct item_part *p)
{
	switch (p->state) {
	case ITEM_PART_CAPTURED:
		return "attached";
	case ITEM_PART_ABSENT:
		return "the source has none";
	case ITEM_PART_PENDING:
		return "not ready when this message was made";
	case ITEM_PART_FAILED:
		return "could not be fetched";
	case ITEM_PART_EXPIRED:
		return "deleted at the source before it could be fetched";
	case ITEM_PART_EARLIER:
	default:
		return "attached to an earlier message";
	}
}

const char *words_file(const struct work *w, const char *name)
{
	for (size_t i = 0; i < w->it->n_parts; i++) {
		const struct item_part *p = &w->it->parts[i];

		if (strcmp(p->name, name) != 0)
			continue;
		if (p->state == ITEM_PART_CAPTURED)
			name = w->parts[i].name;
		return arena_printf(w->arena, "%s (%s)", name, words_state(p));
	}
	return name;
}

const char *words_count(const struct work *w, size_t n, const char *one)
{
	char number[BODY_NUMBER];

	return arena_printf(w->arena, "%s %s%s", body_number(n, number), one,
			    n == 1 ? "" : "s");
}

/* strcasestr(3) goes by the locale. */
static bool names(const char *text, const char *sign)
{
	AUTO(str_done) struct str lower = STR_INIT;

	str_add(&lower, text);
	if (lower.len == 0)
		return false;
	str_lowercase(lower.s);
	return strstr(lower.s, sign) != NULL;
}

const char *words_where(const struct work *w, bool spoken)
{
	const char *sign = spoken ? "transcript" : "chat";

	for (size_t i = 0; i < w->it->n_parts; i++) {
		const struct item_part *p = &w->it->parts[i];

		if (p->state == ITEM_PART_CAPTURED &&
		    str_starts(w->parts[i].media_type, "text/") &&
		    (names(p->kind, sign) || names(p->label, sign) ||
		     names(p->name, sign)))
			return arena_printf(w->arena, "the attached %s",
					    w->parts[i].name);
	}
	return "the attached raw answers of the source";
}

const char *words_further(const struct work *w, size_t n, const char *one,
			  const char *where)
{
	if (n == 0)
		return arena_printf(w->arena, "\xe2\x80\xa6 The rest is in %s.",
				    where);
	return arena_printf(
		w->arena, "\xe2\x80\xa6 %s %s in %s.",
		words_count(w, n, arena_printf(w->arena, "further %s", one)),
		n == 1 ? "is" : "are", where);
}

const char *words_notice(const struct work *w, size_t i)
{
	const struct item *it = w->it;
	const char *said[4];
	size_t n = 0;

	if (i < it->n_notices)
		return it->notices[i];
	i -= it->n_notices;
	if (w->date_us == 0)
		said[n++] = "The source gave no time: this message bears the "
			    "date 1970-01-01 in its place.";
	if (w->n_to < w->n_sorted)
		said[n++] = arena_printf(
			w->arena,
			"There are %s beside the author: the To line names "
			"the first %zu of them, the Email property and the "
			"attached " PARTICIPANTS_CSV " name all.",
			words_count(w, w->n_sorted, "participant"), w->n_to);
	return i < n ? said[i] : NULL;
}

size_t words_nth_person(const struct work *w, size_t n)
{
	size_t author = w->it->author;

	if (!work_has_author(w))
		return n;
	if (n == 0)
		return author;
	return n <= author ? n - 1 : n;
}

bool words_people_first(const struct work *w)
{
	const struct item *it = w->it;

	return it->n_people <= WORDS_FEW_PEOPLE ||
	       it->n_texts + it->n_conversations + it->n_tables == 0;
}

const char *words_nothing(const struct work *w)
{
	const struct item *it = w->it;

	if (it->n_texts + it->n_conversations + it->n_tables + it->n_parts > 0)
		return "";
	return "There is nothing more: the source has no conversation, no "
	       "text and no file of it.";
}

const char *words_crowd(const struct work *w)
{
	return arena_printf(w->arena, "%s, listed near the end.",
			    words_count(w, w->it->n_people, "participant"));
}

const char *words_origin(const struct work *w)
{
	const struct item *it = w->it;
	AUTO(str_done) struct str out = STR_INIT;

	str_addf(&out, "Source %s, account %s: %s %s",
		 *it->source != '\0' ? it->source : "unknown",
		 *it->tenant != '\0' ? it->tenant : "unknown",
		 *it->ref.kind != '\0' ? it->ref.kind : "item", it->ref.id);
	if (*it->ref.version != '\0')
		str_addf(&out, ", version %s", it->ref.version);
	str_add(&out, ". Converter " CONVERT_VERSION ".");
	return work_line(w, out.s);
}
