/*
 * verb/verb.h - what can be asked of the archive.
 *
 * Why: one table, several doors. The command line (and later the web API)
 * look a verb up here, read its parameters by the same description, check
 * the same right, print through the same printer and write the same record
 * of the act. A verb is thus documented, tested and authorised once; --help,
 * completion and routes are made of the table.
 *
 * A verb is a function of its call: what was asked, of which installation,
 * by whom. It returns
 *
 *	VERB_OK     done
 *	VERB_NOT    done, and what was asked is not so (a check found faults,
 *	            a run ended in failure); the output says what
 *	-1          failed, e says why; the kind decides the exit code
 */
#ifndef VERB_VERB_H
#define VERB_VERB_H

#include "access/roles.h"
#include "catalog/act.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct board;
struct db;
struct err;
struct portal_ops;
struct principal;
struct printer;
struct verb_call;

enum param_type {
	PARAM_TEXT,
	PARAM_INT,     /* a whole number, 0 or more */
	PARAM_FLAG,    /* takes no value */
	PARAM_CHOICE,  /* one of `choices`, divided by '|' */
	PARAM_PATH,    /* as PARAM_TEXT; completion offers files */
	PARAM_PAIRS,   /* KEY=VALUE, may be repeated */
	PARAM_SECRETS, /* KEY=FILE, may be repeated (verb/secret.h) */
};

struct param {
	const char *name; /* --name; for positional ones shown in capitals */
	enum param_type type;
	bool positional;
	bool required;
	const char *value; /* how help calls the value: "FILE" */
	const char *choices;
	const char *help; /* one line, no full stop */
	bool local;       /* of the command line only */
};

/*
 * Rights: roles (access/roles.h) parted by '|', of which any will do.
 * Who may change something may look at it; who may only look has ROLE_VIEW.
 */
#define RIGHT_NONE           ""
#define RIGHT_CONNECTOR      ROLE_IMPORT "|" ROLE_CONNECTOR
#define RIGHT_CONNECTOR_VIEW RIGHT_CONNECTOR "|" ROLE_VIEW
#define RIGHT_OWNER          ROLE_OWNER
#define RIGHT_OWNER_VIEW     ROLE_OWNER "|" ROLE_VIEW
#define RIGHT_ROLES          ROLE_ROLES
#define RIGHT_AUDIT          ROLE_AUDIT
#define RIGHT_SEARCH         ROLE_SEARCH
#define RIGHT_PREVIEW        ROLE_PREVIEW
#define RIGHT_EXPORT         ROLE_EXPORT

enum verb_result { VERB_OK = 0, VERB_NOT = 1 };

#define VERB_PARAMS_MAX 12

struct column;
struct table;

struct verb {
	const char *name; /* "connector add", or one word */
	/* "POST /connectors", several parted by '|'; {name} stands for a
	   parameter. NULL: command line only. */
	const char *http;
	const char *right; /* RIGHT_* */
	const char *help;  /* one line, no full stop */
	const char *about; /* what it does, in paragraphs; lines of <= 76 */
	const char *example;
	bool reads;     /* without http: it changes nothing (verb/perform.h) */
	bool stoppable; /* watches call->stop: Ctrl-C ends it in good order */
	int (*run)(struct verb_call *call, struct err *e);
	/* All that its JSON can have, for the API's description: the tables
	   that it prints, and what stands beside them. Neither: not said. */
	const struct table *const *lists;     /* VERB_LISTS(); NULL: none */
	const struct column *fields;          /* VERB_FIELDS(): name, type */
	struct param params[VERB_PARAMS_MAX]; /* ends with a NULL name */
};

#define VERB_LISTS(...)  ((const struct table *const[]){ __VA_ARGS__, NULL })
#define VERB_FIELDS(...) ((const struct column[]){ __VA_ARGS__, { NULL } })

/* All verbs, those of one noun beside each other; ends with NULL. */
const struct verb *const *verb_all(void);
/* By its full name, or NULL. */
const struct verb *verb_find(const char *name);

struct verb_pair {
	const char *name, *value;
};
struct verb_arg {
	bool given;
	const char *text; /* NULL: absent */
	int64_t number;
	struct verb_pair *pairs;
	size_t n_pairs;
	bool direct; /* PARAM_SECRETS: the values are the secrets themselves */
};

struct verb_call {
	const struct verb *verb;
	struct verb_arg args[VERB_PARAMS_MAX]; /* as the verb's params */
	struct printer *out;
	const char *home;
	const struct principal *who; /* who asks; NULL: no installation yet */
	struct actor actor;          /* the same, for the ledger */
	const atomic_bool *stop;
	bool verbose;
	int notes; /* open descriptor for progress and warnings, -1: none */
	/* The installation, which this process has open to store: call_open()
	   borrows it. NULL: it opens one. */
	struct archive *shared;
	struct db *shared_db; /* with it: a connection to be borrowed */
	const char *origin;   /* "https://archive.example.com", where the portal
				 is; NULL: not known */
	struct board *board;  /* of the runs in this process, or NULL */
	const struct portal_ops *portal; /* what serve starts, or NULL */
	struct archive *archive;         /* by call_open() */
	struct db *db;
};

/* An argument by its parameter's name, which must be in the table. */
const char *call_text(const struct verb_call *call, const char *name);
int64_t call_int(const struct verb_call *call, const char *name,
		 int64_t fallback);
bool call_flag(const struct verb_call *call, const char *name);
const struct verb_arg *call_arg(const struct verb_call *call, const char *name);

/*
 * Open the installation and a connection to control, for the call's life.
 * store: as the one process that stores. Errors: as archive_open(); where the
 * archive is shared, the process that serves is the one that stores, and to
 * store besides it fails as it would from another process.
 */
int call_open(struct verb_call *call, bool store, struct err *e);
/* Close what call_open() opened. */
void call_done(struct verb_call *call);

/* A line of progress or warning, for people, never part of the output. */
void call_note(const struct verb_call *call, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Tell the ledger of the act: detail is JSON without secrets. What reads
 * content calls it before it reads (P10). Errors: ERR_STORE, ERR_RETRY.
 */
int call_record(const struct verb_call *call, const char *detail,
		struct err *e);
/* The same where the detail is one thing: {"connector": name}. */
int call_record_of(const struct verb_call *call, const char *kind,
		   const char *name, struct err *e);

/* The same, but not again within an hour what the same person did before with
   the same verb and detail. */
int call_record_once(const struct verb_call *call, const char *detail,
		     struct err *e);

/*
 * A mailbox by name or number, as a person gives it. Errors: ERR_USAGE
 * saying where the names are listed.
 */
int call_mailbox(const struct verb_call *call, const char *name, uint64_t *id,
		 struct err *e);
/* Likewise a message, by number or Message-ID. */
int call_message(const struct verb_call *call, const char *name, uint64_t *seq,
		 struct err *e);

/* A parameter that is a time, RFC 3339 or a date; as it was where it is not
   given. Errors: ERR_USAGE. */
int call_time(const struct verb_call *call, const char *name, int64_t *us,
	      struct err *e);

/* Behind a list that ended before its end: what --after goes on with; 0: it is
   the end. */
void call_print_next(const struct verb_call *call, uint64_t last);

#endif
