/* access/first.h - the password that a new installation begins with. */
#ifndef ACCESS_FIRST_H
#define ACCESS_FIRST_H

#include <stdint.h>

struct archive;
struct db;

#define FIRST_FILE "first-password" /* in the installation's folder */

/* This account signed in: where it is the first, the file goes. */
void first_used(struct archive *a, struct db *db, int64_t account);

#endif
