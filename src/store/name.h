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

#endif
