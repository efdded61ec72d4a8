/*
 * tests/fake/api.h - a scripted vendor and the caller of its source in one.
 *
 * A test says what is answered to which question, in order; the source is
 * opened against it, and what it tells is written down in lines:
 *
 *	entry   as the vendor's header says
 *	notice  1 subject | text
 *	raw     meeting {...}
 *	file    0 name.mp4 video/mp4 5 bytes "hello"
 *	settle  0 waiting | reason | evidence
 *	finding 1 topic | text | remedy
 *
 * In answers {A} stands for the address of the API's server, {B} for that of
 * a second one, to which downloads may be redirected, {N} for the number of
 * the last token.
 *
 * What differs from vendor to vendor is a struct fake_vendor: zoom.h,
 * webex.h, ringcentral.h make one each.
 */
#ifndef TESTS_FAKE_API_H
#define TESTS_FAKE_API_H

#include "base/cleanup.h"
#include "base/str.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

struct fake_api;

struct fake_vendor {
	const struct source_ops *ops;
	const char *root;  /* of the API at its server: "/v2", "" */
	const char *token; /* path of the token endpoint */
	/* Scripts: a token, unless a test says another; what is not scripted;
	   a bearer that is not the last token. */
	const char *grant, *unknown, *expired;
	/* Name, value, ..., NULL; {A} in values. */
	const char *const *settings;
	/* Append the line of an entry. */
	void (*entry)(struct str *line, const struct source_entry *en);
	/* NULL, or make the pauses of this source short. */
	void (*hasten)(struct source *src);
};

/* "ready", as entries name it. */
const char *fake_state_name(enum source_state state);

struct fake_api *fake_api_new(const struct fake_vendor *vendor);
void fake_api_free(struct fake_api *z);
DEFINE_AUTO(struct fake_api, fake_api_free)

/* A setting; NULL takes it away. Addresses and credentials are set already. */
void fake_api_set(struct fake_api *z, const char *name, const char *value);

/*
 * Answer requests whose target (below the root; "POST " before it where it
 * is one) begins with prefix; the longest prefix wins, answers of one prefix
 * are given in turn and the last again and again. script: "STATUS [HEADER:
 * VALUE;...]|BODY", with ` for a semicolon within a header. Special bodies:
 * "CUT:...", "SILENT", "CHUNKED:...", "BYTES:NAME".
 */
void fake_api_answer(struct fake_api *z, const char *prefix,
		     const char *script);
/* The same instead of what was said before for this prefix. */
void fake_api_instead(struct fake_api *z, const char *prefix,
		      const char *script);
/* What BYTES:NAME stands for. */
void fake_api_bytes(struct fake_api *z, const char *name, const void *bytes,
		    size_t len);

/* Opened on the first call; the test ends if that fails. */
struct source *fake_api_source(struct fake_api *z);
void fake_api_close(struct fake_api *z);
const struct host *fake_api_host(struct fake_api *z);

/* What the source has told so far, and forget it. */
const char *fake_api_told(const struct fake_api *z);
void fake_api_forget(struct fake_api *z);
/* Does one of the lines contain all this? How many begin so? */
bool fake_api_has(const struct fake_api *z, const char *text);
unsigned int fake_api_count(const struct fake_api *z, const char *text);

const struct source_list *fake_api_list(struct fake_api *z);
const struct check *fake_api_check(struct fake_api *z);
const struct source_store *fake_api_store(struct fake_api *z);

/* How often a prefix was asked, in its longest match, and what of last: the
   target, or the body of a POST; "" if nothing. */
unsigned int fake_api_asked(struct fake_api *z, const char *prefix);
const char *fake_api_target(struct fake_api *z, const char *prefix);
/* Requests with a bearer at the second server. */
unsigned int fake_api_leaks(const struct fake_api *z);
/* Tokens asked for so far; the n-th is "TOKENn". Where strict, bearers that
   are not the last are answered 401. */
unsigned int fake_api_tokens(struct fake_api *z);
void fake_api_strict(struct fake_api *z);

/* Of save(): "name=value" lines in order; what is kept; and make it fail. */
const char *fake_api_saved(const struct fake_api *z);
const char *fake_api_state(const struct fake_api *z, const char *name);
void fake_api_fail_save(struct fake_api *z);
/* Let stopping() say yes from now on. */
void fake_api_stop(struct fake_api *z);

#endif
