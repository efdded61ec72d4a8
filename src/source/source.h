/*
 * source/source.h - a platform items come from.
 *
 * A new source is one folder, src/source/<name>/, that exports one
 * `const struct source_ops` and is listed in source/registry.c. It knows its
 * vendor's API and nothing of mail, of the vault or of databases: what it
 * finds goes into sinks that its caller (connector/) gives it.
 *
 * Three things, in this order, each of which may be repeated after a crash:
 *
 *	list     what the vendor has in a window   -> entries (the inventory)
 *	fetch    one bundle's content              -> raw bytes, artefacts
 *	compose  what was fetched                  -> struct item
 *
 * A bundle is the set of entries that are converted together: a meeting with
 * its recordings; a conversation's day. compose() is a pure function of its
 * material (promise P3) and needs no open source, no network, no clock.
 *
 * Threads: list() is called by one thread; fetch() by several at a time for
 * different bundles on the same struct source, so requests, tokens and rate
 * limits inside must be safe for threads.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/check.h"
#include "base/cleanup.h"
#include "base/setting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct item;
struct reader;
struct source;
struct str;

/* --- list -------------------------------------------------------------- */

enum source_state {
	SOURCE_READY,    /* can be fetched */
	SOURCE_WAITING,  /* there, but not ready: reason says what for */
	SOURCE_REFUSED,  /* the source says it will never give it: reason */
	SOURCE_GONE,     /* the source has deleted it: reason */
	SOURCE_EXCLUDED, /* a setting leaves it out: reason names the rule */
};

/*
 * One object the source says it has, in one version. The same (kind, id,
 * version) may be told any number of times, by any discovery way; it is one
 * row of the inventory. Texts are only valid during the call.
 */
struct source_entry {
	const char *bundle;   /* key of what is converted together */
	const char *kind;     /* "meeting", "recording-file", ... */
	const char *id;       /* within the kind */
	const char *version;  /* "" for kinds without versions */
	const char *label;    /* for people */
	const char *found_by; /* discovery way: "user-recordings" */
	enum source_state state;
	const char *reason;   /* "" when ready */
	const char *evidence; /* HTTP status, code, message; "" if none */
	int64_t time_us;      /* when it was said or done; 0 unknown */
	int64_t delete_at_us; /* when the source will delete it; 0 unknown */
	int64_t size;         /* announced bytes; -1 unknown */
	/*
	 * Content that came with the listing itself (a post's JSON, the
	 * notice of a deletion): stored as raw, nothing is left to fetch for
	 * this entry. NULL where it has to be fetched.
	 */
	const void *raw;
	size_t raw_len;
	/*
	 * What the listing said of the bundle, kept as a raw answer under
	 * this name (source_store.raw) with the entry's row: a run that is
	 * cut off after its listing still has it. The entry is fetched all
	 * the same. NULL: nothing.
	 */
	const char *beside_name;
	const void *beside;
	size_t beside_len;
};

struct source_list {
	void *ctx;
	/* 0, or -1 (ERR_STORE): stop listing and return it. */
	int (*entry)(void *ctx, const struct source_entry *en, struct err *e);
	/* Something a person must know: a scope missing for one way of
	   discovery, a user skipped, a window that had to be repeated.
	   CHECK_FAIL: a person must act; the run goes on, but ends as failed,
	   and the next window begins where this one did. */
	void (*notice)(void *ctx, enum check_level level, const char *subject,
		       const char *text);
	/* For progress lines: "users 120 of 1000". May be called often. */
	void (*progress)(void *ctx, const char *text);
};

struct source_window {
	int64_t from_us, to_us; /* to_us is "now" at the source */
	/* Where the overlap may be shorter than the window: 0 on the first
	   run, else the to_us of the last complete listing. */
	int64_t last_us;
};

/* --- fetch ------------------------------------------------------------- */

