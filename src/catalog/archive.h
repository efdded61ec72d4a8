/*
 * catalog/archive.h - an installation, opened: vault, catalog and control.
 *
 * Home (mode 0700):
 *
 *	key          the installation's key, 64 hex digits (0600): back it up
 *	             apart from the rest, without it nothing can be read
 *	control.db   connectors, inventory, jobs, people, and the packs' key
 *	             roots: without it nothing can be read either
 *	vault/       packs, objects         ledger/   Merkle tiles
 *	catalog/     derived, one file an epoch
 *	runs.lock    empty; what is at work (held.h)
 *
 * Threads get database connections of their own by archive_db(). One
 * process at a time opens with ARCHIVE_WRITE.
 */
#ifndef CATALOG_ARCHIVE_H
#define CATALOG_ARCHIVE_H

#include "base/cleanup.h"
#include "base/str.h"
#include "catalog/act.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct catalog;
struct db;
struct err;
struct vault;

enum archive_mode {
	ARCHIVE_READ,  /* vault and catalog read-only; control may be written */
	ARCHIVE_WRITE, /* the one process that stores */
};

/*
 * Make a new installation in an absent or empty directory. domain is the
 * right side of Message-IDs. Errors: ERR_USAGE (not empty, bad domain),
 * ERR_STORE.
 */
int archive_init(const char *home, const char *domain, struct err *e);

/*
 * Errors: ERR_USAGE (no installation there, or a part of it is missing; wrong
 * key; another process writes: archive_busy() tells it apart), ERR_STORE.
 */
int archive_open(struct archive **out, const char *home, enum archive_mode mode,
		 struct err *e);
void archive_close(struct archive *a);
DEFINE_AUTO(struct archive, archive_close)

/* True where another process has the installation open for writing. */
bool archive_busy(const char *home);

const char *archive_home(const struct archive *a);
const char *archive_domain(const struct archive *a);
struct vault *archive_vault(struct archive *a);
struct catalog *archive_catalog(struct archive *a);

/*
 * Control alone, tables up to date: for who may, before anything is opened.
 * Errors: ERR_USAGE (no installation there), ERR_STORE.
 */
int archive_control(const char *home, struct db **out, struct err *e);

/* A new connection to control, tables up to date; for one thread. */
int archive_db(struct archive *a, struct db **out, struct err *e);

/*
 * The same for work that can be done again: its commits are seen at once and
 * survive the death of the process, but only a later commit of an ordinary
 * connection makes them survive loss of power. A run ends with such a one.
 * cache_mib: of pages, at most.
 */
int archive_db_work(struct archive *a, unsigned int cache_mib, struct db **out,
		    struct err *e);

/*
 * Secrets at rest: AES-256-GCM under a key derived from the installation's
 * key and the purpose; text moved to another purpose does not open.
 */
void archive_seal(const struct archive *a, const char *purpose,
		  const void *plain, size_t len, struct str *out);
/* Errors: ERR_STORE (damaged, or sealed under another key). */
int archive_unseal(const struct archive *a, const char *purpose,
		   const void *sealed, size_t len, struct str *out,
		   struct err *e);

/*
 * Open a message (a record of kind VAULT_MESSAGE) for reading: its rendered
 * bytes. *out owns all it needs. Errors: ERR_USAGE (no such message).
 */
struct reader;
int archive_message(struct archive *a, uint64_t seq, struct reader **out,
		    struct err *e);

/*
 * A message in at most so many bytes, for a mailbox that takes no more: its
 * largest artefacts are replaced by texts that say where they are
 * (mime/reduce.h). What fits is as it always is; the same message, limit and
 * portal give the same bytes. record_render() (record.h) reads it.
 * Errors: ERR_ITEM (too large even without its artefacts), ERR_USAGE (no
 * such message), ERR_STORE.
 */
struct archive_within {
	uint64_t limit;     /* bytes; 0: none */
	const char *portal; /* "https://archive.example.com", or NULL */
};
struct archive_form {
	struct str skeleton;
	uint64_t size;         /* rendered, bytes */
	unsigned int replaced; /* artefacts */
};
#define ARCHIVE_FORM_INIT ((struct archive_form){ .skeleton = STR_INIT })
int archive_message_within(struct archive *a, uint64_t seq,
			   const struct archive_within *within,
			   struct archive_form *out, struct err *e);

#endif
