/* export.c - from a window of time to a task that has ended well. */
#include "source/ringcentral/export.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "source/loose.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/ringcentral.h"

#include <string.h>

#define PATH        "/team-messaging/v1/data-export"
#define ORDERS      3 /* tasks that may fail */
#define POLL_MAX_US (60 * CLOCK_SECOND)
#define TASKS_MAX   2 /* of the company, at once */
#define SETS_MAX    10000

void rc_export_done(struct export *x)
{
	for (size_t i = 0; i < x->n_sets; i++)
		free(x->sets[i].uri);
	free(x->sets);
	str_done(&x->task);
	*x = (struct export){ .task = STR_INIT };
}

/* --- states ------------------------------------------------------------ */

enum task_state { TASK_RUNNING, TASK_READY, TASK_LOST };

/* The API's specification and its guide name different ones. */
static enum task_state state_of(struct arena *a, const json_t *task)
{
	static const char *const lost[] = { "Failed", "Expired", "Cancelled",
					    "Canceled", "AttemptFailed" };
	const char *text = loose_line(a, task, "status");

	if (strcasecmp(text, "Completed") == 0)
		return TASK_READY;
	for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++)
		if (strcasecmp(text, lost[i]) == 0)
			return TASK_LOST;
	return TASK_RUNNING;
}

/* Of states nobody knows we do not know that they keep others waiting: whether
   there is room is then RingCentral's to say. */
static bool is_worked_on(struct arena *a, const json_t *task)
{
	static const char *const busy[] = { "Accepted", "InProgress",
					    "Pending" };
	const char *text = loose_line(a, task, "status");

	for (size_t i = 0; i < sizeof(busy) / sizeof(busy[0]); i++)
		if (strcasecmp(text, busy[i]) == 0)
			return true;
	return false;
}

/* Is the task about this window and these chats, and nothing less? */
static bool is_ours(struct arena *a, const json_t *task,
		    const struct export_window *w)
{
	const json_t *what = loose_object(task, "specific");
	const json_t *chats = loose_array(what, "chatIds");

	if (loose_time(what, "timeFrom") != w->from_us ||
	    loose_time(what, "timeTo") != w->to_us ||
	    json_array_size(loose_array(what, "contacts")) > 0)
		return false;
	if (w->chat == NULL)
		return json_array_size(chats) == 0;
	return json_array_size(chats) == 1 &&
	       strcmp(loose_value_line(a, json_array_get(chats, 0)), w->chat) ==
		       0;
}

/* --- looking and ordering ---------------------------------------------- */

struct looking {
	struct arena *a;
	const struct export_window *w;
	struct str *task; /* found */
	size_t running;
};

static int look_at(void *ctx, const struct rc_answer *page, struct err *e)
{
	struct looking *k = ctx;
	const json_t *task;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "tasks"), i, task)
	{
		enum task_state state = state_of(k->a, task);

		k->running += is_worked_on(k->a, task);
		if (state == TASK_LOST || !is_ours(k->a, task, k->w))
			continue;
		str_cut(k->task, 0);
		str_add(k->task, loose_line(k->a, task, "id"));
		return 1;
	}
	return 0;
}

/* Sets *task where there is one for this window, and *running to how many
   are worked on. 1: refused. */
static int look(struct rc *r, const struct export_window *w, struct str *task,
		size_t *running, struct rc_answer *a, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct looking k = { .a = arena, .w = w, .task = task };
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_question_init(&q, WAY_TASKS, PATH);
	rc_question_add(&q, "perPage", "250");
	if (rc_ask_pages(r, &q, RC_BY_NUMBER, look_at, &k, a, e) < 0)
		return -1;
	*running = k.running;
	return a->verdict != RC_OK;
}

static int create(struct rc *r, const struct export_window *w, struct str *task,
		  struct rc_answer *a, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct rc_question q AUTO(rc_question_done) = { 0 };
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	rc_question_init(&q, WAY_TASK_CREATE, PATH);
	str_addf(&q.body, "{\"timeFrom\":\"%s\",\"timeTo\":\"%s\"",
		 clock_rfc3339(w->from_us, from), clock_rfc3339(w->to_us, to));
	if (w->chat != NULL) {
		str_add(&q.body, ",\"chatIds\":[");
		encode_json(&q.body, w->chat);
		str_add_char(&q.body, ']');
	}
	str_add_char(&q.body, '}');
	if (rc_ask(r, &q, a, e) < 0)
		return -1;
	if (a->verdict == RC_OK)
		str_add(task, loose_line(arena, a->json, "id"));
	return a->verdict != RC_OK;
}

