/*
 * tests/fake/fake-source.h - a source that is a table.
 *
 * It stands in for source/registry.c (a test program that links it finds
 * this source only) and plays what its rows say: what each listing tells of
 * an object, and what a fetch of it gives.
 */
#ifndef TESTS_FAKE_SOURCE_H
#define TESTS_FAKE_SOURCE_H

#include "base/err.h"
#include "source/source.h"

#include <stdatomic.h>

#define FAKE_RUNS 6

struct fake_row {
	const char *bundle, *kind, *id, *version;
	/* For each run (the last one repeats): '.' not told, 'r' ready,
	   'w' waiting, 'x' refused, 'g' gone, 'e' excluded, 'i' with its
	   content in the listing, 'b' ready, and the listing says something
	   beside. Two letters for two tellings: "rg". */
	const char *told[FAKE_RUNS];
	const char *content;       /* NULL: complete without bytes */
	int64_t announced;         /* 0: the content's length */
	enum err_kind fails;       /* fetch fails with this ... */
	int fail_times;            /* ... so many times; 0: always */
	enum source_state settles; /* instead of content, unless READY */
	const char *email;         /* a participant of the bundle; without
				      "@" only the name of one */
	bool waits;                /* its fetch ends when the run does */
};

struct fake_tenant {
	const struct fake_row *rows;
	size_t n;
	int run; /* index into told[] */
	int64_t now_us;
	enum err_kind hello_fails, list_fails;
	const char *lacks;   /* what the listing is not permitted; NULL */
	int64_t from_us;     /* of the last listing's window */
	atomic_bool *listed; /* set when a listing begins; NULL */
	int gather; /* no fetch ends before so many were at it together */
	/* counted by the source */
	int fetches, lists, failed[64];
	int together, most; /* fetches at one time: now, ever */
};

/* What the source plays from now on. */
void fake_source_play(struct fake_tenant *tenant);

#endif
