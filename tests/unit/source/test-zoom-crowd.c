#include "base/err.h"
#include "source/zoom/crowd.h"
#include "source/zoom/listing.h"
#include "t.h"

#include <pthread.h>
#include <stdatomic.h>

#define MANY 500

/* What is told, without a lock: only one thread may do it. */
static struct {
	pthread_t by;
	size_t told[MANY];
	size_t bad_thread, fail_at;
	atomic_size_t begun;
} world;

struct one {
	size_t i;
};

static int tell(void *ctx, struct err *e)
{
	struct one *o = ctx;

	world.told[o->i]++;
	world.bad_thread += !pthread_equal(world.by, pthread_self());
	if (o->i == world.fail_at)
		return err_set(e, ERR_STORE, "number %zu", o->i);
	return 0;
}

static int work(struct listing *l, size_t i, struct err *e)
{
	struct one o = { i };

	atomic_fetch_add(&world.begun, 1);
	if (crowd_tell(l, tell, &o, e) < 0)
		return err_wrap(e, "work");
	return crowd_tell(l, tell, &o, e); /* twice */
}

static int run(size_t n, size_t fail_at, struct err *e)
{
	struct listing l = { 0 };

	memset(&world, 0, sizeof(world));
	world.by = pthread_self();
	world.fail_at = fail_at;
	return crowd_run(&l, n, work, e);
}

static const struct {
	const char *label;
	size_t n;
} cases[] = {
	{ "none", 0 },
	{ "one", 1 },
	{ "fewer than threads", 3 },
	{ "as many", CROWD_THREADS },
	{ "many", MANY },
};

T(all_is_told_by_one_thread)
{
	T_EACH(c, cases) {
		struct err e = ERR_INIT;
		size_t told = 0;

		T_EQ_INT(run(c->n, MANY, &e), 0);
		for (size_t i = 0; i < MANY; i++)
			told += world.told[i] == (i < c->n ? 2 : 0);
		T_EQ_INT(told, MANY);
		T_EQ_INT(world.bad_thread, 0);
	}
}

T(first_failure_ends_it)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	t_label = "failure";
	T_EQ_INT(run(MANY, 7, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_EQ_STR(err_str(&e, text, sizeof(text)), "work: number 7");
	T_OK(atomic_load(&world.begun) < MANY);
	T_EQ_INT(world.bad_thread, 0);
}

T(outside_it_is_told_at_once)
{
	struct listing l = { 0 };
	struct one o = { 3 };
	struct err e = ERR_INIT;

	memset(&world, 0, sizeof(world));
	world.by = pthread_self();
	world.fail_at = MANY;
	T_EQ_INT(crowd_tell(&l, tell, &o, &e), 0);
	T_EQ_INT(world.told[3], 1);
}

T_MAIN
