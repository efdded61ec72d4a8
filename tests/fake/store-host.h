/*
 * tests/fake/store-host.h - a store opened from a command line.
 *
 *	NAME [--set KEY=VALUE]... [--secret KEY=FILE]... [what is not ours]
 *
 * Values are those of the store's own settings; a secret is its file's first
 * line. What it does not know, it leaves to the caller.
 */
#ifndef TESTS_FAKE_STORE_HOST_H
#define TESTS_FAKE_STORE_HOST_H

#include "base/setting.h"

#include <stdatomic.h>

struct store;
struct store_ops;

#define STORE_HOST_VALUES 40

struct store_host {
	struct host host; /* first */
	const struct store_ops *ops;
	char *names[STORE_HOST_VALUES];
	char *values[STORE_HOST_VALUES];
	int n;
	atomic_bool stop; /* what its stopping() says */
};

/* Takes its own words out of argv; a mistake ends the program (2). */
void store_host_init(struct store_host *h, int *argc, char *argv[]);
/* Of two values of one setting the last counts. */
void store_host_set(struct store_host *h, const char *name, const char *value);
void store_host_done(struct store_host *h);
/* A failure ends the program. */
struct store *store_host_open(struct store_host *h);

#endif
