/* Who has waited long comes before who asks late; a turn ends with its commit.
 */
#include "db/turns.h"

#include "db/db.h"
#include "t.h"

#include <sched.h>
#include <stdbool.h>

struct line {
	struct turns turns;
	int next; /* under the turn: who came in which order */
	int place_of_waiter;
};

static void *wait_for_turn(void *ctx)
{
	struct line *l = ctx;

	turns_take(&l->turns);
	l->place_of_waiter = l->next++;
	turns_end(&l->turns);
	return NULL;
}

T(who_lost_patience_comes_before_who_asks_later)
{
	struct line l = { .place_of_waiter = -1 };
	pthread_t waiter;
	int mine;

	turns_init(&l.turns, 0);
	turns_take(&l.turns);
	T_EQ_INT(pthread_create(&waiter, NULL, wait_for_turn, &l), 0);
	while (atomic_load(&l.turns.impatient) == 0)
		(void)sched_yield();
	/* counted a moment before the gate is its own: see that it is */
	while (pthread_mutex_trylock(&l.turns.gate) == 0) {
		(void)pthread_mutex_unlock(&l.turns.gate);
		(void)sched_yield();
	}
	turns_end(&l.turns);
	turns_take(&l.turns);
	mine = l.next++;
	turns_end(&l.turns);
	(void)pthread_join(waiter, NULL);
	T_EQ_INT(l.place_of_waiter, 0);
	T_EQ_INT(mine, 1);
	T_EQ_INT(atomic_load(&l.turns.impatient), 0);
	turns_destroy(&l.turns);
}

#define ROUNDS 2000

static void *count_up(void *ctx)
{
	struct line *l = ctx;

	for (int i = 0; i < ROUNDS; i++) {
		turns_take(&l->turns);
		l->next++;
		turns_end(&l->turns);
	}
	return NULL;
}

T(only_one_has_it_at_a_time)
{
	struct line l = { .next = 0 };
	pthread_t threads[4];

	turns_init(&l.turns, 0);
	for (int i = 0; i < 4; i++)
		T_EQ_INT(pthread_create(&threads[i], NULL, count_up, &l), 0);
	for (int i = 0; i < 4; i++)
		(void)pthread_join(threads[i], NULL);
	T_EQ_INT(l.next, 4 * ROUNDS);
	turns_destroy(&l.turns);
}

/* --- what comes behind a commit --------------------------------------------
 */

struct recorded {
	struct db base;
	int tidied;
	bool due;
	bool in_turn[2];
};

static int do_nothing(struct db *db, struct err *e)
{
	(void)db;
	(void)e;
	return 0;
}

static int begin_nothing(struct db *db, enum db_mode mode, struct err *e)
{
	(void)mode;
	return do_nothing(db, e);
}

static bool is_due(const struct db *db)
{
	return ((const struct recorded *)db)->due;
}

static void record_tidy(struct db *db)
{
	struct recorded *r = (struct recorded *)db;
	bool free = pthread_mutex_trylock(&db->turns->turn) == 0;

	if (free)
		(void)pthread_mutex_unlock(&db->turns->turn);
	T_OK(r->tidied < 2);
	r->in_turn[r->tidied++ % 2] = !free;
}

static const struct db_ops recording = { .begin = begin_nothing,
					 .commit = do_nothing,
					 .untidy = is_due,
					 .tidy = record_tidy };

static void commit_once(struct recorded *r, enum db_mode mode)
{
	r->tidied = 0;
	T_EQ_INT(db_begin(&r->base, mode, NULL), 0);
	T_EQ_INT(db_commit(&r->base, NULL), 0);
	T_EQ_INT(pthread_mutex_trylock(&r->base.turns->turn), 0);
	(void)pthread_mutex_unlock(&r->base.turns->turn);
}

T(others_write_while_a_commit_is_tidied_up)
{
	struct recorded r = { .base.ops = &recording };
	struct turns turns;

	turns_init(&turns, TURNS_PATIENCE_MS);
	db_take_turns(&r.base, &turns);
	commit_once(&r, DB_WRITE);
	T_EQ_INT(r.tidied, 0);
	r.due = true;
	commit_once(&r, DB_WRITE);
	T_EQ_INT(r.tidied, 2);
	T_OK(!r.in_turn[0]); /* the most */
	T_OK(r.in_turn[1]);  /* the rest */
	commit_once(&r, DB_READ);
	T_EQ_INT(r.tidied, 0);
	turns_destroy(&turns);
}

/* Whoever has the turn for several commits is told at its end. */
T(a_turn_that_others_take)
{
	struct recorded r = { .base.ops = &recording, .due = true };

	db_turn_begun(&r.base);
	T_EQ_INT(db_begin(&r.base, DB_WRITE, NULL), 0);
	T_EQ_INT(db_commit(&r.base, NULL), 0);
	T_OK(r.base.has_turn);
	T_EQ_INT(r.tidied, 0);
	T_OK(db_turn_ended(&r.base));
	T_OK(!r.base.has_turn);
	r.due = false;
	T_OK(!db_turn_ended(&r.base));
}

T_MAIN
