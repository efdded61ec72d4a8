/*
 * Reading: ranges, and runs of them.
 *
 * Who reads a range behind the one before, and large ones, is given an answer
 * that goes to the object's end, of which the rest waits in the connection
 * until it is asked for. So a store that prepares what comes next while it
 * sends (as Ceph's gateway does) need not begin anew with each range, and
 * what is paid for by the request is one. A few such answers are kept; what
 * goes wrong with one is asked for again as a range.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "store/name.h"
#include "store/range.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"

#include <string.h>

#define READ_TRIES 4
#define RUN_MIN    ((size_t)1024 * 1024)
#define RUN_US     (20 * CLOCK_SECOND) /* older than that, a store gave up */

/* What of which version is to be read, and where to. */
struct range {
	const char *name, *version;
	uint64_t offset;
	char *buf;
	size_t len;
	bool on; /* more is going to be asked for */
};

/* --- runs -------------------------------------------------------------- */

void s3_run_done(struct s3_run *run)
{
	http_response_free(run->rest);
	free(run->name);
	*run = (struct s3_run){ .name = NULL };
}

/* The run that this range goes on with, which is the caller's then. */
static bool take_run(struct s3 *s3, const struct range *to, struct s3_run *out)
{
	bool found = false;

	(void)pthread_mutex_lock(&s3->runs_lock);
	for (size_t i = 0; i < S3_RUNS && !found; i++) {
		struct s3_run *run = &s3->runs[i];

		found = run->name != NULL && run->next == to->offset &&
			strcmp(run->name, to->name) == 0;
		if (found) {
			*out = *run;
			*run = (struct s3_run){ .name = NULL };
		}
	}
	(void)pthread_mutex_unlock(&s3->runs_lock);
	if (found && clock_monotonic_us() - out->at_us > RUN_US) {
		http_response_free(out->rest);
		out->rest = NULL;
	}
	return found;
}

/* For the next range, instead of the one that waits for the longest. */
static void keep_run(struct s3 *s3, struct s3_run *run)
{
	struct s3_run *oldest = &s3->runs[0];
	struct s3_run gone;

	run->at_us = clock_monotonic_us();
	(void)pthread_mutex_lock(&s3->runs_lock);
	for (size_t i = 1; i < S3_RUNS; i++)
		if (s3->runs[i].at_us < oldest->at_us)
			oldest = &s3->runs[i];
	gone = *oldest;
	*oldest = *run;
	(void)pthread_mutex_unlock(&s3->runs_lock);
	s3_run_done(&gone);
}

void s3_runs_forget(struct s3 *s3, const char *name)
{
	struct s3_run gone[S3_RUNS] = { { .name = NULL } };

	(void)pthread_mutex_lock(&s3->runs_lock);
	for (size_t i = 0; i < S3_RUNS; i++)
		if (s3->runs[i].name != NULL &&
		    (name == NULL || strcmp(s3->runs[i].name, name) == 0)) {
			gone[i] = s3->runs[i];
			s3->runs[i] = (struct s3_run){ .name = NULL };
		}
	(void)pthread_mutex_unlock(&s3->runs_lock);
	for (size_t i = 0; i < S3_RUNS; i++)
		s3_run_done(&gone[i]);
}

/* --- one answer -------------------------------------------------------- */

/* Some of an answer; it stays in *rest where more of it is to come. */
static ssize_t read_some(struct http_response **rest, uint64_t *left, char *buf,
			 size_t len, struct err *e)
{
	ssize_t got = store_range_fill(*rest, buf, len, e);
	char end;

	if (got < 0)
		return -1;
	*left -= (uint64_t)got < *left ? (uint64_t)got : *left;
	if ((size_t)got == len && *left > 0)
		return got;
	/* the end itself: then the connection can be used again */
	if ((size_t)got == len && store_range_fill(*rest, &end, 1, e) < 0)
		return -1;
	http_response_free(TAKE(*rest));
	return got;
}

/* *absent: there is no such object, or a delete marker is on it. */
static ssize_t read_once(struct s3 *s3, const struct range *to,
			 struct s3_run *run, bool *absent, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_request rq = { .method = "GET", .name = to->name };
	char range[STORE_RANGE_TEXT];

	store_range_text(to->offset, to->on ? 0 : to->len, range);
	s3_header(&rq, "range", range);
	s3_version(&rq, to->version);
	if (s3_send(s3, &rq, &a, e) < 0)
		return -1;
	if (a.status == 416) /* behind the end */
		return 0;
	*absent = a.status == 404;
	if (a.status / 100 != 2)
		return s3_refused(&a, e);
	if (!to->on || http_length(a.r) < 0)
		return store_range_read(a.r, to->offset, to->buf, to->len, e);
	if (store_range_check(a.r, to->offset, e) < 0)
		return -1;
	run->left = (uint64_t)http_length(a.r);
	run->rest = TAKE(a.r);
	return read_some(&run->rest, &run->left, to->buf, to->len, e);
}

static ssize_t read_range(struct s3 *s3, const struct range *to,
			  struct s3_run *run, bool *absent, struct err *e)
{
	for (unsigned int n = 0;; n++) {
		ssize_t got = read_once(s3, to, run, absent, e);

		if (got >= 0 || e->kind != ERR_RETRY || n + 1 == READ_TRIES)
			return got;
		http_response_free(TAKE(run->rest));
		err_clear(e);
		if (s3_pause(s3, n, e) < 0)
			return -1;
	}
}

/* From what is there of an answer, or by asking. */
static ssize_t go_on(struct s3 *s3, const struct range *to, struct s3_run *run,
		     bool *absent, struct err *e)
{
	struct err broken = ERR_INIT;
	ssize_t got;

	if (run->rest != NULL) {
		got = read_some(&run->rest, &run->left, to->buf, to->len,
				&broken);
		if (got >= 0)
			return got;
		http_response_free(TAKE(run->rest));
	}
	return read_range(s3, to, run, absent, e);
}

ssize_t s3_read(struct store *s, const char *name, uint64_t offset, void *buf,
		size_t len, struct err *e)
{
	struct s3 *s3 = (struct s3 *)s;
	char version[S3_VERSION] = "";
	struct range to = { name, version, offset, buf, len, false };
	struct s3_run run AUTO(s3_run_done) = { .name = NULL };
	struct err below = ERR_INIT;
	bool absent = false;
	ssize_t got;

	if (store_name_check(name, e) < 0)
		return -1;
	if (len == 0)
		return 0;
	to.on = take_run(s3, &to, &run) && len >= RUN_MIN;
	got = go_on(s3, &to, &run, &absent, e);
	/* a delete marker hides nothing from us */
	if (absent && e->kind == ERR_ITEM &&
	    s3_find(s3, name, S3_NEWEST, version, &below) > 0) {
		err_clear(e);
		got = read_range(s3, &to, &run, &absent, e);
	}
	if (got < 0)
		return s3_wrap(s3, "read", name, e);
	if (got > 0) {
		free(run.name);
		run.name = mem_strdup(name);
		run.next = offset + (uint64_t)got;
		keep_run(s3, &run);
		run = (struct s3_run){ .name = NULL };
	}
	return got;
}
