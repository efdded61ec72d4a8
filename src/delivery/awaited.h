/*
 * delivery/awaited.h - an answer that a browser is to bring back.
 *
 * Between the address that is given out and the answer lie a person, a
 * provider and an hour. What the answer is judged by is remembered where
 * nobody else reads it: sealed, as a state of the thing that asks (values.h).
 * One at a time: each new address makes the one before void. Good once, for
 * an hour, for the settings it was asked with.
 */
#ifndef DELIVERY_AWAITED_H
#define DELIVERY_AWAITED_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/values.h"
#include "oidc/provider.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct callback;
struct db;

#define AWAITED_LIFE_US CLOCK_HOUR

struct awaited {
	struct oidc_request rq;
	struct str bound;    /* a digest of the settings it is for */
	struct str redirect; /* where the browser comes back to */
	int64_t until_us;
	bool admin; /* the first of two answers: consent.h */
};
#define AWAITED_INIT                                                           \
	((struct awaited){ OIDC_REQUEST_INIT, STR_INIT, STR_INIT, 0, false })
void awaited_done(struct awaited *w);
static inline void awaited_done_auto(struct awaited *w)
{
	awaited_done(w);
}

/* Who awaits it; texts and values are the caller's. */
struct awaiting {
	const struct values_of *of;
	struct values *values;
	const char *state;   /* the name it is kept by: "consent" */
	const char *bound;   /* the digest of the settings as they are now */
	const char *again;   /* what gives a new address: "estreat ..." */
	const char *changed; /* what is said where the settings differ */
};

/* A new state, nonce and verifier, good for an hour, on disk when this
   returns. Errors: ERR_USAGE (no UTF-8), ERR_STORE. */
int awaited_begin(struct archive *a, struct db *db, const struct awaiting *by,
		  struct awaited *w, struct err *e);

/* Is it the state that is awaited? For a door that only has the answer. */
bool awaited_is(const struct awaiting *by, const char *state);

/* Of the names that a query gives, the first that `is` takes: 1, appended; 0:
   none. Errors: ERR_STORE. */
int awaited_find(struct db *db, const char *sql,
		 bool (*is)(void *ctx, const char *name), void *ctx,
		 struct str *name, struct err *e);

/* Opens what awaits it, as it is set up now; *by is valid as long as ctx. */
typedef int awaiting_open(void *ctx, struct archive *a, struct db *db,
			  struct awaiting *by, struct err *e);

/*
 * Is it the answer that is awaited? Then it is spent, whatever comes of it.
 * In a transaction of its own, in which open() is called: of two who bring
 * it, one wins. *out starts as AWAITED_INIT. Errors: those of open();
 * ERR_USAGE: it is not, and the last address stays good; ERR_STORE.
 */
int awaited_spend(struct archive *a, struct db *db, awaiting_open *open,
		  void *ctx, const char *state, struct awaited *out,
		  struct err *e);

/* Errors: ERR_SOURCE: too late, or for other settings. */
int awaited_fresh(const struct awaiting *by, const struct awaited *w,
		  struct err *e);

/* "WHY: ask for a new address by ...". Returns -1. */
int awaited_anew(const struct awaiting *by, enum err_kind kind, const char *why,
		 struct err *e);

/*
 * The provider said no: WHAT, its words, what to do. Returns -1 with ERR_RETRY
 * where it is to be asked later, else ERR_SOURCE.
 */
int awaited_refused(const struct callback *c, const char *what,
		    const char *todo, struct err *e);

#endif
