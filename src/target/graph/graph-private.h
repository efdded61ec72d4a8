/* target/graph/graph-private.h - what the files of the agent share. */
#ifndef TARGET_GRAPH_GRAPH_PRIVATE_H
#define TARGET_GRAPH_GRAPH_PRIVATE_H

#include "graph/graph.h"
#include "target/graph/graph-agent.h"
#include "target/limit.h"

#include <stdbool.h>

struct letter;
struct reader;

/* What goes into one request together with its message; larger ones are put
   together in the staging folder. Bytes of the message. */
#define EXCHANGE_WHOLE_MAX ((uint64_t)640 * 1024)
/* "Under 3 MB" a file is one request, from there on an upload session. */
#define EXCHANGE_FILE_MAX ((uint64_t)3000000)
/* A multiple of 320 KiB, less than 4 MB. */
#define EXCHANGE_CHUNK   ((size_t)8 * 320 * 1024)
#define EXCHANGE_STAGING "Estreat staging"

struct exchange_agent {
	struct agent base;
	const struct host *host;
	struct graph *graph;
	size_t sessions;
	uint64_t max_bytes; /* of a message in the mailbox */
	bool rbac;          /* rights come from roles of Exchange */
	struct limit limit; /* of what is delivered, in bytes */
};

struct exchange_folder {
	char *name, *id;
};

/* One mailbox at a time. */
struct exchange_session {
	struct agent_session base;
	char *mailbox;   /* NULL: none yet */
	struct str user; /* "/v1.0/users/anna.ek%40example.com" */
	struct exchange_folder *folders; /* known to be there */
	size_t n_folders;
	char *staging; /* id of the folder; NULL: not known */
	bool swept;    /* nothing of earlier times is in it */
	bool doubt;    /* something may be in it that was not seen */
};

static inline struct exchange_agent *
exchange_agent_of(const struct exchange_session *s)
{
	return (struct exchange_agent *)(uintptr_t)s->base.agent;
}

extern const struct setting exchange_settings[];

/* --- refusals ------------------------------------------------------------ */

/* Why a message, or its whole mailbox, cannot be served now. */
struct exchange_stop {
	enum agent_outcome outcome;
	struct str reason;
	int64_t wait_us;
	bool absent; /* the folder or message asked for is not there */
};
#define EXCHANGE_STOP_INIT ((struct exchange_stop){ .reason = STR_INIT })
static inline void exchange_stop_done_auto(struct exchange_stop *s)
{
	str_done(&s->reason);
}
/* Does it stop the mailbox, and not only the message? */
bool exchange_stops_mailbox(const struct exchange_stop *s);

/*
 * An answer that is no success, understood. 1: *stop says; -1: it reaches
 * further than the mailbox (ERR_SOURCE, ERR_RETRY).
 */
int exchange_refused(struct exchange_agent *a, const struct graph_answer *r,
		     const char *doing, struct exchange_stop *stop,
		     struct err *e);

/* --- asking --------------------------------------------------------------
 *
 * As everywhere in this folder: 0 done; 1 refused, *stop says; -1 error.
 */

/* Paths are below the mailbox ("/mailFolders/inbox"), percent-encoded. */
int exchange_get(struct exchange_session *s, const char *path,
		 const char *doing, struct graph_answer *out,
		 struct exchange_stop *stop, struct err *e);
/*
 * Something new. *unknown: whether it was done cannot be told (with -1, and
 * with 1 where Graph failed over it).
 */
int exchange_post(struct exchange_session *s, const char *path,
		  const struct str *json, const char *doing,
		  struct graph_answer *out, bool *unknown,
		  struct exchange_stop *stop, struct err *e);
/* A message; that it is not there is fine. */
int exchange_delete(struct exchange_session *s, const char *id,
		    struct exchange_stop *stop, struct err *e);

/* Append an OData string: quoted, and percent-encoded as a whole. */
void exchange_quote(struct str *out, const char *text);

/* --- folders -------------------------------------------------------------- */

/* What follows is of this mailbox; what was known of another is forgotten. */
void exchange_enter(struct exchange_session *s, const char *mailbox);
void exchange_leave(struct exchange_session *s);
/*
 * The folder of this name below the Inbox; make: where it is not there it is
 * made, else *id is NULL. The id is the session's.
 */
int exchange_folder(struct exchange_session *s, const char *name, bool make,
		    const char **id, struct exchange_stop *stop, struct err *e);
/* It was not there after all. */
void exchange_folder_forget(struct exchange_session *s, const char *name);
/* The hidden folder where messages are put together. */
int exchange_staging(struct exchange_session *s, bool make, const char **id,
		     struct exchange_stop *stop, struct err *e);
/* Take away what earlier attempts left half made. */
int exchange_sweep(struct exchange_session *s, struct exchange_stop *stop,
		   struct err *e);

/* --- messages ------------------------------------------------------------- */

/*
 * Is a message of this Message-ID in the folder, other than `but` (an id;
 * NULL: any)? *id is its id, or stays "".
 */
int exchange_find(struct exchange_session *s, const char *folder,
		  const char *message_id, const char *but, struct str *id,
		  struct exchange_stop *stop, struct err *e);

/*
 * Make the message in the folder, all of it or nothing that anybody sees;
 * place is its id. *unknown as of exchange_post().
 */
int exchange_create(struct exchange_session *s, const char *folder,
		    const struct agent_message *m, const struct letter *l,
		    struct str *place, bool *unknown,
		    struct exchange_stop *stop, struct err *e);

/* Attach what a reader gives, of exactly this size. *stale: half an upload
   cannot be gone on with; the message is to be made anew. */
int exchange_attach(struct exchange_session *s, const char *message,
		    const char *name, const char *media_type, uint64_t size,
		    struct reader *bytes, bool *stale,
		    struct exchange_stop *stop, struct err *e);

int exchange_deliver(struct agent_session *s, const char *mailbox,
		     struct agent_message *list, size_t n, struct err *e);
int exchange_check(struct agent *a, const char *mailbox, const struct check *to,
		   struct err *e);

#endif
