/*
 * store/name.h - which names an object may have (see store.h).
 *
 * Why one place: a name becomes a path on one store and part of a URL on
 * another, and must mean the same object on all of them.
 */
#ifndef STORE_NAME_H
#define STORE_NAME_H

struct err;

/* Errors: ERR_USAGE naming the name and what is wrong with it. */
int store_name_check(const char *name, struct err *e);
/* The same of a listing's prefix, which may be "" and end anywhere. */
int store_prefix_check(const char *prefix, struct err *e);

/*
 * The prefix that a setting gives, with one slash at its end, or "" where it
 * gives none; to be freed. Errors: ERR_USAGE.
 */
int store_prefix_read(const char *setting, char **out, struct err *e);

/* What a key of the store is to us: the name behind the prefix, in key itself;
   NULL where it is none of ours. */
const char *store_name_below(const char *prefix, const char *key);

#endif
