/* What the vault writes to control holds up nobody: the log is copied into
   the database after the turn, and without control's lock. */
#include "vault/control.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/turns.h"
#include "t.h"

#include <sqlite3.h>
#include <stdlib.h>

#define PACKS 12000 /* their rows fill the log twice over */

static struct control *control;
static struct turns turns;
static int copied, in_turn, read_meanwhile;

int __real_sqlite3_wal_checkpoint_v2(sqlite3 *, const char *, int, int *,
				     int *);
int __wrap_sqlite3_wal_checkpoint_v2(sqlite3 *, const char *, int, int *,
				     int *);

/* Of two copies the first is made while others may have their turn. */
int __wrap_sqlite3_wal_checkpoint_v2(sqlite3 *raw, const char *name, int mode,
				     int *log, int *done)
{
	bool first = copied++ % 2 == 0;
	bool is_free = pthread_mutex_trylock(&turns.turn) == 0;
	struct err e = ERR_INIT;

	if (is_free)
		(void)pthread_mutex_unlock(&turns.turn);
	in_turn += first && !is_free;
	/* it would wait for ever for a lock that this thread had */
	if (first && is_free)
		read_meanwhile += control_published(control, &e) == 0;
	return __real_sqlite3_wal_checkpoint_v2(raw, name, mode, log, done);
}

T(the_log_is_copied_outside_of_the_turn)
{
	const uint8_t key[CRYPT_KEY] = { 1 }, root[KEYTREE_KEY] = { 2 };
	char dir[] = "/tmp/estreat-control-XXXXXX";
	struct err e = ERR_INIT;
	struct pack_row *rows = NULL;
	AUTO(free) char *uri = NULL;
	size_t n = 0;

	T_OK(mkdtemp(dir) != NULL);
	uri = str_printf("sqlite:%s/control.db?sync=off", dir);
	turns_init(&turns, TURNS_PATIENCE_MS);
	T_EQ_INT(control_open(&control, uri, key, CONTROL_MAKE, &e), 0);
	control_take_turns(control, &turns);
	copied = 0;
	for (uint64_t id = 1; id <= PACKS; id++) {
		const struct pack_row row = { .id = id, .first_seq = id };

		if (control_add_pack(control, &row, root, &e) < 0)
			T_FAIL("pack %d: %s", (int)id, e.text);
	}
	T_OK(copied > 0);
	T_EQ_INT(copied % 2, 0);
	T_EQ_INT(in_turn, 0);
	T_EQ_INT(read_meanwhile, copied / 2);
	T_EQ_INT(control_packs(control, 0, &rows, &n, &e), 0);
	T_EQ_INT(n, PACKS);
	free(rows);
	control_close(control);
	turns_destroy(&turns);
}

T_MAIN
