/*
 * verb/setup.h - what verbs that set something up have in common.
 *
 * Connectors, targets, the vault's store and directories are added, changed,
 * shown and checked in the same words and tables.
 */
#ifndef VERB_SETUP_H
#define VERB_SETUP_H

#include "catalog/values.h"
#include "verb/secret.h"

#include <stddef.h>

struct check;
struct directory_import;
struct err;
struct printer;
struct setting;
struct table;
struct verb_call;

/* Parameters, and what --help says of secrets. */
#define SETUP_SET                                                              \
	{                                                                      \
		.name = "set", .type = PARAM_PAIRS, .value = "KEY=VALUE",      \
		.help = "a setting; may be repeated"                           \
	}

#define SETUP_SECRET                                                           \
	{                                                                      \
		.name = "secret", .type = PARAM_SECRETS, .value = "KEY=FILE",  \
		.help = "a secret, read from a file; may be repeated"          \
	}

#define SETUP_SECRET_TEXT                                                      \
	"Secrets never stand on a command line, where others see them. Each "  \
	"is read from\na file, or with KEY=- from standard input; `--secret "  \
	"-` "                                                                  \
	"reads several from\nstandard input as lines KEY=VALUE. They are "     \
	"kept "                                                                \
	"encrypted and never shown."

/* What --set and --secret give; zeroes at first. The texts live as long. */
struct setup_given {
	struct values_given values;
	struct value *settings;
	struct secrets secrets;
};
void setup_given_done(struct setup_given *g);
static inline void setup_given_done_auto(struct setup_given *g)
{
	setup_given_done(g);
}

/*
 * Read them. changing: an empty setting takes one away, so that its default
 * holds again. Errors: as secrets_read().
 */
int setup_given_read(const struct verb_call *call, bool changing,
		     struct setup_given *out, struct err *e);

/* The same for verbs without --secret; cannot fail. */
void setup_set_read(const struct verb_call *call, bool changing,
		    struct setup_given *out);

/* Errors: ERR_USAGE: neither of the two was given. */
int setup_given_any(const struct verb_call *call, struct err *e);

/* The settings a kind understands, as a table. */
extern const struct table setup_setting_table;
int setup_settings(struct printer *p, const struct setting *const *tables,
		   struct err *e);

extern const struct table setup_value_table;
/*
 * What is set, in the order of the tables (own, more: NULL for none), with
 * the defaults; then what has names of its own.
 */
int setup_values(struct printer *p, const struct value *list, size_t n,
		 const struct setting *own, const struct setting *more,
		 struct err *e);

/*
 * Open the installation, import the lines of the argument "file", print
 * those refused as they come and the sums, and tell the ledger. VERB_OK,
 * VERB_NOT (some were refused), -1.
 */
int setup_import(struct verb_call *call,
		 int (*import)(struct verb_call *call,
			       struct directory_import *im, struct err *e),
		 struct err *e);

extern const struct table setup_finding_table;
/*
 * Open the installation, check, print the findings as they come. bad: said
 * behind the number of failures; good: said when there is none. VERB_OK,
 * VERB_NOT, -1.
 */
int setup_check(struct verb_call *call,
		int (*check)(struct verb_call *call, const struct check *to,
			     struct err *e),
		const char *bad, const char *good, struct err *e);

#endif
