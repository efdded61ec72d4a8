#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/meeting/people-private.h"

#include <stdlib.h>
#include <string.h>

#define OTHER_NAMES 5 /* shown in the note */

/* --- the best of several names, addresses, accounts ------------------ */

static int name_worth(const char *name)
{
	if (*name == '\0')
		return 0;
	if (strpbrk(name, "0123456789") == name || *name == '+' || *name == '*')
		return 1;
	if (strchr(name, '@') != NULL)
		return 2;
	if (strpbrk(name, "()[]0123456789|") != NULL)
		return 3;
	return strchr(name, ' ') != NULL ? 5 : 4;
}

static bool better_name(const char *x, const char *y)
{
	int a = name_worth(x), b = name_worth(y);
	size_t m = strlen(x), n = strlen(y);

	if (a != b)
		return a > b;
	return m != n ? m > n : strcmp(x, y) < 0;
}

static const char *best_name(const struct sayings *names)
{
	const char *best = "";

	for (const struct saying *s = names->first; s != NULL; s = s->next)
		if (better_name(s->text, best))
			best = s->text;
	return best;
}

/* The one of the list believed most, then the first in byte order. */
static const char *best_of(const struct sayings *of)
{
	const struct saying *best = of->first;

	for (const struct saying *s = best; s != NULL; s = s->next)
		if (s->list < best->list ||
		    (s->list == best->list && strcmp(s->text, best->text) < 0))
			best = s;
	return best != NULL ? best->text : "";
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All texts but `not`, sorted, each once. Returns how many. */
static size_t others(const struct sayings *of, const char * not,
		     const char ***out)
{
	const char **all;
	size_t n = 0, kept = 0;

	for (const struct saying *s = of->first; s != NULL; s = s->next)
		n++;
	all = mem_alloc(n + 1, sizeof(*all));
	n = 0;
	for (const struct saying *s = of->first; s != NULL; s = s->next)
		all[n++] = s->text;
	qsort(all, n, sizeof(*all), by_bytes);
	for (size_t i = 0; i < n; i++)
		if (str_casecmp(all[i], not ) != 0 &&
		    (kept == 0 || strcmp(all[i], all[kept - 1]) != 0))
			all[kept++] = all[i];
	*out = all;
	return kept;
}

/* --- the note --------------------------------------------------------------
 */

static void note_add(struct str *note, const char *text)
{
	if (note->len > 0)
		str_add(note, "; ");
	str_add(note, text);
}

/* How many bytes of a long name are shown: whole characters. */
static int shown_bytes(const char *text)
{
	size_t n = strlen(text);

	if (n > 100)
		for (n = 100; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80;)
			n--;
	return (int)n;
}

static void note_others(struct str *note, const char *lead,
			const struct sayings *of, const char * not )
{
	const char **all;
	size_t n = others(of, not, &all);

	if (n > 0)
		note_add(note, lead);
	for (size_t i = 0; i < n && i < OTHER_NAMES; i++)
		str_addf(note, "%s \"%.*s\"", i == 0 ? "" : ",",
			 shown_bytes(all[i]), all[i]);
	if (n > OTHER_NAMES)
		str_addf(note, " and %zu more", n - OTHER_NAMES);
	free(all);
}

static void note_waiting(struct str *note, const struct person *who)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	if (!who->waited)
		return;
	note_add(note,
		 who->joinings == NULL ? "waiting room only" : "waiting room");
	if (who->waited_from > 0 && who->waited_to > 0)
		str_addf(note, " %s to %s UTC",
			 clock_text(who->waited_from, from),
			 clock_text(who->waited_to, to));
}

/* Zoom names the host, but its lists of those present do not. */
static bool host_only(const struct people *p, const struct person *who)
{
	return p->listed && who->lists == 1U << PEOPLE_HOST;
}

static const char *make_note(struct people *p, const struct person *who,
			     const struct item_person *as)
{
	struct str note AUTO(str_done) = STR_INIT;
	const unsigned int here = 1U << PEOPLE_CHAT | 1U << PEOPLE_SPEECH;

	if (who->phone)
		note_add(&note, "by telephone");
	if (who->room)
		note_add(&note, "by room system (H.323/SIP)");
	note_waiting(&note, who);
	if (who->failover)
		note_add(&note, "moved by a failover at Zoom");
	if (host_only(p, who))
		note_add(&note, "not in Zoom's list of those present");
	if (who->lists == 1U << PEOPLE_SPEECH)
		note_add(&note, "named in a recording only");
	else if (p->listed && (who->lists & ~here) == 0)
		note_add(&note, "not in Zoom's list of those present");
	note_others(&note, "also shown as", &who->names, as->name);
	note_others(&note, "also with the address", &who->emails, as->email);
	return arena_strdup(p->a, note.s);
}

/* --- times ----------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	const struct joining *x = *(struct joining *const *)a,
			     *y = *(struct joining *const *)b;
	int c = strcmp(x->number, y->number);

	if (c != 0)
		return c;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	if (x->from_us != y->from_us)
		return x->from_us < y->from_us ? -1 : 1;
	return x->to_us < y->to_us ? -1 : x->to_us > y->to_us;
}

static int by_time(const void *a, const void *b)
{
	const struct item_span *x = a, *y = b;

	if (x->from_us != y->from_us)
		return x->from_us < y->from_us ? -1 : 1;
	return x->to_us < y->to_us ? -1 : x->to_us > y->to_us;
}

/*
 * Of joinings with the same number (from several lists), the list to
 * believe: the first that knows both ends, else the first.
 */
static enum people_list believed(struct joining *const *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i]->to_us > all[i]->from_us)
			return all[i]->list;
	return all[0]->list;
}