/* An entry of the bundle at hand. */
struct source_wanted {
	const char *kind, *id, *version, *label;
	int64_t time_us;
	int64_t size;
	bool wanted; /* false: settled before, here only for completeness */
};

struct source_bundle {
	const char *key;
	unsigned int ordinal; /* messages made of it so far */
	const struct source_wanted *entries;
	size_t n_entries;
};

/* What the caller tells about a captured artefact. */
struct source_captured {
	uint64_t size;
	uint8_t sha256[32];
};

struct source_store {
	void *ctx;
	/*
	 * Keep a raw answer of the source under a name ("participants");
	 * pages of one answer are told one by one: "participants.1", ....
	 * The same name told again in a later fetch is a newer state of it.
	 */
	int (*raw)(void *ctx, const char *name, const char *media_type,
		   const void *bytes, size_t len, struct err *e);
	/*
	 * Keep an artefact of entry number `at` of the bundle. The body is
	 * read to its end and not freed. An announced size (>= 0) that does
	 * not fit makes it fail with ERR_RETRY and keeps nothing. *out may be
	 * NULL. The entry is settled as captured by this.
	 */
	int (*artefact)(void *ctx, size_t at, const char *name,
			const char *media_type, int64_t announced,
			struct reader *body, struct source_captured *out,
			struct err *e);
	/*
	 * Entry number `at` has no bytes of its own, or will have none now.
	 * SOURCE_READY: complete with what was kept as raw. SOURCE_WAITING:
	 * ask again later. SOURCE_REFUSED, SOURCE_GONE: final. The evidence
	 * is the vendor's answer (status, code, message), without secrets.
	 */
	int (*settle)(void *ctx, size_t at, enum source_state state,
		      const char *reason, const char *evidence, struct err *e);
};

/* --- compose ----------------------------------------------------------- */

struct source_raw {
	const char *name, *media_type;
	const void *bytes;
	size_t len;
	uint64_t seq;
	uint8_t sha256[32];
	bool fresh; /* not yet part of a message */
};

enum source_part_state {
	SOURCE_PART_CAPTURED,
	SOURCE_PART_WAITING,
	SOURCE_PART_REFUSED,
	SOURCE_PART_GONE,
	SOURCE_PART_COMPLETE, /* entry without bytes of its own */
	SOURCE_PART_EXCLUDED,
};

struct source_part {
	const char *kind, *id, *version, *label;
	const char *name, *media_type; /* as given to artefact() */
	enum source_part_state state;
	const char *reason, *evidence;
	int64_t time_us;
	uint64_t size, seq;
	uint8_t sha256[32];
	bool fresh; /* not yet part of a message */
};

struct source_material {
	const char *tenant, *connector, *bundle;
	unsigned int ordinal;          /* 0: first message; then supplements */
	const struct source_raw *raws; /* newest of each name, sorted by it */
	size_t n_raws;
	const struct source_part *parts; /* sorted by time, kind, id, version */
	size_t n_parts;
	/* Content of a captured part, to read chats and transcripts. */
	int (*open)(void *ctx, size_t part, struct reader **out, struct err *e);
	void *ctx;
	/* Value of a setting, as in host; secrets read as NULL. */
	const char *(*setting)(void *ctx, const char *name);
};

/* --- people ------------------------------------------------------------ */

/* Somebody who has an account at the source. Texts are only valid during the
   call. */
struct source_person {
	const char *address; /* as participants are told by; "" if none */
	const char *name;    /* "" where the source does not tell it */
	const char *state;   /* the source's word where not active, else "" */
};

struct source_people {
	void *ctx;
	/* 0, or -1: stop and return it. */
	int (*person)(void *ctx, const struct source_person *p, struct err *e);
};

/* --- authorisation in a browser ------------------------------------------ */

/*
 * A person lets the app in at the vendor's page; the browser brings a code
 * back, which is traded in for the first refresh token (RFC 6749 section 4.1,
 * with PKCE: RFC 7636). Who asks for it opens the source with the settings
 * `code`, `redirect-uri` and `code-verifier` as the answer gave them, without
 * a `refresh-token`, and gets the new one by its host's save().
 */
