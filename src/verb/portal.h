/*
 * verb/portal.h - the portal as the verbs see it: its settings, its start.
 *
 * Why: portal/ asks verbs and so lies above them; `estreat serve` starts it
 * all the same. cmd/ hands the command line the three functions it needs.
 */
#ifndef VERB_PORTAL_H
#define VERB_PORTAL_H

#include "base/setting.h"
#include "catalog/values.h"

#include <stdatomic.h>

struct archive;
struct board;
struct db;
struct err;
struct portal;

/* listen, url, certificate, key, proxy, web. */
extern const struct setting portal_settings[];

/* Whose values they are. */
struct values_of portal_values_of(void);
/* A value as it may be set. Errors: ERR_USAGE. */
int portal_value_check(const struct values_of *of, const struct value *v,
		       struct err *e);

/* What `estreat serve` was told; NULL: as it is set. */
struct portal_config {
	struct archive *archive; /* open for writing; must outlive it */
	struct board *board;     /* where runs tell their progress, or NULL */
	const char *listen, *web;
};

struct portal_ops {
	/* Errors: ERR_USAGE: settings, address; ERR_STORE. */
	int (*start)(struct portal **out, const struct portal_config *cfg,
		     struct err *e);
	/* "https://127.0.0.1:8443" */
	const char *(*address)(const struct portal *p);
	/* Requests in hand have some seconds to end. */
	void (*stop)(struct portal *p);
};

#endif
