/*
 * tests/fake/zoom.h - a scripted Zoom and the caller of its source in one.
 *
 * A test says what is answered to which question, in order; the source is
 * opened against it, and what it tells is written down in lines:
 *
 *	entry   recording-file f1 "" ready [reason] (bundle u1, found by ...)
 *	notice  1 users | text
 *	raw     meeting {...}
 *	file    0 name.mp4 video/mp4 5 bytes "hello"
 *	settle  0 waiting | reason | evidence
 *	finding 1 topic | text
 *
 * In answers, {A} stands for the address of the API's server and {B} for
 * that of a second one, to which downloads may be redirected.
 */
#ifndef TESTS_FAKE_ZOOM_H
#define TESTS_FAKE_ZOOM_H

#include "base/cleanup.h"
#include "base/str.h"
#include "source/source.h"

#include <stdbool.h>

struct fake_zoom;
struct fake_server;

struct fake_zoom *fake_zoom_new(void);
void fake_zoom_free(struct fake_zoom *z);
DEFINE_AUTO(struct fake_zoom, fake_zoom_free)

/* A setting; NULL takes it away. Address and credentials are set already. */
void fake_zoom_set(struct fake_zoom *z, const char *name, const char *value);

/*
 * Answer requests whose target (without /v2) begins with prefix; the longest
 * prefix wins, answers of one prefix are given in turn and the last again
 * and again. script: "STATUS [HEADER: VALUE;...]|BODY". Special bodies:
 * "CUT:...", "SILENT", "CHUNKED:...".
 */
void fake_zoom_answer(struct fake_zoom *z, const char *prefix,
		      const char *script);

/* The same instead of what was said before for this prefix. */
void fake_zoom_instead(struct fake_zoom *z, const char *prefix,
		       const char *script);

/* Opened on the first call; the test ends if that fails. */
struct source *fake_zoom_source(struct fake_zoom *z);
void fake_zoom_close(struct fake_zoom *z);
const struct host *fake_zoom_host(struct fake_zoom *z);

/* What the source has told so far, and forget it. */
const char *fake_zoom_told(const struct fake_zoom *z);
void fake_zoom_forget(struct fake_zoom *z);
/* Does one of the lines contain all this? */
bool fake_zoom_has(const struct fake_zoom *z, const char *text);

const struct source_list *fake_zoom_list(struct fake_zoom *z);
const struct check *fake_zoom_check(struct fake_zoom *z);
const struct source_store *fake_zoom_store(struct fake_zoom *z);

/* How often a target with this prefix was asked, in its longest match. */
unsigned int fake_zoom_asked(struct fake_zoom *z, const char *prefix);
/* The last target asked with this prefix, "" if none. */
const char *fake_zoom_target(struct fake_zoom *z, const char *prefix);
/* Requests with a bearer at the second server. */
unsigned int fake_zoom_leaks(const struct fake_zoom *z);
/* Tokens given so far; the n-th is "TOKENn". Bearers not given yet, or not
   the last, are answered 401 where strict. */
unsigned int fake_zoom_tokens(struct fake_zoom *z);
void fake_zoom_strict(struct fake_zoom *z);
/* Of save(): "name=value" lines in order; and make it fail. */
const char *fake_zoom_saved(const struct fake_zoom *z);
void fake_zoom_fail_save(struct fake_zoom *z);
/* Let stopping() say yes from now on. */
void fake_zoom_stop(struct fake_zoom *z);

#endif
