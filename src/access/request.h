/*
 * access/request.h - sign-ins at providers that are under way.
 *
 * In memory: they are worth ten minutes. A request is found by its state
 * and taken once. Whoever asks for many loses their own first: each address
 * has at most REQUESTS_EACH, all together REQUESTS_ALL.
 */
#ifndef ACCESS_REQUEST_H
#define ACCESS_REQUEST_H

#include "base/cleanup.h"
#include "base/str.h"
#include "oidc/provider.h"

#include <stdbool.h>
#include <stdint.h>

#define REQUESTS_ALL  1024
#define REQUESTS_EACH 32
#define REQUEST_LASTS (INT64_C(10) * 60 * 1000000)

struct request {
	struct oidc_request rq;
	int64_t provider;
	struct str redirect, next;
	unsigned char binding[32]; /* digest of the browser's cookie */
	struct str address;        /* whose it is, for the limit */
	int64_t until_us;
	struct request *older;
};
struct request *request_new(void) __attribute__((returns_nonnull));
void request_free(struct request *r); /* overwrites secrets; NULL is fine */
DEFINE_AUTO(struct request, request_free)

/* Safe from any thread. */
struct requests;
struct requests *requests_new(void) __attribute__((returns_nonnull));
void requests_free(struct requests *all);

/* Takes it over. */
void requests_put(struct requests *all, struct request *r, int64_t now_us);
/* The one of this state, taken out; NULL: there is none, or no more. */
struct request *requests_take(struct requests *all, const char *state,
			      int64_t now_us);

#endif
