/*
 * tests/fake/ringcentral.h - a scripted RingCentral and the caller of its
 * source in one.
 *
 * A test says what is answered to which question, in order; the source is
 * opened against it, and what it tells is written down in lines:
 *
 *	entry   post 5 "" ready [] 'label' in 7/2026-03-01 by team-export
 *	        size 9 raw {...} beside chat {...}
 *	notice  1 subject | text
 *	file    0 name.pdf application/pdf 5 bytes "hello"
 *	settle  0 waiting | reason | evidence
 *	finding 1 topic | text | remedy
 *
 * In answers {A} stands for the address of the server (API and media), {B}
 * for that of a second one, to which downloads may be redirected; {N} for the
 * number of the last token. A body of ZIP:NAME is the archive of that name.
 */
#ifndef TESTS_FAKE_RINGCENTRAL_H
#define TESTS_FAKE_RINGCENTRAL_H

#include "base/cleanup.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

struct fake_rc;

struct fake_rc *fake_rc_new(void);
void fake_rc_free(struct fake_rc *z);
DEFINE_AUTO(struct fake_rc, fake_rc_free)

/* A setting; NULL takes it away. Addresses and credentials are set already. */
void fake_rc_set(struct fake_rc *z, const char *name, const char *value);

/*
 * Answer requests whose "METHOD target" begins with prefix ("GET " is left
 * out); the longest prefix wins, answers of one prefix are given in turn and
 * the last again and again. script: "STATUS [HEADER: VALUE;...]|BODY".
 * Special bodies: "CUT:...", "SILENT", "ZIP:NAME".
 */
void fake_rc_answer(struct fake_rc *z, const char *prefix, const char *script);
/* The same instead of what was said before for this prefix. */
void fake_rc_instead(struct fake_rc *z, const char *prefix, const char *script);
/* The archive that ZIP:NAME stands for. */
void fake_rc_zip(struct fake_rc *z, const char *name, const void *bytes,
		 size_t len);

/*
 * An export that is ready when it is ordered: its files (zip-bytes.h) are
 * what GET {A}/dataset answers.
 */
void fake_rc_export(struct fake_rc *z, const char *files);

/* Opened on the first call; the test ends if that fails. */
struct source *fake_rc_source(struct fake_rc *z);
void fake_rc_close(struct fake_rc *z);
const struct host *fake_rc_host(struct fake_rc *z);

/* What the source has told so far, and forget it. */
const char *fake_rc_told(const struct fake_rc *z);
void fake_rc_forget(struct fake_rc *z);
bool fake_rc_has(const struct fake_rc *z, const char *text);
/* How many lines begin so. */
unsigned int fake_rc_count(const struct fake_rc *z, const char *text);

const struct source_list *fake_rc_list(struct fake_rc *z);
const struct check *fake_rc_check(struct fake_rc *z);
const struct source_store *fake_rc_store(struct fake_rc *z);

/* How often a prefix was asked, in its longest match, and what of last: the
   target, or the body of a POST. */
unsigned int fake_rc_asked(struct fake_rc *z, const char *prefix);
const char *fake_rc_target(struct fake_rc *z, const char *prefix);
/* Requests with a bearer at the second server. */
unsigned int fake_rc_leaks(const struct fake_rc *z);
/* Bearers that are not the last token given are answered 401. */
void fake_rc_strict(struct fake_rc *z);
unsigned int fake_rc_tokens(struct fake_rc *z);
/* Of save(): "name=value" lines in order; what is kept; and make it fail. */
const char *fake_rc_saved(const struct fake_rc *z);
const char *fake_rc_state(const struct fake_rc *z, const char *name);
void fake_rc_fail_save(struct fake_rc *z);

#endif
