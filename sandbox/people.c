#include "people.h"

#include "dice.h"
#include "seed.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

#include <string.h>

#define DOMAIN_HOME  "nordwind.example"
#define DOMAIN_OTHER "nordwind-capital.example"

static const char *const departments[] = { "Trading", "Risk", "Compliance",
					   "Legal",   "IT",   "Sales",
					   "Treasury" };
static const char *const guest_domains[] = { "fjordbank.example",
					     "kestrel-law.example",
					     "hikari.example",
					     "atlas-partners.example" };
static const char *const zones[TALK_LANGS] = { "Europe/London",
					       "Europe/Stockholm",
					       "Europe/Paris", "Asia/Tokyo",
					       "Asia/Dubai" };

static void name_person(struct person *p, struct arena *a, uint64_t seed,
			size_t index, const char *domain)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct talk_person t;

	p->lang = (enum talk_lang)(index % TALK_LANGS);
	t = talk_person(p->lang, seed, index / TALK_LANGS);
	talk_add_name(&s, &t);
	p->name = arena_strdup(a, s.s);
	p->first = t.given;
	p->last = t.family;
	str_cut(&s, 0);
	talk_add_mailbox(&s, &t);
	/* Namesakes in two languages must not share a mailbox. */
	if (p->lang != TALK_EN)
		str_addf(&s, ".%s", talk_lang_tag(p->lang));
	p->mailbox = arena_printf(a, "%s@%s", s.s, domain);
	p->time_zone = zones[p->lang];
}

/* Every kind of account appears in small tenants as well. */
static enum person_status status_of(size_t i, size_t n)
{
	if (n < 14) {
		if (n >= 4 && i == n - 1)
			return PERSON_INACTIVE;
		if (n >= 5 && i == n - 2)
			return PERSON_PENDING;
		if (n >= 6 && i == n - 3)
			return PERSON_DELETED;
		return PERSON_ACTIVE;
	}
	if (i % 16 == 5)
		return PERSON_INACTIVE;
	if (i % 16 == 9)
		return PERSON_PENDING;
	return i % 32 == 13 ? PERSON_DELETED : PERSON_ACTIVE;
}

static void make_user(struct person *p, struct arena *a, uint64_t seed,
		      size_t i, size_t n)
{
	char id[SEED_ID];

	p->seed = seed_of(seed, "user", i);
	p->key = arena_printf(a, "p%04zu", i + 1);
	name_person(p, a, seed, i, i % 4 == 3 ? DOMAIN_OTHER : DOMAIN_HOME);
	p->email = p->mailbox;
	if (i % 7 == 3) { /* as typed by whoever invited them */
		char *mixed = arena_strdup(a, p->mailbox);

		if (mixed[0] >= 'a' && mixed[0] <= 'z')
			mixed[0] = (char)(mixed[0] - 'a' + 'A');
		p->email = mixed;
	}
	if (i % 3 == 1)
		p->alias = arena_printf(a, "%s@%s", p->key, DOMAIN_HOME);
	p->dept = departments[i % 7];
	p->status = status_of(i, n);
	if (p->status != PERSON_PENDING) {
		seed_id(p->seed, id);
		p->id = arena_strdup(a, id);
	}
}

/* An account at the reception: one person's, and since the middle another's. */
static void make_shared(struct people *p, struct arena *a, uint64_t seed,
			int64_t middle_us)
{
	struct person *desk = &p->all[2], *heir = ARENA_NEW(a, struct person);

	heir->key = "p9001";
	name_person(heir, a, seed_of(seed, "heir", 0), p->n_users * 3 + 1,
		    DOMAIN_HOME);
	heir->mailbox = arena_printf(a, "h.%s", heir->mailbox);
	heir->email = heir->mailbox;
	heir->created_us = desk->created_us;
	desk->heir = heir;
	desk->heir_us = middle_us;
	desk->email = "Reception@" DOMAIN_HOME;
	p->heirs = heir;
	p->n_heirs = 1;
}

static void make_guest(struct person *p, struct arena *a, uint64_t seed,
		       size_t i)
{
	p->seed = seed_of(seed, "guest", i);
	p->key = arena_printf(a, "g%04zu", i + 1);
	name_person(p, a, seed_of(seed, "guests", 0), i, guest_domains[i % 4]);
	p->status = PERSON_GUEST;
	p->dept = "";
	p->shown = i % 3 == 0;
	if (i % 3 == 2)
		p->mailbox = "";
	p->email = p->shown ? p->mailbox : "";
}

void people_make(struct people *p, struct arena *a, uint64_t seed,
		 size_t n_users, int64_t from_us, int64_t until_us)
{
	size_t guests = n_users / 4 < 9 ? 9 : n_users / 4;
	int64_t middle_us = clock_day_start(from_us + (until_us - from_us) / 2);

	p->n_users = n_users;
	p->n = n_users + guests;
	p->all = arena_alloc(a, p->n, sizeof(*p->all));
	for (size_t i = 0; i < p->n; i++) {
		struct person *one = &p->all[i];

		if (i >= n_users) {
			make_guest(one, a, seed, i - n_users);
			continue;
		}
		make_user(one, a, seed, i, n_users);
		one->created_us = from_us - (int64_t)(30 + i) * CLOCK_DAY;
		one->left_us = middle_us + 10 * CLOCK_HOUR;
		if (i % 16 == 15) /* joined the company while we look */
			one->created_us = middle_us + 8 * CLOCK_HOUR;
	}
	if (n_users >= 8)
		make_shared(p, a, seed, middle_us);
}

const struct person *people_lookup(const struct people *p, const char *who)
{
	for (size_t i = 0; i < p->n_users; i++) {
		const struct person *one = &p->all[i];

		if (one->id != NULL && strcmp(one->id, who) == 0)
			return one;
		if (str_casecmp(one->email, who) == 0)
			return one;
	}
	return NULL;
}

enum person_status person_status_at(const struct person *p, int64_t at_us)
{
	if ((p->status == PERSON_INACTIVE || p->status == PERSON_DELETED) &&
	    at_us < p->left_us)
		return PERSON_ACTIVE;
	return p->status;
}

const char *person_mailbox_at(const struct person *p, int64_t at_us)
{
	if (p->heir != NULL && at_us >= p->heir_us)
		return p->heir->mailbox;
	return p->mailbox;
}

static void write_row(FILE *out, const struct person *p, const char *address,
		      int64_t from_us, int64_t until_us)
{
	char from[CLOCK_TEXT] = "", until[CLOCK_TEXT] = "";
	struct str low AUTO(str_done) = STR_INIT;

	str_add(&low, address);
	str_lowercase(low.s);
	if (from_us != 0)
		clock_rfc3339(from_us, from);
	if (until_us != 0)
		clock_rfc3339(until_us, until);
	(void)fprintf(out, "%s,%s,%s,%s,%s,%s\n", p->key, p->name, p->mailbox,
		      low.s, from, until);
}

void people_write_directory(const struct people *p, FILE *out)
{
	(void)fputs("person,name,mailbox,address,valid_from,valid_until\n",
		    out);
	for (size_t i = 0; i < p->n_users; i++) {
		const struct person *one = &p->all[i];

		if (one->heir != NULL) {
			write_row(out, one, one->mailbox, 0, 0);
			write_row(out, one, one->email, 0, one->heir_us);
			write_row(out, one->heir, one->heir->mailbox, 0, 0);
			write_row(out, one->heir, one->email, one->heir_us, 0);
			continue;
		}
		write_row(out, one, one->email, 0, 0);
		if (one->alias != NULL)
			write_row(out, one, one->alias, 0, 0);
	}
}
