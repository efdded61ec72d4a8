/*
 * sandbox/people.h - who works at the tenant, and who visits it.
 *
 * Why: a stand-in for a company is only as hard as its people. So there are
 * users who are active, who left and are inactive since, who were deleted,
 * who never accepted their invitation; names with diacritics in five
 * languages; addresses in mixed case, second addresses, an account that
 * passes from one person to another; and guests of whom Zoom shows the
 * address, or has it and does not show it, or never had one.
 *
 * Everything lives in the arena given to people_make() and is constant.
 */
#ifndef SANDBOX_PEOPLE_H
#define SANDBOX_PEOPLE_H

#include "talk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

enum person_status {
	PERSON_ACTIVE,
	PERSON_INACTIVE, /* active until left_us */
	PERSON_PENDING,  /* invited: no user id, never in a meeting */
	PERSON_DELETED,  /* active until left_us, then gone from the API */
	PERSON_GUEST,    /* not of this account */
};

struct person {
	uint64_t seed;
	const char *key;  /* the directory's name for them, "p0001" */
	const char *name; /* as displayed */
	const char *first, *last;
	const char *email;     /* as Zoom writes it; "" where it has none */
	const char *mailbox;   /* lower case; the directory's mailbox */
	const char *alias;     /* one more address, NULL */
	const char *id;        /* Zoom user id; NULL for pending and guests */
	const char *dept;      /* "" for guests */
	const char *time_zone; /* IANA */
	enum talk_lang lang;
	enum person_status status;
	bool shown;         /* guests: Zoom shows the address */
	int64_t created_us; /* not in the API before */
	int64_t left_us;    /* inactive, deleted: since when */
	/* A shared account: who has held it since heir_us; else NULL. */
	const struct person *heir;
	int64_t heir_us;
};

struct people {
	struct person *all; /* the account's users, then its guests */
	size_t n_users, n;
	struct person *heirs; /* in the directory only */
	size_t n_heirs;
};

void people_make(struct people *p, struct arena *a, uint64_t seed,
		 size_t n_users, int64_t from_us, int64_t until_us);

/* By Zoom user id or e-mail (any case); NULL where the account has none. */
const struct person *people_lookup(const struct people *p, const char *who);

/* As the API would say at that time; a guest stays a guest. */
enum person_status person_status_at(const struct person *p, int64_t at_us);

/* Whose mailbox the person's copies belong in at that time; "" if none. */
const char *person_mailbox_at(const struct person *p, int64_t at_us);

/* "person,name,mailbox,address,valid_from,valid_until", a row an address. */
void people_write_directory(const struct people *p, FILE *out);

#endif