/* --- waiting ----------------------------------------------------------- */

struct waiting {
	struct rc *r;
	int64_t next_us, until_us; /* until: monotonic */
};

/* Half as long again each time. */
static int rest(struct waiting *k, const char *what, struct err *e)
{
	int64_t now_us = clock_monotonic_us();

	if (now_us >= k->until_us)
		return err_set(e, ERR_RETRY,
			       "%s for %d hours: the next run looks again",
			       what, (int)(EXPORT_PATIENCE_US / CLOCK_HOUR));
	if (http_sleep(k->r->acc.http, k->next_us, e) < 0)
		return -1;
	k->next_us += k->next_us / 2;
	if (k->next_us > POLL_MAX_US)
		k->next_us = POLL_MAX_US;
	return 0;
}

/* A task's id in *task, one way or the other. 1: refused. */
static int get_task(struct waiting *k, const struct export_window *w,
		    struct str *task, struct rc_answer *a, struct err *e)
{
	for (;;) {
		size_t running = 0;
		int n = look(k->r, w, task, &running, a, e);

		if (n != 0 || task->len > 0)
			return n;
		n = running < TASKS_MAX ? create(k->r, w, task, a, e) : 1;
		if (n < 0 || (n == 0 && task->len > 0))
			return n;
		if (n > 0 && running < TASKS_MAX && a->verdict != RC_BUSY)
			return n;
		if (rest(k,
			 n > 0 ? "two exports of the company have been running"
			       : "RingCentral has taken no export",
			 e) < 0)
			return -1;
	}
}

static void take_sets(struct export *x, const json_t *task)
{
	const json_t *sets = loose_array(task, "datasets"), *o;
	size_t i;

	x->sets = mem_alloc(json_array_size(sets) + 1, sizeof(*x->sets));
	json_array_foreach(sets, i, o)
	{
		const char *uri = json_string_value(json_object_get(o, "uri"));
		struct export_dataset *d = &x->sets[x->n_sets];

		if (uri == NULL || x->n_sets == SETS_MAX)
			continue;
		*d = (struct export_dataset){ mem_strdup(uri), -1 };
		(void)loose_int(o, "size", &d->size);
		x->n_sets++;
	}
}

/* 0: ready. 1: refused. 2: lost, another one may be ordered. */
static int wait_for(struct waiting *k, struct export *x, struct rc_answer *a,
		    struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();

	for (;;) {
		struct rc_question q AUTO(rc_question_done) = { 0 };
		enum task_state state;

		rc_question_init(&q, WAY_TASK, PATH "/");
		encode_percent(&q.path, x->task.s);
		if (rc_ask(k->r, &q, a, e) < 0)
			return -1;
		if (a->verdict == RC_ABSENT)
			return 2;
		if (a->verdict != RC_OK)
			return 1;
		state = state_of(arena, a->json);
		if (state == TASK_LOST)
			return 2;
		if (state == TASK_READY) {
			take_sets(x, a->json);
			return 0;
		}
		if (rest(k, "the export has been worked on", e) < 0)
			return -1;
	}
}

int rc_export_order(struct rc *r, const struct export_window *w,
		    struct export *x, struct rc_answer *a, struct err *e)
{
	struct waiting k = { .r = r, .next_us = r->poll_us };

	k.until_us = clock_monotonic_us() + EXPORT_PATIENCE_US;
	for (int i = 0; i < ORDERS; i++) {
		int n;

		rc_export_done(x);
		n = get_task(&k, w, &x->task, a, e);
		if (n == 0)
			n = wait_for(&k, x, a, e);
		if (n != 2)
			return n < 0 ? err_wrap(e, "export of team messaging")
				     : n;
		k.next_us = r->poll_us;
	}
	return err_set(e, ERR_RETRY,
		       "export of team messaging: RingCentral has failed to "
		       "make it, %d times",
		       ORDERS);
}
