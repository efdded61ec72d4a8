/*
 * store/store.h - where sealed packs and objects are kept for good.
 *
 * The vault writes to a local folder first: that is where bytes become
 * durable (promise P1). What is complete there, a sealed pack, a finished
 * object, is encrypted and never changes again; a store takes it whole. So
 * staging in a cloud is secure by itself: no store ever sees a key.
 *
 *	dir/	another folder, a mount
 *	azure/	Azure Blob Storage
 *	s3/	S3: AWS, Ceph, MinIO ...
 *
 * An object of a store has a name as the vault has it ("packs/2026-11/
 * 00000001.pack": [a-zA-Z0-9._/-]+, no leading slash, no "..", at most
 * STORE_NAME_MAX; anything else is ERR_USAGE, see name.h), below the prefix
 * that the settings may give. It is written once and never rewritten:
 *
 *   (1) put() of a name that is there with the same size and SHA-256 is a
 *       success; with any other it is an error and changes nothing;
 *   (2) when put() returns 0 the store has acknowledged every byte and its
 *       own record of size and SHA-256 was read back and compared; of a small
 *       one without protection the checksum is enough that the store's answer
 *       says it has, once another was read back (content.h);
 *   (3) a lost answer is resolved by asking the store, not by guessing; a
 *       half-written object is never seen under its name;
 *   (4) protection that was asked for is read back: a store that ignored it
 *       is an error, never a success.
 *
 * Threads: one struct store serves all.
 *
 * Errors, for all functions: ERR_RETRY not reached, throttled, 5xx after the
 * store's own repetitions; ERR_SOURCE credentials refused, container or
 * bucket not there, certificate not accepted: a person has to act; ERR_ITEM
 * this object is not as expected (each function says how); ERR_STORE a local
 * disk failed; ERR_USAGE settings. Texts name store and object, no secrets.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/check.h"
#include "base/cleanup.h"
#include "base/setting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;
struct store;

#define STORE_NAME_MAX 200
#define STORE_SHA256   32

/* What is to be stored. read may be called from several threads at a time,
   at any offset, and again: blocks are sent in parallel and repeated. */
struct store_content {
	void *ctx;
	/* Exactly len bytes from offset on (the store asks for no more than
	   there is). 0, or -1 (ERR_STORE). */
	int (*read)(void *ctx, uint64_t offset, void *buf, size_t len,
		    struct err *e);
	uint64_t size;
	uint8_t sha256[STORE_SHA256]; /* of the whole */
};

/* What the store says of an object. */
struct store_object {
	uint64_t size;
	bool has_sha256; /* false: not put by us, or its metadata is lost */
	uint8_t sha256[STORE_SHA256];
	int64_t retain_until_us; /* it cannot be deleted before; 0: it can */
	bool hold;               /* under a legal hold of the store */
};

/* At least this: a store that keeps whole seconds rounds up. */
struct store_protection {
	int64_t retain_until_us; /* only ever lengthened; 0: as it is */
	bool hold;               /* put on, or taken off */
};

struct store_ops {
	const char *name;               /* "azure": what a person writes */
	const char *title;              /* "Azure Blob Storage" */
	const struct setting *settings; /* ends with a NULL name */

	/* Reads its settings, makes no request. The host outlives it. */
	int (*open)(struct store **out, const struct host *host, struct err *e);
	void (*close)(struct store *s);

	/*
	 * Store it whole under a name that is free (see 1 to 3 above), with
	 * this protection from the first moment on where not NULL; what is
	 * there already is protected at least so (a hold stays on it).
	 * Errors besides the common ones: ERR_ITEM another object has this
	 * name, the store did not protect it, or the bytes that were read are
	 * not what c->sha256 says (see pieces.h).
	 */
	int (*put)(struct store *s, const char *name,
		   const struct store_content *c,
		   const struct store_protection *p, struct err *e);

	/*
	 * Up to len bytes from offset on; fewer only where the object ends,
	 * 0 behind its end. Errors besides the common ones: ERR_ITEM there is
	 * no such object.
	 */
	ssize_t (*read)(struct store *s, const char *name, uint64_t offset,
			void *buf, size_t len, struct err *e);

	/* 1 with *out, 0 where there is none. */
	int (*stat)(struct store *s, const char *name, struct store_object *out,
		    struct err *e);

	/* Every object whose name begins with prefix, by name; pages are
	   followed to the end. each returning -1 ends it. */
	int (*list)(struct store *s, const char *prefix,
		    int (*each)(void *ctx, const char *name, uint64_t size,
				struct err *e),
		    void *ctx, struct err *e);

	/* For good, all versions. 0 also where it is not there. Errors
	   besides the common ones: ERR_ITEM it is protected. */
	int (*remove)(struct store *s, const char *name, struct err *e);

	/* Lengthen, put the hold on or take it off, then read back (see 4).
	   Errors besides the common ones: ERR_ITEM no such object, or it does
	   not say so afterwards. */
	int (*protect)(struct store *s, const char *name,
		       const struct store_protection *p, struct err *e);

	/*
	 * Pre-flight: sign-in, writing, reading back, creating only once,
	 * listing, removing, and whether objects can be locked, on a test
	 * object that is removed again. -1 only where nothing can be found out.
	 */
	int (*check)(struct store *s, const struct check *to, struct err *e);
};

/* First member of every implementation's own struct. */
struct store {
	const struct store_ops *ops;
};

void store_close(struct store *s); /* NULL is fine */
DEFINE_AUTO(struct store, store_close)

/* By name; NULL if there is none. */
const struct store_ops *store_find(const char *name);
/* All; ends with NULL. */
const struct store_ops *const *store_all(void);

#endif
