/*
 * base/setting.h - settings that a part describes and its caller keeps.
 *
 * Why: sources, vault stores, targets and directories are each set up by a
 * person who gives names and values. A part describes what it understands in
 * a table; --help, the wizard and the checking of names are made of it. Where
 * the values are kept, the part does not know: it asks its host.
 */
#ifndef BASE_SETTING_H
#define BASE_SETTING_H

#include <stdbool.h>

struct err;
struct str;

/* One setting; a table of them ends with a NULL name. */
struct setting {
	const char *name;     /* [a-z0-9-]+ */
	const char *fallback; /* value when not set; NULL: none */
	bool required;
	bool secret;      /* given by --secret, kept encrypted, never shown */
	const char *help; /* one line */
	/* Required under a condition: "auth=s2s"; NULL: only if `required`. */
	const char *when;
};

/*
 * What a part may ask of its caller. All may be called from any thread.
 */
struct host {
	void *ctx;
	/* Value of a setting or secret, its fallback, or NULL. Valid until
	   close. */
	const char *(*setting)(void *ctx, const char *name);
	/*
	 * Small durable state of the part (rotated refresh tokens, "no
	 * requests before ..."): encrypted at rest. load returns 1 with the
	 * value appended to out, 0 if there is none. save returns only when
	 * the value is on disk.
	 */
	int (*load)(void *ctx, const char *name, struct str *out,
		    struct err *e);
	int (*save)(void *ctx, const char *name, const char *value,
		    struct err *e);
	/* True when the work should end soon (stop, pause): checked between
	   requests; the call in hand then fails with ERR_RETRY. */
	bool (*stopping)(void *ctx);
};

/*
 * A setting as the part goes by it: its value, where that is not set or ""
 * its fallback, else "". Never NULL.
 */
const char *setting_of(const struct setting *settings, const struct host *host,
		       const char *name);

struct setting_range {
	long long min, max;
};

/*
 * A setting that is a whole number of the range; *out stays where it is
 * neither set nor has a fallback. Errors: ERR_USAGE.
 */
int setting_number(const struct setting *settings, const struct host *host,
		   const char *name, struct setting_range range, long long *out,
		   struct err *e);

/* Which of the words (ended by NULL) a setting is. Errors: ERR_USAGE. */
int setting_choice(const struct setting *settings, const struct host *host,
		   const char *name, const char *const *words, int *out,
		   struct err *e);

#endif
