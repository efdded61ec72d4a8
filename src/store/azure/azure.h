/*
 * store/azure/azure.h - Azure Blob Storage: what its files share.
 *
 * An object is a block blob PREFIX/NAME in one container. Its SHA-256 is in
 * its metadata (x-ms-meta-sha256, 64 hex digits), set in the very request
 * that makes the blob appear: Put Blob for what is one block or less, else
 * Put Block List. Both say If-None-Match: *, so a name is taken once, and
 * repeating them after a lost answer does no harm: 409 means "look".
 *
 * Source: Azure Storage REST API, x-ms-version AZURE_VERSION.
 */
#ifndef STORE_AZURE_AZURE_H
#define STORE_AZURE_AZURE_H

#include "base/str.h"
#include "store/store.h"

#include <stdatomic.h>

struct http;
struct azure_request;
struct http_request;
struct http_response;
struct oauth;

#define AZURE_VERSION     "2023-11-03"
#define AZURE_CONNECTIONS 32    /* at most */
#define AZURE_BLOCKS_MAX  50000 /* of a blob */

enum azure_auth { AZURE_SHARED_KEY, AZURE_SAS, AZURE_CLIENT_CREDENTIALS };

struct azure {
	struct store base;
	const struct host *host;
	struct http *http;
	char *account, *container;
	char *prefix;     /* "", or ends in "/" */
	char *endpoint;   /* "https://a.blob.core.windows.net", no slash */
	const char *path; /* of the endpoint: "" or "/devstoreaccount1" */
	enum azure_auth auth;
	struct str key;       /* decoded; "" */
	struct str sas;       /* without "?"; "" */
	struct oauth *tokens; /* or NULL */
	struct str token_url;
	size_t block; /* bytes of a block, and of what is put at once */
	unsigned int connections;
	bool locked; /* retention is set in mode Locked */
	unsigned int page;
	int64_t pause_us;   /* the first one after trouble, doubled each time */
	atomic_bool proven; /* see store_is_believed() */
};

/* --- settings.c -------------------------------------------------------- */

extern const struct setting azure_settings[];

/* As store_ops says. */
int azure_open(struct store **out, const struct host *host, struct err *e);
void azure_close(struct store *s);

/* Say what was tried, with which object, where. Always -1. */
int azure_wrap(const struct azure *az, const char *verb, const char *name,
	       struct err *e);

/* --- auth.c ------------------------------------------------------------ */

/* Read the secrets. Errors: ERR_USAGE. */
int azure_auth_open(struct azure *az, struct err *e);

/*
 * Sign a request that is otherwise complete; a token that was used for it is
 * appended to *token. Errors: those of asking for one (ERR_SOURCE: refused).
 */
int azure_auth_sign(struct azure *az, const struct azure_request *rq,
		    const char *path, struct http_request *out,
		    struct str *token, struct err *e);

/* The service did not take this token: true where another may do better. */
bool azure_auth_drop(struct azure *az, const char *token);

/* --- object.c ---------------------------------------------------------- */

/* What the service says of a blob, beyond struct store_object. */
struct azure_blob {
	struct store_object object;
	bool locked;    /* its retention is in mode Locked */
	bool versioned; /* it has a version: old ones may be there */
	int64_t now_us; /* by the service's clock, or ours */
};

/* 1 with *out, 0 where there is none. */
int azure_look(struct azure *az, const char *name, struct azure_blob *out,
	       struct err *e);

int azure_stat(struct store *s, const char *name, struct store_object *out,
	       struct err *e);
ssize_t azure_read(struct store *s, const char *name, uint64_t offset,
		   void *buf, size_t len, struct err *e);
int azure_remove(struct store *s, const char *name, struct err *e);

/* --- put.c, blocks.c, list.c, protect.c, check.c ----------------------- */

int azure_put(struct store *s, const char *name, const struct store_content *c,
	      const struct store_protection *p, struct err *e);

/* Add the headers that make a new blob once, protected, with its SHA-256.
   Texts are in *room, which must outlive the request. */
struct azure_new_blob {
	char sha256[2 * STORE_SHA256 + 1];
	char until[40];
};
void azure_new_blob(const struct azure *az, struct azure_request *rq,
		    const struct store_content *c,
		    const struct store_protection *p,
		    struct azure_new_blob *room);

/* Does a refusal to create say that something has the name? */
bool azure_is_taken(const struct http_response *r);
/* What an answer to such a request means: 1 it is there now by us, 0 something
   has this name, or may have: look. */
int azure_created(const struct azure *az, const struct azure_request *rq,
		  struct http_response *r, struct err *e);
/* Send it in blocks and put them together. 1, 0 as above. */
int azure_put_blocks(struct azure *az, const char *name,
		     const struct store_content *c,
		     const struct store_protection *p, struct err *e);

int azure_list(struct store *s, const char *prefix,
	       int (*each)(void *ctx, const char *name, uint64_t size,
			   struct err *e),
	       void *ctx, struct err *e);

/* Remove every version of this name. Errors: ERR_ITEM one is protected. */
int azure_remove_versions(struct azure *az, const char *name, struct err *e);

int azure_protect(struct store *s, const char *name,
		  const struct store_protection *p, struct err *e);
/*
 * Make what is there, as *was says, protected at least so; then look. A hold
 * is taken off only where release is true.
 */
int azure_protect_more(struct azure *az, const char *name,
		       const struct azure_blob *was,
		       const struct store_protection *p, bool release,
		       struct err *e);

int azure_check(struct store *s, const struct check *to, struct err *e);

#endif
