/* access/state.h - what the process keeps for signing in (access_open()). */
#ifndef ACCESS_STATE_H
#define ACCESS_STATE_H

#include "access/access.h"

#include <pthread.h>

struct guard;
struct requests;
struct known_provider;

#define HASHINGS_MAX 4 /* passwords looked at at once: 64 MiB each */

struct access {
	struct archive *archive;
	struct guard *guard;
	struct requests *requests;        /* sign-ins at providers, under way */
	pthread_mutex_t lock;             /* for all below */
	int hashings;                     /* at this moment */
	struct known_provider *providers; /* that were asked already */
};

/* A turn to look at a password. Errors: ERR_RETRY: too many are at it. */
int hashing_begin(struct access *x, struct err *e);
void hashing_end(struct access *x);

/* provider.c: let go of all of them. */
void providers_forget(struct access *x);

#endif