struct source_authorize {
	const char *when; /* the settings that sign in so: "auth=code" */
	/*
	 * Append the page's address, complete but for redirect_uri, state and
	 * the challenge; to scopes those it asks for, blank separated, "" where
	 * the app's own are meant. A source that asks for some lets a setting
	 * `scopes` name fewer. Errors: ERR_USAGE: not with these settings.
	 */
	int (*page)(struct source *src, struct str *url, struct str *scopes,
		    struct err *e);
	/*
	 * Sign in now. Append the scopes that were granted, "" where they are
	 * not told, and those without which something will be missing, ", "
	 * between. Errors: as hello().
	 */
	int (*trade)(struct source *src, struct str *granted, struct str *lacks,
		     struct err *e);
};

/* --- the table --------------------------------------------------------- */

struct source_ops {
	const char *name;   /* "zoom-meetings", also what --source takes */
	const char *title;  /* for people: "Zoom Meetings" */
	const char *folder; /* default folder below the Inbox */
	const struct setting *settings; /* ends with a NULL name */
	int64_t overlap_us; /* how far back artefacts may turn up late */
	int64_t history_us; /* how far back a first run looks by default */
	int64_t settle_us;  /* how long a bundle waits for its artefacts */

	/*
	 * Check the settings and set *out; no request is made. host is
	 * copied. Errors: ERR_USAGE naming the setting.
	 */
	int (*open)(struct source **out, const struct host *host,
		    struct err *e);
	void (*close)(struct source *src);

	/*
	 * The account's id at the vendor and the vendor's present time, both
	 * got by a cheap, authenticated request (time: its Date header).
	 * Errors as list().
	 */
	int (*hello)(struct source *src, struct str *tenant, int64_t *now_us,
		     struct err *e);

	/* NULL: nobody can authorise it in a browser. */
	const struct source_authorize *authorize;

	/* Findings about all that would keep items from arriving. Fails only
	   where nothing could be found out. */
	int (*check)(struct source *src, const struct check *to, struct err *e);

	/*
	 * Tell everybody who has an account, so that a person can see who
	 * will be mapped. NULL: the source cannot. Errors: as list();
	 * ERR_SOURCE where the source refuses it, naming what is missing.
	 */
	int (*people)(struct source *src, const struct source_people *to,
		      struct err *e);

	/*
	 * Tell every object of the window. Complete when 0 is returned.
	 * Errors: ERR_SOURCE (credentials, scopes, app disabled: a person
	 * must act; the text names what), ERR_RETRY (unreachable, daily
	 * limit: the text says until when), ERR_STORE (from the sink).
	 */
	int (*list)(struct source *src, const struct source_window *w,
		    const struct source_list *to, struct err *e);

	/*
	 * Bring the content of the bundle's wanted entries. Every wanted
	 * entry is settled or captured when 0 is returned; one bad entry
	 * stops nothing. Errors: ERR_RETRY, ERR_SOURCE, ERR_STORE; what was
	 * stored until then stays.
	 */
	int (*fetch)(struct source *src, const struct source_bundle *b,
		     const struct source_store *to, struct err *e);

	/*
	 * Make the item of what is fresh in the material. Returns 1 with *out
	 * set, 0 when nothing is worth a message, -1 with ERR_ITEM when the
	 * material cannot be read at all (damaged parts alone never make it
	 * fail: they are attached as they are, with a notice).
	 */
	int (*compose)(const struct source_material *m, struct item **out,
		       struct err *e);
};

/* First member of every source's own struct. */
struct source {
	const struct source_ops *ops;
};

/* Look up by name; NULL if there is none. */
const struct source_ops *source_find(const char *name);
/* All sources; ends with NULL. */
const struct source_ops *const *source_all(void);

#endif
