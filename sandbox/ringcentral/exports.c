#include "exports.h"

#include "sandbox/seed.h"

#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <pthread.h>
#include <string.h>

struct ring_exports {
	uint64_t seed;
	pthread_mutex_t lock;
	struct ring_task **tasks; /* by number; none goes before the end */
	size_t n, room;
};

struct ring_exports *ring_exports_new(uint64_t seed)
{
	struct ring_exports *x = NEW(struct ring_exports);

	x->seed = seed;
	(void)pthread_mutex_init(&x->lock, NULL);
	return x;
}

static void free_task(struct ring_task *t)
{
	if (t == NULL)
		return;
	json_decref(t->query.asked);
	free(t);
}

void ring_exports_free(struct ring_exports *x)
{
	if (x == NULL)
		return;
	for (size_t i = 0; i < x->n; i++)
		free_task(x->tasks[i]);
	free(x->tasks);
	(void)pthread_mutex_destroy(&x->lock);
	free(x);
}

static size_t busy(const struct ring_exports *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		n += !x->tasks[i]->ready && !x->tasks[i]->failed;
	return n;
}

int ring_exports_order(struct ring_exports *x, const struct ring_query *q,
		       bool doomed, bool foreign, struct ring_task *out)
{
	struct ring_task *t = NEW(struct ring_task);

	t->query = *q;
	t->doomed = doomed;
	t->foreign = foreign;
	t->created_us = q->as_of_us;
	t->changed_us = q->as_of_us;
	(void)pthread_mutex_lock(&x->lock);
	if (busy(x) >= RING_TASKS_BUSY) {
		(void)pthread_mutex_unlock(&x->lock);
		free_task(t);
		return -1;
	}
	if (x->n == x->room) {
		x->room = x->room == 0 ? 16 : x->room * 2;
		x->tasks = mem_resize(x->tasks,
				      x->room * sizeof(struct ring_task *));
	}
	t->number = x->n;
	x->tasks[x->n++] = t;
	t->documented = t->number % 2 == 1;
	(void)snprintf(t->id, sizeof(t->id), "809646016-%02" PRIu64 "-%08x",
		       t->number + 1,
		       (unsigned int)seed_of(x->seed, "task", t->number));
	*out = *t;
	(void)pthread_mutex_unlock(&x->lock);
	return 0;
}

bool ring_exports_nth(struct ring_exports *x, size_t n, struct ring_task *out)
{
	bool found = false;

	(void)pthread_mutex_lock(&x->lock);
	if (n < x->n) {
		*out = *x->tasks[x->n - 1 - n];
		found = true;
	}
	(void)pthread_mutex_unlock(&x->lock);
	return found;
}

static struct ring_task *find(struct ring_exports *x, const char *id)
{
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->tasks[i]->id, id) == 0)
			return x->tasks[i];
	return NULL;
}

static void finish(struct ring_task *t, const struct ring_place *at,
		   const struct ring_switches *s, int64_t now_us)
{
	const struct ring_world *w = at->w;
	size_t first = 0;

	t->changed_us = now_us;
	if (t->doomed) {
		t->failed = true;
		return;
	}
	t->query.as_of_us = now_us;
	t->query.form = s->zip;
	t->query.file_records = s->file_records;
	t->query.created_only = s->created_only;
	while (first < w->volume.chats && t->n_datasets < RING_DATASETS) {
		struct str zip AUTO(str_done) = STR_INIT;
		size_t end = ring_dataset_next(w, &t->query, first,
					       s->dataset_posts);

		if (t->n_datasets + 1 == RING_DATASETS)
			end = w->volume.chats;
		ring_dataset_add(&zip, at, &t->query, first, end);
		t->sizes[t->n_datasets] = zip.len;
		t->starts[t->n_datasets++] = first;
		first = end;
	}
	t->starts[t->n_datasets] = first;
	t->ready = true;
}

bool ring_exports_ask(struct ring_exports *x, const char *id,
		      const struct ring_place *at,
		      const struct ring_switches *s, int64_t now_us,
		      struct ring_task *out)
{
	struct ring_task *t;

	(void)pthread_mutex_lock(&x->lock);
	t = find(x, id);
	if (t != NULL) {
		if (!t->ready && !t->failed && ++t->asked >= s->polls)
			finish(t, at, s, now_us);
		*out = *t;
	}
	(void)pthread_mutex_unlock(&x->lock);
	return t != NULL;
}

const char *ring_task_status(const struct ring_task *t,
			     const struct ring_switches *s, int64_t now_us)
{
	if (t->failed)
		return t->documented ? "AttemptFailed" : "Failed";
	if (t->ready && now_us >= t->changed_us + RING_TASK_LIFE)
		return "Expired";
	if (t->ready)
		return "Completed";
	if (t->asked == 0)
		return "Accepted";
	if (t->documented && t->asked * 2 <= s->polls)
		return "Pending";
	return "InProgress";
}

bool ring_exports_add(struct ring_exports *x, const char *id, size_t n,
		      const struct ring_place *at, int64_t now_us,
		      struct str *out)
{
	struct ring_task *t, copy;
	bool ok;

	(void)pthread_mutex_lock(&x->lock);
	t = find(x, id);
	ok = t != NULL && t->ready && n >= 1 && n <= t->n_datasets &&
	     now_us < t->changed_us + RING_TASK_LIFE;
	if (ok)
		copy = *t;
	(void)pthread_mutex_unlock(&x->lock);
	if (!ok)
		return false;
	ring_dataset_add(out, at, &copy.query, copy.starts[n - 1],
			 copy.starts[n]);
	return true;
}
