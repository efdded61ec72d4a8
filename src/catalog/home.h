/*
 * catalog/home.h - is there an installation in a folder, and is it whole?
 *
 * Why: who has lost a part of an installation asks the program first what to
 * do, and must not be told to remove the rest. Key, control.db and packs can
 * only be read together: as long as one of them is there, the others may be
 * on a backup.
 */
#ifndef CATALOG_HOME_H
#define CATALOG_HOME_H

struct err;

/*
 * 0, or -1 with ERR_USAGE: no installation there, one that was never
 * finished, or one of which a part is missing; the text says what to do.
 */
int home_check(const char *home, struct err *e);

#endif
