/*
 * sandbox/vendor.h - a platform the sandbox plays beside Zoom.
 *
 * Why: one tenant, one clock and one set of people are behind all three
 * platforms, so that a person's mailbox shows what they did on each; but
 * paths, tokens, limits and errors are each vendor's own. A vendor is one
 * folder (sandbox/webex/) that exports one `const struct vendor`, listed in
 * vendor.c and played where --also names it. It shares people.h, talk.h,
 * media.h, seed.h, fault.h and http.h with Zoom's part, and nothing of
 * api-*.c, token.h or setup.h.
 *
 * Like the tenant, what a vendor's state says exists never changes: answers
 * are a function of it, the virtual time and the request. What does change
 * while it runs (tokens, settings, counts) it guards itself.
 *
 * Life: begin at the start; set for each switch of --setup, then greeting and
 * truth once; answer from any thread; end.
 */
#ifndef SANDBOX_VENDOR_H
#define SANDBOX_VENDOR_H

#include "sandbox.h"

#include <stdio.h>

struct request;
struct reply;

struct vendor {
	const char *name; /* "webex" */

	/* Is this request for the vendor, by its path? Parsed, no state. */
	bool (*owns)(const struct request *rq);
	void (*answer)(struct request *rq, struct reply *rp, void *state);

	/* A state for this tenant; what it holds is built when first needed,
	   so that switches may still shape it. */
	void *(*begin)(const struct sandbox *sb);
	void (*end)(void *state);

	/*
	 * "NAME" or "NAME=VALUE": from --setup VENDOR.NAME=VALUE at the start,
	 * or from POST /sandbox/setup at any time. 0, or -1 with ERR_USAGE: no
	 * such name or value, or it is too late for this one.
	 */
	int (*set)(void *state, const char *text, struct err *e);

	/* Addresses and credentials: the member of the greeting that has the
	   vendor's name. */
	json_t *(*greeting)(struct sandbox *sb, void *state);

	/* Its lines of the truth, each with "source" (README.md). */
	void (*truth)(FILE *out, struct sandbox *sb, void *state);
};

/* By name; NULL if there is none. */
const struct vendor *vendor_find(const char *name);

/*
 * Play these too ("webex,ringcentral"; NULL: none). 0, or -1 with ERR_USAGE
 * naming the one that is unknown or named twice.
 */
int vendors_begin(struct sandbox *sb, const char *list, struct err *e);
void vendors_end(struct sandbox *sb);

/*
 * "webex.scopes=...": true where it was for a vendor that is played, with the
 * result of set() in *rc.
 */
bool vendors_set(struct sandbox *sb, const char *text, int *rc, struct err *e);

/* True where one of them has answered. */
bool vendors_answer(struct request *rq, struct reply *rp);

void vendors_greet(struct sandbox *sb, json_t *greeting);
void vendors_truth(FILE *out, struct sandbox *sb);

#endif
