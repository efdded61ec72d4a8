/*
 * store/dir/dir.h - a store that is a folder: another disk, a mount.
 *
 * The reference implementation of store.h, and a place for a second copy.
 * Below the folder that the setting `path` names:
 *
 *	packs/2026-11/00000001.pack		the object, mode 0400
 *	packs/2026-11/00000001.pack~sha256	its digest, as sha256sum writes
 *it ~incoming/				what is being written
 *	~lock					see below
 *
 * No object's name has a "~", so none of these is taken for one.
 *
 * Invariants, after a crash at any instruction too:
 *
 *   (1) an object is complete and synced before it gets its name, by link(2),
 *       which takes a name only once;
 *   (2) its digest is there before the object, and goes after it: a digest
 *       without an object means nothing and is written over.
 *
 * Giving a name and taking it away happen under ~lock (flock), between
 * processes too; reading needs none.
 *
 * A folder cannot lock objects: protection is refused (ERR_ITEM).
 */
#ifndef STORE_DIR_DIR_H
#define STORE_DIR_DIR_H

#include "store/store.h"

struct dir {
	struct store base;
	char *path;
};

#define DIR_INCOMING "~incoming"
#define DIR_LOCK     "~lock"
#define DIR_DIGEST   "~sha256"

/* The folder, opened. Errors: ERR_SOURCE it is not there. */
int dir_root(const struct dir *d, struct err *e);
/* The same with its lock taken; closing *lock gives it back. */
int dir_root_locked(const struct dir *d, int *lock, struct err *e);

/* As store_ops says. */
int dir_put(struct store *s, const char *name, const struct store_content *c,
	    const struct store_protection *p, struct err *e);
int dir_stat(struct store *s, const char *name, struct store_object *out,
	     struct err *e);
int dir_list(struct store *s, const char *prefix,
	     int (*each)(void *ctx, const char *name, uint64_t size,
			 struct err *e),
	     void *ctx, struct err *e);

/* Errors: ERR_ITEM where any protection is asked for. */
int dir_refuse_protection(const char *name, const struct store_protection *p,
			  struct err *e);

/* Sync the folder that name lies in, below root. */
int dir_sync_folder(int root, const char *name, struct err *e);

#endif
