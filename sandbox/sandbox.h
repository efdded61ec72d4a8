/*
 * sandbox/sandbox.h - the running sandbox: the tenant, the virtual clock,
 * and the little that changes while it runs.
 *
 * Only four things change: the clock (POST /sandbox/now), the setup
 * (POST /sandbox/setup), tokens and grants, and counts. Everything else an
 * answer is made of is constant, so handlers need no locks.
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include "content.h"
#include "setup.h"
#include "tenant.h"

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>

struct faults;
struct qps;
struct tokens;
struct vendor;

struct credentials {
	char account_id[SEED_ID];
	char client_id[SEED_ID];
	char client_secret[33];
	char jwt_key[SEED_ID];
	char jwt_secret[33];
};

/* A platform beside Zoom (vendor.h), and its state. */
struct played {
	const struct vendor *vendor;
	void *state;
};
#define PLAYED_MAX 4

struct sandbox {
	struct tenant *tenant;
	struct store *store;
	struct credentials cred;
	struct tokens *tokens;
	struct faults *faults;
	struct qps *qps;
	char base[64];  /* "http://127.0.0.1:8080" */
	char media[64]; /* "http://localhost:8081" */
	_Atomic int64_t now_us;
	_Atomic int64_t step_us; /* what each request moves it by */
	pthread_mutex_t lock;    /* setup, stats */
	struct setup setup;
	_Atomic bool *archive_deleted; /* by meeting: DELETE archive_files */
	json_t *kept;  /* archive file id -> true: not to be deleted */
	json_t *stats; /* name -> object of counts */
	struct played played[PLAYED_MAX];
	size_t n_played;
};

struct sandbox *sandbox_new(const struct tenant_options *opt);
void sandbox_free(struct sandbox *sb);
DEFINE_AUTO(struct sandbox, sandbox_free)

/* A copy, taken whole. */
struct setup sandbox_setup(struct sandbox *sb);

/* stats[group][name]++ ; safe from any thread. */
void sandbox_count_in(struct sandbox *sb, const char *group, const char *name);
void sandbox_count(struct sandbox *sb, const char *name);

/* PATCH /archive_files/{id}: kept beyond the retention, as a flag only. */
void sandbox_keep(struct sandbox *sb, const char *file_id, bool keep);
bool sandbox_is_kept(struct sandbox *sb, const char *file_id);

/* What is printed at the start: addresses and credentials. */
json_t *sandbox_greeting(struct sandbox *sb);

#endif
