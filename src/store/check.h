/*
 * store/check.h - the part of a pre-flight that is the same for all stores.
 */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

struct check;
struct err;
struct store;

/*
 * Put a small object, read it back, try to overwrite it, list it, hold it,
 * release it, remove it: through the store's own functions, with a finding
 * for each. What does not work ends it with a finding; the test object is
 * removed in any case. -1 where the store could not be reached (ERR_RETRY).
 */
int store_check(struct store *s, const struct check *to, struct err *e);

#endif
