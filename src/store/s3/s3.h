/*
 * store/s3/s3.h - S3: what its files share.
 *
 * An object is PREFIX/NAME in one bucket. Its SHA-256 is in its metadata
 * (x-amz-meta-sha256, 64 hex digits), which is set in the very request that
 * makes the object appear (PutObject) or begins to (CreateMultipartUpload).
 * What makes a name be taken once is If-None-Match: * (once.c: and where a
 * store ignores it); repeating it after a lost answer does no harm: 412 means
 * "look".
 *
 * Versions: where the bucket keeps them (object lock needs that) an object is
 * there as long as one of its versions is. A delete marker that somebody put
 * over it hides nothing from us: we look for the version below it. Removing
 * names each version; we never make a marker ourselves.
 *
 * Source: Amazon S3 API Reference (2006-03-01); S3 User Guide, "Using S3
 * Object Lock", "Conditional writes".
 */
#ifndef STORE_S3_S3_H
#define STORE_S3_S3_H

#include "base/str.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>

struct http;
struct http_response;
struct s3_answer;
struct s3_request;

#define S3_CONNECTIONS 32    /* at most */
#define S3_PARTS_MAX   10000 /* of an upload */
#define S3_PART_MIN    5     /* MiB, of all parts but the last */
#define S3_VERSION     1025  /* a version's id, a NUL */
#define S3_NAMINGS     16
#define S3_RUNS        4

/* What keeps a name from being taken twice (once.c). */
enum s3_once {
	S3_UNKNOWN,     /* nothing was put yet */
	S3_CONDITIONAL, /* the store honours If-None-Match */
	S3_VERSIONS,    /* it does not, but keeps versions */
};

/* An object that is read in order (read.c). */
struct s3_run {
	char *name;                 /* NULL: there is none */
	uint64_t next;              /* offset of what comes next */
	struct http_response *rest; /* has it; NULL: nothing does */
	uint64_t left;              /* of the rest, bytes */
	int64_t at_us;              /* monotonic, of the last range */
};

struct s3 {
	struct store base;
	const struct host *host;
	struct http *http;
	char *region, *bucket;
	char *prefix;    /* "", or ends in "/" */
	char *origin;    /* "https://b.s3.eu-north-1.amazonaws.com", no slash */
	char *authority; /* of it, as the Host header says it */
	char *root;      /* path of the bucket: "" or "/b" */
	struct str key_id, secret, token;
	bool sign_payload;
	bool compliance; /* retention is set in mode COMPLIANCE */
	size_t part;     /* bytes of a part, and of what is put at once */
	unsigned int connections;
	unsigned int page;
	int64_t pause_us; /* the first one after trouble, doubled each time */
	_Atomic enum s3_once once;
	atomic_bool proven; /* see store_is_believed() */
	/* Of names, by their hash: see once.c. */
	pthread_mutex_t naming[S3_NAMINGS];
	pthread_mutex_t runs_lock; /* over runs */
	struct s3_run runs[S3_RUNS];
};

/* --- settings.c -------------------------------------------------------- */

extern const struct setting s3_settings[];

/* As store_ops says. */
int s3_open(struct store **out, const struct host *host, struct err *e);
void s3_close(struct store *s);

/* Add what was done ("store"), to which object of which bucket. Always -1. */
int s3_wrap(const struct s3 *s3, const char *verb, const char *name,
	    struct err *e);

/* --- object.c ---------------------------------------------------------- */

/* What the store says of an object, beyond struct store_object. */
struct s3_object {
	struct store_object object;
	bool compliance;          /* its retention is in mode COMPLIANCE */
	int64_t now_us;           /* by the store's clock, or ours */
	char version[S3_VERSION]; /* "": the bucket keeps none */
};

/* 1 with *out, 0 where there is none. */
int s3_look(struct s3 *s3, const char *name, struct s3_object *out,
	    struct err *e);

int s3_stat(struct store *s, const char *name, struct store_object *out,
	    struct err *e);

/* --- read.c ------------------------------------------------------------ */

ssize_t s3_read(struct store *s, const char *name, uint64_t offset, void *buf,
		size_t len, struct err *e);

/* Answers that were kept, of this name or (NULL) of all, are let go of. */
void s3_runs_forget(struct s3 *s3, const char *name);
void s3_run_done(struct s3_run *run);
static inline void s3_run_done_auto(struct s3_run *run)
{
	s3_run_done(run);
}

/* --- list.c ------------------------------------------------------------ */

/* The newest or the oldest version that is no delete marker: 1 with its id, or
   0. Errors: ERR_SOURCE the bucket is not there. */
enum s3_which { S3_NEWEST, S3_OLDEST };
int s3_find(struct s3 *s3, const char *name, enum s3_which which,
	    char version[S3_VERSION], struct err *e);

/* Errors: ERR_ITEM it is locked. */
int s3_remove_version(struct s3 *s3, const char *name, const char *version,
		      struct err *e);

int s3_list(struct store *s, const char *prefix,
	    int (*each)(void *ctx, const char *name, uint64_t size,
			struct err *e),
	    void *ctx, struct err *e);
int s3_remove(struct store *s, const char *name, struct err *e);

/* --- once.c ------------------------------------------------------------- */

/* To be held from looking whether a name is free until it is ours. */
pthread_mutex_t *s3_naming(struct s3 *s3, const char *name);

/* The version that a put has made, or "". */
void s3_answer_version(const struct s3_answer *a, char version[S3_VERSION]);

/* Is this the first version of the name? 1; or 0, and it was removed. */
int s3_is_first(struct s3 *s3, const char *name, const char *version,
		struct err *e);

/*
 * Find out what s3->once is by the same put again, without protection.
 * Errors: ERR_SOURCE nothing keeps a name from being taken twice.
 */
int s3_probe(struct s3 *s3, const struct s3_request *again, struct err *e);

/* --- put.c, multipart.c, protect.c, check.c ---------------------------- */

int s3_put(struct store *s, const char *name, const struct store_content *c,
	   const struct store_protection *p, struct err *e);

/* Add the headers that give a new object its SHA-256 and its protection.
   Texts are in *room, which must outlive the request. */
struct s3_new_object {
	char sha256[2 * STORE_SHA256 + 1];
	char until[40];
};
void s3_new_object(const struct s3 *s3, struct s3_request *rq,
		   const struct store_content *c,
		   const struct store_protection *p,
		   struct s3_new_object *room);

/* Send it in parts and put them together. 1 it is there now by us, 0 something
   has this name, or may have: look. */
int s3_put_parts(struct s3 *s3, const char *name, const struct store_content *c,
		 const struct store_protection *p, struct err *e);

/* Put parts together under a name that is taken: 1 the store refuses, as it
   should, 0 it does not. */
int s3_completes_once(struct s3 *s3, const char *name, struct err *e);

int s3_protect(struct store *s, const char *name,
	       const struct store_protection *p, struct err *e);
/*
 * Make what is there, as *was says, protected at least so; then look. A hold
 * is taken off only where release is true.
 */
int s3_protect_more(struct s3 *s3, const char *name,
		    const struct s3_object *was,
		    const struct store_protection *p, bool release,
		    struct err *e);

int s3_check(struct store *s, const struct check *to, struct err *e);

#endif