/* Spans that begin together are one: the last of them ends last. */
static size_t distinct(struct item_span *spans, size_t n)
{
	size_t kept = 0;

	qsort(spans, n, sizeof(*spans), by_time);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && spans[kept - 1].from_us == spans[i].from_us)
			kept--;
		spans[kept++] = spans[i];
	}
	return kept;
}

/*
 * The archive's files overlap what the lists say, and rows without a number
 * what those with one say: they count only where there is nothing else.
 */
static size_t choose_spans(struct joining *const *all, size_t n,
			   struct item_span *out)
{
	bool numbered = n > 0 && *all[n - 1]->number != '\0', listed = false;
	size_t kept = 0, end;

	for (size_t i = 0; i < n; i++)
		listed |= all[i]->list < PEOPLE_ARCHIVE;
	for (size_t i = 0; i < n; i = end) {
		enum people_list list;

		end = i + 1;
		while (end < n && strcmp(all[end]->number, all[i]->number) == 0)
			end++;
		if (*all[i]->number == '\0' && numbered)
			continue;
		list = believed(all + i, end - i);
		for (size_t k = i; k < end; k++)
			if (*all[k]->number == '\0'
				    ? !listed || all[k]->list < PEOPLE_ARCHIVE
				    : all[k]->list == list)
				out[kept++] =
					(struct item_span){ all[k]->from_us,
							    all[k]->to_us };
	}
	return distinct(out, kept);
}

static void add_spans(struct people *p, const struct person *who,
		      struct item_person *to)
{
	struct joining **all;
	size_t n = 0;

	for (struct joining *j = who->joinings; j != NULL; j = j->next)
		n++;
	all = mem_alloc(n + 1, sizeof(struct joining *));
	n = 0;
	for (struct joining *j = who->joinings; j != NULL; j = j->next)
		all[n++] = j;
	qsort(all, n, sizeof(*all), by_number);
	to->spans = arena_alloc(p->a, n, sizeof(*to->spans));
	to->n_spans = choose_spans(all, n, to->spans);
	free(all);
}

/* --- people ----------------------------------------------------------------
 */

struct shown {
	struct item_person as;
	size_t at;
};

static bool foreign(const char *email, const char *domain)
{
	const char *at = strrchr(email, '@');

	return *domain != '\0' && at != NULL &&
	       str_casecmp(at + 1, domain) != 0;
}

static const char *role_of(const struct person *who)
{
	if (*who->role != '\0')
		return who->role;
	if (who->internal == 0)
		return "Guest";
	if (people_anonymous(who) && !who->phone && !who->room &&
	    who->internal < 0)
		return "Guest";
	return "Participant";
}

static const char *name_of(struct people *p, const struct person *who)
{
	const char *name = best_name(&who->names);

	if (*name != '\0')
		return name;
	if (who->emails.first != NULL)
		return best_of(&who->emails);
	if (who->accounts.first != NULL)
		return arena_printf(p->a, "Zoom user %s",
				    best_of(&who->accounts));
	return "Unnamed participant";
}

static struct item_person present(struct people *p, const struct person *who,
				  const char *domain, bool host_external)
{
	struct item_person as = { .name = name_of(p, who),
				  .email = best_of(&who->emails),
				  .vendor_id = best_of(&who->accounts),
				  .role = role_of(who) };

	as.external = who->internal == 0 ||
		      (who->internal < 0 && foreign(as.email, domain));
	if (host_external && strcmp(as.role, "Host") == 0)
		as.external = true;
	as.note = make_note(p, who, &as);
	add_spans(p, who, &as);
	return as;
}

static int by_spans(const struct item_person *x, const struct item_person *y)
{
	for (size_t i = 0; i < x->n_spans && i < y->n_spans; i++) {
		int c = by_time(&x->spans[i], &y->spans[i]);

		if (c != 0)
			return c;
	}
	return x->n_spans < y->n_spans ? -1 : x->n_spans > y->n_spans;
}

static int host_first(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;
	bool hx = strcmp(x->as.role, "Host") == 0,
	     hy = strcmp(y->as.role, "Host") == 0;
	int c;

	if (hx != hy)
		return hx ? -1 : 1;
	c = strcmp(x->as.name, y->as.name);
	if (c == 0)
		c = strcmp(x->as.email, y->as.email);
	if (c == 0)
		c = strcmp(x->as.vendor_id, y->as.vendor_id);
	if (c == 0)
		c = by_spans(&x->as, &y->as);
	if (c != 0)
		return c;
	return x->at < y->at ? -1 : x->at > y->at;
}

void people_emit(struct people *p, struct item *it, const char *domain,
		 bool host_external)
{
	struct shown *all = mem_alloc(p->n + 1, sizeof(*all));
	size_t n = 0;

	p->listed = people_listed(p);
	for (size_t i = 0; i < p->n; i++)
		if (people_root(p, i) == i)
			all[n++] = (struct shown){
				present(p, &p->all[i], domain, host_external), i
			};
	qsort(all, n, sizeof(*all), host_first);
	it->people = arena_alloc(it->arena, n, sizeof(*it->people));
	it->n_people = n;
	for (size_t i = 0; i < n; i++) {
		const struct person *who = &p->all[all[i].at];

		it->people[i] = all[i].as;
		p->all[all[i].at].index = i;
		p->attended += !host_only(p, who) &&
			       (!who->waited || who->joinings != NULL);
	}
	free(all);
}

size_t people_index(const struct people *p, size_t handle)
{
	if (handle >= p->n)
		return ITEM_NOBODY;
	return p->all[people_root(p, handle)].index;
}

size_t people_attended(const struct people *p)
{
	return p->attended;
}
