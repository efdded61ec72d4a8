/*
 * api-private.h - one scripted vendor: its answers (api-script.c) and the
 * caller of its source (api.c).
 */
#ifndef TESTS_FAKE_API_PRIVATE_H
#define TESTS_FAKE_API_PRIVATE_H

#include "tests/fake/api.h"
#include "tests/fake/http-server.h"

#include <pthread.h>
#include <stdatomic.h>

struct arena;

#define FAKE_ROUTES 64
#define FAKE_PAIRS  32

struct fake_route {
	const char *prefix;
	const char **scripts;
	size_t n, next;
	unsigned int asked;
	const char *last; /* target, or the body of a POST */
};

struct fake_pair {
	const char *name, *value;
	size_t len;
};

struct fake_pairs {
	struct fake_pair list[FAKE_PAIRS];
	size_t n;
};

struct fake_api {
	const struct fake_vendor *vendor;
	struct arena *a;
	struct fake_server *api, *other;
	struct fake_route routes[FAKE_ROUTES];
	size_t n_routes;
	struct fake_pairs settings, states, bytes;
	struct host host;
	struct source_list list;
	struct check check;
	struct source_store store;
	struct source *src;
	struct str told, saved;
	pthread_mutex_t lock; /* told, routes, bytes, tokens */
	unsigned int tokens;
	bool strict, fail_save;
	atomic_bool stop;
};

/* From the threads of both servers. */
void fake_api_reply(void *ctx, const struct fake_request *rq,
		    struct fake_answer *out);

/* text with {A}, {B} and {N} filled in; lives as long as z. */
char *fake_api_fill(struct fake_api *z, const char *text);

/* Is anything scripted for this? */
bool fake_api_knows(struct fake_api *z, const char *what);

/* The pair of this name, or NULL; and set it, value (NULL: none) copied. */
const struct fake_pair *fake_pair_get(const struct fake_pairs *p,
				      const char *name);
void fake_pair_set(struct fake_pairs *p, struct arena *a, const char *name,
		   const char *value, size_t len);

#endif
